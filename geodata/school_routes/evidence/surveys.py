"""What surveys on site say of each part."""

import pandas as pd

from geodata.school_routes.evidence.matching import first_by
from geodata.school_routes.evidence.overrides import statements

_ROW = ["row_id", "attribute", "value_lo", "value_hi", "surveyed_on"]


def survey_statements(route_surveys: pd.DataFrame, parts: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """Return statements of the surveys of sides, streets and paths, and how many rows found none.

    A row that names a part is of that part alone: if a new extract has numbered it otherwise, nobody guesses. One that
    names a way and a side is of all the way's parts on that side, or of all of them. Of several surveys of one thing
    the latest holds, and on one day that of the part.
    """
    rows = route_surveys[~_is_of_crossing(route_surveys)]
    links = parts.loc[parts["kind"] != "crossing", ["part_id", "osm_way_id", "side"]]
    by_part = rows[rows["part_id"].isin(links["part_id"])][["part_id", *_ROW]].assign(is_of_more=False)
    of_way = rows[rows["part_id"].isna()].drop(columns="part_id")
    met = of_way.merge(pd.DataFrame(links), on="osm_way_id", suffixes=("", "_of_part"))
    met = met[(met["side"] == "") | (met["side"] == met["side_of_part"])]
    by_way = met[["part_id", *_ROW]].assign(is_of_more=True)
    matched = set(by_part["row_id"]) | set(by_way["row_id"])
    return _said([by_part, by_way]), int((~rows["row_id"].isin(matched)).sum())


def crossing_survey_statements(route_surveys: pd.DataFrame, parts: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """Return statements of the surveys of crossings, which rows name by part, and how many rows found none.

    A row is of every crossing part between the same two places at its node: at an ordinary node of a main road the arm
    ahead and the arm behind lead across between the same two sides, and who looked at one saw the other. Of several
    surveys of one thing the latest holds, and on one day that of the part itself.
    """
    rows = route_surveys[_is_of_crossing(route_surveys)]
    alike = _between_the_same_places(parts)
    is_known = rows["part_id"].isin(alike["surveyed"])
    met = rows[["part_id", *_ROW]].merge(alike, left_on="part_id", right_on="surveyed", suffixes=("", "_met"))
    found = met.assign(is_of_more=met["part_id_met"] != met["surveyed"], part_id=met["part_id_met"])
    return _said([found[["part_id", *_ROW, "is_of_more"]]]), int((~is_known).sum())


def _between_the_same_places(parts: pd.DataFrame) -> pd.DataFrame:
    """Return pairs of crossing parts (`surveyed`, `part_id`) with one node and the same two places; also of itself."""
    crossings = parts.loc[parts["kind"] == "crossing", ["part_id", "node_id", "u", "v"]]
    one, other = crossings[["u", "v"]].min(axis=1), crossings[["u", "v"]].max(axis=1)
    placed = pd.DataFrame(crossings[["part_id", "node_id"]]).assign(one=one, other=other)
    named = placed.rename(columns={"part_id": "surveyed"})
    return named.merge(placed, on=["node_id", "one", "other"])[["surveyed", "part_id"]]


def _is_of_crossing(route_surveys: pd.DataFrame) -> pd.Series:
    return route_surveys["part_id"].fillna("").str.startswith("x").astype(bool)


def _said(frames: list[pd.DataFrame]) -> pd.DataFrame:
    rows = pd.concat(frames, ignore_index=True)
    order = ["surveyed_on", "is_of_more", "row_id"]
    last = first_by(rows, ["part_id", "attribute"], order, [False, True, True])
    named = {"value_lo": "lo", "value_hi": "hi", "surveyed_on": "source_date"}
    return statements([last.rename(columns=named).assign(source="route_surveys:" + last["row_id"])])
