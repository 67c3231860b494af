"""The walking network as a graph of osmnx, and back."""

import geopandas as gpd
import networkx as nx
import numpy as np
import osmnx as ox
import pandas as pd

from geodata.errors import MissingColumnError
from geodata.schemas import conform, model_for

_OF_NODES = {"degree": "street_count"}
_OF_EDGES = {"osm_way_id": "osmid", "length_m": "length"}
"""Our columns by what osmnx calls the same thing."""
_GEOGRAPHIC = "EPSG:4326"


def to_osmnx(nodes: gpd.GeoDataFrame, edges: gpd.GeoDataFrame) -> nx.MultiDiGraph:
    """Return the network as `osmnx.project_graph` gives one: every edge in both directions, coordinates in metres.

    Nodes are OpenStreetMap numbers with `x`, `y`, `lon`, `lat` and `street_count`; edges have `osmid`, `length`,
    `oneway` (never), `reversed` and `geometry`. All other columns of `walking_nodes` and `walking_edges` stay under
    their names; an attribute that is null is left out, as osmnx does. Raises `ValueError` if there are no edges.
    """
    if edges.empty:
        raise ValueError("walking_edges has no rows: osmnx has no graph without edges")
    both = pd.concat([_one_way(edges, is_reversed=False), _one_way(edges, is_reversed=True)])
    key = both.groupby(["u", "v"]).cumcount().rename("key")
    directed = both.assign(key=key.to_numpy()).set_index(["u", "v", "key"])
    attributes = {"crs": edges.crs, "simplified": True}  # true: its ways are not to be merged once more
    return ox.graph_from_gdfs(_placed(nodes), directed, graph_attrs=attributes)


def from_osmnx(graph: nx.MultiDiGraph) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """Return tables `walking_nodes` and `walking_edges` of a graph that `to_osmnx` made, whatever was taken out since.

    It may have been to a file and back (`osmnx.save_graphml`).
    Raises `MissingColumnError` naming what a graph from elsewhere lacks: osmnx's own have no normalised attributes.
    """
    placed, directed = ox.graph_to_gdfs(graph)
    nodes = placed.rename_axis("node_id").reset_index().rename(columns=_ours(_OF_NODES))
    directed = directed.reset_index().rename(columns=_ours(_OF_EDGES))
    if "reversed" not in directed:
        raise _lacking("walking_edges", ["reversed"])
    edges = directed[~_flags(directed["reversed"])]
    nodes = _complete("walking_nodes", nodes).sort_values("node_id")
    edges = _in_order(_complete("walking_edges", edges))
    return conform("walking_nodes", nodes), conform("walking_edges", edges)


def _ours(of: dict[str, str]) -> dict[str, str]:
    return {theirs: ours for ours, theirs in of.items()}


def _one_way(edges: gpd.GeoDataFrame, *, is_reversed: bool) -> gpd.GeoDataFrame:
    named = edges.rename(columns=_OF_EDGES).assign(oneway=False, reversed=is_reversed)
    if not is_reversed:
        return named
    return named.assign(u=edges["v"], v=edges["u"], geometry=edges.geometry.reverse())


def _placed(nodes: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    on_globe = nodes.geometry.to_crs(_GEOGRAPHIC)
    named = nodes.set_index(nodes["node_id"].rename("osmid")).drop(columns="node_id").rename(columns=_OF_NODES)
    metres = {"x": nodes.geometry.x.to_numpy(), "y": nodes.geometry.y.to_numpy()}
    return named.assign(**metres, lon=on_globe.x.to_numpy(), lat=on_globe.y.to_numpy())


def _complete(table: str, frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the frame with columns that are null throughout, which no element of the graph has, and true flags."""
    columns = model_for(table).to_schema().columns
    absent = [name for name in columns if name not in frame]
    if required := [name for name in absent if not columns[name].nullable]:
        raise _lacking(table, required)
    nulls = {name: pd.Series(pd.NA if "str" in str(columns[name].dtype) else np.nan, frame.index) for name in absent}
    flags = {name: _flags(frame[name]) for name, column in columns.items() if str(column.dtype) == "bool"}
    return frame.assign(**nulls, **flags)


def _flags(values: pd.Series) -> pd.Series:
    """Return true and false of values that may be text, as GraphML files have them."""
    return values.astype("string").eq("True").astype(bool)


def _lacking(table: str, names: list[str]) -> MissingColumnError:
    called = ", ".join((_OF_NODES | _OF_EDGES).get(name, name) for name in names)
    return MissingColumnError(
        f"the graph cannot become {table}, it lacks the attribute(s) {called}: give a graph that `to_osmnx` made"
    )


def _in_order(edges: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the edges by way, part and piece, the order of the table."""
    numbers = edges["edge_id"].astype("string").str.extract(r"w(-?\d+)\.(\d+)\.(\d+)").astype("int64")
    return edges.loc[numbers.sort_values([0, 1, 2]).index]
