"""Extracts, archives, grids and catalogues, and Overpass, as SOURCES has them."""

import csv
import gzip
import hashlib
import io
import json
import zipfile

import httpx
import numpy as np
import openpyxl
import pytest
import rasterio
from rasterio.io import MemoryFile
from stub_server.arcgis_items import LATEST_POSTCODES, Item
from stub_server.demo_files import read_rows
from stub_server.server import StubServer


@pytest.fixture
def ask(stub: StubServer):
    with httpx.Client(follow_redirects=True) as client:
        yield lambda path, **params: client.get(f"{stub.address}/{path}", params=params)


def search(ask, query: str, **params: str) -> list[dict]:
    return ask("arcgis_search/sharing/rest/search", q=query, f="json", **params).json()["results"]


def test_the_catalogue_is_searched_by_title_type_and_owner(ask) -> None:
    query = 'title:"ONS Postcode Directory" AND type:"CSV Collection" AND owner:ONSGeography_data'
    found = search(ask, query, sortField="modified", sortOrder="desc")
    assert [item["title"][:36] for item in found] == [
        "ONS Postcode Directory (August 2025)",
        "ONS Postcode Directory (November 202",
    ]
    assert search(ask, query.replace("ONSGeography_data", "someone")) == []
    (ruc,) = search(ask, 'title:"Rural Urban Classification (2021) of LSOAs in EW"')
    assert ruc["url"].endswith("/services/LSOA21_RUC21_EW_LU/FeatureServer")
    assert ask("arcgis_search/sharing/rest/search", f="json").json()["error"]["code"] == 400


def test_the_latest_postcodes_are_the_boroughs_and_the_neighbours(stub: StubServer, ask) -> None:
    (item,) = search(ask, f'title:"{LATEST_POSTCODES}"')
    answer = ask(f"arcgis_search/sharing/rest/content/items/{item['id']}/data")
    assert len(answer.history) == 1
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        rows = read_rows(archive.read("Data/ONSPD_NOV_2025_UK.csv"))
    own = [row for row in rows if row["laua"] == "E06999001"]
    assert own == read_rows(gzip.decompress(stub.demo.body("postcodes")))
    assert len(rows) == 2 * len(own)


def test_the_hub_gives_a_layer_as_csv(stub: StubServer, ask) -> None:
    item = Item("LSOA (2021) to Ward (2024) to LAD (2024) Best Fit", "Feature Service", 0)
    for path in (f"api/v3/datasets/{item.id}_0/downloads/data", f"api/download/v1/items/{item.id}/csv"):
        answer = ask(f"hub/{path}", format="csv", spatialRefId="27700", layers="0")
        assert answer.content.startswith(b"\xef\xbb\xbfLSOA21CD,")
        rows = [row for row in read_rows(answer.content) if row["LAD24CD"] == "E06999001"]
        assert [row | {"ObjectId": ""} for row in rows] == [
            row | {"ObjectId": ""} for row in stub.demo.rows("lsoa_ward_lookup")
        ]


def test_a_product_has_a_version_and_files_with_size_and_md5(stub: StubServer, ask) -> None:
    product = "os/downloads/v1/products/OpenGreenspace"
    assert ask(product).json()["version"] == "2025-10"
    listed = ask(f"{product}/downloads", area="GB", format="GeoPackage").json()
    assert [(file["fileName"], file["area"]) for file in listed] == [("opgrsp_gpkg_gb.zip", "GB")]
    answer = httpx.get(stub.url(listed[0]["url"]), follow_redirects=True)
    assert hashlib.md5(answer.content, usedforsecurity=False).hexdigest() == listed[0]["md5"]
    assert len(answer.content) == listed[0]["size"]
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.read("Data/opgrsp_gb.gpkg") == stub.demo.body("green_space")
    assert ask("os/downloads/v1/products/Nothing").status_code == 404


def test_terrain_tiles_hold_the_boroughs_heights(stub: StubServer, ask) -> None:
    packed = ask("os/downloads/v1/products/Terrain50/downloads", redirect="").content
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        inner = io.BytesIO(archive.read("data/sj/sj47_OST50GRID_20250715.zip"))
    with zipfile.ZipFile(inner) as tile, MemoryFile(tile.read("SJ47.asc"), ext=".asc") as memory, memory.open() as grid:
        assert grid.bounds[:2] == (340_000, 370_000)
        own = grid.read(1)
    with rasterio.open(stub.demo.path("elevation")) as raster:
        window = rasterio.windows.from_bounds(340_000, 370_000, 350_000, 380_000, raster.transform)
        np.testing.assert_allclose(own, raster.read(1, window=window), atol=0.051)


def test_extracts_have_their_md5_beside_them(stub: StubServer, ask) -> None:
    path = "geofabrik/europe/united-kingdom/england/cheshire-latest.osm.pbf"
    body = ask(path).content
    assert body == stub.demo.body("openstreetmap")
    assert ask(f"{path}.md5").text.split() == [
        hashlib.md5(body, usedforsecurity=False).hexdigest(),
        "cheshire-latest.osm.pbf",
    ]


def test_copernicus_tiles_are_read_in_parts_and_there_is_none_at_sea(ask) -> None:
    name = "Copernicus_DSM_COG_10_N53_00_W003_00_DEM"
    whole = ask(f"copernicus/{name}/{name}.tif")
    assert whole.headers["Accept-Ranges"] == "bytes"
    with MemoryFile(whole.content) as memory, memory.open() as tile:
        assert tuple(round(side, 6) for side in tile.bounds) == (-3, 53, -2, 54)
        assert tile.read(1).max() > 100
    sea = name.replace("W003", "W004")
    assert ask(f"copernicus/{sea}/{sea}.tif").status_code == 404


def test_population_tile_and_air_pollution(stub: StubServer, ask) -> None:
    tiles = "ghsl/ftp/jrc-opendata/GHSL/GHS_POP_GLOBE_R2023A/GHS_POP_E2020_GLOBE_R2023A_54009_100/V1-0/tiles"
    name = "GHS_POP_E2020_GLOBE_R2023A_54009_100_V1_0_R3_C18"
    with zipfile.ZipFile(io.BytesIO(ask(f"{tiles}/{name}.zip").content)) as archive:
        assert archive.read(f"{name}.tif") == stub.demo.body("population_raster")
    assert ask(f"{tiles}/{name[:-2]}17.zip").status_code == 404
    url = f"{stub.address}/pcm/datastore/pcm/mappm252024g.csv"
    assert httpx.get(url).status_code == 403
    lines = httpx.get(url, headers={"User-Agent": "Mozilla/5.0"}).text.splitlines()
    rows = list(csv.DictReader(lines[5:]))
    assert set(rows[0]) == {"ukgridcode", "x", "y", "pm252024g"}
    assert "MISSING" in {row["pm252024g"] for row in rows}


def test_population_workbook_of_ons(stub: StubServer, ask) -> None:
    uri = "/peoplepopulationandcommunity/mid2022revisednov2025tomid2024/sapelsoabroadage20222024.xlsx"
    sheet = openpyxl.load_workbook(io.BytesIO(ask("ons/file", uri=uri).content))["Mid-2024 LSOA 2021"]
    rows = list(sheet.iter_rows(min_row=4, values_only=True))
    assert rows[0][2:6] == ("LSOA 2021 Code", "LSOA 2021 Name", "Total", "F0 to 15")
    assert len(rows) - 1 == len(stub.demo.rows("population"))
    assert all(row[4] == sum(row[5:]) for row in rows[1:])


def overpass(stub: StubServer, query: str) -> httpx.Response:
    return httpx.post(f"{stub.base_urls()['overpass']}/interpreter", data={"data": query})


WHOLE = '[out:json];(way["highway"](poly:"53 -3.5 53 -2 54 -2 54 -3.5"););(._;>;);out body;'
PART = '[out:json];(way["highway"](poly:"53.31 -2.77 53.31 -2.75 53.32 -2.75 53.32 -2.77"););(._;>;);out body;'


def test_overpass_is_busy_first_and_then_answers(stub: StubServer) -> None:
    assert overpass(stub, WHOLE).status_code == 429
    whole = overpass(stub, WHOLE).json()["elements"]
    ways = [element for element in whole if element["type"] == "way"]
    nodes = {element["id"] for element in whole if element["type"] == "node"}
    assert len(ways) > 5_000
    assert all(nodes.issuperset(way["nodes"]) for way in ways)
    part = overpass(stub, PART).json()["elements"]
    assert 0 < len(part) < len(whole) / 10
    assert overpass(stub, "out;").status_code == 400


def test_overpass_may_stop_half_way_and_say_so(stub: StubServer) -> None:
    stub.overpass.busy_calls, stub.overpass.remarks = 0, 1
    assert "timed out" in overpass(stub, PART).json()["remark"]
    assert "remark" not in json.loads(overpass(stub, PART).content)


def test_overpass_says_when_there_is_a_slot(stub: StubServer, ask) -> None:
    stub.overpass.waits_s = [3]
    status = [ask("overpass/status").text.splitlines()[4] for _ in range(2)]
    assert status == ["Slot available after: 2026-11-22T18:00:00Z, in 3 seconds.", "2 slots available now."]
