"""OS Downloads: products, the list of their files with size and MD5 sum, and the files."""

import hashlib
import re

import numpy as np
import rasterio
from stub_server.addresses import SERVICES
from stub_server.demo_files import DemoFiles, zipped
from stub_server.messages import Reply, Request, as_file, as_json, to

VERSION = "2025-10"
_PRODUCT = re.compile(r"/downloads/v1/products(?:/(\w+)(/downloads)?)?")
_TILE_M, _CELL_M, _CELLS = 10_000, 50, 200
_GRID_FORMAT = "ASCII Grid and GML (Grid)"


class OsDownloads:
    """The products that the borough's files are made from; `version` is that of all of them."""

    def __init__(self, demo: DemoFiles) -> None:
        self._demo = demo
        self.version = VERSION
        self.files: dict[str, tuple[str, str, bytes]] = {}
        """Format, file name and body by product."""

    def prepare(self) -> None:
        """Make the archives."""
        greenspace = self._demo.once("greenspace", self._greenspace)
        terrain = self._demo.once("terrain", self._terrain)
        self.files = {
            "OpenGreenspace": ("GeoPackage", "opgrsp_gpkg_gb.zip", greenspace),
            "Terrain50": (_GRID_FORMAT, "terr50_gagg_gb.zip", terrain),
        }

    def answer(self, request: Request) -> Reply | None:
        """Answer with products, one product, its list of files, or a file."""
        for _, name, body in self.files.values():
            if request.path == f"/stored/{name}":
                return as_file(body, "application/zip")
        found = _PRODUCT.fullmatch(request.path)
        if found is None:
            return None
        product, is_list = found.groups()
        if product is None:
            return as_json([self._described(each) for each in self.files])
        if product not in self.files:
            return as_json({"message": "Product not found"}, 404)
        return self._listed(product, request) if is_list else as_json(self._described(product))

    def _described(self, product: str) -> dict[str, str]:
        url = f"{SERVICES['os'].prefix}/downloads/v1/products/{product}"
        return {"id": product, "name": product, "version": self.version, "url": url, "downloadsUrl": f"{url}/downloads"}

    def _listed(self, product: str, request: Request) -> Reply:
        form, name, body = self.files[product]
        if "redirect" in request.params:
            return to(f"/os/stored/{name}", 307)
        fitting = [
            self._entry(product, each, area, name if each == form else f"{name[:-4]}_other.zip", body)
            for each in (form, "GML")
            for area in ("GB", "SJ")
            if request.param("format", each) == each and request.param("area", area) == area
        ]
        return as_json(fitting) if fitting else as_json({"message": "No downloads found"}, 404)

    def _entry(self, product: str, form: str, area: str, name: str, body: bytes) -> dict[str, object]:
        asked = f"area={area}&format={form.replace(' ', '+')}&redirect"
        return {
            "url": f"{SERVICES['os'].prefix}/downloads/v1/products/{product}/downloads?{asked}",
            "area": area,
            "format": form,
            "fileName": name,
            "size": len(body),
            "md5": hashlib.md5(body, usedforsecurity=False).hexdigest(),
        }

    def _greenspace(self) -> bytes:
        return zipped({"Data/opgrsp_gb.gpkg": self._demo.body("green_space"), "Doc/licence.txt": b"OGL v3\n"})

    def _terrain(self) -> bytes:
        """Return the archive of tiles, each an archive of its own, that the borough's terrain fills."""
        with rasterio.open(self._demo.path("elevation")) as raster:
            heights, transform = raster.read(1), raster.transform
        west, south = round(transform.c), round(transform.f) - _CELL_M * heights.shape[0]
        tiles = {}
        for x in range(west // _TILE_M, -(-(west + _CELL_M * heights.shape[1]) // _TILE_M)):
            for y in range(south // _TILE_M, -(-round(transform.f) // _TILE_M)):
                square = f"sj{x - 30}{y - 30}"
                body = _ascii_grid(_cut(heights, x, y, west, round(transform.f)), x, y)
                inner = {f"{square.upper()}.asc": body, f"{square.upper()}.prj": b"PROJCS[...]\n"}
                tiles[f"data/sj/{square}_OST50GRID_20250715.zip"] = zipped(inner)
        return zipped({"readme.txt": b"OS Terrain 50\n"} | tiles)


def _cut(heights: np.ndarray, x: int, y: int, west: int, north: int) -> np.ndarray:
    """Return the heights of a tile; beyond the raster those of its margin."""
    first_row, first_column = (north - (y + 1) * _TILE_M) // _CELL_M, (x * _TILE_M - west) // _CELL_M
    rows = np.clip(np.arange(first_row, first_row + _CELLS), 0, heights.shape[0] - 1)
    columns = np.clip(np.arange(first_column, first_column + _CELLS), 0, heights.shape[1] - 1)
    return heights[np.ix_(rows, columns)]


def _ascii_grid(heights: np.ndarray, x: int, y: int) -> bytes:
    head = f"ncols {_CELLS}\nnrows {_CELLS}\nxllcorner {x * _TILE_M}\nyllcorner {y * _TILE_M}\ncellsize {_CELL_M}\n"
    return (head + "\n".join(" ".join(f"{height:.1f}" for height in row) for row in heights) + "\n").encode()
