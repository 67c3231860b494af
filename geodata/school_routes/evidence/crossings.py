"""Table `osm_crossing_evidence`: what OpenStreetMap and the class of road say of every arm that may be crossed."""

import geopandas as gpd
import numpy as np
import pandas as pd

from geodata.schemas import conform, empty
from geodata.school_routes.evidence.bounds import Bounds
from geodata.school_routes.evidence.classes import ClassRanges
from geodata.school_routes.evidence.crossing_carriageways import lanes, traffic, width_m
from geodata.school_routes.evidence.crossing_control import Control, control
from geodata.school_routes.evidence.crossing_points import CLASSES, crossing_points
from geodata.school_routes.evidence.crossing_roads import Integers, main_roads
from geodata.school_routes.evidence.crossing_spacing import spacing_m


def osm_crossing_evidence(
    parts: gpd.GeoDataFrame,
    edges: gpd.GeoDataFrame,
    nodes: gpd.GeoDataFrame,
    openstreetmap: gpd.GeoDataFrame,
    links: pd.DataFrame,
    ranges: ClassRanges,
    date: str,
) -> pd.DataFrame:
    """Return table `osm_crossing_evidence`: the crossings of `route_parts`, in their order.

    `edges` and `nodes` are the walking network, `links` is `osm_link_evidence`; `date` is that of the streets. A mapped
    crossing counts for an arm if it stands on that arm's road, at most 20 m along it from the arm's node, or at the
    node. Where OpenStreetMap shows none it is taken that there is none, with source `not mapped` and not known: only a
    survey tells.
    Traffic signals without a crossing of known class leave open whether there is a green figure. Likely values are
    the commonest known ones of the class in the authority where at least 30 are known, else those assumed.
    """
    rows = parts[parts["kind"] == "crossing"]
    if rows.empty:
        return empty("osm_crossing_evidence")
    points = crossing_points(edges, nodes, openstreetmap)
    roads = main_roads(edges, points)
    arms = roads.arm_of(rows["edge_id"], rows["part_id"].str.endswith("v").to_numpy(dtype=bool))
    standing = control(roads, points)
    bounds = {
        **{name: standing.bounds(name, arms) for name in ("controlled", "signals", "island")},
        "signal_arm_without_figure": standing.figure_missing(arms),
        "spacing_m": spacing_m(roads, standing.points, roads.node[arms]),
        "sight_lines": Bounds.between(0.0, 1.0, 0.0, "unknown", len(rows)),
    }
    of_road = _carriageways(roads.edges, openstreetmap, date)
    of_traffic = traffic(roads.edges, parts, links, ranges, date)
    at_road = pd.concat([of_road, of_traffic], axis=1).iloc[roads.edge[arms % len(roads.edge)]]
    named = {"part_id": rows["part_id"].array} | _columns(bounds, date) | _mapped(standing, arms)
    table = pd.concat([pd.DataFrame(named), at_road.reset_index(drop=True)], axis=1)
    return conform("osm_crossing_evidence", table)


def _carriageways(roads: pd.DataFrame, openstreetmap: gpd.GeoDataFrame, date: str) -> pd.DataFrame:
    of_lanes = lanes(roads, openstreetmap)
    return pd.DataFrame(_columns({"lanes": of_lanes, "width_m": width_m(roads, of_lanes)}, date))


def _columns(bounds: dict[str, Bounds], date: str) -> dict[str, object]:
    return {name: values for each, of in bounds.items() for name, values in of.columns(each, date).items()}


def _mapped(standing: Control, arms: Integers) -> dict[str, object]:
    """Return the mapped crossing that speaks for each arm: class, node and version."""
    best = standing.nearest_best(arms)
    names = np.array([*CLASSES, None], dtype=object)
    code = best["code"].fillna(len(CLASSES)).to_numpy(dtype=int)
    return {
        "crossing": pd.array(names[code], dtype="string"),
        "osm_node_id": best["node_id"].to_numpy(dtype=float),
        "osm_node_version": best["version"].to_numpy(dtype=float),
    }
