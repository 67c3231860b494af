import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import pytest
import rasterio
from hypothesis import given, settings
from hypothesis import strategies as st
from rasterio.transform import from_origin
from shapely import LineString

from geodata.catalogue import load_catalogue
from geodata.errors import SourceFileError
from geodata.network.elevation import read_elevation
from geodata.schemas import validate

SOURCE = load_catalogue()["elevation"]
WEST, NORTH = 340_000, 391_000  # of most rasters here: 1 km square
WITHOUT_DATUM = "+proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +ellps=airy +units=m +no_defs"
Surface = Callable[..., np.ndarray]


def plane(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Climb 2 % to the east and 5 % to the north."""
    return 0.02 * (x - WEST) + 0.05 * (y - NORTH) + 100


def flat(height: float) -> Surface:
    return lambda x, y: np.full((x + y).shape, float(height))


def raster(
    path: Path,
    surface: Surface = plane,
    corner: tuple[float, float] = (WEST, NORTH),
    shape: tuple[int, int] = (20, 20),
    cell: float = 50,
    crs: str | None = "EPSG:27700",
    hole: float | None = None,
    nodata: float | None = -999999,
) -> Path:
    """Write a raster of the surface's heights at the centres of its cells, but `hole` in row 10, column 10."""
    transform = from_origin(*corner, cell, cell)
    columns, rows = np.meshgrid(np.arange(shape[1]) + 0.5, np.arange(shape[0]) + 0.5)
    heights = surface(corner[0] + cell * columns, corner[1] - cell * rows)
    if hole is not None:
        heights[10, 10] = hole
    with rasterio.open(
        path, "w", "GTiff", shape[1], shape[0], 1, crs, transform, dtype="float64", nodata=nodata
    ) as target:
        target.write(heights, 1)
    return path


def ascii_grid(west: float, south: float, height: float, cell: float = 50) -> str:
    """Return a grid of 200 x 200 equal cells as Ordnance Survey writes it: five header lines and nothing more."""
    row = " ".join([str(height)] * 200)
    header = f"ncols 200\nnrows 200\nxllcorner {west}\nyllcorner {south}\ncellsize {cell}\n"
    return header + "\n".join([row] * 200) + "\n"


def streets(*lines: list[tuple[float, float]], crs: str = "EPSG:27700") -> gpd.GeoDataFrame:
    geometry = gpd.GeoSeries([LineString(line) for line in lines], crs=crs)
    names = [f"w{number}.0.0" for number in range(1, len(lines) + 1)]
    return gpd.GeoDataFrame({"edge_id": names, "length_m": geometry.length}, geometry=geometry)


def eastward(metres: float, west: float = WEST, north: float = NORTH - 500) -> gpd.GeoDataFrame:
    return streets([(west, north), (west + metres, north)])


STREET = streets([(WEST + 100, NORTH - 900), (WEST + 100, NORTH - 200), (WEST + 800, NORTH - 200)])


def read(*paths: Path, edges: gpd.GeoDataFrame = STREET) -> pd.DataFrame:
    return validate("source_elevation", read_elevation(paths, SOURCE, edges))


def test_a_plane_is_read_exactly_between_the_centres_of_cells(tmp_path: Path) -> None:
    table = read(raster(tmp_path / "dem.tif"))
    assert (table["edge_id"] == "w1.0.0").all()
    assert table["along_m"].tolist() == [20 * n for n in range(71)]
    north = np.minimum(table["along_m"], 700)
    expected = 100 + 0.02 * (100 + table["along_m"] - north) + 0.05 * (north - 900)
    assert np.allclose(table["elevation_m"], expected, atol=1e-9)
    assert "mended" not in table.attrs


@settings(max_examples=20)
@given(*[st.floats(-0.3, 0.3)] * 2, st.floats(300, 700), st.floats(300, 700))
def test_any_plane_is_read_exactly(
    tmp_path_factory: pytest.TempPathFactory, east: float, north: float, x: float, y: float
) -> None:
    tilted = raster(tmp_path_factory.mktemp("dem") / "dem.tif", lambda x, y: east * (x - WEST) + north * (y - NORTH))
    table = read(tilted, edges=streets([(WEST + 500, NORTH - 500), (WEST + x, NORTH - y)]))
    assert table["elevation_m"].iloc[0] == pytest.approx(500 * (east - north), abs=1e-6)
    assert table["elevation_m"].iloc[-1] == pytest.approx(east * x - north * y, abs=1e-6)


def test_a_model_in_degrees_is_read_at_the_points_degrees(tmp_path: Path) -> None:
    # 10 m for each thousandth of a degree of latitude
    corner = (-2.91, 53.42)
    model = raster(
        tmp_path / "dem.tif", lambda x, y: 10_000 * (y - 53.4) + 0 * x, corner, (200, 200), 0.0001, crs="EPSG:4326"
    )
    table = read(model)
    to_degrees = pyproj.Transformer.from_crs("EPSG:27700", "EPSG:4326", always_xy=True)
    _, south = to_degrees.transform(WEST + 100, NORTH - 900)
    _, bend = to_degrees.transform(WEST + 100, NORTH - 200)
    assert table["elevation_m"].iloc[0] == pytest.approx(10_000 * (south - 53.4), abs=1e-6)
    assert table["elevation_m"].iloc[35] == pytest.approx(10_000 * (bend - 53.4), abs=1e-6)
    # a degree of latitude is 111.3 km here: 9 % northwards
    assert (table["elevation_m"].iloc[35] - table["elevation_m"].iloc[0]) / 700 == pytest.approx(0.0899, abs=1e-4)


@pytest.mark.parametrize("crs", ["EPSG:7405", WITHOUT_DATUM])
def test_spellings_of_the_national_grid_are_the_national_grid(tmp_path: Path, crs: str) -> None:
    """One with heights above the sea, one that lacks its datum: neither may shift the points."""
    plain = read(raster(tmp_path / "plain.tif"))
    other = read(raster(tmp_path / "other.tif", crs=crs))
    assert np.allclose(plain["elevation_m"], other["elevation_m"], atol=1e-6)


def test_heights_run_on_across_the_seam_of_two_tiles(tmp_path: Path) -> None:
    west = raster(tmp_path / "west.tif", shape=(20, 10))
    east = raster(tmp_path / "east.tif", shape=(20, 10), corner=(WEST + 500, NORTH))
    table = read(west, east, edges=eastward(900, west=WEST + 50))
    assert np.allclose(table["elevation_m"], 100 + 0.02 * (50 + table["along_m"]) - 25, atol=1e-9)


def test_the_half_cells_at_the_rim_have_the_height_of_their_cell(tmp_path: Path) -> None:
    table = read(raster(tmp_path / "dem.tif"), edges=eastward(40))
    assert table["elevation_m"].round(6).tolist() == [100 + 0.02 * 25 - 25, 100 + 0.02 * 25 - 25, 100 + 0.02 * 40 - 25]


def test_beyond_the_rim_nothing_is_known(tmp_path: Path) -> None:
    table = read(raster(tmp_path / "dem.tif"), edges=eastward(200, west=WEST - 100))
    assert table["elevation_m"].isna().tolist() == [True] * 5 + [False] * 6
    assert table.attrs["mended"] == "no height at 5 of 11 points (45.45%)"


def test_where_tiles_overlap_the_first_by_name_counts(tmp_path: Path) -> None:
    low, high = raster(tmp_path / "b.tif", flat(10)), raster(tmp_path / "a.tif", flat(30))
    assert set(read(low, high)["elevation_m"]) == {30}


def test_a_coarser_model_fills_what_a_finer_one_leaves_blank(tmp_path: Path) -> None:
    fine = raster(tmp_path / "a.tif", flat(30), cell=10, shape=(100, 50))
    coarse = raster(tmp_path / "b.tif", flat(10))
    table = read(coarse, fine, edges=eastward(1000))
    assert set(table["elevation_m"][table["along_m"] < 500]) == {30}
    assert set(table["elevation_m"][table["along_m"].between(500, 980)]) == {10}
    assert "mended" not in read(coarse, fine, edges=eastward(980)).attrs


@pytest.mark.parametrize(
    ("hole", "nodata"), [(-999999, -999999), (np.nan, None), (np.nan, -999999), (-9999, None), (1e20, None)]
)
def test_a_cell_without_data_is_unknown_and_its_neighbours_are_not(
    tmp_path: Path, hole: float, nodata: float | None
) -> None:
    model = raster(tmp_path / "dem.tif", flat(42), hole=hole, nodata=nodata)
    table = read(model, edges=eastward(1000, north=NORTH - 525).iloc[:1])
    is_hole = table["along_m"].between(500, 549)
    assert table["elevation_m"][is_hole].isna().all()
    assert set(table["elevation_m"][~is_hole].iloc[:-1]) == {42}
    assert table.attrs["mended"] == "no height at 4 of 51 points (7.84%)"  # 500, 520, 540 m and the eastern rim


def test_a_scale_declared_by_the_file_is_applied(tmp_path: Path) -> None:
    path = raster(tmp_path / "dem.tif", flat(425))
    with rasterio.open(path, "r+") as decimetres:
        decimetres.scales, decimetres.offsets = (0.1,), (2.0,)
    assert read(path)["elevation_m"].iloc[0] == pytest.approx(44.5)


def test_an_ascii_grid_without_coordinate_system_is_taken_for_the_national_grid(tmp_path: Path) -> None:
    path = tmp_path / "SJ49.asc"
    path.write_text(ascii_grid(340_000, 390_000, 12.5))
    table = read(path)
    assert set(table["elevation_m"]) == {12.5}
    assert table.attrs["mended"] == "EPSG:27700 assumed for 1 raster without a coordinate system"


def packed(**members: str | bytes) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return stream.getvalue()


def test_the_national_archive_is_read_without_unpacking_and_only_where_needed(tmp_path: Path) -> None:
    tile = packed(SJ49_dot_asc=ascii_grid(340_000, 390_000, 12.5), SJ49_dot_gml="<gml/>")
    path = tmp_path / "terr50_gagg_gb.zip"
    path.write_bytes(
        packed(
            data__sj__sj49_OST50GRID_20230518_dot_zip=tile,
            data__tq__tq28_OST50GRID_20230518_dot_zip=b"damaged, but far away",
            readme_dot_txt="about",
        )
    )
    assert set(read(path)["elevation_m"]) == {12.5}
    far = streets([(530_000, 181_000), (530_100, 181_000)])
    with pytest.raises(SourceFileError, match=r"terr50_gagg_gb\.zip: the archive is damaged"):
        read(path, edges=far)


def test_files_beside_the_rasters_are_passed_over(tmp_path: Path) -> None:
    for name in ("dem.tif.aux.xml", "dem.prj", "licence.txt"):
        (tmp_path / name).write_text("<x/>")
    raster(tmp_path / "dem.tif")
    assert read(*sorted(tmp_path.iterdir()))["elevation_m"].notna().all()


def test_a_file_that_no_edge_needs_is_named(tmp_path: Path) -> None:
    here, far = raster(tmp_path / "here.tif"), raster(tmp_path / "far.tif", corner=(500_000, 200_000))
    assert read(here, far).attrs["mended"] == "no edge needs 1 file: far.tif"


def test_no_edges_need_no_heights(tmp_path: Path) -> None:
    assert read(raster(tmp_path / "dem.tif"), edges=STREET.iloc[:0]).empty


def test_a_model_of_elsewhere_is_refused_with_both_boxes(tmp_path: Path) -> None:
    path = raster(tmp_path / "london.tif", corner=(530_000, 181_000))
    message = (
        r"file london\.tif: none of the edges lies in it\. Its box in OSGB36 / British National Grid is x 530000 to "
        r"531000, y 180000 to 181000, that of the edges is x 340100 to 340800, y 390100 to 390800\. Get the tiles"
    )
    with pytest.raises(SourceFileError, match=message):
        read(path)
    with pytest.raises(SourceFileError, match=r"lies in it \(nor in 1 more\)"):
        read(path, raster(tmp_path / "york.tif", corner=(460_000, 452_000)))


def test_degrees_declared_as_metres_do_not_cover(tmp_path: Path) -> None:
    path = raster(tmp_path / "dem.tif", flat(1), (-2.91, 53.42), (200, 200), 0.0001, crs="EPSG:27700")
    with pytest.raises(SourceFileError, match=r"x -2\.91 to -2\.89, y 53\.4 to 53\.42.*its coordinate system is wrong"):
        read(path)


def test_metres_declared_as_degrees_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceFileError, match=r"y 390000 to 391000 is not in degrees, although .* WGS 84 is"):
        read(raster(tmp_path / "dem.tif", crs="EPSG:4326"))


@pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning")
def test_degrees_without_coordinate_system_are_not_guessed(tmp_path: Path) -> None:
    path = tmp_path / "dem.asc"
    path.write_text(ascii_grid(0.1, 51.0, 5, cell=0.001))
    with pytest.raises(SourceFileError, match=r"no coordinate system is declared and the box x 0\.1 to 0\.3"):
        read(path)


def test_a_model_without_any_height_under_the_edges_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceFileError, match=r"dem\.tif: no data under any of the edges"):
        read(raster(tmp_path / "dem.tif", flat(-999999)))


def damaged(path: Path) -> None:
    path.write_bytes(raster(path).read_bytes()[:2000])


def three_bands(path: Path) -> None:
    with rasterio.open(path, "w", "GTiff", 2, 2, 3, "EPSG:27700", from_origin(WEST, NORTH, 500, 500), "uint8") as image:
        image.write(np.zeros((3, 2, 2), "uint8"))


def in_feet(path: Path) -> None:
    with rasterio.open(raster(path), "r+") as target:
        target.units = ("US survey foot",)


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda path: path.touch(), "the file is empty"),
        (lambda path: path.write_text("<!doctype html><p>Not found"), "this is a web page"),
        (lambda path: path.write_bytes(b"\x00\x01 no raster at all"), "not a complete raster that GDAL can read"),
        (damaged, "not a complete raster that GDAL can read"),
        (three_bands, "3 bands; a terrain model has one"),
        (in_feet, "the heights are in US survey foot; convert them to metres"),
    ],
)
def test_a_file_that_is_no_terrain_model_is_refused(
    tmp_path: Path, spoil: Callable[[Path], object], message: str
) -> None:
    path = tmp_path / "dem.tif"
    spoil(path)
    with pytest.raises(SourceFileError, match=rf"Terrain heights \(elevation\), file dem\.tif: .*{message}"):
        read(path)


def test_an_ascii_grid_cut_short_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "SJ49.asc"
    path.write_text(ascii_grid(340_000, 390_000, 12.5)[:5000])
    with pytest.raises(SourceFileError, match="not a complete raster"):
        read(path)


def test_a_folder_without_rasters_is_refused(tmp_path: Path) -> None:
    (tmp_path / "readme.txt").write_text("about")
    with pytest.raises(SourceFileError, match=r"no terrain raster among the files \(readme\.txt\)"):
        read(tmp_path / "readme.txt")


def test_a_damaged_archive_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "terr50.zip"
    path.write_bytes(packed(SJ49_dot_asc=ascii_grid(340_000, 390_000, 1))[:300])
    with pytest.raises(SourceFileError, match=r"terr50\.zip: the archive is damaged"):
        read(path)


def test_central_london_lies_a_little_above_the_sea(real_data: Path) -> None:
    """Heights of Fitzrovia from SRTM, in degrees and whole metres, roofs included."""
    model = real_data / "snippets" / "elevation" / "fitzrovia_dem.tif"
    table = read(model, edges=streets([(529_000, 181_500), (529_600, 182_300)]))
    assert table["elevation_m"].notna().all()
    assert table["elevation_m"].between(15, 70).all()
