"""What fields of tables mean and their units: in the words of the schemas, for whatever leaves as a file."""

import re
from typing import NamedTuple

from geodata.indicators.definitions import indicator_list
from geodata.schemas import model_for

ENDINGS = {
    "_m": "metres",
    "_km": "kilometres",
    "_pct": "per cent",
    "_minutes": "minutes",
    "_per_1000": "per 1,000 residents",
}
"""How a field's name ends, and its unit."""
NAMES = {
    "hours": "hours",
    "residents": "people",
    "children": "people",
    "no_car_households": "households",
    "lon": "degrees",
    "lat": "degrees",
}
SAID_IN_THE_ROW = re.compile(r"(value|lower_cl|upper_cl|benchmark_value|difference|pupils|pupils_[a-z]+)")
"""Fields of a table with a column `unit` whose unit stands there."""
IN_UNIT = "as column unit says"


class Meaning(NamedTuple):
    """What a field is called, what it is, and its unit; no unit where it has none."""

    title: str
    description: str
    unit: str = ""

    @property
    def alias(self) -> str:
        """Name and meaning in one: a table's narrow head still shows the name."""
        return self.title if self.title == self.description else f"{self.title}: {self.description}"


def meaning(table: str, field: str) -> Meaning:
    """Return what a field of a table means; `KeyError` if the table's schema has no such field."""
    columns = model_for(table).to_schema().columns
    if field in columns:
        has_unit = "unit" in columns and SAID_IN_THE_ROW.fullmatch(field)
        return Meaning(words(field), str(columns[field].description), IN_UNIT if has_unit else unit(field))
    for pattern, column in columns.items():
        if column.regex and re.fullmatch(pattern, field):
            return _of_indicator(field, str(column.description))
    raise KeyError(f"table {table} has no field {field}")


def words(field: str) -> str:
    """Return a field's name in words."""
    return field.replace("_", " ")


def unit(field: str) -> str:
    """Return the unit that a field's name tells; empty if none.

    >>> unit("detour_m"), unit("rank")
    ('metres', '')
    """
    return NAMES.get(field) or next((told for ending, told in ENDINGS.items() if field.endswith(ending)), "")


def _of_indicator(field: str, description: str) -> Meaning:
    """Return what a field that begins with an indicator's name means; its z-score has no unit."""
    name = max((name for name in indicator_list() if field.startswith(f"{name}_")), key=len, default="")
    if not name:
        return Meaning(words(field), description, unit(field))
    indicator, part = indicator_list()[name], words(field.removeprefix(f"{name}_"))
    return Meaning(f"{indicator.title}: {part}", description, "" if part == "z" else indicator.unit)
