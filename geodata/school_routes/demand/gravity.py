"""Journeys between homes and schools by a doubly constrained spatial-interaction model."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from pydantic import Field
from scipy import sparse

from geodata.study_area import Declared

Floats = NDArray[np.float64]


class Deterrence(Declared):
    """How fast a school's pull falls with distance."""

    value: float = Field(ge=0)
    assumed: Literal[True]
    reason: str


class Balancing(Declared):
    """When rolls are near enough, and how far a school's pull may be corrected to meet its roll."""

    rounds: int = Field(ge=0)
    tolerance: float = Field(gt=0)
    largest_correction: float = Field(gt=1)
    assumed: Literal[True]
    reason: str


class Gravity(Declared):
    """Constants of the model; `deterrence_per_km` by age group."""

    deterrence_per_km: dict[str, Deterrence]
    balancing: Balancing


class Trips(NamedTuple):
    """Pupils by pair, in the order of the pairs, and how near the schools are to their rolls."""

    pupils: Floats
    roll_gap: float
    """Largest difference between a school's pupils and its scaled roll, as a share of the scaled roll."""
    rounds: int


@cache
def gravity() -> Gravity:
    """Read `gravity.toml`."""
    text = (files("geodata.school_routes.demand") / "gravity.toml").read_text(encoding="utf-8")
    return Gravity.model_validate(tomllib.loads(text))


def balanced_trips(
    home: NDArray[np.int32],
    school: NDArray[np.int32],
    pull: Floats,
    pupils: Floats,
    rolls: Floats,
    *,
    balancing: Balancing,
) -> Trips:
    """Return pupils of each pair of a home and a school (positions in `pupils` and `rolls`), `pull` = exp(-beta km).

    T_ij = A_i B_j O_i D_j exp(-beta d_ij) (Wilson 1971): D_j are the rolls, scaled so that they add up to all pupils,
    and B_j, from 1 on, is corrected in turn until every school has its D_j within `tolerance`, or `rounds` are over; it
    stays between `largest_correction` and its inverse. Homes' totals hold exactly, schools' as nearly as `roll_gap`
    says. Pairs are sorted by home; each has pupils, a roll and a pull above 0, each home and school at least one pair.

    Two homes of 30 and 10 pupils and two equal schools: 18 x 8 / (12 x 2) = 6 = (1 x 1) / (1/2 x 1/3).

    >>> home, school = np.array([0, 0, 1, 1], np.int32), np.array([0, 1, 0, 1], np.int32)
    >>> ends = {"pupils": np.array([30.0, 10.0]), "rolls": np.array([1.0, 1.0])}
    >>> trips = balanced_trips(home, school, np.array([1, 1 / 2, 1 / 3, 1]), **ends,
    ...                        balancing=gravity().balancing.model_copy(update={"tolerance": 1e-9}))
    >>> trips.pupils.round(3).tolist()
    [18.0, 12.0, 2.0, 8.0]
    """
    starts = np.concatenate([[0], np.cumsum(np.bincount(home, minlength=len(pupils)))])
    pulls = sparse.csr_array((pull, school, starts), shape=(len(pupils), len(rolls)))
    target = rolls * (pupils.sum() / rolls.sum()) if len(rolls) else rolls
    correction, done = np.ones(len(rolls)), 0
    while True:
        weight = correction * target
        out = pupils / (pulls @ weight)
        arriving = weight * (pulls.T @ out)
        gap = float(np.max(np.abs(arriving - target) / target, initial=0.0))
        if gap <= balancing.tolerance or done == balancing.rounds:
            return Trips(out[home] * weight[school] * pull, gap, done)
        bound = balancing.largest_correction
        correction, done = np.clip(correction * target / arriving, 1 / bound, bound), done + 1
