"""Catchments of 300 places within 1.6 km, against buffering every reached street and uniting the buffers: ratio, areas.

    python benchmarks/catchments.py EXTRACT.osm.pbf [EPSG:27700]

The places lie on the network, spread evenly over it. Buffers are made for every fifteenth place only, and their time is
multiplied up, without the search.
"""

import sys
import time
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geodata.access.catchments import ROADSIDE_M, catchments
from geodata.access.home_walks import MS_A_MINUTE, HomeWalks, milliseconds
from geodata.access.reached_streets import Streets
from geodata.catalogue import load_catalogue
from geodata.network.building import walking_network
from geodata.network.walking_time import EdgeCosts
from geodata.openstreetmap.pbf import read_extracts
from geodata.schemas import empty

PLACES, EVERY, MINUTES = 300, 15, 20
REPETITIONS = 3


def places_on(edges: gpd.GeoDataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return made-up schools in the middle of edges, in the order of their ids, and their entrances."""
    chosen = edges.iloc[np.linspace(0, len(edges) - 1, PLACES).astype(int)]
    ids = [f"place {number:03}" for number in range(PLACES)]
    entrances = pd.DataFrame(
        {"destination_id": ids, "kind": "school", "edge_id": chosen["edge_id"].to_numpy(), "snap_m": 0.0,
         "along_m": chosen["length_m"].to_numpy() / 2, "is_far": False}
    )  # fmt: skip
    return pd.DataFrame({"destination_id": ids, "kind": "school"}), entrances


def reached_streets(entrances: pd.DataFrame, edges: gpd.GeoDataFrame) -> list[np.ndarray]:
    """Return the streets that every fifteenth place reaches, whole."""
    level = milliseconds(edges["length_m"].to_numpy())
    nobody = empty("homes").set_crs(edges.crs, allow_override=True)
    wanted = entrances.assign(destination=np.arange(PLACES)).iloc[::EVERY]
    walks = HomeWalks.build(nobody, wanted, edges, EdgeCosts(level, level, np.ones(len(edges), dtype=bool), ""))
    found = walks.within(walks.entrances, MINUTES)[1]
    reach = Streets.of(walks.network, edges).reach(found, MINUTES * MS_A_MINUTE)
    streets = edges.geometry.to_numpy()
    return [
        streets[np.unique(walks.network.edge[reach.piece[reach.place == place]])] for place in wanted["destination"]
    ]


def buffered(streets: list[np.ndarray]) -> list[shapely.Geometry]:
    """Return the united buffers around the streets of each place."""
    return [shapely.union_all(shapely.buffer(lines, ROADSIDE_M)) for lines in streets]


def without_holes(shape: shapely.Geometry) -> shapely.Geometry:
    """Return the outline of the largest part."""
    return shapely.Polygon(max(shapely.get_parts(shape), key=shapely.area).exterior)


def fastest(function, *arguments):
    """Return the shortest of several times, and the result."""
    times = []
    for _ in range(REPETITIONS):
        start = time.perf_counter()
        made = function(*arguments)
        times.append(time.perf_counter() - start)
    return min(times), made


def main(extract: Path, crs: str = "EPSG:27700") -> None:
    """Time both and compare the areas."""
    table = read_extracts([extract], load_catalogue()["openstreetmap"], None, crs)
    _, edges = walking_network(table, None)
    edges = edges[edges["is_in_main_component"]].reset_index(drop=True)
    destinations, entrances = places_on(edges)
    homes = empty("homes").set_crs(crs, allow_override=True)
    catchments(destinations, entrances.iloc[:1], edges, homes)  # compiles
    ours, made = fastest(catchments, destinations, entrances, edges, homes, ["school"], MINUTES)
    theirs, united = fastest(buffered, reached_streets(entrances, edges))
    theirs *= EVERY
    areas = made.geometry.area.to_numpy()[::EVERY] / shapely.area([without_holes(shape) for shape in united])
    print(f"{len(edges)} edges, {PLACES} places within {MINUTES} minutes (1.6 km)")
    print(f"buffer and union {theirs:.1f} s, ours {ours:.2f} s, ratio {theirs / ours:.0f}")
    print(f"our areas are {np.median(areas):.2f} times theirs without holes ({areas.min():.2f} to {areas.max():.2f})")


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
