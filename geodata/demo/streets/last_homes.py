"""Closes, lanes and tracks to the homes that the other streets do not reach, but for a few that stay remote."""

import geopandas as gpd
import numpy as np
import shapely
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import minimum_spanning_tree

from geodata.demo.geography import Array
from geodata.demo.planted import REMOTE_HOMES
from geodata.demo.seed import random_stream
from geodata.demo.streets.corridors import crosses
from geodata.demo.streets.districts import ESTATES_PER_KM2, homes_per_km2
from geodata.demo.streets.drawing import Shapes, drawn
from geodata.demo.streets.noding import Numbers, Pieces, triangle_sides
from geodata.demo.streets.postcode_points import live_postcode_places

REACHED_M = 45.0
NEARBY_M = 300.0
COUNTRY_ROLES = ("farm_lane", "farm_track", "farm_drive")


def last_streets(pieces: Pieces) -> gpd.GeoDataFrame:
    """Return a tree of streets from the network to each postcode further than 45 m from it.

    The postcodes at the end of the longest branches get none.
    """
    homes = live_postcode_places()
    lines = pieces.table.geometry.to_numpy()
    _, gap_m = shapely.STRtree(lines).query_nearest(shapely.points(homes), all_matches=False, return_distance=True)
    branches = _tree(homes[gap_m > REACHED_M], lines)
    bent = _bent(branches)
    middle = shapely.line_interpolate_point(bent, 0.5, normalized=True)
    country = random_stream("farm lanes").choice(COUNTRY_ROLES, len(bent), p=[0.45, 0.25, 0.3])
    return drawn("", bent).assign(role=np.where(homes_per_km2(middle) > ESTATES_PER_KM2, "close", country))


def _tree(homes: Array, lines: Shapes) -> Shapes:
    """Return the shortest tree that joins the homes to the network, the network being one place."""
    first, second, branches = (
        np.concatenate(each) for each in zip(_between(homes), _to_network(homes, lines), strict=True)
    )
    is_open = ~crosses(branches)
    first, second, branches = first[is_open], second[is_open], branches[is_open]
    length = shapely.length(branches)
    size = len(homes) + 1
    tree = minimum_spanning_tree(coo_matrix((length, (first, second)), shape=(size, size)).tocsr()).tocoo()
    chosen = np.isin(first * size + second, tree.row.astype(np.int64) * size + tree.col)
    first, second, branches = first[chosen], second[chosen], branches[chosen]
    met = np.bincount(np.concatenate([first, second]), minlength=size)
    is_last = (np.minimum(met[first], met[second]) == 1) & (np.maximum(first, second) < size)
    remote = np.argsort(-np.where(is_last, shapely.length(branches), 0), kind="stable")[:REMOTE_HOMES]
    return np.delete(branches, remote)


def _between(homes: Array) -> tuple[Numbers, Numbers, Shapes]:
    pairs = triangle_sides(homes)
    return pairs[:, 0], pairs[:, 1], shapely.linestrings(homes[pairs])


def _to_network(homes: Array, lines: Shapes) -> tuple[Numbers, Numbers, Shapes]:
    """Return for each home the shortest line to the network that crosses nothing."""
    points = shapely.points(homes)
    home, line = shapely.STRtree(lines).query(points, predicate="dwithin", distance=NEARBY_M)
    alone = np.setdiff1d(np.arange(len(homes)), home)
    _, nearest = shapely.STRtree(lines).query_nearest(points[alone], all_matches=False)
    home, line = np.concatenate([home, alone]), np.concatenate([line, nearest])
    links = shapely.shortest_line(points[home], lines[line])
    is_open = ~crosses(links)
    home, links = home[is_open], links[is_open]
    order = np.lexsort([shapely.length(links), home])
    best = order[np.unique(home[order], return_index=True)[1]]
    return home[best], np.full(len(best), len(homes)), links[best]


def _bent(lines: Shapes) -> Shapes:
    """Return the lines as gentle bows: nobody drives a lane dead straight to a farm."""
    corners = shapely.get_coordinates(lines).reshape(-1, 2, 2)
    along = np.diff(corners, axis=1)[:, 0]
    part = np.linspace(0, 1, 7)
    bow = 0.07 * np.sin(np.pi * part) + 0.03 * np.sin(2 * np.pi * part)
    side = np.where(np.arange(len(lines)) % 2, 1.0, -1.0)[:, None] * np.column_stack([-along[:, 1], along[:, 0]])
    course = corners[:, :1] + along[:, None] * part[:, None] + side[:, None] * bow[:, None]
    return np.asarray(shapely.linestrings(course))
