"""Columns, encodings and quirks are the publishers'."""

import json
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest
import rasterio
from python_calamine import CalamineWorkbook

from geodata.catalogue import load_catalogue

HEADERS = Path(__file__).resolve().parents[4] / "shared" / "domain" / "headers.json"
INDEX = "Index of Multiple Deprivation (IMD)"
DOMAIN_WEIGHTS = (0.225, 0.225, 0.135, 0.135, 0.093, 0.093, 0.093)


def _read(folder: Path, key: str, encoding: str = "utf-8") -> pd.DataFrame:
    (path,) = (folder / key).glob("*.csv*")
    return pd.read_csv(path, encoding=encoding)


@pytest.mark.parametrize(
    ("key", "layout", "encoding"),
    [
        ("deprivation_2025", "iod2025_file7", "utf-8-sig"),
        ("deprivation_2019", "iod2019_file7", "utf-8"),
        ("adult_activity", "fingertips_csv", "utf-8"),
        ("child_activity", "fingertips_csv", "utf-8"),
        ("schools", "gias_edubasealldata", "cp1252"),
    ],
)
def test_columns_are_the_publishers(demo_folder: Path, key: str, layout: str, encoding: str) -> None:
    if not HEADERS.is_file():
        pytest.skip("the publishers' headers (shared/domain/headers.json) are not beside the repository")
    assert list(_read(demo_folder, key, encoding)) == json.loads(HEADERS.read_text(encoding="utf-8"))[layout]


@pytest.mark.parametrize(
    "key", ["population", "population_by_age", "travel_to_work", "deprivation_2019", "rural_urban", "schools"]
)
def test_columns_declared_in_the_catalogue_are_there(demo_folder: Path, key: str) -> None:
    source = load_catalogue()[key]
    columns = _read(demo_folder, key, source.encoding).columns
    assert [names for names in source.columns.values() if not set(names) & set(columns)] == []


def test_file_7_of_2025_starts_with_a_byte_order_mark_and_keeps_the_truncated_header(demo_folder: Path) -> None:
    (path,) = (demo_folder / "deprivation_2025").glob("*.csv")
    assert path.read_bytes().startswith(b"\xef\xbb\xbfLSOA code (2021),")
    assert "(where 1 is most deprived 10% of LSO," in path.read_text(encoding="utf-8-sig").splitlines()[0]


@pytest.mark.parametrize(("key", "england"), [("deprivation_2025", 33_755), ("deprivation_2019", 32_844)])
def test_scores_ranks_and_deciles_agree(demo_folder: Path, key: str, england: int) -> None:
    table = _read(demo_folder, key, "utf-8-sig")
    starts = [name.removesuffix(" Rank (where 1 is most deprived)") for name in table.filter(like=" Rank ")]
    assert len(starts) == 16
    for start in starts:
        score, rank, decile = (table.filter(regex=f"^{start.replace('(', '.').replace(')', '.')} {what}").squeeze()
                               for what in ("Score", "Rank", "Decile"))  # fmt: skip
        assert rank.is_unique
        assert rank.between(1, england).all()
        assert (decile == np.ceil(rank * 10 / england)).all()
        assert score[rank.sort_values().index].is_monotonic_decreasing, start


def test_the_index_is_the_weighted_sum_of_the_transformed_domain_ranks(demo_folder: Path) -> None:
    table = _read(demo_folder, "deprivation_2025", "utf-8-sig")
    ranks = table.filter(like=" Rank ").iloc[:, 1:8]
    less_deprived = 1 - (ranks - 0.5) / 33_755
    scores = -23 * np.log(1 - less_deprived * (1 - np.exp(-100 / 23)))
    assert np.allclose(scores @ DOMAIN_WEIGHTS, table[f"{INDEX} Score"], atol=0.001)


def test_deprivation_falls_from_the_inner_wards_outwards_but_for_one_estate(demo_folder: Path) -> None:
    table = _read(demo_folder, "deprivation_2025", "utf-8-sig").set_index("LSOA code (2021)")
    ward = _read(demo_folder, "lsoa_ward_lookup").set_index("LSOA21CD")["WD24NM"]
    score = table[f"{INDEX} Score"].groupby(ward).mean().sort_values(ascending=False)
    assert set(score.index[:4]) >= {"Fairbrook Central", "Larkenmoor"}
    assert score.index[-1] == "Gorsendale"
    assert set(table.filter(like="(IMD) Decile").squeeze()) == set(range(1, 11))


def test_denominators_add_up(demo_folder: Path) -> None:
    table = _read(demo_folder, "deprivation_2025", "utf-8-sig")
    parts = table[[name for name in table if ": mid 2022" in name][1:4]].sum(axis=1)
    assert (parts == table["Total population: mid 2022"]).all()


def test_file_10_opens_in_two_readers_and_holds_the_borough(demo_folder: Path) -> None:
    (path,) = (demo_folder / "deprivation_2019_lad").glob("*.xlsx")
    rows = CalamineWorkbook.from_path(path).get_sheet_by_name("IMD").to_python()
    sheet = openpyxl.load_workbook(path)["IMD"]
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == rows
    assert rows[0][2:6] == [
        "IMD - Average rank ",
        "IMD - Rank of average rank ",
        "IMD - Average score ",
        "IMD - Rank of average score ",
    ]
    fairbrook = dict(zip(rows[0], rows[1], strict=True))
    lsoas = _read(demo_folder, "deprivation_2019")
    people = lsoas["Total population: mid 2015 (excluding prisoners)"]
    assert fairbrook["Local Authority District name (2019)"] == "Fairbrook"
    expected = np.average(lsoas[f"{INDEX} Score"], weights=people)
    assert fairbrook["IMD - Average score "] == pytest.approx(expected, abs=0.0006)


@pytest.mark.parametrize(("name", "mode"), [("cw0302", "Cycling"), ("cw0303", "Walking")])
def test_walking_and_cycling_tables_open_in_two_readers(demo_folder: Path, name: str, mode: str) -> None:
    path = demo_folder / "walking_cycling" / f"{name}.ods"
    sheets = [f"{name.upper()}_{part}" for part in ("Any_Purpose", "Leisure", "Travel")]
    workbook = CalamineWorkbook.from_path(path)
    assert workbook.sheet_names[-3:] == sheets
    rows = workbook.get_sheet_by_name(sheets[0]).to_python()
    assert rows[7][:6] == ["ONS Code", "Area name", "Mode", "Purpose", "Frequency", "2021"]
    table = pd.read_excel(path, sheet_name=sheets[0], header=7, engine="odf")
    fairbrook = table[table["ONS Code"] == "E06999001"]
    assert set(fairbrook["Mode"]) == {mode}
    assert pd.to_numeric(fairbrook["2021"]).is_monotonic_decreasing
    assert (table.loc[table["Area name"] == "Netherwold", "2016"] == "[note 6]").all()


def test_fingertips_repeats_rows_and_gives_limits_unless_suppressed(demo_folder: Path) -> None:
    table = _read(demo_folder, "adult_activity")
    headline = table[table["Category Type"].isna() & (table["Age"] == "19+ yrs")]
    assert headline.groupby(["Indicator ID", "Area Code"])["Time period"].nunique().eq(10).all()
    assert headline.groupby(["Indicator ID", "Area Code", "Time period"]).size().eq(2).all()
    missing = headline["Value"].isna()
    assert set(headline.loc[missing, "Area Code"] + headline.loc[missing, "Time period"]) == {"E069990012020/21"}
    assert headline.loc[missing, "Value note"].notna().all()
    limits = headline[~missing]
    assert limits["Value"].between(limits["Lower CI 95.0 limit"], limits["Upper CI 95.0 limit"]).all()


def test_age_bands_are_those_of_england_in_the_latest_period_with_limits(demo_folder: Path) -> None:
    bands = _read(demo_folder, "adult_activity").query("Age != '19+ yrs'")
    assert bands.groupby("Indicator ID")["Age"].nunique().to_dict() == {93014: 8, 93015: 8}
    assert not bands.duplicated(["Indicator ID", "Age"]).any()
    assert set(bands["Area Code"] + bands["Time period"] + bands["Sex"]) == {"E920000012024/25Persons"}
    assert bands[["Category Type", "Category"]].isna().all(axis=None)
    assert bands["Value"].gt(bands["Lower CI 95.0 limit"]).all()
    assert bands["Value"].lt(bands["Upper CI 95.0 limit"]).all()


def test_rural_urban_classes_are_written_as_the_portal_does(demo_folder: Path) -> None:
    (path,) = (demo_folder / "rural_urban").glob("*.csv")
    assert path.read_bytes().startswith(b"\xef\xbb\xbfLSOA21CD,")
    table = _read(demo_folder, "rural_urban")
    assert set(table["LSOA21CD"]) == set(_read(demo_folder, "population")["geography code"])
    assert table["LSOA21CD"].is_unique
    assert table.groupby("RUC21CD")["Urban_rural_flag"].unique().str.join("+").to_dict() == {
        "RLN1": "Rural", "RSN1": "Rural", "UN1": "Urban",
    }  # fmt: skip
    said = table["RUC21NM"].str.split(":").str[0].str.split().str[-1].str.capitalize()
    assert (said == table["Urban_rural_flag"]).all()


def test_the_register_of_schools_is_cp1252_and_names_nobody(demo_folder: Path) -> None:
    (path,) = (demo_folder / "schools").glob("*.csv")
    with pytest.raises(UnicodeDecodeError):
        path.read_text(encoding="utf-8")
    table = pd.read_csv(path, encoding="cp1252")
    assert len(table) == 33
    assert table["EstablishmentName"].str.contains("é").any()
    assert table["URN"].is_unique
    assert table.filter(like="Head").isna().all(axis=None)
    assert table.query("`EstablishmentStatus (name)` != 'Closed'")["NumberOfPupils"].gt(0).all()


def test_casualties_are_counted_in_ten_bands_and_none_is_nodata(demo_folder: Path) -> None:
    (path,) = (demo_folder / "collisions_raster").glob("*.tif")
    with rasterio.open(path) as grid:
        assert (grid.count, grid.dtypes[0], grid.nodata) == (10, "uint16", 65_535)
        assert (grid.crs.to_epsg(), grid.res) == (27700, (500.0, 500.0))
        years = grid.read(masked=True)
    assert years.min() == 1
    assert years[0].sum() > years[9].sum() > 200
