"""Archives that are unpacked without trusting them."""

import stat
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from typing import IO

from geodata.download_files import written
from geodata.errors import DownloadError

BLOCK = 1 << 20
ENCRYPTED = 0x1


def unpack(archive: Path, wanted: str | Sequence[str], folder: Path, most_bytes: int) -> list[Path]:
    """Unpack the members whose names fit a pattern (case does not matter) into `folder`, under their last names.

    Returns their paths, in order of the names. Raises `DownloadError` if the archive is damaged, a member fits none,
    leads out of the folder, is a link or encrypted, two have one name, or if there are more than `most_bytes`, counted
    as they are unpacked and not as the archive claims. On an error none of them is left behind.
    """
    patterns = [wanted] if isinstance(wanted, str) else list(wanted)
    done: list[Path] = []
    try:
        with zipfile.ZipFile(archive) as opened:
            for member in _chosen(opened, patterns, archive):
                path = folder / PurePosixPath(member.filename).name
                left = most_bytes - sum(one.stat().st_size for one in done)
                with opened.open(member) as stream, written(path) as out:
                    out.writelines(_bounded(stream, left, archive, most_bytes))
                done.append(path)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        _remove(done)
        raise DownloadError(f"{archive.name}: the archive is damaged ({error}); get it again") from error
    except BaseException:
        _remove(done)
        raise
    return done


def _chosen(opened: zipfile.ZipFile, patterns: Sequence[str], archive: Path) -> list[zipfile.ZipInfo]:
    """Return the members wanted, none of which may do harm."""
    fitting = [
        member
        for member in opened.infolist()
        if not member.is_dir() and any(fnmatchcase(member.filename.lower(), pattern.lower()) for pattern in patterns)
    ]
    if not fitting:
        raise DownloadError(f"{archive.name}: no file named like {' or '.join(patterns)} in the archive")
    for member in fitting:
        if reason := _harm(member):
            raise DownloadError(f"{archive.name}: {member.filename!r} {reason}; the archive is not unpacked")
    names = [PurePosixPath(member.filename).name.lower() for member in fitting]
    if len(set(names)) < len(names):
        raise DownloadError(f"{archive.name}: two files of the archive have one name; it is not unpacked")
    return sorted(fitting, key=lambda member: member.filename)


def _harm(member: zipfile.ZipInfo) -> str:
    """Return what speaks against unpacking a member; empty if nothing does."""
    path = PurePosixPath(member.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
        return "leads out of its folder"
    if stat.S_ISLNK(member.external_attr >> 16):
        return "is a link"
    return "is encrypted" if member.flag_bits & ENCRYPTED else ""


def _bounded(stream: IO[bytes], left: int, archive: Path, most_bytes: int) -> Iterator[bytes]:
    while block := stream.read(BLOCK):
        left -= len(block)
        if left < 0:
            raise DownloadError(f"{archive.name}: holds more than {most_bytes:,} bytes; it is not unpacked")
        yield block


def _remove(paths: Sequence[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)
