"""Moran's I: whether neighbouring areas are alike, over all areas and area by area."""

import numpy as np
import pandas as pd
from esda.moran import Moran, Moran_Local
from libpysal.graph import Graph
from scipy.stats import false_discovery_control

from geodata.inequality.permutations import ALPHA, ROUNDING, tails, two_sided
from geodata.inequality.refusals import numbers, refuse_where
from geodata.inequality.result import Numbers, result

QUADRANTS = {1: "high among high", 2: "low among high", 3: "low among low", 4: "high among low"}
NOT_SIGNIFICANT = "not significant"
METHOD = (
    "Moran's I, neighbours weighted equally; two-sided p by the normal distribution with the moments under "
    "randomisation; no limits: they would belong to no pattern at all, not to the value"
)


def morans_i(value: pd.Series, graph: Graph) -> pd.DataFrame:
    """Return Moran's I of the areas as a `result` of one row; `note` says what it means, with its p-value.

    I = sum z_i L_i / sum z_i^2, z the value less the mean and L the mean of the neighbours' z. It lies about
    -1/(n - 1) without any pattern, above it where neighbours are alike and below it where they are unlike. An area
    without neighbours counts in the mean and in n as in esda (spdep: in the mean only), but has no L. Raises
    `ValueError` naming the areas of value or graph that the other lacks, or if all values are equal.
    Source: Cliff and Ord (1981); esda `Moran`.

    >>> row = Graph.from_dicts({"a": ["b"], "b": ["a", "c"], "c": ["b", "d"], "d": ["c"]})
    >>> moran = morans_i(pd.Series([1.0, 2.0, 3.0, 4.0], list("abcd")), row).iloc[0]
    >>> round(float(moran["value"]), 2), moran["note"]
    (0.4, 'no clear pattern among neighbours (p = 0.11)')
    """
    moran = Moran(_in_order(value, graph), graph, permutations=0)
    return result(moran.I, np.nan, np.nan, 1 - ALPHA, METHOD, _in_words(moran.I > moran.EI, moran.p_rand))


def _in_order(value: pd.Series, graph: Graph) -> Numbers:
    """Return the values in the order of the graph, refusing what cannot be compared."""
    refuse_where(~value.index.isin(graph.unique_ids), value.index, "not in the graph of neighbours: area")
    ordered = value.reindex(graph.unique_ids)
    refuse_where(ordered.isna(), ordered.index, "no value for area")
    if are_all_equal(ordered):
        raise ValueError("all areas have the same value: there is nothing to compare")
    return numbers(ordered)


def are_all_equal(value: pd.Series) -> bool:
    """Tell whether the values differ by no more than rounding.

    >>> are_all_equal(pd.Series([0.3, 0.1 + 0.2]))
    True
    """
    return bool(value.max() - value.min() <= ROUNDING * value.abs().max())


def _in_words(is_alike: bool, p: float) -> str:
    words = f"neighbours are {'alike' if is_alike else 'unlike'}" if p <= ALPHA else "no clear pattern among neighbours"
    return f"{words} ({'p < 0.0001' if p < 0.0001 else f'p = {p:.2g}'})"


def local_morans_i(value: pd.Series, graph: Graph) -> pd.DataFrame:
    """Return each area's local Moran's I and what its neighbourhood is, on the index of `value`.

    Columns: `neighbours_value`, the mean of the neighbours' values; `local_morans_i` = (n - 1) z_i L_i / sum z^2, above
    zero where the area is like its neighbours; `quadrant`, whether area and neighbours lie above the mean of all areas
    ("high among low": a high area among low ones); `p_value`; `p_adjusted`, by Benjamini and Hochberg over the areas;
    `cluster`, the quadrant where `p_adjusted` is at most 0.05, otherwise "not significant".

    `p_value` is two-sided, by conditional permutation: the neighbours are drawn from all other areas, as many times as
    `permutations_for` says, and the smaller tail is doubled. The draws are the same each time, and the order of rows
    does not matter. An area without neighbours is missing in all columns, but counts in the mean and in n as in
    `morans_i`, which says what is refused.
    Source: Anselin (1995); esda `Moran_Local` (its own `p_sim` is one-sided); Benjamini and Hochberg (1995).

    >>> row = Graph.from_dicts({"a": ["b"], "b": ["a", "c"], "c": ["b", "d"], "d": ["c"]})
    >>> local = local_morans_i(pd.Series([1.0, 2.0, 3.0, 4.0], list("abcd")), row)
    >>> local[["neighbours_value", "local_morans_i", "quadrant", "cluster"]].round(2).head(2)
       neighbours_value  local_morans_i       quadrant          cluster
    a               2.0            0.45  low among low  not significant
    b               2.0            0.15  low among low  not significant
    """
    values = _in_order(value, graph)
    local = Moran_Local(values, graph, permutations=0)
    table = pd.DataFrame(
        {
            "neighbours_value": graph.transform("r").lag(values),
            "local_morans_i": local.Is,
            "quadrant": pd.Series(local.q, graph.unique_ids).map(QUADRANTS).astype("string"),
            "p_value": two_sided(tails(local.z, graph)),
        },
        index=graph.unique_ids,
    )[graph.cardinalities > 0]
    table["p_adjusted"] = false_discovery_control(table["p_value"])
    table["cluster"] = table["quadrant"].where(table["p_adjusted"] <= ALPHA, NOT_SIGNIFICANT)
    by_area: pd.DataFrame = table.reindex(value.index)
    return by_area
