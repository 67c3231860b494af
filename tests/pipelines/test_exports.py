"""What lies in `exports/`: every file, as a spreadsheet opens it."""

import datetime
import json
import re
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest

from geodata.exports.csv_metadata import ENDING
from geodata.schemas import is_spatial
from geodata.study_area import load_study_area
from pipelines.exports import write_exports
from pipelines.layout import LAYOUT

RUN_DATE = datetime.date(2026, 11, 2)


@pytest.fixture(scope="module")
def tables(demo_out: Path) -> dict[str, pd.DataFrame]:
    """The published tables of the demo borough."""
    paths = {path.stem: path for path in (demo_out / "tables").glob("*.parquet")}
    return {n: gpd.read_parquet(path) if is_spatial(n) else pd.read_parquet(path) for n, path in paths.items()}


@pytest.fixture(scope="module")
def written(tables, tmp_path_factory) -> tuple[Path, list[str]]:
    folder = tmp_path_factory.mktemp("exports")
    return folder, write_exports(load_study_area("demo"), tables, RUN_DATE, "0.0", folder)


def test_the_names_returned_are_the_files_written(written):
    folder, names = written
    assert len(set(names)) == len(names)
    assert {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} == set(names)
    assert {f"{name}.csv" for name in LAYOUT.exported} | {"inequality_summary.csv"} <= set(names)


def test_every_indicator_of_wards_and_authorities_has_its_file(written, tables):
    shown = set(tables["ward_indicators"]["indicator"]) | set(tables["local_authority_indicators"]["indicator"])
    assert {f"fingertips/{name}.csv" for name in shown} <= set(written[1])


def test_every_sheet_is_utf_8_that_excel_recognises_with_plain_line_ends(written):
    folder, names = written
    for name in (name for name in names if name.endswith(".csv")):
        content = (folder / name).read_bytes()
        assert content.startswith(b"\xef\xbb\xbf"), name
        assert b"\r" not in content, name
        assert content.decode("utf-8-sig").endswith("\n"), name


def test_numbers_have_at_most_ten_digits_and_missing_is_empty(written):
    folder, names = written
    for name in names:
        if name.startswith("fingertips/") and name.endswith(".csv"):
            text = pd.read_csv(folder / name, dtype=str, keep_default_na=False)
            figures = text[["Value", "Lower CI 95.0 limit", "Upper CI 95.0 limit", "Count", "Denominator"]]
            digits = figures.apply(
                lambda column: column.str.replace(r"\D|e.*", "", regex=True).str.lstrip("0").str.len()
            )
            assert digits.max(axis=None) <= 10, name
            assert not figures.isin(["nan", "NaN", "None", "<NA>"]).any(axis=None), name


def test_the_tables_are_written_to_ten_digits(written, tables):
    again = pd.read_csv(written[0] / "inequality.csv", keep_default_na=False, na_values={"value": [""]})
    assert list(again.columns) == list(tables["inequality"].columns)
    assert again["value"].to_numpy() == pytest.approx(tables["inequality"]["value"].to_numpy(), nan_ok=True, rel=5e-10)


def test_everything_of_the_demo_says_synthetic(written):
    folder, names = written
    for name in names:
        if name.startswith("fingertips/") and name.endswith(".csv"):
            assert pd.read_csv(folder / name)["Value note"].str.startswith("Synthetic").all(), name
    computed = pd.read_csv(folder / "inequality_summary.csv").query("n_groups > 0")
    assert computed["headline"].str.endswith("Synthetic figures, made for demonstration.").all()


def test_the_planted_gradient_reads_as_a_sentence(written):
    summary = pd.read_csv(written[0] / "inequality_summary.csv")
    row = summary.query(
        "indicator == 'travel_to_work_walk_or_cycle_pct' and area == 'Fairbrook' and stratifier == 'deprivation'"
    )
    assert re.match(
        r"Travel to work on foot or by bicycle in Fairbrook, 2021: the proportion is [\d.]+ percentage points higher "
        r"at the most deprived end of the gradient than at the least deprived end, 95 % CI [\d.]+ to [\d.]+ ",
        row["headline"].item(),
    )
    assert row["source"].item().endswith("2 November 2026.")


def columns_of(folder: Path, name: str) -> list[dict[str, Any]]:
    """The columns that the metadata of a sheet describe."""
    told = json.loads((folder / f"{name}{ENDING}").read_text(encoding="utf-8"))
    columns: list[dict[str, Any]] = told["tableSchema"]["columns"]
    return columns


def fits(texts: pd.Series, datatype: str | dict[str, str]) -> bool:
    """Whether every cell that is not empty is of a type of the standard."""
    patterns = {"integer": r"-?\d+", "number": r"-?\d+(\.\d+)?(e[-+]\d+)?", "string": r"(?s).*"}
    pattern = datatype["format"] if isinstance(datatype, dict) else patterns[datatype]
    return bool(texts[texts != ""].str.fullmatch(pattern).all())


def test_every_sheet_has_its_metadata_where_the_standard_looks(written):
    folder, names = written
    sheets = [name for name in names if name.endswith(".csv")]
    assert {name for name in names if name.endswith(ENDING)} == {f"{name}{ENDING}" for name in sheets}
    for name in sheets:
        told = json.loads((folder / f"{name}{ENDING}").read_text(encoding="utf-8"))
        assert (folder / name).parent / told["url"] == folder / name
        assert told["dc:created"] == "2026-11-02"
        assert all(told[key] for key in ("dc:title", "dc:description", "dc:accessRights", "schema:usageInfo")), name
        assert told["dc:type"] == ["synthetic"], name
        assert told["dc:rights"][0].startswith("Synthetic"), name
        assert all(source["dc:temporal"] for source in told["dc:source"]), name
        assert told["dc:source"], name


def test_the_metadata_describe_every_column_as_it_is(written):
    folder, names = written
    for name in (name for name in names if name.endswith(".csv")):
        cells = pd.read_csv(folder / name, dtype=str, keep_default_na=False, encoding="utf-8-sig")
        columns = columns_of(folder, name)
        assert [column["titles"] for column in columns] == list(cells.columns), name
        assert len({column["name"] for column in columns}) == len(columns), name
        for column in columns:
            assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_.]*", column["name"]), (name, column["name"])
            assert column["dc:description"] not in {"", "None"}, (name, column["titles"])
            assert fits(cells[column["titles"]], column["datatype"]), (name, column["titles"])


def test_the_same_tables_give_the_same_metadata(written, tables, tmp_path):
    folder, names = written
    write_exports(load_study_area("demo"), tables, RUN_DATE, "0.0", tmp_path)
    for name in (name for name in names if name.endswith((".csv", ENDING))):
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes(), name
