"""Slope, relative and concentration indices as healthequal, PHEindicatormethods, rineq and base R give them."""

import numpy as np
from scipy.stats import norm
from statsmodels.genmod.families import Binomial
from statsmodels.genmod.generalized_linear_model import GLM

from geodata.inequality.concentration import absolute_concentration_index, relative_concentration_index
from geodata.inequality.confidence import scatter_value
from geodata.inequality.estimates import ordered_groups
from geodata.inequality.regression import coefficients, fitted_line
from geodata.inequality.slope import relative_index_of_inequality, slope_index_of_inequality
from geodata.inequality.uncertainty import SEED, Uncertainty

Z = norm.ppf(0.975)
DRAWS = 100_000


def numbers(values):
    return np.array([np.nan if value is None else value for value in values], dtype=float)


def answer(table):
    row = table.iloc[0]
    return {"estimate": row["value"], "lowerci": row["lower_cl"], "upperci": row["upper_cl"], "note": row["note"]}


def normal(inputs):
    # limits from scatter take Student's t with us, the normal distribution with WHO
    return Z / scatter_value(0.95, (numbers(inputs["pop"]) > 0).sum())


def width(got):
    return (got["upperci"] - got["lowerci"]) / (2 * Z)


def logarithmic_width(got):
    return np.log(got["upperci"] / got["lowerci"]) / (2 * Z)


def slope(case):
    inputs, model = case["inputs"], case["params"]["model"]
    if model == "logit_popsquared":
        ends, covariance = squared_weights(inputs)
        gradient = np.array([end * (1 - end) for end in ends])
        se = propagated(gradient[1] - gradient[0], gradient[1], covariance)
        value = ends[1] - ends[0]
        half = Z * se
        return dict(
            zip(
                ("estimate", "lowerci", "upperci"),
                guessed_scale(inputs) * np.array([value, value - half, value + half]),
                strict=True,
            )
        ) | {"se": se, "note": ""}
    if model == "logit_standard":
        got = answer(
            slope_index_of_inequality(numbers(inputs["est"]) / inputs["scale"], inputs["pop"], model="binomial")
        )
        return {"estimate": got["estimate"], "se": width(got) * normal(inputs), "note": got["note"]}
    got = answer(slope_index_of_inequality(numbers(inputs["est"]), whole(inputs["pop"])))
    got = widened(got, with_empty_groups(inputs) * normal(inputs))
    # the package gives the standard error of the 0-1 scale beside an estimate on the indicator's
    return got | {"se": width(got) / guessed_scale(inputs)}


def relative(case):
    inputs, model = case["inputs"], case["params"]["model"]
    if model == "logit_popsquared":
        ends, covariance = squared_weights(inputs)
        gradient = np.array([1 - end for end in ends])
        se = propagated(gradient[1] - gradient[0], gradient[1], covariance)
        value = ends[1] / ends[0]
        return {"estimate": value, "se": se, "note": "",
                "lowerci": value * np.exp(-Z * se), "upperci": value * np.exp(Z * se)}  # fmt: skip
    if model == "logit_standard":
        got = answer(
            relative_index_of_inequality(numbers(inputs["est"]) / inputs["scale"], inputs["pop"], model="binomial")
        )
        se = logarithmic_width(got) * normal(inputs)
        return {"estimate": np.log(got["estimate"]), "se": se, "note": got["note"]}
    got = answer(relative_index_of_inequality(numbers(inputs["est"]), whole(inputs["pop"])))
    got = widened_ratio(got, with_empty_groups(inputs) * normal(inputs))
    return got | {"se": logarithmic_width(got)}


def whole(people):
    # the package's slopes round populations up to whole people; ours need not
    return np.ceil(numbers(people))


def guessed_scale(inputs):
    # the package takes the power of ten above the largest value, from 100 on, for the scale
    largest = np.nanmax(numbers(inputs["est"]))
    return 1.0 if largest <= 1 else 10.0 ** max(2, np.ceil(np.log10(largest)))


def squared_weights(inputs):
    """Fit as the package does, every group weighted by the square of its people: a variant we advise against."""
    people = whole(inputs["pop"])
    groups = ordered_groups(numbers(inputs["est"]), people)
    if groups.is_level[0] or len(people) < 3:
        raise ValueError("the package refuses equal estimates, and fewer than three groups")
    shares = np.round(groups.estimate / guessed_scale(inputs) * people) / np.maximum(people, 1)
    groups = ordered_groups(shares, people)
    design = np.column_stack([np.ones(len(people)), groups.ridit[0]])
    some = people > 0
    fit = GLM(shares[0, some], design[some], family=Binomial(), var_weights=people[some] ** 2)
    fit = fit.fit(cov_type="HC0", tol=1e-12)
    logits = np.array([fit.params[0], fit.params.sum()])
    k = some.sum()
    return 1 / (1 + np.exp(-logits)), fit.cov_params() * k / (k - 2) * with_empty_groups(inputs) ** 2


def with_empty_groups(inputs):
    """Return by what the sandwich package multiplies standard errors where nobody lives in a group.

    It counts such a group as an observation in some places and not in others; for us it counts for nothing.
    """
    people = numbers(inputs["pop"])
    k, inhabited = len(people), (people > 0).sum()
    if k == inhabited:
        return 1.0
    return inhabited / k * np.sqrt(k / (k - 2) * (inhabited - 2) / inhabited)


def widened(got, factor):
    half = [factor * (got[limit] - got["estimate"]) for limit in ("lowerci", "upperci")]
    return got | {"lowerci": got["estimate"] + half[0], "upperci": got["estimate"] + half[1]}


def widened_ratio(got, factor):
    return got | {limit: got["estimate"] * (got[limit] / got["estimate"]) ** factor for limit in ("lowerci", "upperci")}


def propagated(by_intercept, by_slope, covariance):
    gradient = np.array([by_intercept, by_slope])
    return np.sqrt(gradient @ covariance @ gradient)


def slope_of_ohid(case):
    inputs, params = case["inputs"], case["params"]
    scale = ("identity", "log", "logit")[params["value_type"]]
    if len(inputs["value"]) < 5:
        raise ValueError("OHID's function takes 5 to 100 quantiles; ours, like WHO's, three and more groups")
    if scale == "identity":
        errors = Uncertainty(numbers(inputs["se"]))
    else:
        errors = Uncertainty.from_limits(numbers(inputs["lower"]), numbers(inputs["upper"]), scale)
    model = scale if params["transform"] else "linear"
    groups = numbers(inputs["value"]), numbers(inputs["pop"]), errors
    sii = answer(slope_index_of_inequality(*groups, model=model, draws=DRAWS))
    rii = answer(relative_index_of_inequality(*groups, model=model, draws=DRAWS))
    if np.isfinite(rii["estimate"]) and model == "linear":
        rii |= limits_over_zero(groups, rii, params["multiplier"])
    intercept = fitted_line(ordered_groups(*groups), model).ends[0][0]
    return turned(sii, rii, params["multiplier"]) | {
        # with transform the package scales the intercept too
        "intercept": intercept * (abs(params["multiplier"]) if params["transform"] else 1),
        "note": sii["note"] + rii["note"],
        # a ratio that would be negative is null with a note
        "undefined": [name for name in case["expected"] if name[:3] == "rii"] if is_not_a_ratio(case, rii) else [],
    }


def is_not_a_ratio(case, rii):
    expected = case["expected"].get("rii")
    return np.isnan(rii["estimate"]) and (expected is None or expected <= 0)


def limits_over_zero(groups, rii, multiplier):
    """Return the package's limits where chance may bring an end of the line to zero.

    It sorts the negative ratios of such draws among the others; ours have no limits then, or Fieller's.
    """
    estimates = ordered_groups(*groups)
    parts = coefficients(estimates)
    drawn = estimates.simulated(0, DRAWS, SEED)
    most, least = drawn @ parts[0, 0], drawn @ parts.sum(axis=0)[0]
    if min(most.min(), least.min()) > 0:
        return {}
    ratios = np.sort(least / most if multiplier > 0 else most / least)
    limits = ratios[[round(DRAWS * 0.025) - 1, round(DRAWS * 0.975) - 1]]
    return dict(zip(("lowerci", "upperci"), limits if multiplier > 0 else 1 / limits, strict=True))


def turned(sii, rii, multiplier):
    """Turn both indices by the indicator's polarity: below zero the slope changes its sign, the ratio its sides."""
    slopes = [multiplier * sii[name] for name in ("estimate", "lowerci", "upperci")]
    ratios = [rii[name] ** (1 if multiplier > 0 else -1) for name in ("estimate", "lowerci", "upperci")]
    return {
        "sii": slopes[0], "sii_lower95_0cl": min(slopes[1:]), "sii_upper95_0cl": max(slopes[1:]),
        "rii": ratios[0], "rii_lower95_0cl": min(ratios[1:]), "rii_upper95_0cl": max(ratios[1:]),
    }  # fmt: skip


def line_of_base_r(case):
    groups = ordered_groups(numbers(case["inputs"]["est"]), numbers(case["inputs"]["pop"]))
    line = fitted_line(groups, "linear")
    most, least = line.ends
    # base R gives the ordinary standard error, not one that allows for unequal scatter
    residual = groups.estimate - line.intercept[:, None] - line.slope[:, None] * groups.ridit
    k, people = groups.estimate.shape[-1], groups.population
    centred = groups.ridit - 0.5
    freedom = k - 2 or np.nan
    variance = (people * residual**2).sum() / freedom / (people * centred**2).sum()
    return {"ridit": groups.ridit[0], "intercept": most[0], "slope": line.slope[0], "rii": (least / most)[0],
            "se_slope": np.sqrt(variance), "note": groups.notes[0]}  # fmt: skip


def absolute_concentration(case):
    got = answer(absolute_concentration_index(numbers(case["inputs"]["est"]), numbers(case["inputs"]["pop"])))
    got = widened(got, with_observed_empty_groups(case["inputs"]) * normal(case["inputs"]))
    return got | {"se": width(got)}


def with_observed_empty_groups(inputs):
    # WHO's concentration indices count a group in which nobody lives as an observation
    people = numbers(inputs["pop"])
    k, inhabited = len(people), (people > 0).sum()
    return 1.0 if k == inhabited else np.sqrt((inhabited - 2) / (k - 2))


def relative_concentration(case):
    params = case["params"]
    bounds = {"bounds": (params["lmin"], params["lmax"])} if "lmin" in params else {}
    got = answer(
        relative_concentration_index(
            numbers(case["inputs"]["est"]),
            numbers(case["inputs"]["pop"]),
            normalisation=params.get("normalisation", "plain"),
            **bounds,
        )
    )
    got = widened(got, with_observed_empty_groups(case["inputs"]) * normal(case["inputs"]))
    return got | {"se": width(got)}


def concentration_of_rineq(case):
    inputs, kind = case["inputs"], case["params"]["type"]
    groups = numbers(inputs["est"]), numbers(inputs["pop"])
    if kind == "CIg":  # generalised: half the absolute index of ours is rineq's times the mean
        table = absolute_concentration_index(*groups)
    elif kind == "CI":
        table = relative_concentration_index(*groups)
    elif kind == "CIw":
        table = relative_concentration_index(*groups, normalisation="wagstaff", bounds=(0, 1))
    else:  # rineq takes the smallest and largest value for the bounds
        bounds = (groups[0].min(), groups[0].max())
        table = relative_concentration_index(*groups, normalisation="erreygers", bounds=bounds)
    return answer(table)


ADAPTERS = {
    "slope_index_of_inequality": slope,
    "relative_index_of_inequality": relative,
    "slope_index_of_inequality_phe": slope_of_ohid,
    "slope_wls_base_r": line_of_base_r,
    "absolute_concentration_index": absolute_concentration,
    "relative_concentration_index": relative_concentration,
    "concentration_index_rineq": concentration_of_rineq,
}
