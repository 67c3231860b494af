import datetime
import subprocess
import sys
from pathlib import Path

import pytest

from geodata.download import Freshness
from geodata.errors import DownloadError
from geodata.source_files import sha256
from geodata.source_records import LOCK, SourceRecord, is_intact, locked, read_record, record_path, write_record

AT = datetime.datetime(2026, 11, 24, 3, 0, tzinfo=datetime.UTC)


def record_of(path):
    return SourceRecord(
        urls=("https://there/a.csv",), fetched_at=AT, sha256=sha256(path), n_bytes=3, rows=1, vintage="2025",
        licence="OGL", freshness=Freshness('"v1"'),
    )  # fmt: skip


def test_a_record_stands_hidden_beside_its_file(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("a,b")
    assert read_record(path) is None
    assert not is_intact(path)
    write_record(path, record_of(path))
    assert read_record(path) == record_of(path)
    assert record_path(path).name.startswith(".")
    assert is_intact(path)
    path.write_text("changed")
    assert not is_intact(path)


@pytest.mark.parametrize("content", ["", "[]", '{"urls": 3}', '{"sha256": "x"}'])
def test_a_record_that_cannot_be_read_is_none(tmp_path, content):
    record_path(tmp_path / "a.csv").write_text(content)
    assert read_record(tmp_path / "a.csv") is None


def test_two_runs_do_not_fetch_into_one_folder_at_once(tmp_path):
    program = f"""
from pathlib import Path
from geodata.source_records import locked
with locked(Path({str(tmp_path)!r})):
    print("kept", flush=True)
    input()
"""
    other = subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        cwd=Path(__file__).parents[3],
    )  # fmt: skip
    assert other.stdout.readline() == "kept\n"
    with pytest.raises(DownloadError, match="another run has been fetching into it"), locked(tmp_path, 0.05):
        pass
    other.kill()  # a lock goes with its process
    other.communicate()
    with locked(tmp_path, 5):
        assert (tmp_path / LOCK).exists()
