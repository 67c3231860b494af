"""The data-quality page: what was read and what not, what is modelled or withheld, and what to beware of."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from geodata.indicators.definitions import indicator_list
from maps.figure_shares import share_columns, withheld_words
from maps.metrics import METRICS
from maps.numbers import counted, decimal
from maps.site import Site
from maps.sortable_table import Cell, Column, Heading, SortableTable, figure, table_of
from maps.tag_tables import tags_by_authority, tags_by_class
from maps.vintages import vintage_columns
from maps.walking import network_remarks

STATES = {
    "read": "Read",
    "missing": "Not found",
    "invalid": "Could not be used",
    "not read": "Not read here",
}
COUNTS = {
    "wards": "Wards",
    "wards_without_best_fit_lsoa": "Wards to which best fit assigns no small area",
    "lsoas": "Small areas (LSOA 2021)",
    "lsoas_2011": "Small areas of 2011",
    "lsoa_changes_U": "Small areas unchanged from 2011 to 2021",
    "lsoa_changes_S": "Small areas split",
    "lsoa_changes_M": "Small areas merged",
    "lsoa_changes_X": "Small areas changed otherwise",
    "postcodes": "Postcodes",
    "postcodes_outside_wards": "Postcodes outside every ward",
    "schools": "Schools in the register",
    "schools_outside_wards": "Schools outside every ward",
    "length_km": "Walking network, length",
    "edges": "Walking network, edges",
    "crossings": "Crossings mapped",
    "main_component_pct": "Network that hangs together",
    "components": "Separate pieces of the network",
    "sidewalk_separate_km": "Footways mapped apart from their street",
    "buffer_covered_pct": "Area and 5 km around it that the extract covers",
    "osm_ways_cut": "Ways cut off at the border of the extract",
    "osm_dangling_references": "References to points that the extract lacks",
}
"""What is told of the items of tables `coverage` and `network_summary`, in this order."""
UNITS = {"count": "", "%": "%", "km": " km"}


@dataclass(frozen=True)
class Counted:
    """One count of what the inputs cover, in words."""

    name: str
    count: str


def quality_page(
    site: Site,
    local_authorities: pd.DataFrame,
    tag_completeness: pd.DataFrame,
    network_summary: pd.DataFrame,
    *,
    coverage: pd.DataFrame | None = None,
    ward_indicators: pd.DataFrame | None = None,
    local_authority_indicators: pd.DataFrame | None = None,
    withheld_cells: pd.DataFrame | None = None,
) -> dict[str, str]:
    """Return the page `index.html` of the folder `quality`.

    The four last tables are None where only streets are known. Indicators are those published, `withheld_cells` says
    how many are not.
    """
    read = site.sources[site.sources["state"] == "read"]
    page = site.page(
        "quality_page.html",
        "Data quality",
        subtitle=f"{len(read)} of {counted(len(site.sources), 'source')} read.",
        sources=_sources(site.sources),
        withheld="" if withheld_cells is None else withheld_words(withheld_cells),
        counts=counts(site.study_area.name, coverage, network_summary),
        warnings=[f"{words}." for words in network_remarks(network_summary)],
        **_of_figures(site, ward_indicators, local_authority_indicators),
        **_of_tags(site, tag_completeness, local_authorities),
    )
    return {"index.html": page}


def _sources(sources: pd.DataFrame) -> SortableTable:
    rows = sources.set_index("source")
    titles = {str(key): Cell(row["title"], row["publisher"]) for key, row in rows.iterrows()}
    states = {str(key): Cell(STATES[row["state"]], _why(row)) for key, row in rows.iterrows()}
    columns = [
        Column(Heading("Source", is_figure=False), titles),
        _words("Period", rows["vintage"]),
        Column(Heading("Rows"), {str(key): _rows(row) for key, row in rows.iterrows()}),
        Column(Heading("State", is_figure=False), states),
        _words("Licence", rows["licence"]),
    ]
    return table_of("Sources of this run", "", columns, rows.index.tolist())


def _rows(row: pd.Series) -> Cell:
    """A source that was not read has no rows, which is not the same as none."""
    return figure(row["rows"] if row["state"] == "read" else float("nan"), decimals=0)


def _why(row: pd.Series) -> str:
    lacking = (
        f"Without it there is no {row['feeds']}. " if row["state"] in ("missing", "invalid") and row["feeds"] else ""
    )
    return "" if row["state"] == "not read" else f"{lacking}{row['message']}"


def _words(heading: str, values: pd.Series) -> Column:
    return Column(Heading(heading, is_figure=False), {str(key): Cell(str(value)) for key, value in values.items()})


def _of_figures(
    site: Site, ward_indicators: pd.DataFrame | None, local_authority_indicators: pd.DataFrame | None
) -> dict[str, Any]:
    """Return what the page says of figures: shares by kind, vintages that disagree, caveats."""
    if ward_indicators is None or local_authority_indicators is None:
        return {"shares": None, "vintages": None, "caveats": []}
    shares = share_columns(ward_indicators, local_authority_indicators)
    both = pd.concat([ward_indicators[["indicator", "source"]], local_authority_indicators[["indicator", "source"]]])
    return {
        "shares": _all_rows("Figures by kind", "Per cent of all figures, every period.", shares),
        "vintages": _all_rows("Figures from sources of different years", "", vintage_columns(both, site.sources)),
        "caveats": caveats(set(both["indicator"])),
    }


def _of_tags(site: Site, tag_completeness: pd.DataFrame, local_authorities: pd.DataFrame) -> dict[str, Any]:
    """Return the tables of tags, None where no network was read."""
    if tag_completeness.empty:
        return {"tags": None, "classes": None}
    names = _names(site, local_authorities)
    classes = tags_by_class(tag_completeness, site.study_area.name)
    return {
        "tags": _all_rows(
            "What the map says of the streets",
            "Per cent of the kilometres that an attribute applies to. What is not tagged is not known.",
            tags_by_authority(tag_completeness, names),
        ),
        "classes": _all_rows("By class of street, as OpenStreetMap names them", "", classes),
    }


def _names(site: Site, local_authorities: pd.DataFrame) -> Mapping[str, str]:
    ordered = local_authorities.sort_values("local_authority_name")
    names = dict(zip(ordered["local_authority_code"], ordered["local_authority_name"], strict=True))
    return {site.study_area.name: site.study_area.title} | (names if len(names) > 1 else {})


def _all_rows(caption: str, note: str, columns: list[Column]) -> SortableTable | None:
    """Return a table of all rows of its first column, or nothing without columns."""
    if not columns:
        return None
    shown = {key for column in columns[1:] for key in column.cells}
    return table_of(caption, note, columns, [key for key in columns[0].cells if key in shown])


def counts(area_code: str, coverage: pd.DataFrame | None, network_summary: pd.DataFrame) -> list[Counted]:
    """Return what is counted over the whole study area, in words.

    Items of table `coverage` are counts; those of `network_summary` have their own units.
    """
    found: dict[str, str] = {}
    for frame in (coverage, network_summary):
        if frame is not None:
            own = frame[(frame["area_code"] == area_code) & frame["item"].isin(list(COUNTS))]
            found |= {str(row["item"]): _count(row) for row in own.to_dict("records")}
    return [Counted(words, found[item]) for item, words in COUNTS.items() if item in found]


def _count(row: Mapping[Any, Any]) -> str:
    value, unit = row.get("count", row.get("value")), str(row.get("unit", "count"))
    return "not known" if pd.isna(value) else f"{decimal(value, 0 if unit == 'count' else 1)}{UNITS[unit]}"


def caveats(indicators: set[str]) -> list[tuple[str, str]]:
    """Return title and caveat of every indicator of the map that has figures, in the map's order."""
    names = dict.fromkeys(metric.indicator for metric in METRICS if metric.indicator in indicators)
    return [(indicator_list()[name].title, indicator_list()[name].caveat) for name in names]
