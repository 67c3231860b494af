"""Which assumptions the sensitivity table tries at which values, and evidence and thresholds with one changed."""

import numpy as np
import pandas as pd

from geodata.school_routes.attributes import LIMIT_AS_SPEED, interval
from geodata.school_routes.products.deciding_attributes import deciding_attributes
from geodata.school_routes.products.sensitivity import Assumption
from geodata.school_routes.rules.rulesets import rule_set
from geodata.school_routes.rules.walked_route import NAME as WALKED_ROUTE
from geodata.study_area import Declared

CLASS_RANGE = "class range"
CEILINGS = {
    "residential": (1000.0, 2500.0, 3900.0, 4100.0, 6000.0),
    "unclassified": (1000.0, 2500.0, 3900.0, 4100.0, 6000.0),
    "service": (500.0, 2500.0, 3900.0, 4100.0),
    "living_street": (500.0, 2500.0, 3900.0, 4100.0),
    "tertiary": (3900.0, 4100.0, 8300.0, 8500.0, 12000.0),
    "secondary": (8300.0, 8500.0, 12000.0, 16000.0),
}
"""Greatest motor vehicles a day by class of road; close on either side of where 400 and 840 vehicles an hour lie."""
CONSTANTS = {
    "low_vph": ("vehicles an hour", (200.0, 300.0, 500.0)),
    "high_vph": ("vehicles an hour", (600.0, 1000.0, 1200.0)),
    "crossing_free_vph": ("vehicles an hour", (120.0, 400.0, 600.0)),
    "gaps_per_5_min": ("gaps in 5 minutes", (1.0, 2.0, 6.0, 8.0)),
    "walking_mps": ("m/s", (0.8, 1.0, 1.2)),
    "thinking_s": ("seconds before setting out", (1.0, 2.0)),
}
"""Thresholds of `rsgb_walked_route` that practice differs on, or that no public document prints."""
SPEEDS_OVER_LIMIT = (0.1, 1.0, 3.0, 5.0, 9.5)
"""Miles an hour by which people drive faster than the limit is taken to say; Wales' 20 mph limits came out at 29.5."""
SURFACES = {
    "all": "(1: every unknown surface taken to be firm, 0: left open)",
    "likely": "(1: every unknown surface taken to be as is likely, 0: left open)",
    "none": "(1: no unknown surface taken to be firm, 0: left open)",
}
"""What is said of every surface that nobody knows, and what the values 0 and 1 mean."""
_FLOW, _OF_ROUTE, _OVER_LIMIT, _SURFACE = "flow_vpd.", f"{WALKED_ROUTE}.", "speed_over_limit", "firm_surface."


def tried_assumptions(
    parts: pd.DataFrame, link_evidence: pd.DataFrame, ruleset: str, beside: str | None = None
) -> list[Assumption]:
    """Return the assumptions to try: what the evidence rests on and `ruleset` reads, and constants of the rule-set.

    These are ceilings of the flow of classes, speeds over the limit, and unknown surfaces. A class nowhere rated by its
    range has nothing to try; constants are tried where `rsgb_walked_route` gives the verdicts. The default of a ceiling
    is the greatest flow that evidence gives a part of that class by its range. With `beside`, the rule-set that gives
    the verdicts, only what that one does not read is tried.
    """
    read = _read_by(ruleset) - (_read_by(beside) if beside else set())
    tried: list[Assumption] = []
    if "flow_vpd" in read:
        tried += _ceilings(parts, link_evidence)
    if "speed_mph" in read:
        tried.append(Assumption(_OVER_LIMIT, "mph faster than limits are taken to say", SPEEDS_OVER_LIMIT, 0.0))
    if "firm_surface" in read:
        tried += [Assumption(f"{_SURFACE}{what}", unit, (1.0,), 0.0) for what, unit in SURFACES.items()]
    return tried + (_constants() if ruleset == WALKED_ROUTE else [])


def _read_by(ruleset: str) -> set[str]:
    return {attribute for attributes in deciding_attributes(ruleset).values() for attribute in attributes}


def _ceilings(parts: pd.DataFrame, link_evidence: pd.DataFrame) -> list[Assumption]:
    highest = _highest(parts, link_evidence)
    return [
        Assumption(f"{_FLOW}{highway}.hi", "vehicles a day", values, float(highest[highway]))
        for highway, values in CEILINGS.items()
        if highway in highest.index
    ]


def _constants() -> list[Assumption]:
    limits = rule_set(WALKED_ROUTE).constants()
    return [
        Assumption(f"{_OF_ROUTE}{name}", unit, values, float(getattr(limits, name)))
        for name, (unit, values) in CONSTANTS.items()
    ]


def thresholds_with(assumption: str, value: float) -> Declared | None:
    """Return the thresholds of `rsgb_walked_route` with that constant; nothing if the assumption is another."""
    if not assumption.startswith(_OF_ROUTE):
        return None
    limits: Declared = rule_set(WALKED_ROUTE).constants()
    return limits.model_copy(update={assumption.removeprefix(_OF_ROUTE): value})


def evidence_with(assumption: str, value: float, parts: pd.DataFrame, evidence: pd.DataFrame) -> pd.DataFrame:
    """Return link or crossing evidence with that assumption changed; as it is if the assumption is of something else.

    Only flows that are known by the class of road alone change, where the least and the likely flow never pass the
    ceiling; only speeds that a limit stands for; and only surfaces that nobody knows.
    """
    if evidence.empty:
        return evidence
    if assumption.startswith(_FLOW):
        return _with_ceiling(assumption, value, parts, evidence)
    if assumption == _OVER_LIMIT and value:
        return _faster(value, evidence)
    if assumption.startswith(_SURFACE) and value and "firm_surface_lo" in evidence:
        return _with_surfaces(assumption.removeprefix(_SURFACE), evidence)
    return evidence


def _faster(mph: float, evidence: pd.DataFrame) -> pd.DataFrame:
    is_limit = evidence["speed_mph_source"].str.endswith(LIMIT_AS_SPEED).to_numpy(dtype=bool)
    return evidence.assign(
        **{name: evidence[name] + mph * is_limit for name in (f"speed_mph_{end}" for end in ("lo", "hi", "likely"))}
    )


def _with_surfaces(what: str, evidence: pd.DataFrame) -> pd.DataFrame:
    known = interval(evidence, "firm_surface")
    said = {"all": np.ones(len(evidence)), "likely": known.likely, "none": np.zeros(len(evidence))}[what]
    ends = {"lo": known.lo, "hi": known.hi, "likely": known.likely}
    is_open = ~known.is_known & (known.lo < known.hi)
    return evidence.assign(**{f"firm_surface_{end}": np.where(is_open, said, old) for end, old in ends.items()})


def _with_ceiling(assumption: str, value: float, parts: pd.DataFrame, evidence: pd.DataFrame) -> pd.DataFrame:
    is_class = _classes(parts, evidence) == assumption.removeprefix(_FLOW).removesuffix(".hi")
    changed = (is_class & (evidence["flow_vpd_source"] == CLASS_RANGE)).to_numpy(dtype=bool)
    flow = interval(evidence, "flow_vpd")
    bounds = {"flow_vpd_lo": np.minimum(flow.lo, value), "flow_vpd_likely": np.minimum(flow.likely, value)}
    bounds["flow_vpd_hi"] = np.full(len(evidence), value)
    return evidence.assign(
        **{name: np.where(changed, new, evidence[name].to_numpy(dtype=float)) for name, new in bounds.items()}
    )


def _highest(parts: pd.DataFrame, link_evidence: pd.DataFrame) -> pd.Series:
    if link_evidence.empty:
        return pd.Series(dtype=float)
    by_range = link_evidence["flow_vpd_source"] == CLASS_RANGE
    highest: pd.Series = link_evidence["flow_vpd_hi"].where(by_range).groupby(_classes(parts, link_evidence)).max()
    return highest.dropna()


def _classes(parts: pd.DataFrame, evidence: pd.DataFrame) -> pd.Series:
    """Return the class of road of each row of evidence."""
    return evidence["part_id"].map(parts.set_index("part_id")["highway"]).astype("string")
