"""Indicators in the columns of OHID's Fingertips downloads, one table per indicator.

Whatever reads Fingertips' `all_data/csv` reads these. The layout has no column for how a figure came about, so that its
value note begins with it. LSOAs are left out: there are thousands, and a single LSOA's figure is not for publication.
"""

import re
from collections.abc import Mapping

import pandas as pd

from geodata.errors import EvengroundError
from geodata.exports.named_areas import AREA_TYPES, LEVELS, named_areas
from geodata.indicators.activity import INDICATORS, ORDINALS
from geodata.indicators.definitions import Indicator, indicator_list
from geodata.periods import start_year, years_spanned
from geodata.study_area import StudyArea

COLUMNS = [
    "Indicator ID", "Indicator Name", "Parent Code", "Parent Name", "Area Code", "Area Name", "Area Type", "Sex", "Age",
    "Category Type", "Category", "Time period", "Value", "Lower CI 95.0 limit", "Upper CI 95.0 limit",
    "Lower CI 99.8 limit", "Upper CI 99.8 limit", "Count", "Denominator", "Value note", "Recent Trend",
    "Compared to England value or percentiles", "Compared to Regions (statistical) value or percentiles",
    "Time period Sortable", "New data", "Compared to goal", "Time period range",
]  # fmt: skip
FIGURES = {
    "value": "Value",
    "lower_cl": "Lower CI 95.0 limit",
    "upper_cl": "Upper CI 95.0 limit",
    "numerator": "Count",
    "denominator": "Denominator",
}
OFFICIAL = {ours: number for number, ours in INDICATORS.items()}
KIND_WORDS = {
    "measured": "Measured.",
    "computed": "Computed by Evenground from published figures.",
    "modelled": "Modelled, not an observation.",
    "synthetic": "Synthetic, made for demonstration.",
}
ADULTS = "16+ yrs"  # those of the Active Lives survey, where the indicator names no age
COMPARED = "Compared to England value or percentiles"
COMPARED_WORDS = {word: word.capitalize() for word in ("better", "similar", "worse", "higher", "lower")}
NOT_COMPARED = "Not compared"
PUBLISHED_DECILES = "LSOA deprivation deciles within England, as published"
OWN_GROUPS = "Deprivation {} within the area (IMD 2025)"
RURAL_URBAN = "Rural and urban LSOAs within the area"
ROWS = ["area_code", "indicator", "period", *FIGURES, "kind", "note", "compared_with_england"]


def fingertips_tables(study_area: StudyArea, tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Return a table in the columns of Fingertips for each indicator that has rows, by our name of it.

    Rows: England, NHS area, study area, authorities and wards, every period; population groups by deprivation and
    rural or urban as categories, age bands by their age. Needs `ward_indicators`, `local_authority_indicators`,
    `wards` and `local_authorities`; uses `inequality_groups` and `comparisons` where there are any. The indicator's
    number is Fingertips' own where ours is that indicator. Limits of 99.8 %, recent trend, regions and goals are
    empty: they are not computed. Raises `EvengroundError` for an area that no table of areas names.
    """
    areas = named_areas(study_area, tables["local_authorities"], tables["wards"])
    rows = pd.concat([_headline_rows(tables), _category_rows(tables.get("inequality_groups"))], ignore_index=True)
    unnamed = sorted(set(rows["area_code"]) - set(areas.index))
    if unnamed:
        raise EvengroundError(
            "tables ward_indicators, local_authority_indicators, inequality_groups: column area_code holds "
            f"{', '.join(unnamed[:5])}, which tables wards and local_authorities do not name. "
            "Run the authority it belongs to again."
        )
    laid_out = _laid_out(rows.join(areas, on="area_code"))
    return {str(name): part for name, part in laid_out[COLUMNS].groupby(laid_out["indicator"], sort=False)}


def _headline_rows(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    wards = tables["ward_indicators"].assign(compared_with_england="")
    rows = pd.concat([tables["local_authority_indicators"][ROWS], wards[ROWS]], ignore_index=True)
    return _compared(rows, tables.get("comparisons")).assign(category_type="", category="", band="", group=0)


def _compared(rows: pd.DataFrame, comparisons: pd.DataFrame | None) -> pd.DataFrame:
    """Return the rows with our comparison with England where the publisher gives none."""
    if comparisons is None:
        return rows
    keys = ["area_code", "indicator", "period"]
    ours = comparisons[comparisons["benchmark"] == "England"].set_index(keys)["outcome"]
    words = ours.map(COMPARED_WORDS).fillna(NOT_COMPARED)
    found = words.reindex(pd.MultiIndex.from_frame(rows[keys])).fillna("").to_numpy()
    published = rows["compared_with_england"]
    return rows.assign(compared_with_england=published.where(published != "", found))


def _category_rows(groups: pd.DataFrame | None) -> pd.DataFrame:
    """Return the population groups as rows; groups that are authorities have rows of their own already."""
    if groups is None:
        return pd.DataFrame()
    shown = groups[(groups["group"] > 0) & (groups["stratifier"] != "local_authority")]
    is_age, is_side = shown["stratifier"] == "age", shown["stratifier"] == "rural_urban"
    is_published = (shown["stratifier"] == "deprivation") & (shown["area_level"] == "country")
    name = shown["group_name"].str.capitalize()
    deciles = shown["group"].map({tenth: f"{words} deprived decile".capitalize() for words, tenth in ORDINALS.items()})
    parts = shown["group_name"].str.extract("(tenth|fifth)", expand=False).fillna("group") + "s"
    category_type = pd.Series([OWN_GROUPS.format(part) for part in parts], shown.index, dtype="string")
    return shown.assign(
        compared_with_england="",
        category_type=category_type.mask(is_published, PUBLISHED_DECILES).mask(is_side, RURAL_URBAN).mask(is_age, ""),
        category=name.mask(is_published, deciles).mask(is_age, ""),
        band=shown["group_name"].where(is_age, ""),
    )[[*ROWS, "category_type", "category", "band", "group"]]


def _laid_out(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows in order, in Fingertips' columns, with `indicator` beside them."""
    periods = {period: start_year(period) * 10_000 for period in rows["period"].unique()}
    named = rows.assign(
        sortable=rows["period"].map(periods),
        level=rows["area_level"].map({level: place for place, level in enumerate(LEVELS)}),
    ).sort_values(["indicator", "level", "area_code", "sortable", "period", "category_type", "group"], kind="stable")
    columns = {"indicator": named["indicator"]} | dict.fromkeys(COLUMNS, "") | _of_indicator(named) | _of_area(named)
    columns |= {theirs: named[ours] for ours, theirs in FIGURES.items()}
    return pd.DataFrame(
        columns
        | {
            "Category Type": named["category_type"],
            "Category": named["category"],
            "Time period": named["period"],
            "Value note": [_value_note(*words) for words in zip(named["kind"], named["note"], strict=True)],
            COMPARED: named["compared_with_england"],
            "Time period Sortable": named["sortable"],
            "Time period range": named["period"].map({period: f"{years_spanned(period)}y" for period in periods}),
        }
    ).reset_index(drop=True)


def _of_indicator(rows: pd.DataFrame) -> dict[str, object]:
    definitions = {name: indicator_list()[name] for name in rows["indicator"].unique()}
    age = rows["indicator"].map({name: age_of(definition) for name, definition in definitions.items()})
    return {
        "Indicator ID": rows["indicator"].map({name: OFFICIAL.get(name, name) for name in definitions}),
        "Indicator Name": rows["indicator"].map({name: definition.title for name, definition in definitions.items()}),
        "Sex": "Persons",
        "Age": age.mask(rows["band"] != "", rows["band"]),
    }


def _of_area(rows: pd.DataFrame) -> dict[str, object]:
    return {
        "Parent Code": rows["parent_code"],
        "Parent Name": rows["parent_name"],
        "Area Code": rows["area_code"],
        "Area Name": rows["area_name"],
        "Area Type": rows["area_level"].map(AREA_TYPES),
    }


def age_of(indicator: Indicator) -> str:
    """Return whom an indicator is about, in Fingertips' words, from its title and unit.

    >>> [age_of(indicator_list()[name]) for name in ("inactive_adults", "active_children", "road_casualties")]
    ['19+ yrs', '5-16 yrs', 'All ages']
    """
    words = f"{indicator.title}, {indicator.unit}"
    if band := re.search(r"aged (\d+) to (\d+)", words):
        return f"{band.group(1)}-{band.group(2)} yrs"
    if band := re.search(r"aged (\d+) and over", words):
        return f"{band.group(1)}+ yrs"
    return ADULTS if "adults" in words else "All ages"


def _value_note(kind: str, note: str) -> str:
    return f"{KIND_WORDS[kind]} {note[:1].upper()}{note[1:]}" if note else KIND_WORDS[kind]
