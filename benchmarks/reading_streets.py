"""An OpenStreetMap extract read into the tables of the walking network, beside osmnx and pyrosm: CPU seconds, memory.

    python -m benchmarks.reading_streets EXTRACT.osm.pbf [EPSG:27700]

Ours gives nodes and edges with every attribute. osmnx cannot read PBF: it is given the same extract as XML (converted
beforehand, untimed), and its simplified graph counts as done. pyrosm's walking network is timed where it is installed.
`pyosmium` is the floor: it reads the file, adds locations and does nothing with them. Each runs in a process of its
own; imports are not counted.
"""

import importlib.util
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path


def read_only(path: Path, _crs: str) -> Callable[[], int]:
    """Read the file with locations, and hand over nothing."""
    import osmium

    def count() -> int:
        ways = osmium.FileProcessor(str(path), osmium.osm.NODE | osmium.osm.WAY).with_locations()
        return sum(1 for _ in ways.with_filter(osmium.filter.KeyFilter("nothing has this key")))

    return count


def evenground(path: Path, crs: str) -> Callable[[], int]:
    """Make both tables of the walking network."""
    from geodata.catalogue import load_catalogue
    from geodata.network.building import walking_network
    from geodata.openstreetmap.pbf import read_extracts

    source = load_catalogue()["openstreetmap"]
    return lambda: len(walking_network(read_extracts([path], source, None, crs), None)[1])


def osmnx(path: Path, _crs: str) -> Callable[[], int]:
    """Make osmnx's graph of the same extract as XML."""
    import osmium
    import osmnx as ox

    xml = Path(tempfile.mkdtemp()) / "extract.osm"
    with osmium.SimpleWriter(str(xml)) as writer:
        for element in osmium.FileProcessor(str(path), osmium.osm.NODE | osmium.osm.WAY):
            if element.is_node() or "highway" in element.tags:
                writer.add(element)
    return lambda: ox.graph_from_xml(xml, bidirectional=True, retain_all=True).number_of_edges() // 2


def pyrosm(path: Path, _crs: str) -> Callable[[], int]:
    """Make pyrosm's walking network."""
    import pyrosm as reader

    return lambda: len(reader.OSM(str(path)).get_network("walking", nodes=True)[1])


READERS = {"pyosmium": read_only, "evenground": evenground, "osmnx": osmnx, "pyrosm": pyrosm}


def work(name: str, path: Path, crs: str) -> None:
    """Read once in this process; print seconds, edges and memory as JSON."""
    read = READERS[name](path, crs)
    begun = time.process_time()
    edges = read()
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"cpu_s": time.process_time() - begun, "edges": edges, "peak_mb": peak_mb}))


def main(path: Path, crs: str) -> None:
    """Print what each reader took, and how many times ours."""
    found = {}
    for name in READERS:
        if name in {"osmnx", "pyrosm"} and importlib.util.find_spec(name) is None:
            print(f"{name}: not installed, left out")
            continue
        command = [sys.executable, "-m", "benchmarks.reading_streets", str(path), crs, name]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            print(f"{name}: failed: {done.stderr.strip().splitlines()[-1]}")
            continue
        found[name] = json.loads(done.stdout.splitlines()[-1])
    for name, figures in found.items():
        ratio = figures["cpu_s"] / found["evenground"]["cpu_s"]
        words = f"{figures['cpu_s']:.2f} CPU s, {ratio:.2f} times ours, {figures['edges']} edges, "
        print(f"{name}: {words}{figures['peak_mb']:.0f} MB")


if __name__ == "__main__":
    extract, crs = Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "EPSG:27700"
    if len(sys.argv) > 3:
        work(sys.argv[3], extract, crs)
    else:
        main(extract, crs)
