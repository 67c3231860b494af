"""Who is hurt in the demo borough's collisions, and who drove."""

from functools import cache

import numpy as np
import pandas as pd
from scipy.spatial import cKDTree

from geodata.demo.areas import build_borough
from geodata.demo.collision_places import collision_places
from geodata.demo.deprivation import INDEX, lsoa_deprivation
from geodata.demo.geography import Array
from geodata.demo.seed import random_stream

PEDESTRIAN_SHARE = {"trunk": 0.02, "ring": 0.12, "lane": 0.05}
OTHER_PEDESTRIAN_SHARE = 0.42
CHILD_SHARE = 0.38
"""Children of 0 to 15 among pedestrian casualties; among the others `CHILD_CYCLIST_SHARE` of the cyclists."""
CYCLIST_SHARE, CHILD_CYCLIST_SHARE = 0.22, 0.3
SECOND_CASUALTY = 0.2
SEVERITY_SHARES = (0.012, 0.2, 0.788)
"""Fatal, serious and slight, coded 1 to 3."""
INJURY_BASED_SINCE = 2024
HOME_WITHIN_M = 900.0
HOME_NOT_KNOWN, AGE_NOT_KNOWN = 0.06, 0.03
SCHOOL_MINUTES = ((450, 570), (870, 1020))
EDUCATION_SHARE, EDUCATION_SHARE_IN_SCHOOL_TIME = 0.01, 0.16


@cache
def casualties() -> pd.DataFrame:
    """Return one row a casualty, by `collision` (row of `collision_places`) and `reference`, in codes of STATS19."""
    random = random_stream("casualties of collisions")
    places = collision_places()
    again = np.flatnonzero(random.uniform(0, 1, len(places)) < SECOND_CASUALTY)
    collision = np.sort(np.append(np.arange(len(places)), again))
    own = places.iloc[collision].reset_index(drop=True)
    table = pd.DataFrame({"collision": collision, "year": own["year"]})
    table["reference"] = table.groupby("collision").cumcount() + 1
    table = table.join(_road_users(own, random))
    table["severity"] = random.choice([1, 2, 3], len(table), p=SEVERITY_SHARES)
    table["adjusted_serious"] = _adjusted(table, random)
    return table.join(_homes(own, random))


def _road_users(own: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    """Return `casualty_class`, `casualty_type`, `age`, `pedestrian_location`, `sex`."""
    count = len(own)
    on_foot = random.uniform(0, 1, count) < own["role"].map(PEDESTRIAN_SHARE).fillna(OTHER_PEDESTRIAN_SHARE)
    on_cycle = ~on_foot & (random.uniform(0, 1, count) < CYCLIST_SHARE)
    child_share = np.select([on_foot, on_cycle], [CHILD_SHARE, CHILD_CYCLIST_SHARE], 0.06)
    is_child = random.uniform(0, 1, count) < child_share
    age = np.where(is_child, random.integers(4, 16, count), random.integers(17, 88, count))
    return pd.DataFrame(
        {
            "casualty_class": np.where(on_foot, 3, np.where(is_child & ~on_cycle, 2, 1)),
            "casualty_type": np.select([on_foot, on_cycle], [0, 1], 9),
            "age": np.where(random.uniform(0, 1, count) < AGE_NOT_KNOWN, -1, age),
            "pedestrian_location": np.where(on_foot, random.choice([1, 4, 5, 6, 9, 10], count), 0),
            "sex": random.integers(1, 3, count),
        }
    )


def _adjusted(table: pd.DataFrame, random: np.random.Generator) -> Array:
    """Return the probability that each counts as serious: certain where severity is recorded by injury."""
    drawn = np.where(table["severity"] == 2, random.uniform(0.7, 1, len(table)), random.uniform(0.02, 0.25, len(table)))
    serious = np.where(table["year"] >= INJURY_BASED_SINCE, table["severity"] == 2, drawn.round(6))
    return np.where(table["severity"] == 1, 0.0, serious)


def _homes(own: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    """Return `home_lsoa_code` and `home_imd_decile` of a home near by; the decile is of 2019, as published."""
    homes, frame = build_borough().homes, build_borough().output_areas
    near = own[["easting_m", "northing_m"]].to_numpy() + random.normal(0, HOME_WITHIN_M, (len(own), 2))
    home = cKDTree(homes[["easting_m", "northing_m"]].to_numpy()).query(near)[1]
    area = frame.iloc[homes["output_area"].to_numpy()[home]]
    deciles = lsoa_deprivation(2019).set_index("code")[f"{INDEX} decile"]
    is_known = random.uniform(0, 1, len(own)) >= HOME_NOT_KNOWN
    decile = area["lsoa_2011_code"].map(deciles).to_numpy()
    return pd.DataFrame(
        {
            "home_lsoa_code": np.where(is_known, area["lsoa_code"], "-1"),
            "home_imd_decile": np.where(is_known, decile, -1).astype(int),
        }
    )


@cache
def vehicles() -> pd.DataFrame:
    """Return one row a vehicle, by `collision` and `reference`: type, journey purpose of today and until 2023.

    One car in a collision with somebody on foot, two vehicles in any other; some are on the way to or from school.
    """
    random = random_stream("vehicles of collisions")
    places, hurt = collision_places(), casualties()
    first = hurt.drop_duplicates("collision")["casualty_type"].to_numpy()
    collision = np.repeat(np.arange(len(places)), np.where(first == 0, 1, 2))
    table = pd.DataFrame({"collision": collision, "year": places["year"].to_numpy()[collision]})
    table["reference"] = table.groupby("collision").cumcount() + 1
    is_cycle = (first[collision] == 1) & (table["reference"] == 1)
    table["vehicle_type"] = np.where(is_cycle, 1, random.choice([9, 9, 9, 19, 11], len(table)))
    in_school_time = _is_school_time(places)[collision]
    share = np.where(in_school_time, EDUCATION_SHARE_IN_SCHOOL_TIME, EDUCATION_SHARE)
    is_education = random.uniform(0, 1, len(table)) < share
    other = random.choice([1, 2, 6, 6, 6, 9], len(table))
    table["purpose"] = np.where(is_education, 7, other)
    until_2023 = np.where(is_education, np.where(is_cycle, 4, 3), np.where(other == 9, 5, other))
    table["purpose_until_2023"] = np.where(table["year"] < INJURY_BASED_SINCE, until_2023, -1)
    return table


def _is_school_time(places: pd.DataFrame) -> np.ndarray:
    is_weekday = places["date"].dt.day_of_week < 5
    at_time = [places["minute"].between(*minutes) for minutes in SCHOOL_MINUTES]
    return np.asarray(is_weekday & (at_time[0] | at_time[1]))
