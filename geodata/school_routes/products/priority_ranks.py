"""How stretches rank by what a change gives, and how far the rank can be trusted."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.stats import rankdata

Floats = NDArray[np.float64]
DRAWS = 200
_SEED = 20_250_101
_MIDDLE_95 = (0.025, 0.975)
_DECIMALS = 9  # scores that differ only by rounding are ties


@dataclass(frozen=True)
class Gains:
    """What availability of each stretch would give, and to whom."""

    served: csr_array
    """Stretches by rows of `pupil_routes`: 1 for those who would newly have a route."""

    def newly_served(self, pupils: Floats) -> Floats:
        """Return pupils newly served by each stretch."""
        found: Floats = self.served @ pupils
        return found

    def weights(self, pupils: Floats, weights: Floats) -> Floats:
        """Return the mean equity weight of the pupils newly served by each stretch; 1 where there are none."""
        newly = self.newly_served(pupils)
        return np.where(newly > 0, self.scores(pupils, weights) / np.where(newly > 0, newly, 1.0), 1.0)

    def scores(self, pupils: Floats, weights: Floats) -> Floats:
        """Return newly served times their mean weight."""
        return self.newly_served(pupils * weights)


def ranks(scores: Floats) -> Floats:
    """Return ranks, 1 for the highest score; equal scores share the smaller rank.

    >>> ranks(np.array([2.0, 5.0, 2.0, 0.0])).tolist()
    [2.0, 1.0, 2.0, 4.0]
    """
    found: Floats = rankdata(-np.round(scores, _DECIMALS), method="min").astype(float)
    return found


def rank_interval(
    gains: Mapping[tuple[str, str], Gains],
    weights: Mapping[str, Floats],
    pupils: Floats,
    home_ids: pd.Series,
    base: tuple[str, str],
) -> tuple[Floats, Floats]:
    """Return the best and the worst rank of each stretch over all scenarios.

    They are: every case of `gains` (evidence on the other parts, and equity weights) as it stands; and for `base`, the
    middle 95 % of ranks over 200 seeded draws of homes with replacement. How unknown rolls are assumed is no scenario:
    the statutory test asks for the nearest school, whatever its roll.
    """
    fixed = [ranks(gain.scores(pupils, weights[case[1]])) for case, gain in gains.items()]
    drawn = _drawn_ranks(gains[base], weights[base[1]], pupils, home_ids)
    every = np.stack([*fixed, *np.quantile(drawn, _MIDDLE_95, axis=0, method="inverted_cdf")])
    return every.min(axis=0), every.max(axis=0)


def _drawn_ranks(gains: Gains, weights: Floats, pupils: Floats, home_ids: pd.Series) -> Floats:
    """Return ranks, a row for each draw; the same seed gives the same whatever the order of rows."""
    home, homes = pd.factorize(home_ids, sort=True)
    generator = np.random.default_rng(_SEED)
    evenly = np.full(len(homes), 1 / len(homes))
    times = (generator.multinomial(len(homes), evenly)[home] for _ in range(DRAWS))
    return np.stack([ranks(gains.scores(pupils * often, weights)) for often in times])
