"""Unpacking into a source's folder: all of what is wanted, or nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory

from geodata.download import Downloader
from geodata.download_checks import check_magic
from geodata.errors import DownloadError

SCRATCH = ".unpacked-"
MOST_BYTES = 2 * 1024**3
"""More than is unpacked of any archive of the catalogue."""


@contextmanager
def fetched_archive(
    url: str, name: str, downloader: Downloader, folder: Path, size: int | None = None, md5: str | None = None
) -> Iterator[Path]:
    """Give the archive at an address, complete by its size and MD5 sum where known, and take it away afterwards.

    An error about it, or about what is done with it meanwhile, names the address.
    """
    path = folder / f".{name}"
    try:
        downloader.fetch(url, path, check=is_archive, size=size, md5=md5)
        yield path
    except DownloadError as error:
        if url in str(error):
            raise
        raise DownloadError(f"{url}: {error}") from error  # a hidden file's name alone tells nobody what it is
    finally:
        path.unlink(missing_ok=True)


@contextmanager
def scratch_folder(folder: Path) -> Iterator[Path]:
    """Give a hidden folder in which to unpack, so that an archive that turns out damaged changes nothing.

    Those of runs that were killed are removed: nobody else fetches into the folder meanwhile.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for left in folder.glob(f"{SCRATCH}*"):
        rmtree(left)
    with TemporaryDirectory(prefix=SCRATCH, dir=folder) as scratch:
        yield Path(scratch)


def moved_into(folder: Path, paths: list[Path]) -> list[Path]:
    """Move files of a scratch folder into the source's folder, each in place of one of its name; return where."""
    return [path.replace(folder / path.name) for path in paths]


def is_archive(path: Path) -> None:
    """Raise `DownloadError` unless the file is a ZIP archive."""
    check_magic(path, "zip")
