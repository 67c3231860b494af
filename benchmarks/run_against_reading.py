"""A whole run beside merely reading its inputs with the fastest readers there are.

    python benchmarks/run_against_reading.py cheshire_merseyside ../shared/data/cheshire_merseyside [repeats]

Prints, for each of the repeats (in processes of their own): seconds to read every input file (imports not counted),
seconds and peak memory of `evenground run` as a whole process (imports counted), their ratio; then seconds per asset.
"""

import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def read_everything(folder: Path) -> float:
    """Return the seconds it takes to read every file of the folder with the fastest reader of its format."""
    import pyarrow.csv
    import pyogrio
    import rasterio
    from python_calamine import CalamineWorkbook

    def spreadsheet(path: Path) -> None:
        workbook = CalamineWorkbook.from_path(str(path))
        for name in workbook.sheet_names:
            workbook.get_sheet_by_name(name).to_python()

    def raster(path: Path) -> None:
        with rasterio.open(path) as bands:
            bands.read()

    readers = {
        ".geojson": lambda path: pyogrio.read_dataframe(path, use_arrow=True),
        ".csv": lambda path: pyarrow.csv.read_csv(path).to_pandas(),
        ".gz": lambda path: pyarrow.csv.read_csv(path).to_pandas(),
        ".ods": spreadsheet,
        ".xlsx": spreadsheet,
        ".tif": raster,
    }
    files = sorted(path for path in folder.glob("*/*") if path.suffix in readers)
    started = time.perf_counter()
    for path in files:
        readers[path.suffix](path)
    return time.perf_counter() - started


def run_once(study_area: str, folder: Path, out: Path) -> tuple[float, float]:
    """Return seconds and peak memory (MB) of a whole run in a process of its own."""
    command = ["evenground", "run", study_area, "--sources", str(folder), "--out", str(out), "--offline"]
    executable = Path(sys.executable).with_name(command[0])
    started = time.perf_counter()
    subprocess.run([str(executable), *command[1:]], check=True, stdout=subprocess.DEVNULL)
    seconds = time.perf_counter() - started
    return seconds, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def main() -> None:
    """Run the comparison and print it."""
    if sys.argv[1] == "--read":
        print(read_everything(Path(sys.argv[2])))
        return
    study_area, folder = sys.argv[1], Path(sys.argv[2])
    repeats = int(sys.argv[3]) if len(sys.argv) > 3 else 3
    ratios = []
    with tempfile.TemporaryDirectory() as scratch:
        for turn in range(repeats):
            command = [sys.executable, __file__, "--read", str(folder)]
            reading = float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
            seconds, megabytes = run_once(study_area, folder, Path(scratch) / f"run{turn}")
            ratios.append(seconds / reading)
            print(f"reading {reading:.2f} s, run {seconds:.2f} s, peak {megabytes:.0f} MB, ratio {ratios[-1]:.1f}")
        manifest = json.loads((Path(scratch) / "run0" / "manifest.json").read_text(encoding="utf-8"))
    print(f"median ratio {statistics.median(ratios):.1f}")
    per_asset = manifest["seconds"]
    print(f"in assets {sum(per_asset.values()):.2f} s:")
    for name, value in sorted(per_asset.items(), key=lambda item: -item[1]):
        print(f"  {value:6.2f} s  {name}")


if __name__ == "__main__":
    main()
