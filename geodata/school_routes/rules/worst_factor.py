"""Rates parts by the factors of a rule-set under three completions of what is unknown; the worst factor governs."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geodata.school_routes.attributes import Interval, interval
from geodata.school_routes.rules.factors import (
    COMPLETIONS,
    DOES_NOT_APPLY,
    Completion,
    Factor,
    Flags,
    Floats,
    Outcome,
    Rows,
    Worse,
)
from geodata.school_routes.rules.verdicts import FAILS, verdict

Integers = NDArray[np.int8]


class FactorFindings(NamedTuple):
    """What one factor finds in each row: numbers of its outcomes and their ratings, rows by completion."""

    factor: Factor[Any]
    outcomes: tuple[Outcome, ...]
    codes: Integers
    ratings: Integers
    """Best, likely and worst in three rows; -1 where the factor does not apply."""


def attributes_of(factors: Sequence[Factor[Any]]) -> list[str]:
    """Return the attributes that any of the factors reads, in their order."""
    return list(dict.fromkeys(attribute for factor in factors for attribute in factor.worse))


def findings(
    factors: Sequence[Factor[Any]], evidence: pd.DataFrame, traits: Mapping[str, NDArray[Any]], limits: object
) -> list[FactorFindings]:
    """Return what each factor finds in each row of an evidence table."""
    known = {attribute: interval(evidence, attribute) for attribute in attributes_of(factors)}
    return [_findings(factor, known, traits, limits) for factor in factors]


def _findings(
    factor: Factor[Any], known: Mapping[str, Interval], traits: Mapping[str, NDArray[Any]], limits: object
) -> FactorFindings:
    outcomes = factor.outcomes(limits)
    codes = np.stack(
        [
            factor.decide(
                Rows({a: _end(known[a], worse, each) for a, worse in factor.worse.items()}, traits, each), limits
            )
            for each in COMPLETIONS
        ]
    )
    # the last entry is that of code -1
    ratings = np.array([*(outcome.rating for outcome in outcomes), DOES_NOT_APPLY], dtype=np.int8)
    return FactorFindings(factor, outcomes, codes, ratings[codes])


def _end(attribute: Interval, worse: Worse, completion: Completion) -> Floats:
    if worse == "less, if known":
        return attribute.hi
    if completion == "likely":
        return attribute.likely
    return attribute.hi if (worse == "more") == (completion == "worst") else attribute.lo


def governed(found: Sequence[FactorFindings], evidence: pd.DataFrame, *, gives_verdicts: bool) -> pd.DataFrame:
    """Return ratings, verdict (where there is one), deciding factor, threshold, condition, and shares of what is known.

    The deciding factor is the one with the worst rating under worst evidence, then under likely, then under best; of
    equals the first. Its threshold is the one crossed or kept under worst evidence. `subject_to` is what passing under
    worst evidence still depends on; empty if on nothing, or if it fails.
    """
    ratings = np.stack([each.ratings for each in found], axis=1)
    lo, likely, hi = _governing(ratings)
    table = pd.DataFrame({"rating_lo": lo, "rating_likely": likely, "rating_hi": hi})
    if gives_verdicts:
        table["verdict"] = verdict(lo, hi)
    decides = np.argmax(np.array([1, 4, 16]) @ ratings.astype(np.int64).transpose(1, 0, 2), axis=0)
    table["deciding_factor"], table["threshold"] = _decided(found, decides)
    table["subject_to"] = _conditions(found).mask(hi >= FAILS, "")
    table["completeness"] = _completeness(np.where(ratings == FAILS, 1, 0) if gives_verdicts else ratings, ratings)
    table["tagged_share"] = _tagged_share(found, evidence)
    return table.set_axis(evidence.index)


def _governing(ratings: Integers) -> tuple[Floats, Floats, Floats]:
    """Return the worst rating under each completion; nan in all where no factor applies under any of them."""
    worst = ratings.max(axis=1)
    is_rated = worst.max(axis=0) > DOES_NOT_APPLY
    best, likely, strict = np.where(is_rated, np.maximum(worst, 0).astype(float), np.nan)
    return best, likely, strict


def _decided(found: Sequence[FactorFindings], decides: NDArray[np.intp]) -> tuple[pd.Series, pd.Series]:
    """Return the names of the factors that decide and what they find under worst evidence; empty where none applies."""
    names = pd.array([*(each.factor.name for each in found), ""], dtype="string")
    words = pd.array([*(outcome.words for each in found for outcome in each.outcomes), ""], dtype="string")
    first_words = np.cumsum([0, *(len(each.outcomes) for each in found)])[decides]
    codes = np.stack([each.codes[-1] for each in found])[decides, np.arange(len(decides))]
    applies = codes > DOES_NOT_APPLY
    return (
        pd.Series(names.take(np.where(applies, decides, len(found)))),
        pd.Series(words.take(np.where(applies, first_words + codes, len(words) - 1))),
    )


def _conditions(found: Sequence[FactorFindings]) -> pd.Series:
    """Return the conditions of what the factors find under worst evidence, the first that there is."""
    said = pd.Series("", range(found[0].codes.shape[1]), dtype="string")
    for each in found:
        words = pd.array([*(outcome.condition for outcome in each.outcomes), ""], dtype="string")
        said = said.mask(said == "", pd.Series(words.take(each.codes[-1])))
    return said


def _completeness(scale: Integers, ratings: Integers) -> Floats:
    """Return the share of the factors that apply which are settled, or could not change what governs.

    `scale` is what is to be settled: failing or not where there are verdicts, else the rating itself.
    """
    lo, hi = scale[0], scale[-1]
    applies = ratings.max(axis=0) > DOES_NOT_APPLY
    is_open = applies & (hi > lo) & (hi > lo.max(axis=0))
    return 1 - _ratio(is_open.sum(axis=0), applies.sum(axis=0))


def _tagged_share(found: Sequence[FactorFindings], evidence: pd.DataFrame) -> Floats:
    """Return the share of the attributes read by factors that apply which a tag, survey or count says."""
    is_read, is_known = np.zeros(len(evidence)), np.zeros(len(evidence))
    for attribute in attributes_of([each.factor for each in found]):
        by = [each.ratings.max(axis=0) > DOES_NOT_APPLY for each in found if attribute in each.factor.worse]
        matters: Flags = np.logical_or.reduce(by)
        is_read += matters
        is_known += matters & interval(evidence, attribute).is_known
    return _ratio(is_known, is_read)


def _ratio(part: NDArray[Any], whole: NDArray[Any]) -> Floats:
    share: Floats = np.divide(part, whole, out=np.full(len(whole), np.nan), where=whole > 0)
    return share
