"""Assets of group `maps`: pages of authorities, schools, wards in a table and data quality, and what they share."""

import datetime
from collections.abc import Mapping

import geopandas as gpd
import pandas as pd

from assets.declaration import Declaration, declare
from assets.maps import GROUP
from geodata.study_area import StudyArea
from geodata.suppression.withholding import suppressed
from maps.authority_pages import AuthorityTables
from maps.authority_pages import authority_pages as draw_authority_pages
from maps.beacons import chosen_beacons
from maps.quality_page import quality_page as draw_quality_page
from maps.school_pages import school_pages as draw_school_pages
from maps.school_table import school_table
from maps.search import search_index
from maps.site import Site, site_files
from maps.sortable_table import Download
from maps.ward_pages import WardTables
from maps.ward_pages import ward_pages as draw_ward_pages
from maps.ward_table import ward_table as draw_ward_table


@declare(GROUP)
def site(
    study_area: StudyArea,
    wards: gpd.GeoDataFrame,
    school_scorecards: pd.DataFrame,
    source_postcodes: pd.DataFrame,
    withheld_cells: pd.DataFrame,
) -> dict[str, str]:
    """What the pages share: stylesheet, scripts of tables and search, and what can be found."""
    return site_files(search_index(study_area, wards, school_scorecards, source_postcodes))


@declare(GROUP)
def ward_pages(
    study_area: StudyArea,
    run_date: datetime.date,
    version: str,
    wards: gpd.GeoDataFrame,
    local_authorities: gpd.GeoDataFrame,
    ward_indicators: pd.DataFrame,
    local_authority_indicators: pd.DataFrame,
    lsoa_indicators: pd.DataFrame,
    ward_clusters: pd.DataFrame,
    ward_funnel: pd.DataFrame,
    ward_ranks: pd.DataFrame,
    comparisons: pd.DataFrame,
    ward_inequity: pd.DataFrame,
    authority_access: pd.DataFrame,
    school_scorecards: pd.DataFrame,
    withheld_cells: pd.DataFrame,
    sources: pd.DataFrame,
) -> dict[str, str]:
    """The table twin of the ward map, sortable, and a page for each ward."""
    tables = {
        "wards": wards,
        "lsoa_indicators": lsoa_indicators,
        "ward_clusters": ward_clusters,
        "ward_funnel": ward_funnel,
        "ward_ranks": ward_ranks,
        "comparisons": comparisons,
        "ward_indicators": ward_indicators,
        "local_authority_indicators": local_authority_indicators,
        "ward_inequity": ward_inequity,
        "school_scorecards": school_scorecards,
    }
    shown = suppressed(study_area, withheld_cells, tables)
    site_of = Site(study_area, run_date, version, sources, len(school_scorecards) > 0)
    pages = draw_ward_pages(
        site_of,
        WardTables(
            local_authorities=local_authorities,
            authority_access=authority_access,
            **{name: table for name, table in shown.items() if name != "lsoa_indicators"},
        ),
    )
    table = draw_ward_table(
        site_of,
        wards,
        local_authorities,
        shown["ward_indicators"],
        shown["local_authority_indicators"],
        shown["ward_inequity"],
        shown["ward_clusters"],
        Download("../exports/ward_inequity.csv", len(ward_inequity)),
    )
    return table | pages


@declare(GROUP)
def authority_pages(
    study_area: StudyArea,
    run_date: datetime.date,
    version: str,
    wards: gpd.GeoDataFrame,
    local_authorities: gpd.GeoDataFrame,
    lsoa_indicators: pd.DataFrame,
    ward_clusters: pd.DataFrame,
    ward_indicators: pd.DataFrame,
    local_authority_indicators: pd.DataFrame,
    comparisons: pd.DataFrame,
    ward_inequity: pd.DataFrame,
    ward_ranks: pd.DataFrame,
    ward_funnel: pd.DataFrame,
    inequality: pd.DataFrame,
    inequality_groups: pd.DataFrame,
    inequality_trend: pd.DataFrame,
    authority_access: pd.DataFrame,
    network_measures: pd.DataFrame,
    tag_completeness: pd.DataFrame,
    network_summary: pd.DataFrame,
    authority_route_safety: pd.DataFrame,
    school_scorecards: pd.DataFrame,
    withheld_cells: pd.DataFrame,
    sources: pd.DataFrame,
    map_links: Mapping[str, str],
) -> dict[str, str]:
    """A page for each authority: beacons, its wards ranked, charts of chance and deprivation, walking, routes."""
    figures = {
        "wards": wards,
        "lsoa_indicators": lsoa_indicators,
        "ward_clusters": ward_clusters,
        "ward_indicators": ward_indicators,
        "local_authority_indicators": local_authority_indicators,
        "comparisons": comparisons,
        "ward_inequity": ward_inequity,
        "ward_ranks": ward_ranks,
        "ward_funnel": ward_funnel,
        "inequality": inequality,
        "inequality_groups": inequality_groups,
        "inequality_trend": inequality_trend,
    }
    shown = suppressed(study_area, withheld_cells, figures)
    tables = AuthorityTables(
        local_authorities=local_authorities,
        authority_access=authority_access,
        network_measures=network_measures,
        tag_completeness=tag_completeness,
        network_summary=network_summary,
        authority_route_safety=authority_route_safety,
        **{name: table for name, table in shown.items() if name not in {"lsoa_indicators", "ward_clusters"}},
    )
    ward_map_href = f"../{next(iter(map_links.values()))}"
    return draw_authority_pages(
        Site(study_area, run_date, version, sources, len(school_scorecards) > 0),
        tables,
        ward_map_href,
        chosen_beacons(study_area),
    )


@declare(GROUP)
def school_pages(
    study_area: StudyArea,
    run_date: datetime.date,
    version: str,
    school_scorecards: pd.DataFrame,
    schools: gpd.GeoDataFrame,
    school_walks: pd.DataFrame,
    edge_ratings: gpd.GeoDataFrame,
    crossings: gpd.GeoDataFrame,
    local_authorities: gpd.GeoDataFrame,
    withheld_cells: pd.DataFrame,
    sources: pd.DataFrame,
) -> dict[str, str]:
    """A table of schools and a page for each: who has an available walking route, what decides it, with a drawing."""
    cards = suppressed(study_area, withheld_cells, {"school_scorecards": school_scorecards})["school_scorecards"]
    site_of = Site(study_area, run_date, version, sources, len(school_scorecards) > 0)
    pages = draw_school_pages(
        site_of,
        school_scorecards=cards,
        schools=schools,
        school_walks=school_walks,
        edge_ratings=edge_ratings,
        crossings=crossings,
        local_authorities=local_authorities,
        ruleset=study_area.school_routes.ruleset,
    )
    return school_table(site_of, cards, local_authorities) | pages


@declare(GROUP)
def quality_page(
    study_area: StudyArea,
    run_date: datetime.date,
    version: str,
    local_authorities: gpd.GeoDataFrame,
    tag_completeness: pd.DataFrame,
    network_summary: pd.DataFrame,
    coverage: pd.DataFrame,
    ward_indicators: pd.DataFrame,
    local_authority_indicators: pd.DataFrame,
    school_scorecards: pd.DataFrame,
    withheld_cells: pd.DataFrame,
    sources: pd.DataFrame,
) -> dict[str, str]:
    """What was read and what not, what is modelled or withheld, and what to beware of."""
    figures = {"ward_indicators": ward_indicators, "local_authority_indicators": local_authority_indicators}
    return draw_quality_page(
        Site(study_area, run_date, version, sources, len(school_scorecards) > 0),
        local_authorities,
        tag_completeness,
        network_summary,
        coverage=coverage,
        withheld_cells=withheld_cells,
        **suppressed(study_area, withheld_cells, figures),
    )


DECLARATIONS: list[Declaration] = [site, ward_pages, authority_pages, school_pages, quality_page]
