"""STATS19 of the demo borough: collisions, casualties and vehicles of five years, in DfT's columns since 2024."""

from functools import cache

import numpy as np
import pandas as pd
import pyproj

from geodata.demo import collision_people, geography
from geodata.demo.areas import build_borough
from geodata.demo.collision_columns import CASUALTY_COLUMNS, COLLISION_COLUMNS, VEHICLE_COLUMNS
from geodata.demo.collision_people import INJURY_BASED_SINCE
from geodata.demo.collision_places import SPEED_LIMIT, collision_places
from geodata.demo.seed import random_stream

NOT_SAID = -1
"""What the publisher writes where nothing is known, and the demo in every column that it does not draw."""
NO_PLACE = 0.02
"""Share of collisions without coordinates."""
TRAILING_SPACE_EVERY = 40
FACILITIES = (0, 0, 0, 0, 0, 11, 13, 14, 15, 17)
HISTORIC_FACILITIES = {13: 1, 14: 4, 15: 5, 17: 8}


def collisions() -> pd.DataFrame:
    """Return the file of collisions, one row each; ids have leading zeros and now and then a trailing space."""
    places, random = collision_places(), random_stream("records of collisions")
    worst = collision_people.casualties().sort_values("severity", kind="stable").drop_duplicates("collision")
    worst = worst.set_index("collision").reindex(places.index)
    facility = random.choice(FACILITIES, len(places))
    is_new = places["year"] >= INJURY_BASED_SINCE
    own = _ids(places.index).assign(
        **_coordinates(),
        collision_severity=worst["severity"],
        number_of_vehicles=collision_people.vehicles().groupby("collision").size(),
        number_of_casualties=collision_people.casualties().groupby("collision").size(),
        date=places["date"].dt.strftime("%d/%m/%Y"),
        day_of_week=(places["date"].dt.day_of_week + 1) % 7 + 1,  # 1 is Sunday
        time=[f"{minute // 60:02d}:{minute % 60:02d}" for minute in places["minute"]],
        local_authority_ons_district=places["authority"],
        first_road_class=places["role"]
        .map({"trunk": 3, "ring": 3, "primary": 3, "secondary": 4})
        .fillna(6)
        .astype(int),
        speed_limit=places["role"].map(SPEED_LIMIT).fillna(30).astype(int),
        pedestrian_crossing_human_control_historic=np.where(is_new, NOT_SAID, facility == 11).astype(int),
        pedestrian_crossing_physical_facilities_historic=np.where(
            is_new, NOT_SAID, pd.Series(facility).map(HISTORIC_FACILITIES).fillna(0)
        ).astype(int),
        pedestrian_crossing=facility,
        lsoa_of_accident_location=_lsoas(places),
        collision_injury_based=is_new.astype(int),
        collision_adjusted_severity_serious=worst["adjusted_serious"],
        collision_adjusted_severity_slight=_slight(worst),
    )
    return _filled(own, COLLISION_COLUMNS)


def casualties() -> pd.DataFrame:
    """Return the file of casualties."""
    hurt = collision_people.casualties()
    own = _ids(hurt["collision"]).assign(
        vehicle_reference=1,
        casualty_reference=hurt["reference"],
        casualty_class=hurt["casualty_class"],
        sex_of_casualty=hurt["sex"],
        age_of_casualty=hurt["age"],
        casualty_severity=hurt["severity"],
        pedestrian_location=hurt["pedestrian_location"],
        casualty_type=hurt["casualty_type"],
        casualty_imd_decile=hurt["home_imd_decile"],
        lsoa_of_casualty=hurt["home_lsoa_code"],
        casualty_injury_based=(hurt["year"] >= INJURY_BASED_SINCE).astype(int),
        casualty_adjusted_severity_serious=hurt["adjusted_serious"],
        casualty_adjusted_severity_slight=_slight(hurt),
    )
    return _filled(own, CASUALTY_COLUMNS)


def vehicles() -> pd.DataFrame:
    """Return the file of vehicles; most journeys' purpose is not known."""
    driven = collision_people.vehicles()
    own = _ids(driven["collision"]).assign(
        vehicle_reference=driven["reference"],
        vehicle_type=driven["vehicle_type"],
        journey_purpose_of_driver_historic=driven["purpose_until_2023"],
        journey_purpose_of_driver=driven["purpose"],
    )
    return _filled(own, VEHICLE_COLUMNS)


def _filled(own: pd.DataFrame, columns: tuple[str, ...]) -> pd.DataFrame:
    return own.reindex(columns=list(columns), fill_value=NOT_SAID)


def _ids(collision: "pd.Series | pd.Index[int]") -> pd.DataFrame:
    """Return index, year and reference of each record's collision."""
    number = collision.to_numpy()
    year = collision_places()["year"].to_numpy()[number]
    space = ["" if (n + 1) % TRAILING_SPACE_EVERY else " " for n in number]
    reference = [f"0{n + 1:05d}{end}" for n, end in zip(number, space, strict=True)]
    index = [f"{y}{r}" for y, r in zip(year, reference, strict=True)]
    return pd.DataFrame({"collision_index": index, "collision_year": year, "collision_ref_no": reference})


@cache
def _coordinates() -> dict[str, pd.Series]:
    """Return the four columns of coordinates as text, blank where the place is not known."""
    places = collision_places()
    to_degrees = pyproj.Transformer.from_crs(geography.CRS, "EPSG:4326", always_xy=True)
    degrees = to_degrees.transform(places["easting_m"].to_numpy(), places["northing_m"].to_numpy())
    is_known = random_stream("places not known").uniform(0, 1, len(places)) >= NO_PLACE
    columns = {
        "location_easting_osgr": places["easting_m"].astype(int).astype(str),
        "location_northing_osgr": places["northing_m"].astype(int).astype(str),
        "longitude": pd.Series([f"{value:.6f}" for value in degrees[0]]),
        "latitude": pd.Series([f"{value:.6f}" for value in degrees[1]]),
    }
    return {name: values.where(is_known, "") for name, values in columns.items()}


def _lsoas(places: pd.DataFrame) -> pd.Series:
    codes = build_borough().output_areas["lsoa_code"]
    return places["output_area"].map(codes).fillna("-1")


def _slight(records: pd.DataFrame) -> pd.Series:
    slight = (1 - records["adjusted_serious"]).round(6)
    return slight.where(records["severity"] != 1, 0.0)
