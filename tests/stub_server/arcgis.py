"""An ArcGIS FeatureServer: queries by filter, page by page, in its own order unless one is asked for."""

import re
from random import Random
from typing import Any

from pyproj import Transformer
from stub_server.arcgis_layers import GEOMETRY, FilterError, Layer, Row, demo_layers
from stub_server.demo_files import DemoFiles
from stub_server.messages import Reply, Request, as_html, as_json

LONGEST_ADDRESS = 4_096
_PATH = re.compile(r"/arcgis/rest/services/([^/]+)/FeatureServer(?:/(\d+)(/query)?)?")
_TO_GRID = Transformer.from_crs(4326, 27700, always_xy=True)


class ArcGis:
    """The services by name in `layers`; tests may set a layer's `cap` or put other layers there."""

    def __init__(self, demo: DemoFiles) -> None:
        self._demo = demo
        self.layers: dict[str, Layer] = {}

    def prepare(self) -> None:
        """Make the layers, whose caps and rows tests may set."""
        made = self._demo.once("layers", lambda: demo_layers(self._demo))
        self.layers = {name: Layer(layer.rows, layer.cap, layer.object_id) for name, layer in made.items()}

    def set_cap(self, rows: int) -> None:
        """Let no page of any layer have more rows than that."""
        for layer in self.layers.values():
            layer.cap = rows

    def answer(self, request: Request) -> Reply | None:
        """Answer about a layer, or a query of it; errors come with status 200, as they do there."""
        found = _PATH.fullmatch(request.path)
        if found is None:
            return None
        if len(request.target) > LONGEST_ADDRESS:
            return as_html("404 - File or directory not found.", 404)
        name, number, query = found.groups()
        layer = self.layers.get(name)
        if layer is None or number not in {None, "0"}:
            return _error("Invalid URL", ["Invalid URL"])
        if query is None:
            return as_json(_described(name, layer))
        try:
            return _queried(layer, request)
        except (FilterError, ValueError) as error:
            return _error("Cannot perform query. Invalid query parameters.", [str(error)])


def _error(message: str, details: list[str]) -> Reply:
    return as_json({"error": {"code": 400, "message": message, "details": details}})


def _described(name: str, layer: Layer) -> Row:
    return {
        "id": 0,
        "name": name,
        "type": "Feature Layer" if layer.is_outlined else "Table",
        "maxRecordCount": layer.cap,
        "objectIdField": layer.object_id,
        "fields": _fields(layer, layer.fields),
    }


def _fields(layer: Layer, names: list[str]) -> list[Row]:
    return [{"name": name, "type": _type(layer, name), "alias": name} for name in names]


def _type(layer: Layer, name: str) -> str:
    if name == layer.object_id:
        return "esriFieldTypeOID"
    kinds = {str: "esriFieldTypeString", int: "esriFieldTypeInteger", float: "esriFieldTypeDouble"}
    return kinds.get(type(layer.rows[0][name]), "esriFieldTypeString")


def _queried(layer: Layer, request: Request) -> Reply:
    if not request.param("where"):
        raise FilterError("'where' clause is missing")
    rows = layer.where(request.param("where")) if layer.rows else []
    if request.param("returnCountOnly").casefold() == "true":
        return as_json({"count": len(rows)})
    order, offset = request.param("orderByFields"), int(request.param("resultOffset") or 0)
    if order and rows:
        rows = layer.ordered(rows, order)
    if not order or "unordered" in request.quirks:
        rows = Random(offset).sample(rows, len(rows))  # noqa: S311  # no secret
    wanted = min(layer.cap, int(request.param("resultRecordCount") or layer.cap))
    page = rows[offset : offset + wanted]
    if "twice" in request.quirks and len(page) > 1:
        page = [*page[:-1], page[0]]
    return _page(layer, page, request, is_more=offset + wanted < len(rows))


def _page(layer: Layer, page: list[Row], request: Request, is_more: bool) -> Reply:
    asked = request.param("outFields")
    names = layer.fields if asked == "*" else [layer.named(name) for name in asked.split(",") if name] if page else []
    names = names or [layer.object_id]
    is_outlined = layer.is_outlined and request.param("returnGeometry", "true").casefold() == "true"
    is_geojson = request.param("f", "html").casefold() == "geojson"
    grid = request.param("outSR", "4326" if is_geojson else "27700") == "27700"
    outlines = [_projected(row[GEOMETRY], grid) if is_outlined else None for row in page]
    properties = [{name: row[name] for name in names} for row in page]
    if is_geojson:
        return as_json(_geojson(layer, page, properties, outlines, is_more, "27700" if grid else "4326"))
    return as_json(_esri_json(layer, names, properties, outlines, is_more))


def _geojson(layer: Layer, page: list[Row], properties: list[Row], outlines: list[Any], is_more: bool, crs: str) -> Row:
    features = [
        {"type": "Feature", "id": row[layer.object_id], "geometry": outline, "properties": named}
        for row, named, outline in zip(page, properties, outlines, strict=True)
    ]
    named_crs = {"type": "name", "properties": {"name": f"EPSG:{crs}"}}
    more = {"properties": {"exceededTransferLimit": True}} if is_more else {}
    return {"type": "FeatureCollection", "crs": named_crs, **more, "features": features}


def _esri_json(layer: Layer, names: list[str], properties: list[Row], outlines: list[Any], is_more: bool) -> Row:
    features = [
        {"attributes": named} | ({"geometry": {"rings": _rings(outline)}} if outline else {})
        for named, outline in zip(properties, outlines, strict=True)
    ]
    more = {"exceededTransferLimit": True} if is_more else {}
    fields = _fields(layer, names) if properties else []
    return {"objectIdFieldName": layer.object_id, "fields": fields, **more, "features": features}


def _rings(outline: Row) -> list[Any]:
    polygons = [outline["coordinates"]] if outline["type"] == "Polygon" else outline["coordinates"]
    return [ring for polygon in polygons for ring in polygon]


def _projected(outline: Row, grid: bool) -> Row:
    def moved(part: Any) -> Any:
        if isinstance(part[0], int | float):
            return [round(metres, 2) for metres in _TO_GRID.transform(part[0], part[1])]
        return [moved(each) for each in part]

    return {**outline, "coordinates": moved(outline["coordinates"])} if grid else outline
