"""What is counted of each collision: who was hurt on foot, how badly, and whether it was school time."""

import pandas as pd

from geodata.readers.stats19_codes import CHILD_AGES

SCHOOL_TIMES = (("07:30", "09:30"), ("14:30", "17:00"))
"""Weekday hours taken for journeys to and from school; no file tells term from holidays, so that both are in."""
CROSSING = ("on a crossing", "near a crossing", "crossing elsewhere", "refuge", "centre of carriageway")
"""Locations of a pedestrian who was crossing the carriageway."""
FACILITIES = ("patrol", "zebra", "signals", "bridge or subway", "refuge")


def latest_years(collisions: pd.DataFrame, years: int) -> pd.DataFrame:
    """Return the collisions of the latest so many calendar years of the table."""
    chosen: pd.DataFrame = collisions[collisions["year"] > collisions["year"].max() - years]
    return chosen


def period(collisions: pd.DataFrame) -> str:
    """Return the years of a table with rows in words.

    >>> period(pd.DataFrame({"year": [2021, 2023]}))
    '2021 to 2023'
    """
    first, last = collisions["year"].min(), collisions["year"].max()
    return str(first) if first == last else f"{first} to {last}"


def killed_or_seriously_injured(records: pd.DataFrame) -> pd.Series:
    """Return for each record 1 if fatal, else the adjusted probability of serious, else 1 if reported as serious.

    Null where neither says. Source: Department for Transport, guide to severity adjustments for reported road
    casualties: forces that record by injury report more serious ones than others did, so that figures over years and
    forces compare only when adjusted.

    >>> adjusted = pd.Series([0.0, 0.2, None, None])
    >>> severity = pd.Series(["fatal", "slight", "serious", "slight"], dtype="string")
    >>> killed_or_seriously_injured(pd.DataFrame({"severity": severity, "adjusted_serious": adjusted})).tolist()
    [1.0, 0.2, 1.0, 0.0]
    """
    reported = records["severity"].map({"fatal": 1.0, "serious": 1.0, "slight": 0.0}).astype(float)
    return records["adjusted_serious"].mask(records["severity"] == "fatal", 1.0).fillna(reported)


def is_school_time(collisions: pd.DataFrame) -> pd.Series:
    """Tell which collisions were on Monday to Friday at school times; an unknown time is not.

    >>> made = pd.DataFrame({"date": ["2025-03-03", "2025-03-01", "2025-03-03"], "time": ["09:30", "08:00", "09:31"]})
    >>> is_school_time(made).tolist()
    [True, False, False]
    """
    is_weekday = pd.to_datetime(collisions["date"], format="%Y-%m-%d").dt.day_of_week < 5
    time = collisions["time"].fillna("")
    at_time = time.between(*SCHOOL_TIMES[0]) | time.between(*SCHOOL_TIMES[1])
    return is_weekday & at_time.astype(bool)


def collision_counts(collisions: pd.DataFrame, casualties: pd.DataFrame, vehicles: pd.DataFrame) -> pd.DataFrame:
    """Return the counts of table `street_collisions` for each collision, on its index, and `adjusted_pedestrians`.

    The last are pedestrians with an adjusted severity. What an empty table (no file) would say is null.
    """
    school_time = is_school_time(collisions)
    facility = collisions["pedestrian_crossing"]
    own = {
        "collisions": 1.0,
        "ksi_collisions": killed_or_seriously_injured(collisions),
        "facility_collisions": facility.isin(FACILITIES).astype(float),
        "school_time_collisions": school_time.astype(float),
        "education_collisions": collisions["collision_id"].isin(vehicles["collision_id"]).astype(float),
    }
    counts = pd.DataFrame(own, index=collisions.index)
    untold = {"facility_collisions": facility.isna().all(), "education_collisions": vehicles.empty}
    counts[[name for name, is_untold in untold.items() if is_untold]] = float("nan")
    hurt = _casualty_counts(casualties).reindex(collisions["collision_id"], fill_value=0.0).set_index(counts.index)
    hurt["pedestrian_collisions"] = (hurt["pedestrians"] > 0).astype(float)
    hurt["child_pedestrian_collisions"] = (hurt["child_pedestrians"] > 0).astype(float)
    hurt["school_time_child_pedestrians"] = hurt["child_pedestrians"] * school_time
    if casualties.empty:
        hurt[:] = float("nan")
    return counts.join(hurt)


def _casualty_counts(casualties: pd.DataFrame) -> pd.DataFrame:
    """Return the counts by collision id that casualties alone tell."""
    on_foot = casualties["road_user"] == "pedestrian"
    is_child = casualties["age"].between(*CHILD_AGES)
    ksi = killed_or_seriously_injured(casualties)
    counts = pd.DataFrame(
        {
            "pedestrians": on_foot,
            "pedestrians_crossing": on_foot & casualties["pedestrian_location"].isin(CROSSING),
            "pedestrians_of_unknown_age": on_foot & casualties["age"].isna(),
            "child_pedestrians": on_foot & is_child,
            "child_cyclists": ~on_foot & is_child,
            "ksi_pedestrians": ksi.where(on_foot, 0.0),
            "ksi_child_pedestrians": ksi.where(on_foot & is_child, 0.0),
            "adjusted_pedestrians": on_foot & casualties["adjusted_serious"].notna(),
        }
    ).astype(float)
    return counts.groupby(casualties["collision_id"]).sum(skipna=False)
