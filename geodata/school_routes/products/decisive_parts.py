"""What decides a school's routes: its worst parts and its missing crossings, as JSON lists."""

import pandas as pd

from geodata.school_routes.products.json_lists import json_by_school

LISTED = 5
_WAY = ["kind", "side", "name", "ref", "osm_way_id", "osm_version"]
_FOUND = ["verdict", "factor", "threshold"]
_COUNTS = ["pupils", "pupils_undetermined", "pupils_unavailable"]


def worst_parts(route_use: pd.DataFrame, parts: pd.DataFrame, ratings: pd.DataFrame) -> pd.Series:
    """Return by `school_id` the five parts not settled as available that decide most, as JSON.

    Each has `part_id, kind, side, name, ref, osm_way_id, osm_version, verdict, factor, threshold, metres, pupils,
    pupils_undetermined, pupils_unavailable`, the last three those along it: all of them, and by their own verdict.
    Pieces of one way that fail alike are one row with their metres and the counts of the worst piece. First come
    unavailable parts by pupils without an available route, whom they are the reason for; then all others by pupils.
    `ratings` are those of `part_ratings`.
    """
    used = route_use.merge(parts[["part_id", *_WAY, "length_m"]], on="part_id").merge(
        ratings[["verdict", "deciding_factor", "threshold"]], left_on="part_id", right_index=True
    )
    used = used[(used["verdict"] != "available") & (used["pupils"] > 0)].rename(columns={"deciding_factor": "factor"})
    used["metres"] = used["length_m"].where(used["kind"] != "crossing", 0.0)
    used["barred"] = used["pupils_unavailable"].where(used["verdict"] == "unavailable", 0.0)
    used = used.sort_values(["school_id", "barred", "pupils", "part_id"], ascending=[True, False, False, True])
    alike = ["school_id", "kind", "side", "osm_way_id", "verdict", "factor"]
    firsts = dict.fromkeys(["part_id", "name", "ref", "osm_version", "threshold", "barred", *_COUNTS], "first")
    ways = used.groupby(alike, as_index=False, sort=False).agg(firsts | {"metres": "sum"})
    ways["is_open"] = ways["verdict"] == "undetermined"
    order = {"school_id": True, "barred": False, "pupils": False, "is_open": True, "part_id": True}
    return _listed(ways, order, ["part_id", *_WAY, *_FOUND, "metres", *_COUNTS])


def missing_crossings(route_use: pd.DataFrame, crossings: pd.DataFrame) -> pd.Series:
    """Return by `school_id` the five crossings missing, or perhaps missing, that most of its pupils need, as JSON.

    Each has `part_id, node_id, name, ref, osm_way_id, osm_version, verdict, factor, threshold, pupils, detour_m`; those
    missing come first. A detour of null is one of over 2 km. Pupils are those over all arms at the node.
    """
    columns = ["part_id", "node_id", "name", "ref", "osm_way_id", "osm_version", *_FOUND, "pupils", "detour_m"]
    wanted = crossings[crossings["is_missing"] | crossings["may_be_missing"]]
    wanted = wanted.rename(columns={"deciding_factor": "factor"}).drop(columns="pupils")
    arms = crossings[["part_id", "node_id"]].merge(route_use[["school_id", "part_id", "pupils"]], on="part_id")
    by_node = arms.groupby(["school_id", "node_id"], as_index=False)["pupils"].sum()
    needed = by_node[by_node["pupils"] > 0].merge(wanted, on="node_id")
    order = {"school_id": True, "is_missing": False, "pupils": False, "part_id": True}
    return _listed(needed, order, columns)


def _listed(rows: pd.DataFrame, order: dict[str, bool], columns: list[str]) -> pd.Series:
    ordered = rows.sort_values(list(order), ascending=list(order.values()))
    return json_by_school(ordered.groupby("school_id").head(LISTED)[["school_id", *columns]])
