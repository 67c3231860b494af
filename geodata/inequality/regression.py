"""The straight line through groups in the order of deprivation: its ends, and how far they can be trusted.

Least squares has a closed form, so that a thousand lines cost no more than one; the logistic fit is statsmodels'.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.stats import chi2
from statsmodels.genmod.families import Binomial
from statsmodels.genmod.generalized_linear_model import GLM

from geodata.inequality.confidence import critical_value, scatter_value
from geodata.inequality.estimates import GroupEstimates
from geodata.inequality.refusals import refuse_groups
from geodata.inequality.result import Numbers
from geodata.inequality.uncertainty import FROM_SCALE, TO_SCALE, Scale

Model = Literal["linear", "log", "logit", "binomial"]
SCALES: dict[Model, Scale] = {"linear": "identity", "log": "log", "logit": "logit", "binomial": "logit"}


@dataclass(frozen=True)
class Line:
    """Intercept (the most deprived end) and slope of each row, on the model's scale, with their covariance."""

    intercept: Numbers
    slope: Numbers
    covariance: Numbers
    """Rows x 2 x 2."""
    scale: Scale

    @property
    def ends(self) -> tuple[Numbers, Numbers]:
        """The line's values at the most and at the least deprived end, on the estimate's own scale."""
        back = FROM_SCALE[self.scale]
        return back(self.intercept), back(self.intercept + self.slope)

    def variance(self, by_intercept: Numbers, by_slope: Numbers) -> Numbers:
        """Return the variance, to first order, of what changes so much with the intercept and with the slope."""
        gradient = np.stack([by_intercept, by_slope], axis=-1)
        variances: Numbers = np.einsum("ri,rij,rj->r", gradient, self.covariance, gradient)
        return variances


def coefficients(groups: GroupEstimates) -> Numbers:
    """Return what each group's value adds to intercept and slope of the weighted line: 2 x rows x groups.

    Slope: s (R - 1/2) / sum s (R - 1/2)^2 with population share s and ridit R, whose mean is 1/2; intercept:
    s - slope / 2.
    """
    share, centred = groups.share, groups.ridit - 0.5
    slope = share * centred / (share * centred**2).sum(axis=-1, keepdims=True)
    return np.stack([share - slope / 2, slope])


def fitted_line(groups: GroupEstimates, model: Model) -> Line:
    """Return the line of each row under the model.

    "linear": least squares of the estimate, "log" and "logit": of its logarithm and logit, populations as weights;
    "binomial": logistic regression in which each group counts as many times as it has people. Covariance: from the
    groups' own errors if they are known, else from their scatter about the line (HC1).
    Raises `ValueError` naming groups whose estimate has no place on the model's scale, and for errors on another scale.
    """
    values, errors = groups.estimate, groups.uncertainty
    if model in ("log", "logit") and errors and errors.scale != SCALES[model]:
        raise ValueError(f"the {model} model needs errors on the {model} scale, found {errors.scale}")
    if model != "linear":
        is_out = (values <= 0) if model == "log" else (values <= 0) | (values >= 1)
        if model == "binomial":
            is_out = (values < 0) | (values > 1)
        refuse_groups(is_out, f"the {model} model has no place for the value of group")
    return _binomial(groups) if model == "binomial" else _least_squares(groups, SCALES[model])


def _least_squares(groups: GroupEstimates, scale: Scale) -> Line:
    values = TO_SCALE[scale](groups.estimate)
    parts = coefficients(groups)
    intercept, slope = (parts * values).sum(axis=-1)
    if groups.uncertainty:
        is_same = groups.uncertainty.scale == scale
        squared = (groups.uncertainty.standard_error if is_same else _own_errors(groups)) ** 2
    else:
        fitted = intercept[:, None] + slope[:, None] * groups.ridit
        squared = np.where(groups.is_level[:, None], 0.0, (values - fitted) ** 2) * _hc1(groups)[:, None]
    covariance = np.einsum("irk,rk,jrk->rij", parts, squared, parts)
    return Line(intercept, np.where(groups.is_level, 0.0, slope), covariance, scale)


def _hc1(groups: GroupEstimates) -> Numbers:
    """Return k / (k - 2), missing for two groups, which leave no scatter."""
    k = groups.inhabited
    return np.where(k > 2, k / np.maximum(k - 2, 1), np.nan)


def _own_errors(groups: GroupEstimates) -> Numbers:
    if groups.uncertainty is None:
        raise ValueError("the groups' standard errors are not known")
    return groups.uncertainty.on_own_scale(groups.estimate)


def _binomial(groups: GroupEstimates) -> Line:
    fits = [_logistic_fit(groups, row) for row in range(len(groups.estimate))]
    parameters, covariance = np.array([fit[0] for fit in fits]), np.array([fit[1] for fit in fits])
    return Line(parameters[:, 0], parameters[:, 1], covariance, "logit")


def _logistic_fit(groups: GroupEstimates, row: int) -> tuple[Numbers, Numbers]:
    some = groups.population[row] > 0
    people, rank = groups.population[row, some], groups.ridit[row, some]
    design = np.column_stack([np.ones(len(rank)), rank])
    fit = GLM(groups.estimate[row, some], design, family=Binomial(), var_weights=people).fit(cov_type="HC0", tol=1e-12)
    if not groups.uncertainty:
        # statsmodels' HC1 of a generalised linear model leaves out the factor that makes it HC1
        return fit.params, fit.cov_params() * _hc1(groups)[row]
    likely = fit.fittedvalues * (1 - fit.fittedvalues)
    bread = np.linalg.inv(design.T @ ((people * likely)[:, None] * design))
    parts = bread @ (design.T * people)
    return fit.params, (parts * _own_errors(groups)[row, some] ** 2) @ parts.T


def dispersion(groups: GroupEstimates) -> tuple[Numbers, Numbers]:
    """Return how far the groups of each row lie from a line beyond their own errors, and the p-value of that.

    First the chi-squared of the residuals from the population-weighted line per degree of freedom (k - 2): about 1 if
    chance alone moves the groups off the line. Second its p-value. Missing for two groups.
    """
    line = fitted_line(groups, "linear")
    residual = groups.estimate - line.intercept[:, None] - line.slope[:, None] * groups.ridit
    own = np.where(groups.population > 0, _own_errors(groups), np.inf)
    squares = ((residual / own) ** 2).sum(axis=-1)
    freedom = np.where(groups.inhabited > 2, groups.inhabited - 2.0, np.nan)
    return squares / freedom, chi2.sf(squares, freedom)


def widening(groups: GroupEstimates, confidence: float = 0.95) -> Numbers:
    """Return how many times wider limits must be to allow for whatever else moves the groups off a line; 1 or more.

    The square root of `dispersion`, times Student's t over the normal value, since k - 2 degrees of freedom are few to
    tell the dispersion by; 1 where that is less, and for two groups. It takes the groups' own errors for the least.
    Source: McCullagh and Nelder (1989) on over-dispersion.
    """
    squared, _ = dispersion(groups)
    factor: Numbers = np.sqrt(squared) * scatter_value(confidence, groups.inhabited) / critical_value(confidence)
    return np.fmax(factor, 1.0)
