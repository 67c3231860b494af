"""ArcGIS Online and its hub: the search for items, the data of an item, a layer as CSV."""

import gzip
import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from stub_server.addresses import SERVICES
from stub_server.arcgis import ArcGis
from stub_server.arcgis_layers import GEOMETRY, Layer
from stub_server.demo_files import DemoFiles, elsewhere, read_rows, write_rows, zipped
from stub_server.messages import Reply, Request, as_file, as_html, as_json, to

OWNER = "ONSGeography_data"
_ITEM = re.compile(r"/sharing/rest/content/items/([0-9a-f]{32})(/data)?")
_STORED = re.compile(r"/stored/([0-9a-f]{32})/[^/]+")
_HUB = re.compile(
    r"/api/(?:v3/datasets/([0-9a-f]{32})_\d+/downloads/data|download/v1/items/([0-9a-f]{32})/csv)", re.IGNORECASE
)
_TERM = re.compile(r'(?:(\w+):)?(?:"([^"]*)"|([^\s"()]+))')


@dataclass(frozen=True)
class Item:
    """An item of the catalogue; `service` is the layer's, where it is one."""

    title: str
    kind: str
    modified: int
    service: str = ""

    @property
    def id(self) -> str:
        """The item's id, which says nothing."""
        return hashlib.md5(self.title.encode(), usedforsecurity=False).hexdigest()

    def described(self) -> dict[str, Any]:
        """Return what the search says of it."""
        url = f"{SERVICES['arcgis'].prefix}/arcgis/rest/services/{self.service}/FeatureServer" if self.service else None
        about = {"id": self.id, "owner": OWNER, "title": self.title, "type": self.kind, "url": url}
        return about | {"created": self.modified, "modified": self.modified, "access": "public", "size": -1}

    def fits(self, query: str) -> bool:
        """Tell whether every term of a search is found: `title:"..."`, `type:"..."`, `owner:...`, or words."""
        known = {"title": self.title, "type": self.kind, "owner": OWNER, "id": self.id}
        terms = [each for each in _TERM.findall(query) if each[0] or each[2] not in {"AND", "OR"}]
        return all(_packed(phrase or word) in _packed(known.get(name, self.title)) for name, phrase, word in terms)


def _packed(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


_FEATURES, _ARCHIVE = "Feature Service", "CSV Collection"
LATEST_POSTCODES = "ONS Postcode Directory (November 2025) for the UK"
ITEMS = [
    Item(LATEST_POSTCODES, _ARCHIVE, 1_763_000_000_000),
    Item("ONS Postcode Directory (August 2025) for the UK", _ARCHIVE, 1_764_000_000_000),  # mended later
    Item("ONS Postcode Directory (November 2025) User Guide", "PDF", 1_763_100_000_000),
    Item(
        "LSOA (2011) to LSOA (2021) to Local Authority District (2022) Exact Fit Lookup for EW (V3)",
        _FEATURES,
        1_670_000_000_000,
        "LSOA11_LSOA21_LAD22_EW_LU_v5",
    ),
    Item(
        "Lower layer Super Output Areas (December 2011) Boundaries EW BFC (V3)",
        _FEATURES,
        1_690_000_000_001,
        "LSOA_Dec_2011_Boundaries_Full_Clipped_BFC_EW_V3",
    ),
    Item(
        "Lower layer Super Output Areas (December 2011) Boundaries EW BGC (V3)",
        _FEATURES,
        1_690_000_000_000,
        "LSOA_Dec_2011_Boundaries_Generalised_Clipped_BGC_EW_V3",
    ),
    Item("Rural Urban Classification (2021) of LSOAs in EW", _FEATURES, 1_740_000_000_000, "LSOA21_RUC21_EW_LU"),
    Item("LSOA (2021) to Ward (2024) to LAD (2024) Best Fit", _FEATURES, 1_720_000_000_000, "LSOA21_WD24_LAD24_EW_LU"),
]


class ArcGisItems:
    """The catalogue's `items`, which tests may change, and the files behind them."""

    def __init__(self, demo: DemoFiles, services: ArcGis) -> None:
        self._demo, self._services = demo, services
        self.items = list(ITEMS)

    def prepare(self) -> None:
        """Make the archives of postcodes, of which the earlier one has fewer."""
        self._latest = self._demo.once("postcodes", lambda: self._postcodes("NOV", 0))
        self._earlier = self._demo.once("earlier postcodes", lambda: self._postcodes("AUG", 10))

    def answer(self, request: Request) -> Reply | None:
        """Answer a search, or lead to an item's data."""
        if request.path == "/sharing/rest/search":
            return self._found(request)
        if stored := _STORED.fullmatch(request.path):
            return self._data(stored.group(1))
        if named := _ITEM.fullmatch(request.path):
            return self._item(*named.groups())
        return None

    def _found(self, request: Request) -> Reply:
        query = request.param("q")
        if not query:
            return as_json({"error": {"code": 400, "message": "'q' parameter must be specified", "details": []}})
        fitting = sorted((item for item in self.items if item.fits(query)), key=_order(request.param("sortField")))
        if request.param("sortOrder") == "desc":
            fitting.reverse()
        start, most = int(request.param("start") or 1), min(100, int(request.param("num") or 10))
        page = fitting[start - 1 : start - 1 + most]
        after = start + len(page) if start - 1 + len(page) < len(fitting) else -1
        return as_json(
            {
                "query": query,
                "total": len(fitting),
                "start": start,
                "num": len(page),
                "nextStart": after,
                "results": [item.described() for item in page],
            }
        )

    def _item(self, name: str, data: str | None) -> Reply:
        item = next((item for item in self.items if item.id == name), None)
        if item is None:
            details = {"code": 400, "messageCode": "CONT_0001", "message": "Item does not exist or is inaccessible."}
            return as_json({"error": details | {"details": []}})
        return to(f"/arcgis_search/stored/{item.id}/data.zip") if data else as_json(item.described())

    def _data(self, name: str) -> Reply:
        for item in self.items:
            if item.id == name and item.kind == _ARCHIVE:
                return as_file(self._latest if item.title == LATEST_POSTCODES else self._earlier, "application/zip")
        return as_html("No data", 404)

    def _postcodes(self, month: str, n_missing: int) -> bytes:
        """Return the directory's archive: the borough's postcodes, but for the last few, and a neighbour's."""
        rows = read_rows(gzip.decompress(self._demo.body("postcodes")))
        own = rows[: len(rows) - n_missing]
        other = [{name: str(elsewhere(value)) for name, value in row.items()} for row in own]
        body = write_rows(list(rows[0]), [*other, *own])
        return zipped({f"Data/ONSPD_{month}_2025_UK.csv": body, "User Guide/guide.txt": b"Not read by anybody.\n"})

    def hub(self, request: Request) -> Reply | None:
        """Answer with a layer's rows as CSV, with a byte order mark."""
        found = _HUB.fullmatch(request.path)
        if found is None:
            return None
        for item in self.items:
            if item.id in found.groups() and item.service in self._services.layers:
                return as_file(_csv(self._services.layers[item.service]), "text/csv; charset=utf-8")
        return as_json({"message": "Not Found"}, 404)


def _order(field: str) -> Callable[[Item], Any]:
    return (lambda item: item.modified) if field == "modified" else (lambda item: item.title)


def _csv(layer: Layer) -> bytes:
    names: Iterable[str] = (name for name in layer.fields if name != GEOMETRY)
    return write_rows(list(names), layer.rows, encoding="utf-8-sig")
