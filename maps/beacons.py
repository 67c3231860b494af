"""The Marmot beacon panel: activity levels and active travel of an area, their trend, and England beside them."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from geodata.indicators.definitions import indicator_list, refuse_unknown
from geodata.periods import headline_period, start_year, years_spanned
from geodata.study_area import StudyArea
from maps.credits import source_keys, source_line
from maps.findings import COMPARISONS
from maps.numbers import NO_LIMITS, decimal, decimals_for, limits, signed

BEACONS = (
    "inactive_adults",
    "active_adults",
    "active_children",
    "walking_travel_at_least_once_per_week",
    "cycling_travel_at_least_once_per_week",
    "travel_to_work_walk_or_cycle_pct",
)
"""What the panel shows unless the study area declares its own list."""
ENGLAND = "E92000001"
NO_FIGURE = "no data"
NOT_COMPARED = "not compared: limits not published"
NOT_JUDGED = "direction not judged: no limits published"
NOT_CLEAR = "no clear change: the limits overlap"
OUTCOMES = ("better", "similar", "worse", "higher", "lower")


@dataclass(frozen=True)
class Beacon:
    """One row of the panel, in words."""

    name: str
    unit: str
    period: str
    value: str
    limits: str
    kind: str
    change: str
    direction: str
    england: str
    comparison: str
    source: str


@dataclass(frozen=True)
class BeaconPanel:
    """What the panel of one area shows, in words."""

    place: str
    rows: list[Beacon]
    note: str
    """What is to be said once of the limits."""
    sources: str
    missing: list[str]
    """Titles of the indicators without a figure."""


def chosen_beacons(study_area: StudyArea) -> Sequence[str]:
    """Return the indicators of the panel: those that the study area names, else the usual ones.

    Raises `StudyAreaError` for one that is not in the indicator list.
    """
    refuse_unknown(study_area, "beacons", study_area.beacons)
    return study_area.beacons or BEACONS


def beacon_panel(
    place: str,
    area_code: str,
    indicators: pd.DataFrame,
    comparisons: pd.DataFrame,
    chosen: Sequence[str],
    sources: pd.DataFrame,
    *,
    is_synthetic: bool,
) -> BeaconPanel:
    """Return the panel of an area: see `beacons`; `sources` is table `sources`.

    Raises `EvengroundError` if a figure's source is not among these.
    """
    rows, missing = beacons(indicators, comparisons, area_code, chosen)
    keys = source_keys(pd.Series([row.source for row in rows], dtype="string"))
    credit = source_line(keys, sources, is_synthetic=is_synthetic) if rows else ""
    return BeaconPanel(place, rows, limits_words(rows) if rows else "", credit, missing)


def beacons(
    indicators: pd.DataFrame, comparisons: pd.DataFrame, area_code: str, chosen: Sequence[str] = BEACONS
) -> tuple[list[Beacon], list[str]]:
    """Return a row per indicator with a figure for the area, and the titles of those without.

    `indicators` is table `local_authority_indicators`, `comparisons` the table of that name, `chosen` names of the
    indicator list. Raises `KeyError` for a name that is not in it.
    """
    shown, missing = [], []
    for name in chosen:
        rows = indicators[(indicators["indicator"] == name) & indicators["value"].notna()]
        own = rows[rows["area_code"] == area_code]
        if own.empty:
            missing.append(indicator_list()[name].title)
        else:
            compared = comparisons[(comparisons["area_code"] == area_code) & (comparisons["indicator"] == name)]
            shown.append(_beacon(name, own, rows[rows["area_code"] == ENGLAND], compared))
    return shown, missing


def _beacon(name: str, own: pd.DataFrame, england: pd.DataFrame, compared: pd.DataFrame) -> Beacon:
    period = headline_period(own["period"].unique().tolist())
    latest = own[own["period"] == period].iloc[0]
    unit = indicator_list()[name].unit
    suffix = "%" if unit.startswith("per cent") else ""
    decimals = decimals_for(latest["value"], latest["lower_cl"], latest["upper_cl"])
    change, direction = _change(own, latest, suffix)
    benchmark = england.loc[england["period"] == period, "value"]
    compared = compared[(compared["period"] == period) & (compared["benchmark"] == "England")]
    return Beacon(
        name=indicator_list()[name].title,
        unit=unit,
        period=period,
        value=f"{decimal(latest['value'], decimals)}{suffix}",
        limits=limits(latest["lower_cl"], latest["upper_cl"], decimals),
        kind=str(latest["kind"]),
        change=change,
        direction=direction,
        england=f"{decimal(benchmark.iloc[0])}{suffix}" if len(benchmark) else NO_FIGURE,
        comparison=_comparison(compared) if len(benchmark) else "",
        source=str(latest["source"]),
    )


def _change(own: pd.DataFrame, latest: pd.Series, suffix: str) -> tuple[str, str]:
    """Return the change since the first period of the same length, and its direction where limits allow."""
    length = years_spanned(latest["period"])
    alike = own[[years_spanned(period) == length for period in own["period"]]]
    first = alike.sort_values("period", key=lambda periods: periods.map(start_year)).iloc[0]
    if first["period"] == latest["period"]:
        return "one period only", ""
    unit = " percentage points" if suffix else ""
    words = f"{signed(latest['value'] - first['value'])}{unit} since {first['period']}"
    return words, direction(first, latest)


def direction(first: pd.Series, latest: pd.Series) -> str:
    """Return which way a figure went: claimed only if the 95 % limits of the two periods do not overlap.

    Limits apart is a stricter test than one of the difference, so that it claims less. Both rows have
    `lower_cl, upper_cl`.
    """
    ends = [first["lower_cl"], first["upper_cl"], latest["lower_cl"], latest["upper_cl"]]
    if any(pd.isna(end) for end in ends):
        return NOT_JUDGED
    if latest["lower_cl"] > first["upper_cl"]:
        return "higher than then"
    return "lower than then" if latest["upper_cl"] < first["lower_cl"] else NOT_CLEAR


def _comparison(compared: pd.DataFrame) -> str:
    """Return the publisher's word, else ours if the area's limits allowed one, else why there is none."""
    if compared.empty:
        return NOT_COMPARED
    row = compared.iloc[0]
    if row["published_outcome"] in COMPARISONS:
        return f"{row['published_outcome']}, says the publisher"
    return str(row["outcome"]).capitalize() if row["outcome"] in OUTCOMES else NOT_COMPARED


def limits_words(shown: Sequence[Beacon]) -> str:
    """Return what is to be said once of the limits of all rows."""
    if all(beacon.limits == NO_LIMITS for beacon in shown):
        return "No limits are published for any of these figures, so that no direction of change is claimed."
    return "A direction is claimed only where the 95% limits of the two periods do not overlap."
