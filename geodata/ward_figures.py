"""The figures that wards are compared by: each eligible indicator ward by ward, and whether all wards are there."""

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from geodata.indicators.definitions import Indicator, indicator_list, stratified_by
from geodata.indicators.rows import select
from geodata.study_area import StudyArea

NO_ROW = "no figure of this ward"


@dataclass(frozen=True)
class WardFigures:
    """One indicator in the period of `eligible_indicators`."""

    indicator: Indicator
    rows: pd.DataFrame
    """Its indicator rows by ward, in the order of ward codes; what was measured by ward is `computed` from here on."""

    @property
    def value(self) -> pd.Series:
        """Values of the wards; missing where there are none."""
        return self.rows["value"]


def eligible_indicators(ward_indicators: pd.DataFrame) -> dict[str, str]:
    """Return the indicators that may be held against deprivation, each with the period to use.

    The longest span if there is one (single years of casualties are few), else the latest period.
    """
    chosen = {}
    for definition in stratified_by("deprivation"):
        periods = select(ward_indicators, definition.id)["period"].unique()
        if len(periods) and not definition.is_circular:
            chosen[definition.id] = str(max(periods, key=lambda period: (len(period), period)))
    return chosen


def ward_figures(wards: pd.DataFrame, ward_indicators: pd.DataFrame) -> Iterator[WardFigures]:
    """Yield every eligible indicator with one row per ward; a ward that has none gets one without figures."""
    codes = pd.Index(wards["ward_code"].sort_values(), name="area_code")
    for indicator, period in eligible_indicators(ward_indicators).items():
        rows = select(ward_indicators, indicator, period).set_index("area_code").reindex(codes)
        common = rows.dropna(subset="kind").iloc[0] if rows["kind"].notna().any() else None
        if common is not None:
            words = {"indicator": indicator, "period": period, "unit": common["unit"], "kind": common["kind"]}
            rows = rows.fillna({**words, "source": common["source"], "note": NO_ROW})
            rows["kind"] = rows["kind"].replace("measured", "computed")
            yield WardFigures(indicator_list()[indicator], rows)


def missing_authorities(study_area: StudyArea, wards: pd.DataFrame) -> str:
    """Return in words that authorities of the study area are missing; empty if all are there."""
    there = set(wards["local_authority_code"])
    is_whole = set(study_area.codes) <= there
    return "" if is_whole else f"{len(there)} of {len(study_area.codes)} authorities computed"


def joined_notes(*notes: pd.Series | str) -> pd.Series:
    """Return for each area the notes that are not empty, separated by semicolons; at least one must be a Series.

    >>> joined_notes("a caveat", pd.Series(["", "no value"])).to_list()
    ['a caveat', 'a caveat; no value']
    """
    index = next(note.index for note in notes if isinstance(note, pd.Series))
    joined = pd.Series("", index, dtype="string")
    for note in notes:
        added = pd.Series(note, index, dtype="string").fillna("")
        joined = joined.where(added == "", joined.where(joined == "", joined + "; ") + added)
    return joined
