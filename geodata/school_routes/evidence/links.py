"""Table `osm_link_evidence`: what OpenStreetMap, the terrain and the class of road say of sides, streets and paths."""

from collections.abc import Iterator
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd

from geodata.network.attributes.attribute import numbers
from geodata.openstreetmap.tags import tag_columns
from geodata.schemas import conform, empty
from geodata.school_routes.evidence import surroundings
from geodata.school_routes.evidence.bounds import Bounds, Flags, usual
from geodata.school_routes.evidence.classes import ClassRanges, Traffic
from geodata.school_routes.evidence.footways import footway, footway_width_m
from geodata.school_routes.evidence.limits import speed_of_limit
from geodata.school_routes.evidence.side_road_flows import with_side_road_flows
from geodata.school_routes.evidence.side_roads import side_road_treated
from geodata.school_routes.evidence.step_offs import KEYS as STEP_OFF_KEYS
from geodata.school_routes.evidence.step_offs import step_off
from geodata.school_routes.evidence.surfaces import firm_surface

WAY_KEYS = (
    *("highway", "footway", "surface", "smoothness", "tracktype", "incline"),
    *("sidewalk:left:width", "sidewalk:right:width", "sidewalk:both:width", "sidewalk:width"),
    *STEP_OFF_KEYS,
)
EDGE_COLUMNS = (
    *("sidewalk_left", "sidewalk_right", "width_m"),
    *("highway", "local_authority_code", "speed_mph", "is_speed_mph_known", "lit", "is_lit_known"),
)
STEEPEST_PCT = 35.0
"""Where no terrain model reaches: as steep as the steepest street of Britain (Ffordd Pen Llech, Harlech), assumed."""
_INCLINE = r"^[+-]?(\d+(?:\.\d+)?)\s*%$"


@dataclass(frozen=True)
class Links:
    """Sides, streets and paths, each with the attributes of its edge and the tags of its way, row by row."""

    parts: gpd.GeoDataFrame
    edges: pd.DataFrame
    roads: pd.DataFrame
    """The edges whose traffic passes: of a path those of the road it runs beside, missing where there is none."""
    tags: pd.DataFrame
    steepest_pct: np.ndarray

    @classmethod
    def of(
        cls, parts: gpd.GeoDataFrame, edges: gpd.GeoDataFrame, openstreetmap: gpd.GeoDataFrame, slopes: pd.DataFrame
    ) -> "Links":
        """Return the parts that are no crossings, in their order."""
        links = parts[parts["kind"] != "crossing"].reset_index(drop=True)
        of_edge = pd.DataFrame(edges[["edge_id", *EDGE_COLUMNS]]).set_index("edge_id")
        own = links["edge_id"].where(links["kind"] != "path", links["beside_edge_id"])
        ways = openstreetmap[openstreetmap["role"] == "walkable"].drop_duplicates("osm_id")
        tags = tag_columns(ways["tags"], WAY_KEYS).set_axis(ways["osm_id"].to_numpy())
        steepest = slopes.set_index("edge_id")["steepest_pct"].reindex(links["edge_id"]).to_numpy(dtype=float)
        return cls(
            links,
            of_edge.loc[links["edge_id"]].reset_index(drop=True),
            of_edge.reindex(own).reset_index(drop=True),
            tags.reindex(links["osm_way_id"]).reset_index(drop=True),
            steepest,
        )

    @property
    def is_path(self) -> Flags:
        """Which of them have no motor traffic."""
        return np.asarray(self.parts["kind"] == "path", dtype=bool)

    @property
    def is_side(self) -> Flags:
        """Which of them are a side of a main road."""
        return np.asarray(self.parts["kind"] == "side", dtype=bool)

    def __len__(self) -> int:
        """Return how many links there are."""
        return len(self.parts)


def osm_link_evidence(
    parts: gpd.GeoDataFrame,
    edges: gpd.GeoDataFrame,
    openstreetmap: gpd.GeoDataFrame,
    slopes: pd.DataFrame,
    ranges: ClassRanges,
    date: str,
) -> pd.DataFrame:
    """Return table `osm_link_evidence`: the rows of `route_parts` but crossings, in their order.

    `edges` is `walking_edges`, `slopes` is `edge_slopes`; `date` is that of the streets. What a tag says is known. What
    none says lies between the bounds of its class, or is anything it can be; the likely value is then the commonest
    known one of the class in the authority where at least 30 are known, else the worse end, for traffic the middle of
    its class; a way of unknown gradient is likely level. A speed limit is taken for the 85th percentile speed
    (`speed_over_limit` in `classes.toml`), which it does not make known. Sight lines stand on no map: only a survey
    tells.
    """
    if parts.empty:
        return empty("osm_link_evidence")
    links = Links.of(parts, edges, openstreetmap, slopes)
    columns = {
        "part_id": links.parts["part_id"],
        "is_beside_water": surroundings.is_beside_water(links.parts, openstreetmap),
        "is_isolated": surroundings.is_isolated(links.parts),
        "is_level_crossing": surroundings.is_level_crossing(links.parts, openstreetmap),
    }
    for attribute, bounds in _attributes(links, openstreetmap, ranges):  # one at a time: each is large
        columns |= bounds.columns(attribute, date)
    evidence = with_side_road_flows(pd.DataFrame(columns, copy=False), links.parts)
    return conform("osm_link_evidence", evidence)


def _attributes(links: Links, openstreetmap: gpd.GeoDataFrame, ranges: ClassRanges) -> Iterator[tuple[str, Bounds]]:
    """Yield each of `LINK_ATTRIBUTES` but `side_road_vpd`, which is made of the flows."""
    presence = footway(links.parts, links.edges)
    yield "footway", presence
    yield "footway_width_m", footway_width_m(links.parts, links.edges, links.tags, presence)
    yield "step_off", step_off(links.parts, links.tags, presence)
    yield "flow_vpd", _traffic(links, ranges, "flow_vpd")
    yield "speed_mph", _speed(links, ranges)
    yield "hgv_pct", _traffic(links, ranges, "hgv_pct")
    yield "sight_lines", _anything(links)
    yield "side_road_treated", side_road_treated(links.parts, openstreetmap)
    yield "firm_surface", firm_surface(links.parts, links.tags, ranges)
    yield "gradient_pct", _gradient(links)
    yield "lit", _lit(links)


def _traffic(links: Links, ranges: ClassRanges, what: Traffic) -> Bounds:
    """Return the range of the class; of paths that of the road beside, else nothing, by what they are."""
    has_road = links.roads["highway"].notna().to_numpy(dtype=bool)
    lo, likely, hi = ranges.range_of(links.roads["highway"].where(has_road, links.parts["highway"]), what).T
    none = Bounds.stated(np.where(has_road, np.nan, 0.0), "type")
    return none.otherwise(Bounds.between(lo, hi, likely, "class range", len(links)))


def _speed(links: Links, ranges: ClassRanges) -> Bounds:
    is_tagged = links.roads["is_speed_mph_known"].eq(True).to_numpy(dtype=bool)
    limit = np.where(is_tagged, links.roads["speed_mph"].to_numpy(dtype=float), np.nan)
    taken = speed_of_limit(limit, ranges.speed_over_limit)
    # a road counts once, however many footways run beside it
    common = usual(np.where(links.is_path, np.nan, taken.likely), links.roads)
    return taken.otherwise(_traffic(links, ranges, "speed_mph").likely_as(common))


def _gradient(links: Links) -> Bounds:
    """Return the steepest stretch on the terrain, else what is mapped in per cent, else anything Britain has."""
    said = links.tags["incline"].str.extract(_INCLINE, expand=False).to_numpy(dtype=float, na_value=np.nan)
    mapped = Bounds.stated(np.where(said <= STEEPEST_PCT, said, np.nan), "openstreetmap")
    unknown = Bounds.between(0.0, STEEPEST_PCT, 0.0, "unknown", len(links))
    return Bounds.stated(links.steepest_pct, "terrain").otherwise(mapped).otherwise(unknown)


def _lit(links: Links) -> Bounds:
    is_tagged = links.edges["is_lit_known"].to_numpy(dtype=bool)
    said = numbers(links.edges["lit"], {"yes": 1.0, "no": 0.0}.get).to_numpy(dtype=float)
    lit = np.where(is_tagged, said, np.nan)
    return Bounds.stated(lit, "openstreetmap").otherwise(_anything(links)).likely_as(usual(lit, links.parts))


def _anything(links: Links) -> Bounds:
    return Bounds.between(0.0, 1.0, 0.0, "unknown", len(links))
