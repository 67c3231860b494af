"""What the fields of layers mean and their units: in the words of the schemas of the tables that they are from."""

import re
from collections.abc import Iterable
from contextlib import suppress

from geodata.exports.field_meanings import Meaning, meaning, unit, words
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
    "subject_to": "what passing is still subject to, such as sight lines; empty if nothing",
    "deciding_factor": "factor that governs the verdict or rating",
    "threshold": "threshold that the deciding factor crosses, in words",
}
"""Columns of a rule-set, which the schema describes all at once."""
WITHIN = "per cent of residents within 15 minutes' walk"


def meanings(layer: str, fields: Iterable[str]) -> dict[str, Meaning]:
    """Return what each field of a layer means, by field in the order given, but for its shape."""
    return {name: _meaning(layer, name) for name in fields if name != "geometry"}


def _meaning(layer: str, field: str) -> Meaning:
    if ruleset := next((name for name in RULESETS if field.startswith(f"{name}_")), None):
        told = OF_RULESETS.get(field.removeprefix(f"{ruleset}_"))
        if told and layer != "crossings":  # whose schema describes each of its own
            return Meaning(words(field), told, unit(field))
    if layer == "access" and (destination := _destination(field)):
        return Meaning(words(field), f"{DESTINATION_NAMES[destination]}: {_of_access(field)}", unit(field))
    return _of_schema(layer, field)


def _of_schema(layer: str, field: str) -> Meaning:
    """Return what a field means in the first table of the layer that has it; `KeyError` if none has."""
    for table in TABLES[layer]:
        with suppress(KeyError):
            return meaning(table, field)
    raise KeyError(f"layer {layer}: no table describes field {field}")


def _destination(field: str) -> str | None:
    pattern = rf"({'|'.join(DESTINATION_NAMES)})_({'|'.join(OF_ACCESS.values())})"
    found = re.fullmatch(pattern, field)
    return found[1] if found else None


def _of_access(field: str) -> str:
    return _of_schema("access", "walk_minutes").description if field.endswith("_walk_minutes") else WITHIN
