import gzip
from pathlib import Path

import pytest

from geodata.catalogue import load_catalogue
from geodata.errors import MissingColumnError, SourceFileError
from geodata.readers.delimited import read_columns

POPULATION = load_catalogue()["population"]
SCHOOLS = load_catalogue()["schools"]
HEADER = "geography code,Ethnic group: Total: All usual residents\n"
GOOD = HEADER + "E01000001,10\nE01000002,20\n"


def written(tmp_path: Path, content: str | bytes) -> Path:
    path = tmp_path / "f.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_columns_come_as_text_under_our_names_indexed_by_line(tmp_path: Path) -> None:
    frame = read_columns(
        written(tmp_path, "date," + HEADER + '2021,E01000001 ,"1,234"\n2021,E01000002,007\n'), POPULATION
    )
    assert frame.to_dict("list") == {"lsoa_code": ["E01000001", "E01000002"], "residents": ["1,234", "007"]}
    assert frame.index.tolist() == [2, 3]
    assert set(frame.dtypes.astype(str)) == {"string"}


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_byte_order_mark_and_any_line_ending_are_read(tmp_path: Path, ending: str) -> None:
    content = ("\ufeff" + GOOD.rstrip("\n")).replace("\n", ending)
    assert read_columns(written(tmp_path, content), POPULATION)["residents"].tolist() == ["10", "20"]


def test_gzip_is_known_by_its_content(tmp_path: Path) -> None:
    assert len(read_columns(written(tmp_path, gzip.compress(GOOD.encode())), POPULATION)) == 2


def test_rows_of_commas_only_are_left_out(tmp_path: Path) -> None:
    assert read_columns(written(tmp_path, GOOD + ",\n,\n"), POPULATION).index.tolist() == [2, 3]


def test_a_blank_code_beside_a_figure_stays(tmp_path: Path) -> None:
    assert read_columns(written(tmp_path, GOOD + ",30\n"), POPULATION)["residents"].tolist() == ["10", "20", "30"]


def test_text_nan_and_na_stay_text(tmp_path: Path) -> None:
    assert read_columns(written(tmp_path, HEADER + "NA,nan\n"), POPULATION).loc[2].tolist() == ["NA", "nan"]


def test_other_columns_come_by_pattern(tmp_path: Path) -> None:
    path = written(tmp_path, "LSOA Code,All Ages,0,1,90+,note\nE01000001,3,1,1,1,hello\n")
    frame = read_columns(path, load_catalogue()["population_by_age"], others=r"\d+\+?")
    assert list(frame.columns) == ["lsoa_code", "all_ages", "0", "1", "90+"]


DAMAGED = {
    "empty": (b"", "the file is empty"),
    "blank": (b"\n \n", "the file is empty"),
    "header only": (HEADER.encode(), "a header, but no rows"),
    "header without line break": (HEADER.rstrip().encode(), "a header, but no rows"),
    "last line cut": ((GOOD + "E0100").encode(), "line 4 has 1 fields where the header has 2"),
    "comma not quoted": ((GOOD + "E01000003,1,234\n").encode(), "line 4 has 3 fields where the header has 2"),
    "web page": (b"<!DOCTYPE html><html>Not found</html>", "web page"),
    "web page with mark": (b"\xef\xbb\xbf\n <html>", "web page"),
    "zip": (b"PK\x03\x04rest", "ZIP archive"),
    "pdf": (b"%PDF-1.7", "PDF"),
    "xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel workbook"),
    "utf-16": (GOOD.encode("utf-16"), "UTF-16.*save it as UTF-8"),
    "utf-16 without mark": (GOOD.encode("utf-16-le"), "UTF-16"),
    "cp1252 value": ((HEADER + "Môn,1\n").encode("cp1252"), "not in utf-8; save it as UTF-8"),
    "cp1252 header": ("geography code,é\n1,2\n".encode("cp1252"), "not in utf-8"),
    "ragged and cp1252": ((GOOD + "Môn\nE01000003,1\n").encode("cp1252"), "line 4 has 1 fields"),
    "gzip cut": (gzip.compress(GOOD.encode())[:-12], "cut short or damaged"),
    "gzip broken": (b"\x1f\x8b" + b"\x00" * 20, "cut short or damaged"),
}  # fmt: skip


@pytest.mark.parametrize("case", DAMAGED)
def test_damaged_file_is_one_clear_error(tmp_path: Path, case: str) -> None:
    content, said = DAMAGED[case]
    with pytest.raises(SourceFileError, match=said) as error:
        read_columns(written(tmp_path, content), POPULATION)
    assert "population" in str(error.value)
    assert "f.csv" in str(error.value)


def test_long_gzip_cut_in_the_middle_is_an_error(tmp_path: Path) -> None:
    rows = "".join(f"E{number:08d},{number * 7919 % 5003}\n" for number in range(200_000))
    packed = gzip.compress((HEADER + rows).encode())
    with pytest.raises(SourceFileError, match="cut short or damaged"):  # the head of the file is sound
        read_columns(written(tmp_path, packed[: len(packed) // 2]), POPULATION)


def test_missing_column_names_the_publishers_name(tmp_path: Path) -> None:
    with pytest.raises(MissingColumnError, match="missing 'geography code'; found 'code'"):
        read_columns(written(tmp_path, "code,Ethnic group: Total: All usual residents\na,1\n"), POPULATION)


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig"])
def test_cp1252_source_may_also_be_utf8(tmp_path: Path, encoding: str) -> None:
    names = [aliases[0] for aliases in SCHOOLS.columns.values()]
    row = ["Ysgol Môn – “Tŷ”" if encoding != "cp1252" else "Ysgol Môn – “T”"] * len(names)
    content = "\n".join([",".join(names), ",".join(row)]) + "\n"
    assert read_columns(written(tmp_path, content.encode(encoding)), SCHOOLS)["school_name"].tolist() == [row[0]]


def test_byte_that_is_not_in_cp1252_is_an_error(tmp_path: Path) -> None:
    names = [aliases[0] for aliases in SCHOOLS.columns.values()]
    content = ",".join(names).encode() + b"\n" + b",".join([b"\x81"] * len(names)) + b"\n"
    with pytest.raises(SourceFileError, match="not in cp1252"):
        read_columns(written(tmp_path, content), SCHOOLS)
