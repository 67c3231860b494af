"""What decides a school's routes: its worst parts and its missing crossings, as JSON lists."""

import pandas as pd

from geodata.school_routes.products.json_lists import json_by_school

LISTED = 5
_PART = {"name": "name", "ref": "ref", "osm_way_id": "osm_way_id", "osm_version": "osm_version"}


def worst_parts(route_use: pd.DataFrame, parts: pd.DataFrame, ratings: pd.DataFrame) -> pd.Series:
    """Return by `school_id` the five parts not settled as available that most pupils walk along, as JSON.

    Each has `part_id, kind, side, name, ref, osm_way_id, osm_version, verdict, factor, threshold, pupils`; most pupils
    first, of equally many the unavailable before the undetermined. `ratings` are those of `part_ratings`.
    """
    used = route_use.merge(parts[["part_id", "kind", "side", *_PART]], on="part_id").merge(
        ratings[["verdict", "deciding_factor", "threshold"]], left_on="part_id", right_index=True
    )
    used = used[(used["verdict"] != "available") & (used["pupils"] > 0)].rename(columns={"deciding_factor": "factor"})
    used["is_open"] = used["verdict"] == "undetermined"
    columns = ["part_id", "kind", "side", *_PART, "verdict", "factor", "threshold", "pupils"]
    return _listed(used, ["pupils", "is_open", "part_id"], columns)


def missing_crossings(route_use: pd.DataFrame, crossings: pd.DataFrame) -> pd.Series:
    """Return by `school_id` the five missing crossings (table `crossings`) that most of its pupils need, as JSON.

    Each has `part_id, node_id, name, ref, verdict, factor, threshold, pupils, detour_m`; a detour of null is one of
    over 2 km.
    """
    columns = ["part_id", "node_id", "name", "ref", "verdict", "factor", "threshold", "pupils", "detour_m"]
    missing = crossings[crossings["is_missing"]].rename(columns={"deciding_factor": "factor"})
    needed = route_use.merge(missing[[name for name in columns if name != "pupils"]], on="part_id")
    return _listed(needed[needed["pupils"] > 0], ["pupils", "part_id"], columns)


def _listed(rows: pd.DataFrame, order: list[str], columns: list[str]) -> pd.Series:
    ordered = rows.sort_values(["school_id", *order], ascending=[name != "pupils" for name in ["school_id", *order]])
    return json_by_school(ordered.groupby("school_id").head(LISTED)[["school_id", *columns]])
