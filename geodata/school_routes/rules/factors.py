"""What a rule-set consists of: factors, each of which finds one of its outcomes for every part."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Literal, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from geodata.study_area import Declared

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Codes = NDArray[np.int8]
Completion = Literal["best", "likely", "worst"]
COMPLETIONS: tuple[Completion, ...] = ("best", "likely", "worst")
"""How what is unknown is filled in: every attribute at its better end, as is likely, at its worse end."""
Worse = Literal["more", "less", "less, if known"]
"""Which values of an attribute are worse; `if known` counts as good until a survey says otherwise."""
DOES_NOT_APPLY = -1

Constants = TypeVar("Constants", bound=Declared)


class Outcome(NamedTuple):
    """What a factor can find: a rating from 0 to 3 (fails), and the threshold crossed or kept in words."""

    rating: int
    words: str
    condition: str = ""
    """What a rating that passes is subject to, as nobody can know it without a site visit."""


class Rows(NamedTuple):
    """The parts to be rated: their attributes under one completion, and what is certain of them (`traits`)."""

    value: Mapping[str, Floats]
    traits: Mapping[str, NDArray[Any]]
    completion: Completion


@dataclass(frozen=True)
class Factor(Generic[Constants]):
    """One rule: `decide` gives the number of an outcome for each row, -1 where the rule does not apply.

    Its rating never falls as an attribute in `worse` moves to the worse, so that the better and the worse ends of all
    attributes bound the rating whatever the truth is. An attribute "less, if known" counts as good until it is known.
    """

    name: str
    worse: Mapping[str, Worse]
    outcomes: Callable[[Constants], tuple[Outcome, ...]]
    decide: Callable[[Rows, Constants], Codes]


@dataclass(frozen=True)
class RuleSet:
    """Factors for what is walked along and for what is crossed; the worst of them governs."""

    name: str
    constants: Callable[[], Any]
    links: tuple[Factor[Any], ...]
    crossings: tuple[Factor[Any], ...]
    gives_verdicts: bool


def first_that_holds(conditions: Sequence[tuple[Flags, int]], otherwise: int) -> Codes:
    """Return for each row the code of the first condition that holds there.

    >>> number = np.array([1.0, 2.0, 3.0])
    >>> first_that_holds([(number > 2, 7), (number > 1, 5)], otherwise=0).tolist()
    [0, 5, 7]
    """
    codes = np.full(len(conditions[0][0]), otherwise, dtype=np.int8)
    for holds, code in reversed(conditions):
        codes[holds] = code
    return codes
