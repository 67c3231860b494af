"""Sentences computed from figures. Nothing is claimed that ties or overlapping limits could overturn."""

import pandas as pd

from maps.numbers import counted, decimal, listed

COMPARISONS = {"Worse": "worse than", "Better": "better than", "Similar": "similar to"}
"""The publisher's words, in the order in which they are reported."""


def highest(rows: pd.DataFrame, names: pd.Series, suffix: str = "") -> str:
    """Return the sentence that one area is highest, or nothing.

    Said only if no other area has the same value as shown and its lower limit lies above every other upper limit.
    `rows` has value, lower_cl, upper_cl; `names` has the same index.
    """
    known = rows[rows["value"].notna()].sort_values("value", ascending=False)
    if len(known) < 2 or known[["lower_cl", "upper_cl"]].isna().any(axis=None):
        return ""
    shown = [decimal(value) for value in known["value"]]
    is_clear = known["lower_cl"].iloc[0] > known["upper_cl"].iloc[1:].max()
    if not is_clear or shown[0] == shown[1]:
        return ""
    return f"{names.loc[known.index].iloc[0]} is highest ({shown[0]}{suffix}), clear of every other."


def top_class(classes: pd.Series, label: str, authorities: pd.Series) -> str:
    """Return how many wards are in the highest class and where they are, the authority with most first.

    With a single authority the count alone is given.
    """
    known = classes[classes >= 0]
    members = authorities[known.index[known == known.max()]]
    verb = "is" if len(members) == 1 else "are"
    sentence = f"{len(members):,} of {counted(len(known), 'ward')} with data {verb} in the highest class ({label})."
    if authorities.nunique() < 2:
        return sentence
    counts = members.value_counts().sort_index().sort_values(ascending=False, kind="stable")
    shown = [f"{name} ({count})" for name, count in counts.items()]
    return f"{sentence} By authority: {listed(shown)}."


def authority_range(rows: pd.DataFrame, england: float | None, suffix: str) -> str:
    """Return the lowest and highest value among authorities, and England's beside them."""
    known = rows["value"].dropna()
    low, high = (f"{decimal(value)}{suffix}" for value in (known.min(), known.max()))
    spread = low if low == high else f"Between {low} and {high}"
    return f"{spread}; England {decimal(england)}{suffix}." if england is not None else f"{spread}."


def compared_with_england(rows: pd.DataFrame, names: pd.Series) -> str:
    """Return which authorities the publisher finds worse than, better than and similar to England."""
    compared = rows["compared_with_england"].where(rows["value"].notna())
    parts = []
    for word, phrase in COMPARISONS.items():
        members = sorted(names.loc[compared.index[compared == word]])
        if members:
            parts.append(f"{phrase} England" if len(rows) == 1 else f"{phrase} England: {listed(members)}")
    return f"The publisher's comparison: {'; '.join(parts)}." if parts else "The publisher gives no comparison."
