"""Reads the threshold files: every number of a rule-set with its unit, where it applies and where it is printed."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import TypeVar

from geodata.study_area import Declared

Constants = TypeVar("Constants", bound=Declared)


class Threshold(Declared):
    """One number, or a table of them; `is_verified` is false where no public document was seen that prints it."""

    value: float | tuple[float, ...] | tuple[tuple[float, ...], ...]
    unit: str
    applies: str
    citation: str
    is_verified: bool


class NotRated(Declared):
    """What a rule-set asks for and these data cannot answer."""

    metric: str
    reason: str


class ThresholdSheet(Declared):
    """A threshold file as people read it."""

    title: str
    scope: str
    thresholds: dict[str, Threshold]
    not_rated: tuple[NotRated, ...] = ()


def toml_of(ruleset: str) -> dict[str, object]:
    """Return the contents of a rule-set's own file."""
    text = (files("geodata.school_routes.rules") / f"{ruleset}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def threshold_sheet(ruleset: str) -> ThresholdSheet:
    """Return the numbers of a rule-set that rates, with their citations."""
    return ThresholdSheet.model_validate(toml_of(ruleset))


def constants(model: type[Constants], ruleset: str) -> Constants:
    """Return the values alone, as rules read them; each field of `model` is a threshold of the file and vice versa."""
    values = {name: threshold.value for name, threshold in threshold_sheet(ruleset).thresholds.items()}
    return model.model_validate(values)
