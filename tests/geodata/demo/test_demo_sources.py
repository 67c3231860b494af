"""The folder as a whole: which files, the same bytes each time, in place of an earlier demo only."""

import subprocess
import sys
from pathlib import Path

import pytest

from geodata.catalogue import read_sources
from geodata.demo import write_demo_sources
from geodata.demo.publishers import FILES
from geodata.errors import SourceFileError


def _contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_every_source_that_has_a_reader_is_written(demo_folder: Path) -> None:
    keys = {source.key for source in read_sources() if not any((demo_folder / source.key).glob(source.filename))}
    # what comes out of a run and back in, and counts of real pupils, which nobody may publish
    assert keys == {"route_surveys", "school_flows"}


def test_no_file_lies_outside_the_catalogue_layout(demo_folder: Path) -> None:
    declared = {f"{key}/{name}" for key, files in FILES.items() for name in files}
    assert set(_contents(demo_folder)) == declared | {"SYNTHETIC.txt"}


def test_another_process_writes_the_same_bytes(demo_folder: Path, tmp_path: Path) -> None:
    script = "import sys, pathlib; from geodata.demo import write_demo_sources as w; w(pathlib.Path(sys.argv[1]))"
    root = Path(__file__).resolve().parents[3]
    subprocess.run([sys.executable, "-c", script, str(tmp_path / "again")], check=True, cwd=root)
    assert _contents(tmp_path / "again") == _contents(demo_folder)


def test_an_earlier_demo_is_replaced_whole(tmp_path: Path) -> None:
    folder = tmp_path / "sources"
    write_demo_sources(folder)
    (folder / "wards" / "old.geojson").write_text("{}")
    write_demo_sources(folder)
    assert not (folder / "wards" / "old.geojson").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["sources"]


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("precious")
    with pytest.raises(SourceFileError, match="holds other files"):
        write_demo_sources(tmp_path)
    assert (tmp_path / "thesis.txt").read_text() == "precious"
