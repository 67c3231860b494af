"""What chance alone makes of an area's neighbourhood: neighbours drawn at random from all other areas."""

from dataclasses import dataclass
from functools import lru_cache
from math import ceil

import numpy as np
import pandas as pd
from libpysal.graph import Graph
from numpy.typing import NDArray

from geodata.inequality.refusals import numbers
from geodata.inequality.result import Numbers

ALPHA = 0.05
SEED = 20_260_103
ROUNDING = 1e-9  # of standardised values: sums that differ by less are ties


def permutations_for(n_areas: int) -> int:
    """Return how many permutations that many areas need.

    The smallest two-sided p-value, 2 / (permutations + 1), is then a tenth of 0.05 / areas, the strictest threshold of
    Benjamini and Hochberg: what is found does not hang on how many permutations were made.

    >>> permutations_for(300)
    119999
    """
    return ceil(10 * 2 * n_areas / ALPHA) - 1


def tails(z: Numbers, graph: Graph) -> pd.DataFrame:
    """Return how the neighbours drawn compare with the true ones: a row per area of the graph, in its order.

    `z` are the standardised values in that order. `at_least` and `at_most` count the draws whose local Moran's I is not
    below, or not above, the area's own; ties are in both. `draws` is the number of draws, `permutations_for` of the
    number of areas. Where an area has no neighbours, or z is 0, all draws are ties.

    >>> row = Graph.from_dicts({"a": ["b"], "b": ["a", "c"], "c": ["b"]})
    >>> counts = tails(np.array([-1.0, 0.0, 1.0]), row)
    >>> (counts["at_least"] / counts["draws"]).round(1).tolist(), (counts["at_most"] / counts["draws"]).tolist()
    ([0.5, 1.0, 0.5], [1.0, 1.0, 1.0])
    """
    n_neighbours = graph.cardinalities.to_numpy()
    neighbours_z = n_neighbours * graph.transform("r").lag(z)
    draws = _draws(len(z), min(int(n_neighbours.max()) + 1, len(z)))
    totals = np.cumsum(z[draws.areas], axis=0)
    n_draws = totals.shape[1]
    at_least, at_most = np.full((2, len(z)), n_draws)
    for area in np.flatnonzero(n_neighbours):  # a matrix of draws by areas would take gigabytes
        k = n_neighbours[area]
        drawn = totals[k - 1].copy()
        itself = draws.holding(area, k)
        drawn[itself] = totals[k, itself] - z[area]  # the next area takes its place
        excess = z[area] * (drawn - neighbours_z[area])
        at_least[area] = np.count_nonzero(excess >= -ROUNDING)
        at_most[area] = np.count_nonzero(excess <= ROUNDING)
    return pd.DataFrame({"at_least": at_least, "at_most": at_most, "draws": n_draws}, index=graph.unique_ids)


def two_sided(counts: pd.DataFrame) -> Numbers:
    """Return the two-sided p-values of `tails`: the smaller tail, the area itself counted, doubled, at most 1.

    >>> two_sided(pd.DataFrame({"at_least": [4, 900], "at_most": [996, 500], "draws": [999, 999]})).tolist()
    [0.01, 1.0]
    """
    smaller = counts[["at_least", "at_most"]].min(axis=1)
    return numbers((2 * (smaller + 1) / (counts["draws"] + 1)).clip(upper=1.0))


@dataclass(frozen=True)
class _Draws:
    """Random orders of the areas, one in each column of `areas`, cut after the first few.

    The neighbours that an area gets in a draw are the first ones that are not the area itself, so that one set of
    draws serves all areas and all indicators.
    """

    areas: NDArray[np.int32]
    places: NDArray[np.int64]
    """Where each area stands, as positions in the flattened `areas`, area after area."""
    starts: NDArray[np.int64]

    def holding(self, area: np.int64, k: np.int64) -> NDArray[np.int64]:
        """Return the draws in which the area is among the first k."""
        row, draw = np.divmod(self.places[self.starts[area] : self.starts[area + 1]], self.areas.shape[1])
        held: NDArray[np.int64] = draw[row < k]
        return held


@lru_cache(maxsize=1)
def _draws(n_areas: int, length: int) -> _Draws:
    """Return the draws, each row taken at random from the areas not yet taken above it."""
    rng = np.random.default_rng(SEED)
    areas = np.empty((length, permutations_for(n_areas)), dtype=np.int32)
    for taken in range(length):
        pick = rng.integers(n_areas - taken, size=areas.shape[1], dtype=np.int32)
        for earlier in np.sort(areas[:taken], axis=0):
            pick += pick >= earlier
        areas[taken] = pick
    places = np.argsort(areas, axis=None, kind="stable")
    return _Draws(areas, places, np.searchsorted(areas.ravel()[places], np.arange(n_areas + 1)))
