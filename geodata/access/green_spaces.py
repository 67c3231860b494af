"""Green space that people may walk in: OS Open Greenspace where it is given, OpenStreetMap for the rest."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geodata.access.mapped_places import each_once

FUNCTIONS = ("Public Park Or Garden", "Playing Field", "Play Space")
"""Of the functions in OS Open Greenspace those for everybody to walk and play in.

Left out are allotments, bowling greens, tennis courts, golf courses and other sports facilities, which members use, and
cemeteries and religious grounds, which are open but not for play or exercise.
"""
PLAYGROUNDS = ("playground", "play space")
SMALLEST_HA = 0.5
"""Size of the smallest site, the doorstep greenspace, in Natural England's Accessible Greenspace Standards (2023)."""
_REPLACED_SHARE = 0.5


def green_spaces(mapped: gpd.GeoDataFrame, sites: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return green space of at least 0.5 ha, and playgrounds of any size, in the columns of table `destinations`.

    `mapped` has those of OpenStreetMap, `sites` rows of table `source_green_space`. A site replaces what OpenStreetMap
    has if it covers half of it. A place mapped as a point, whose size nobody knows, stays.
    """
    listed = _listed(sites[(sites["feature"] == "site") & sites["function"].isin(FUNCTIONS)])
    kept = mapped[~_is_covered(mapped.geometry.to_numpy(), listed.geometry.to_numpy())]
    if len(listed):
        kept = kept.assign(note="in OpenStreetMap only")
    both = pd.concat([listed, kept], ignore_index=True) if len(listed) else kept
    area_ha = both.geometry.area / 10_000
    is_large = (area_ha >= SMALLEST_HA) | (area_ha == 0) | both["category"].isin(PLAYGROUNDS)
    return each_once(both[is_large].reset_index(drop=True))


def _listed(sites: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(
        {
            "destination_id": "os:" + sites["site_id"],
            "kind": "green_space",
            "name": sites["site_name"],
            "category": sites["function"].str.casefold(),
            "capacity": np.nan,
            "source": "green_space",
            "note": "the publisher does not say whether it is open to everybody",
        },
        geometry=sites.geometry,
    ).sort_values("destination_id")


def _is_covered(mapped: np.ndarray, sites: np.ndarray) -> np.ndarray:
    """Tell which mapped places lie in sites, areas by at least half."""
    place, site = shapely.STRtree(sites).query(mapped, predicate="intersects")
    size = shapely.area(mapped)
    overlap = shapely.area(shapely.intersection(mapped[place], sites[site]))
    share = np.where(size[place] > 0, overlap / np.where(size[place] > 0, size[place], 1.0), 1.0)
    return np.bincount(place, share, len(mapped)) >= _REPLACED_SHARE
