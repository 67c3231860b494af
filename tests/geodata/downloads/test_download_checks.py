import zipfile

import pytest

from geodata.download_checks import check_header, check_magic, refuse_html
from geodata.errors import DownloadError


@pytest.mark.parametrize("head", [b"<!DOCTYPE html><p>", b"\xef\xbb\xbf\r\n <html lang='en'>", b"<HTML>"])
def test_a_web_page_is_no_data(head):
    with pytest.raises(DownloadError, match=r"https://there: a web page came instead"):
        refuse_html(head, "https://there")


@pytest.mark.parametrize("head", [b"{}", b"URN,Name", b'<?xml version="1.0"?><osm>', b""])
def test_data_are(head):
    refuse_html(head, "https://there")


def test_files_begin_as_their_kind_does(tmp_path):
    signs = {
        "gpkg": b"SQLite format 3\x00rest",
        "tif": b"II*\x00rest",
        "pbf": b"\x00\x00\x00\x0d\n\tOSMHeader",
        "json": b'{"a": 1}',
    }
    for kind, content in signs.items():
        path = tmp_path / f"file.{kind}"
        path.write_bytes(content)
        check_magic(path, kind)
        path.write_bytes(b"something else")
        with pytest.raises(DownloadError, match=rf"file\.{kind}: not a {kind} file, it begins with b'something"):
            check_magic(path, kind)


def test_an_archive_needs_its_end(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.csv", "a,b\n" * 5000)
    check_magic(path, "zip")
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(DownloadError, match="cut short"):
        check_magic(path, "zip")
    path.write_bytes(b"<html><body>403 Forbidden</body></html>")  # a refusal kept as an archive
    with pytest.raises(DownloadError, match="a web page came instead"):
        check_magic(path, "zip")


def test_a_table_needs_its_columns_under_one_of_their_names(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes("\ufeffWD25CD , Name\nE1,a\n".encode())
    check_header(path, [("WD##CD",), ("title", "name")], "utf-8")
    with pytest.raises(DownloadError, match=r"a\.csv: no column LAD25CD; found .*WD25CD"):
        check_header(path, [("WD##CD",), ("LAD25CD",)], "utf-8")
    path.write_bytes("Schöol\n".encode("cp1252"))
    check_header(path, [("schöol",)], "cp1252")
    with pytest.raises(DownloadError, match="not a table in utf-8"):
        check_header(path, [("schöol",)], "utf-8")
