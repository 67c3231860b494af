"""Tags hidden and guessed at: how often the truth lies in the interval that remains, and how wide that is."""

import json
from collections.abc import Mapping
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd

from geodata.network.building import walking_network
from geodata.openstreetmap.tags import as_json
from geodata.schemas import empty
from geodata.school_routes.attributes import LINK_ATTRIBUTES, columns_of
from geodata.school_routes.evidence.classes import ClassRanges, class_ranges
from geodata.school_routes.evidence.crossings import osm_crossing_evidence
from geodata.school_routes.evidence.links import osm_link_evidence
from geodata.school_routes.sides.parts import route_parts

SIDEWALKS = ("sidewalk", "sidewalk:left", "sidewalk:right", "sidewalk:both", "footway")
"""Also the old footway=left and the like; on paths, where it says what sort they are, it does not make them known."""
KEYS: Mapping[str, tuple[str, ...]] = {
    "footway": SIDEWALKS,
    "speed_mph": ("maxspeed", "maxspeed:type", "source:maxspeed", "zone:maxspeed", "zone:traffic"),
    "lanes": ("lanes", "lanes:forward", "lanes:backward", "lanes:both_ways"),
    "firm_surface": ("surface", "smoothness", "tracktype"),
    "lit": ("lit",),
}
"""Tags of ways that make an attribute known."""
HIDDEN_SHARE = 0.2
SEED = 20


class _Evidence(NamedTuple):
    parts: gpd.GeoDataFrame
    links: pd.DataFrame
    crossings: pd.DataFrame

    def of(self, attribute: str) -> pd.DataFrame:
        """Return way, side, bounds and whether a tag says it, of all parts that have the attribute."""
        lo, hi, _, is_known, source, _ = columns_of(attribute)
        table = self.links if attribute in LINK_ATTRIBUTES else self.crossings
        table = table.reindex(columns=["part_id", lo, hi, is_known, source])  # an empty table has no attributes
        is_tagged = table[is_known].eq(True) & table[source].eq("openstreetmap")
        of_part = pd.DataFrame(self.parts[["part_id", "osm_way_id", "side"]])
        told = table.rename(columns={lo: "lo", hi: "hi"}).assign(is_tagged=is_tagged.to_numpy(dtype=bool))
        return told.merge(of_part, on="part_id", how="left").drop(columns=[is_known, source])


def tag_audit(
    openstreetmap: gpd.GeoDataFrame, owners: gpd.GeoDataFrame | None = None, ranges: ClassRanges | None = None
) -> pd.DataFrame:
    """Return for each attribute what became of a fifth of its known values when their tags were hidden.

    Of each attribute a fifth of the ways whose tags make it known are drawn, always the same ones, and lose those tags;
    the network and the evidence are then made anew. Columns: `attribute`, `known` and `hidden` (ways, of main roads
    each side), `inside_pct` (per cent of the hidden values that lie in the interval given instead; missing if none was
    hidden) and `mean_width` (of those intervals, in the attribute's unit). `owners` are the outlines of authorities as
    in `walking_network`; `ranges` are those of `classes.toml` unless given.
    """
    by_class = ranges or class_ranges()
    nodes, edges = walking_network(openstreetmap, owners)
    parts = route_parts(edges, nodes, openstreetmap)
    known = _evidence(parts, openstreetmap, nodes, edges, by_class)
    drawn = _drawn(known)
    without = _without(openstreetmap, drawn)
    nodes, edges = walking_network(without, owners)
    guessed = _evidence(parts, without, nodes, edges, by_class)
    return pd.DataFrame([_outcome(attribute, known, guessed, ways) for attribute, ways in drawn.items()])


def _evidence(
    parts: gpd.GeoDataFrame,
    openstreetmap: gpd.GeoDataFrame,
    nodes: gpd.GeoDataFrame,
    edges: gpd.GeoDataFrame,
    ranges: ClassRanges,
) -> _Evidence:
    links = osm_link_evidence(parts, edges, openstreetmap, empty("edge_slopes"), ranges, "")
    return _Evidence(parts, links, osm_crossing_evidence(parts, edges, nodes, openstreetmap, links, ranges, ""))


def _drawn(known: _Evidence) -> dict[str, set[int]]:
    """Return for each attribute the ways that are to lose it."""
    random, drawn = np.random.default_rng(SEED), {}
    for attribute in KEYS:
        told = known.of(attribute)
        ways = np.unique(told["osm_way_id"][told["is_tagged"]])
        drawn[attribute] = set(ways[random.random(len(ways)) < HIDDEN_SHARE].tolist())
    return drawn


def _without(openstreetmap: gpd.GeoDataFrame, drawn: Mapping[str, set[int]]) -> gpd.GeoDataFrame:
    hidden: dict[int, set[str]] = {}
    for attribute, ways in drawn.items():
        for way in ways:
            hidden.setdefault(way, set()).update(KEYS[attribute])
    is_way = (openstreetmap["role"] == "walkable") & openstreetmap["osm_id"].isin(hidden)
    rows = zip(openstreetmap["osm_id"][is_way], openstreetmap["tags"][is_way], strict=True)
    # each text has keys of its own to lose
    texts = [
        as_json({key: tag for key, tag in json.loads(text).items() if key not in hidden[way]}) for way, text in rows
    ]
    return openstreetmap.assign(tags=openstreetmap["tags"].mask(is_way, pd.Series(texts, openstreetmap.index[is_way])))


def _outcome(attribute: str, known: _Evidence, guessed: _Evidence, ways: set[int]) -> dict[str, object]:
    truth = known.of(attribute)
    truth = truth[truth["is_tagged"]].drop_duplicates(["osm_way_id", "side"])
    hidden = truth[truth["osm_way_id"].isin(ways)].set_index("part_id")["lo"]
    given = guessed.of(attribute).set_index("part_id").loc[hidden.index]
    is_inside = (given["lo"] <= hidden) & (hidden <= given["hi"])
    return {
        "attribute": attribute,
        "known": len(truth),
        "hidden": len(hidden),
        "inside_pct": 100 * is_inside.mean(),
        "mean_width": (given["hi"] - given["lo"]).mean(),
    }
