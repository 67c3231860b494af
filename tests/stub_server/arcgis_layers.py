"""Layers and lookups of an ArcGIS server, of the borough and of a neighbour, and the filters they understand."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from stub_server.demo_files import DemoFiles, elsewhere

Row = dict[str, Any]
GEOMETRY = "geometry"
LOOKUP_CAP, LAYER_CAP = 1_000, 2_000
_TERM = re.compile(r"\s*(\w+)\s*(?:IN\s*\(([^()]*)\)|=\s*(?:'([^']*)'|(\d+)))\s*", re.IGNORECASE)
_CODE = re.compile(r"\s*(?:'((?:[^']|'')*)'|(\d+))\s*(?:,|$)")


class FilterError(ValueError):
    """A filter or a field that the layer does not know."""


@dataclass
class Layer:
    """A layer: its rows by field, each with `geometry` if it has outlines, and how many rows a page has at most."""

    rows: list[Row]
    cap: int
    object_id: str = "FID"
    fields: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self.fields = [name for name in (self.rows[0] if self.rows else {}) if name != GEOMETRY]

    @property
    def is_outlined(self) -> bool:
        """Tell whether its rows have outlines."""
        return bool(self.rows) and GEOMETRY in self.rows[0]

    def named(self, name: str) -> str:
        """Return a field as the layer spells it."""
        for known in self.fields:
            if known.casefold() == name.strip().casefold():
                return known
        raise FilterError(f"'Invalid field: {name.strip()}' parameter is invalid")

    def where(self, text: str) -> list[Row]:
        """Return the rows that fit `1=1`, `FIELD IN ('a','b')`, `FIELD='a'`, or several of these joined by AND."""
        terms = [term for term in re.split(r"\s+AND\s+", text.strip(), flags=re.IGNORECASE) if term.strip() != "1=1"]
        tests = [self._test(term) for term in terms]
        return [row for row in self.rows if all(test(row) for test in tests)]

    def _test(self, term: str) -> Callable[[Row], bool]:
        found = _TERM.fullmatch(term)
        if found is None:
            raise FilterError("'where' clause is invalid")
        name, listed, text, number = found.groups()
        wanted = {text or number} if listed is None else _listed(listed)
        known = self.named(name)
        return lambda row: str(row[known]) in wanted

    def ordered(self, rows: list[Row], order: str) -> list[Row]:
        """Return rows in the order of fields, each with ASC or DESC after it if it likes."""
        for each in reversed(order.split(",")):
            name, _, direction = each.strip().partition(" ")
            known = self.named(name)
            rows = sorted(rows, key=lambda row, known=known: row[known], reverse=direction.strip().upper() == "DESC")  # type: ignore[misc]
        return rows


def _listed(text: str) -> set[str]:
    found = [match.group(1) if match.group(2) is None else match.group(2) for match in _CODE.finditer(text)]
    if not found:
        raise FilterError("'where' clause is invalid")
    return {code.replace("''", "'") for code in found}


def demo_layers(demo: DemoFiles) -> dict[str, Layer]:
    """Return the layers by the name of their service."""
    outlines = {key: _outlines(demo, key) for key in ("wards", "lsoas", "lsoas_2011", "local_authorities")}
    return {
        "WD_MAY_2025_UK_BGC_V2": Layer(outlines["wards"], LAYER_CAP),
        "Wards_December_2024_Boundaries_UK_BGC": Layer(_of_year(outlines["wards"], "25", "24"), LAYER_CAP),
        "Wards_December_2024_Boundaries_UK_BSC": Layer([], LAYER_CAP),
        "LAD_MAY_2025_UK_BGC_V2": Layer(_of_year(outlines["local_authorities"], "24", "25"), LAYER_CAP),
        "Local_Authority_Districts_May_2024_Boundaries_UK_BGC": Layer(outlines["local_authorities"], LAYER_CAP),
        "Lower_layer_Super_Output_Areas_December_2021_Boundaries_EW_BGC_V5": Layer(outlines["lsoas"], LAYER_CAP),
        "LSOA_Dec_2011_Boundaries_Generalised_Clipped_BGC_EW_V3": Layer(outlines["lsoas_2011"], LAYER_CAP),
        "LSOA21_WD24_LAD24_EW_LU": _lookup(demo, "lsoa_ward_lookup"),
        "LSOA11_LSOA21_LAD22_EW_LU_v5": _lookup(demo, "lsoa_2011_2021_lookup"),
        "LSOA21_RUC21_EW_LU": _lookup(demo, "rural_urban"),
    }


def _outlines(demo: DemoFiles, key: str) -> list[Row]:
    features = json.loads(demo.body(key))["features"]
    own = [{**feature["properties"], GEOMETRY: feature["geometry"]} for feature in features]
    moved = [{**{k: elsewhere(v) for k, v in row.items()}, GEOMETRY: _moved(row[GEOMETRY])} for row in own]
    return _numbered([*own, *moved], "FID")


def _moved(geometry: Row, east: float = 0.5) -> Row:
    def moved(part: Any) -> Any:
        if isinstance(part[0], int | float):
            return [round(part[0] + east, 6), *part[1:]]
        return [moved(each) for each in part]

    return {**geometry, "coordinates": moved(geometry["coordinates"])}


def _lookup(demo: DemoFiles, key: str) -> Layer:
    own: list[Row] = [dict(row) for row in demo.rows(key)]
    rows = [*own, *({name: elsewhere(value) for name, value in row.items()} for row in own)]
    return Layer(_numbered(rows, "ObjectId"), LOOKUP_CAP, "ObjectId")


def _numbered(rows: list[Row], object_id: str) -> list[Row]:
    return [{**row, object_id: number} for number, row in enumerate(rows, 1)]


def _of_year(rows: list[Row], year: str, other: str) -> list[Row]:
    def named(name: str) -> str:
        return name.replace(year, other) if name[:2] in {"WD", "LA"} and name != "LAT" else name

    return [{named(name): value for name, value in row.items()} for row in rows]
