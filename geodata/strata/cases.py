"""Cases of groups gathered into batches: what can be measured in one go is measured in one go."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geodata.indicators.definitions import Indicator, indicator_list
from geodata.inequality.estimates import MOST_MISSING
from geodata.inequality.result import Numbers
from geodata.inequality.uncertainty import Uncertainty

Names = NDArray[np.object_]
CASE = ["area_code", "area_level", "indicator", "period", "stratifier"]
FIGURES = ["value", "population", "lower_cl", "upper_cl"]
ORDERED = ("deprivation",)


@dataclass(frozen=True)
class Batch:
    """Cases with as many groups, the same measures and the same groups missing: one row each, cases x groups."""

    cases: dict[str, Names]
    """The columns of each case's first row in `inequality_groups`."""
    number: NDArray[np.int64]
    """Where each case stands in the table."""
    names: Names
    estimate: Numbers
    population: Numbers
    uncertainty: Uncertainty | None
    measures: tuple[str, ...]
    is_favourable: bool
    is_ordered: bool

    @property
    def size(self) -> int:
        """Number of cases."""
        return len(self.number)

    @property
    def definitions(self) -> list[Indicator]:
        """The indicator of each case."""
        return [indicator_list()[name] for name in self.cases["indicator"]]

    @property
    def reasons(self) -> list[str] | None:
        """Why the cases cannot be measured; None if they can."""
        if self.cases["group"][0] == 0:
            return list(self.cases["note"])
        missing = ~(np.isfinite(self.estimate[0]) & np.isfinite(self.population[0]))
        if missing.mean() > (0 if self.is_ordered else MOST_MISSING):
            named = [", ".join(names[missing]) for names in self.names]
            return [f"not computed: no value for {missing.sum()} of {len(missing)} groups ({names})" for names in named]
        return None

    @property
    def ends(self) -> tuple[Names, Names]:
        """Names of the groups that a difference is taken between: the one that is expected to be higher comes first."""
        if self.is_ordered:
            most, least = "the " + self.names[:, 0], "the " + self.names[:, -1]
            return (least, most) if self.is_favourable else (most, least)
        rows = np.arange(self.size)
        highest = np.where(np.isnan(self.estimate), -np.inf, self.estimate).argmax(axis=1)
        lowest = np.where(np.isnan(self.estimate), np.inf, self.estimate).argmin(axis=1)
        return self.names[rows, highest], self.names[rows, lowest]


def batches(inequality_groups: pd.DataFrame) -> Iterator[Batch]:
    """Yield every case of table `inequality_groups`, gathered into batches."""
    names = [*CASE, "group", "group_name", "kind", "source", "note"]
    texts = {name: inequality_groups[name].to_numpy(object) for name in names}
    figures = {name: inequality_groups[name].to_numpy(float) for name in FIGURES}
    number = _numbers([inequality_groups[name] for name in CASE])
    order = np.lexsort((texts["group"].astype(int), number))
    count = np.bincount(number)
    for n_groups in np.unique(count):
        places = order[count[number[order]] == n_groups].reshape(-1, n_groups)  # cases x groups
        firsts = {name: column[places[:, 0]] for name, column in texts.items()}
        values = {name: column[places] for name, column in figures.items()}
        alike = _alike(firsts, values)
        for kind in np.unique(alike):
            chosen = alike == kind
            yield _batch(
                {name: column[chosen] for name, column in firsts.items()},
                {name: column[chosen] for name, column in values.items()},
                texts["group_name"][places[chosen]],
                number[places[chosen, 0]],
            )


def _numbers(columns: list[pd.Series]) -> NDArray[np.int64]:
    """Return for each row the number of its combination of words, in the order of first appearance."""
    codes = [pd.factorize(column)[0] for column in columns]
    combined = np.ravel_multi_index(codes, [int(code.max(initial=0)) + 1 for code in codes])
    return pd.factorize(combined)[0]


def _alike(firsts: dict[str, Names], values: dict[str, Numbers]) -> NDArray[np.int64]:
    """Return for each case the number of the batch that it belongs to."""
    is_missing = np.isnan(values["value"]) | np.isnan(values["population"])
    has_limits = np.isfinite(values["lower_cl"]) & np.isfinite(values["upper_cl"])
    definitions = [indicator_list()[name] for name in firsts["indicator"]]
    keys = zip(
        firsts["stratifier"],
        firsts["group"] == 0,
        [d.measures_over(over) for d, over in zip(definitions, firsts["stratifier"], strict=True)],
        [d.higher_is == "better" for d in definitions],
        np.logical_and((has_limits | is_missing).all(axis=1), has_limits.any(axis=1)).tolist(),
        map(bytes, is_missing),
        strict=True,
    )
    numbers: dict[tuple[object, ...], int] = {}
    return np.array([numbers.setdefault(key, len(numbers)) for key in keys])


def _batch(cases: dict[str, Names], values: dict[str, Numbers], names: Names, number: NDArray[np.int64]) -> Batch:
    definition, over = indicator_list()[cases["indicator"][0]], cases["stratifier"][0]
    lower, upper = values["lower_cl"], values["upper_cl"]
    has_limits = (np.isfinite(lower) | np.isnan(values["value"])).all() and np.isfinite(lower).any()
    return Batch(
        cases=cases,
        number=number,
        names=names,
        estimate=values["value"],
        population=values["population"],
        uncertainty=_errors(lower, upper) if has_limits else None,
        measures=definition.measures_over(over),
        is_favourable=definition.higher_is == "better",
        is_ordered=over in ORDERED,
    )


def _errors(lower: Numbers, upper: Numbers) -> Uncertainty:
    # a group without a figure has no limits either; it is left out with them
    known = np.isfinite(lower) & np.isfinite(upper)
    return Uncertainty.from_limits(np.where(known, lower, 0.0), np.where(known, upper, 0.0))
