from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from geodata.errors import SourceFileError
from geodata.readers import load_source
from geodata.study_area import StudyArea

Put = Callable[[str, str, str | bytes], Path]
DFT = "Count_point_id,Year,Region_name,Road_name,Road_category,Easting,Northing,All_HGVs,All_motor_vehicles\n"
LOCAL = "count_id,date,easting,northing,vehicles_per_day,hgv_pct\n"


def read(put: Put, study_area: StudyArea, text: str) -> pd.DataFrame:
    return load_source("traffic_counts", put("traffic_counts", "counts.csv", text), study_area)


def test_latest_year_of_each_count_point_is_read(put: Put, study_area: StudyArea) -> None:
    rows = [
        "6300,2019,North West,A49,PA,350000,390000,500,10000",
        "6300,2023,North West,A49,PA,350000,390000,300,12000",
        '6301,2018,North West,U,MCU,351000,390000,0,"1,000"',
    ]
    table = read(put, study_area, DFT + "\n".join(rows) + "\n")
    assert table.drop(columns="osm_way_id").to_numpy().tolist() == [
        ["6300", "2023", "A49", 350_000, 390_000, 12_000, 2.5],
        ["6301", "2018", "U", 351_000, 390_000, 1000, 0],
    ]


def test_names_of_earlier_releases_are_read(put: Put, study_area: StudyArea) -> None:
    table = read(put, study_area, "AADFYear,CP,Road,S Ref E,S Ref N,FdHGV,FdAll_MV\n2016,73,A 49,350000,390000,1,4\n")
    assert table[["road", "hgv_pct", "vehicles_per_day"]].to_numpy().tolist() == [["A49", 25.0, 4.0]]


def test_directions_are_added_up(put: Put, study_area: StudyArea) -> None:
    header = DFT.replace("Road_category", "Direction_of_travel")
    rows = "6300,2023,,A49,N,350000,390000,100,4000\n6300,2023,,A49,S,350000,390000,300,6000\n"
    table = read(put, study_area, header + rows)
    assert table[["vehicles_per_day", "hgv_pct"]].to_numpy().tolist() == [[10_000, 4.0]]


def test_an_authoritys_own_counts_are_read(put: Put, study_area: StudyArea) -> None:
    table = read(put, study_area, LOCAL + "L1,2024-03-05,350000,390000,2400,\nL2,2024-03-05,350500,390000,0,1.5\n")
    assert table["counted_on"].tolist() == ["2024-03-05"] * 2
    assert table["road"].isna().all()
    assert table["hgv_pct"].fillna(-1).tolist() == [-1, 1.5]


def test_files_of_several_years_give_every_years_count(put: Put, study_area: StudyArea) -> None:
    put("traffic_counts", "older.csv", DFT + "6300,2019,,A49,PA,350000,390000,500,10000\n")
    table = read(put, study_area, DFT + "6300,2023,,A49,PA,350000,390000,500,12000\n")
    assert sorted(table["counted_on"]) == ["2019", "2023"]  # the latest holds when they are laid on streets


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (DFT + "1,2023,,A49,PA,350000,390000,5,\n", "vehicles_per_day, line 2, is missing"),
        (DFT + "1,2023,,A49,PA,350000,390000,5,-4\n", "vehicles_per_day, line 2: '-4.0' is not within"),
        (DFT + "1,2023,,A49,PA,350000,390000,5,4\n", "hgv_vehicles, line 2: '5.0' is more than all motor vehicles"),
        (DFT + "1,,,A49,PA,350000,390000,5,40\n", "counted_on, line 2: '' is no year or date"),
        (LOCAL + "L1,2024-03-05,350000,390000,2400,140\n", "hgv_pct, line 2: '140.0' is not within 0 to 100"),
        (LOCAL + "L1,5/3/24,350000,390000,2400,1\n", "line 2: '5/3/24' is not a date"),
        (DFT.replace("Road_category", "hour") + "1,2023,,A49,7,350000,390000,5,40\n", "hourly counts"),
    ],
)
def test_what_cannot_be_is_refused(put: Put, study_area: StudyArea, text: str, message: str) -> None:
    with pytest.raises(SourceFileError, match=message):
        read(put, study_area, text)
