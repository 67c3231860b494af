"""What a file of 20 mph zones says of each side and street."""

import geopandas as gpd
import pandas as pd
import shapely

from geodata.school_routes.attributes import LIMIT_AS_SPEED
from geodata.school_routes.evidence.authority_sites import ROADS
from geodata.school_routes.evidence.classes import class_ranges
from geodata.school_routes.evidence.matching import first_by, link_edges, middles
from geodata.school_routes.evidence.overrides import statements
from geodata.school_routes.sides.running_along import Positions, runs_along

LIMIT_MPH = 20.0
LEAST_SHARE = 0.5
"""Share of a street along which a zone drawn as a line must run."""


def zone_statements(zones_20mph: gpd.GeoDataFrame, parts: gpd.GeoDataFrame) -> tuple[pd.DataFrame, int]:
    """Return statements on `speed_mph`, and how many zones hold no street.

    A zone holds a street whose middle lies in it or, drawn as a line, that it runs along for half of its length. It
    says the limit, and is to be used like a tagged one, only where nothing better is known: a signed limit alone lowers
    the 85th percentile by about 1 mph. What it stands for is `speed_over_limit` in `classes.toml`.
    """
    edges = link_edges(parts, ROADS)
    is_area = shapely.get_dimensions(zones_20mph.geometry.to_numpy()) == 2
    held = pd.concat([_in_areas(zones_20mph[is_area], edges), _along_lines(zones_20mph[~is_area], edges)])
    of_edge = first_by(held, ["edge_id"], ["row_id"], [True])
    roads = pd.DataFrame(parts.loc[parts["kind"].isin(ROADS), ["part_id", "edge_id"]])
    met = roads.merge(of_edge, on="edge_id")
    least, _, greatest = class_ranges().speed_over_limit.mph
    said = met.assign(
        attribute="speed_mph",
        lo=LIMIT_MPH + least,
        hi=LIMIT_MPH + greatest,
        source="zones_20mph:" + met["row_id"] + LIMIT_AS_SPEED,
        source_date=met["in_force_from"],
    )
    return statements([said]), len(zones_20mph) - held["row_id"].nunique()


def _in_areas(zones: gpd.GeoDataFrame, edges: gpd.GeoDataFrame) -> pd.DataFrame:
    zone, edge = shapely.STRtree(middles(edges)).query(zones.geometry.to_numpy(), predicate="intersects")
    return _pairs(zones, zone, edges, edge)


def _along_lines(zones: gpd.GeoDataFrame, edges: gpd.GeoDataFrame) -> pd.DataFrame:
    spots = runs_along(zones.geometry.to_numpy(), edges.geometry.to_numpy())
    overlaps = pd.DataFrame({"zone": spots.line, "edge": spots.edge, "length_m": spots.length_m})
    metres = overlaps.groupby(["zone", "edge"])["length_m"].sum().reset_index()
    half = LEAST_SHARE * edges["length_m"].to_numpy()[metres["edge"]]
    long = metres[metres["length_m"] >= half]
    return _pairs(zones, long["zone"].to_numpy(), edges, long["edge"].to_numpy())


def _pairs(zones: gpd.GeoDataFrame, zone: Positions, edges: gpd.GeoDataFrame, edge: Positions) -> pd.DataFrame:
    said = {name: zones[name].iloc[zone].array for name in ("row_id", "in_force_from")}
    return pd.DataFrame({**said, "edge_id": edges["edge_id"].iloc[edge].array})
