"""Rule-set `rsgb_walked_route`: footway, flow and step-offs along a road, gaps in traffic across it, firm surface."""

from functools import cache

import numpy as np
from pydantic import Field

from geodata.school_routes.rules.factors import DOES_NOT_APPLY, Codes, Factor, Floats, Outcome, Rows, RuleSet
from geodata.school_routes.rules.factors import first_that_holds as first
from geodata.school_routes.rules.gaps import greatest_flow_vph
from geodata.school_routes.rules.thresholds import constants
from geodata.study_area import Declared

NAME = "rsgb_walked_route"
SIGHT_LINES = "sight lines"
"""What a walk on a quiet carriageway, or across one, is subject to."""
ALONG_THE_ROAD = "footway_and_flow"
"""Factor that is the test along the road, apart from surfaces and crossings."""


class WalkedRoute(Declared):
    """Thresholds of `rsgb_walked_route.toml`."""

    peak_hour_share: float = Field(gt=0, le=1)
    low_vph: float
    high_vph: float
    crossing_free_vph: float
    walking_mps: float = Field(gt=0)
    thinking_s: float = Field(ge=0)
    gaps_per_5_min: float = Field(gt=0)
    gap_window_s: float = Field(gt=0)
    refuge_share: float = Field(gt=0, le=1)


@cache
def walked_route() -> WalkedRoute:
    """Return the thresholds as published."""
    return constants(WalkedRoute, NAME)


NO_TRAFFIC, FOOTWAY, LOW_FLOW, STEP_OFFS, NO_STEP_OFFS, HIGH_FLOW, BLIND = range(7)


def _along_outcomes(limits: WalkedRoute) -> tuple[Outcome, ...]:
    low, high = f"{limits.low_vph:g}", f"{limits.high_vph:g}"
    return (
        Outcome(0, "no motor traffic"),
        Outcome(0, "continuous footway"),
        Outcome(1, f"no footway, under {low} vehicles/h: subject to sight lines", SIGHT_LINES),
        Outcome(1, f"no footway, {low} to {high} vehicles/h, step-offs: subject to sight lines", SIGHT_LINES),
        Outcome(3, f"no footway and no step-offs at {low} to {high} vehicles/h"),
        Outcome(3, f"no footway at over {high} vehicles/h"),
        Outcome(3, "no footway, and a survey found sight lines bad"),
    )


def _along(rows: Rows, limits: WalkedRoute) -> Codes:
    flow_vph = rows.value["flow_vpd"] * limits.peak_hour_share
    return first(
        [
            (rows.traits["is_away_from_traffic"], NO_TRAFFIC),
            (rows.value["footway"] > 0, FOOTWAY),
            (flow_vph > limits.high_vph, HIGH_FLOW),
            (rows.value["sight_lines"] <= 0, BLIND),
            (flow_vph < limits.low_vph, LOW_FLOW),
            (rows.value["step_off"] > 0, STEP_OFFS),
        ],
        otherwise=NO_STEP_OFFS,
    )


def _surface_outcomes(_limits: WalkedRoute) -> tuple[Outcome, ...]:
    return Outcome(0, "metalled, or firm and even"), Outcome(3, "neither metalled nor firm and even")


def _surface(rows: Rows, _limits: WalkedRoute) -> Codes:
    is_firm = rows.value["firm_surface"] > 0
    # the surface of a main road is that of its carriageway
    return first([(rows.traits["is_side"], DOES_NOT_APPLY), (is_firm, 0)], otherwise=1)


CONTROLLED, QUIET, GAPS, FEW_GAPS, BLIND_CROSSING = range(5)


def _crossing_outcomes(limits: WalkedRoute) -> tuple[Outcome, ...]:
    gaps = f"{limits.gaps_per_5_min:g} gaps to cross in 5 minutes"
    return (
        Outcome(0, "controlled crossing"),
        Outcome(
            1,
            f"no controlled crossing, under {limits.crossing_free_vph:g} vehicles/h: subject to sight lines",
            SIGHT_LINES,
        ),
        Outcome(2, f"no controlled crossing, at least {gaps}: subject to sight lines", SIGHT_LINES),
        Outcome(3, f"no controlled crossing and fewer than {gaps}"),
        Outcome(3, "no controlled crossing, and a survey found sight lines bad"),
    )


def crossing_seconds(width_m: Floats, island: Floats, limits: WalkedRoute) -> Floats:
    """Return how long crossing takes, of the half at a time where there is a refuge."""
    share = np.where(island > 0, limits.refuge_share, 1.0)
    return width_m * share / limits.walking_mps + limits.thinking_s


def _crossing(rows: Rows, limits: WalkedRoute) -> Codes:
    value = rows.value
    flow_vph = value["flow_vpd"] * limits.peak_hour_share
    seconds = crossing_seconds(value["width_m"], value["island"], limits)
    return first(
        [
            (value["controlled"] > 0, CONTROLLED),
            (value["sight_lines"] <= 0, BLIND_CROSSING),
            (flow_vph < limits.crossing_free_vph, QUIET),
            (flow_vph <= greatest_flow_vph(limits.gaps_per_5_min, seconds, limits.gap_window_s), GAPS),
        ],
        otherwise=FEW_GAPS,
    )


WALKED_ROUTE = RuleSet(
    name=NAME,
    constants=walked_route,
    links=(
        Factor(
            ALONG_THE_ROAD,
            {"footway": "less", "flow_vpd": "more", "step_off": "less", "sight_lines": "less, if known"},
            _along_outcomes,
            _along,
        ),
        Factor("surface", {"firm_surface": "less"}, _surface_outcomes, _surface),
    ),
    crossings=(
        Factor(
            "gaps_in_traffic",
            {
                "controlled": "less",
                "flow_vpd": "more",
                "width_m": "more",
                "island": "less",
                "sight_lines": "less, if known",
            },
            _crossing_outcomes,
            _crossing,
        ),
    ),
    gives_verdicts=True,
)
