from collections.abc import Callable
from pathlib import Path

import pytest

from geodata.errors import MissingColumnError
from geodata.readers import load_source
from geodata.study_area import StudyArea

Workbook = Callable[[Path, dict[str, list[list[object]]]], Path]
DISTRICT = "Local Authority District code (2019)"
INCOME = [DISTRICT, "Income - Average rank "]
IMD = [DISTRICT, *(f"IMD - {what} " for what in ("Average rank", "Rank of average rank", "Average score"))]
IMD_RANK = "IMD - Rank of average score "


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "deprivation_2019_lad").mkdir()
    return tmp_path / "deprivation_2019_lad"


def test_sheet_of_the_index_is_chosen_and_england_kept(folder: Path, workbook: Workbook, study_area: StudyArea) -> None:
    figures = [["E06999001", 100.5, 1, 42.5, 2], ["E06999002", 90, 2, 40, 3], ["E06999003", 80, 3, 30, 4]]
    workbook(
        folder / "file10.xlsx",
        {
            "Notes": [["About"]],
            "Income": [INCOME, ["E06999001", 1]],
            "IMD": [[*IMD, IMD_RANK], *figures, ["Source: MHCLG"]],
        },
    )
    table = load_source("deprivation_2019_lad", folder.parent, study_area)
    assert table["local_authority_code"].tolist() == ["E06999001", "E06999002", "E06999003"]
    assert table.iloc[0, 1:].tolist() == [100.5, 1, 42.5, 2]


def test_workbook_without_the_index_names_the_columns(folder: Path, workbook: Workbook, study_area: StudyArea) -> None:
    workbook(folder / "file10.xlsx", {"Income": [INCOME, ["E06999001", 1]]})
    with pytest.raises(MissingColumnError, match="missing 'IMD - Average rank'"):
        load_source("deprivation_2019_lad", folder.parent, study_area)
