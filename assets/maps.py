"""Assets of group `maps`: pages that people open."""

import datetime
from collections.abc import Mapping, Sequence

import geopandas as gpd
import pandas as pd

from assets.declaration import Declaration, declare
from geodata.study_area import StudyArea
from geodata.suppression.withholding import suppressed
from maps.beacons import chosen_beacons
from maps.front_page import front_page as draw_front_page
from maps.route_verdicts import route_verdicts as routes_in
from maps.walking import walking as walking_in
from maps.ward_map import ward_map as draw_ward_map

GROUP = "maps"


@declare(GROUP)
def ward_map(
    study_area: StudyArea,
    wards: gpd.GeoDataFrame,
    local_authorities: gpd.GeoDataFrame,
    ward_indicators: pd.DataFrame,
    local_authority_indicators: pd.DataFrame,
    ward_clusters: pd.DataFrame,
    catchments: gpd.GeoDataFrame,
    walking_edges: gpd.GeoDataFrame,
    withheld_cells: pd.DataFrame,
    sources: pd.DataFrame,
) -> str:
    """Map of wards and authorities, one metric at a time, with clusters and walks: one file that opens offline."""
    shown = suppressed(
        study_area,
        withheld_cells,
        {
            "wards": wards,
            "ward_indicators": ward_indicators,
            "local_authority_indicators": local_authority_indicators,
            "ward_clusters": ward_clusters,
        },
    )
    return draw_ward_map(
        study_area,
        **shown,
        local_authorities=local_authorities,
        catchments=catchments,
        walking_edges=walking_edges,
        sources=sources,
    )


@declare(GROUP)
def front_page(
    study_area: StudyArea,
    run_date: datetime.date,
    version: str,
    wards: gpd.GeoDataFrame,
    ward_indicators: pd.DataFrame,
    local_authorities: gpd.GeoDataFrame,
    local_authority_indicators: pd.DataFrame,
    headline_reconciliation: pd.DataFrame,
    inequality_groups: pd.DataFrame,
    inequality: pd.DataFrame,
    comparisons: pd.DataFrame,
    authority_access: pd.DataFrame,
    network_measures: pd.DataFrame,
    tag_completeness: pd.DataFrame,
    network_summary: pd.DataFrame,
    authority_route_safety: pd.DataFrame,
    school_scorecards: pd.DataFrame,
    source_postcodes: pd.DataFrame,
    withheld_cells: pd.DataFrame,
    sources: pd.DataFrame,
    map_links: Mapping[str, str],
    table_links: Sequence[str],
) -> str:
    """Front page of the run: headline figures, reconciliation, activity by authority, links, what is missing."""
    shown = suppressed(
        study_area,
        withheld_cells,
        {
            "wards": wards,
            "ward_indicators": ward_indicators,
            "local_authority_indicators": local_authority_indicators,
            "headline_reconciliation": headline_reconciliation,
            "inequality_groups": inequality_groups,
            "inequality": inequality,
            "comparisons": comparisons,
        },
    )
    return draw_front_page(
        study_area,
        run_date,
        version,
        wards=wards,
        ward_indicators=shown["ward_indicators"],
        local_authorities=local_authorities,
        local_authority_indicators=shown["local_authority_indicators"],
        headline_reconciliation=shown["headline_reconciliation"],
        inequality=shown["inequality"],
        comparisons=shown["comparisons"],
        beacons=chosen_beacons(study_area),
        walking=walking_in(
            study_area.name,
            kind=study_area.kind("computed"),
            authority_access=authority_access,
            network_measures=network_measures,
            tag_completeness=tag_completeness,
            network_summary=network_summary,
        ),
        routes=routes_in(study_area, authority_route_safety, local_authorities),
        sources=sources,
        schools=school_scorecards,
        postcodes=source_postcodes,
        maps=map_links,
        tables=table_links,
    )


DECLARATIONS: list[Declaration] = [ward_map, front_page]
