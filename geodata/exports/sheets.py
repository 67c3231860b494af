"""What a spreadsheet of a run is: title, rows, kinds of figures, sources, fields, and what it must not be used for."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import get_args

import pandas as pd

from geodata.exports.field_meanings import Meaning, meaning, unit, words
from geodata.exports.fingertips_layout import FIGURES
from geodata.exports.purposes import NOT_AGAINST_DEPRIVATION, OF_AREAS, OF_ROUTES, not_to_be_used_for
from geodata.indicators.definitions import indicator_list
from geodata.schemas import model_for
from geodata.study_area import Declared, Kind, StudyArea

AS_PUBLISHED: dict[str, Kind] = {"schools": "measured", "destinations": "measured"}
"""Tables without a column of kinds whose figures are the publishers'; those of the others are computed."""
OF_INDICATOR = ("ward_indicators", "local_authority_indicators", "inequality_groups")
"""Tables that a file in Fingertips' layout is made from."""


class Made(Declared):
    """What is declared of a spreadsheet that is made from a table: fields not named are those of the table."""

    title: str = ""
    row: str = ""
    table: str = ""
    fields: dict[str, str]


@dataclass(frozen=True)
class Sheet:
    """A spreadsheet in words; no source named stands for all that the run read."""

    title: str
    description: str
    kinds: tuple[Kind, ...]
    sources: tuple[str, ...]
    not_for: tuple[str, ...]
    fields: Mapping[str, Meaning]


@cache
def _declared() -> dict[str, Made]:
    text = (files("geodata.exports") / "sheets.toml").read_text(encoding="utf-8")
    return {name: Made.model_validate(entry) for name, entry in tomllib.loads(text).items()}


def sheet_of_table(name: str, fields: Iterable[str], tables: Mapping[str, pd.DataFrame], area: StudyArea) -> Sheet:
    """Return what the spreadsheet of a table is; `KeyError` names a field that neither schema nor TOML describes."""
    purpose = re.sub(r"\s+", " ", model_for(name).__doc__ or "").strip()
    described = {field: _meaning(name, field, _declared()["any"].fields) for field in fields}
    title = words(name)[:1].upper() + words(name)[1:]
    return Sheet(title, purpose, *_origin([tables[name]], name, area), not_to_be_used_for(name), described)


def made_sheet(name: str, fields: Iterable[str], tables: Mapping[str, pd.DataFrame], area: StudyArea) -> Sheet:
    """Return what a spreadsheet is that is made from one table: the work for mappers, the sentences."""
    made = _declared()[name]
    described = {field: _meaning(made.table, field, made.fields) for field in fields}
    origin = _origin([tables[made.table]], made.table, area)
    return Sheet(made.title, made.row, *origin, not_to_be_used_for(made.table), described)


def fingertips_sheet(name: str, tables: Mapping[str, pd.DataFrame], area: StudyArea) -> Sheet:
    """Return what the file of an indicator in Fingertips' layout is."""
    indicator, made = indicator_list()[name], _declared()["fingertips"]
    rows = [tables[table][tables[table]["indicator"] == name] for table in OF_INDICATOR if table in tables]
    of_value = [FIGURES[figure] for figure in ("value", "lower_cl", "upper_cl")]
    fields = {
        field: Meaning(field, told, indicator.unit if field in of_value else "") for field, told in made.fields.items()
    }
    about = " ".join([made.row, indicator.question, f"Formula: {indicator.formula}", indicator.caveat])
    not_for = OF_ROUTES if indicator.theme == "route safety" else OF_AREAS
    not_for = (NOT_AGAINST_DEPRIVATION, *not_for) if indicator.is_circular else not_for
    return Sheet(indicator.title, about, *_origin(rows, "", area), not_for, fields)


def _meaning(table: str, field: str, declared: Mapping[str, str]) -> Meaning:
    return Meaning(words(field), declared[field], unit(field)) if field in declared else meaning(table, field)


def _origin(tables: Iterable[pd.DataFrame], name: str, area: StudyArea) -> tuple[tuple[Kind, ...], tuple[str, ...]]:
    """Return the kinds of the figures and the keys of their sources, as their columns `kind` and `source` have them."""
    kinds: dict[str, None] = {}
    keys: dict[str, None] = {}
    for table in tables:
        kinds |= dict.fromkeys(_entries(table, "kind"))
        keys |= dict.fromkeys(key for entry in _entries(table, "source") for key in entry.split("+"))
    told = tuple(kind for kind in get_args(Kind) if kind in kinds)
    return told or (area.kind(AS_PUBLISHED.get(name, "computed")),), tuple(keys)


def _entries(table: pd.DataFrame, column: str) -> list[str]:
    return sorted(map(str, table[column].dropna().unique())) if column in table else []
