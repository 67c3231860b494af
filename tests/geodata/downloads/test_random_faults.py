"""Three hundred random bad days of one server: never a wrong or torn file, and a second run completes."""

import hashlib
import random

import pytest

from geodata.download import Downloader
from geodata.download_checks import check_magic
from geodata.errors import DownloadError

FAULTS = ("429", "500", "503", "reset", "truncate", "corrupt", "html", "drip", "404", "good")
CONTENT = b"PK\x03\x04" + random.Random(20261124).randbytes(60_000)  # noqa: S311 (any bytes will do)
MD5 = hashlib.md5(CONTENT, usedforsecurity=False).hexdigest()


@pytest.mark.parametrize("start", range(0, 320, 40))
def test_whatever_happens_the_file_is_whole_or_absent(server, hasty, tmp_path, start):
    server.content = CONTENT
    outcomes = set()
    for seed in range(start, start + 40):
        server.script = random.Random(seed).choices(FAULTS, k=10)  # noqa: S311 (a seeded schedule)
        path = tmp_path / f"{seed}.zip"
        outcomes.add(_fetched(server, hasty, path))
        assert not path.exists() or path.read_bytes() == CONTENT
        server.script = []
        assert _fetched(server, hasty, path)
        assert path.read_bytes() == CONTENT
    assert {path.name for path in tmp_path.iterdir()} == {f"{seed}.zip" for seed in range(start, start + 40)}
    assert outcomes == {True, False}  # the schedules hold both


def _fetched(server, hasty, path):
    def is_archive(part):
        if part.read_bytes()[:4] != CONTENT[:4]:
            check_magic(part, "zip")

    try:
        with Downloader(patience=hasty) as downloader:
            downloader.fetch(f"{server.url}/file.zip", path, check=is_archive, md5=MD5)
    except DownloadError:
        return False
    return True
