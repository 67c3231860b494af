"""How often nominal 95 % limits hold the truth, by simulation: for slopes, concentration, and every other measure.

    python benchmarks/interval_coverage.py        # writes benchmarks/coverage.csv, which docs/methods.md shows

Each truth is a set of groups with known shares or rates. Figures are drawn from it (binomial or Poisson), limits come
from the same functions as in a run, and the share of draws whose limits hold the measure of the true figures is
counted. Monte Carlo error of a coverage of 95 %: 0.7 percentage points either way from 4,000 draws (gradients, shares,
rates), 1.4 from 1,000 (all others).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from geodata.inequality.attributable import population_attributable_fraction, population_attributable_risk
from geodata.inequality.concentration import absolute_concentration_index, relative_concentration_index
from geodata.inequality.dispersion import (
    between_group_standard_deviation,
    between_group_variance,
    coefficient_of_variation,
)
from geodata.inequality.entropy import mean_log_deviation, theil_index
from geodata.inequality.estimates import ordered_groups
from geodata.inequality.extremes import difference, difference_of_extremes, ratio, ratio_of_extremes
from geodata.inequality.gini import gini
from geodata.inequality.mean_difference import (
    index_of_disparity,
    mean_difference_from_best,
    mean_difference_from_mean,
    mean_difference_from_reference,
)
from geodata.inequality.rates import proportion_limits, rate_limits
from geodata.inequality.regression import widening
from geodata.inequality.slope import relative_index_of_inequality, slope_index_of_inequality
from geodata.inequality.uncertainty import Uncertainty

DRAWS, FEWER_DRAWS = 4000, 1000
OUT = Path(__file__).with_name("coverage.csv")
Measure = Callable[..., pd.DataFrame]
GRADIENTS: dict[str, Measure] = {
    "slope_index_of_inequality": slope_index_of_inequality,
    "relative_index_of_inequality": relative_index_of_inequality,
    "absolute_concentration_index": absolute_concentration_index,
    "relative_concentration_index": relative_concentration_index,
}


def _of_people(function: Measure, **how: object) -> Measure:
    return lambda values, people, errors: function(values, people, uncertainty=errors, **how)


def _of_ends(function: Measure, **how: object) -> Measure:
    return lambda values, _people, errors: function(values, False, uncertainty=errors, **how)


OTHERS: dict[str, Measure] = {
    "difference": _of_ends(difference),
    "ratio": _of_ends(ratio),
    "difference, highest and lowest": _of_ends(difference_of_extremes),
    "ratio, highest and lowest": _of_ends(ratio_of_extremes),
    "population_attributable_risk": _of_people(population_attributable_risk, is_favourable=False),
    "population_attributable_fraction": _of_people(population_attributable_fraction, is_favourable=False),
    "between_group_variance": _of_people(between_group_variance),
    "between_group_standard_deviation": _of_people(between_group_standard_deviation),
    "coefficient_of_variation": _of_people(coefficient_of_variation),
    "mean_difference_from_mean": _of_people(mean_difference_from_mean),
    "mean_difference_from_mean, unweighted": _of_people(mean_difference_from_mean, weighted=False),
    "mean_difference_from_best": _of_people(mean_difference_from_best, is_favourable=False),
    "mean_difference_from_best, unweighted": _of_people(mean_difference_from_best, is_favourable=False, weighted=False),
    "mean_difference_from_reference": _of_people(mean_difference_from_reference, reference=4),
    "mean_difference_from_reference, unweighted": _of_people(
        mean_difference_from_reference, reference=4, weighted=False
    ),
    "index_of_disparity": _of_people(index_of_disparity),
    "index_of_disparity, unweighted": _of_people(index_of_disparity, weighted=False),
    "theil_index": _of_people(theil_index),
    "mean_log_deviation": _of_people(mean_log_deviation),
    "gini": _of_people(gini),
}


@dataclass(frozen=True)
class Truth:
    """True shares (or rates per person) of groups, their populations, and how many are asked or counted in each."""

    name: str
    share: np.ndarray
    population: np.ndarray
    asked: np.ndarray
    is_rate: bool = False

    def drawn(self, draws: int, seed: int = 1) -> tuple[np.ndarray, Uncertainty]:
        """Return drawn figures in per cent (per thousand for rates), draws x groups, with errors from their limits."""
        rng = np.random.default_rng(seed)
        expected = self.share * self.asked
        size = (draws, len(self.share))
        count = rng.poisson(expected, size) if self.is_rate else rng.binomial(self.asked.astype(int), self.share, size)
        asked = np.broadcast_to(self.asked, size)
        limits = rate_limits if self.is_rate else proportion_limits
        lower, upper = (np.reshape(limit, size) for limit in limits(count.ravel(), asked.ravel(), **self._per))
        return self.per * count / asked, Uncertainty.from_limits(lower * self._factor, upper * self._factor)

    @property
    def per(self) -> float:
        """What figures are counted per."""
        return 1000.0 if self.is_rate else 100.0

    @property
    def _per(self) -> dict[str, float]:
        return {"per": 1.0} if self.is_rate else {}

    @property
    def _factor(self) -> float:
        return self.per


def truths() -> Iterator[Truth]:
    """Yield the truths: tenths and areas, straight and bent gradients, surveys, censuses and small counts."""
    rng = np.random.default_rng(0)
    rank = (np.arange(10) + 0.5) / 10
    uneven = np.array([648811, 246147, 170609, 172413, 155469, 149735, 138794, 120889, 114882, 115256.0])
    straight, bent = 0.33 - 0.18 * rank, 0.33 - 0.18 * rank + 0.03 * np.sin(9 * rank)
    yield Truth("10 tenths, survey of 500 each", straight, np.full(10, 1e5), np.full(10, 500.0))
    yield Truth("10 tenths, survey of 500 each, uneven populations", bent, uneven, np.full(10, 500.0))
    yield Truth(
        "10 tenths, counts of about 150", 0.004 - 0.002 * rank, np.full(10, 5e4), np.full(10, 5e4), is_rate=True
    )
    yield Truth(
        "10 tenths, counts of about 8", 0.0008 + 0.0004 * rank, np.full(10, 1e4), np.full(10, 1e4), is_rate=True
    )
    people = rng.integers(4000, 14000, 300).astype(float)
    areas = (np.arange(300) + 0.5) / 300
    yield Truth("300 areas, shares of 1,000 people", 0.3 - 0.15 * areas + rng.normal(0, 0.03, 300), people, people / 9)
    yield Truth("300 areas, counts of about 30", 0.005 - 0.003 * areas, people, people, is_rate=True)


def share_held(table: pd.DataFrame, truth: float) -> float:
    """Return the per cent of rows whose limits hold the truth, among those that have limits."""
    known = table.dropna(subset=["lower_cl", "upper_cl"])
    return float(100 * ((known["lower_cl"] <= truth) & (truth <= known["upper_cl"])).mean())


def gradients() -> Iterator[dict[str, object]]:
    """Yield the coverage of the gradient measures, with the groups' own errors, as drawn and as widened in a run."""
    for truth in truths():
        values, errors = truth.drawn(DRAWS)
        factor = widening(ordered_groups(values, truth.population, errors))
        widened = Uncertainty(errors.standard_error * factor[:, None])
        for name, measure in GRADIENTS.items():
            target = measure(truth.per * truth.share, truth.population)["value"].item()
            for limits, given in {"groups' own errors": errors, "own errors, widened as in a run": widened}.items():
                held = share_held(measure(values, truth.population, given), target)
                yield {"measure": name, "limits": limits, "truth": truth.name, "coverage_pct": held}


def scattered() -> Iterator[dict[str, object]]:
    """Yield the coverage of the line's own slope where other things than deprivation and chance move the groups."""
    rng = np.random.default_rng(6)
    people, asked = np.full(10, 1e5), 5000
    line = 0.33 - 0.18 * (np.arange(10) + 0.5) / 10
    count = rng.binomial(asked, np.clip(line + rng.normal(0, 0.02, (DRAWS, 10)), 0.01, 0.99))
    lower, upper = (
        limit.reshape(count.shape) for limit in proportion_limits(count.ravel(), np.full(count.size, asked))
    )
    values, errors = 100 * count / asked, Uncertainty.from_limits(100 * lower, 100 * upper)
    widened = Uncertainty(errors.standard_error * widening(ordered_groups(values, people, errors))[:, None])
    for name, measure in GRADIENTS.items():
        target = measure(100 * line, people)["value"].item()
        for limits, given in {"groups' own errors": errors, "own errors, widened as in a run": widened}.items():
            held = share_held(measure(values, people, given), target)
            truth = "10 tenths, 5,000 each, moved 2 points off a line by other things"
            yield {"measure": name, "limits": limits, "truth": truth, "coverage_pct": held}


def transformed() -> Iterator[dict[str, object]]:
    """Yield the coverage where the model or the errors are on another scale than the figures."""
    truth = next(truths())
    values, errors = truth.drawn(FEWER_DRAWS, seed=5)
    values, errors = values / truth.per, Uncertainty(errors.standard_error / truth.per)
    on_logit = Uncertainty(errors.standard_error / (values * (1 - values)), "logit")
    on_log = Uncertainty(errors.standard_error / values, "log")
    ways = {
        "linear model, errors on the log scale (simulated)": ("linear", on_log),
        "log model": ("log", on_log),
        "logit model": ("logit", on_logit),
        "binomial model": ("binomial", errors),
    }
    for limits, (model, given) in ways.items():
        for name in ("slope_index_of_inequality", "relative_index_of_inequality"):
            measure = GRADIENTS[name]
            target = measure(truth.share, truth.population, model=model)["value"].item()
            held = share_held(measure(values, truth.population, given, model=model), target)
            yield {"measure": name, "limits": limits, "truth": truth.name, "coverage_pct": held}


def scatter() -> Iterator[dict[str, object]]:
    """Yield the coverage of limits from scatter alone, where the groups scatter about a line at random."""
    rng = np.random.default_rng(2)
    for k in (5, 10, 300):
        line = 30 - 10 * (np.arange(k) + 0.5) / k
        values = line + rng.normal(0, 1.5, (DRAWS, k))
        for name, measure in GRADIENTS.items():
            target = measure(line, np.ones(k))["value"].item()
            held = share_held(measure(values, np.ones(k)), target)
            yield {
                "measure": name,
                "limits": "scatter of the groups",
                "truth": f"{k} groups about a line",
                "coverage_pct": held,
            }


def others() -> Iterator[dict[str, object]]:
    """Yield the coverage of every other interval, and how often there is none because all may be chance."""
    for truth in [*truths()][:3]:
        values, errors = truth.drawn(FEWER_DRAWS, seed=4)
        target = truth.per * truth.share
        for name, measure in OTHERS.items():
            known = measure(target, truth.population, None)["value"].item()
            table = measure(values, truth.population, errors)
            none = 100 * table["lower_cl"].isna().mean()
            measure_name, _, variant = name.partition(", ")
            limits = "; ".join(filter(None, ["groups' own errors", variant]))
            row = {"measure": measure_name, "limits": limits, "truth": truth.name}
            note = f"no limits in {none:.0f} % of draws" if none else ""
            yield {**row, "coverage_pct": share_held(table, known), "note": note}


def areas() -> Iterator[dict[str, object]]:
    """Yield the mean coverage of Wilson's and Byar's limits over many shares and rates."""
    rng = np.random.default_rng(3)
    for n in (50, 500, 5000):
        shares = np.linspace(0.02, 0.98, 97)
        count = rng.binomial(n, shares, (DRAWS, len(shares)))
        lower, upper = (
            limit.reshape(count.shape) for limit in proportion_limits(count.ravel(), np.full(count.size, n))
        )
        held = 100 * ((lower <= shares) & (shares <= upper)).mean()
        yield {"measure": "proportion", "limits": "Wilson", "truth": f"n = {n}, shares 2 to 98 %", "coverage_pct": held}
    for low, high in ((1, 10), (10, 30), (30, 300)):
        expected = np.linspace(low, high, 97)
        count = rng.poisson(expected, (DRAWS, len(expected)))
        lower, upper = (
            limit.reshape(count.shape) for limit in rate_limits(count.ravel(), np.ones(count.size), per=1.0)
        )
        held = 100 * ((lower <= expected) & (expected <= upper)).mean()
        row = {"measure": "crude_rate", "limits": "exact below 10, Byar from 10"}
        yield {**row, "truth": f"{low} to {high} events expected", "coverage_pct": held}


def main() -> None:
    """Simulate everything, print it and write it beside this file."""
    table = pd.DataFrame([*gradients(), *scattered(), *transformed(), *scatter(), *areas(), *others()]).round(
        {"coverage_pct": 1}
    )
    table["note"] = table["note"].fillna("")
    table.to_csv(OUT, index=False, lineterminator="\n")
    print(table.to_string(index=False))


if __name__ == "__main__":
    main()
