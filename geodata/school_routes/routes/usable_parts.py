"""How a rule-set rates the parts of a route graph, and which can be used under best, likely and strict evidence."""

from dataclasses import dataclass
from typing import Literal, Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geodata.school_routes.routes.graph import RouteGraph
from geodata.school_routes.rules.verdicts import FAILS

Mode = Literal["best", "likely", "strict"]
MODES: tuple[Mode, ...] = ("best", "likely", "strict")
"""What evidence routes rest on: all that is unknown is good, is likely, is bad."""
FINE, UNDETERMINED, UNAVAILABLE = 0, 1, 2


@dataclass(frozen=True)
class PartRatings:
    """Ratings from 0 to 3 (fails), one for each part of the graph; 0 where the rule-set has no rule for a part."""

    best: NDArray[np.float64]
    likely: NDArray[np.float64]
    strict: NDArray[np.float64]
    is_conditional: NDArray[np.bool_]
    """Whether passing is subject to what only a site visit tells."""

    @classmethod
    def of(cls, graph: RouteGraph, edge_ratings: pd.DataFrame, crossing_ratings: pd.DataFrame, ruleset: str) -> Self:
        """Return what tables `edge_ratings` and `crossing_ratings` say of the graph's parts under one rule-set.

        Raises `ValueError` if a part is in neither table.
        """
        columns = [f"{ruleset}_rating_{bound}" for bound in ("lo", "likely", "hi")]
        condition = f"{ruleset}_subject_to"
        tables = [table for table in (edge_ratings, crossing_ratings) if len(table)]
        rows = [table.set_index("part_id")[[*columns, condition]] for table in tables]
        found = pd.concat(rows) if rows else pd.DataFrame(columns=[*columns, condition], dtype=float)
        position = found.index.get_indexer(graph.part_index)
        if (position < 0).any():
            lost = graph.parts["part_id"][position < 0]
            raise ValueError(f"edge_ratings, crossing_ratings: no row for part {lost.iloc[0]!r} ({len(lost)} such)")
        best, likely, strict = np.nan_to_num(found[columns].to_numpy(dtype=float)[position]).T
        is_conditional = (found[condition].fillna("") != "").to_numpy(dtype=bool)[position]
        return cls(best, likely, strict, is_conditional)

    def usable(self, mode: Mode) -> NDArray[np.bool_]:
        """Tell which parts can be used under such evidence."""
        return np.less({"best": self.best, "likely": self.likely, "strict": self.strict}[mode], FAILS)

    @property
    def unconditional(self) -> NDArray[np.bool_]:
        """Tell which parts can be used under strict evidence, whatever a site visit finds."""
        return self.usable("strict") & ~self.is_conditional

    @property
    def severity(self) -> NDArray[np.int64]:
        """2 for parts that fail whatever is unknown, 1 for those that may fail, 0 for the others."""
        chosen: NDArray[np.int64] = np.select(
            [self.best >= FAILS, self.strict >= FAILS], [UNAVAILABLE, UNDETERMINED], default=FINE
        )
        return chosen
