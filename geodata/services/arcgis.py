"""Boundaries and lookups from an ArcGIS FeatureServer, written as GeoJSON or CSV in the order of their codes."""

import csv
import io
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from geodata.catalogue import Source
from geodata.download import Downloader, written
from geodata.errors import DownloadError, NotThereError
from geodata.services.arcgis_items import find_item
from geodata.services.arcgis_layer import Layer, Row, quoted_list
from geodata.services.declaration import declaration
from geodata.services.declared import ArcgisFetch
from geodata.services.fetched import Fetched
from geodata.study_area import StudyArea

CHUNK = 200
"""Codes asked for in one filter."""
CRS84 = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
_SHOWN = 5


def fetch(source: Source, study_area: StudyArea, downloader: Downloader, folder: Path) -> list[Fetched]:
    """Write the rows of the study area's authorities; the file is the same whatever pages the server makes.

    A service that is gone is searched for in the publisher's catalogue where the declaration says how.
    Raises `DownloadError` if an authority or an area has no row, an area no outline, or the service fails.
    """
    declared = declaration(source, ArcgisFetch)
    layer = Layer(declared.url, _label(source), downloader)
    try:
        rows = _rows(declared, layer, study_area)
    except NotThereError:
        if declared.search is None:
            raise
        layer = Layer(_found_again(declared, layer), layer.label, downloader)
        rows = _rows(declared, layer, study_area)
    path = folder / declared.file
    with written(path) as stream:
        stream.write(_as_geojson(rows, path, layer.label) if _is_outlined(declared) else _as_csv(rows))
    urls = (layer.url, *([declared.codes.url] if declared.codes else []))
    return [Fetched(path, urls, len(rows), vintage=declared.vintage or source.vintage)]


def _label(source: Source) -> str:
    return f"{source.title} ({source.key}), ArcGIS service"


def _is_outlined(declared: ArcgisFetch) -> bool:
    return declared.file.endswith(".geojson")


def _found_again(declared: ArcgisFetch, layer: Layer) -> str:
    assert declared.search is not None  # noqa: S101  # asked only where there is one
    item = find_item(declared.search, layer.downloader, layer.label)
    return f"{item.url.rstrip('/')}/0/query"


def _rows(declared: ArcgisFetch, layer: Layer, study_area: StudyArea) -> list[Row]:
    if declared.codes is not None:
        lookup = Layer(declared.codes.url, layer.label, layer.downloader)
        field = declared.codes.authority_field
        pairs = _of_authorities(lookup, field, (field, *declared.codes.keys), declared.codes.keys, False, study_area)
        return _of_codes(declared, layer, sorted({str(row[declared.codes.keys[0]]) for row in pairs}))
    if declared.authority_field is None:
        raise TypeError(f"{layer.label}: declared with neither authority_field nor codes")
    return _of_authorities(
        layer, declared.authority_field, declared.fields, declared.keys, _is_outlined(declared), study_area
    )


def _of_authorities(
    layer: Layer, field: str, fields: Sequence[str], keys: Sequence[str], is_outlined: bool, study_area: StudyArea
) -> list[Row]:
    codes = sorted({*study_area.codes, *study_area.former_codes})
    rows = layer.rows(f"{field} IN {quoted_list(codes)}", fields, keys, is_outlined=is_outlined)
    present = {study_area.former_codes.get(str(row[field]), str(row[field])) for row in rows}
    if absent := sorted(set(study_area.codes) - present):
        raise DownloadError(
            f"{layer.label}: {layer.url}: no row for {_some(absent)}. The codes may be of another year; "
            "former_codes of the study area can name older ones"
        )
    return rows


def _of_codes(declared: ArcgisFetch, layer: Layer, codes: list[str]) -> list[Row]:
    field = declared.keys[0]
    rows: list[Row] = []
    for start in range(0, len(codes), CHUNK):
        where = f"{field} IN {quoted_list(codes[start : start + CHUNK])}"
        rows += layer.rows(where, declared.fields, declared.keys, is_outlined=_is_outlined(declared))
    if absent := sorted(set(codes) - {str(row[field]) for row in rows}):
        raise DownloadError(
            f"{layer.label}: {layer.url}: {len(absent)} of {len(codes)} areas did not come: {_some(absent)}. The layer "
            "and the lookup of its codes are of different years"
        )
    return rows


def _as_geojson(rows: list[Row], path: Path, label: str) -> bytes:
    features = []
    for row in rows:
        properties = {name: value for name, value in row.items() if name != "geometry"}
        _require_degrees(row["geometry"], f"{label}: {next(iter(properties.values()))}")
        features.append({"type": "Feature", "properties": properties, "geometry": row["geometry"]})
    collection = {"type": "FeatureCollection", "name": path.stem, "crs": CRS84, "features": features}
    return json.dumps(collection, ensure_ascii=False, separators=(",", ":")).encode()


def _as_csv(rows: list[Row]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def _require_degrees(geometry: Any, what: str) -> None:
    """Refuse an area without an outline, and metres where longitude and latitude were asked for."""
    corners = list(_corners((geometry or {}).get("coordinates")))
    if not corners:
        raise DownloadError(f"{what}: there is no outline. Run the fetch again")
    if any(abs(x) > 180 or abs(y) > 90 for x, y in corners):
        raise DownloadError(f"{what}: the outline is not in longitude and latitude. Get the layer by hand")


def _corners(part: Any) -> Iterator[tuple[float, float]]:
    if isinstance(part, list) and len(part) >= 2 and all(isinstance(each, int | float) for each in part[:2]):
        yield part[0], part[1]
    elif isinstance(part, list):
        for each in part:
            yield from _corners(each)


def _some(codes: Sequence[str]) -> str:
    more = f" and {len(codes) - _SHOWN} more" if len(codes) > _SHOWN else ""
    return ", ".join(codes[:_SHOWN]) + more
