"""A table in an archive of ArcGIS Online, such as the latest postcode directory, cut to the study area."""

import csv
import io
from pathlib import Path

from geodata.catalogue import Source
from geodata.download import Downloader, written
from geodata.errors import DownloadError
from geodata.readers.headers import match_columns
from geodata.safe_archives import unpack
from geodata.services.arcgis_items import find_item
from geodata.services.declaration import declaration
from geodata.services.declared import ArcgisCatalogueFetch
from geodata.services.fetched import Fetched
from geodata.services.unpacking import fetched_archive, scratch_folder
from geodata.study_area import StudyArea

MOST_BYTES = 4 * 1024**3
"""More than the unpacked table may have; the postcode directory has about 1.3 GB."""


def fetch(source: Source, study_area: StudyArea, downloader: Downloader, folder: Path) -> list[Fetched]:
    """Write the rows of the study area's authorities, in the publisher's order and with all its columns.

    Raises `DownloadError` if the search finds no item, the archive lacks the file or the file an authority.
    """
    declared = declaration(source, ArcgisCatalogueFetch)
    label = f"{source.title} ({source.key}), ArcGIS Online"
    item = find_item(declared.search, downloader, label)
    url = declared.url.replace("{id}", item.id)
    path = folder / declared.file
    with (
        fetched_archive(url, f"{item.id}.zip", downloader, folder) as archive,
        scratch_folder(folder) as scratch,
    ):
        members = unpack(archive, declared.member, scratch, most_bytes=MOST_BYTES)
        if len(members) != 1:
            raise DownloadError(f"{label}: {url}: {len(members)} files named like {declared.member} are in the archive")
        rows = _cut(members[0], path, source, study_area, f"{label}: {url}")
    return [Fetched(path, (declared.search.url, url), rows, vintage=item.month)]


def _cut(table: Path, path: Path, source: Source, study_area: StudyArea, label: str) -> int:
    """Write the rows of the authorities and return how many there are."""
    wanted = {*study_area.codes, *study_area.former_codes}
    present: set[str] = set()
    n_rows = 0
    with table.open(encoding="utf-8-sig", newline="") as lines, written(path) as stream:
        reader = csv.reader(lines)
        header = next(reader, [])
        place = match_columns(source, header, table)["local_authority_code"]
        stream.write(_line(header))
        for row in reader:
            if row and len(row) != len(header):
                raise DownloadError(
                    f"{label}: {table.name}: line {reader.line_num} has {len(row)} cells where the header has "
                    f"{len(header)}; the file is cut short or damaged"
                )
            if row and row[place] in wanted:
                stream.write(_line(row))
                present.add(study_area.former_codes.get(row[place], row[place]))
                n_rows += 1
        if absent := sorted(set(study_area.codes) - present):
            raise DownloadError(f"{label}: {table.name} has no row for {', '.join(absent)}")
    return n_rows


def _line(cells: list[str]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow(cells)
    return text.getvalue().encode()
