"""OpenStreetMap from an Overpass service where there is no extract.

osmnx's public functions return a simplified graph or bare geometries, without the nodes of each way in its direction.
So the service is asked with a query of our own (osmnx divides an area that is too large for one), and the answer takes
the same road as an extract: written to a small PBF file, it is read by the same reader and gives the same table, but
for versions, which are not asked for.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import geopandas as gpd
import numpy as np
import osmium
import shapely
from osmium.osm import mutable
from osmnx import _overpass

from geodata.catalogue import load_catalogue
from geodata.openstreetmap.coverage import WGS84, projected
from geodata.openstreetmap.overpass_service import (
    REQUEST_S,
    OverpassError,
    OverpassService,
    TooLargeError,
    overpass_service,
)
from geodata.openstreetmap.pbf import read_extracts
from geodata.openstreetmap.roles import NODE_KEYS, WAY_KEYS

__all__ = ["OverpassError", "read_overpass"]

SLACK_M = 50.0
"""The outline is simplified by this much, outwards, as a service is slow with many corners."""
DIVIDED_AT_MOST = 3
"""How often an area is quartered that the service finds too large."""
_ELEMENTS: dict[str, Callable[[dict[str, Any]], mutable.OSMObject]] = {
    "node": lambda element: mutable.Node(location=(element["lon"], element["lat"]), **_common(element)),
    "way": lambda element: mutable.Way(nodes=element["nodes"], **_common(element)),
    "relation": lambda element: mutable.Relation(
        members=[(member["type"][0], member["ref"], member["role"]) for member in element["members"]],
        **_common(element),
    ),
}


def read_overpass(
    outline: shapely.Geometry, *, url: str, cache_folder: Path, deadline_s: float, crs: str = "EPSG:27700"
) -> gpd.GeoDataFrame:
    """Return table `source_openstreetmap` within `outline` (in `crs`), as `read_extracts` does; versions are null.

    What the service at `url` has answered once is kept in `cache_folder` and not asked again. `attrs["openstreetmap"]`
    counts what was received; its `coverage` is the outline.

    Raises `OverpassError` if the service cannot be reached, reports an error, or keeps us waiting beyond `deadline_s`
    seconds.
    """
    with TemporaryDirectory() as folder:
        path = Path(folder, "overpass.osm.pbf")
        with overpass_service(url, cache_folder, deadline_s) as service:
            _write(path, _answers(outline, crs, service))
        read = read_extracts([path], load_catalogue()["openstreetmap"], outline, crs)
    read.attrs["openstreetmap"]["coverage"] = [outline.wkt]
    return read


def _answers(outline: shapely.Geometry, crs: str, service: OverpassService) -> Iterator[dict[str, Any]]:
    """Yield the elements of all answers."""
    asked = projected(outline.buffer(SLACK_M).simplify(SLACK_M), crs, WGS84)
    for corners in _overpass._make_overpass_polygon_coord_strs(asked):
        yield from _elements(corners, service, DIVIDED_AT_MOST)


def _elements(corners: str, service: OverpassService, divided_at_most: int) -> list[dict[str, Any]]:
    """Return what lies within the corners; where that is too much for one answer, quarter by quarter."""
    try:
        return list(service.answer(_query(corners))["elements"])
    except TooLargeError:
        if not divided_at_most:
            raise
    quarters = _quarters(corners)
    return [element for quarter in quarters for element in _elements(quarter, service, divided_at_most - 1)]


def _quarters(corners: str) -> list[str]:
    """Return the corners (latitude, longitude ...) of the parts of an area in the four quarters of its box.

    >>> len(_quarters("0 0 0 2 2 2 2 0 0 0")), len(_quarters("0 0 0 1 1 1 0 0"))
    (4, 3)
    """
    area = shapely.Polygon(np.array(corners.split(), dtype=float).reshape(-1, 2)[:, ::-1])
    west, south, east, north = area.bounds
    x, y = (west + east) / 2, (south + north) / 2
    boxes = [(west, south, x, y), (x, south, east, y), (west, y, x, north), (x, y, east, north)]
    parts = [part for box in boxes for part in shapely.get_parts(area.intersection(shapely.box(*box)))]
    rings = [part.exterior.coords for part in parts if isinstance(part, shapely.Polygon)]
    return [" ".join(f"{latitude:.6f} {longitude:.6f}" for longitude, latitude in ring) for ring in rings]


def _query(corners: str) -> str:
    """Return the query for what may have a role within the corners, with the nodes of ways and the members of areas.

    Of relations only those are asked for whose tags give them a role: woods and fields are large and not needed.
    """
    where = f'(poly:"{corners}")'
    area = 'relation["type"~"^(multipolygon|boundary)$"]'
    wanted = [
        f"node{_any_of(NODE_KEYS)}",
        f"way{_any_of(WAY_KEYS)}",
        f'{area}["natural"="water"]',
        f'{area}["landuse"~"^(recreation_ground|village_green)$"]',
        f"{area}{_any_of(sorted(set(WAY_KEYS) - {'highway', 'natural', 'landuse'}))}",
    ]
    statements = "".join(f"{each}{where};" for each in wanted)
    return f"[out:json][timeout:{REQUEST_S}];({statements});(._;>;);out body;"


def _any_of(keys: Sequence[str]) -> str:
    return f'[~"^({"|".join(keys)})$"~"."]'


def _write(path: Path, elements: Iterable[dict[str, Any]]) -> None:
    """Write the elements as an extract: each once, nodes before ways before relations."""
    unique = {(element["type"], element["id"]): element for element in elements}
    with osmium.SimpleWriter(path) as writer:
        for kind, made in _ELEMENTS.items():
            for (its_kind, _), element in sorted(unique.items()):
                if its_kind == kind:
                    writer.add(made(element))


def _common(element: dict[str, Any]) -> dict[str, Any]:
    return {"id": element["id"], "tags": element.get("tags", {})}
