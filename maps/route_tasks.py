"""What is to be done, for the map of routes and its tables: stretches by rank, and rows of the survey list."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from maps.numbers import decimal
from maps.route_places import Words
from maps.route_words import STREET_METRES, amount, distance, reason, street, way

FIRST_STEPS = {"survey": "survey first", "change": "change"}
SURVEY_STEPS = (50, 200)
"""Where the second and third class of the survey list begin, by rank."""
COVERED_HERE = 3
"""So many schools are named; the others are counted."""


def place_of(row: Mapping[Any, Any]) -> str:
    """Return street and side of a row of `route_priorities` or `survey_list`."""
    side = f", {row['side']} side" if row["side"] else ""
    return f"{street(row)}{side}"


def ranks_of(row: Mapping[Any, Any]) -> str:
    """Return the rank of a stretch with its interval.

    >>> ranks_of({"rank": 2.0, "rank_lower": 1.0, "rank_upper": 15.0})
    '2 (1 to 15)'
    """
    return f"{row['rank']:.0f} ({row['rank_lower']:.0f} to {row['rank_upper']:.0f})"


def school_names(schools: str, names: Mapping[str, str]) -> str:
    """Return the schools concerned by name; `schools` are ids separated by |."""
    known = [names.get(school, "a school without a name") for school in schools.split("|") if school]
    more = len(known) - COVERED_HERE
    return f"{', '.join(known[:COVERED_HERE])}{f' and {more} more' if more > 0 else ''}"


def priorities_told(
    route_priorities: pd.DataFrame, part_places: Mapping[str, int], crossing_places: Mapping[str, int],
    names: Mapping[str, str],
) -> list[dict[str, Any]]:  # fmt: skip
    """Return the stretches by rank: what the map says of each, and the places of its parts and crossings."""
    return [
        _priority(number, row, part_places, crossing_places, names)
        for number, row in enumerate(route_priorities.to_dict("records"), 1)
    ]


def _priority(
    number: int, row: Mapping[Any, Any], part_places: Mapping[str, int], crossing_places: Mapping[str, int],
    names: Mapping[str, str],
) -> dict[str, Any]:  # fmt: skip
    is_street = row["unit"] == STREET_METRES
    members = row["parts"].split("|")
    extent = f", {distance(row['length_m'])}" if row["length_m"] else ""
    return {
        "key": f"priority-{number}",
        "number": number,
        "name": place_of(row),
        "where": f"{row['measure']}{extent}: {FIRST_STEPS[row['first_step']]}",
        "verdict": row["verdict"],
        "rows": [
            ["Rank, with its interval", ranks_of(row)],
            ["Would newly have a route", amount(row["pupils_newly_served"], is_street)],
            ["Shortest walk leads here", amount(row["pupils_affected"], is_street)],
            ["Verdict", row["verdict"]],
            ["Why", reason(row["verdict"], row["threshold"])],
            ["For", school_names(row["schools"], names)],
        ],
        "way": way(row),
        "parts": [part_places[part] for part in members if part in part_places],
        "crossings": sorted({crossing_places[part] for part in members if part in crossing_places}),
    }


def survey_rows(
    survey_list: pd.DataFrame, part_places: Mapping[str, int], crossing_places: Mapping[str, int], words: Words
) -> list[list[int]]:
    """Return for each row of the survey list on the map: rank, place among parts and among crossings, then words.

    A place is −1 where it is of the other kind. The words: street, question, whom it settles, hours, OpenStreetMap way.
    """
    rows = []
    for row in survey_list.to_dict("records"):
        part, crossing = part_places.get(row["part_id"], -1), crossing_places.get(row["part_id"], -1)
        if part < 0 and crossing < 0:
            continue
        told = (
            place_of(row),
            row["question"],
            amount(row["pupils"], row["unit"] == STREET_METRES),
            f"{decimal(row['hours'])} hours, assumed",
            way(row),
        )
        rows.append([row["rank"], part, crossing, *map(words.of, told)])
    return rows


def survey_class(rank: int) -> int:
    """Return the class of a rank of the survey list, 0 for the first rows.

    >>> survey_class(50), survey_class(51), survey_class(900)
    (0, 1, 2)
    """
    return sum(rank > step for step in SURVEY_STEPS)


def first_rows(survey_list: pd.DataFrame) -> dict[str, int]:
    """Return the first rank of each part on the survey list."""
    first = survey_list.sort_values("rank").drop_duplicates("part_id")
    return dict(zip(first["part_id"].tolist(), first["rank"].tolist(), strict=True))
