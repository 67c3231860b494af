"""Geofabrik: one extract of OpenStreetMap for each county that the study area names, checked by its MD5 sum.

The file in the folder has the same name whichever day's copy it is, so that a new one takes the place of the old: two
copies of one county side by side would bring back streets that were deleted since.
"""

import re
from functools import partial
from pathlib import Path

from osmium.io import Reader

from geodata.catalogue import Source
from geodata.download import Downloader
from geodata.download_checks import check_magic
from geodata.errors import DownloadError, NotThereError
from geodata.services.declaration import declaration
from geodata.services.declared import GeofabrikFetch
from geodata.services.fetched import Fetched
from geodata.services.reuse import has_md5
from geodata.study_area import StudyArea

_MD5 = re.compile(rb"\b[0-9a-f]{32}\b")


def fetch(source: Source, study_area: StudyArea, downloader: Downloader, folder: Path) -> list[Fetched]:
    """Return the extracts of the study area; one that is in the folder already and has not changed is left there.

    Raises `DownloadError` if the study area names none, or if one is not what its MD5 sum says.
    """
    if not study_area.openstreetmap.extracts:
        raise DownloadError(
            f"{source.title} ({source.key}): {study_area.title} does not say which extracts it needs. Name them in "
            f"its TOML file, such as [openstreetmap] extracts = ['england/cheshire'], or put files from "
            f"{source.landing_page} into {folder}"
        )
    return [_extract(source, study_area, downloader, folder, name) for name in study_area.openstreetmap.extracts]


def _extract(source: Source, study_area: StudyArea, downloader: Downloader, folder: Path, name: str) -> Fetched:
    date = study_area.openstreetmap.date
    url = declaration(source, GeofabrikFetch).url.format(extract=name, date=f"{date:%y%m%d}" if date else "latest")
    path = folder / f"{name.rpartition('/')[2]}.osm.pbf"
    md5 = _published_md5(downloader, url)
    if not has_md5(path, md5):
        _download(downloader, url, path, md5)
    return Fetched(path, (url,), rows=None, vintage=_data_date(path))


def _download(downloader: Downloader, url: str, path: Path, md5: str) -> None:
    """Get an extract; as the latest may be replaced between its sum and itself, both are asked for once more."""
    try:
        downloader.fetch(url, path, check=partial(_require_extract, url=url, md5=md5))
    except NotThereError:
        raise
    except DownloadError:
        downloader.fetch(url, path, check=partial(_require_extract, url=url, md5=_published_md5(downloader, url)))


def _require_extract(part: Path, *, url: str, md5: str) -> None:
    check_magic(part, "pbf")
    if not has_md5(part, md5):
        raise DownloadError(
            f"{url}: the file does not have the MD5 sum {md5} that the publisher states; it was damaged on its way. "
            "Try again later"
        )


def _published_md5(downloader: Downloader, url: str) -> str:
    answer = downloader.read(f"{url}.md5")
    found = _MD5.search(answer.body.lower())
    if found is None:
        raise DownloadError(f"{answer.url}: no MD5 sum in the answer ({answer.body[:60]!r}); try again later")
    return found.group().decode("ascii")


def _data_date(path: Path) -> str:
    """Return the day of the data as the file's header states it, "" if it does not."""
    with Reader(path) as reader:
        return reader.header().get("osmosis_replication_timestamp", "")[:10]
