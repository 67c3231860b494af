"""Nomis: tables as CSV, cut at so many rows without a word, and nothing at all where a request is not understood."""

import re
from dataclasses import dataclass, field

from stub_server.demo_files import DemoFiles, elsewhere, write_rows, zipped
from stub_server.messages import Reply, Request, as_file

GUEST_CAP, REGISTERED_CAP = 25_000, 100_000
_DATA, _BULK = re.compile(r"/api/v01/dataset/(NM_\d+_1)\.data\.csv"), re.compile(r"/output/census/2021/(.+)\.zip")
_TYPES = {"TYPE151": "2021 super output areas - lower layer", "TYPE298": "2011 super output areas - lower layer"}
_IGNORED = {"geography", "select", "recordoffset", "recordlimit", "uid", "date", "time", "measures"}
_MEASURES = {"20100": "Value", "20301": "Percent"}


@dataclass(frozen=True)
class Dataset:
    """A table: its dimension with the name of each category, and how many there are by area and category."""

    dimension: str
    area_type: str
    dates: tuple[str, ...]
    categories: dict[str, str]
    areas: dict[str, str]
    """Name of each area by its code."""
    authorities: dict[str, str]
    counts: dict[tuple[str, str], str]
    fixed: dict[str, str] = field(default_factory=dict)
    """Other dimensions and their one category."""


class Nomis:
    """The tables; `cap` and `registered_cap` are how many rows an answer has at most."""

    def __init__(self, demo: DemoFiles) -> None:
        self._demo = demo
        self.cap, self.registered_cap = GUEST_CAP, REGISTERED_CAP
        self.datasets: dict[str, Dataset] = {}

    def prepare(self) -> None:
        """Make the tables, by id."""
        self.datasets = self._demo.once("nomis", self._made)

    def _made(self) -> dict[str, Dataset]:
        return {
            "NM_2041_1": self._census("population", "C2021_ETH_20"),
            "NM_2063_1": self._census("car_availability", "C2021_CARS_5"),
            "NM_2078_1": self._census("travel_to_work", "C2021_TTWMETH_12"),
            "NM_2010_1": self._ages("population_by_age"),
        }

    def answer(self, request: Request) -> Reply | None:
        """Answer a query of a table, or give a bulk archive of the census."""
        if bulk := _BULK.fullmatch(request.path):
            return self._bulk(bulk.group(1))
        if found := _DATA.fullmatch(request.path):
            body = self._queried(found.group(1), request)
            return Reply(body, content_type="text/csv; charset=utf-8", is_chunked=bool(body))
        return None

    def _queried(self, name: str, request: Request) -> bytes:
        dataset = self.datasets.get(name)
        try:
            rows = [] if dataset is None else list(_rows(dataset, request))
        except KeyError:
            rows = []
        if not rows:
            return b""
        header = [column.strip().upper() for column in request.param("select").split(",") if column.strip()]
        header = header or list(rows[0])
        if not {*header} <= {*rows[0]}:
            return b""
        offset = int(request.param("RecordOffset") or 0)
        cap = self.registered_cap if request.param("uid") else self.cap
        page = rows[offset : offset + min(cap, int(request.param("RecordLimit") or cap))]
        if "unordered" in request.quirks:
            page = page[::-1]
        if "twice" in request.quirks and len(page) > 1:
            page = [*page[:-1], page[0]]
        return write_rows(header, page, is_quoted=True)

    def _census(self, key: str, dimension: str) -> Dataset:
        rows = self._demo.rows(key)
        columns = [column for column in rows[0] if ": " in column]
        categories = {str(number): column.partition(": ")[2] for number, column in enumerate(columns)}
        counts = {
            (row["geography code"], str(number)): row[column] for row in rows for number, column in enumerate(columns)
        }
        areas = {row["geography code"]: row["geography"] for row in rows}
        return self._dataset(dimension, "TYPE151", ("2021",), categories, areas, counts, {})

    def _ages(self, key: str) -> Dataset:
        rows = self._demo.rows(key)
        columns = {"200": "All Ages"} | {str(101 + n): str(n) if n < 90 else "90+" for n in range(91)}
        names = {number: "All Ages" if number == "200" else f"Age {column}" for number, column in columns.items()}
        counts = {(row["LSOA Code"], number): row[column] for row in rows for number, column in columns.items()}
        areas = {row["LSOA Code"]: row["LSOA Name"] for row in rows}
        return self._dataset("C_AGE", "TYPE298", ("2019", "2020"), names, areas, counts, {"GENDER": "0"})

    def _dataset(
        self,
        dimension: str,
        area_type: str,
        dates: tuple[str, ...],
        categories: dict[str, str],
        areas: dict[str, str],
        counts: dict[tuple[str, str], str],
        fixed: dict[str, str],
    ) -> Dataset:
        areas |= {str(elsewhere(code)): str(elsewhere(name)) for code, name in areas.items()}
        counts |= {(str(elsewhere(code)), category): value for (code, category), value in counts.items()}
        own = self._demo.authority_of
        authorities = own | {str(elsewhere(code)): str(elsewhere(authority)) for code, authority in own.items()}
        return Dataset(dimension, area_type, dates, categories, areas, authorities, counts, fixed)

    def _bulk(self, name: str) -> Reply | None:
        keys = {"ts021": "population", "ts045": "car_availability", "ts061": "travel_to_work"}
        table = re.fullmatch(r"census2021-(ts\d{3})|(ts\d{3})-2021-\d", name)
        key = keys.get(table.group(1) or table.group(2)) if table else None
        if key is None:
            return None
        member = self._demo.path(key).name
        body = self._demo.body(key)
        higher = {member.replace("-lsoa", "-ltla"): body.splitlines(keepends=True)[0]}
        return as_file(zipped(higher | {member: body}), "application/x-zip-compressed")


def _rows(dataset: Dataset, request: Request) -> list[dict[str, str]]:
    """Return all rows that a request asks for; `KeyError` where it is not understood."""
    date = _date(dataset, request)
    categories = _asked(dataset, request)
    measures = request.param("measures")
    asked = measures.split(",") if measures else list(_MEASURES)
    areas = _areas(dataset, request.param("geography"))
    rows = [
        _row(dataset, date, area, category, measure) for area in areas for category in categories for measure in asked
    ]
    return [row | {"RECORD_OFFSET": str(n), "RECORD_COUNT": str(len(rows))} for n, row in enumerate(rows)]


def _date(dataset: Dataset, request: Request) -> str:
    asked = request.param("date") or request.param("time") or "latest"
    known = {"latest": dataset.dates[-1]} | {date: date for date in dataset.dates}
    return known[asked]


def _asked(dataset: Dataset, request: Request) -> list[str]:
    for name, value in request.params.items():
        lower = name.casefold()
        if lower in {each.casefold() for each in dataset.fixed}:
            if value != dataset.fixed[name.upper()]:
                raise KeyError(value)
        elif lower != dataset.dimension.casefold() and lower not in _IGNORED:
            raise KeyError(name)
    listed = request.param(dataset.dimension)
    categories = listed.split(",") if listed else list(dataset.categories)
    if unknown := {*categories} - {*dataset.categories}:
        raise KeyError(unknown.pop())
    return categories


def _areas(dataset: Dataset, geography: str) -> list[str]:
    """Return the areas of `E08000012TYPE151`, `TYPE151` or codes, joined by commas."""
    found: list[str] = []
    for part in geography.split(","):
        authority, _, number = part.partition("TYPE")
        if number and f"TYPE{number}" != dataset.area_type:
            raise KeyError(part)
        inside = [a for a in dataset.areas if number and authority in {"", dataset.authorities[a]}]
        within = inside or [a for a in dataset.areas if a == part]
        if not within:
            raise KeyError(part)
        found += within
    return found


def _row(dataset: Dataset, date: str, area: str, category: str, measure: str) -> dict[str, str]:
    count = dataset.counts[area, category]
    total = dataset.counts[area, next(iter(dataset.categories))]
    value = count if measure == "20100" else f"{100 * int(count) / max(1, int(total)):.1f}"
    dimension = dataset.dimension.upper()
    return {
        "DATE": date,
        "DATE_NAME": date,
        "GEOGRAPHY_CODE": area,
        "GEOGRAPHY_NAME": dataset.areas[area],
        "GEOGRAPHY_TYPE": _TYPES[dataset.area_type],
        **dataset.fixed,
        dimension: category,
        f"{dimension}_NAME": dataset.categories[category],
        "MEASURES": measure,
        "MEASURES_NAME": _MEASURES[measure],
        "OBS_VALUE": value,
        "OBS_STATUS": "A",
    }
