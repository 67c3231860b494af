"""Which assumptions the sensitivity table tries at which values, and evidence and thresholds with one changed."""

import numpy as np
import pandas as pd

from geodata.school_routes.attributes import interval
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
_FLOW, _OF_ROUTE = "flow_vpd.", f"{WALKED_ROUTE}."


def tried_assumptions(parts: pd.DataFrame, link_evidence: pd.DataFrame, ruleset: str) -> list[Assumption]:
    """Return the assumptions to try: ceilings of classes that the evidence rests on, and constants of `ruleset`.

    A class nowhere rated by its range has nothing to try; constants are tried where `rsgb_walked_route` gives the
    verdicts. The default of a ceiling is the greatest flow that evidence gives a part of that class by its range.
    """
    highest = _ceilings(parts, link_evidence)
    ceilings = [
        Assumption(f"{_FLOW}{highway}.hi", "vehicles a day", values, float(highest[highway]))
        for highway, values in CEILINGS.items()
        if highway in highest.index
    ]
    if ruleset != WALKED_ROUTE:
        return ceilings
    limits = rule_set(WALKED_ROUTE).constants()
    constants = [
        Assumption(f"{_OF_ROUTE}{name}", unit, values, float(getattr(limits, name)))
        for name, (unit, values) in CONSTANTS.items()
    ]
    return ceilings + constants


def thresholds_with(assumption: str, value: float) -> Declared | None:
    """Return the thresholds of `rsgb_walked_route` with that constant; nothing if the assumption is another."""
    if not assumption.startswith(_OF_ROUTE):
        return None
    limits: Declared = rule_set(WALKED_ROUTE).constants()
    return limits.model_copy(update={assumption.removeprefix(_OF_ROUTE): value})


def evidence_with(assumption: str, value: float, parts: pd.DataFrame, evidence: pd.DataFrame) -> pd.DataFrame:
    """Return link or crossing evidence with that ceiling of a class's flow; as it is if the assumption is another.

    Only flows that are known by the class of road alone change; the least and the likely flow never pass the ceiling.
    """
    if not assumption.startswith(_FLOW):
        return evidence
    is_class = _classes(parts, evidence) == assumption.removeprefix(_FLOW).removesuffix(".hi")
    changed = (is_class & (evidence["flow_vpd_source"] == CLASS_RANGE)).to_numpy(dtype=bool)
    flow = interval(evidence, "flow_vpd")
    bounds = {"flow_vpd_lo": np.minimum(flow.lo, value), "flow_vpd_likely": np.minimum(flow.likely, value)}
    bounds["flow_vpd_hi"] = np.full(len(evidence), value)
    return evidence.assign(
        **{name: np.where(changed, new, evidence[name].to_numpy(dtype=float)) for name, new in bounds.items()}
    )


def _ceilings(parts: pd.DataFrame, link_evidence: pd.DataFrame) -> pd.Series:
    if link_evidence.empty:
        return pd.Series(dtype=float)
    by_range = link_evidence["flow_vpd_source"] == CLASS_RANGE
    highest: pd.Series = link_evidence["flow_vpd_hi"].where(by_range).groupby(_classes(parts, link_evidence)).max()
    return highest.dropna()


def _classes(parts: pd.DataFrame, evidence: pd.DataFrame) -> pd.Series:
    """Return the class of road of each row of evidence."""
    return evidence["part_id"].map(parts.set_index("part_id")["highway"]).astype("string")
