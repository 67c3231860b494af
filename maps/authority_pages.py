"""A page for each authority: beacons, ranking of its wards, gradients, walking, routes to school, and the methods."""

from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd
import pandas as pd

from geodata.indicators.definitions import Indicator, indicator_list
from maps.authority_gradients import authority_gradients, without_gradient
from maps.authority_picture import authority_picture
from maps.beacons import BEACONS, Beacon, beacon_panel
from maps.credits import chart_source
from maps.numbers import counted, decimal
from maps.palettes import COLOURS
from maps.route_verdicts import route_verdicts
from maps.shown_metric import ShownMetric
from maps.site import Site
from maps.sortable_table import SortableTable, table_of
from maps.walking import walking
from maps.ward_rankings import ward_rankings
from maps.ward_table import (
    LIMITS_BELOW,
    RANK_NOTE,
    metric_column,
    rank_units,
    shown_of,
    sources_of,
    units,
    ward_columns,
)

RANKED = ("deprivation", "road-casualties", "walk-or-cycle-to-work", "gp-practice", "routes-to-school")
"""Metrics of the map that stand in the ranking: as many as fit an upright A4 page."""
PRIORITY_RANK = "Priority rank"
MOST_DEPRIVED_FIFTH = 2
"""The national tenths 1 and 2."""


@dataclass(frozen=True)
class AuthorityTables:
    """The tables that the pages are made from, of the whole study area."""

    wards: gpd.GeoDataFrame
    local_authorities: pd.DataFrame
    ward_indicators: pd.DataFrame
    local_authority_indicators: pd.DataFrame
    comparisons: pd.DataFrame
    ward_inequity: pd.DataFrame
    ward_ranks: pd.DataFrame
    ward_funnel: pd.DataFrame
    inequality: pd.DataFrame
    inequality_groups: pd.DataFrame
    inequality_trend: pd.DataFrame
    authority_access: pd.DataFrame
    network_measures: pd.DataFrame
    tag_completeness: pd.DataFrame
    network_summary: pd.DataFrame
    authority_route_safety: pd.DataFrame


def authority_pages(
    site: Site, tables: AuthorityTables, map_href: str, chosen: Sequence[str] = BEACONS
) -> dict[str, str]:
    """Return a page per authority of the study area: `<key>.html`, the key as the study area declares it.

    `map_href` is the address of the ward map, `chosen` the indicators of the beacon panel.
    """
    names = tables.local_authorities.set_index("local_authority_code")["local_authority_name"]
    by_ward, _ = shown_of(
        tables.wards, tables.local_authorities, tables.ward_indicators, tables.local_authority_indicators
    )
    ranked = [shown for key in RANKED for shown in by_ward if shown.metric.key == key]
    return {
        f"{key}.html": _page(site, tables, str(code), str(names[code]), ranked, map_href, chosen)
        for key, code in site.study_area.local_authorities.items()
        if code in names.index  # the others are not computed yet
    }


def _page(
    site: Site,
    tables: AuthorityTables,
    code: str,
    name: str,
    ranked: list[ShownMetric],
    map_href: str,
    chosen: Sequence[str],
) -> str:
    indicators, synthetic = tables.local_authority_indicators, site.study_area.is_synthetic
    panel = beacon_panel(name, code, indicators, tables.comparisons, chosen, site.sources, is_synthetic=synthetic)
    own = tables.ward_inequity[tables.ward_inequity["local_authority_code"] == code]
    of_area = tables.local_authorities[tables.local_authorities["local_authority_code"] == code]
    ward_names = dict(zip(own["ward_code"], own["ward_name"], strict=True))
    rankings, not_ranked = ward_rankings(ranked, ward_names, tables.ward_ranks, tables.ward_funnel, tables.comparisons)
    safety = tables.authority_route_safety
    gradients = authority_gradients(code, name, tables.inequality, tables.inequality_groups, tables.inequality_trend)
    return site.page(
        "authority_page.html",
        name,
        [("Local authorities", "../index.html#authorities")],
        sentences=sentences(own),
        map_href=map_href,
        beacons=panel,
        ranking=_ranking(site, tables, own, ranked),
        units=[*rank_units(site.study_area, tables.ward_inequity), *units(ranked)],
        rankings=[(ranking, _source(site, ranking.sources)) for ranking in rankings],
        not_ranked=not_ranked,
        is_whole=len(site.study_area.codes) == 1,
        ward_sources=sources_of(site, ranked),
        gradients=[(entry, _source(site, entry.sources)) for entry in gradients],
        not_charted=without_gradient(gradients),
        picture=authority_picture(tables.wards, tables.ward_indicators, code),
        colours=COLOURS,
        hatches=[],
        walking=walking(code, kind=site.study_area.kind("computed"), **_of_network(tables, code)),
        routes=route_verdicts(site.study_area, safety[safety["area_code"] == code], of_area),
        methods=_methods([*chosen, *(metric.metric.indicator for metric in ranked)], panel.missing),
        modelled=_modelled(panel.rows, ranked),
    )


def sentences(inequity: pd.DataFrame) -> list[str]:
    """Return what heads the page: how many wards and residents, and how many wards are most deprived.

    `inequity` has the authority's rows of table `ward_inequity`.
    """
    people = inequity["residents"].sum(min_count=1)
    first = f"{counted(len(inequity), 'ward')}, {decimal(people, 0)} residents in 2021." if people > 0 else ""
    tenths = inequity["imd_decile_national"].dropna()
    if tenths.empty:
        return [first] if first else []
    most = int((tenths <= MOST_DEPRIVED_FIFTH).sum())
    share = f"{most} of {counted(len(tenths), 'ward')} {'falls' if most == 1 else 'fall'}" if most else "No ward falls"
    return [*filter(None, [first]), f"{share} in England's most deprived fifth, by average deprivation score."]


def _ranking(site: Site, tables: AuthorityTables, own: pd.DataFrame, ranked: list[ShownMetric]) -> SortableTable:
    wards = tables.wards[tables.wards["ward_code"].isin(own["ward_code"])]
    columns = [*ward_columns(site.study_area, wards, own), *map(metric_column, ranked)]
    place = [column.heading.text for column in columns].index(PRIORITY_RANK)
    ordered = own.sort_values(["priority_rank", "ward_name"])["ward_code"].tolist()
    return table_of("Wards by priority", f"{LIMITS_BELOW} {RANK_NOTE}", columns, ordered, (place, "ascending"))


def _of_network(tables: AuthorityTables, code: str) -> dict[str, pd.DataFrame]:
    """The tables of streets, of which all but the authority's own rows would be added up or warned of."""
    measures, summary = tables.network_measures, tables.network_summary
    return {
        "authority_access": tables.authority_access,
        "network_measures": measures[measures["area_code"] == code],
        "tag_completeness": tables.tag_completeness,
        "network_summary": summary[summary["area_code"] == code],
    }


def _source(site: Site, column: pd.Series) -> str:
    return chart_source(column, site.sources, is_synthetic=site.study_area.is_synthetic)


def _methods(names: Sequence[str], missing: Sequence[str]) -> list[Indicator]:
    """Return the definitions of what the page shows, once each."""
    definitions = [indicator_list()[name] for name in dict.fromkeys(names)]
    return [definition for definition in definitions if definition.title not in missing]


def _modelled(shown: Sequence[Beacon], ranked: Sequence[ShownMetric]) -> list[str]:
    """Return the names of what is modelled on the page."""
    names = [beacon.name for beacon in shown if beacon.kind == "modelled"]
    return [*names, *(metric.metric.row for metric in ranked if "modelled" in metric.kinds)]
