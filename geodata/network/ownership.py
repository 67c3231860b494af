"""Which authority a point of the network lies in."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray


def owners_of(points: NDArray[np.object_], outlines: gpd.GeoDataFrame | None) -> pd.Series:
    """Return the `local_authority_code` of the outline that holds each point, null where none does.

    `outlines` may have several rows for an authority, such as its wards. A point on a border belongs to the authority
    with the lowest code, so that nothing has two owners.

    >>> halves = gpd.GeoDataFrame({"local_authority_code": ["E2", "E1"]}, geometry=shapely.box([0, 5], 0, [5, 9], 9))
    >>> owners_of(shapely.points([[1, 1], [5, 1], [20, 1]]), halves).tolist()
    ['E2', 'E1', <NA>]
    """
    if outlines is None:
        return pd.Series(pd.NA, index=range(len(points)), dtype="string")
    ordered = outlines.sort_values("local_authority_code", kind="stable")
    # the tree holds the points, because shapely prepares what it asks with: few outlines of many vertices
    outline, point = shapely.STRtree(points).query(ordered.geometry.to_numpy(), predicate="intersects")
    owner = np.full(len(points), len(ordered))
    np.minimum.at(owner, point, outline)
    codes: pd.Series = ordered["local_authority_code"].astype("string").reset_index(drop=True)
    return codes.reindex(owner).reset_index(drop=True)
