"""A page for each ward: its figures beside its authority and the whole area, schools, neighbours, what is not known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import geopandas as gpd
import pandas as pd

from geodata.indicators.definitions import indicator_list
from maps.numbers import decimal, percent
from maps.school_table import school_address
from maps.shown_metric import AUTHORITIES_ONLY, ENGLAND, ShownMetric
from maps.site import WARDS, Site
from maps.ward_figures import Compared, by_theme, compared_metrics, ward_figure
from maps.ward_locator import Locator, locators
from maps.ward_metrics import page_metrics, with_medians
from maps.ward_table import metric_column, shown_of, sources_of
from maps.ward_words import opening, standing_out

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
    authority_access: pd.DataFrame
    school_scorecards: pd.DataFrame
    """Schools that have a page, with `ward_code`."""


@dataclass(frozen=True)
class _Shared:
    """What the pages of all wards have in common, worked out once; by code of ward or authority."""

    compared: list[Compared]
    columns: list[tuple[str, str]]
    """Code and name of the areas beside each ward, but for its authority."""
    names: dict[str, str]
    inequity: dict[str, dict[Any, Any]]
    n_ranked: int
    pictures: dict[str, Locator]
    neighbours: dict[str, list[str]]
    standing_out: dict[str, list[str]]
    activity: dict[str, list[dict[str, Any]]]
    schools: dict[str, list[dict[str, str]]]
    sources: str

    @classmethod
    def of(cls, site: Site, tables: WardTables) -> Self:
        """Return it for all wards of the tables."""
        by_ward, of_authorities = shown_of(
            tables.wards, tables.local_authorities, tables.ward_indicators, tables.local_authority_indicators
        )
        shown = page_metrics(by_ward, tables.ward_indicators, tables.wards["ward_code"].tolist())
        of_areas = with_medians(site.study_area, tables.local_authority_indicators, tables.authority_access)
        compared = compared_metrics(shown, of_areas, tables.comparisons, tables.ward_ranks)
        names = tables.wards["ward_name"].astype(str)
        return cls(
            compared,
            _columns(site, tables, compared),
            dict(zip(tables.wards["ward_code"].astype(str), names, strict=True)),
            {str(row["ward_code"]): row for row in tables.ward_inequity.to_dict("records")},
            int(tables.ward_inequity["priority_rank"].notna().sum()),
            locators(tables.wards),
            _neighbours(tables.wards),
            standing_out(tables.ward_funnel, tables.ward_clusters),
            _activity(of_authorities, tables.local_authorities["local_authority_code"].tolist()),
            _schools(tables.school_scorecards),
            sources_of(site, [*shown, *of_authorities]),
        )


def ward_pages(site: Site, tables: WardTables) -> dict[str, str]:
    """Return a page for each ward of table `wards`, by file name: `<code>.html`."""
    shared = _Shared.of(site, tables)
    wards = tables.wards.drop(columns="geometry").to_dict("records")
    return {f"{ward['ward_code']}.html": _page(site, shared, ward) for ward in wards}


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


def _page(site: Site, shared: _Shared, ward: Mapping[Any, Any]) -> str:
    code, authority = str(ward["ward_code"]), str(ward["local_authority_code"])
    title, own = str(ward["local_authority_name"]), shared.inequity.get(code)
    areas = [(authority, title), *shared.columns]
    figures = [ward_figure(one, code, [area for area, _ in areas], site.study_area.title) for one in shared.compared]
    above = _authority_link(site, authority, title)
    return site.page(
        "ward_page.html",
        str(ward["ward_name"]),
        [("Wards", WARDS), *above],
        authority=title,
        authority_page=above[0][1] if above else "",
        residents="" if own is None or pd.isna(own["residents"]) else decimal(own["residents"], 0),
        opening=[] if own is None else opening(own, shared.n_ranked, site.study_area.title),
        picture=shared.pictures[code],
        map_href=f"{MAP}#{code}",
        columns=[name for _, name in areas],
        themes=by_theme(figures),
        n_wards=len(shared.names),
        standing_out=shared.standing_out.get(code, []),
        activity=shared.activity.get(authority, []),
        authorities_only=AUTHORITIES_ONLY,
        schools=shared.schools.get(code, []),
        neighbours=[(shared.names[other], f"{other}.html") for other in shared.neighbours.get(code, [])],
        caveats=list(dict.fromkeys(indicator_list()[one.shown.metric.indicator].caveat for one in shared.compared)),
        is_modelled=any(figure.kind == "modelled" for figure in figures),
        sources=shared.sources,
    )


def _authority_link(site: Site, code: str, name: str) -> list[tuple[str, str]]:
    keys = [key for key, own in site.study_area.local_authorities.items() if own == code]
    return [(name, f"../authorities/{key}.html") for key in keys]


def _activity(of_authorities: Sequence[ShownMetric], authorities: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    """Return what is measured of authorities alone, by their codes: name, unit, period, kinds and figure."""
    columns = [(one, metric_column(one).cells) for one in of_authorities]
    return {
        authority: [
            {"name": one.metric.label, "unit": one.metric.unit, "period": one.period, "kinds": one.kinds, "cell": cell}
            for one, cells in columns
            if (cell := cells.get(authority)) is not None and cell.sort
        ]
        for authority in authorities
    }


def _schools(scorecards: pd.DataFrame) -> dict[str, list[dict[str, str]]]:
    """Return by ward the schools in it with their pages, and what routes those have to whom they are the nearest."""
    found: dict[str, list[dict[str, str]]] = {}
    named = scorecards.dropna(subset=["name", "ward_code"]).sort_values(["name", "school_id"])
    for card in named.to_dict("records"):
        school = {
            "name": str(card["name"]),
            "phase": str(card["phase"]),
            "href": f"../schools/{school_address(str(card['school_id']))}",
            "verdict": _verdict(card),
        }
        found.setdefault(str(card["ward_code"]), []).append(school)
    return found


def _verdict(card: Mapping[Any, Any]) -> str:
    within = sum(card[f"pupils_{verdict}"] for verdict in ("available", "undetermined", "unavailable"))
    if not within > 0:
        return "nearest school of nobody within the statutory distance"
    shares = [
        f"{percent(100 * card[f'pupils_{verdict}'] / within)} {verdict}"
        for verdict in ("available", "undetermined", "unavailable")
    ]
    return f"routes {', '.join(shares)}"
