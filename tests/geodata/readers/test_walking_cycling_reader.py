from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from geodata.errors import MissingColumnError, SourceFileError
from geodata.readers import load_source
from geodata.study_area import StudyArea

Sheets = dict[str, list[list[object]]]
Workbook = Callable[[Path, Sheets], Path]
COLUMNS = ["ONS Code", "Area name", "Mode", "Purpose", "Frequency"]


def rows(mode: str = "Cycling", frequency: str = "At least once per week", *figures: object) -> list[list[object]]:
    areas = ["E92000001", "E06999001", "E06999002", "E06999003"]
    return [[area, "Area", mode, "Any", frequency, *(figures or (9.5, 8.25))] for area in areas]


@pytest.fixture
def load(tmp_path: Path, workbook: Workbook, study_area: StudyArea) -> Callable[..., pd.DataFrame]:
    """Write workbooks, given as sheets, into the source's folder and load it."""

    def _load(*books: Sheets) -> pd.DataFrame:
        folder = tmp_path / "walking_cycling"
        folder.mkdir()
        for number, sheets in enumerate(books, 1):
            workbook(folder / f"cw030{number}.ods", sheets)
        return load_source("walking_cycling", tmp_path, study_area)

    return _load


def test_years_become_rows_of_the_study_area_and_england(load: Callable[..., pd.DataFrame]) -> None:
    table = load({"Cover": [["Title"]], "CW0302": [["Note"], [*COLUMNS, "2021", "2020"], *rows()]})
    assert set(table["area_code"]) == {"E92000001", "E06999001", "E06999002"}
    first = table.iloc[0].tolist()
    assert first == ["E92000001", "cycling", "any", "at_least_once_per_week", "2021", 9.5, ""]
    assert table.groupby("period")["value"].first().to_dict() == {"2020": 8.25, "2021": 9.5}


def test_newer_layout_with_class_column_and_years_as_numbers_ascending(load: Callable[..., pd.DataFrame]) -> None:
    body = [["Local authority", *row] for row in rows("Walking", "At least 5 times per week", "9.5", 8.25)]
    table = load({"Notes": [["ONS"]], "CW0303": [["a"], ["b"], ["Class", *COLUMNS, 2016, 2023], *body]})
    assert table.groupby("period")["value"].first().to_dict() == {"2016": 9.5, "2023": 8.25}
    assert table["mode"].eq("walking").all()
    assert table["frequency"].eq("at_least_5_times_per_week").all()


@pytest.mark.parametrize("marker", ["[note 6]", "[x]", "[no data]", "z"])
def test_marker_is_null_with_itself_as_note(load: Callable[..., pd.DataFrame], marker: str) -> None:
    table = load({"CW": [[*COLUMNS, "2021", "2020"], *rows("Cycling", "At least once per month", 9.5, marker)]})
    of_2020 = table[table["period"] == "2020"]
    assert of_2020["value"].isna().all()
    assert of_2020["note"].eq(marker).all()
    assert table[table["period"] == "2021"]["note"].eq("").all()


def test_several_sheets_and_files_come_together(load: Callable[..., pd.DataFrame]) -> None:
    header = [*COLUMNS, "2021"]
    both = {
        "Week": [header, *rows("Walking", "At least once per week", 1)],
        "Month": [header, *rows("Walking", "At least once per month", 2)],
    }
    table = load({"CW0301": [header, *rows("Walking or cycling", "At least 3 times per week", 3)]}, both)
    assert len(table) == 9
    assert set(table["mode"]) == {"walking", "walking_or_cycling"}


def test_unknown_mode_is_an_error_naming_the_row(load: Callable[..., pd.DataFrame]) -> None:
    with pytest.raises(SourceFileError, match="column mode, row 2: 'Scooting' is not one of"):
        load({"CW": [[*COLUMNS, "2021", "2020"], *rows("Scooting")]})


def test_sheet_without_years_or_without_a_column_is_an_error(load: Callable[..., pd.DataFrame]) -> None:
    with pytest.raises(SourceFileError, match="no column is a year"):
        load({"CW": [COLUMNS, *(row[:5] for row in rows())]})


def test_missing_column_is_named(load: Callable[..., pd.DataFrame]) -> None:
    with pytest.raises(MissingColumnError, match="missing 'Purpose'"):
        load({"CW": [["ONS Code", "Mode", "Frequency", "2021"], ["E06999001", "Cycling", "At least once per week", 1]]})


def test_text_that_is_no_figure_is_an_error_naming_the_row(load: Callable[..., pd.DataFrame]) -> None:
    with pytest.raises(SourceFileError, match=r"column value, line 2, is not a number \('many' and 2 more\)"):
        load({"CW": [[*COLUMNS, "2021"], *rows("Cycling", "At least once per week", "many")]})
