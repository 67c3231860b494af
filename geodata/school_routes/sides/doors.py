"""Table `home_doors`: where each home joins the side-aware network."""

import geopandas as gpd
import numpy as np
import pandas as pd

from geodata.schemas import conform, empty
from geodata.school_routes.sides.joining import joined


def home_doors(homes: gpd.GeoDataFrame, edges: gpd.GeoDataFrame, parts: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return table `home_doors`, by home; homes that no edge reaches have none.

    `homes` join `walking_edges`, `parts` is table `route_parts`. On a main road, or where such roads meet, a home has
    its door on the side on which it lies and never across the carriageway (`joined`). Where several parts would do, it
    is one of the edge that the home was joined to, and of these or otherwise the first by its id: so a home exactly on
    a centreline is on the left. `attrs["left_out"]` is the number of homes that nothing on their side reaches.
    """
    known = homes[homes["edge_id"].notna()]
    if known.empty or parts.empty:
        return empty("home_doors")
    doors = joined(known, edges, parts)
    edge_of = pd.Series(parts["edge_id"].array, index=parts["part_id"]).reindex(doors["part_id"])
    is_other = edge_of.to_numpy() != known["edge_id"].to_numpy()[doors["place"]]
    chosen = (
        doors.assign(home_id=known["home_id"].to_numpy(dtype=np.int64)[doors["place"]], is_other=is_other)
        .sort_values(["home_id", "is_other", "part_id", "along_m"])
        .drop_duplicates("home_id")
    )
    table = conform("home_doors", chosen)
    table.attrs["left_out"] = len(known) - len(table)
    return table
