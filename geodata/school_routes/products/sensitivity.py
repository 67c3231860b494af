"""Table `route_sensitivity`: how verdicts move with each assumption, and where a small step moves much."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from geodata.schemas import conform, empty

CLIFF = 10.0
"""Percentage points between neighbouring values from which a move is a cliff."""
_ROUNDING = 1e-9
_SHARES = {
    "settled_km_pct": "settled",
    "strict_pct": "strict",
    "unavailable_crossings_pct": "unavailable crossings",
}


class Outcome(NamedTuple):
    """What verdicts come out as; nan where there is nothing to count."""

    settled_km_pct: float
    """Share of walkable kilometres whose test along the road is settled."""
    strict_pct: float
    """Per cent of pupils within the distance with a route known to be available."""
    best_pct: float
    survey_km: float
    """Kilometres left undetermined."""
    unavailable_crossings_pct: float
    """Share of the places where a main road may be crossed that are unavailable whatever is unknown."""


class Assumption(NamedTuple):
    """A number that somebody assumed, and the values to try; its `default` is tried as well."""

    name: str
    unit: str
    values: tuple[float, ...]
    default: float

    @property
    def tried(self) -> list[float]:
        """All values, rising."""
        return sorted({*self.values, self.default})


def route_sensitivity(
    outcome: Callable[[str, float], Outcome], assumptions: Sequence[Assumption], ruleset: str
) -> pd.DataFrame:
    """Return table `route_sensitivity`: assumptions in the order given, the values of each rising.

    `outcome` rates everything anew by `ruleset` with one assumption at that value and all others as they are. A cliff
    is where the settled share, the strict one or that of unavailable crossings moves by 10 percentage points or more
    from the next lower value; `note` says the move.

    >>> def outcome(assumption, value):
    ...     return Outcome(85.3, 88.0, 100.0, 137.0, 0.0) if value < 4000 else Outcome(63.8, 10.5, 100.0, 338.0, 0.0)
    >>> ceiling = Assumption("flow_vpd.residential.hi", "vehicles a day", (3900.0, 4100.0), 2500.0)
    >>> print(route_sensitivity(outcome, [ceiling], "rsgb_walked_route")["note"].iloc[-1])
    4,100 instead of 3,900 vehicles a day: settled 85.3 to 63.8 %, strict 88.0 to 10.5 %
    """
    rows = [{"ruleset": ruleset} | row for assumption in assumptions for row in _rows(outcome, assumption)]
    return conform("route_sensitivity", pd.DataFrame(rows)) if rows else empty("route_sensitivity")


def _rows(outcome: Callable[[str, float], Outcome], assumption: Assumption) -> Iterator[dict[str, object]]:
    before: tuple[float, Outcome] | None = None
    for value in assumption.tried:
        found = outcome(assumption.name, value)
        moves = _moves(before[1], found) if before else []
        words = f"{value:,g} instead of {before[0]:,g} {assumption.unit}: {', '.join(moves)}" if before else ""
        yield {
            "assumption": assumption.name,
            "value": value,
            "is_default": value == assumption.default,
            **{name: float(number) for name, number in found._asdict().items()},
            "is_cliff": bool(moves),
            "note": words if moves else "",
        }
        before = value, found


def _moves(before: Outcome, after: Outcome) -> list[str]:
    """Return in words how the shares move if one moves by a cliff or more; crossings only where theirs moves at all."""
    moved = {name: getattr(after, name) - getattr(before, name) for name in _SHARES}
    if not any(abs(move) >= CLIFF - _ROUNDING for move in moved.values()):
        return []
    return [
        f"{said} {getattr(before, name):.1f} to {getattr(after, name):.1f} %"
        for name, said in _SHARES.items()
        if not np.isnan(moved[name]) and (moved[name] or name != "unavailable_crossings_pct")
    ]
