"""How the counts of a study area add up, as one matrix: every total a reader could subtract published parts from."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse

from geodata.study_area import StudyArea, Suppression
from geodata.suppression import quantities
from geodata.suppression.figures import BEST_FIT, COUNT, LEFT_OVER_DECIMALS, Figures, is_small
from geodata.suppression.membership import blocks, memberships

REST = "others than the parts of "
PLACE = ["area_code", "period"]
TOTAL = ["total_area", "total_quantity", "total_period"]


@dataclass(frozen=True)
class Counts:
    """Every count that figures give away, by themselves or by subtraction, and how they add up.

    `table` has one row per count: `area_code, quantity, period, value, is_small, block` (the authority within which it
    mostly adds up). A row of `sums` adds counts up to zero: the total less its parts. `reveals` tells, figures by
    counts, which figure gives which count away.
    """

    table: pd.DataFrame
    sums: sparse.csr_matrix
    reveals: sparse.csr_matrix


def counts_of(
    study_area: StudyArea, figures: Figures, tables: Mapping[str, pd.DataFrame], members: pd.DataFrame
) -> Counts:
    """Return the counts that the figures give away and every sum among them.

    `members` are the population groups by deprivation. A count that a sum leaves over (`REST`), or that a rate leaves
    below its line, is among the counts where it is small.
    """
    # a modelled rate gives away the people below its line, who are more than its numerator
    given = figures.counts.groupby(COUNT, as_index=False).agg(value=("value", "max"), is_small=("is_small", "any"))
    found = [_quantity_sum(study_area.suppression, given, total, parts) for total, parts in quantities.sums().items()]
    rests = [rest for _, rest in found]
    table = pd.concat([given, *rests, figures.differences.assign(is_small=True)], ignore_index=True)[given.columns]
    index = pd.MultiIndex.from_frame(table[COUNT])
    sums = [
        *(_area_sum(table, name, membership) for name, membership in memberships(study_area, tables, members)),
        *(terms for terms, _ in found),
        _period_sum(given),
        _difference_sum(figures.differences),
    ]
    place = index.get_indexer(pd.MultiIndex.from_frame(figures.counts[COUNT]))
    ones = np.ones(len(place))
    return Counts(
        table.assign(block=blocks(tables, table["area_code"])),
        _matrix(sums, index),
        sparse.csr_matrix((ones, (figures.counts["cell"], place)), (len(figures.cells), len(table))),
    )


def _matrix(sums: list[pd.DataFrame], index: pd.MultiIndex) -> sparse.csr_matrix:
    """Return the sums whose total is among the counts: it weighs 1, its parts less than nothing."""
    rows: list[np.ndarray] = []
    columns: list[np.ndarray] = []
    weights: list[np.ndarray] = []
    n = 0
    for terms in sums:
        total = index.get_indexer(pd.MultiIndex.from_frame(terms[TOTAL]))
        part = index.get_indexer(pd.MultiIndex.from_frame(terms[COUNT]))
        known = (total >= 0) & (part >= 0)
        row, totals = pd.factorize(total[known])
        rows += [n + row, n + np.arange(len(totals))]
        columns += [part[known], totals]
        weights += [-terms["weight"].to_numpy(float)[known], np.ones(len(totals))]
        n += len(totals)
    entries = (np.concatenate(weights), (np.concatenate(rows), np.concatenate(columns)))
    return sparse.csr_matrix(entries, (n, len(index)))


def _area_sum(table: pd.DataFrame, name: str, membership: pd.DataFrame) -> pd.DataFrame:
    terms = table[COUNT].merge(membership, left_on="area_code", right_on="part")
    quantity = BEST_FIT + terms["quantity"] if name == "best_fit" else terms["quantity"]
    return terms.assign(total_area=terms["into"], total_quantity=quantity, total_period=terms["period"])


def _quantity_sum(
    rule: Suppression, given: pd.DataFrame, total: str, parts: list[str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the sum of some quantities wherever they add up, and the small counts that it leaves over."""
    chosen = given[given["quantity"].isin([total, *parts])]
    wide = chosen.pivot(index=PLACE, columns="quantity", values="value").reindex(columns=[total, *parts])
    rest = (wide[total] - wide[parts].sum(axis=1)).round(LEFT_OVER_DECIMALS)
    # with more people left over than need protection the parts do not give each other away
    adds_up = wide[parts].notna().any(axis=1) & (rest < rule.high + 1)
    small = rest[adds_up & is_small(rule, rest)].rename("value").reset_index()
    left_over = small.assign(quantity=REST + total, is_small=True)
    terms = pd.concat([chosen[chosen["quantity"] != total], left_over], ignore_index=True)
    terms = terms[pd.MultiIndex.from_frame(terms[PLACE]).isin(adds_up[adds_up].index)]
    return _of_total(terms, total), left_over


def _of_total(terms: pd.DataFrame, quantity: str | pd.Series, period: str | pd.Series | None = None) -> pd.DataFrame:
    """Return the terms as parts of a total of the same area, and of the same period unless another is given."""
    total_period = terms["period"] if period is None else period
    return terms.assign(total_area=terms["area_code"], total_quantity=quantity, total_period=total_period, weight=1.0)


def _period_sum(given: pd.DataFrame) -> pd.DataFrame:
    """Return each span (such as 2010 to 2019) as the sum of its years."""
    periods = given["period"].unique()
    inside = pd.DataFrame(_years_of_spans(periods), columns=["period", "total_period"], dtype="object")
    terms = given[COUNT].merge(inside, on="period")
    return _of_total(terms, terms["quantity"], terms["total_period"])


def _years_of_spans(periods: np.ndarray) -> Iterator[tuple[str, str]]:
    for span in periods:
        if ends := re.fullmatch(r"(\d{4}) to (\d{4})", span):
            yield from ((year, span) for year in periods if re.fullmatch(r"\d{4}", year) and ends[1] <= year <= ends[2])


def _difference_sum(differences: pd.DataFrame) -> pd.DataFrame:
    """Return those below a line as the sum of those above it and the others."""
    both = pd.concat([differences, differences.assign(quantity=differences["part"])], ignore_index=True)
    return _of_total(both, both["whole"])
