"""Rule-set `odot_plts`: Oregon's pedestrian level of traffic stress, a comparator without verdicts."""

from collections.abc import Sequence
from functools import cache
from itertools import pairwise

import numpy as np

from geodata.school_routes.rules.factors import DOES_NOT_APPLY, Codes, Factor, Flags, Floats, Outcome, Rows, RuleSet
from geodata.school_routes.rules.thresholds import constants
from geodata.study_area import Declared

NAME = "odot_plts"
ARTERIALS = frozenset(f"{road}{suffix}" for road in ("trunk", "primary", "secondary") for suffix in ("", "_link"))
"""Classes read as arterials; other roads that are crossed are collectors."""
Levels = tuple[tuple[int, int, int], tuple[int, int, int], tuple[int, int, int], tuple[int, int, int]]


class Plts(Declared):
    """Thresholds of `odot_plts.toml`; levels run from 1 to 4."""

    footway_m: tuple[float, float, float]
    footway_levels: tuple[int, int, int, int]
    speed_mph: tuple[float, float, float]
    kerbside_levels: tuple[int, int, int, int]
    collector_levels: tuple[tuple[int, int], tuple[int, int], tuple[int, int], tuple[int, int]]
    two_lanes_vpd: tuple[float, float]
    two_lanes_levels: Levels
    three_lanes_vpd: tuple[float, float]
    three_lanes_levels: Levels
    more_lanes_level: int
    signals_level: int


@cache
def plts() -> Plts:
    """Return the thresholds as published."""
    return constants(Plts, NAME)


def _width_outcomes(limits: Plts) -> tuple[Outcome, ...]:
    words = _classes([f"{width:.2f} m" for width in limits.footway_m], "footway")
    rated = [
        Outcome(level - 1, f"{text}: PLTS {level}") for level, text in zip(limits.footway_levels, words, strict=True)
    ]
    return (*rated, Outcome(3, "no footway: PLTS 4"))


def _classes(bounds: Sequence[str], what: str) -> list[str]:
    between = [f"{what} of {low} to {high}" for low, high in pairwise(bounds)]
    return [f"{what} under {bounds[0]}", *between, f"{what} of {bounds[-1]} or more"]


def _width(rows: Rows, limits: Plts) -> Codes:
    code = np.searchsorted(limits.footway_m, rows.value["footway_width_m"], side="right")
    return np.where(rows.value["footway"] > 0, code, len(limits.footway_levels)).astype(np.int8)


def _kerbside_outcomes(limits: Plts) -> tuple[Outcome, ...]:
    words = [f"up to {speed:g} mph beside the footway" for speed in limits.speed_mph]
    words.append(f"over {limits.speed_mph[-1]:g} mph beside the footway")
    return tuple(
        Outcome(level - 1, f"{text}: PLTS {level}") for level, text in zip(limits.kerbside_levels, words, strict=True)
    )


def _kerbside(rows: Rows, limits: Plts) -> Codes:
    return np.where(rows.traits["is_away_from_traffic"], DOES_NOT_APPLY, _speed_class(rows, limits)).astype(np.int8)


def _speed_class(rows: Rows, limits: Plts) -> np.ndarray[tuple[int, ...], np.dtype[np.intp]]:
    return np.searchsorted(limits.speed_mph, rows.value["speed_mph"], side="left")


def _crossing_outcomes(_limits: Plts) -> tuple[Outcome, ...]:
    return tuple(Outcome(level - 1, f"crossing by speed, lanes and flow: PLTS {level}") for level in range(1, 5))


def _crossing(rows: Rows, limits: Plts) -> Codes:
    lanes, flow, speed = rows.value["lanes"], rows.value["flow_vpd"], _speed_class(rows, limits)
    two = np.array(limits.two_lanes_levels)[speed, _flow_class(flow, limits.two_lanes_vpd)]
    three = np.array(limits.three_lanes_levels)[speed, _flow_class(flow, limits.three_lanes_vpd)]
    arterial = np.select([lanes <= 2, lanes <= 3], [two, three], limits.more_lanes_level)
    collector = np.array(limits.collector_levels)[speed, np.where(lanes > 1, 1, 0)]
    uncontrolled = np.where(rows.traits["is_arterial"], arterial, collector)
    has_signals: Flags = rows.value["signals"] > 0
    return (np.where(has_signals, limits.signals_level, uncontrolled) - 1).astype(np.int8)


def _flow_class(flow_vpd: Floats, bounds: tuple[float, float]) -> np.ndarray[tuple[int, ...], np.dtype[np.intp]]:
    low, high = bounds
    return (flow_vpd >= low).astype(np.intp) + (flow_vpd > high)


PLTS = RuleSet(
    name=NAME,
    constants=plts,
    links=(
        Factor("footway_width", {"footway": "less", "footway_width_m": "less"}, _width_outcomes, _width),
        Factor("speed_beside_footway", {"speed_mph": "more"}, _kerbside_outcomes, _kerbside),
    ),
    crossings=(
        Factor(
            "crossing_table",
            {"signals": "less", "speed_mph": "more", "lanes": "more", "flow_vpd": "more"},
            _crossing_outcomes,
            _crossing,
        ),
    ),
    gives_verdicts=False,
)
