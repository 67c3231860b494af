"""Attachments of a page of GOV.UK: the address of a file has a part that changes whenever the file does.

The content API says where the files of a page lie today; they are known by their names.
"""

import json
import shutil
import zipfile
import zlib
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from geodata.catalogue import Source
from geodata.download import Downloader, Received
from geodata.errors import DownloadError, NotThereError
from geodata.services.csv_rows import RowCount
from geodata.services.declaration import declaration
from geodata.services.declared import GovukFetch
from geodata.services.fetched import Fetched
from geodata.services.reuse import known_freshness, rows_of
from geodata.services.unpacking import is_archive, moved_into, scratch_folder
from geodata.study_area import StudyArea

_SHOWN = 5


@dataclass(frozen=True)
class Attachment:
    """A file of a page: its name as in its address, and the address."""

    name: str
    url: str


def fetch(source: Source, _study_area: StudyArea, downloader: Downloader, folder: Path) -> list[Fetched]:
    """Write each attachment that the page has under the name declared for it: all of them, or none.

    Raises `DownloadError` if the page has none of them and no address is known, or a file is not what it should be.
    """
    declared = declaration(source, GovukFetch)
    found, updated = _resolved(source, declared, downloader)
    fetched = []
    with scratch_folder(folder) as scratch:
        for name, attachment in found.items():
            path = folder / name
            received, rows = _received(source, attachment, path, scratch, downloader)
            fetched.append(Fetched(path, (declared.url, attachment.url), rows, received.freshness, updated))
        moved_into(folder, [scratch / name for name in found])
    return fetched


def _resolved(source: Source, declared: GovukFetch, downloader: Downloader) -> tuple[dict[str, Attachment], str]:
    """Return each file wanted and where it is, and when the page was last updated."""
    label = f"{source.title} ({source.key}), GOV.UK: {declared.url}"
    try:
        page = _page(downloader.read(declared.url).body, label)
    except NotThereError:
        if declared.known_url is None:
            raise
        page = {}
    present = _attachments(page, declared.url)
    found = {
        name: attachment
        for name, pattern in declared.attachments.items()
        if (attachment := _matching(present, pattern)) is not None
    }
    if not found and declared.known_url is not None:
        found = {next(iter(declared.attachments)): Attachment(_name(declared.known_url), declared.known_url)}
    if not found:
        names = ", ".join(attachment.name for attachment in present[:_SHOWN]) or "none"
        raise DownloadError(
            f"{label}: no attachment is named like {' or '.join(declared.attachments.values())}; the page has {names}. "
            f"Look for the file on {source.landing_page} and put it into the folder"
        )
    updated = str(page.get("public_updated_at") or "")[:10]
    return found, f"published {updated}" if updated else ""


def _page(body: bytes, label: str) -> dict[str, Any]:
    try:
        page = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise DownloadError(f"{label}: the answer is not JSON ({error}). Run the fetch again") from error
    return page if isinstance(page, dict) else {}


def _attachments(page: dict[str, Any], url: str) -> list[Attachment]:
    details = page.get("details")
    listed = details.get("attachments") if isinstance(details, dict) else None
    addresses = [each["url"] for each in listed or [] if isinstance(each, dict) and isinstance(each.get("url"), str)]
    return [Attachment(_name(address), urljoin(url, address)) for address in addresses]


def _matching(present: list[Attachment], pattern: str) -> Attachment | None:
    """Return the attachment whose name fits; of several the one with the shortest name, which is no annex of it."""
    fitting = [each for each in present if fnmatchcase(each.name.lower(), pattern.lower())]
    return min(fitting, key=lambda each: (len(each.name), each.name), default=None)


def _name(url: str) -> str:
    return PurePosixPath(unquote(urlsplit(url).path)).name


def _check_workbook(part: Path, url: str) -> None:
    """Refuse what is not a whole archive, as workbooks are: each of their members has a checksum."""
    try:
        is_archive(part)
        with zipfile.ZipFile(part) as workbook:
            damaged = workbook.testzip()
    except (DownloadError, zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise DownloadError(f"{url}: not the workbook it should be: {error}") from error
    if damaged is not None:
        raise DownloadError(f"{url}: the workbook is damaged in {damaged}. Run the fetch again")


def _received(
    source: Source, attachment: Attachment, path: Path, scratch: Path, downloader: Downloader
) -> tuple[Received, int | None]:
    """Return what came into the scratch folder and how many rows it has, where that can be told."""
    known = known_freshness(path, attachment.url)
    if known is not None:
        shutil.copyfile(path, scratch / path.name)
    counted = RowCount(source, attachment.url)
    check = counted if path.suffix == ".csv" else partial(_check_workbook, url=attachment.url)
    try:
        received = downloader.fetch(attachment.url, scratch / path.name, check=check, known=known)
    except NotThereError as error:
        raise NotThereError(
            f"{error}. The address of {attachment.name} has changed: look for it on {source.landing_page}"
        ) from error
    return received, rows_of(replace(received, path=path), counted.rows)
