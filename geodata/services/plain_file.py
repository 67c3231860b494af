"""One file at a declared address: a table, checked from its first row to its last."""

from pathlib import Path

from geodata.catalogue import Source
from geodata.download import Downloader
from geodata.services.csv_rows import RowCount
from geodata.services.declaration import declaration
from geodata.services.declared import PlainFileFetch
from geodata.services.fetched import Fetched
from geodata.services.reuse import known_freshness, rows_of
from geodata.study_area import StudyArea


def fetch(source: Source, _study_area: StudyArea, downloader: Downloader, folder: Path) -> list[Fetched]:
    """Return the file; it is left as it is where the server has no newer one.

    Raises `DownloadError` if it is not what it should be: a web page, cut short, without a column or in another
    encoding.
    """
    url = declaration(source, PlainFileFetch).url
    path = folder / url.rpartition("/")[2]
    counted = RowCount(source, url)
    received = downloader.fetch(url, path, check=counted, known=known_freshness(path, url))
    return [Fetched(path, (url,), rows=rows_of(received, counted.rows), freshness=received.freshness)]
