"""Stretches: neighbouring parts of one road that fail for the same reason, so that one change would mend them all."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from geodata.school_routes.rules.verdicts import FAILS

Integers = NDArray[np.int64]


def stretches(parts: pd.DataFrame, ratings: pd.DataFrame) -> pd.Series:
    """Return by `part_id` of every part that fails under likely evidence the first part of its stretch.

    Parts belong together if they meet at a place and have the same kind, side, verdict and deciding factor and the same
    name, or number, or way where there is neither: a street without a footway is mapped in many pieces, and a footway
    along one of them alone would lead nowhere. The arms of a node that join the same two places are one crossing.
    `ratings` are those of `part_ratings`.
    """
    failing = parts[parts["part_id"].isin(ratings.index[ratings["rating_likely"] >= FAILS])]
    own = failing.sort_values("part_id", ignore_index=True)
    if own.empty:
        return pd.Series(dtype="string")
    groups = pd.MultiIndex.from_frame(_alike(own, ratings)).factorize()[0]
    first = own["part_id"].groupby(_joined(own, groups)).transform("first")
    return pd.Series(first.to_numpy(), own["part_id"].to_numpy(), dtype="string")


def _alike(own: pd.DataFrame, ratings: pd.DataFrame) -> pd.DataFrame:
    """Return what parts of one stretch share."""
    way = own["name"].fillna(own["ref"]).fillna(own["osm_way_id"].astype("string"))
    places = own[["u", "v"]].min(axis=1).astype(str) + " " + own[["u", "v"]].max(axis=1).astype(str)
    road = way.mask(own["kind"] == "crossing", places)
    found = own["part_id"].map(ratings["verdict"]) + " " + own["part_id"].map(ratings["deciding_factor"])
    return pd.DataFrame({"kind": own["kind"], "side": own["side"], "road": road, "found": found}).astype("string")


def _joined(own: pd.DataFrame, groups: Integers) -> Integers:
    """Return numbers of parts that hang together within their group."""
    rows = np.tile(np.arange(len(own)), 2)
    places = pd.MultiIndex.from_arrays([groups[rows], own[["u", "v"]].to_numpy().T.ravel()]).factorize()[0]
    n_nodes = len(own) + int(places.max()) + 1
    links = coo_array((np.ones(len(rows)), (rows, len(own) + places)), shape=(n_nodes, n_nodes))
    numbers: Integers = connected_components(links, directed=False)[1][: len(own)]
    return numbers
