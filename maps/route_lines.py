"""The lines of the map of routes: every part once, in chains of one class, so that dashes run on along a street."""

from collections import deque
from collections.abc import Iterator, Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from maps.outlines import WEB_CRS
from maps.palettes import VERDICTS
from maps.school_map import STEPS

CLASSES = ("available", "conditional", "undetermined", "unavailable")
"""From the lowest to the topmost; conditional is available subject to something nobody has looked at."""
SUBJECT_TO = "conditional"
SIDE_M = 4.0
"""How far beside the centreline the side of a main road is drawn: told apart where a street is looked at closely."""
SIMPLIFIED_M = 2.0
MOST_PARTS = 30_000
"""So many fit into a file that opens at once."""
DEGREES = 5
"""Decimals of a degree: about one metre."""

Shapes = NDArray[np.object_]
Member = tuple[int, bool]
"""A line, and whether it runs against its own direction."""


def drawn_parts(
    edge_ratings: gpd.GeoDataFrame, pupil_flows: pd.DataFrame, ruleset: str, wanted: Sequence[str]
) -> gpd.GeoDataFrame:
    """Return the parts to be drawn, by `part_id` in the order of `feature_collection`.

    Columns are those of `edge_ratings` that describe a part, with `verdict, deciding_factor, threshold, factors` of the
    rule-set, `pupils` of table `pupil_flows` (0 where none is modelled), `line_class` of `CLASSES` and `step`, the
    class of width, 0 where nobody is modelled. A part without a rule is available. Of more than `MOST_PARTS` those stay
    that are `wanted` and where most pupils walk.
    """
    named = {f"{ruleset}_{name}": name for name in ("verdict", "deciding_factor", "threshold", "subject_to", "factors")}
    described = [
        *("part_id", "kind", "side", "osm_way_id", "osm_version", "highway", "name", "ref", "length_m"),
        "local_authority_code",
    ]
    parts = edge_ratings[[*described, *named, "geometry"]].rename(columns=named)
    pupils = parts["part_id"].map(pupil_flows.set_index("part_id")["pupils"]) if len(pupil_flows) else 0.0
    parts = parts.assign(verdict=parts["verdict"].fillna("available"), pupils=pupils).fillna({"pupils": 0.0})
    is_subject = (parts["verdict"] == "available") & (parts["subject_to"].fillna("") != "")
    parts["line_class"] = parts["verdict"].where(~is_subject, SUBJECT_TO)
    parts["step"] = np.where(parts["pupils"] > 0, 1 + np.digitize(parts["pupils"], STEPS["pupils"]), 0)
    return gpd.GeoDataFrame(_most_walked(parts, wanted)).set_index("part_id")


def _most_walked(parts: pd.DataFrame, wanted: Sequence[str]) -> pd.DataFrame:
    if len(parts) <= MOST_PARTS:
        return parts
    first = parts["part_id"].isin(wanted)
    order = parts.assign(is_first=first).sort_values(["is_first", "pupils", "part_id"], ascending=[False, False, True])
    return parts.loc[order.index[:MOST_PARTS]].sort_index()


def feature_collection(parts: gpd.GeoDataFrame) -> tuple[dict[str, Any], list[str]]:
    """Return GeoJSON with a feature for each class and width, and the ids of the parts in the order of their lines.

    `parts` is as `drawn_parts` returns it. Each line of a feature is a chain of parts that meet; property `counts` says
    how many points each part adds to it, so that no point stands there twice.
    """
    features, ids = [], []
    beside = _web_lines(parts)
    for (line_class, step), place in _groups(parts):
        lines, counts = [], []
        for chain in chains(_ends(parts, place)):
            points: list[list[float]] = []
            for member, is_turned in chain:
                own = beside[place[member]][:: -1 if is_turned else 1].tolist()
                added = own[1:] if points and points[-1] == own[0] else own
                points += added
                counts.append(len(added))
                ids.append(str(parts.index[place[member]]))
            lines.append(points)
        properties = {"class": line_class, "step": step, "counts": counts}
        shape = {"type": "MultiLineString", "coordinates": lines}
        features.append({"type": "Feature", "properties": properties, "geometry": shape})
    return {"type": "FeatureCollection", "features": features}, ids


def _groups(parts: gpd.GeoDataFrame) -> Iterator[tuple[tuple[str, int], NDArray[np.int64]]]:
    """Yield classes and widths with the places of their parts, in the order in which they are drawn."""
    classes, steps = parts["line_class"].to_numpy(), parts["step"].to_numpy()
    for line_class in CLASSES:
        for step in range(len(STEPS["pupils"]) + 1, -1, -1):
            place = np.flatnonzero((classes == line_class) & (steps == step))
            if len(place):
                yield (line_class, step), place


def _web_lines(parts: gpd.GeoDataFrame) -> list[NDArray[np.float64]]:
    """Return points of each part in degrees, sides beside the centreline; no two in a row are the same."""
    aside = parts["side"].map({"left": SIDE_M, "right": -SIDE_M}).fillna(0.0).to_numpy()
    plain = shapely.simplify(parts.geometry.to_numpy(), SIMPLIFIED_M)
    moved = np.where(aside == 0, plain, shapely.offset_curve(plain, aside))
    # a tight bend may leave no line beside it, or several
    moved = np.where(shapely.get_type_id(moved) == 1, moved, plain)
    moved = np.where(shapely.get_num_coordinates(moved) > 1, moved, plain)
    web = gpd.GeoSeries(moved, crs=parts.crs).to_crs(WEB_CRS)
    rounded = [np.round(shapely.get_coordinates(line), DEGREES) for line in web]
    return [_without_repeats(points) for points in rounded]


def _without_repeats(points: NDArray[np.float64]) -> NDArray[np.float64]:
    is_new = np.append(True, (np.diff(points, axis=0) != 0).any(axis=1))
    return points[is_new] if is_new.sum() > 1 else points[:2]


def _ends(parts: gpd.GeoDataFrame, place: NDArray[np.int64]) -> list[tuple[str, str]]:
    """Return both ends of each part, before it was moved aside; sides of a road meet on their own side only."""
    chosen, sides = parts.geometry.to_numpy()[place], parts["side"].to_numpy()[place]
    first = shapely.get_coordinates(shapely.get_point(chosen, 0)).round(1)
    last = shapely.get_coordinates(shapely.get_point(chosen, -1)).round(1)
    return [(f"{a} {side}", f"{b} {side}") for a, b, side in zip(first.tolist(), last.tolist(), sides, strict=True)]


def chains(ends: Sequence[tuple[str, str]]) -> Iterator[list[Member]]:
    """Yield the lines in chains, each line once; `ends` are where a line begins and where it ends.

    >>> list(chains([("a", "b"), ("x", "y"), ("c", "b")]))
    [[(0, False), (2, True)], [(1, False)]]
    """
    at: dict[str, list[int]] = {}
    for line in reversed(range(len(ends))):
        for end in ends[line]:
            at.setdefault(end, []).append(line)
    is_used = [False] * len(ends)
    for line in range(len(ends)):
        if is_used[line]:
            continue
        is_used[line] = True
        chain = deque([(line, False)])
        _extend(chain, ends, at, is_used, forwards=True)
        _extend(chain, ends, at, is_used, forwards=False)
        yield list(chain)


def _extend(
    chain: deque[Member], ends: Sequence[tuple[str, str]], at: dict[str, list[int]], is_used: list[bool], *,
    forwards: bool,
) -> None:  # fmt: skip
    while True:
        line, is_turned = chain[-1 if forwards else 0]
        end = ends[line][forwards != is_turned]
        free = at[end]
        while free and is_used[free[-1]]:
            free.pop()
        if not free:
            return
        other = free.pop()
        is_used[other] = True
        if forwards:
            chain.append((other, ends[other][0] != end))
        else:
            chain.appendleft((other, ends[other][1] != end))


def verdict_of(line_class: str) -> str:
    """Return the verdict that a class stands for."""
    return line_class if line_class in VERDICTS else "available"
