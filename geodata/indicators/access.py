"""Access on foot: shares of people within minutes of each kind of destination, and measures of the streets."""

from collections.abc import Iterator

import pandas as pd

from geodata.access.access_by_area import TABLES, Level
from geodata.indicators.rows import indicator_rows, stack
from geodata.schemas.access import MINUTES
from geodata.ward_figures import joined_notes

REACH_NONE = "half of the people reach none"
STREETS = "openstreetmap"
# the source of each kind of people
PEOPLE = {"residents": "population", "children": "population_by_age", "no_car_households": "car_availability"}


def access_rows(access: pd.DataFrame, level: Level, area_codes: pd.Series, *, kind: str) -> pd.DataFrame:
    """Return the access indicators of the areas given, from the table of access of their level.

    Above the line of a share are the people within the minutes, below it all people; where these are not known the
    share stands alone.
    """
    code = TABLES[level][1]
    own = access[access[code].isin(area_codes)]
    return stack([*_shares(own, code, kind), _walk_minutes(own, code, kind)])


def _shares(access: pd.DataFrame, code: str, kind: str) -> Iterator[pd.DataFrame]:
    walking, step_free = (access[access["profile"] == profile] for profile in ("walking", "step_free"))
    shares = [
        *((walking, "residents", minutes, "pct") for minutes in MINUTES),
        (walking, "children", 15, "children_pct"),
        (step_free, "residents", 15, "step_free_pct"),
        (walking, "no_car_households", 15, "no_car_pct"),
    ]
    for table, people, minutes, suffix in shares:
        per_cent = table[f"{people}_within_{minutes}_minutes_pct"]
        yield indicator_rows(
            "access_" + table["destination"] + f"_{minutes}_minutes_{suffix}",
            table[code],
            table["period"],
            value=per_cent,
            numerator=per_cent * table[people] / 100,
            denominator=table[people],
            kind=kind,
            source=f"{STREETS}+postcodes+{PEOPLE[people]}",
            note=table["note"],
        )


def _walk_minutes(access: pd.DataFrame, code: str, kind: str) -> pd.DataFrame:
    walking = access[access["profile"] == "walking"]
    is_far_away = walking["walk_minutes"].isna() & walking["residents_within_20_minutes_pct"].notna()
    none = pd.Series("", walking.index, dtype="string").mask(is_far_away, REACH_NONE)
    return indicator_rows(
        "access_" + walking["destination"] + "_walk_minutes",
        walking[code],
        walking["period"],
        value=walking["walk_minutes"],
        denominator=walking["residents"],
        kind=kind,
        source=f"{STREETS}+postcodes+{PEOPLE['residents']}",
        note=joined_notes(walking["note"], none),
    )


def measure_rows(network_measures: pd.DataFrame, level: Level, area_codes: pd.Series, *, kind: str) -> pd.DataFrame:
    """Return the indicators `streets_<measure>` of the areas given, from table `network_measures`."""
    is_own = (network_measures["area_level"] == level) & network_measures["area_code"].isin(area_codes)
    own = network_measures[is_own]
    return indicator_rows(
        "streets_" + own["measure"],
        own["area_code"],
        own["period"],
        numerator=own["numerator"],
        denominator=own["denominator"],
        kind=kind,
        source=STREETS,
        note=own["note"],
    )
