"""A page for each ward: its figures beside its authority and the whole area, schools, neighbours, what is not known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import pandas as pd

from geodata.indicators.definitions import indicator_list
from maps.numbers import decimal, percent
from maps.outlines import simplified, svg_paths
from maps.school_table import school_address
from maps.shown_metric import AUTHORITIES_ONLY, ENGLAND, ShownMetric
from maps.site import WARDS, Site
from maps.ward_figures import Compared, compared_metrics, ward_figure
from maps.ward_table import metric_column, shown_of, sources_of
from maps.ward_words import opening, standing_out

PICTURE_PX = 320
MAP = "../maps/wards.html"


@dataclass(frozen=True)
class WardTables:
    """The tables that the pages are made from, of the whole study area."""

    wards: gpd.GeoDataFrame
    local_authorities: gpd.GeoDataFrame
    ward_indicators: pd.DataFrame
    local_authority_indicators: pd.DataFrame
    comparisons: pd.DataFrame
    ward_ranks: pd.DataFrame
    ward_inequity: pd.DataFrame
    ward_clusters: pd.DataFrame
    ward_funnel: pd.DataFrame
    school_scorecards: pd.DataFrame
    """Schools that have a page, with `ward_code`."""


@dataclass(frozen=True)
class _Shared:
    """What the pages of all wards have in common, worked out once."""

    compared: list[Compared]
    of_authorities: list[ShownMetric]
    names: dict[str, str]
    neighbours: dict[str, list[str]]
    columns: list[tuple[str, str]]
    """Code and name of the areas beside each ward, but for its authority."""
    n_ranked: int


def ward_pages(site: Site, tables: WardTables) -> dict[str, str]:
    """Return a page for each ward of table `wards`, by file name: `<code>.html`."""
    by_ward, of_authorities = shown_of(
        tables.wards, tables.local_authorities, tables.ward_indicators, tables.local_authority_indicators
    )
    compared = compared_metrics(by_ward, tables.local_authority_indicators, tables.comparisons, tables.ward_ranks)
    names = dict(zip(tables.wards["ward_code"].astype(str), tables.wards["ward_name"].astype(str), strict=True))
    shared = _Shared(
        compared,
        of_authorities,
        names,
        _neighbours(tables.wards),
        _columns(site, tables, compared),
        int(tables.ward_inequity["priority_rank"].notna().sum()),
    )
    inequity = {str(row["ward_code"]): row for row in tables.ward_inequity.to_dict("records")}
    outlines = simplified(tables.wards)
    return {
        f"{ward['ward_code']}.html": _page(site, tables, shared, ward, inequity, outlines)
        for ward in tables.wards.drop(columns="geometry").to_dict("records")
    }


def _columns(site: Site, tables: WardTables, compared: Sequence[Compared]) -> list[tuple[str, str]]:
    """Return the study area and England, if they have any of the figures; one authority is the whole."""
    areas = [(site.study_area.name, site.study_area.title), (ENGLAND, "England")]
    if len(tables.local_authorities) < 2:
        areas = areas[1:]
    return [area for area in areas if any(pd.notna(one.beside.get(area[0])) for one in compared)]


def _neighbours(wards: gpd.GeoDataFrame) -> dict[str, list[str]]:
    """Return by ward the codes of those that touch it, in order of their names."""
    pairs = wards[["ward_code", "geometry"]].sjoin(
        wards[["ward_code", "ward_name", "geometry"]], predicate="intersects"
    )
    pairs = pairs[pairs["ward_code_left"] != pairs["ward_code_right"]].sort_values(["ward_name", "ward_code_right"])
    by_ward = pairs.groupby("ward_code_left")["ward_code_right"].agg(list)
    return {str(code): [str(other) for other in others] for code, others in by_ward.items()}


def _page(
    site: Site,
    tables: WardTables,
    shared: _Shared,
    ward: dict[Any, Any],
    inequity: Mapping[str, dict[Any, Any]],
    outlines: gpd.GeoDataFrame,
) -> str:
    code, authority = str(ward["ward_code"]), str(ward["local_authority_code"])
    areas = [(authority, str(ward["local_authority_name"])), *shared.columns]
    figures = [ward_figure(one, code, [area for area, _ in areas], site.study_area.title) for one in shared.compared]
    shown = [one.shown for one in shared.compared]
    own = inequity.get(code)
    return site.page(
        "ward_page.html",
        str(ward["ward_name"]),
        [("Wards", WARDS), *_authority_link(site, authority, str(ward["local_authority_name"]))],
        authority=ward["local_authority_name"],
        residents="" if own is None or pd.isna(own["residents"]) else decimal(own["residents"], 0),
        opening=[] if own is None else opening(own, shared.n_ranked, site.study_area.title),
        picture=_picture(outlines, code, authority),
        map_href=f"{MAP}#{code}",
        columns=[name for _, name in areas],
        themes=_by_theme(figures),
        n_wards=len(tables.wards),
        standing_out=standing_out(code, tables.ward_funnel, tables.ward_clusters),
        activity=_activity(shared.of_authorities, authority),
        authorities_only=AUTHORITIES_ONLY,
        authority_page=next((href for _, href in _authority_link(site, authority, "")), ""),
        schools=_schools(tables.school_scorecards, code),
        neighbours=[(shared.names[other], f"{other}.html") for other in shared.neighbours.get(code, [])],
        caveats=list(dict.fromkeys(indicator_list()[one.metric.indicator].caveat for one in shown)),
        is_modelled=any("modelled" in one.kinds for one in shown),
        sources=sources_of(site, [*shown, *shared.of_authorities]),
    )


def _authority_link(site: Site, code: str, name: str) -> list[tuple[str, str]]:
    keys = [key for key, own in site.study_area.local_authorities.items() if own == code]
    return [(name, f"../authorities/{key}.html") for key in keys]


def _picture(outlines: gpd.GeoDataFrame, code: str, authority: str) -> dict[str, Any]:
    """Return the ward in its authority: paths of the others and of itself, and the view box."""
    own = outlines[outlines["local_authority_code"] == authority]
    left, bottom, right, top = own.total_bounds
    coarse = simplified(own, max(right - left, top - bottom) / PICTURE_PX)
    groups = (coarse["ward_code"] == code).astype(int)
    paths, view_box = svg_paths(coarse.geometry, groups, PICTURE_PX)
    return {"others": paths.get(0, ""), "own": paths.get(1, ""), "view_box": view_box}


def _by_theme(figures: Sequence[Any]) -> dict[str, list[Any]]:
    themes: dict[str, list[Any]] = {}
    for one in figures:
        themes.setdefault(one.theme, []).append(one)
    return themes


def _activity(of_authorities: Sequence[ShownMetric], authority: str) -> list[dict[str, Any]]:
    """Return what is measured of the ward's authority alone: name, figure, period and kinds."""
    cells = [(one, metric_column(one).cells.get(authority)) for one in of_authorities]
    return [
        {"name": one.metric.label, "unit": one.metric.unit, "period": one.period, "kinds": one.kinds, "cell": cell}
        for one, cell in cells
        if cell is not None and cell.sort
    ]


def _schools(scorecards: pd.DataFrame, code: str) -> list[dict[str, str]]:
    """Return the schools in the ward with their pages, and whose nearest school with an available route they are."""
    own = scorecards[(scorecards["ward_code"] == code).fillna(False) & scorecards["name"].notna()].sort_values("name")
    return [
        {
            "name": str(card["name"]),
            "phase": str(card["phase"]),
            "href": f"../schools/{school_address(str(card['school_id']))}",
            "verdict": _verdict(card),
        }
        for card in own.to_dict("records")
    ]


def _verdict(card: dict[Any, Any]) -> str:
    within = sum(card[f"pupils_{verdict}"] for verdict in ("available", "undetermined", "unavailable"))
    if not within > 0:
        return "nearest school of nobody within the statutory distance"
    shares = [
        f"{percent(100 * card[f'pupils_{verdict}'] / within)} {verdict}"
        for verdict in ("available", "undetermined", "unavailable")
    ]
    return f"routes {', '.join(shares)}"
