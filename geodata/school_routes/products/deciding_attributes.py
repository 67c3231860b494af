"""Which attributes a factor of a rule-set hangs on, and whose task it is to change what it finds."""

from typing import NamedTuple

import pandas as pd

from geodata.school_routes.rules.rulesets import rule_set

_IF_KNOWN = "less, if known"


class Measure(NamedTuple):
    """What would make a part available, and whose task that is."""

    measure: str
    owner: str


CROSSING = Measure("crossing", "highways")
FOOTWAY = Measure("footway", "highways")
MEASURES = {
    "firm_surface": Measure("firm surface", "highways"),
    "speed_mph": Measure("lower speed", "police"),
    "side_road_vpd": Measure("treated side road", "highways"),
}
"""By attribute that the deciding factor hangs on; where it hangs on none of these a footway is the measure."""


def deciding_attributes(ruleset: str) -> dict[str, tuple[str, ...]]:
    """Return by factor the attributes whose unknown values leave it open, those that decide most first.

    One that counts as good until a survey says otherwise leaves nothing open.

    >>> deciding_attributes("rsgb_walked_route")["footway_and_flow"]
    ('footway', 'flow_vpd', 'step_off')
    """
    rules = rule_set(ruleset)
    return {
        factor.name: tuple(attribute for attribute, worse in factor.worse.items() if worse != _IF_KNOWN)
        for factor in (*rules.links, *rules.crossings)
    }


def measures(kinds: pd.Series, factors: pd.Series, ruleset: str) -> pd.DataFrame:
    """Return columns `measure` and `owner` for parts of those kinds with those deciding factors, on their index."""
    of_factor = {
        factor: next((MEASURES[attribute] for attribute in attributes if attribute in MEASURES), FOOTWAY)
        for factor, attributes in deciding_attributes(ruleset).items()
    }
    along = factors.map(lambda factor: of_factor.get(factor, FOOTWAY))
    found = [CROSSING if kind == "crossing" else measure for kind, measure in zip(kinds, along, strict=True)]
    return pd.DataFrame(found, kinds.index, columns=list(Measure._fields), dtype="string")
