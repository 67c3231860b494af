from pathlib import Path

import pandas as pd
import pytest

from geodata.catalogue import load_catalogue
from geodata.errors import SourceFileError
from geodata.readers.numbers import as_numbers

SOURCE = load_catalogue()["population"]


def numbers(*values: str, may_be_missing: bool = True) -> pd.Series:
    text = pd.Series(values, range(2, len(values) + 2), "string")
    return as_numbers(text.to_frame("residents"), ["residents"], SOURCE, Path("f.csv"), may_be_missing=may_be_missing)[
        "residents"
    ]


def test_numbers_are_read_as_written() -> None:
    assert numbers("7", "-1", "13.1485851746097", ".5", "1e3", "+2", "1,234,567.5").tolist() == [
        7, -1, 13.1485851746097, 0.5, 1000, 2, 1234567.5,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "marker",
    ["", "*", "-", "z", "C", "x", "SUPP", "NE", "NULL", "MISSING", "[x]", "[c]", "[note 6]", "[note 1] [note 2]"],
)
def test_markers_are_null_never_zero(marker: str) -> None:
    values = numbers("1", marker)
    assert values.tolist()[0] == 1
    assert pd.isna(values.iloc[1])


@pytest.mark.parametrize("text", ["n/a", "nan", "inf", "12 people", "1,23", "0x1", "1_000", "[x] 5"])
def test_other_text_is_an_error_naming_file_column_value_and_line(text: str) -> None:
    with pytest.raises(SourceFileError) as error:
        numbers("1", text)
    for said in ("f.csv", "residents", repr(text), "line 3"):
        assert said in str(error.value)


def test_marker_is_an_error_where_no_figure_may_be_missing() -> None:
    with pytest.raises(SourceFileError, match=r"residents, line 3, is missing \('\*'\)"):
        numbers("1", "*", may_be_missing=False)


def test_no_rows_are_no_error() -> None:
    assert numbers(may_be_missing=False).dtype == "float64"
