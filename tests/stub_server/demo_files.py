"""The demo borough's files, and a neighbour made of them, so that filters have something to leave out."""

import csv
import io
import threading
import zipfile
from collections.abc import Callable, Mapping, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import Self, TypeVar, cast

Row = dict[str, str]
Made = TypeVar("Made")
BOROUGH, NEIGHBOUR = "E06999001", "E06888001"


class DemoFiles:
    """What `write_demo_sources` wrote: the truth that every service serves."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._made: dict[str, object] = {}
        self._lock = threading.RLock()

    @classmethod
    @cache
    def of(cls, folder: Path) -> Self:
        """Return the files of a folder; what was made of them once is there for every server of a test run."""
        return cls(folder)

    def once(self, name: str, make: Callable[[], Made]) -> Made:
        """Return what `make` makes of the files; it is made only once, and must not be changed."""
        with self._lock:
            if name not in self._made:
                self._made[name] = make()
            return cast("Made", self._made[name])

    def path(self, key: str, pattern: str = "*") -> Path:
        """Return the one file of a source that fits a pattern."""
        (path,) = [each for each in (self.folder / key).glob(pattern) if not each.name.startswith(".")]
        return path

    def body(self, key: str, pattern: str = "*") -> bytes:
        """Return the bytes of the one file of a source that fits a pattern."""
        return self.path(key, pattern).read_bytes()

    def rows(self, key: str, encoding: str = "utf-8-sig") -> list[Row]:
        """Return the rows of a source's CSV file."""
        return read_rows(self.body(key), encoding)

    @cached_property
    def authority_of(self) -> dict[str, str]:
        """Return the authority of each LSOA of 2011 and 2021."""
        found = {row["LSOA21CD"]: row["LAD24CD"] for row in self.rows("lsoa_ward_lookup")}
        return found | {row["F_LSOA11CD"]: row["LAD22CD"] for row in self.rows("lsoa_2011_2021_lookup")}


def read_rows(body: bytes, encoding: str = "utf-8-sig") -> list[Row]:
    """Return the rows of a CSV."""
    return list(csv.DictReader(io.StringIO(body.decode(encoding), newline="")))


def write_rows(
    header: Sequence[str], rows: Sequence[Mapping[str, object]], *, is_quoted: bool = False, encoding: str = "utf-8"
) -> bytes:
    """Return a CSV with these columns; `is_quoted`: every cell is."""
    text = io.StringIO()
    writer = csv.DictWriter(
        text,
        header,
        extrasaction="ignore",
        lineterminator="\r\n",
        quoting=csv.QUOTE_ALL if is_quoted else csv.QUOTE_MINIMAL,
    )
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode(encoding)


def elsewhere(value: object) -> object:
    """Return a code or name as the neighbour has it; everything else as it is."""
    if isinstance(value, str):
        return value.replace("999", "888").replace("Fairbrook", "Otherby")
    return value


def zipped(members: Mapping[str, bytes]) -> bytes:
    """Return a ZIP archive that is the same each time."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2025, 11, 5, 0, 0, 0)), body, zipfile.ZIP_DEFLATED)
    return stream.getvalue()
