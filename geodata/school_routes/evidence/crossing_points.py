"""Crossings and signals as mapped: one row per OpenStreetMap node, with what is known of its class."""

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geodata.network.attributes import CROSSING_KEYS, crossing_attributes
from geodata.openstreetmap.tags import tag_columns
from geodata.school_routes.sides.kinds import kinds

CLASSES = (
    *("none", "unmarked", "uncontrolled"),
    *("zebra", "parallel"),
    *("signalised", "pelican", "puffin", "toucan", "pegasus"),
)
"""Classes of crossings (`geodata.schemas.streets.CROSSINGS`), by how much they do to stop traffic; one kind a line."""
UNCONTROLLED = CLASSES.index("uncontrolled")
FIRST_CONTROLLED, FIRST_WITH_SIGNALS = CLASSES.index("zebra"), CLASSES.index("signalised")
_KEYS = ("highway", *CROSSING_KEYS)
_SAID = ["node_id", "code", "island", "geometry"]

Flags = NDArray[np.bool_]


def crossing_points(
    edges: gpd.GeoDataFrame, nodes: gpd.GeoDataFrame, openstreetmap: gpd.GeoDataFrame
) -> gpd.GeoDataFrame:
    """Return crossings of roads and traffic signals by `node_id`, wherever they are mapped.

    Crossings are nodes that the network calls so (`walking_nodes`), signals with a tag `crossing`, and both ends of
    ways that are crossings. `code` is the position of the class in `CLASSES`, `island` 1 or 0; both nan if no tag says
    it. A node's own tags go before those of its ways, of which the most controlled counts. `is_crossing` and
    `is_signals` (signals for traffic, which may have a phase for people on foot) tell what it is; `version` is that of
    the node.
    """
    at_nodes = nodes[nodes["is_crossing"]]
    of_nodes = [_said(at_nodes, at_nodes["node_id"]), _signals_with_crossing(openstreetmap)]
    crossings = pd.concat([*of_nodes, _ends_of_crossings(edges, nodes, openstreetmap)], ignore_index=True)
    crossings = crossings.groupby("node_id", as_index=False).first().assign(is_crossing=True, is_signals=False)
    lights = openstreetmap[openstreetmap["role"] == "signals"].rename(columns={"osm_id": "node_id"})
    lights = lights[~lights["node_id"].isin(crossings["node_id"])].assign(
        code=np.nan, island=np.nan, is_crossing=False, is_signals=True
    )
    points = pd.concat([crossings, lights[list(crossings.columns)]], ignore_index=True)
    version = openstreetmap[openstreetmap["element"] == "node"].drop_duplicates("osm_id").set_index("osm_id")
    points = points.assign(version=points["node_id"].map(version["osm_version"])).sort_values("node_id")
    return gpd.GeoDataFrame(points.reset_index(drop=True), geometry="geometry", crs=nodes.crs)


def is_path_across(edges: gpd.GeoDataFrame, openstreetmap: gpd.GeoDataFrame) -> Flags:
    """Tell which edges are paths that cross a road, also where no tag says how (footway=crossing)."""
    is_path: Flags = kinds(edges) == "path"
    ways = openstreetmap[openstreetmap["role"] == "walkable"].drop_duplicates("osm_id")
    tags = tag_columns(ways["tags"], ["highway", "footway", "cycleway", "path"])
    is_named = (tags == "crossing").any(axis=1).to_numpy(dtype=bool)
    named = edges["osm_way_id"].isin(ways["osm_id"].to_numpy()[is_named]).to_numpy(dtype=bool)
    across: Flags = is_path & (named | edges["is_crossing_known"].to_numpy(dtype=bool))
    return across


def _said(rows: gpd.GeoDataFrame, node_id: pd.Series) -> pd.DataFrame:
    """Return what is known of the class and island of crossings (columns of `walking_nodes` and `walking_edges`)."""
    code = rows["crossing"].map({name: float(code) for code, name in enumerate(CLASSES)}).astype(float)
    island = rows["island"].map({"yes": 1.0, "no": 0.0}).astype(float)
    known = {
        "node_id": node_id.astype("int64"),
        "code": code.where(rows["is_crossing_known"].astype(bool)),
        "island": island.where(rows["is_island_known"].astype(bool)),
        "geometry": rows.geometry,
    }
    return pd.DataFrame(known)


def _signals_with_crossing(openstreetmap: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return traffic signals whose own tags say how one crosses there."""
    rows = openstreetmap[openstreetmap["role"] == "crossing"]
    tags = tag_columns(rows["tags"], _KEYS)
    both = (tags["highway"].eq("traffic_signals") & tags["crossing"].notna()).fillna(False).to_numpy(dtype=bool)
    attributes = crossing_attributes(tags[both])
    return _said(gpd.GeoDataFrame(attributes, geometry=rows.geometry[both]), rows["osm_id"][both])


def _ends_of_crossings(
    edges: gpd.GeoDataFrame, nodes: gpd.GeoDataFrame, openstreetmap: gpd.GeoDataFrame
) -> pd.DataFrame:
    """Return both ends of paths that cross a road; those that lie on no main road are of no use to anybody."""
    across = edges[is_path_across(edges, openstreetmap)]
    ends = pd.concat([_said(across, across[end]) for end in ("u", "v")], ignore_index=True)
    places = nodes.set_index("node_id").geometry.reindex(ends["node_id"])
    return ends.assign(geometry=places.to_numpy()).sort_values(["node_id", "code", "island"], ascending=False)[_SAID]
