"""What the indicators count, and how these counts add up: the differences a reader could take.

An indicator gives away the count above its line and the one below it. Several indicators may hold the same count
(people in employment are below the line of every mode of travel), and some counts are sums of others.
"""

from typing import NamedTuple

from geodata.indicators.definitions import entries, indicator_list
from geodata.indicators.population import MID_YEAR

MODELLED = ("active_adults_modelled_pct", "inactive_adults_modelled_pct")
SURVEYED = ("active_adults", "inactive_adults")
WALK_OR_CYCLE = "travel_to_work_walk_or_cycle_pct"
IN_EMPLOYMENT = "people in employment"


class Quantity(NamedTuple):
    """What is counted; `period` is None where it is the figure's own."""

    name: str
    period: str | None = None


ADULTS = Quantity("residents_age_19_plus", MID_YEAR)


def above(indicator: str) -> Quantity:
    """Return what stands above the indicator's line (its value, if it is itself a count)."""
    if indicator in MODELLED:
        return ADULTS  # a published rate times the adults gives the adults away
    return Quantity("road_casualties" if indicator == "road_casualties_per_1000" else indicator)


def below(indicator: str) -> Quantity | None:
    """Return what stands below the indicator's line; None if it is open: Census residents times years."""
    if indicator in (*MODELLED, *SURVEYED):
        return ADULTS
    if indicator == "road_casualties_per_1000":
        return None
    return Quantity(IN_EMPLOYMENT if indicator.startswith("travel_to_work_") else f"below the line of {indicator}")


def is_count(indicator: str) -> bool:
    """Tell whether the indicator's value is itself a count."""
    return indicator_list()[indicator].aggregate == "sum"


def is_rate(indicator: str) -> bool:
    """Tell whether the indicator's value is so many per hundred or thousand, with a count behind it."""
    return indicator_list()[indicator].per > 1


def sums() -> dict[str, list[str]]:
    """Return the counts that others add up to, each with its parts; some may lack a remainder (people of 16)."""
    modes = [f"travel_to_work_{mode}_pct" for mode in entries("mode")]
    return {
        WALK_OR_CYCLE: ["travel_to_work_on_foot_pct", "travel_to_work_bicycle_pct"],
        IN_EMPLOYMENT: [mode for mode in modes if mode != WALK_OR_CYCLE],
        "residents_age_5_16": ["residents_age_5_10", "residents_age_11_15"],
        "residents": ["residents_age_5_16", "residents_age_19_plus"],
    }
