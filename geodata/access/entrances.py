"""Table `destination_entrances`: where the walking network reaches each destination."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geodata.network.snapping import FAR_M, snap
from geodata.schemas import conform

NEAR_M = 10.0
"""A path that ends so near an area is taken to lead into it: outlines are often drawn along the fence."""
_DRIVEN_ONLY = "motor vehicle"
_JOINT = ["edge_id", "along_m", "snap_m", "is_far"]


def entrances(
    destinations: gpd.GeoDataFrame, green_space: gpd.GeoDataFrame, nodes: gpd.GeoDataFrame, edges: gpd.GeoDataFrame
) -> pd.DataFrame:
    """Return table `destination_entrances`, one row per destination and entrance, sorted.

    A site of OS Open Greenspace is entered at its access points (those for motor vehicles alone left out), if table
    `source_green_space` has any. Another area is entered wherever a node of the network lies in it or within 10 m of
    it; without one, at the point of the network that is nearest to it. A place mapped as a point is entered from the
    nearest edge. Only the main component of the network counts; without a network there is no entrance.
    """
    main = edges[edges["is_in_main_component"]].sort_values("edge_id")
    gates = _access_points(destinations, green_space, edges)
    without = destinations[~destinations["destination_id"].isin(gates["destination_id"])]
    is_area = without.geometry.area > 0
    inside = _nodes_within(without[is_area], nodes[nodes["is_in_main_component"]], main)
    closed = without[is_area & ~without["destination_id"].isin(inside["destination_id"])]
    parts = [
        gates,
        inside,
        _nearest_points(closed, main),
        _snapped(without[~is_area], without.geometry[~is_area], edges),
    ]
    together = pd.concat([part for part in parts if len(part)] or parts, ignore_index=True).dropna(subset="edge_id")
    kinds = destinations.set_index("destination_id")["kind"]
    ordered = together.sort_values(["destination_id", "edge_id", "along_m", "snap_m"])
    distinct = ordered.drop_duplicates(["destination_id", "edge_id", "along_m"])
    return conform("destination_entrances", distinct.assign(kind=distinct["destination_id"].map(kinds)))


def _access_points(
    destinations: gpd.GeoDataFrame, green_space: gpd.GeoDataFrame, edges: gpd.GeoDataFrame
) -> pd.DataFrame:
    is_gate = (green_space["feature"] == "access_point") & (green_space["access_type"].str.casefold() != _DRIVEN_ONLY)
    gates = green_space[is_gate]
    named = gates.assign(destination_id="os:" + gates["site_id"])
    wanted = named[named["destination_id"].isin(destinations["destination_id"])]
    return _snapped(wanted, wanted.geometry, edges)


def _snapped(places: pd.DataFrame, points: gpd.GeoSeries, edges: gpd.GeoDataFrame) -> pd.DataFrame:
    return snap(points, edges).assign(destination_id=places["destination_id"])[["destination_id", *_JOINT]]


def _nodes_within(areas: gpd.GeoDataFrame, nodes: gpd.GeoDataFrame, main: gpd.GeoDataFrame) -> pd.DataFrame:
    outlines, points = areas.geometry.to_numpy(), nodes.geometry.to_numpy()
    area, node = shapely.STRtree(points).query(outlines, predicate="dwithin", distance=NEAR_M)
    found = pd.DataFrame(
        {
            "destination_id": areas["destination_id"].array[area],
            "node_id": nodes["node_id"].to_numpy()[node],
            "snap_m": shapely.distance(outlines[area], points[node]),
            "is_far": False,
        }
    )
    return found.merge(_joints(main), on="node_id")[["destination_id", *_JOINT]]


def _joints(main: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return one edge of each node, and where on it the node is: at its start or its end."""
    starts = pd.DataFrame({"node_id": main["u"], "edge_id": main["edge_id"], "along_m": 0.0})
    ends = pd.DataFrame({"node_id": main["v"], "edge_id": main["edge_id"], "along_m": main["length_m"]})
    return pd.concat([starts, ends]).drop_duplicates("node_id")


def _nearest_points(areas: gpd.GeoDataFrame, main: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return the point of the network that is nearest to each area, which is snapped exactly."""
    lines, outlines = main.geometry.to_numpy(), areas.geometry.to_numpy()
    tree = shapely.STRtree(lines)
    area, line = tree.query_nearest(outlines, all_matches=False) if len(lines) else np.empty((2, 0), dtype=np.intp)
    shortest = shapely.shortest_line(lines[line], outlines[area])
    reached = areas.iloc[area]
    on_network = gpd.GeoSeries(shapely.get_point(shortest, 0), reached.index, crs=main.crs)
    away = shapely.length(shortest)
    return _snapped(reached, on_network, main).assign(snap_m=away, is_far=away > FAR_M)
