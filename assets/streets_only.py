"""Assets of a streets-only area: the same tables from an OpenStreetMap extract alone, what else is needed left out.

Nothing is partitioned: there is one authority, whose outline is what the extract covers.
"""

import datetime
from collections.abc import Sequence
from pathlib import Path

import geopandas as gpd
import pandas as pd

from assets import access, route_pages, route_products, school_routes, site_pages, streets
from assets.declaration import Declaration, declare
from assets.sources import TABLES, sources_of
from geodata import streets_area
from geodata.access import network_measures as measures
from geodata.access import street_homes
from geodata.network import summary
from geodata.openstreetmap import loading
from geodata.provenance import streets_date
from geodata.schemas import empty
from geodata.study_area import StudyArea
from geodata.suppression import cells
from maps.quality_page import quality_page as draw_quality_page
from maps.route_verdicts import route_verdicts as routes_in
from maps.search import search_index
from maps.site import Site, site_files
from maps.streets_page import streets_page as draw_streets_page
from maps.walking import walking as walking_in

READ = (
    *("openstreetmap", "elevation", "green_space"),
    *("footway_widths", "measured_speeds", "traffic_counts", "route_surveys", "zones_20mph"),
)
ABSENT = (
    *("schools", "gp_practices", "pharmacies", "postcodes", "wards", "lsoa_ward_lookup", "lsoa_2011_2021_lookup"),
    *("population", "population_by_age", "deprivation_2025", "school_flows", "collisions", "casualties"),
)
"""Sources of people and of England, which nobody has here: whatever reads them finds no rows."""
NOT_HERE = (
    *("lsoa_route_safety", "ward_route_safety"),
    *("street_collisions", "collision_deprivation", "collision_prediction"),
)
"""Tables of routes that need people's areas or the police's files."""


def _absent(table: str, group: str) -> Declaration:
    def absent() -> pd.DataFrame:
        """Without rows: a streets-only area has nothing to make it from."""
        return empty(table)

    return Declaration(table, absent, group, False, (), {})


@declare("sources")
def source_openstreetmap(sources_dir: Path) -> gpd.GeoDataFrame:
    """OpenStreetMap as read from the extracts, all of it; required here."""
    return loading.load_openstreetmap(sources_dir, None, None)


@declare("boundaries")
def local_authorities(study_area: StudyArea, source_openstreetmap: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """What the extract covers, in place of the authority's outline."""
    return streets_area.outline(study_area, source_openstreetmap)


# there are no wards: the authority's outline says who owns what
walking_edges = streets.walking_edges.reading(source_wards="local_authorities")
walking_nodes = streets.walking_nodes.reading(source_wards="local_authorities")


@declare(access.GROUP)
def network_summary(
    study_area: StudyArea,
    walking_nodes: gpd.GeoDataFrame,
    walking_edges: gpd.GeoDataFrame,
    source_openstreetmap: gpd.GeoDataFrame,
    local_authorities: gpd.GeoDataFrame,
) -> pd.DataFrame:
    """What the network is made of."""
    return summary.network_summary(
        study_area.name, walking_nodes, walking_edges, source_openstreetmap, local_authorities, buffer_m=0
    )


@declare(access.GROUP)
def homes(study_area: StudyArea, walking_edges: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Metres of residential street, since nobody's home is known."""
    return street_homes.street_homes(walking_edges, study_area.codes[0])


@declare(access.GROUP)
def network_measures(
    homes: gpd.GeoDataFrame,
    walking_nodes: gpd.GeoDataFrame,
    walking_edges: gpd.GeoDataFrame,
    source_openstreetmap: gpd.GeoDataFrame,
    local_authorities: gpd.GeoDataFrame,
    sources: pd.DataFrame,
) -> pd.DataFrame:
    """Directness, severance, crossings and intersections, and what is known of footways."""
    areas = streets_area.levels(local_authorities)
    date = streets_date(sources)
    return measures.network_measures(homes, walking_nodes, walking_edges, source_openstreetmap, areas, date)


@declare("inequality")
def withheld_cells(study_area: StudyArea) -> pd.DataFrame:
    """Nothing: streets alone hold no figure of a person."""
    return cells.withheld_cells(study_area, {})


@declare("maps")
def streets_page(
    study_area: StudyArea,
    run_date: datetime.date,
    version: str,
    withheld_cells: pd.DataFrame,
    authority_access: pd.DataFrame,
    network_measures: pd.DataFrame,
    tag_completeness: pd.DataFrame,
    network_summary: pd.DataFrame,
    local_authorities: gpd.GeoDataFrame,
    authority_route_safety: pd.DataFrame,
    school_scorecards: pd.DataFrame,
    sources: pd.DataFrame,
    table_links: Sequence[str],
) -> str:
    """The page of the area: who can walk where, routes to school, the streets, and what is missing."""
    walking = walking_in(
        study_area.name,
        kind=study_area.kind("computed"),
        authority_access=authority_access,
        network_measures=network_measures,
        tag_completeness=tag_completeness,
        network_summary=network_summary,
    )
    routes = routes_in(study_area, authority_route_safety, local_authorities)
    return draw_streets_page(study_area, run_date, version, walking, routes, sources, table_links, school_scorecards)


@declare("maps")
def site(study_area: StudyArea, school_scorecards: pd.DataFrame, withheld_cells: pd.DataFrame) -> dict[str, str]:
    """What the pages share: stylesheet, scripts of tables and search, and what can be found."""
    return site_files(search_index(study_area, empty("wards"), school_scorecards, None))


@declare("maps")
def quality_page(
    study_area: StudyArea,
    run_date: datetime.date,
    version: str,
    local_authorities: gpd.GeoDataFrame,
    tag_completeness: pd.DataFrame,
    network_summary: pd.DataFrame,
    school_scorecards: pd.DataFrame,
    withheld_cells: pd.DataFrame,
    sources: pd.DataFrame,
) -> dict[str, str]:
    """What was read and what not, and what to beware of."""
    shown = Site(study_area, run_date, version, sources, len(school_scorecards) > 0)
    return draw_quality_page(shown, local_authorities, tag_completeness, network_summary)


DECLARATIONS: list[Declaration] = [
    source_openstreetmap,
    *(TABLES[key] for key in READ if key in TABLES),
    *(_absent(f"source_{key}", "sources") for key in ABSENT),
    streets.source_elevation,
    sources_of(READ),
    local_authorities,
    walking_edges,
    walking_nodes,
    streets.edge_slopes,
    streets.tag_completeness,
    network_summary,
    homes,
    access.destinations,
    access.destination_entrances,
    access.home_access,
    access.access_notes,
    access.authority_access,
    network_measures,
    access.catchments,
    school_routes.schools.reading(source_local_authorities="local_authorities"),
    *(declared for declared in school_routes.DECLARATIONS if declared is not school_routes.schools),
    *(declared for declared in route_products.DECLARATIONS if declared.name not in NOT_HERE),
    _absent("street_collisions", school_routes.GROUP),
    withheld_cells,
    streets_page,
    site,
    site_pages.school_pages,
    route_pages.route_map,
    quality_page,
]
