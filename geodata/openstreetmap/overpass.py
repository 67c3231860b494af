"""OpenStreetMap from an Overpass service where there is no extract, by osmnx: its requests, cache and splitting.

osmnx's public functions return a simplified graph or bare geometries, without the nodes of each way in its direction.
So its request function is called with a query of our own, and the answer takes the same road as an extract: written to
a small PBF file, it is read by the same reader and gives the same table, but for versions, which are not asked for.
"""

import socket
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any

import geopandas as gpd
import osmium
import osmnx
import requests
import shapely
from osmium.osm import mutable
from osmnx import _overpass

from geodata.catalogue import load_catalogue
from geodata.errors import SourceMissingError
from geodata.openstreetmap.coverage import WGS84, projected
from geodata.openstreetmap.pbf import read_extracts
from geodata.openstreetmap.roles import NODE_KEYS, WAY_KEYS

SLACK_M = 50.0
"""The outline is simplified by this much, outwards, as a service is slow with many corners."""
UNKNOWN_STATE_S, REACHED_S = 60, 20
"""Seconds that osmnx waits when the service does not say how busy it is, and that we give it to answer at all."""
REQUEST_S = 180
"""Seconds that the service may take for one query; part of the query and so of its name in the cache."""
_ELEMENTS: dict[str, Callable[[dict[str, Any]], mutable.OSMObject]] = {
    "node": lambda element: mutable.Node(location=(element["lon"], element["lat"]), **_common(element)),
    "way": lambda element: mutable.Way(nodes=element["nodes"], **_common(element)),
    "relation": lambda element: mutable.Relation(
        members=[(member["type"][0], member["ref"], member["role"]) for member in element["members"]],
        **_common(element),
    ),
}


class OverpassError(SourceMissingError):
    """The Overpass service did not answer, in time or at all; an extract is the remedy."""


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
        with _osmnx_settings(url, cache_folder), _deadline(url, deadline_s):
            _write(path, _answers(outline, crs, url))
        read = read_extracts([path], load_catalogue()["openstreetmap"], outline, crs)
    read.attrs["openstreetmap"]["coverage"] = [outline.wkt]
    return read


def _answers(outline: shapely.Geometry, crs: str, url: str) -> Iterator[dict[str, Any]]:
    """Yield the elements of all answers; osmnx divides an area that is too large for one query."""
    asked = projected(outline.buffer(SLACK_M).simplify(SLACK_M), crs, WGS84)
    for corners in _overpass._make_overpass_polygon_coord_strs(asked):
        yield from _answer(_query(corners), url)["elements"]


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


def _answer(query: str, url: str) -> dict[str, Any]:
    """Return an answer, from the cache if it is there; osmnx does not cache answers with a remark."""
    try:
        answer = _overpass._overpass_request(OrderedDict(data=query))
    except (requests.RequestException, ValueError) as error:  # what osmnx cannot read is a ValueError
        raise OverpassError(_advice(url, f"failed ({error})")) from error
    if "remark" in answer or "elements" not in answer:
        raise OverpassError(_advice(url, f"reports: {answer.get('remark', 'an answer without elements')}"))
    return dict(answer)


def _advice(url: str, what: str) -> str:
    source = load_catalogue()["openstreetmap"]
    return (
        f"{source.title} ({source.key}): there is no file, and the Overpass service {url} {what}. Try later, or get "
        f"the extracts of the counties and their neighbours from {source.landing_page}, and put them, named like "
        f"{source.filename}, into the folder {source.key} of the sources; docs/streets.md has the recipe"
    )


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


@contextmanager
def _osmnx_settings(url: str, cache_folder: Path) -> Iterator[None]:
    """Let osmnx ask our service and keep the answers in our folder; afterwards everything is as it was."""
    ours = {
        "overpass_url": url,
        "overpass_rate_limit": True,
        "requests_timeout": REQUEST_S,
        "use_cache": True,
        "cache_folder": str(cache_folder),
        "doh_url_template": None,  # nobody else is told whom we ask
    }
    before = {name: getattr(osmnx.settings, name) for name in ours}
    resolve = socket.getaddrinfo  # osmnx replaces it to stay with one server
    try:
        for name, value in ours.items():
            setattr(osmnx.settings, name, value)
        yield
    finally:
        for name, value in before.items():
            setattr(osmnx.settings, name, value)
        socket.getaddrinfo = resolve


def _require_reachable(url: str) -> None:
    """Raise `OverpassError` at once if nothing answers at the address, which osmnx would find out a minute later."""
    try:
        requests.get(f"{url}/status", timeout=REACHED_S)
    except requests.RequestException as error:
        raise OverpassError(_advice(url, f"cannot be reached ({error})")) from error


@contextmanager
def _deadline(url: str, seconds: float) -> Iterator[None]:
    """End osmnx's waiting for a busy service: it sleeps and tries again without limit, so the sleep keeps the time."""
    ends = time.monotonic() + seconds

    def sleep(pause: float) -> None:
        if pause >= UNKNOWN_STATE_S:
            _require_reachable(url)
        if time.monotonic() + pause > ends:
            raise OverpassError(_advice(url, f"has not answered within {seconds:.0f} s"))
        time.sleep(pause)

    before = _overpass.time
    _overpass.time = SimpleNamespace(sleep=sleep)
    try:
        yield
    finally:
        _overpass.time = before
