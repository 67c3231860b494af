"""Table `route_parts`: the side-aware network, on which the two sides of a main road are different places."""

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geodata.network.components import components
from geodata.schemas import conform, empty
from geodata.school_routes.sides.alongside import SIDES, is_separately_mapped
from geodata.school_routes.sides.connection import needed_to_connect
from geodata.school_routes.sides.kinds import is_main_road, kinds
from geodata.school_routes.sides.roads_beside import roads_beside
from geodata.school_routes.sides.sectors import Sectors, sectors

CROSSING_M = 7.3
"""Length of every crossing of a main road: the standard width of a single carriageway in the UK (DMRB CD 127).

The same everywhere, so that what is known of a road's width never changes a distance.
"""
_OF_THE_EDGE = ["edge_id", "beside_edge_id", "highway", "osm_way_id", "osm_version", "name", "ref"]

Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]


def route_parts(edges: gpd.GeoDataFrame, nodes: gpd.GeoDataFrame, openstreetmap: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return table `route_parts` of tables `walking_edges`, `walking_nodes` and `source_openstreetmap`, by part id.

    A main road gives a part for either side, any other edge one part. At a node with two or more arms of main roads
    the land between neighbouring arms is a place, and each arm gives a crossing, 7.3 m long, between the places on its
    two sides; nobody says yet that one may cross there. Arms are sorted by the direction of the first 10 m, and other
    edges join the place that theirs points to. So it is where a main road ends and nothing goes on: an extract may have
    been cut there. Any other node is one place.

    A side whose footway is mapped as a way of its own (`is_separately_mapped`) is left out, unless without it a place
    would be cut off at which another edge joins or a crossing is mapped. Of the main component is what hangs together
    with most of that of `walking_edges` if one may cross everywhere. `beside_edge_id` is the road that a path runs
    beside (`roads_beside`), whether or not it stands for one of its sides.
    """
    if edges.empty:
        return gpd.GeoDataFrame(empty("route_parts"))
    ordered = edges.sort_values("edge_id", ignore_index=True)
    ordered = ordered.assign(beside_edge_id=roads_beside(ordered))
    made = sectors(ordered)
    links = pd.concat([_links(ordered, made), _crossings(made)], ignore_index=True)
    weight = _weights(links, ordered)
    is_out = _is_left_out(links, made, weight, nodes, is_separately_mapped(ordered, openstreetmap))
    kept = links[~is_out].assign(is_in_main_component=_is_in_main(links[~is_out], weight[~is_out]))
    of_edge = pd.DataFrame(ordered[[*_OF_THE_EDGE, "local_authority_code"]]).iloc[kept["edge"]].set_index(kept.index)
    points = nodes.set_index("node_id").geometry.reindex(made.node_id).to_numpy()
    at_node = np.where(kept["kind"] == "crossing", points[kept["node"]], ordered.geometry.to_numpy()[kept["edge"]])
    named = pd.concat([kept.drop(columns=["edge", "node", "end"]), of_edge], axis=1).assign(part_id=_ids(kept, ordered))
    table = gpd.GeoDataFrame(named, geometry=at_node, crs=edges.crs).sort_values("part_id")
    return gpd.GeoDataFrame(conform("route_parts", table))


def _links(edges: gpd.GeoDataFrame, made: Sectors) -> pd.DataFrame:
    """Return both sides of every main road and all other edges; `edge` is the position among the edges."""
    is_main = is_main_road(edges)
    main, other = np.flatnonzero(is_main), np.flatnonzero(~is_main)
    edge = np.concatenate([main, main, other])
    # as one walks along an edge, what is clockwise of its start is on the right, of its end on the left
    left, right = made.anticlockwise[0], made.clockwise[0]
    left_at_end, right_at_end = made.clockwise[1], made.anticlockwise[1]
    links = {
        "edge": edge,
        "side": np.repeat(["left", "right", ""], [len(main), len(main), len(other)]),
        "u": np.concatenate([left[main], right[main], left[other]]),
        "v": np.concatenate([left_at_end[main], right_at_end[main], left_at_end[other]]),
        "kind": kinds(edges)[edge],
        "length_m": edges["length_m"].to_numpy(dtype=float)[edge],
        "is_main_road": is_main[edge],
    }
    return pd.DataFrame(links).assign(node=0, end="", node_id=np.nan)


def _crossings(made: Sectors) -> pd.DataFrame:
    """Return every arm at a node of several, from its anticlockwise to its clockwise side."""
    row, edge = np.nonzero(made.is_arm & (made.places[made.node] >= 2))
    node = made.node[row, edge]
    crossings = {
        "edge": edge,
        "u": made.anticlockwise[row, edge],
        "v": made.clockwise[row, edge],
        "node": node,
        "node_id": made.node_id[node].astype(float),
        "end": np.array(["u", "v"])[row],
    }
    return pd.DataFrame(crossings).assign(side="", kind="crossing", length_m=CROSSING_M, is_main_road=True)


def _ids(links: pd.DataFrame, edges: gpd.GeoDataFrame) -> pd.Series:
    edge_id = pd.Series(edges["edge_id"].astype("string").array[links["edge"]], index=links.index)
    dotted = links["side"].where(links["side"] == "", "." + links["side"]).astype("string")
    number = pd.Series(links["node_id"].astype("Int64").astype("string"), index=links.index)
    crossing = "x" + number + "." + edge_id + "." + links["end"].astype("string")
    return crossing.where(links["kind"] == "crossing", edge_id + dotted)


def _weights(links: pd.DataFrame, edges: gpd.GeoDataFrame) -> Floats:
    """Return how much each link counts when the main component is chosen: metres of that of the undivided network."""
    is_main = edges["is_in_main_component"].to_numpy(dtype=bool)[links["edge"]]
    return np.where(is_main, links["length_m"], 0.0)


def _is_left_out(
    links: pd.DataFrame, made: Sectors, weight: Floats, nodes: gpd.GeoDataFrame, is_separate: Flags
) -> Flags:
    """Tell which sides give way to a mapped footway."""
    side = links["side"].to_numpy()
    spare = [(side == name) & is_separate[links["edge"], column] for column, name in enumerate(SIDES)]
    is_spare = np.logical_or(*spare)
    u, v = links["u"].to_numpy(), links["v"].to_numpy()
    is_crossing = (links["kind"] == "crossing").to_numpy(dtype=bool)
    in_use = ~is_spare & ~is_crossing
    node_of = np.repeat(np.arange(len(made.node_id)), made.places)
    hangs = np.isin(made.node_id[node_of], nodes["node_id"][nodes["is_crossing"]])
    hangs[u[in_use]] = hangs[v[in_use]] = True
    is_out: Flags = is_spare & ~needed_to_connect(u, v, weight, is_spare, is_crossing, hangs)
    return is_out


def _is_in_main(links: pd.DataFrame, weight: Floats) -> Flags:
    label = components(links["u"].to_numpy(), links["v"].to_numpy())
    is_in: Flags = label == np.bincount(label, weights=weight).argmax()
    return is_in
