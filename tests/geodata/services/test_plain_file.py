"""STATS19 as DfT gives it: plain files of 100 MB at addresses that stay the same."""

import pytest

from geodata.catalogue import load_catalogue
from geodata.errors import DownloadError, EvengroundError
from geodata.readers import load_source
from geodata.services import plain_file
from geodata.services.csv_rows import RowCount

KEYS = ("collisions", "casualties", "vehicles")


def url(key):
    return load_catalogue()[key].fetch.url


def published(demo, key):
    return next((demo / key).iterdir()).read_bytes()


@pytest.mark.parametrize("key", KEYS)
def test_the_file_is_read_as_that_of_a_person(key, publisher, downloader, demo, fairbrook, tmp_path):
    publisher.put(url(key), published(demo, key))
    (fetched,) = plain_file.fetch(load_catalogue()[key], fairbrook, downloader, tmp_path / key)
    assert load_source(key, tmp_path, fairbrook).equals(load_source(key, demo, fairbrook))
    assert fetched.path.name == url(key).rpartition("/")[2]
    assert fetched.rows == published(demo, key).count(b"\n") - 1
    assert fetched.urls == (url(key),)


def test_a_file_that_has_not_changed_is_not_sent_again_and_keeps_its_rows(
    publisher, downloader, demo, fairbrook, tmp_path, record
):
    publisher.put(url("vehicles"), published(demo, "vehicles"))
    source, folder = load_catalogue()["vehicles"], tmp_path / "vehicles"
    first = record(plain_file.fetch(source, fairbrook, downloader, folder))
    again = plain_file.fetch(source, fairbrook, downloader, folder)
    assert publisher.bodies_sent(".csv") == 1
    assert again == first
    publisher.put(url("vehicles"), published(demo, "vehicles") + published(demo, "vehicles").splitlines(True)[-1])
    assert plain_file.fetch(source, fairbrook, downloader, folder)[0].rows == first[0].rows + 1


def spoilt(text):
    lines = text.splitlines(keepends=True)
    return {
        "a web page": b"<!DOCTYPE html><html>sign in to the guest network</html>",
        "another encoding": text + lines[-1].replace(b",", b",caf\xe9", 1),
        "cut short in a row": text[: len(text) - len(lines[-1]) // 2],
        "a column renamed": text.replace(b"collision_index", b"collision_number", 1),
        "a quote that never ends": text + b'"',
        "a header alone": lines[0],
        "nothing": b"",
    }


@pytest.mark.parametrize("what", spoilt(b"a,b\n1,2\n"))
def test_what_is_not_the_table_is_refused_and_the_file_of_before_stays(
    what, publisher, downloader, demo, fairbrook, tmp_path
):
    folder, text = tmp_path / "casualties", published(demo, "casualties")
    publisher.put(url("casualties"), text)
    plain_file.fetch(load_catalogue()["casualties"], fairbrook, downloader, folder)
    publisher.put(url("casualties"), spoilt(text)[what])
    with pytest.raises(EvengroundError):
        plain_file.fetch(load_catalogue()["casualties"], fairbrook, downloader, folder)
    assert [path.read_bytes() for path in folder.iterdir() if path.suffix == ".csv"] == [text]
    assert not list(folder.glob("*.part"))


def test_a_file_that_is_gone_names_its_address(downloader, fairbrook, tmp_path):
    with pytest.raises(DownloadError, match="dft-road-casualty-statistics-vehicle"):
        plain_file.fetch(load_catalogue()["vehicles"], fairbrook, downloader, tmp_path / "vehicles")
    assert not list((tmp_path / "vehicles").glob("*"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"collision_index,vehicle_reference,journey_purpose_of_driver\n1,1,7\n2,1\n", "line 3 has 2 fields"),
        (b"collision_index,vehicle_reference,journey_purpose_of_driver\n1,1,\xe9\n", "in utf-8"),
        (b"collision_index,vehicle_reference,journey_purpose_of_driver\n", "no rows"),
    ],
)
def test_each_damage_has_its_own_message(text, words, tmp_path):
    path = tmp_path / "vehicles.csv"
    path.write_bytes(text)
    with pytest.raises(DownloadError, match=words):
        RowCount(load_catalogue()["vehicles"], url("vehicles"))(path)


def test_rows_in_quotes_and_blank_lines_are_counted_as_what_they_are(tmp_path):
    path = tmp_path / "vehicles.csv"
    path.write_bytes(b'\xef\xbb\xbfcollision_index,vehicle_reference,journey_purpose_of_driver\r\n"1\n1",1,7\r\n\r\n')
    count = RowCount(load_catalogue()["vehicles"], url("vehicles"))
    count(path)
    assert count.rows == 1
