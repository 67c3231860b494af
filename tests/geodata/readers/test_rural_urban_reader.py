from collections.abc import Callable
from pathlib import Path

import pytest

from geodata.errors import ConflictError, MissingColumnError, SourceFileError, VintageError
from geodata.readers import load_source, load_source_or_gap
from geodata.study_area import StudyArea

Put = Callable[[str, str, str | bytes], Path]
HEADER = "LSOA21CD,LSOA21NM,LSOA21NMW,RUC21CD,RUC21NM,Urban_rural_flag,ObjectId\n"
CLASSES = {
    "RLF1": ("Larger rural: Further from a major town or city", "Rural"),
    "RSN1": ("Smaller rural: Nearer to a major town or city", "Rural"),
    "UF1": ("Urban: Further from a major town or city", "Urban"),
}
SIDES = ["rural", "rural", "urban"]


def line(number: int, name: str, flag: str, code: str = "UF1") -> str:
    return f"E0100000{number},Place {number},,{code},{name},{flag},{number}\n"


LINES = [line(number, name, flag, code) for number, (code, (name, flag)) in enumerate(CLASSES.items(), 1)]


def without(column: str, text: str) -> str:
    place = HEADER.strip().split(",").index(column)
    rows = [row.split(",") for row in text.splitlines()]
    return "".join(",".join(row[:place] + row[place + 1 :]) + "\n" for row in rows)


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_flag_is_the_side_and_the_name_the_class(put: Put, study_area: StudyArea, mark: str) -> None:
    table = load_source("rural_urban", put("rural_urban", "ruc.csv", mark + HEADER + "".join(LINES)), study_area)
    assert table.columns.tolist() == ["lsoa_code", "rural_urban", "rural_urban_class"]
    assert table["lsoa_code"].tolist() == ["E01000001", "E01000002", "E01000003"]
    assert table["rural_urban"].tolist() == SIDES
    assert table["rural_urban_class"].tolist() == [name for name, _ in CLASSES.values()]
    assert (table.dtypes == "string").all()


def test_flag_decides_where_the_name_is_of_another_classification(put: Put, study_area: StudyArea) -> None:
    rows = line(1, "Sparse", "RURAL") + line(2, "Dense", "urban ")
    table = load_source("rural_urban", put("rural_urban", "ruc.csv", HEADER + rows), study_area)
    assert table["rural_urban"].tolist() == ["rural", "urban"]


def test_flag_cut_short_by_a_shapefile_is_recognised(put: Put, study_area: StudyArea) -> None:
    text = HEADER.replace("Urban_rural_flag", "Urban_rura") + line(1, "Sparse", "Rural")
    table = load_source("rural_urban", put("rural_urban", "ruc.csv", text), study_area)
    assert table["rural_urban"].tolist() == ["rural"]


def test_without_a_flag_the_name_of_the_class_decides(put: Put, study_area: StudyArea) -> None:
    text = HEADER + "".join(LINES) + line(4, "Rural: Further", "") + line(5, "Urban: Nearer", "")
    folder = put("rural_urban", "ruc.csv", without("Urban_rural_flag", text))
    assert load_source("rural_urban", folder, study_area)["rural_urban"].tolist() == [*SIDES, "rural", "urban"]


@pytest.mark.parametrize(("flag", "said"), [("Suburban", "'Suburban'"), ("Rural/Urban", "'Rural/Urban'"), ("", "''")])
def test_unknown_flag_is_named_with_its_line(put: Put, study_area: StudyArea, flag: str, said: str) -> None:
    text = HEADER + LINES[0] + line(2, "Urban: Nearer", flag) + LINES[2]
    with pytest.raises(SourceFileError, match=rf"ruc\.csv: column Urban_rural_flag, line 3, says {said}, which is nei"):
        load_source("rural_urban", put("rural_urban", "ruc.csv", text), study_area)


def test_unknown_class_is_named_where_there_is_no_flag(put: Put, study_area: StudyArea) -> None:
    text = without("Urban_rural_flag", HEADER + LINES[0] + line(2, "Not rural", "") + line(3, "Ruralish", ""))
    with pytest.raises(SourceFileError, match=r"column RUC21NM, line 3, says 'Not rural' and 1 more"):
        load_source("rural_urban", put("rural_urban", "ruc.csv", text), study_area)


@pytest.mark.parametrize("column", ["LSOA21CD", "RUC21NM"])
def test_missing_column_is_named(put: Put, study_area: StudyArea, column: str) -> None:
    folder = put("rural_urban", "ruc.csv", without(column, HEADER + "".join(LINES)))
    with pytest.raises(MissingColumnError, match=f"rural_urban.*missing '{column}'; found"):
        load_source("rural_urban", folder, study_area)


def test_classification_of_2011_is_told_apart(put: Put, study_area: StudyArea) -> None:
    text = (HEADER + "".join(LINES)).replace("21CD", "11CD").replace("21NM", "11NM")
    with pytest.raises(MissingColumnError, match=r"missing 'LSOA21CD', 'RUC21NM'.*this looks like LSOA 2011"):
        load_source("rural_urban", put("rural_urban", "ruc.csv", text), study_area)


def test_two_classes_of_one_lsoa_are_a_conflict(put: Put, study_area: StudyArea) -> None:
    text = HEADER + LINES[0] + line(1, "Urban: Nearer", "Urban")
    with pytest.raises(ConflictError, match=r"E01000001 \(rural_urban_class Larger rural: .* and Urban: Nearer\)"):
        load_source("rural_urban", put("rural_urban", "ruc.csv", text), study_area)


def test_national_file_shrinks_to_the_study_area_and_must_cover_it(put: Put, study_area: StudyArea) -> None:
    folder = put("rural_urban", "ruc.csv", HEADER + "".join(LINES))
    table = load_source("rural_urban", folder, study_area, frozenset(["E01000002", "E01000003"]))
    assert table["rural_urban"].tolist() == ["rural", "urban"]
    with pytest.raises(VintageError, match=r"only 50\.0%.*missing E01000009"):
        load_source("rural_urban", folder, study_area, frozenset(["E01000002", "E01000009"]))


def test_missing_classification_is_a_gap_that_says_so(tmp_path: Path, study_area: StudyArea) -> None:
    gap = load_source_or_gap("rural_urban", tmp_path, study_area)
    assert gap.empty
    assert gap.columns.tolist() == ["lsoa_code", "rural_urban", "rural_urban_class"]
    assert gap.attrs["source"]["state"] == "missing"
