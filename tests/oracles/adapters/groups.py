"""Measures over groups other than gradients as healthequal, laeken and rineq give them."""

import numpy as np
from scipy.stats import norm, truncnorm

from geodata.errors import TooFewAreasError
from geodata.inequality.attributable import population_attributable_fraction, population_attributable_risk
from geodata.inequality.dispersion import (
    between_group_standard_deviation,
    between_group_variance,
    coefficient_of_variation,
    variance_error,
)
from geodata.inequality.entropy import log_deviation_error, mean_log_deviation, theil_error, theil_index
from geodata.inequality.estimates import unordered_groups
from geodata.inequality.extremes import difference, difference_of_extremes, ratio, ratio_of_extremes
from geodata.inequality.gini import gini
from geodata.inequality.mean_difference import (
    index_of_disparity,
    mean_difference_from_best,
    mean_difference_from_mean,
    mean_difference_from_reference,
)
from geodata.inequality.uncertainty import SEED, Uncertainty, simulated_limits

Z = norm.ppf(0.975)
DRAWS = 20_000


def numbers(values):
    return np.array([np.nan if value is None else value for value in values], dtype=float)


def errors(inputs):
    return Uncertainty(numbers(inputs["se"]))


def mean_of_known(inputs):
    values, people = numbers(inputs["est"]), numbers(inputs["pop"])
    known = np.isfinite(values)
    return (values * people)[known].sum() / people[known].sum()


def is_favourable(inputs):
    return bool(inputs["favourable"])


def answer(table):
    row = table.iloc[0]
    return {"estimate": row["value"], "lowerci": row["lower_cl"], "upperci": row["upper_cl"], "note": row["note"]}


def extremes(of_ends, of_extremes, error_of):
    def adapter(case):
        inputs, favourable = case["inputs"], is_favourable(case["inputs"])
        # the package leaves groups without an estimate out, however many, and takes the ends of those that remain
        known = np.isfinite(numbers(inputs["est"]))
        values, spread = numbers(inputs["est"])[known], numbers(inputs["se"])[known]
        if case["params"]["ordered"]:
            got = answer(of_ends(values, favourable, Uncertainty(spread)))
            return got | {"se": error_of(got)}
        reference = case["params"].get("reference_index0")
        place = None if reference is None else int(known[:reference].sum())
        value = answer(of_extremes(values, favourable, reference=place))
        # its limits are those of two groups chosen beforehand; ours know that the extremes were picked
        pairs = [
            answer(of_ends(values[pair], False, Uncertainty(spread[pair])))
            for pair in pairs_compared(values, favourable, place)
        ]
        limits = {name: [pair[name] for pair in pairs] for name in ("lowerci", "upperci")}
        # one row for every group that ties for the extreme; ours is one
        several = {"estimate": [value["estimate"]] * len(pairs), "se": [error_of(pair) for pair in pairs]} | limits
        return {name: got if len(pairs) > 1 else got[0] for name, got in several.items()} | {"note": value["note"]}

    return adapter


def pairs_compared(values, favourable, place):
    """Return the positions of the two groups, the one above first, once for each that ties for the extreme."""
    if place is None:
        return [[int(values.argmax()), int(values.argmin())]]
    others = np.delete(np.arange(len(values)), place)
    worst = values[others].min() if favourable else values[others].max()
    tied = [int(other) for other in others[values[others] == worst]]
    return [[place, other] if favourable else [other, place] for other in tied]


def width(got):
    return (got["upperci"] - got["lowerci"]) / (2 * Z)


def logarithmic_width(got):
    return np.log(got["upperci"] / got["lowerci"]) / (2 * Z)


def attributable(measure):
    def adapter(case):
        inputs = case["inputs"]
        values, people = numbers(inputs["est"]), numbers(inputs["pop"])
        reference = "least deprived" if case["params"]["ordered"] else best_of_all(inputs)
        got = answer(measure(values, people, is_favourable(inputs), reference=reference))
        level = values[-1 if reference == "least deprived" else best_place(inputs)]
        mean, total = mean_of_known(inputs), people[np.isfinite(values)].sum()
        # of groups that tie for the best, the one with most people
        of_reference = people[-1] if reference == "least deprived" else people[values == level].max()
        se = table_error(level, mean, of_reference, total, inputs["scale"])
        half = Z * mean * se
        return got | {"se": mean * se, "lowerci": got["estimate"] - half, "upperci": got["estimate"] + half}

    return adapter


def best_of_all(inputs):
    # the package takes an empty group for the best if it is; ours does not, unless it is named
    has_empty = (numbers(inputs["pop"]) == 0).any()
    return best_place(inputs) if has_empty else "best"


def best_place(inputs):
    values = numbers(inputs["est"])
    return int(np.nanargmax(values) if is_favourable(inputs) else np.nanargmin(values))


def table_error(level, mean, people, total, scale):
    """Return the package's standard error of the attributable fraction: a variant we advise against.

    The formula of a 2 x 2 table of exposure and outcome (Walter 1978), the people of an area taken for the sample that
    its estimate comes from: far too sure of survey figures, and not sure enough where few people are counted for long.
    """
    cases = level / scale * people
    well = people - cases
    exposed_cases = mean / scale * total - cases
    exposed_well = total - exposed_cases - people
    spread = cases * total * (exposed_cases * well * (total - cases) + exposed_well * cases**2)
    return np.sqrt(spread / ((exposed_cases + cases) ** 3 * people**3))


def variance(case):
    inputs = case["inputs"]
    got = answer(between_group_variance(numbers(inputs["est"]), numbers(inputs["pop"]), errors(inputs)))
    groups = unordered_groups(numbers(inputs["est"]), numbers(inputs["pop"]), errors(inputs))
    se = variance_error(groups, groups.uncertainty)[1][0]
    # the package does not take off what chance adds, and lets a variance fall below zero
    return got | {"se": se, "lowerci": got["estimate"] - Z * se, "upperci": got["estimate"] + Z * se}


def entropy(measure, error):
    def adapter(case):
        inputs = case["inputs"]
        values = numbers(inputs["est"])
        # the package's figure for zeros, in whatever unit; ours says what it does instead
        values = np.where(values == 0, 1e-6, values)
        groups = unordered_groups(values, numbers(inputs["pop"]), errors(inputs))
        got = answer(measure(values, numbers(inputs["pop"]), errors(inputs)))
        # its standard error is not multiplied by 1000, its estimate is
        return got | {"se": error(groups, groups.uncertainty)[1][0] / 1000}

    return adapter


def simulated(measure, of_draws=None):
    def adapter(case):
        inputs = case["inputs"] | case["params"]
        value = answer(measure(inputs, numbers(inputs["est"])))
        sim = case["params"].get("sim")
        if sim is None:
            return value
        got = (of_draws or measure)(inputs, draws(inputs))["value"].to_numpy()
        # percentiles interpolated between so few draws lie, on average, further in than their name says
        confidence = 1 - 2 * (0.025 * (sim - 1) + 1) / (sim + 1)
        lower, upper = simulated_limits(got, confidence)
        return value | {"lowerci": lower, "upperci": upper}

    return adapter


def draws(inputs):
    """Return simulated estimates as the package draws them: percentages between 0 and 100, others above 0.

    Its limits are plain percentiles of the measure over such draws, which do not take off what chance adds to it.
    """
    values, spread = numbers(inputs["est"]), numbers(inputs["se"])
    highest = 100.0 if inputs["scale"] == 100 else np.inf
    varies = spread > 0
    drawn = np.broadcast_to(values, (DRAWS, len(values))).copy()
    low, high = ((bound - values[varies]) / spread[varies] for bound in (0.0, highest))
    drawn[:, varies] = truncnorm.rvs(
        low, high, values[varies], spread[varies], size=(DRAWS, varies.sum()), random_state=SEED
    )
    return drawn


def deviation(inputs, values):
    return between_group_standard_deviation(values, numbers(inputs["pop"]))


def coefficient(inputs, values):
    return coefficient_of_variation(values, numbers(inputs["pop"]))


def from_mean(measure, weighted):
    def of(inputs, values):
        if weighted or ("pop" in inputs and (numbers(inputs["pop"]) > 0).all()):
            return measure(values, numbers(inputs["pop"]), weighted=weighted)
        average = inputs["setting_average"] if "setting_average" in inputs else mean_of_known(inputs)
        return measure(values, counted(inputs, weighted), weighted=False, setting_average=average)

    return of


def about_the_original_mean(inputs, values):
    # the package's draws of this one measure lie about the mean of the estimates, not about their own
    return index_of_disparity(values, numbers(inputs["pop"]), setting_average=mean_of_known(inputs))


def from_best(weighted):
    def of(inputs, values):
        people = counted(inputs, weighted)
        if (people > 0).all():
            return mean_difference_from_best(values, people, is_favourable(inputs), weighted=weighted)
        return mean_difference_from_reference(values, people, best_place(inputs), weighted=weighted)

    return of


def from_reference(weighted):
    def of(inputs, values):
        people = counted(inputs, weighted)
        return mean_difference_from_reference(values, people, inputs["reference_index0"], weighted=weighted)

    return of


def counted(inputs, weighted):
    # unweighted, the package counts groups in which nobody lives; ours does not
    return numbers(inputs["pop"]) if weighted else np.ones(len(inputs["est"]))


def concentration_by_itself(case):
    values, people = numbers(case["inputs"]["est"]), numbers(case["inputs"]["pop"])
    try:
        return answer(gini(values, people))
    except TooFewAreasError:
        # ours refuses two groups, the packages do not; halves of groups change nothing
        return answer(gini(np.repeat(values, 2), np.repeat(people / 2, 2)))


ADAPTERS = {
    "difference": extremes(difference, difference_of_extremes, width),
    "ratio": extremes(ratio, ratio_of_extremes, logarithmic_width),
    "population_attributable_risk": attributable(population_attributable_risk),
    "population_attributable_fraction": attributable(population_attributable_fraction),
    "between_group_variance": variance,
    "between_group_standard_deviation": simulated(deviation),
    "coefficient_of_variation": simulated(coefficient),
    "mean_difference_from_mean_weighted": simulated(from_mean(mean_difference_from_mean, True)),
    "mean_difference_from_mean_unweighted": simulated(from_mean(mean_difference_from_mean, False)),
    "mean_difference_from_best_weighted": simulated(from_best(True)),
    "mean_difference_from_best_unweighted": simulated(from_best(False)),
    "mean_difference_from_reference_weighted": simulated(from_reference(True)),
    "mean_difference_from_reference_unweighted": simulated(from_reference(False)),
    "index_of_disparity_weighted": simulated(from_mean(index_of_disparity, True), about_the_original_mean),
    "index_of_disparity_unweighted": simulated(from_mean(index_of_disparity, False)),
    "theil_index": entropy(theil_index, theil_error),
    "mean_log_deviation": entropy(mean_log_deviation, log_deviation_error),
    "gini_population_weighted": concentration_by_itself,
    "gini_population_weighted_rineq": concentration_by_itself,
}
