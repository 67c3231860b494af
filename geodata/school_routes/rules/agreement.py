"""Table `ruleset_agreement`: how far the rule-sets rate the same parts alike."""

import json
from collections.abc import Iterator
from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from statsmodels.stats.inter_rater import cohens_kappa

from geodata.schemas import conform, empty
from geodata.schemas.school_routes import RULESETS

RATINGS = 4
ALL = "all"
EVIDENCE = {"best": "rating_lo", "likely": "rating_likely", "strict": "rating_hi"}
Counts = NDArray[np.int64]


def ruleset_agreement(edge_ratings: pd.DataFrame, crossing_ratings: pd.DataFrame, parts: pd.DataFrame) -> pd.DataFrame:
    """Return table `ruleset_agreement` by kind of part, class of way, pair of rule-sets and evidence; `all` is first.

    `parts` is table `route_parts`, for kind and class of crossings. Parts that one of the two has no rule for are left
    out. Empty without ratings.
    """
    rated = pd.concat([_rated(table, parts) for table in (edge_ratings, crossing_ratings) if len(table)] or [_NOTHING])
    if rated.empty:
        return empty("ruleset_agreement")
    rows = [
        {"kind": kind, "highway": highway, "ruleset_a": a, "ruleset_b": b, "evidence": evidence}
        | _agreement(group, a, b, column)
        for (kind, highway), group in _groups(rated)
        for a, b in combinations(RULESETS, 2)
        for evidence, column in EVIDENCE.items()
    ]
    return conform("ruleset_agreement", pd.DataFrame(rows))


_NOTHING = pd.DataFrame()


def _rated(table: pd.DataFrame, parts: pd.DataFrame) -> pd.DataFrame:
    columns = ["part_id", *(f"{ruleset}_{column}" for ruleset in RULESETS for column in EVIDENCE.values())]
    return pd.DataFrame(table[columns]).merge(parts[["part_id", "kind", "highway"]], on="part_id", validate="1:1")


def _groups(rated: pd.DataFrame) -> Iterator[tuple[tuple[str, str], pd.DataFrame]]:
    """Give all parts, each kind, and each class of each kind."""
    yield (ALL, ALL), rated
    for kind, of_kind in rated.groupby("kind", sort=True):
        yield (str(kind), ALL), of_kind
        for highway, group in of_kind.groupby("highway", sort=True):
            yield (str(kind), str(highway)), group


def _agreement(group: pd.DataFrame, a: str, b: str, column: str) -> dict[str, object]:
    counts = confusion(group[f"{a}_{column}"], group[f"{b}_{column}"])
    n_parts = int(counts.sum())
    return {
        "n_parts": n_parts,
        "weighted_kappa": weighted_kappa(counts),
        "same_pct": 100 * np.trace(counts) / n_parts if n_parts else np.nan,
        "confusion": json.dumps(counts.tolist()),
    }


def confusion(a: pd.Series, b: pd.Series) -> Counts:
    """Return how many parts have each rating from 0 to 3 by one rule-set (rows) and by the other (columns).

    >>> confusion(pd.Series([0, 3, 3, None]), pd.Series([1, 3, 3, 2])).tolist()
    [[0, 1, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 2]]
    """
    both = (a.notna() & b.notna()).to_numpy(bool)
    cell = a.to_numpy(float)[both].astype(int) * RATINGS + b.to_numpy(float)[both].astype(int)
    return np.bincount(cell, minlength=RATINGS**2).reshape(RATINGS, RATINGS)


def weighted_kappa(counts: Counts) -> float:
    """Return Cohen's kappa with quadratic weights; nan where all parts have one rating by both, or there are none.

    1 less the mean squared difference over that expected if the two were independent. Of five parts two are rated 0 by
    both, two 3 by both, and one 0 by the first and 3 by the second:

    >>> counts = np.zeros((4, 4), int)
    >>> counts[0, 0], counts[3, 3], counts[0, 3] = 2, 2, 1
    >>> weighted_kappa(counts)  # observed 1/5; expected 3/5 x 3/5 + 2/5 x 2/5 = 13/25; 1 - 5/13
    0.6153846153846154
    """
    used = counts.sum(axis=0) + counts.sum(axis=1)
    if (used > 0).sum() < 2:
        return np.nan
    return float(cohens_kappa(counts, wt="quadratic", return_results=False))
