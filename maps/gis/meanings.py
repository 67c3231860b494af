"""What the fields of layers mean and their units: in the words of the schemas of the tables that they are from."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from geodata.schemas import model_for
from geodata.schemas.school_routes import RULESETS
from maps.gis.layers import OF_ACCESS, TABLES
from maps.walking import DESTINATION_NAMES

OF_RULESETS = {
    "rating_lo": "rating under best evidence, 0 (passes) to 3 (fails); null where it has no rule",
    "rating_likely": "rating under likely evidence, 0 (passes) to 3 (fails); null where it has no rule",
    "rating_hi": "rating under worst evidence, 0 (passes) to 3 (fails); null where it has no rule",
    "completeness": "share of the factors that could change the verdict which are settled, 0 to 1",
    "tagged_share": "share of the inputs that are known, 0 to 1",
    "verdict": "available, unavailable or undetermined by this rule-set",
    "deciding_factor": "factor that governs the verdict or rating",
    "threshold": "threshold that the deciding factor crosses, in words",
}
"""Columns of a rule-set, which the schema describes all at once."""
WITHIN = "per cent of residents within 15 minutes' walk"
UNITS = {"_m": "metres", "_km": "kilometres", "_pct": "per cent", "_minutes": "minutes", "hours": "hours"}
"""How a field's name ends, and its unit."""


class Meaning(NamedTuple):
    """What a field is called, what it is, and its unit; no unit where the name tells of none."""

    title: str
    description: str
    unit: str = ""

    @property
    def alias(self) -> str:
        """Name and meaning in one: a table's narrow head still shows the name."""
        return self.title if self.title == self.description else f"{self.title}: {self.description}"


def meanings(layer: str, fields: Iterable[str]) -> dict[str, Meaning]:
    """Return what each field of a layer means, by field in the order given, but for its shape."""
    return {name: _meaning(layer, name) for name in fields if name != "geometry"}


def _meaning(layer: str, field: str) -> Meaning:
    title = field.replace("_", " ")
    unit = next((words for ending, words in UNITS.items() if field.endswith(ending)), "")
    if ruleset := next((name for name in RULESETS if field.startswith(f"{name}_")), None):
        told = OF_RULESETS.get(field.removeprefix(f"{ruleset}_"))
        if told and layer != "crossings":  # whose schema describes each of its own
            return Meaning(title, told, unit)
    if layer == "access" and (destination := _destination(field)):
        return Meaning(title, f"{DESTINATION_NAMES[destination]}: {_of_access(field)}", unit)
    return Meaning(title, _of_schema(layer, field), unit)


def _of_schema(layer: str, field: str) -> str:
    """Return the description of a column; `KeyError` if no table of the layer has it."""
    for table in TABLES[layer]:
        columns = model_for(table).to_schema().columns
        if field in columns:
            return str(columns[field].description)
    raise KeyError(f"layer {layer}: no table describes field {field}")


def _destination(field: str) -> str | None:
    pattern = rf"({'|'.join(DESTINATION_NAMES)})_({'|'.join(OF_ACCESS.values())})"
    found = re.fullmatch(pattern, field)
    return found[1] if found else None


def _of_access(field: str) -> str:
    return _of_schema("access", "walk_minutes") if field.endswith("_walk_minutes") else WITHIN
