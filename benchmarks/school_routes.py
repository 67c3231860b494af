"""Default school routes beside plain flow assignments on the same side-aware graph, and beside networkx.

    python -m benchmarks.school_routes EXTRACT.osm.pbf [--repeats 3]

625 schools and 100,000 homes with pupils of three age groups stand at random on the real streets of an extract; what is
known of these is what OpenStreetMap says. All rule-sets rate every part. Then table `pupil_routes` is made: nearest
schools, shortest routes with their worst parts and metres beside fast traffic, and routes under best, likely and strict
evidence. One plain flow assignment is all of these pupils on the shortest routes to the same schools. Evidence, rating
and routing run in a process each, on one thread. The build of graphs is shown apart.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

REPOSITORY = Path(__file__).resolve().parents[1]
RULESET = "rsgb_walked_route"
SAMPLE = 12
"""Schools that networkx searches from."""
SPEEDS = ["part_id", "speed_mph_lo", "speed_mph_hi", "speed_mph_likely", "is_speed_mph_known"]


def timed(task: Callable[[], Any], repeats: int = 1) -> tuple[float, Any]:
    """Return the median seconds of the repetitions, and the last result."""
    seconds = []
    for _ in range(repeats):
        start = time.perf_counter()
        made = task()
        seconds.append(time.perf_counter() - start)
    return median(seconds), made


def peak_mb() -> float:
    """Return the most memory this process has used so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def evidence(extract: Path, folder: Path) -> dict[str, float]:
    """Make the side-aware network of an extract and what is known of it; leave them in the folder."""
    from benchmarks.school_routes_streets import side_aware_streets

    seconds, known = timed(partial(side_aware_streets, extract))
    for name, table in known._asdict().items():
        table.to_parquet(folder / f"{name}.parquet")
    return {"parts": len(known.parts), "evidence_s": seconds, "evidence_mb": peak_mb()}


def rate(folder: Path) -> dict[str, float]:
    """Rate all parts by every rule-set; leave the ratings by one of them in the folder."""
    from geodata.schemas.school_routes import RULESETS
    from geodata.school_routes.rules.ratings import rate_crossings, rate_links

    parts, total_s = gpd.read_parquet(folder / "parts.parquet"), 0.0
    for sort, rated in (("links", rate_links), ("crossings", rate_crossings)):
        known = pd.read_parquet(folder / f"{sort}.parquet")
        for ruleset in RULESETS:
            seconds, ratings = timed(partial(rated, parts, known, ruleset))
            total_s += seconds
            if ruleset == RULESET:
                read = ("rating_lo", "rating_likely", "rating_hi", "subject_to")
                named = {column: f"{RULESET}_{column}" for column in read}
                chosen = ratings[list(named)].rename(columns=named).assign(part_id=known["part_id"].array)
                chosen.to_parquet(folder / f"{sort}_ratings.parquet")
    return {"rate_s": total_s, "rate_mb": peak_mb()}


def route(folder: Path, repeats: int) -> dict[str, float]:
    """Time the graphs, the routes and plain flow assignments; compare a sample with networkx."""
    from benchmarks.school_routes_streets import town
    from geodata.school_routes.routes.graph import RouteGraph
    from geodata.school_routes.routes.pupil_routes import pupil_routes
    from geodata.school_routes.routes.usable_parts import MODES, PartRatings

    parts = gpd.read_parquet(folder / "parts.parquet")
    links, crossings = (pd.read_parquet(folder / f"{sort}_ratings.parquet") for sort in ("links", "crossings"))
    speeds = pd.read_parquet(folder / "links.parquet", columns=SPEEDS)
    made = town(parts)
    build_s, graph = timed(lambda: RouteGraph.build(parts, made.doors, made.gates))
    unrestricted_s, _ = timed(lambda: graph.unrestricted)
    ratings = PartRatings.of(graph, links, crossings, RULESET)
    modes_s, _ = timed(lambda: [graph.walkable(ratings.usable(mode)) for mode in MODES], repeats)

    def routes() -> pd.DataFrame:
        return pupil_routes(graph, ratings, speeds, made.home_pupils, made.schools)

    first_s, _ = timed(routes)
    routes_s, table = timed(routes, repeats)
    flow_s, ways_s = plain_searches(graph, made, repeats)
    figures = {
        "nodes": len(graph.xy), "pieces": len(graph.pieces.part), "rows": len(table), "build_s": build_s,
        "unrestricted_s": unrestricted_s, "modes_s": modes_s, "first_s": first_s, "routes_s": routes_s,
        "flow_s": flow_s, "ways_s": ways_s, "route_mb": peak_mb(),
    }  # fmt: skip
    figures |= {f"share {verdict}": share for verdict, share in table["verdict"].value_counts(normalize=True).items()}
    return figures | by_networkx(graph, table)


def plain_searches(graph: Any, made: Any, repeats: int) -> tuple[float, float]:
    """Return the seconds of a plain flow assignment of all pupils, and of their distinct ways step by step."""
    from geodata.routing.flows import flows
    from geodata.school_routes.routes.graph import LONGEST_MM
    from geodata.school_routes.routes.nearest_school import nearest_schools

    found = nearest_schools(graph, made.home_pupils, made.schools)
    served = found.school >= 0
    nodes, pupils = np.unique(found.school[served]), made.home_pupils["pupils"].to_numpy()[served]
    flow_s, _ = timed(
        lambda: flows(
            graph.unrestricted.graph, nodes, nodes, 0, found.school[served], found.home[served], pupils, LONGEST_MM
        ),
        repeats,
    )
    pairs = np.unique(np.stack([found.school[served], found.home[served]]), axis=1)
    ways_s, _ = timed(partial(graph.unrestricted.ways, *pairs, LONGEST_MM), repeats)
    return flow_s, ways_s


def by_networkx(graph: Any, table: pd.DataFrame) -> dict[str, float]:
    """Return seconds a school of networkx on a dict graph within three miles; raise if its lengths are not ours.

    Routes need its paths once, for the worst part on the shortest walk, and its lengths in each mode.
    """
    import networkx as nx

    from geodata.school_routes.routes.graph import LONGEST_MM

    streets, pieces = nx.DiGraph(), graph.pieces
    tails, heads = np.concatenate([pieces.u, pieces.v]), np.concatenate([pieces.v, pieces.u])
    cost = np.concatenate([pieces.forward, pieces.backward])
    order = np.lexsort((-cost, heads, tails))  # of parallel pieces the shortest is written last
    arcs = (column[order].tolist() for column in (tails, heads, cost))
    streets.add_weighted_edges_from(zip(*arcs, strict=True))
    schools = np.random.default_rng(3).choice(graph.school_id.to_numpy(), SAMPLE, replace=False)
    seconds = {"paths": 0.0, "lengths": 0.0}
    for school in schools:
        own = table[table["school_id"] == school]
        node = int(graph.school_nodes(pd.Series([school]))[0])
        took, (lengths, _) = timed(partial(nx.single_source_dijkstra, streets, node, cutoff=LONGEST_MM))
        seconds["paths"] += took
        took, _ = timed(partial(nx.single_source_dijkstra_path_length, streets, node, cutoff=LONGEST_MM))
        seconds["lengths"] += took
        theirs = [lengths[home] / 1000 for home in graph.home_nodes(own["home_id"]).tolist()]
        np.testing.assert_array_equal(own["shortest_m"], theirs)
    return {f"networkx_{asked}_s_a_school": took / SAMPLE for asked, took in seconds.items()}


def process(*arguments: str) -> dict[str, float]:
    """Do a part of the work in a process of its own, on one thread; return its figures."""
    one = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"), "1")
    command = [sys.executable, "-m", "benchmarks.school_routes", *arguments]
    done = subprocess.run(command, env={**os.environ, **one}, cwd=REPOSITORY, check=True, stdout=subprocess.PIPE)
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def show(figures: dict[str, float]) -> None:
    """Print all figures, and the ratios that are aimed at."""
    for name, value in figures.items():
        print(f"{name:28} {value:,.3f}")
    routes_s, bare_s = figures["routes_s"], figures["routes_s"] - figures["modes_s"]
    paths_s, lengths_s = (625 * figures[f"networkx_{asked}_s_a_school"] for asked in ("paths", "lengths"))
    searches_s, three_flows_s = paths_s + 3 * lengths_s, 3 * figures["flow_s"]
    print("\nratios (in brackets with the graphs of the three modes)")
    print(f"routes / three plain flows {bare_s / three_flows_s:.2f} ({routes_s / three_flows_s:.2f}), at most 3")
    print(f"networkx's paths from every school / our ways {paths_s / figures['ways_s']:.0f}, at least 50")
    print(f"its paths once and lengths in each mode / routes {searches_s / bare_s:.0f} ({searches_s / routes_s:.0f})")


def main() -> None:
    """Rate and route on one extract."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("extract", type=Path)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--work", nargs=2, metavar=("PART", "FOLDER"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.work:
        part, folder = asked.work[0], Path(asked.work[1])
        parts = {
            "evidence": lambda: evidence(asked.extract, folder),
            "rate": lambda: rate(folder),
            "route": lambda: route(folder, asked.repeats),
        }
        print(json.dumps(parts[part]()))
        return
    with tempfile.TemporaryDirectory() as folder:
        arguments = (str(asked.extract.resolve()), "--repeats", str(asked.repeats), "--work")
        done = [process(*arguments, part, folder) for part in ("evidence", "rate", "route")]
    show({name: value for figures in done for name, value in figures.items()})


if __name__ == "__main__":
    main()
