"""Rule-set `ate_route_check` along the road: footways (SA11, SA15), side roads (SA01), the carriageway (SA08, SA09)."""

from geodata.school_routes.rules.factors import DOES_NOT_APPLY, Codes, Factor, Flags, Floats, Outcome, Rows
from geodata.school_routes.rules.factors import first_that_holds as first
from geodata.school_routes.rules.route_check_limits import RouteCheck

WIDE, WIDE_CROWDED, MIDDLE, MIDDLE_CROWDED, NARROW, NARROW_CROWDED, NARROW_STRETCH, TOO_NARROW = range(8)
NO_FOOTWAY, WIDE_PATH, MIDDLE_PATH, NARROW_PATH = range(8, 12)


def _footway_outcomes(limits: RouteCheck) -> tuple[Outcome, ...]:
    least, middle, wide = (f"{width:g}" for width in limits.footway_m)
    narrow_path, wide_path = (f"{width:g}" for width in limits.path_m)
    stretch = f"under {limits.narrow_footway_m:g} m for over {limits.narrow_stretch_m:g} m"
    return (
        Outcome(0, f"SA11 green: footway over {wide} m, if comfort is A to C"),
        Outcome(1, f"SA11 amber: footway over {wide} m, should comfort be D to E"),
        Outcome(1, f"SA11 amber: footway of {middle} to {wide} m, if comfort is A to C"),
        Outcome(2, f"SA11 red: footway of {middle} to {wide} m, should comfort be D to E"),
        Outcome(2, f"SA11 red: footway under {middle} m, if comfort is A to C"),
        Outcome(3, f"SA11 critical: footway of {least} to {middle} m, should comfort be D to E"),
        Outcome(3, f"SA11 critical: footway {stretch}"),
        Outcome(3, f"SA11 critical: footway under {least} m"),
        Outcome(3, "SA11 critical: no footway"),
        Outcome(0, f"SA11 green: path over {wide_path} m"),
        Outcome(1, f"SA11 amber: path of {narrow_path} to {wide_path} m"),
        Outcome(2, f"SA11 red: path under {narrow_path} m"),
    )


def _footway(rows: Rows, limits: RouteCheck) -> Codes:
    width, is_away = rows.value["footway_width_m"], rows.traits["is_away_from_traffic"]
    least, middle, wide = limits.footway_m
    narrow_path, wide_path = limits.path_m
    # pedestrian comfort is nobody's data: good unless all that is unknown is bad
    crowded = rows.completion == "worst"
    is_long = rows.traits["length_m"] > limits.narrow_stretch_m
    return first(
        [
            (rows.value["footway"] <= 0, NO_FOOTWAY),
            (is_away & (width > wide_path), WIDE_PATH),
            (is_away & (width >= narrow_path), MIDDLE_PATH),
            (is_away, NARROW_PATH),
            (width < least, TOO_NARROW),
            ((width < limits.narrow_footway_m) & is_long, NARROW_STRETCH),
            (width < middle, NARROW_CROWDED if crowded else NARROW),
            (width <= wide, MIDDLE_CROWDED if crowded else MIDDLE),
        ],
        otherwise=WIDE_CROWDED if crowded else WIDE,
    )


def speed_outcomes(limits: RouteCheck) -> tuple[Outcome, ...]:
    """Return what SA08 can find."""
    green, amber, red = (f"{speed:g}" for speed in limits.speed_mph)
    return (
        Outcome(0, f"SA08 green: 85th percentile under {green} mph"),
        Outcome(1, f"SA08 amber: 85th percentile of {green} to {amber} mph"),
        Outcome(2, f"SA08 red: 85th percentile over {amber} mph"),
        Outcome(3, f"SA08 critical: 85th percentile over {red} mph"),
    )


def speed_codes(applies: Flags, speed_mph: Floats, limits: RouteCheck) -> Codes:
    """Return what SA08 finds where it applies."""
    green, amber, red = limits.speed_mph
    exempt = (~applies, DOES_NOT_APPLY)
    return first([exempt, (speed_mph < green, 0), (speed_mph <= amber, 1), (speed_mph <= red, 2)], otherwise=3)


def flow_outcomes(limits: RouteCheck) -> tuple[Outcome, ...]:
    """Return what SA09 can find."""
    green, amber, red = (f"{flow:g}" for flow in limits.busiest_hour_vph)
    some, many = (f"{share:g}" for share in limits.hgv_pct)
    return (
        Outcome(0, f"SA09 green: under {green} vehicles in the busiest hour"),
        Outcome(1, f"SA09 amber: {green} to {amber} vehicles in the busiest hour, under {some} % HGVs"),
        Outcome(2, f"SA09 red: {green} to {amber} vehicles in the busiest hour, {some} % HGVs or more"),
        Outcome(2, f"SA09 red: {amber} to {red} vehicles in the busiest hour"),
        Outcome(3, f"SA09 critical: over {amber} vehicles in the busiest hour, over {many} % HGVs"),
        Outcome(3, f"SA09 critical: over {red} vehicles in the busiest hour"),
    )


def flow_codes(applies: Flags, flow_vpd: Floats, hgv_pct: Floats, limits: RouteCheck) -> Codes:
    """Return what SA09 finds where it applies."""
    flow_vph = flow_vpd * limits.peak_hour_share
    green, amber, red = limits.busiest_hour_vph
    some, many = limits.hgv_pct
    return first(
        [
            (~applies, DOES_NOT_APPLY),
            (flow_vph < green, 0),
            ((flow_vph < amber) & (hgv_pct < some), 1),
            (flow_vph < amber, 2),
            (flow_vph > red, 5),
            ((flow_vph > amber) & (hgv_pct > many), 4),
        ],
        otherwise=3,
    )


def _in_carriageway(rows: Rows) -> Flags:
    walks: Flags = ~rows.traits["is_away_from_traffic"] & (rows.value["footway"] <= 0)
    return walks


def _speed(rows: Rows, limits: RouteCheck) -> Codes:
    return speed_codes(_in_carriageway(rows), rows.value["speed_mph"], limits)


def _flow(rows: Rows, limits: RouteCheck) -> Codes:
    return flow_codes(_in_carriageway(rows), rows.value["flow_vpd"], rows.value["hgv_pct"], limits)


def _side_road_outcomes(limits: RouteCheck) -> tuple[Outcome, ...]:
    flow = f"{limits.side_road_vpd:g} vehicles a day"
    return (
        Outcome(0, "SA01 green: no side road"),
        Outcome(1, f"SA01 amber: treated side road of up to {flow}"),
        Outcome(2, f"SA01 red: untreated side road of up to {flow}"),
        Outcome(3, f"SA01 critical: side road of over {flow}"),
    )


def _side_roads(rows: Rows, limits: RouteCheck) -> Codes:
    flow_vpd, is_treated = rows.value["side_road_vpd"], rows.value["side_road_treated"] > 0
    exempt = (rows.traits["is_away_from_traffic"], DOES_NOT_APPLY)
    return first([exempt, (flow_vpd <= 0, 0), (flow_vpd > limits.side_road_vpd, 3), (is_treated, 1)], otherwise=2)


def _surface_outcomes(limits: RouteCheck) -> tuple[Outcome, ...]:
    return (
        Outcome(0, f"SA15 green: less steep than {limits.steep_pct:g} %"),
        Outcome(1, f"SA15 amber: {limits.steep_pct:g} % or steeper, a defect"),
        Outcome(limits.loose_rating, "SA15: loose or uneven all along"),
    )


def _surface(rows: Rows, limits: RouteCheck) -> Codes:
    is_loose = ~rows.traits["is_side"] & (rows.value["firm_surface"] <= 0)
    return first([(is_loose, 2), (rows.value["gradient_pct"] >= limits.steep_pct, 1)], otherwise=0)


LINK_FACTORS: tuple[Factor[RouteCheck], ...] = (
    Factor("sa11_footway", {"footway": "less", "footway_width_m": "less"}, _footway_outcomes, _footway),
    Factor("sa08_speed", {"footway": "less", "speed_mph": "more"}, speed_outcomes, _speed),
    Factor("sa09_flow", {"footway": "less", "flow_vpd": "more", "hgv_pct": "more"}, flow_outcomes, _flow),
    Factor("sa01_side_roads", {"side_road_vpd": "more", "side_road_treated": "less"}, _side_road_outcomes, _side_roads),
    Factor("sa15_surface", {"firm_surface": "less", "gradient_pct": "more"}, _surface_outcomes, _surface),
)
