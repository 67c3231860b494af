"""Table `homes` where nobody knows who lives where: places along residential streets."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geodata.schemas import conform

RESIDENTIAL = ("residential", "living_street")
"""Streets that houses line. Unclassified and tertiary roads are left out: many are country lanes without a house."""
SPACING_M = 50.0


def street_homes(edges: gpd.GeoDataFrame, authority_code: str) -> gpd.GeoDataFrame:
    """Return table `homes` with a place about every 50 m along the residential streets of the main component.

    Each stands in the middle of its piece of street; `weight` is the piece's length in metres, so that the weights add
    up to the metres of residential street. People, LSOA and ward are null. Streets are the authority's own, or all of
    them where no outline told whose they are.
    """
    streets = edges[edges["is_in_main_component"] & edges["highway"].isin(RESIDENTIAL)]
    is_own = streets["local_authority_code"].isin([authority_code])
    own = streets[is_own] if is_own.any() else streets
    pieces = np.maximum(1, np.round(own["length_m"] / SPACING_M)).astype("int64").to_numpy()
    piece = np.arange(pieces.sum()) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    share = (piece + 0.5) / np.repeat(pieces, pieces)
    repeated = own.loc[np.repeat(own.index, pieces)]
    unknown = dict.fromkeys(["lsoa_code", "ward_code", "residents", "children", "no_car_households"])
    frame = pd.DataFrame(
        {
            "home_id": np.arange(len(piece)),
            "local_authority_code": authority_code,
            "weight": repeated["length_m"].to_numpy() / np.repeat(pieces, pieces),
            "method": "street_metres",
            "edge_id": repeated["edge_id"].to_numpy(),
            "along_m": share * repeated["length_m"].to_numpy(),
            "snap_m": 0.0,
            "is_far": False,
        }
    )
    points = shapely.line_interpolate_point(repeated.geometry.to_numpy(), share, normalized=True)
    return conform("homes", gpd.GeoDataFrame(frame.assign(**unknown), geometry=points, crs=edges.crs))
