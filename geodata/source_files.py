"""The files of a source in their folder: `<sources>/<catalogue key>/<files>`."""

import hashlib
from collections.abc import Iterable
from fnmatch import fnmatchcase
from pathlib import Path

from geodata.catalogue import Source
from geodata.errors import SourceFileError, SourceMissingError


def find_files(source: Source, sources_dir: Path) -> list[Path]:
    """Return the files of a source, sorted by name; what does not match the source's pattern is left aside.

    Raises `SourceMissingError` if nothing is there and `SourceFileError` if there are files, but none that matches.
    """
    folder = sources_dir / source.key
    present = _present(folder)
    if not present:
        raise SourceMissingError(
            f"{source.title} ({source.key}): no file. "
            f"Get it from {source.landing_page} and put it, named like {source.filename}, into {folder}"
        )
    wanted = [path for path in present if fnmatchcase(path.name.lower(), source.filename.lower())]
    if not wanted:
        raise SourceFileError(
            f"{source.title} ({source.key}): {folder} holds {_some(present)}, but no file named like "
            f"{source.filename}. Rename or convert the file, or get it from {source.landing_page}"
        )
    return wanted


def require_files(sources: Iterable[Source], sources_dir: Path) -> None:
    """Raise `SourceMissingError` if sources have no file: one message with a line for each of them."""
    missing = []
    for source in sources:
        try:
            find_files(source, sources_dir)
        except SourceMissingError as error:
            missing.append(str(error))
    if missing:
        raise SourceMissingError("\n".join(missing))


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def named(source: Source, path: Path) -> str:
    """Return how error messages call a file: title and key of its source, and its name."""
    return f"{source.title} ({source.key}), file {path.name}"


def _present(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if path.is_file() and not _is_passing(path.name))


def _is_passing(name: str) -> bool:
    """Tell hidden files, unfinished downloads, their checksums and the lock files of an open workbook."""
    return name.startswith((".", "~$")) or name.lower().endswith((".part", ".md5"))


def _some(paths: list[Path], limit: int = 3) -> str:
    more = f" and {len(paths) - limit} more" if len(paths) > limit else ""
    return ", ".join(path.name for path in paths[:limit]) + more
