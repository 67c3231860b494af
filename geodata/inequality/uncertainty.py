"""How far the groups' estimates may lie from the truth, and what that does to anything computed from them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit, logit

from geodata.inequality.confidence import critical_value
from geodata.inequality.refusals import refuse_groups
from geodata.inequality.result import Numbers

Scale = Literal["identity", "log", "logit"]
DRAWS = 5000
SEED = 20_260_101
TO_SCALE: dict[Scale, Callable[[Numbers], Numbers]] = {"identity": np.positive, "log": np.log, "logit": logit}
FROM_SCALE: dict[Scale, Callable[[Numbers], Numbers]] = {"identity": np.positive, "log": np.exp, "logit": expit}


@dataclass(frozen=True)
class Uncertainty:
    """Standard errors of the groups' estimates, on the scale on which the errors are normal.

    "identity" is the estimate's own scale, "log" suits rates and "logit" proportions between 0 and 1.
    """

    standard_error: Numbers
    scale: Scale = "identity"

    @classmethod
    def from_limits(
        cls, lower: ArrayLike, upper: ArrayLike, scale: Scale = "identity", confidence: float = 0.95
    ) -> "Uncertainty":
        """Return what published limits say: (upper - lower) / (2 z), both brought to the scale first.

        Raises `ValueError` naming the groups whose limits are missing or, on a logarithmic scale, at 0 or 100 %: their
        logarithm has no end.
        Source: OHID, PHEindicatormethods `phe_sii`.

        >>> Uncertainty.from_limits([28.0, 18.0], [32.0, 22.0]).standard_error.round(2).tolist()
        [1.02, 1.02]
        """
        with np.errstate(divide="ignore", invalid="ignore"):
            low, high = (TO_SCALE[scale](np.asarray(limit, dtype=float)) for limit in (lower, upper))
        refuse_groups(~(np.isfinite(low) & np.isfinite(high)), f"no finite limits on the {scale} scale for group")
        return cls((high - low) / (2 * critical_value(confidence)), scale)

    def on_own_scale(self, estimate: Numbers) -> Numbers:
        """Return the standard errors of the estimates themselves, to first order (delta method).

        >>> Uncertainty(np.array([0.1]), "logit").on_own_scale(np.array([0.5])).tolist()
        [0.025]
        """
        slopes: dict[Scale, Numbers] = {
            "identity": np.ones_like(estimate),
            "log": estimate,
            "logit": estimate * (1 - estimate),
        }
        return self.standard_error * slopes[self.scale]

    def row(self, number: int) -> "Uncertainty":
        """Return the errors of one row of groups, where there are several."""
        errors = self.standard_error
        return self if errors.ndim == 1 else Uncertainty(errors[number], self.scale)

    def draws(self, estimate: Numbers, draws: int, seed: int) -> Numbers:
        """Return simulated estimates, one row per draw: normal about the estimate on the scale of the errors.

        The same seed gives the same draws, whatever other groups are simulated beside these.

        >>> Uncertainty(np.array([0.1, 0.1]), "log").draws(np.array([5.0, 9.0]), 2000, seed=1).mean(axis=0).round(1)
        array([5., 9.])
        """
        deviates = np.random.default_rng(seed).standard_normal((draws, len(estimate)))
        with np.errstate(divide="ignore"):  # a rate of zero stays zero
            middle = TO_SCALE[self.scale](estimate)
        drawn: Numbers = FROM_SCALE[self.scale](middle + deviates * self.standard_error)
        return drawn


def simulated_limits(draws: Numbers, confidence: float = 0.95) -> tuple[float, float]:
    """Return the limits that the draws of a measure give: their order statistics, as OHID takes them.

    Limits are missing where a draw is not defined.
    Source: OHID, PHEindicatormethods `phe_sii`.

    >>> simulated_limits(np.arange(1, 1001) / 100)
    (0.25, 9.75)
    """
    if not np.isfinite(draws).all():
        return np.nan, np.nan
    tails = np.array([1 - confidence, 1 + confidence]) / 2
    places = np.clip(np.round(tails * len(draws)).astype(int), 1, len(draws)) - 1
    lower, upper = np.partition(draws, places)[places]
    return float(lower), float(upper)
