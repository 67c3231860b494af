"""OS Downloads: a product of Ordnance Survey's open data, by its list of files with size and MD5 sum."""

import json
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geodata.catalogue import Source
from geodata.download import Downloader
from geodata.errors import DownloadError
from geodata.safe_archives import unpack
from geodata.services.declaration import declaration
from geodata.services.declared import OsDownloadsFetch
from geodata.services.fetched import Fetched
from geodata.services.reuse import kept_from
from geodata.services.unpacking import MOST_BYTES, fetched_archive
from geodata.study_area import StudyArea

AREA = "GB"


@dataclass(frozen=True)
class Release:
    """A product as it is published now: its version and its one file for Great Britain."""

    version: str
    url: str
    file_name: str
    size: int
    md5: str

    def archive(self, downloader: Downloader, folder: Path) -> AbstractContextManager[Path]:
        """Give its archive, complete by size and MD5 sum, and take it away afterwards."""
        return fetched_archive(self.url, self.file_name, downloader, folder, self.size, self.md5)


def fetch(source: Source, _study_area: StudyArea, downloader: Downloader, folder: Path) -> list[Fetched]:
    """Return the members wanted of the product's archive, unpacked; those of the same version are left as they are.

    Raises `DownloadError` if the list or the archive is not what it should be.
    """
    declared = declaration(source, OsDownloadsFetch)
    release = current_release(declared.url, declared.format, downloader)
    paths = kept_from(release.url, folder, release.version)
    if not paths:
        with release.archive(downloader, folder) as packed:
            paths = unpack(packed, declared.member, folder, MOST_BYTES)
    return [Fetched(path, (release.url,), rows=None, vintage=release.version) for path in paths]


def current_release(url: str, form: str, downloader: Downloader) -> Release:
    """Return a product's version and its file in a format; `DownloadError` if the list does not have just that."""
    version, listed = _json(downloader, url), _json(downloader, f"{url}/downloads", area=AREA, format=form)
    try:
        found = [each for each in listed if each["area"] == AREA and each["format"] == form]
        if len(found) == 1:
            (file,) = found
            size, md5 = int(file["size"]), str(file["md5"]).lower()
            return Release(str(version["version"]), file["url"], Path(file["fileName"]).name, size, md5)
        formats = ", ".join(sorted({each["format"] for each in listed})) or "nothing"
    except (KeyError, TypeError, ValueError) as error:
        raise DownloadError(
            f"{url}/downloads: not the list of files that it was ({error!r} in it is missing or of another kind); the "
            "publisher may have changed the service"
        ) from error
    raise DownloadError(
        f"{url}/downloads: {len(found)} files of {AREA} in the format {form!r}, where one is wanted; the list has "
        f"{formats}. The publisher may have renamed the format: mend it in the catalogue"
    )


def _json(downloader: Downloader, url: str, **params: str) -> Any:
    answer = downloader.read(url, params=params or None)
    try:
        return json.loads(answer.body)
    except ValueError as error:
        raise DownloadError(f"{answer.url}: the answer is not JSON ({error}); try again later") from error
