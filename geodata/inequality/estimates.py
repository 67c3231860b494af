"""What every measure over groups is given: an estimate and a population for each group, checked and named if refused.

One row of groups, or many rows of as many groups each: the measures work on all rows at once.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geodata.errors import TooFewAreasError
from geodata.inequality.refusals import NAMED_AT_MOST, refuse_groups
from geodata.inequality.result import Numbers
from geodata.inequality.uncertainty import Uncertainty

FEWEST_GROUPS = 3
FEWEST_ORDERED = 2
TWO_GROUPS = "only two groups: nothing shows whether they lie on a line"
MOST_MISSING = 0.15
ALL_EQUAL = "all groups have the same value: the limits have no width"


@dataclass(frozen=True)
class GroupEstimates:
    """Estimates and populations, rows x groups; `notes`, one for each row, say what was found on the way.

    `number` says for each group which of those given it is, 1 the first: some may have been left out.
    """

    estimate: Numbers
    population: Numbers
    uncertainty: Uncertainty | None
    notes: list[str]
    number: NDArray[np.int64]

    @property
    def share(self) -> Numbers:
        """Share of each group in the population of its row."""
        shares: Numbers = self.population / self.population.sum(axis=-1, keepdims=True)
        return shares

    @property
    def ridit(self) -> Numbers:
        """Mid-point cumulative population share of each group: 0 the first (most deprived) end, 1 the last."""
        return ridit(self.population)

    @property
    def inhabited(self) -> NDArray[np.int64]:
        """Number of groups of each row in which anybody lives."""
        counts: NDArray[np.int64] = (self.population > 0).sum(axis=-1)
        return counts

    @property
    def mean(self) -> Numbers:
        """Population-weighted mean of each row."""
        means: Numbers = (self.share * self.estimate).sum(axis=-1)
        return means

    @property
    def is_level(self) -> NDArray[np.bool_]:
        """Whether all groups of a row have the same value, up to the rounding of a division."""
        range_, largest = np.ptp(self.estimate, axis=-1), np.abs(self.estimate).max(axis=-1)
        levels: NDArray[np.bool_] = range_ <= 1e-12 * largest
        return levels

    def place_of(self, reference: int) -> int:
        """Return where the group stands that was given at this position, 0 the first.

        Raises `ValueError` if there is none, or if it was left out.
        """
        found = np.flatnonzero(self.number == reference + 1)
        if not len(found):
            raise ValueError(f"the reference, group {reference + 1}, is not among the groups with an estimate")
        return int(found[0])

    def refuse(self, is_wrong: NDArray[np.bool_], problem: str) -> None:
        """Raise `ValueError` naming the groups at fault, in the numbers under which they were given."""
        wrong = np.zeros((len(is_wrong), self.number.max()), dtype=bool)
        wrong[:, self.number - 1] = is_wrong
        refuse_groups(wrong, problem)

    def simulated(self, row: int, draws: int, seed: int) -> Numbers:
        """Return simulated estimates of one row's groups, one row per draw; the groups' errors must be known."""
        if self.uncertainty is None:
            raise ValueError("nothing can be simulated: the groups' standard errors are not known")
        return self.uncertainty.row(row).draws(self.estimate[row], draws, seed)

    def rescaled(self, low: float, high: float) -> "GroupEstimates":
        """Return the groups with estimates, and their own errors, as shares of the way from `low` to `high`."""
        errors = self.uncertainty
        if errors:
            errors = Uncertainty(errors.on_own_scale(self.estimate) / (high - low))
        return replace(self, estimate=(self.estimate - low) / (high - low), uncertainty=errors)

    def noted(self, is_so: ArrayLike, note: str) -> "GroupEstimates":
        """Return the same groups with one more note on the rows where it is so."""
        notes = [
            "; ".join(filter(None, [old, note if so else ""]))
            for old, so in zip(self.notes, np.broadcast_to(np.asarray(is_so), len(self.notes)), strict=True)
        ]
        return replace(self, notes=notes)

    def naming(self, is_so: NDArray[np.bool_], note: str) -> "GroupEstimates":
        """Return the same groups with one more note where any group of a row is so, ending in the groups' numbers."""
        groups = self
        for row in np.flatnonzero(is_so.any(axis=-1)):
            numbers = [str(number) for number in self.number[is_so[row]]]
            more = f" and {len(numbers) - NAMED_AT_MOST} more" if len(numbers) > NAMED_AT_MOST else ""
            groups = groups.noted(
                np.arange(len(is_so)) == row, f"{note} in group {', '.join(numbers[:NAMED_AT_MOST])}{more}"
            )
        return groups


def ridit(population: ArrayLike) -> Numbers:
    """Return each group's mid-point cumulative population share: 0 the most deprived end, 1 the least deprived.

    >>> ridit([50, 30, 20]).tolist()
    [0.25, 0.65, 0.9]
    """
    people = np.asarray(population, dtype=float)
    share: Numbers = (people.cumsum(axis=-1) - people / 2) / people.sum(axis=-1, keepdims=True)
    return share


def ordered_groups(
    estimate: ArrayLike, population: ArrayLike, uncertainty: Uncertainty | None = None, fewest: int = FEWEST_ORDERED
) -> GroupEstimates:
    """Return groups that have an order, the most deprived first, none of which may be missing.

    A group in which nobody lives counts for nothing, and a note says so; so it does of only two groups. Raises
    `TooFewAreasError` with fewer than `fewest` groups, `ValueError` naming the groups without an estimate, population
    or standard error, or with a negative population.
    """
    groups = _shaped(estimate, population, uncertainty)
    refuse_groups(~np.isfinite(groups.estimate), "no estimate for group (1 = most deprived)")
    groups = _with_people(groups, fewest)
    return groups.noted(groups.inhabited == FEWEST_ORDERED, TWO_GROUPS)


def unordered_groups(
    estimate: ArrayLike, population: ArrayLike, uncertainty: Uncertainty | None = None, fewest: int = FEWEST_GROUPS
) -> GroupEstimates:
    """Return groups that have no order; those without an estimate are left out if they are at most 15 % of all.

    A note names the groups left out, and those in which nobody lives. Rows must miss the same groups. Raises what
    `ordered_groups` raises, and `ValueError` naming the missing groups if there are more of them.
    Source of the 15 %: WHO, healthequal.
    """
    groups = _shaped(estimate, population, uncertainty)
    missing = ~np.isfinite(groups.estimate)
    if (missing != missing[0]).any():
        raise ValueError("the rows miss different groups: measure each row by itself")
    if missing.mean() > MOST_MISSING:
        refuse_groups(missing[:1], f"more than {MOST_MISSING:.0%} of the groups are without an estimate; group")
    left_out = [str(number) for number in np.flatnonzero(missing[0]) + 1]
    kept = _without(groups, missing[0]).noted(
        bool(left_out), f"left out, without an estimate: group {', '.join(left_out)}"
    )
    return _with_people(kept, fewest)


def _shaped(estimate: ArrayLike, population: ArrayLike, uncertainty: Uncertainty | None) -> GroupEstimates:
    values, people = np.atleast_2d(np.asarray(estimate, dtype=float)), np.asarray(population, dtype=float)
    if people.shape[-1] != values.shape[-1]:
        raise ValueError(f"{values.shape[-1]} estimates for {people.shape[-1]} populations: give one of each per group")
    if uncertainty is not None:
        errors = np.broadcast_to(np.asarray(uncertainty.standard_error, dtype=float), values.shape)
        uncertainty = Uncertainty(errors, uncertainty.scale)
    number = np.arange(1, values.shape[-1] + 1)
    return GroupEstimates(values, np.broadcast_to(people, values.shape), uncertainty, [""] * len(values), number)


def _without(groups: GroupEstimates, is_out: NDArray[np.bool_]) -> GroupEstimates:
    if not is_out.any():
        return groups
    errors = groups.uncertainty
    kept = Uncertainty(errors.standard_error[:, ~is_out], errors.scale) if errors else None
    return replace(
        groups,
        estimate=groups.estimate[:, ~is_out],
        population=groups.population[:, ~is_out],
        uncertainty=kept,
        number=groups.number[~is_out],
    )


def _with_people(groups: GroupEstimates, fewest: int) -> GroupEstimates:
    groups.refuse(~(groups.population >= 0), "the population must not be missing or negative in group")
    if (groups.inhabited < fewest).any():
        raise TooFewAreasError(
            f"the measure needs at least {fewest} groups in which somebody lives, found {groups.inhabited.min()}"
        )
    if groups.uncertainty:
        errors = groups.uncertainty.standard_error
        groups.refuse(~(np.isfinite(errors) & (errors >= 0)), "no standard error for group")
    empty = groups.population == 0
    for place in np.flatnonzero(empty.any(axis=0)):
        groups = groups.noted(empty[:, place], f"nobody lives in group {groups.number[place]}: it counts for nothing")
    return groups
