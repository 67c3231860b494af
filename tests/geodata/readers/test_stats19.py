"""STATS19 in the layouts of before and since the data of 2024, and by the names of its guide."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from geodata.errors import MissingColumnError, SourceFileError, VintageError
from geodata.readers import load_source
from geodata.study_area import StudyArea

Put = Callable[[str, str, str | bytes], Path]
COLLISIONS = {
    "collision_index": ["2023010203 ", "2023010204", "2023010205", "2023010206"],
    "date": ["21/05/2023", "22/05/2023", "01/12/2023", "02/12/2023"],
    "time": ["11:10", "-1", "08:05", "09:00"],
    "location_easting_osgr": ["400100", "", "-1", "400200"],
    "location_northing_osgr": ["300100", "", "-1", "300200"],
    "local_authority_ons_district": ["E06999001", "E06999001", "E06999002", "E06999002"],
    "collision_severity": ["2", "3", "3", "1"],
    "collision_adjusted_severity_serious": ["0.91", "0.1", "0", "-1"],
    "first_road_class": ["3", "6", "6", "1"],
    "pedestrian_crossing": ["13", "0", "0", "11"],
    "pedestrian_crossing_human_control_historic": ["0", "0", "0", "1"],
    "pedestrian_crossing_physical_facilities_historic": ["1", "0", "0", "8"],
}
CASUALTIES = {
    "collision_index": ["2023010203 ", "2023010203 ", "2023010206", "2023010206", "2023010206"],
    "casualty_reference": ["1", "2", "1", "2", "3"],
    "casualty_class": ["3", "1", "1", "3", "1"],
    "casualty_type": ["0", "9", "1", "0", "1"],
    "age_of_casualty": ["9", "40", "15", "-1", "16"],
    "casualty_severity": ["2", "3", "3", "1", "3"],
    "casualty_adjusted_severity_serious": ["0.9", "0", "0.2", "-1", "0"],
    "pedestrian_location": ["1", "0", "0", "10", "0"],
    "lsoa_of_casualty": ["E01000001", "-1", "-1", "", "-1"],
    "casualty_imd_decile": ["1", "-1", "10", "-1", "2"],
}
VEHICLES = {
    "collision_index": ["2023010203 ", "2023010203 ", "2023010206", "2024000001"],
    "vehicle_reference": ["1", "2", "1", "1"],
    "journey_purpose_of_driver_historic": ["3", "6", "4", "-1"],
    "journey_purpose_of_driver": ["7", "6", "7", "7"],
}
TABLES = {"collisions": COLLISIONS, "casualties": CASUALTIES, "vehicles": VEHICLES}
GUIDE = {
    "collision_adjusted_severity_serious": "collision_adjusted_serious",
    "casualty_adjusted_severity_serious": "casualty_adjusted_serious",
}


def _csv(columns: dict[str, list[str]]) -> str:
    return pd.DataFrame(columns).to_csv(index=False)


def _until_2023(columns: dict[str, list[str]]) -> dict[str, list[str]]:
    """Return the columns of before 2024: fields of the new specification are not there, the old ones have its names."""
    historic = {name.removesuffix("_historic") for name in columns if name.endswith("_historic")}
    kept = {name: values for name, values in columns.items() if name not in {*historic, "pedestrian_crossing"}}
    return {name.replace("collision_", "accident_").removesuffix("_historic"): v for name, v in kept.items()}


@pytest.fixture
def read(put: Put, study_area: StudyArea) -> Callable[..., pd.DataFrame]:
    """Write a table under `<key>/stats19.csv` and read it."""

    def _read(key: str, columns: dict[str, list[str]]) -> pd.DataFrame:
        return load_source(key, put(key, "stats19.csv", _csv(columns)), study_area)

    return _read


def test_collisions_are_those_of_the_study_area_that_have_a_place(read) -> None:
    table = read("collisions", COLLISIONS)
    assert table.to_dict("list") == {
        "collision_id": ["2023010203", "2023010206"],
        "year": [2023, 2023],
        "date": ["2023-05-21", "2023-12-02"],
        "time": ["11:10", "09:00"],
        "easting_m": [400100, 400200],
        "northing_m": [300100, 300200],
        "severity": ["serious", "fatal"],
        "adjusted_serious": [0.91, pytest.approx(float("nan"), nan_ok=True)],
        "local_authority_code": ["E06999001", "E06999002"],
        "is_motorway": [False, True],
        "pedestrian_crossing": ["zebra", "patrol"],
    }
    assert table.attrs["source"]["message"] == "2 collisions without coordinates left out (stats19.csv)"


def test_casualties_are_pedestrians_and_children_on_cycles(read) -> None:
    table = read("casualties", CASUALTIES)
    assert (table["collision_id"] + "/" + table["casualty_reference"]).tolist() == [
        "2023010203/1", "2023010206/1", "2023010206/2",
    ]  # fmt: skip
    assert table["road_user"].tolist() == ["pedestrian", "cyclist", "pedestrian"]
    assert table["age"].fillna(-1).tolist() == [9, 15, -1]
    assert table["pedestrian_location"].fillna("").tolist() == ["on a crossing", "", ""]
    assert table["home_lsoa_code"].fillna("").tolist() == ["E01000001", "", ""]
    assert table["home_imd_decile"].fillna(-1).tolist() == [1, 10, -1]
    assert table["adjusted_serious"].fillna(-1).tolist() == [0.9, 0.2, -1]


def test_vehicles_are_those_on_the_way_to_or_from_school(read) -> None:
    assert read("vehicles", VEHICLES)["journey_purpose"].tolist() == [
        "taking a pupil to or from school",
        "pupil riding to or from school",
        "education or educational escort",
    ]


@pytest.mark.parametrize("key", sorted(TABLES))
def test_old_and_guide_names_give_the_same_table(read, tmp_path: Path, key: str) -> None:
    # the old files know neither the new purposes nor, here, the collision of 2024
    columns = {name: values[:3] if key == "vehicles" else values for name, values in TABLES[key].items()}
    new = read(key, columns)
    old = {name: values for name, values in _until_2023(columns).items() if "adjusted" not in name}
    assert {"accident_index"} <= set(old)
    drop = [name for name in new if name.startswith("adjusted")]
    pd.testing.assert_frame_equal(read(key, old).drop(columns=drop), new.drop(columns=drop))
    pd.testing.assert_frame_equal(read(key, {GUIDE.get(name, name): values for name, values in columns.items()}), new)


def test_the_field_of_2024_goes_before_the_older_ones_which_fill_its_gaps(read) -> None:
    columns = COLLISIONS | {"pedestrian_crossing": ["14", "0", "0", "-1"]}
    assert read("collisions", columns)["pedestrian_crossing"].tolist() == ["signals", "patrol"]


def test_the_same_collision_in_two_files_is_read_once(put: Put, study_area: StudyArea) -> None:
    put("collisions", "2023.csv", _csv(_until_2023(COLLISIONS) | {"collision_adjusted_serious": ["0.91", "", "", ""]}))
    folder = put("collisions", "last-5-years.csv", _csv(COLLISIONS))
    assert len(load_source("collisions", folder, study_area)) == 2


def test_a_former_code_of_an_authority_is_todays(put: Put, study_area: StudyArea) -> None:
    area = study_area.model_copy(update={"former_codes": {"E07999009": "E06999001"}})
    columns = COLLISIONS | {"local_authority_ons_district": ["E07999009", "E06999002", "-1", "E06999002"]}
    folder = put("collisions", "a.csv", _csv(columns))
    assert load_source("collisions", folder, area)["local_authority_code"].tolist() == ["E06999001", "E06999002"]


def test_a_file_without_one_of_the_authorities_is_refused(read) -> None:
    with pytest.raises(VintageError, match=r"E06999001 \(north\)"):
        read("collisions", COLLISIONS | {"local_authority_ons_district": ["E06999002"] * 4})


def test_another_kind_of_date_is_an_error_that_names_the_line(read) -> None:
    with pytest.raises(SourceFileError, match=r"stats19\.csv: the date in column date, line 2, is '2023-05-21'"):
        read("collisions", COLLISIONS | {"date": ["2023-05-21", "", "", "02/12/2023"]})


def test_a_missing_column_is_named(read) -> None:
    with pytest.raises(MissingColumnError, match="collision_index"):
        read("casualties", {name: values for name, values in CASUALTIES.items() if name != "collision_index"})
