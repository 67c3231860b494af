"""Asset of group `maps`: the map of routes to school, and its tables."""

import datetime

import geopandas as gpd
import pandas as pd

from assets.declaration import Declaration, declare
from assets.maps import GROUP
from geodata.study_area import StudyArea
from geodata.suppression.withholding import suppressed
from maps.route_map import route_map as draw_route_map
from maps.site import Site


@declare(GROUP)
def route_map(
    study_area: StudyArea,
    run_date: datetime.date,
    version: str,
    edge_ratings: gpd.GeoDataFrame,
    pupil_flows: pd.DataFrame,
    crossings: gpd.GeoDataFrame,
    survey_list: gpd.GeoDataFrame,
    route_priorities: gpd.GeoDataFrame,
    street_collisions: gpd.GeoDataFrame,
    schools: gpd.GeoDataFrame,
    school_scorecards: pd.DataFrame,
    local_authorities: gpd.GeoDataFrame,
    withheld_cells: pd.DataFrame,
    sources: pd.DataFrame,
) -> dict[str, str]:
    """Map of routes to school, one file that opens offline, and the same in tables; nothing where there are none."""
    tables = {
        "edge_ratings": edge_ratings,
        "pupil_flows": pupil_flows,
        "crossings": crossings,
        "survey_list": survey_list,
        "route_priorities": route_priorities,
        "street_collisions": street_collisions,
        "schools": schools,
        "school_scorecards": school_scorecards,
        "local_authorities": local_authorities,
    }
    shown = suppressed(study_area, withheld_cells, tables)
    return draw_route_map(Site(study_area, run_date, version, sources, len(school_scorecards) > 0), **shown)


DECLARATIONS: list[Declaration] = [route_map]
