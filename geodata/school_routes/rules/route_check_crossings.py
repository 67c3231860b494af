"""Rule-set `ate_route_check` across the road: chances to cross (SA06), kind of crossing (SA07), speed and flow."""

from geodata.school_routes.rules.factors import Codes, Factor, Flags, Outcome, Rows, RuleSet
from geodata.school_routes.rules.factors import first_that_holds as first
from geodata.school_routes.rules.route_check_limits import NAME, RouteCheck, route_check
from geodata.school_routes.rules.route_check_links import (
    LINK_FACTORS,
    flow_codes,
    flow_outcomes,
    speed_codes,
    speed_outcomes,
)

CLOSE, SINGLE_LANE, LANES, SPACED, FAR, TOO_FAR = range(6)


def _chances_outcomes(limits: RouteCheck) -> tuple[Outcome, ...]:
    green, amber, red = (f"{distance:g}" for distance in limits.crossings_every_m)
    busy = f"{limits.busy_street_vpd:g} vehicles a day"
    return (
        Outcome(0, f"SA06 green: controlled crossings every {green} m or less"),
        Outcome(0, f"SA06 green: a single lane, up to {busy}"),
        Outcome(1, f"SA06 amber: two or more lanes without a controlled crossing, up to {busy}; parking not rated"),
        Outcome(1, f"SA06 amber: over {busy}, controlled crossings every {green} to {amber} m"),
        Outcome(2, f"SA06 red: over {busy}, controlled crossings every {amber} to {red} m"),
        Outcome(3, f"SA06 critical: over {busy}, controlled crossings more than {red} m apart or none"),
    )


def _chances(rows: Rows, limits: RouteCheck) -> Codes:
    value = rows.value
    is_controlled = value["controlled"] > 0
    # the metric speaks of crossings so far apart; from a place between two the nearest is at most half as far
    apart_m = 2 * value["spacing_m"]
    green, amber, red = limits.crossings_every_m
    is_quiet = value["flow_vpd"] <= limits.busy_street_vpd
    return first(
        [
            (is_controlled | (apart_m <= green), CLOSE),
            (is_quiet & (value["lanes"] <= 1), SINGLE_LANE),
            (is_quiet, LANES),
            (apart_m <= amber, SPACED),
            (apart_m <= red, FAR),
        ],
        otherwise=TOO_FAR,
    )


QUIET_CONTROLLED, RESTING, SIGNALS, IMPLIED, ZEBRA, QUIET_NONE, BUSY_NONE, NO_GAPS, NO_FIGURE = range(9)


def _kind_outcomes(limits: RouteCheck) -> tuple[Outcome, ...]:
    busy = f"{limits.busy_street_vpd:g} vehicles a day"
    no_gaps = f"{limits.no_gaps_vph:g} vehicles in the busiest hour"
    return (
        Outcome(0, f"SA07 green: controlled crossing, up to {busy}"),
        Outcome(0, f"SA07 green: over {busy}, signals, should they answer quickly"),
        Outcome(1, f"SA07 amber: over {busy}, signals"),
        Outcome(1, f"SA07 amber: no controlled crossing, up to {busy}, should priority be implied"),
        Outcome(2, f"SA07 red: over {busy}, zebra or parallel crossing"),
        Outcome(2, f"SA07 red: no controlled crossing, up to {busy}"),
        Outcome(2, f"SA07 red: over {busy}, uncontrolled"),
        Outcome(3, f"SA07 critical: uncontrolled, two or more lanes, no gaps (over {no_gaps})"),
        Outcome(3, "SA07 critical: signals without a green figure for this arm"),
    )


def _kind(rows: Rows, limits: RouteCheck) -> Codes:
    value = rows.value
    is_controlled, has_signals = value["controlled"] > 0, value["signals"] > 0
    is_quiet = value["flow_vpd"] <= limits.busy_street_vpd
    is_full = value["flow_vpd"] * limits.peak_hour_share > limits.no_gaps_vph
    # signal settings and implied priority are nobody's data: good if all that is unknown is good
    is_best = rows.completion == "best"
    return first(
        [
            (is_controlled & is_quiet, QUIET_CONTROLLED),
            (is_controlled & has_signals, RESTING if is_best else SIGNALS),
            (is_controlled, ZEBRA),
            (value["signal_arm_without_figure"] > 0, NO_FIGURE),
            (is_quiet, IMPLIED if is_best else QUIET_NONE),
            (is_full & (value["lanes"] > 1), NO_GAPS),
        ],
        otherwise=BUSY_NONE,
    )


def _is_uncontrolled(rows: Rows) -> Flags:
    is_uncontrolled: Flags = rows.value["controlled"] <= 0
    return is_uncontrolled


def _speed(rows: Rows, limits: RouteCheck) -> Codes:
    return speed_codes(_is_uncontrolled(rows), rows.value["speed_mph"], limits)


def _flow(rows: Rows, limits: RouteCheck) -> Codes:
    return flow_codes(_is_uncontrolled(rows), rows.value["flow_vpd"], rows.value["hgv_pct"], limits)


CROSSING_FACTORS: tuple[Factor[RouteCheck], ...] = (
    Factor(
        "sa07_kind_of_crossing",
        {
            "controlled": "less",
            "signals": "less",
            "signal_arm_without_figure": "more",
            "flow_vpd": "more",
            "lanes": "more",
        },
        _kind_outcomes,
        _kind,
    ),
    Factor(
        "sa06_chances_to_cross",
        {"controlled": "less", "spacing_m": "more", "flow_vpd": "more", "lanes": "more"},
        _chances_outcomes,
        _chances,
    ),
    Factor("sa08_speed", {"controlled": "less", "speed_mph": "more"}, speed_outcomes, _speed),
    Factor("sa09_flow", {"controlled": "less", "flow_vpd": "more", "hgv_pct": "more"}, flow_outcomes, _flow),
)
ROUTE_CHECK = RuleSet(NAME, route_check, LINK_FACTORS, CROSSING_FACTORS, gives_verdicts=True)
