"""Ratings and verdicts of every part by one rule-set, sides, streets, paths and crossings together."""

import pandas as pd

NUMBERS = ("rating_lo", "rating_likely", "rating_hi")
WORDS = ("verdict", "deciding_factor", "threshold")


def part_ratings(edge_ratings: pd.DataFrame, crossing_ratings: pd.DataFrame, ruleset: str) -> pd.DataFrame:
    """Return ratings by `part_id` (index, sorted): `rating_lo, _likely, _hi, verdict, deciding_factor, threshold`.

    From the columns of `ruleset` in tables `edge_ratings` and `crossing_ratings`; empty tables give no rows. Where the
    rule-set has no rule the ratings are 0 and the verdict is available; factor and threshold are then empty.
    """
    names = {f"{ruleset}_{column}": column for column in (*NUMBERS, *WORDS)}
    tables = [
        table.set_index("part_id")[list(names)].rename(columns=names)
        for table in (edge_ratings, crossing_ratings)
        if len(table)
    ]
    if not tables:
        return _typed(pd.DataFrame(columns=list(names.values()), index=pd.Index([], name="part_id", dtype="string")))
    return _typed(pd.concat(tables).sort_index())


def _typed(table: pd.DataFrame) -> pd.DataFrame:
    numbers = table[list(NUMBERS)].astype(float).fillna(0.0)
    words = table[list(WORDS)].astype("string").fillna({"verdict": "available"}).fillna("")
    return numbers.join(words)
