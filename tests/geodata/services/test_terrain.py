"""Terrain: the squares of OS Terrain 50 that the study area touches, out of archives in an archive; or Copernicus."""

import shutil

import geopandas as gpd
import numpy as np
import pytest
import shapely
from rasterio.io import MemoryFile
from rasterio.transform import from_origin

from geodata.catalogue import load_catalogue
from geodata.demo import geography
from geodata.errors import DownloadError
from geodata.network.elevation import read_elevation
from geodata.network.terrain_files import grid_square
from geodata.services import copernicus, terrain
from geodata.services.copernicus import corners, tile_name

SOURCE = load_catalogue()["elevation"]
FORM, NAME = SOURCE.fetch.format, "terr50_gagg_gb.zip"
TOUCHED = ["sj37", "sj38", "sj46", "sj47", "sj48", "sj49", "sj56", "sj57", "sj58", "sj59", "sj67", "sj68"]


def ascii_grid(square):
    """Return the demo borough's heights in a square as Ordnance Survey writes them."""
    west, south = grid_square(square)
    east, north = west + 50 * (np.arange(200) + 0.5), south + 10_000 - 50 * (np.arange(200) + 0.5)
    heights = geography.height_m(*np.meshgrid(east, north))
    rows = "\n".join(" ".join(f"{height:.1f}" for height in row) for row in heights)
    head = f"ncols 200\nnrows 200\nxllcorner {west:.0f}\nyllcorner {south:.0f}\ncellsize 50\n"
    return (head + rows + "\n").encode()


@pytest.fixture
def britain(pack):
    """The archive of Great Britain with these squares."""

    def _britain(squares):
        tiles = {
            f"data/{square[:2]}/{square}_OST50GRID_20250529.zip": pack(
                {f"{square.upper()}.asc": ascii_grid(square), f"{square.upper()}.gml": b"<gml/>"}
            )
            for square in squares
        }
        return pack({**tiles, "doc/licence.txt": b"OGL"})

    return _britain


@pytest.fixture
def sources(demo, tmp_path):
    shutil.copytree(demo / "wards", tmp_path / "wards")
    return tmp_path


def streets():
    """Two lines across the borough and 5 km beyond that stand for streets."""
    near = geography.outline().buffer(5000)
    west, south, east, north = near.bounds
    across = [shapely.LineString([(west, south), (east, north)]), shapely.LineString([(west, north), (east, south)])]
    lines = [line.intersection(near) for line in across]
    table = {"edge_id": [1, 2], "length_m": shapely.length(lines)}
    return gpd.GeoDataFrame(table, geometry=lines, crs=geography.CRS)


def heights(folder):
    paths = [path for path in sorted(folder.iterdir()) if not path.name.startswith(".")]
    return read_elevation(paths, SOURCE, streets())


def test_the_tiles_give_the_heights_of_the_whole_model_and_no_other_tile_is_kept(
    publisher, downloader, britain, sources, demo, fairbrook
):
    publisher.put_product("Terrain50", FORM, NAME, britain([*TOUCHED, "tq28"]))
    fetched = terrain.fetch(SOURCE, fairbrook, downloader, sources / "elevation")
    assert sorted(path.name for path in (sources / "elevation").iterdir()) == [
        f"{each.upper()}.asc" for each in TOUCHED
    ]
    assert {each.vintage for each in fetched} == {"2025-10"}
    ours, whole = heights(sources / "elevation"), heights(demo / "elevation")
    assert ours.equals(whole)
    assert len(ours) > 1000


def test_a_square_of_sea_is_not_there_and_not_missed(publisher, downloader, britain, sources, fairbrook):
    publisher.put_product("Terrain50", FORM, NAME, britain(TOUCHED[1:]))
    assert len(terrain.fetch(SOURCE, fairbrook, downloader, sources / "elevation")) == len(TOUCHED) - 1


def test_an_archive_without_any_square_of_the_study_area_is_an_error(
    publisher, downloader, britain, sources, fairbrook
):
    publisher.put_product("Terrain50", FORM, NAME, britain(["tq28"]))
    with pytest.raises(DownloadError):
        terrain.fetch(SOURCE, fairbrook, downloader, sources / "elevation")
    assert not list((sources / "elevation").iterdir())


def test_a_damaged_archive_in_the_archive_is_an_error_and_leaves_nothing(
    publisher, downloader, pack, sources, fairbrook
):
    publisher.put_product("Terrain50", FORM, NAME, pack({"data/sj/sj48_OST50GRID_20250529.zip": b"PK\x03\x04 torn"}))
    with pytest.raises(DownloadError):
        terrain.fetch(SOURCE, fairbrook, downloader, sources / "elevation")
    assert not list((sources / "elevation").iterdir())


def test_without_wards_it_says_what_it_needs_first(downloader, fairbrook, tmp_path):
    with pytest.raises(DownloadError, match=r"before the source wards is there .* Get wards first"):
        terrain.fetch(SOURCE, fairbrook, downloader, tmp_path / "elevation")


def surface(east, north, cells=36):
    """Return a tile of the surface model: a GeoTIFF of one degree."""
    with MemoryFile() as memory:
        with memory.open(
            driver="GTiff", width=cells, height=cells, count=1, dtype="float32", crs="EPSG:4326",
            transform=from_origin(east, north + 1, 1 / cells, 1 / cells), compress="deflate", predictor=3,
        ) as raster:  # fmt: skip
            raster.write(np.random.default_rng(1).normal(60, 20, (cells, cells)).astype("float32"), 1)
        return memory.read()


@pytest.fixture
def abroad(fairbrook):
    return fairbrook.model_copy(update={"terrain": "copernicus"})


def put_tile(publisher, east, north, body):
    publisher.put(SOURCE.fetch.copernicus_url.format(tile=tile_name(east, north)), body)


def test_tiles_of_copernicus_are_fetched_and_one_of_sea_is_passed_over(publisher, downloader, sources, abroad, record):
    put_tile(publisher, -3, 53, surface(-3, 53))
    folder = sources / "elevation"
    (fetched,) = record(terrain.fetch(SOURCE, abroad, downloader, folder))
    assert fetched.path.name == "Copernicus_DSM_COG_10_N53_00_W003_00_DEM.tif"
    assert heights(folder)["elevation_m"].notna().all()
    assert terrain.fetch(SOURCE, abroad, downloader, folder) == [fetched]
    assert publisher.bodies_sent("W003_00_DEM.tif") == 1


def test_where_no_tile_is_there_the_landing_page_is_named(downloader, sources, abroad):
    with pytest.raises(DownloadError, match=r"none of the \d tiles .*https://osdatahub"):
        terrain.fetch(SOURCE, abroad, downloader, sources / "elevation")


def damaged(body):
    middle = len(body) // 2
    return body[:middle] + bytes(255 - byte for byte in body[middle : middle + 200]) + body[middle + 200 :]


@pytest.mark.parametrize(
    "body",
    [surface(-2, 53), surface(-3, 53)[:-500], damaged(surface(-3, 53)), b"<Error>AccessDenied</Error>", b"II*\0"],
)
def test_a_tile_of_another_square_or_a_damaged_one_is_refused(body, publisher, downloader, sources, abroad):
    put_tile(publisher, -3, 53, body)
    with pytest.raises(DownloadError):
        copernicus.fetch(SOURCE, abroad, downloader, sources / "elevation")
    assert not list((sources / "elevation").glob("*.tif"))


def test_cheshire_and_merseyside_need_the_tiles_that_others_counted():
    box = shapely.box(-3.4, 52.9, -1.95, 53.75)  # the study area and 5 km around it
    assert len(corners(box)) == 6
    assert {tile_name(*corner)[22:36] for corner in corners(box)} == {
        f"{north}_00_{west}_00" for north in ("N52", "N53") for west in ("W004", "W003", "W002")
    }
