"""What the map of routes says of each part, crossing, school and collision: words once, rows that point at them."""

from collections.abc import Mapping
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from maps.outlines import WEB_CRS
from maps.route_words import STREET_METRES, amount, distance, evidence, reason, street, way
from maps.school_table import school_address, school_key

NOT_MAPPED = "none mapped"
FAR = "over 1 km"
KINDS = {"path": "path", "street": "street"}
MISSING, PERHAPS_MISSING = 2, 1
COLLISION_STEPS = (2, 5)
"""Where the second and third size of circle begin."""


class Words:
    """Texts, each kept once; `of` returns the place of one."""

    def __init__(self) -> None:
        self._places: dict[str, int] = {}

    def of(self, text: str) -> int:
        """Return the place of a text in `listed`."""
        return self._places.setdefault(text, len(self._places))

    @property
    def listed(self) -> list[str]:
        """All texts in the order of their places."""
        return list(self._places)


def part_columns(parts: gpd.GeoDataFrame, words: Words, first_survey_row: Mapping[str, int]) -> dict[str, list[int]]:
    """Return what is said of each part, column by column; texts are places in `words`, and no row of the survey is 0.

    `parts` is as `drawn_parts` returns it, in the order of its lines.
    """
    is_modelled = bool((parts["pupils"] > 0).any())
    rows = parts.drop(columns="geometry").reset_index().to_dict("records")
    columns: dict[str, list[int]] = {
        "street": [words.of(street(row)) for row in rows],
        "place": [words.of(_place(row)) for row in rows],
        "reason": [words.of(reason(row["verdict"], row["threshold"] or "")) for row in rows],
        "evidence": [words.of(evidence(row["factors"], row["deciding_factor"])) for row in rows],
        "way": [row["osm_way_id"] for row in rows],
        "version": [0 if pd.isna(row["osm_version"]) else int(row["osm_version"]) for row in rows],
        "survey": [first_survey_row.get(row["part_id"], 0) for row in rows],
    }
    if is_modelled:
        columns["pupils"] = [words.of(amount(row["pupils"], is_street=False)) for row in rows]
    return columns


def _place(row: Mapping[Any, Any]) -> str:
    kind = KINDS.get(row["kind"], f"{row['side']} side of the way")
    return f"{kind}, {distance(row['length_m'])}; class {str(row['highway']).replace('_', ' ')}"


def places_to_cross(crossings: gpd.GeoDataFrame, ruleset: str) -> gpd.GeoDataFrame:
    """Return one row for each place where arms of main roads may be crossed, with `n_arms` and `arms`, their ids.

    Told is the arm at which a crossing is or may be missing, else the one that most would cross. Columns are those of
    table `crossings`, with `verdict` of the rule-set.
    """
    rated = crossings.assign(place=crossings["node_id"].astype("Float64").fillna(-1).astype(str))
    rated["place"] = rated["place"].where(crossings["node_id"].notna(), rated["part_id"])
    if ruleset != "rsgb_walked_route":
        # reasons are told for one rule-set only
        rated = rated.assign(verdict=rated[f"{ruleset}_verdict"], threshold="", factors="[]")
    order = ["is_missing", "may_be_missing", "pupils", "part_id"]
    rated = rated.sort_values(order, ascending=[False, False, False, True])
    arms = rated.groupby("place")["part_id"].agg(list)
    told = rated.drop_duplicates("place").sort_values("part_id").reset_index(drop=True)
    return told.assign(arms=told["place"].map(arms), n_arms=told["place"].map(arms.map(len)))


def crossing_rows(crossings: gpd.GeoDataFrame, words: Words) -> list[list[Any]]:
    """Return for each place to cross: latitude, longitude, verdict, missing (2), perhaps (1) or neither, then words.

    The words: street, reason, evidence, mapped crossing, who would cross, detour, source. `crossings` is as
    `places_to_cross` returns it.
    """
    at = _latlng(crossings)
    return [[*point, *_crossing(row, words)] for point, row in zip(at, crossings.to_dict("records"), strict=True)]


def _crossing(row: Mapping[Any, Any], words: Words) -> list[Any]:
    is_street = row["unit"] == STREET_METRES
    missing = MISSING if row["is_missing"] else PERHAPS_MISSING if row["may_be_missing"] else 0
    mapped = NOT_MAPPED if pd.isna(row["crossing"]) else str(row["crossing"]).replace("_", " ")
    arms = f"; one of {row['n_arms']} arms here" if row["n_arms"] > 1 else ""
    told = (
        street(row),
        reason(row["verdict"], row["threshold"]),
        evidence(row["factors"], row["deciding_factor"]),
        f"{mapped}{arms}",
        amount(row["pupils"], is_street),
        FAR if pd.isna(row["detour_m"]) else distance(row["detour_m"]),
        _osm(row),
    )
    return [row["verdict"], missing, *map(words.of, told)]


def _osm(row: Mapping[Any, Any]) -> str:
    if not pd.isna(row["osm_node_id"]):
        version = "" if pd.isna(row["osm_node_version"]) else f", version {row['osm_node_version']:.0f}"
        return f"node {row['osm_node_id']:.0f}{version}"
    return way(row)


def schools_told(schools: gpd.GeoDataFrame, school_scorecards: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the schools that have a page: key of the address, name, phase, place, link and who has what route."""
    shapes = schools.set_index("school_id")["geometry"]
    cards = school_scorecards[school_scorecards["school_id"].isin(shapes.index)].sort_values(["name", "school_id"])
    points = _latlng(gpd.GeoDataFrame(geometry=shapes[cards["school_id"]].to_numpy(), crs=schools.crs))
    return [_school(card, point) for card, point in zip(cards.to_dict("records"), points, strict=True)]


def _school(card: Mapping[Any, Any], point: list[float]) -> dict[str, Any]:
    is_street = card["unit"] == STREET_METRES
    verdicts = ("available", "undetermined", "unavailable")
    return {
        "key": school_key(str(card["school_id"])),
        "name": str(card["name"]) if pd.notna(card["name"]) else "School without a name",
        "phase": str(card["phase"]).capitalize(),
        "at": point,
        "href": f"../schools/{school_address(str(card['school_id']))}",
        "rows": [[verdict.capitalize(), amount(card[f"pupils_{verdict}"], is_street)] for verdict in verdicts],
    }


def collisions_told(street_collisions: gpd.GeoDataFrame) -> list[dict[str, Any]]:
    """Return streets with a recorded collision, most first: place, size of circle, class of street and counts.

    Crossings are left out: a collision stands once among streets and once among crossings.
    """
    is_told = (street_collisions["place"] == "street") & (street_collisions["collisions"] > 0)
    own = street_collisions[is_told].sort_values(["collisions", "place_id"], ascending=[False, True])
    return [_collision(row, point) for row, point in zip(own.to_dict("records"), _latlng(own), strict=True)]


def _collision(row: Mapping[Any, Any], point: list[float]) -> dict[str, Any]:
    counts = {
        "collisions": "Collisions with injury",
        "pedestrian_collisions": "with a pedestrian hurt",
        "child_pedestrian_collisions": "with a child on foot hurt",
    }
    told = [[words, "not known" if pd.isna(row[name]) else f"{row[name]:.0f}"] for name, words in counts.items()]
    size = sum(row["collisions"] >= step for step in COLLISION_STEPS)
    where = f"class {str(row['highway']).replace('_', ' ')}, {row['period']}"
    return {"at": point, "edge": row["edge_id"], "size": size, "where": where, "rows": told, "note": row["note"]}


def _latlng(places: gpd.GeoDataFrame) -> list[list[float]]:
    inside = gpd.GeoSeries(shapely.point_on_surface(places.geometry.to_numpy()), crs=places.crs).to_crs(WEB_CRS)
    return [[round(point.y, 5), round(point.x, 5)] for point in inside]
