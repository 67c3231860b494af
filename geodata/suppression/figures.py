"""The published figures that give counts away, and which of these counts are too small to be shown."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

import pandas as pd

from geodata.indicators.definitions import indicator_list, stratified_by
from geodata.study_area import StudyArea, Suppression
from geodata.suppression import quantities
from geodata.suppression.disclosure import disclosive_keys, names_one_of
from geodata.suppression.quantities import Quantity

INDICATOR_TABLES = ("lsoa_indicators", "ward_indicators", "local_authority_indicators")
CELL = ["area_code", "indicator", "period"]
COUNT = ["area_code", "quantity", "period"]
COLUMNS = [*CELL, "value", "numerator", "denominator", "value_best_fit", "source", "is_disclosive"]
BEST_FIT = "by best fit: "
NOT_AMONG = "not among "
DECIMALS = 6
LEFT_OVER_DECIMALS = 3  # what subtracting leaves behind the third is no person


class Figures(NamedTuple):
    """Figures and the counts they give away.

    `cells` has one row per figure: `area_code, indicator, period, is_disclosive, is_uncounted`. `counts` has one row
    per count that a figure gives away, `cell` being the figure's place in `cells`: `cell, area_code, quantity, period,
    value, is_small`. `differences` are the small counts a figure gives away by subtraction, `part` from `whole`:
    `cell, area_code, quantity, period, value, whole, part`.
    """

    cells: pd.DataFrame
    counts: pd.DataFrame
    differences: pd.DataFrame


def is_small(rule: Suppression, counts: pd.Series) -> pd.Series:
    """Tell of each count whether it is too small to be shown.

    Counts shared out between areas are fractions: what rounds into the range, up or down, is in it.

    >>> is_small(Suppression(), pd.Series([0.0, 0.3, 1, 4.9, 5, float("nan")])).tolist()
    [False, True, True, True, False, False]
    """
    return (counts > rule.low - 1) & (counts < rule.high + 1)


def disclosive_figures(study_area: StudyArea, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the disclosive rows of the indicator tables, and the open ones that hold the same counts.

    Adds `is_disclosive`. Without a disclosive row there are none.
    """
    keys = disclosive_keys(study_area)
    present = [name for name in INDICATOR_TABLES if name in tables]  # streets alone have none
    is_disclosive = {name: names_one_of(name, tables[name]["source"], keys) for name in present}
    if not any(flags.any() for flags in is_disclosive.values()):
        return pd.DataFrame(columns=COLUMNS)
    marked = [
        tables[name].assign(is_disclosive=flags).reindex(columns=COLUMNS) for name, flags in is_disclosive.items()
    ]
    rows = pd.concat([pd.DataFrame(table) for table in marked], ignore_index=True)
    return rows[_shares_a_count(rows)]


def given_away(study_area: StudyArea, rows: pd.DataFrame, members: pd.DataFrame) -> Figures:
    """Return what the rows of `disclosive_figures`, and the groups in `members` (`part, into`), give away."""
    keys, rule = disclosive_keys(study_area), study_area.suppression
    rows = _with_counts(pd.concat([rows, _of_groups(rows, members)], ignore_index=True), keys)
    if study_area.nhs_area:  # its rows repeat those of the study area: their counts are one
        rows["counted_in"] = rows["area_code"].replace(study_area.nhs_area.code, study_area.name)
    counts = pd.concat([_counts(rows, side) for side in ("above", "below", "value_best_fit")], ignore_index=True)
    small = is_small(rule, counts["value"]) & ~counts["quantity"].str.startswith(BEST_FIT)
    counts["is_small"] = small & rows["is_disclosive"].to_numpy()[counts["cell"]]
    return Figures(rows[[*CELL, "is_disclosive", "is_uncounted"]], counts, _differences(rule, rows))


def _shares_a_count(rows: pd.DataFrame) -> pd.Series:
    """Tell which figures are disclosive or hold a quantity that a disclosive one holds."""
    held = {str(name): _quantities(str(name)) for name in rows["indicator"].unique()}
    shared = {
        quantity for name in rows.loc[rows["is_disclosive"], "indicator"].unique() for quantity in held[str(name)]
    }
    related = [name for name, quantity in held.items() if not shared.isdisjoint(quantity)]
    return rows["is_disclosive"] | rows["indicator"].isin(related)


def _quantities(indicator: str) -> set[str]:
    return {quantity.name for quantity in (quantities.above(indicator), quantities.below(indicator)) if quantity}


def _of_groups(rows: pd.DataFrame, members: pd.DataFrame) -> pd.DataFrame:
    """Return what the population groups add up to, as figures of areas of their own."""
    asked = [definition.id for definition in stratified_by("deprivation") if not definition.is_circular]
    parts = rows[rows["is_disclosive"] & rows["indicator"].isin(asked)].merge(
        members, left_on="area_code", right_on="part"
    )
    totals = parts.groupby(["into", "indicator", "period", "source"], as_index=False)[["numerator", "denominator"]]
    return totals.sum().rename(columns={"into": "area_code"}).assign(is_disclosive=True)


def _with_counts(rows: pd.DataFrame, keys: frozenset[str]) -> pd.DataFrame:
    """Add the counts `above` and `below` the line, and whether the figure is a rate without one (`is_uncounted`).

    A count's value is what stands above its line; without a numerator a rate times its denominator does.
    """
    per = _by_indicator(rows, lambda name: indicator_list()[name].per).astype(float)
    is_count, is_rate = (_by_indicator(rows, tell).astype(bool) for tell in (quantities.is_count, quantities.is_rate))
    implied = (rows["value"] * rows["denominator"] / per).where(is_rate, rows["value"].where(is_count))
    above = rows["numerator"].fillna(implied).round(DECIMALS)
    is_uncounted = rows["is_disclosive"] & is_rate & above.isna() & rows["value"].notna()
    return rows.assign(
        above=above,
        below=rows["denominator"].round(DECIMALS),
        is_uncounted=is_uncounted | _same_source(rows, is_uncounted, keys),
        counted_in=rows["area_code"],
    )


def _by_indicator(rows: pd.DataFrame, tell: Callable[[str], object]) -> pd.Series:
    return rows["indicator"].map({name: tell(str(name)) for name in rows["indicator"].unique()})


def _same_source(rows: pd.DataFrame, is_uncounted: pd.Series, keys: frozenset[str]) -> pd.Series:
    """Tell which figures are made from a source whose rates have no counts: they would give such a rate away."""
    named = {key for words in rows.loc[is_uncounted, "source"].unique() for key in str(words).split("+")} & keys
    return names_one_of("indicators", rows["source"], frozenset(named)) & rows["value"].notna()


def _counts(rows: pd.DataFrame, side: str) -> pd.DataFrame:
    """Return the counts on one side of the line; a ward's value by best fit gives away another count above it."""
    find = quantities.below if side == "below" else quantities.above
    quantity = _named(rows, find, "name")
    return pd.DataFrame(
        {
            "cell": rows.index,
            "area_code": rows["counted_in"],
            "quantity": BEST_FIT + quantity if side == "value_best_fit" else quantity,
            "period": _named(rows, find, "period").fillna(rows["period"]),
            "value": rows[side],
        }
    ).dropna(subset=["quantity", "value"])


def _named(rows: pd.DataFrame, find: Callable[[str], Quantity | None], what: str) -> pd.Series:
    """Return name or period of the quantity that each figure holds; missing where it is open, or the figure's own."""
    return _by_indicator(rows, lambda name: getattr(find(name), what, None)).astype("string")


def _differences(rule: Suppression, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the small counts of those who are below a line and not above it."""
    whole, part = (_named(rows, find, "name") for find in (quantities.below, quantities.above))
    rest = (rows["below"] - rows["above"]).round(LEFT_OVER_DECIMALS)
    chosen = rows["is_disclosive"] & whole.notna() & (whole != part) & is_small(rule, rest)
    named = {"area_code": rows["counted_in"], "quantity": NOT_AMONG + part, "period": rows["period"]}
    table = pd.DataFrame({"cell": rows.index, **named, "value": rest, "whole": whole, "part": part})
    return table[chosen].drop_duplicates(COUNT)
