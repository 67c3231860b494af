"""Tags hidden and guessed at: how often the truth lies in the interval that remains, and how wide that is."""

import json
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd

from geodata.network.building import walking_network
from geodata.openstreetmap.tags import as_json
from geodata.schemas import empty
from geodata.school_routes.attributes import LINK_ATTRIBUTES, columns_of
from geodata.school_routes.evidence.bounds import OSM, OSM_LIMIT
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
FOLDS = 5
"""A fifth of the known values is hidden at a time, each value once."""
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
        is_tagged = (table[is_known].eq(True) & table[source].eq(OSM)) | table[source].eq(OSM_LIMIT)
        of_part = pd.DataFrame(self.parts[["part_id", "osm_way_id", "side", "kind"]])
        told = table.rename(columns={lo: "lo", hi: "hi"}).assign(is_tagged=is_tagged.to_numpy(dtype=bool))
        told = told.merge(of_part, on="part_id", how="left").drop(columns=[is_known, source])
        # the speed beside a path is that of a road, which counts itself
        return told[told["kind"] != "path"] if attribute == "speed_mph" else told


def tag_audit(
    openstreetmap: gpd.GeoDataFrame, owners: gpd.GeoDataFrame | None = None, ranges: ClassRanges | None = None
) -> pd.DataFrame:
    """Return for each attribute what became of its known values when their tags were hidden.

    Of each attribute the ways whose tags make it known are dealt into five lots, always the same ones. The ways of a
    lot lose those tags, the network and the evidence are made anew, and so lot after lot. Columns: `attribute`,
    `hidden` (values, of main roads each side), `inside_pct` (per cent of them that lie in the interval given instead;
    missing if there were none) and `mean_width` (of those intervals, in the attribute's unit). `owners` are the
    outlines of authorities as in `walking_network`; `ranges` are those of `classes.toml` unless given.
    """
    by_class = ranges or class_ranges()
    nodes, edges = walking_network(openstreetmap, owners)
    parts = route_parts(edges, nodes, openstreetmap)  # the same throughout: without sidewalk=separate a side comes back
    known = _evidence(parts, openstreetmap, owners, by_class)
    dealt = _dealt(known)
    lots = [{attribute: lot[fold] for attribute, lot in dealt.items()} for fold in range(FOLDS)]
    guessed = [_evidence(parts, _without(openstreetmap, ways), owners, by_class) for ways in lots]
    return pd.DataFrame([_outcome(attribute, known, guessed, lot) for attribute, lot in dealt.items()])


def _evidence(
    parts: gpd.GeoDataFrame, openstreetmap: gpd.GeoDataFrame, owners: gpd.GeoDataFrame | None, ranges: ClassRanges
) -> _Evidence:
    nodes, edges = walking_network(openstreetmap, owners)
    links = osm_link_evidence(parts, edges, openstreetmap, empty("edge_slopes"), ranges, "")
    return _Evidence(parts, links, osm_crossing_evidence(parts, edges, nodes, openstreetmap, links, ranges, ""))


def _dealt(known: _Evidence) -> dict[str, list[set[int]]]:
    """Return for each attribute the ways of each lot that are to lose it."""
    random, dealt = np.random.default_rng(SEED), {}
    for attribute in KEYS:
        told = known.of(attribute)
        ways = random.permutation(np.unique(told["osm_way_id"][told["is_tagged"]]))
        dealt[attribute] = [set(ways[fold::FOLDS].tolist()) for fold in range(FOLDS)]
    return dealt


def _without(openstreetmap: gpd.GeoDataFrame, lot: Mapping[str, set[int]]) -> gpd.GeoDataFrame:
    """Return the streets without the tags of each attribute on the ways of its lot."""
    hidden: dict[int, set[str]] = {}
    for attribute, ways in lot.items():
        for way in ways:
            hidden.setdefault(way, set()).update(KEYS[attribute])
    is_way = (openstreetmap["role"] == "walkable") & openstreetmap["osm_id"].isin(hidden)
    rows = zip(openstreetmap["osm_id"][is_way], openstreetmap["tags"][is_way], strict=True)
    texts = [
        as_json({key: tag for key, tag in json.loads(text).items() if key not in hidden[way]}) for way, text in rows
    ]
    return openstreetmap.assign(tags=openstreetmap["tags"].mask(is_way, pd.Series(texts, openstreetmap.index[is_way])))


def _outcome(
    attribute: str, known: _Evidence, guessed: Sequence[_Evidence], lots: Sequence[set[int]]
) -> dict[str, object]:
    truth = known.of(attribute)
    truth = truth[truth["is_tagged"]].drop_duplicates(["osm_way_id", "side"])
    hidden = pd.concat(
        [_hidden(truth, evidence.of(attribute), lot) for evidence, lot in zip(guessed, lots, strict=True)]
    )
    is_inside = (hidden["lo"] <= hidden["truth"]) & (hidden["truth"] <= hidden["hi"])
    return {
        "attribute": attribute,
        "hidden": len(hidden),
        "inside_pct": 100 * is_inside.mean(),
        "mean_width": (hidden["hi"] - hidden["lo"]).mean(),
    }


def _hidden(truth: pd.DataFrame, given: pd.DataFrame, ways: set[int]) -> pd.DataFrame:
    """Return the true values of a lot beside the bounds given instead."""
    of_lot = truth[truth["osm_way_id"].isin(ways)]
    return given.set_index("part_id").loc[of_lot["part_id"], ["lo", "hi"]].assign(truth=of_lot["lo"].to_numpy())
