"""ArcGIS: the same file whatever the server's pages are; every way to fail has its own message, and no file."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from geodata.errors import DownloadError, NotThereError
from geodata.readers import load_source
from geodata.services import arcgis

LAYERS = (
    "wards",
    "lsoas",
    "lsoas_2011",
    "local_authorities",
    "lsoa_ward_lookup",
    "lsoa_2011_2021_lookup",
    "rural_urban",
)


def rows_of(path: Path) -> list[dict]:
    """Return the rows of a demo file, by the field names of today's services."""
    if path.suffix == ".csv":
        return pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig").to_dict("records")
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    return [each["properties"] | {"geometry": each["geometry"]} for each in features]


class FeatureServer:
    """Answers as the services of the demo borough would, `cap` rows a page."""

    def __init__(self, demo: Path, source: Callable, cap: int = 7) -> None:
        self.cap = cap
        self.tables = {}
        for key in LAYERS:
            (path,) = (demo / key).iterdir()
            rows = rows_of(path)
            if key == "local_authorities":
                rows = [{name.replace("24", "25"): value for name, value in row.items()} for row in rows]
            self.tables[self.name(source(key).fetch.url)] = rows

    @staticmethod
    def name(url: str) -> str:
        return re.search(r"services/(.*)/FeatureServer", url).group(1)

    def __call__(self, path: str, asked: dict[str, str]) -> tuple[int, bytes]:
        return 200, json.dumps(self.answer(self.name(path), asked)).encode()

    def answer(self, name: str, asked: dict[str, str]) -> dict:
        if name not in self.tables:
            return {"error": {"code": 400, "message": "Invalid URL", "details": ["Invalid URL"]}}
        field, codes = re.fullmatch(r"(\w+) IN \((.*)\)", asked["where"]).groups()
        rows = [row for row in self.tables[name] if row[field] in re.findall(r"'([^']*)'", codes)]
        if asked.get("returnCountOnly") == "true":
            return {"count": len(rows)}
        return self.page(sorted(rows, key=lambda row: [row[key] for key in asked["orderByFields"].split(",")]), asked)

    def page(self, rows: list[dict], asked: dict[str, str]) -> dict:
        start = int(asked["resultOffset"])
        here = rows[start : start + min(self.cap, int(asked["resultRecordCount"]))]
        return {"features": [self.feature(row, asked) for row in here]}

    def feature(self, row: dict, asked: dict[str, str]) -> dict:
        named = {name: row[name] for name in asked["outFields"].split(",")}
        if asked["f"] == "json":
            return {"attributes": named}
        return {"type": "Feature", "properties": named, "geometry": row["geometry"]}


@pytest.fixture
def server(publisher, demo, source) -> FeatureServer:
    publisher.respond = FeatureServer(demo, source)
    return publisher.respond


@pytest.fixture
def fetch(downloader, source, fairbrook, tmp_path) -> Callable[[str], Path]:
    def get(key: str) -> Path:
        folder = tmp_path / "sources" / key
        folder.mkdir(parents=True, exist_ok=True)
        (fetched,) = arcgis.fetch(source(key), fairbrook, downloader, folder)
        assert [path.name for path in folder.iterdir() if not path.name.startswith(".")] == [fetched.path.name]
        return fetched.path

    return get


@pytest.mark.parametrize("key", LAYERS)
def test_what_is_fetched_reads_as_the_file_does(key, server, fetch, demo, fairbrook):
    path = fetch(key)
    fetched = load_source(key, path.parent.parent, fairbrook)
    by_hand = load_source(key, demo, fairbrook)
    pd.testing.assert_frame_equal(pd.DataFrame(fetched), pd.DataFrame(by_hand))


@pytest.mark.parametrize("key", ["wards", "lsoa_ward_lookup"])
def test_the_file_is_the_same_whatever_the_pages_are(key, server, fetch):
    files = set()
    for server.cap in (1, 7, 2000):
        files.add(fetch(key).read_bytes())
    assert len(files) == 1


def test_many_codes_are_posted_in_chunks_and_few_are_in_the_address(server, publisher, fetch, monkeypatch):
    expected = fetch("lsoas").read_bytes()
    publisher.requests.clear()
    monkeypatch.setattr(arcgis, "CHUNK", 90)
    assert fetch("lsoas").read_bytes() == expected
    methods = {method for method, _, asked in publisher.requests if asked["where"].startswith("LSOA21CD")}
    assert methods == {"POST", "GET"}
    assert {method for method, _, asked in publisher.requests if asked["where"].startswith("LAD24CD")} == {"GET"}
    assert max(asked["where"].count(",") for _, _, asked in publisher.requests) < arcgis.CHUNK


def test_names_of_fields_may_change_their_case(server, fetch, monkeypatch):
    feature = server.feature
    expected = fetch("wards").read_bytes()
    monkeypatch.setattr(
        server,
        "feature",
        lambda row, asked: (
            (whole := feature(row, asked))
            | {"properties": {name.lower(): value for name, value in whole["properties"].items()}}
        ),
    )
    assert fetch("wards").read_bytes() == expected


def test_a_service_of_a_new_name_is_searched_for(server, fetch, publisher, monkeypatch):
    expected = fetch("lsoas_2011").read_bytes()
    name = "LSOA_Dec_2011_Boundaries_Generalised_Clipped_BGC_EW_V3"
    server.tables["LSOA_2011_V4"] = server.tables.pop(name)
    titles = {
        "Lower layer Super Output Areas (December 2011) Boundaries EW BFC (V3)": "LSOA_2011_FULL",
        "Lower layer Super Output Areas (December 2011) Boundaries EW BGC (V4)": "LSOA_2011_V4",
    }
    prefix = "https://services1.arcgis.com/ESMARspQHYMw9BZ9/arcgis/rest/services"
    results = [
        {
            "id": str(n),
            "type": "Feature Service",
            "title": title,
            "url": f"{prefix}/{service_name}/FeatureServer",
            "modified": n,
        }
        for n, (title, service_name) in enumerate(titles.items())
    ]

    def respond(path, asked):
        return (200, json.dumps({"results": results}).encode()) if path.endswith("/search") else server(path, asked)

    publisher.respond = respond
    assert fetch("lsoas_2011").read_bytes() == expected


def refused(fetch, folder: Path, key: str = "wards") -> str:
    with pytest.raises(DownloadError) as error:
        fetch(key)
    assert list((folder / "sources" / key).iterdir()) == []
    return str(error.value)


ERRORS = {
    "Invalid query parameters": {"error": {"code": 400, "message": "Cannot perform query. Invalid query parameters."}},
    "error 499": {"error": {"code": 499, "message": "Token Required", "details": []}},
    "error": {"error": "out of order"},
    "no count": {"unexpected": True},
    "The layer is empty": {"count": 0},
    "the rows ended at 0 of 20": {"count": 20, "features": []},
    "no list of features": {"count": 20},
    "not a JSON object": ["count", 20],
}


@pytest.mark.parametrize("message", ERRORS)
def test_an_answer_that_is_no_page_is_refused_in_its_own_words(message, publisher, fetch, tmp_path):
    publisher.respond = lambda _path, _asked: (200, json.dumps(ERRORS[message]).encode())
    said = refused(fetch, tmp_path)
    assert message in said
    assert "(wards)" in said
    assert "WD_MAY_2025_UK_BGC_V2" in said


@pytest.mark.parametrize(
    "body", [b"<!DOCTYPE html><title>Sign in</title>", b'{"count": 2', b"\xff\xfe", b"[" * 200_000]
)
def test_what_is_not_json_is_refused(body, publisher, fetch, tmp_path):
    publisher.respond = lambda _path, _asked: (200, body)
    refused(fetch, tmp_path)


def test_a_service_that_is_gone_and_cannot_be_searched_for_says_so(server, fetch, tmp_path):
    server.tables.clear()
    with pytest.raises(NotThereError, match="no service of this name any more"):
        fetch("wards")


def test_pages_that_repeat_rows_and_lose_others_are_noticed(server, fetch, tmp_path, monkeypatch):
    monkeypatch.setattr(
        server, "page", lambda rows, asked: {"features": [server.feature(row, asked) for row in rows[: server.cap]]}
    )
    assert "different ones came" in refused(fetch, tmp_path)


def test_rows_that_come_twice_are_written_once_and_two_that_differ_are_refused(server, fetch, tmp_path, monkeypatch):
    expected = fetch("wards").read_bytes()
    wards = server.tables["WD_MAY_2025_UK_BGC_V2"]
    monkeypatch.setattr(
        server, "page", lambda rows, asked: {"features": [server.feature(row, asked) for row in [*rows, rows[0]]]}
    )
    assert fetch("wards").read_bytes() == expected
    (tmp_path / "sources" / "wards" / "WD_MAY_2025_UK_BGC.geojson").unlink()
    changed = wards[0] | {"WD25NM": "Elsewhere"}
    monkeypatch.setattr(
        server, "page", lambda rows, asked: {"features": [server.feature(row, asked) for row in [*rows, changed]]}
    )
    assert "differ" in refused(fetch, tmp_path)


def test_areas_that_the_lookup_knows_and_the_layer_does_not_are_named(server, fetch, tmp_path):
    name = "Lower_layer_Super_Output_Areas_December_2021_Boundaries_EW_BGC_V5"
    gone = server.tables[name].pop(3)
    assert gone["LSOA21CD"] in refused(fetch, tmp_path, "lsoas")


def test_an_authority_without_rows_is_named(server, fetch, tmp_path, fairbrook, downloader, source):
    two = fairbrook.model_copy(update={"local_authorities": fairbrook.local_authorities | {"other": "E06999999"}})
    folder = tmp_path / "two"
    folder.mkdir()
    with pytest.raises(DownloadError, match="no row for E06999999"):
        arcgis.fetch(source("wards"), two, downloader, folder)
    renamed = two.model_copy(
        update={"former_codes": {fairbrook.codes[0]: "E06999999"}, "local_authorities": {"other": "E06999999"}}
    )
    assert arcgis.fetch(source("wards"), renamed, downloader, folder)[0].rows


@pytest.mark.parametrize(
    ("geometry", "message"),
    [
        (None, "no outline"),
        ({"type": "Polygon", "coordinates": []}, "no outline"),
        (
            {"type": "Polygon", "coordinates": [[[350000, 383000], [350100, 383000], [350000, 383100]]]},
            "not in longitude",
        ),
    ],
)
def test_an_area_without_an_outline_or_in_metres_is_refused(geometry, message, server, fetch, tmp_path):
    server.tables["WD_MAY_2025_UK_BGC_V2"][2]["geometry"] = geometry
    assert message in refused(fetch, tmp_path)
