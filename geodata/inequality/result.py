"""What a measure of inequality returns."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Estimate:
    """One measure with its limits and how it was reached.

    `value` is None when the measure is not defined for these groups; `note` then says why. `confidence` is that of the
    limits (0.95), `method` names the estimator and the limits in words. `note` is empty if there is nothing to say.
    """

    value: float | None
    lower_cl: float | None
    upper_cl: float | None
    confidence: float
    method: str
    note: str = ""
