"""Extracts written by hand: elements of pyosmium in a file, as PBF or XML."""

from collections.abc import Callable
from pathlib import Path

import osmium
import pytest
from osmium.osm import mutable

from geodata.catalogue import Source, load_catalogue

WriteExtract = Callable[..., Path]
LON, LAT = -2.9, 53.4


@pytest.fixture
def source() -> Source:
    return load_catalogue()["openstreetmap"]


@pytest.fixture
def write_extract(tmp_path: Path) -> WriteExtract:
    """Write elements into a file, by kind and id; a box becomes that of the header."""

    def write(name: str, *elements: mutable.OSMObject, box: tuple[float, float, float, float] | None = None) -> Path:
        header = osmium.io.Header()
        if box:
            header.add_box(osmium.osm.Box(*box))
        path = tmp_path / name
        kinds = [mutable.Node, mutable.Way, mutable.Relation]
        with osmium.SimpleWriter(path, header=header, overwrite=True) as writer:
            for element in sorted(elements, key=lambda one: (kinds.index(type(one)), one.id)):
                writer.add(element)
        return path

    return write


@pytest.fixture
def grid() -> Callable[..., list[mutable.Node]]:
    """Nodes 1, 2, 3 ... along a line eastwards, a thousandth of a degree (66 m) apart."""

    def nodes(count: int, first: int = 1, north: float = 0.0) -> list[mutable.Node]:
        return [
            mutable.Node(id=first + at, version=1, location=(LON + at / 1000, LAT + north), tags={})
            for at in range(count)
        ]

    return nodes


@pytest.fixture
def toytown(grid: Callable[..., list[mutable.Node]]) -> list[mutable.OSMObject]:
    """A street with a crossing, a path into a park, a canal, a lake with an island, a shop, a stop and a school."""
    street, south = grid(6), grid(6, first=11, north=-0.002)
    street[2].tags = {"highway": "crossing", "crossing": "zebra", "created_by": "nobody"}
    places = [
        mutable.Node(
            id=31, version=2, location=(LON, LAT + 0.0005), tags={"shop": "convenience", "name": "Müller, & Co"}
        ),
        mutable.Node(id=32, version=1, location=(LON, LAT + 0.0006), tags={"highway": "bus_stop"}),
        mutable.Node(id=33, version=1, location=(LON, LAT + 0.0007), tags={"highway": "crossing"}),
    ]
    lake = [
        mutable.Node(id=40 + at, version=1, location=(LON + x / 1000, LAT - 0.01 + y / 1000), tags={})
        for at, (x, y) in enumerate([(0, 0), (4, 0), (4, 4), (0, 4), (1, 1), (2, 1), (2, 2), (1, 2)])
    ]
    way, high_street = mutable.Way, {"highway": "residential", "name": "High Street", "maxspeed": "30 mph"}
    return [
        *street,
        *south,
        *places,
        *lake,
        way(id=1, version=3, nodes=[1, 2, 3, 4, 5, 6], tags=high_street),
        way(id=2, version=1, nodes=[3, 13], tags={"highway": "footway"}),
        way(id=3, version=1, nodes=[11, 12, 13, 14], tags={"waterway": "canal"}),
        way(id=4, version=1, nodes=[1, 2, 12, 11, 1], tags={"leisure": "park", "name": "The Green"}),
        way(id=5, version=1, nodes=[5, 6, 16, 15, 5], tags={"amenity": "school", "isced:level": "1"}),
        way(id=6, version=1, nodes=[5, 15], tags={"highway": "service", "access": "private"}),
        way(id=7, version=1, nodes=[40, 41, 42, 43, 40], tags={}),
        way(id=8, version=1, nodes=[44, 45, 46, 47, 44], tags={}),
        mutable.Relation(
            id=1,
            version=1,
            members=[("w", 7, "outer"), ("w", 8, "inner"), ("n", 40, "label")],
            tags={"type": "multipolygon", "natural": "water", "name": "Mere"},
        ),
    ]  # fmt: skip
