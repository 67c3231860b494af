"""The list of measures: `measures.toml` read into frozen definitions."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal

from geodata.study_area import Declared


class MeasureDefinition(Declared):
    """What a measure is called, what it is counted in and how it reads; the rest is for docs/methods.md."""

    title: str
    unit: str = ""
    """Empty: the indicator's own."""
    even: float = 0.0
    """The value that means no difference."""
    compares: Literal["ends", "groups", "spread"]
    """The ends of a gradient, two groups, or all groups with each other."""
    briefing: str
    """A sentence for a briefing: {value}, {unit}, {high} and {low} stand for the figure and the groups at the ends."""
    question: str
    formula: str
    example: str
    when_not: str
    anchors: str

    @property
    def is_ratio(self) -> bool:
        """Whether changes of it are told by dividing rather than by subtracting."""
        return self.even == 1.0


@cache
def measure_list() -> dict[str, MeasureDefinition]:
    """Return every measure by its name, in the order of the list."""
    declared = tomllib.loads((files("geodata.strata") / "measures.toml").read_text(encoding="utf-8"))
    return {name: MeasureDefinition.model_validate(entry) for name, entry in declared.items()}
