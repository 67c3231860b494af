"""The routing engine and its peers on the same street-like graph: seconds, ratios, memory, the same answers, growth.

    python -m benchmarks.routing [--streets 250000] [--repeats 3] [--engines evenground,scipy] [--growth FOLDER]

n: metres from the nearest of 300 facilities within 3.2 km to every node. p: population within 800 m of every node; p8:
eight variables. f: pupils of 60,000 pairs of an origin and one of 300 schools within 3.2 km, on every edge. Each
engine runs in a process of its own, on one thread; engines that are not installed are named and left out.
"""

import argparse
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from benchmarks.peers import ENGINES
from benchmarks.routing_growth import growth
from benchmarks.routing_tasks import Tasks, flows_by_path, tasks_on

TASKS = ("build", "n", "p", "p8", "f", "floor")
REPOSITORY = Path(__file__).resolve().parents[1]
LONG_S = 20.0
"""What takes longer is timed once."""
Figures = dict[str, Any]


def timed(task: Callable[[], Any], repeats: int) -> tuple[list[float], Any]:
    """Return the seconds of each repetition, and the result."""
    seconds: list[float] = []
    while len(seconds) < repeats and not (seconds and seconds[0] > LONG_S):
        start = time.perf_counter()
        made = task()
        seconds.append(time.perf_counter() - start)
    return seconds, made


def peak_mb() -> float:
    """Return the most memory this process has used so far."""
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def work(name: str, streets: str, repeats: int, folder: Path) -> None:
    """Do all tasks with one engine; leave the answers and the figures in the folder."""
    tasks = tasks_on(streets)
    engine = importlib.import_module(f"benchmarks.peers.with_{name}").ENGINE
    if name == "evenground":
        warm_up(engine)
    figures: Figures = {"idle_mb": peak_mb()}
    figures["build"], graph = timed(lambda: engine.build(tasks), repeats)
    asked: dict[str, Callable[[], Any]] = {
        "n": lambda: engine.nearest(graph, tasks),
        "p": lambda: engine.sums(graph, tasks, 1),
        "p8": lambda: engine.sums(graph, tasks, tasks.variables.shape[1]),
        "f": lambda: engine.flows(graph, tasks),
    }
    if name == "evenground":
        from benchmarks.routing_floor import bare_pass

        asked["floor"] = bare_pass(graph, tasks)
    for task, ask in asked.items():
        seconds, made = timed(ask, repeats)
        if made is not None:
            share = engine.share if task in ("p", "p8") else 1.0
            figures[task] = [each / share for each in seconds]
            np.save(folder / f"{name}.{task}.npy", made)
        figures[f"{task}_mb"] = peak_mb()
    (folder / f"{name}.json").write_text(json.dumps(figures))


def warm_up(engine: Any) -> None:
    """Compile, or load what was compiled, so that neither is in the times."""
    small = tasks_on("3000")
    graph = engine.build(small)
    engine.nearest(graph, small), engine.sums(graph, small, 1), engine.flows(graph, small)


def first_use(folder: Path) -> None:
    """Print what a first use costs: compiling into an empty cache, then loading from it in a new process."""
    script = "import time; from benchmarks.routing import first_call; print(first_call())"
    environment = {**os.environ, "NUMBA_CACHE_DIR": str(folder)}
    for said in ("compiled on first use", "loaded from the cache in a later process"):
        done = subprocess.run(
            [sys.executable, "-c", script], env=environment, cwd=REPOSITORY, check=True, capture_output=True, text=True
        )
        print(f"{said}: {float(done.stdout):.2f} s for all of build, n, p and f (imports of numba not counted)")


def first_call() -> float:
    """Return the seconds of all tasks on a small graph, numba being imported already."""
    import numba  # noqa: F401

    small = tasks_on("3000")
    start = time.perf_counter()
    engine = importlib.import_module("benchmarks.peers.with_evenground").ENGINE
    graph = engine.build(small)
    engine.nearest(graph, small), engine.sums(graph, small, 1), engine.flows(graph, small)
    return time.perf_counter() - start


def run(name: str, streets: str, repeats: int, folder: Path) -> Figures:
    """Run an engine in a process of its own, on one thread; return its figures."""
    one = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"), "1")
    arguments = ["--streets", streets, "--repeats", str(repeats), "--work", name, str(folder)]
    subprocess.run(
        [sys.executable, "-m", "benchmarks.routing", *arguments],
        env={**os.environ, **one}, cwd=REPOSITORY, check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    figures: Figures = json.loads((folder / f"{name}.json").read_text())
    return figures


def compare(tasks: Tasks, names: list[str], folder: Path) -> None:
    """Print how far the answers of the engines differ; raise if ours are not exact."""
    ours = {task: np.load(folder / f"evenground.{task}.npy") for task in ("n", "p", "p8", "f")}
    np.testing.assert_array_equal(ours["f"], flows_by_path(tasks))
    np.testing.assert_array_equal(ours["p"], ours["p8"][:, :1])
    print("f: ours equals a plain per-path reference on every edge, exactly")
    for name in names[1:]:
        for task in ours:
            path = folder / f"{name}.{task}.npy"
            if not path.is_file():
                continue
            theirs = np.load(path)
            mine = ours[task][: len(theirs)]
            differs = np.abs(np.nan_to_num(mine, nan=-1.0) - np.nan_to_num(theirs, nan=-1.0))
            differing = np.count_nonzero(differs > 1e-6)
            of = f"{differing:,} of {differs.size:,} values, at most by {differs.max():.3g}"
            print(f"{task}: ours and {name} differ by more than 1e-6 in {of}")
            if name == "scipy" and task != "f":
                np.testing.assert_allclose(mine, theirs, rtol=0, atol=1e-6)


def show(results: dict[str, Figures]) -> None:
    """Print the table of medians, and ratios to ours, the build counted and not."""
    print("\n| engine | " + " | ".join(TASKS) + " | peak MB (idle) |\n|" + " --- |" * (len(TASKS) + 2))
    for name, figures in results.items():
        cells = [f"{median(figures[task]):.3g}" if task in figures else "-" for task in TASKS]
        peak = max(figures[key] for key in figures if key.endswith("_mb"))
        print(f"| {name} | " + " | ".join(cells) + f" | {peak:.0f} ({figures['idle_mb']:.0f}) |")
    ours = {task: median(results["evenground"][task]) for task in TASKS}
    print(f"\np8 / p {ours['p8'] / ours['p']:.2f}; f / floor {ours['f'] / ours['floor']:.1f}")
    for name, figures in results.items():
        for task in ("n", "p", "f"):
            if name != "evenground" and task in figures:
                query = median(figures[task])
                whole = (query + median(figures["build"])) / (ours[task] + ours["build"])
                print(f"{task}: {name} / ours {query / ours[task]:.1f}, with the build of both {whole:.1f}")


def main() -> None:
    """Run every engine that is installed, or show how ours grows."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--streets", default="250000", help="number of nodes of made-up streets, or an extract's path")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--engines", default=",".join(ENGINES))
    parser.add_argument("--growth", type=Path, metavar="FOLDER", help="write routing_growth.csv and .svg there instead")
    parser.add_argument("--work", nargs=2, metavar=("ENGINE", "FOLDER"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.work:
        work(asked.work[0], asked.streets, asked.repeats, Path(asked.work[1]))
        return
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        if asked.growth:
            growth(lambda n_nodes: run("evenground", str(n_nodes), asked.repeats, folder), asked.growth)
            return
        wanted = ["evenground", *(name for name in asked.engines.split(",") if name != "evenground")]
        names = [name for name in wanted if name == "evenground" or importlib.util.find_spec(name)]
        for name in sorted(set(wanted) - set(names)):
            print(f"{name}: not installed, left out")
        first_use(folder / "numba")
        results = {name: run(name, asked.streets, asked.repeats, folder) for name in names}
        compare(tasks_on(asked.streets), names, folder)
        show(results)


if __name__ == "__main__":
    main()
