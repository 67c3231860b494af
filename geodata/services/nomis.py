"""Tables of Nomis, asked authority by authority and written in the wide layout of the publisher's files.

Nomis answers a request that it does not understand with status 200 and nothing, and cuts what is too long (25,000 rows
for a guest) without a word: only RECORD_COUNT says how many rows there are.
"""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from geodata.catalogue import Source
from geodata.download import Downloader, written
from geodata.errors import DownloadError
from geodata.services.declaration import declaration
from geodata.services.declared import NomisFetch
from geodata.services.fetched import Fetched
from geodata.study_area import StudyArea

_OLDEST = 90
_CODE, _NAME, _VALUE, _COUNT = "GEOGRAPHY_CODE", "GEOGRAPHY_NAME", "OBS_VALUE", "RECORD_COUNT"
Row = dict[str, str]


def fetch(
    source: Source, study_area: StudyArea, downloader: Downloader, folder: Path, *, key: str = ""
) -> list[Fetched]:
    """Write the table of all areas in the study area's authorities, sorted by code.

    `key` is that of a registered user, who gets more rows an answer; it is sent and told to nobody else.
    Raises `DownloadError` if an authority has no rows, an answer is cut short or an area lacks a category.
    """
    declared = declaration(source, NomisFetch)
    table = _Table(source, declared, downloader, key)
    areas: dict[str, Row] = {}
    for code in study_area.codes:
        former = [old for old, today in study_area.former_codes.items() if today == code]
        areas |= table.areas(code, former)
    path = folder / declared.file
    with written(path) as stream:
        stream.write(_as_csv(declared, [areas[code] for code in sorted(areas)]))
    return [Fetched(path, (declared.url,), len(areas))]


def columns_of(declared: NomisFetch) -> dict[str, str]:
    """Return each category that is asked for and the column it fills, in the order of the file."""
    if declared.age_0 is None:
        return dict(declared.categories)
    ages = [*map(str, range(_OLDEST)), f"{_OLDEST}+"]
    return declared.categories | {str(declared.age_0 + years): name for years, name in enumerate(ages)}


@dataclass(frozen=True)
class _Table:
    source: Source
    declared: NomisFetch
    downloader: Downloader
    key: str

    @property
    def label(self) -> str:
        return f"{self.source.title} ({self.source.key}), Nomis: {self.declared.url}"

    def areas(self, authority: str, former: list[str]) -> dict[str, Row]:
        """Return the areas of an authority by code, which Nomis may know under a former code."""
        for code in (authority, *former):
            cells = self._cells(code)
            if cells:
                return self._wide(cells, authority)
        raise DownloadError(
            f"{self.label}: nothing came for {authority}, as when Nomis does not understand a request. The code may be "
            "of another year (former_codes of the study area names older ones), or a number in the catalogue's table "
            f"[{self.source.key}.fetch] has lost its meaning"
        )

    def _cells(self, code: str) -> list[Row]:
        """Return the rows of one authority, page by page; none where the body is empty."""
        cells: list[Row] = []
        total = None
        while total is None or len(cells) < total:
            page = self._page(code, len(cells))
            if not page and total is None:
                return []
            counts = {row[_COUNT] for row in page}
            if len(counts) != 1 or not counts <= ({str(total)} if total is not None else counts):
                raise self._failed(
                    f"after {len(cells)} rows of {code} the number of rows is {sorted(counts) or 'gone'}"
                )
            total = self._number(counts.pop())
            cells += page
        if len(cells) != total:
            raise self._failed(f"{len(cells)} rows of {code} came where there are {total}")
        return cells

    def _page(self, code: str, offset: int) -> list[Row]:
        dimension = self.declared.dimension
        named = (_CODE, _NAME, dimension, f"{dimension}_NAME", _VALUE, _COUNT)
        asked = {
            "geography": f"{code}{self.declared.area_type}",
            dimension.lower(): ",".join(columns_of(self.declared)),
            **self.declared.settings,
            "select": ",".join(named).lower(),
            "RecordOffset": str(offset),
        }
        answer = self.downloader.read(self.declared.url, params=asked | ({"uid": self.key} if self.key else {}))
        return self._rows(answer.body, [name.upper() for name in named])

    def _rows(self, body: bytes, named: list[str]) -> list[Row]:
        if not body.strip():
            return []
        try:
            rows = list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline=""), strict=True))
        except (UnicodeDecodeError, csv.Error) as error:
            raise self._failed(f"the answer is no CSV in UTF-8 ({error})") from error
        upper = [{str(name).strip().upper(): value for name, value in row.items()} for row in rows]
        for row in upper:
            if absent := [name for name in named if row.get(name) is None]:
                raise self._failed(f"a row lacks {', '.join(absent)}")
        return upper

    def _wide(self, cells: list[Row], authority: str) -> dict[str, Row]:
        columns = columns_of(self.declared)
        areas: dict[str, Row] = {}
        for cell in cells:
            column = columns.get(cell[self.declared.dimension.upper()])
            if column is None:
                raise self._failed(f"a row is of {cell[self.declared.dimension.upper()]!r}, which was not asked for")
            self._require_name(column, cell)
            area = areas.setdefault(cell[_CODE], {_CODE: cell[_CODE], _NAME: cell[_NAME]})
            if area.setdefault(column, cell[_VALUE]) != cell[_VALUE]:
                raise self._failed(f"two rows of {cell[_CODE]}, {column}, differ")
        n_distinct = sum(len(area) - len((_CODE, _NAME)) for area in areas.values())
        if n_distinct != len(cells):
            raise self._failed(f"{len(cells)} rows of {authority} came, but {n_distinct} different ones")
        for code, area in areas.items():
            if absent := [column for column in columns.values() if column not in area]:
                raise self._failed(f"{code} in {authority} has no row of {', '.join(absent[:3])}")
        return areas

    def _require_name(self, column: str, cell: Mapping[str, str]) -> None:
        """Refuse a category that Nomis calls otherwise: its number may mean something else in another dataset."""
        name = cell[f"{self.declared.dimension}_NAME".upper()]
        if self.declared.age_0 is None and not (_packed(name) and _packed(name) in _packed(column)):
            raise self._failed(f"what should be {column!r} is called {name!r}")

    def _number(self, count: str) -> int:
        if not count.strip().isdigit():
            raise self._failed(f"RECORD_COUNT is {count!r}")
        return int(count)

    def _failed(self, what: str) -> DownloadError:
        return DownloadError(f"{self.label}: {what}. Run the fetch again; if it stays so, get the table by hand")


def _packed(name: str) -> str:
    return "".join(filter(str.isalnum, name.casefold()))


def _as_csv(declared: NomisFetch, areas: list[Row]) -> bytes:
    columns = {declared.code_column: _CODE, declared.name_column: _NAME}
    columns |= {column: column for column in columns_of(declared).values()}
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([area[place] for place in columns.values()] for area in areas)
    return text.getvalue().encode()
