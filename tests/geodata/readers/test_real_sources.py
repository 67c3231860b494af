"""Every source of two real study areas: read whole, and refused when damaged."""

import shutil
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from geodata.catalogue import load_catalogue
from geodata.errors import EvengroundError, SourceMissingError
from geodata.readers import load_source
from geodata.schemas import model_for
from geodata.study_area import StudyArea, load_study_area

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
pytestmark = pytest.mark.skipif(
    not DATA.is_dir(), reason="the real data folder `shared/data` is not beside the repository"
)

ROWS = {
    "wards": (278, 15),
    "lsoas": (1601, 26),
    "lsoas_2011": (1562, 23),
    "local_authorities": (9, 1),
    "lsoa_ward_lookup": (1601, 26),
    "lsoa_2011_2021_lookup": (1605, 26),
    "postcodes": (108_007, 1619),
    "deprivation_2025": (1601 * 8, 26 * 8),
    "deprivation_2019": (1562 * 8, 23 * 8),
    "deprivation_2019_lad": (317, 317),
    "population": (1601, 26),
    "population_by_age": (1562 * 91, 23 * 91),
    "adult_activity": (200, 40),
    "child_activity": (80, 16),
    "walking_cycling": ((36 + 4) * 3 * 6, (4 + 4) * 3 * 6),
    "schools": (273, 7),
}
"""Rows in Cheshire and Merseyside and in Rutland, counted by the publishers or whoever cut the files."""

KEYS = [*ROWS, "collisions_raster"]
NOT_TEXT = ["postcodes", "deprivation_2019_lad", "walking_cycling", "collisions_raster"]
DAMAGE = [(key, damage) for key in KEYS for damage in ("deleted", "cut in half", "emptied")]
DAMAGE += [(key, "re-encoded") for key in KEYS if key not in NOT_TEXT]


@cache
def reference(area: str, geography: str) -> frozenset[str] | None:
    """Return the codes a table of this geography should cover, from the lookups."""
    lookup, column = {
        "lsoa_2021": ("lsoa_ward_lookup", "lsoa_code"),
        "lsoa_2011": ("lsoa_2011_2021_lookup", "lsoa_2011_code"),
        "ward": ("lsoa_ward_lookup", "ward_code"),
    }.get(geography, (None, None))
    return frozenset(load_source(lookup, DATA / area, study_area(area))[column]) if lookup else None


@cache
def study_area(name: str) -> StudyArea:
    return load_study_area(name)


def loaded(key: str, area: str, sources: Path | None = None) -> pd.DataFrame:
    codes = reference(area, load_catalogue()[key].geography)
    return load_source(key, sources or DATA / area, study_area(area), codes)


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("area", ["cheshire_merseyside", "rutland"])
def test_source_is_read_whole(area: str, key: str) -> None:
    table = loaded(key, area)
    assert list(table.columns) == list(model_for(f"source_{key}").to_schema().columns)
    record = table.attrs["source"]
    assert (record["state"], record["rows"], record["message"]) == ("read", len(table), "")
    if key in ROWS:
        assert len(table) == ROWS[key][area == "rutland"]


def test_figures_are_those_published() -> None:
    deprivation = loaded("deprivation_2025", "rutland").set_index(["domain", "lsoa_code"])
    assert deprivation.loc[("imd", "E01013790"), ["score", "rank", "decile"]].tolist() == [16.053, 18182, 6]
    ages = loaded("population_by_age", "cheshire_merseyside")
    assert ages["residents"].sum() == 2_503_902
    assert ages[ages["age"].between(5, 16)]["residents"].sum() == 347_120
    districts = loaded("deprivation_2019_lad", "rutland").set_index("local_authority_code")
    assert districts.loc["E06000017", ["average_score", "rank_of_average_score"]].tolist() == [8.381, 303]
    adults = loaded("adult_activity", "rutland").set_index(["area_code", "indicator_id", "period"])["value"]
    assert adults["E06000017", "93014", "2024/25"] == 74.9
    assert adults["E92000001", "93015", "2024/25"] == 21.8


def test_blank_figures_of_children_are_null_with_a_note() -> None:
    children = loaded("child_activity", "cheshire_merseyside")
    blank = children[children["value"].isna()]
    assert len(blank) == 41
    assert (blank["note"] != "").all()


def test_casualties_are_counts_on_the_land_grid() -> None:
    cells = loaded("collisions_raster", "rutland")
    assert cells["year"].unique().tolist() == list(range(2010, 2020))
    assert cells["casualties"].min() == 1
    assert cells["cell_m"].eq(500).all()


@pytest.mark.parametrize(("key", "damage"), DAMAGE)
def test_damaged_file_is_refused(tmp_path: Path, key: str, damage: str) -> None:
    (original,) = (DATA / "rutland" / key).iterdir()
    copy = tmp_path / key / original.name
    copy.parent.mkdir()
    content = original.read_bytes()
    damaged = {"cut in half": content[: len(content) // 2], "emptied": b""}
    if damage == "re-encoded":
        copy.write_bytes(content.decode("utf-8").encode("utf-16"))
    elif damage != "deleted":
        copy.write_bytes(damaged[damage])
    with pytest.raises(SourceMissingError if damage == "deleted" else EvengroundError, match=key):
        loaded(key, "rutland", tmp_path)


@pytest.mark.parametrize("key", ["lsoas", "population", "deprivation_2025"])
def test_files_of_two_authorities_may_lie_side_by_side(tmp_path: Path, key: str) -> None:
    for area in ("rutland", "cheshire_merseyside"):
        (original,) = (DATA / area / key).iterdir()
        (tmp_path / key).mkdir(exist_ok=True)
        shutil.copy(original, tmp_path / key / f"{area}{original.suffix}")
    table = loaded(key, "rutland", tmp_path)
    assert len(table) == ROWS[key][1]
    assert len(table.attrs["source"]["files"]) == 2


@pytest.mark.parametrize(("key", "folder"), [("lsoas", "lsoas_2011"), ("deprivation_2025", "deprivation_2019")])
def test_source_of_2011_in_the_folder_of_2021_is_named(tmp_path: Path, key: str, folder: str) -> None:
    shutil.copytree(DATA / "rutland" / folder, tmp_path / key)
    with pytest.raises(EvengroundError, match="this looks like LSOA 2011"):
        loaded(key, "rutland", tmp_path)


def test_population_of_2011_under_the_names_of_2021_is_of_another_vintage(tmp_path: Path) -> None:
    ages = loaded("population_by_age", "rutland").groupby("lsoa_code")["residents"].sum()
    (tmp_path / "population").mkdir()
    ages.rename_axis("geography code").rename("Age: Total").to_csv(tmp_path / "population" / "p.csv")
    with pytest.raises(EvengroundError, match=r"only 80\.8%.*missing E01035102, E01035103.*5 of 26"):
        loaded("population", "rutland", tmp_path)
