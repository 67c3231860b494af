"""Tables `walking_edges` and `walking_nodes`: streets and paths, split where they meet, with what their tags say."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import shapely
from numpy.typing import NDArray

from geodata.network.attributes import CROSSING_KEYS, EDGE_KEYS, crossing_attributes, edge_attributes
from geodata.network.components import is_in_main_component
from geodata.network.ownership import owners_of
from geodata.network.splitting import Pieces, split
from geodata.openstreetmap.tags import tag_columns
from geodata.schemas import conform, empty
from geodata.schemas.streets import NODE_ATTRIBUTES

_SIDEWALKS = ["sidewalk", "sidewalk:left", "sidewalk:right", "sidewalk:both"]
_WAY_KEYS = ["highway", "name", "ref", *_SIDEWALKS]


def walking_network(
    openstreetmap: gpd.GeoDataFrame, owners: gpd.GeoDataFrame | None
) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """Return tables `walking_nodes` and `walking_edges` of what OpenStreetMap says (table `source_openstreetmap`)."""
    edges = walking_edges(openstreetmap, owners)
    return walking_nodes(openstreetmap, edges, owners), edges


def walking_edges(openstreetmap: gpd.GeoDataFrame, owners: gpd.GeoDataFrame | None) -> gpd.GeoDataFrame:
    """Return table `walking_edges`: walkable ways of `source_openstreetmap`, split into edges.

    A way is split at every node that is used twice, by other ways or by itself, and at crossings of roads
    (highway=crossing). `owners` are outlines with `local_authority_code`, one or more to an authority; the one that
    holds the middle of an edge owns it. Edges are in the order of way, part and piece, whatever the order of the input,
    in its coordinate system. Raises `ValueError` unless that is projected, and the owners' the same.
    """
    _require_projected(openstreetmap, owners)
    ways = openstreetmap[openstreetmap["role"] == "walkable"].sort_values(["osm_id", "part"])
    if ways.empty:
        return _without_rows("walking_edges", openstreetmap)
    pieces = split(ways["node_ids"].to_list(), ways.geometry.to_numpy(), _crossing_nodes(openstreetmap))
    middles = shapely.line_interpolate_point(pieces.geometry, 0.5, normalized=True)
    edges = _said_of(ways).iloc[pieces.way].reset_index(drop=True)
    edges = edges.assign(
        edge_id=_edge_ids(edges["osm_way_id"], edges["part"], pieces),
        u=pieces.u,
        v=pieces.v,
        length_m=pieces.length,
        local_authority_code=owners_of(middles, owners),
        is_in_main_component=is_in_main_component(pieces.u, pieces.v, pieces.length),
    )
    return conform("walking_edges", gpd.GeoDataFrame(edges, geometry=pieces.geometry, crs=openstreetmap.crs))


def walking_nodes(
    openstreetmap: gpd.GeoDataFrame, edges: gpd.GeoDataFrame, owners: gpd.GeoDataFrame | None
) -> gpd.GeoDataFrame:
    """Return table `walking_nodes`: the ends of `walking_edges`, in the order of their OpenStreetMap numbers.

    What is known of crossings comes from the nodes of `source_openstreetmap` with role `crossing`; kerbs and the like
    are told there too, and no crossing. `owners` as for `walking_edges`, by the node itself.
    """
    _require_projected(openstreetmap, owners)
    if edges.empty:
        return _without_rows("walking_nodes", openstreetmap)
    ends = np.concatenate([edges["u"], edges["v"]])
    node_id, an_end, degree = np.unique(ends, return_index=True, return_counts=True)
    points = _end_points(edges, an_end)
    nodes = _crossings(openstreetmap).reindex(node_id).reset_index(names="node_id")
    nodes = nodes.assign(
        local_authority_code=owners_of(points, owners),
        degree=degree,
        is_in_main_component=np.tile(edges["is_in_main_component"].to_numpy(), 2)[an_end],
        **_without_null(nodes),
    )
    return conform("walking_nodes", gpd.GeoDataFrame(nodes, geometry=points, crs=edges.crs))


def _without_rows(table: str, openstreetmap: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(empty(table)).set_crs(openstreetmap.crs, allow_override=True)


def _require_projected(openstreetmap: gpd.GeoDataFrame, owners: gpd.GeoDataFrame | None) -> None:
    crs = openstreetmap.crs
    if crs is None or not crs.is_projected:
        raise ValueError(f"source_openstreetmap must be in projected metres, such as EPSG:27700; found {crs}")
    if owners is not None and owners.crs != crs:
        raise ValueError(f"outlines of authorities are in {owners.crs}, source_openstreetmap in {crs}: reproject one")


def _crossing_rows(openstreetmap: gpd.GeoDataFrame) -> pd.DataFrame:
    return pd.DataFrame(openstreetmap[openstreetmap["role"] == "crossing"]).set_index("osm_id")


def _crossing_nodes(openstreetmap: gpd.GeoDataFrame) -> NDArray[np.int64]:
    kind = tag_columns(_crossing_rows(openstreetmap)["tags"], ["highway"])["highway"]
    return kind.index[kind == "crossing"].to_numpy(dtype=np.int64)


def _said_of(ways: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return what the tags of each row's way say; parts of a way share its tags, which are read once."""
    way_ids, way_of = np.unique(ways["osm_id"], return_inverse=True)
    tags = tag_columns(ways.drop_duplicates("osm_id")["tags"], [*_WAY_KEYS, *EDGE_KEYS])
    tags = tags.reset_index(drop=True)
    said = pd.concat([tags[["highway", "name", "ref"]], edge_attributes(tags)], axis=1).assign(
        osm_way_id=way_ids,
        is_sidewalk_separate=(tags[_SIDEWALKS] == "separate").any(axis=1).to_numpy(dtype=bool),
        is_cycleway=(tags["highway"] == "cycleway").to_numpy(dtype=bool),
    )
    version = ways["osm_version"].to_numpy()
    return said.iloc[way_of].assign(osm_version=version, part=ways["part"].to_numpy()).reset_index(drop=True)


def _edge_ids(way_id: pd.Series, part: pd.Series, pieces: Pieces) -> pd.Series:
    way, part, piece = (pa.array(numbers).cast(pa.string()) for numbers in (way_id, part, pieces.number))
    named = pc.binary_join_element_wise(pc.binary_join_element_wise("w", way, ""), part, piece, ".")
    return pd.Series(named.to_pandas(), dtype="string")


def _end_points(edges: gpd.GeoDataFrame, end: NDArray[np.intp]) -> NDArray[np.object_]:
    """Return the points of some ends, counted from 0: first the starts of all edges, then their ends."""
    lines = edges.geometry.to_numpy()
    points: NDArray[np.object_] = shapely.get_point(lines[end % len(edges)], np.where(end < len(edges), 0, -1))
    return points


def _crossings(openstreetmap: gpd.GeoDataFrame) -> pd.DataFrame:
    tags = tag_columns(_crossing_rows(openstreetmap)["tags"], ["highway", *CROSSING_KEYS])
    return crossing_attributes(tags).assign(is_crossing=tags["highway"].eq("crossing").fillna(False).astype(bool))


def _without_null(nodes: pd.DataFrame) -> dict[str, pd.Series]:
    """Return the columns that say of a node without tags that nothing is known, rather than being null."""
    flags = ["is_crossing", *(f"is_{name}_known" for name in NODE_ATTRIBUTES)]
    sources = [f"{name}_source" for name in NODE_ATTRIBUTES]
    return {name: nodes[name].eq(True) for name in flags} | {name: nodes[name].fillna("") for name in sources}
