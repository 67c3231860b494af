"""Table `schools`."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely import Point, box

from geodata.catalogue import load_catalogue
from geodata.readers.schools import read_schools
from geodata.schemas import CRS, conform, empty, validate
from geodata.school_routes.demand.schools import schools
from geodata.study_area import load_study_area

_WARDS = gpd.GeoDataFrame(
    {"ward_code": ["E05000001", "E05000002"], "local_authority_code": ["E06000001", "E06000002"]},
    geometry=[box(0, 0, 100, 100), box(100, 0, 200, 100)],
    crs=CRS,
)
_NO_WARDS = _WARDS.iloc[:0]
_AUTHORITY = gpd.GeoDataFrame({"local_authority_code": ["W06000022"]}, geometry=[box(0, 0, 150, 100)], crs=CRS)


def _destinations(*rows: tuple[str, str, str, float | None, float]) -> gpd.GeoDataFrame:
    frame = pd.DataFrame(rows, columns=["destination_id", "name", "category", "capacity", "x"])
    places = gpd.GeoDataFrame(
        frame.assign(kind="school", source="schools", note=""),
        geometry=[Point(x, 50) for x in frame["x"]],
        crs=CRS,
    )
    return conform("destinations", places)


def _register(*rows: tuple[str, str, float | None, float | None]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["urn", "school_type", "low_age", "high_age"])
    other = {"school_name": "", "phase": "", "pupils": np.nan, "postcode": "", "easting_m": 0.0, "northing_m": 0.0}
    return conform("source_schools", frame.assign(**other))


_HILL = ("gias:1", "Hill School", "primary", 210.0, 10.0)
_OAK = ("gias:2", "Oak School", "secondary", 900.0, 110.0)


def _of(*rows: tuple[str, str, str, float | None, float], register: pd.DataFrame | None = None) -> pd.DataFrame:
    known = _register(("1", "Community school", 4, 11), ("2", "Academy converter", 11, 16))
    table = schools(_destinations(*rows), known if register is None else register, _AUTHORITY, _WARDS)
    return validate("schools", table).set_index("school_id")


def test_a_registered_school_has_ages_roll_and_area() -> None:
    row = _of(_OAK, _HILL).loc["gias:2"]
    assert (row["urn"], row["phase"], row["low_age"], row["high_age"]) == ("2", "secondary", 11, 16)
    assert (row["serves"], row["is_qualifying"]) == ("11_to_15", True)
    assert (row["pupils_lower"], row["pupils"], row["pupils_upper"], row["is_roll_known"]) == (900, 900, 900, True)
    assert (row["ward_code"], row["local_authority_code"]) == ("E05000002", "E06000002")


def test_an_unknown_roll_is_an_interval_and_says_so() -> None:
    row = _of(_HILL, _OAK, ("osm:w1", "Elm Primary School", "school", None, 20)).loc["osm:w1"]
    assert (row["pupils_lower"], row["pupils_upper"], row["is_roll_known"]) == (210, 555, False)
    assert np.isnan(row["pupils"])
    assert row["note"] == (
        "phase by its name; ages usual in its phase; modelled roll, from the mean of all schools to that of its phase"
    )


def test_a_school_of_unknown_phase_serves_nobody_and_says_so() -> None:
    row = _of(_HILL, ("osm:w1", "Elm School", "school", None, 20)).loc["osm:w1"]
    assert (row["phase"], row["serves"]) == ("school", "")
    assert "phase not known: not used as nearest school" in row["note"]


@pytest.mark.parametrize(
    ("school_type", "is_qualifying", "remark"),
    [
        ("Voluntary Aided School", True, ""),
        ("University technical college", True, ""),
        ("Other independent school", False, "not a qualifying school"),
        ("Community Special School", False, "admits by placement"),
        ("Pupil referral unit", False, "admits by placement"),
        ("A type of the future", True, ""),
    ],
)
def test_the_type_tells_whether_the_nearest_school_test_counts_it(
    school_type: str, *, is_qualifying: bool, remark: str
) -> None:
    row = _of(_HILL, register=_register(("1", school_type, 4, 11))).loc["gias:1"]
    assert row["is_qualifying"] == is_qualifying
    assert row["serves"] == "5_to_7|8_to_10"
    assert row["note"] == (f"{remark}: not used as nearest school" if remark else "")


def test_a_school_outside_has_no_area_and_one_on_a_shared_edge_the_first() -> None:
    table = _of(_HILL, ("gias:2", "Oak School", "secondary", 900, 100), ("osm:w1", "Far School", "school", None, 999))
    assert table["ward_code"].fillna("none").tolist() == ["E05000001", "E05000001", "none"]
    assert table["local_authority_code"].fillna("none").tolist() == ["E06000001", "E06000001", "none"]


def test_in_a_streets_only_area_all_but_nurseries_and_sixth_forms_serve_any_age() -> None:
    places = _destinations(
        ("osm:w1", "Elm School", "school", None, 20),
        ("osm:w2", "Ash Nursery", "school", None, 40),
        ("osm:w3", "Oak Primary School", "school", None, 160),
    )
    table = validate("schools", schools(places, empty("source_schools"), _AUTHORITY, _NO_WARDS))
    assert table["serves"].tolist() == ["any_age", "", "any_age"]
    assert table["pupils_upper"].tolist() == [1, 1, 1]
    assert table["note"].str.contains("no roll known").all()
    assert table["local_authority_code"].fillna("none").tolist() == ["W06000022", "W06000022", "none"]
    assert table["ward_code"].isna().all()


def test_rows_are_sorted_whatever_the_order_of_the_input() -> None:
    pd.testing.assert_frame_equal(_of(_HILL, _OAK), _of(_OAK, _HILL))


def test_other_destinations_are_no_schools() -> None:
    parks = _destinations(_HILL).assign(kind=pd.Series(["green_space"], dtype="string"))
    table = schools(parks, _register(), _AUTHORITY, _WARDS)
    pd.testing.assert_frame_equal(table, empty("schools"))
    validate("schools", table)


def test_every_real_state_school_of_school_age_serves_an_age_group(real_data: Path) -> None:
    path = real_data / "cheshire_merseyside/schools/edubasealldata_2017_part.csv"
    if not path.is_file():
        pytest.skip("the part of the register of schools is not among the real data")
    register = read_schools(path, load_catalogue()["schools"], load_study_area("cheshire_merseyside"))
    places = gpd.GeoDataFrame(
        {
            "destination_id": "gias:" + register["urn"],
            "kind": "school",
            "name": register["school_name"],
            "category": register["phase"].str.casefold(),
            "capacity": register["pupils"],
            "source": "schools",
            "note": "",
        },
        geometry=gpd.points_from_xy(register["easting_m"], register["northing_m"]),
        crs=CRS,
    )
    table = validate("schools", schools(conform("destinations", places), register, _AUTHORITY, _WARDS))
    left_out = table[(table["serves"] == "") & table["is_qualifying"]]
    # nurseries, sixth forms, and technical colleges and studio schools from 14
    assert ((left_out["high_age"] <= 5) | (left_out["low_age"] >= 14)).all()
    assert set(table.loc[table["phase"] == "infant", "serves"]) == {"5_to_7"}
    assert set(table.loc[table["phase"] == "junior", "serves"]) == {"8_to_10"}
