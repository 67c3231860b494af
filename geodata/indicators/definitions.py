"""The indicator list: `indicators.toml` read into frozen definitions."""

import itertools
import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Literal

from pydantic import Field

from geodata.errors import StudyAreaError
from geodata.study_area import Declared, StudyArea

Stratifier = Literal["deprivation", "rural_urban", "age", "local_authority"]
# what an indicator is given where it declares nothing else
GRADIENT_MEASURES = (
    "slope_index_of_inequality",
    "relative_index_of_inequality",
    "absolute_concentration_index",
    "relative_concentration_index",
)
CONTRAST_MEASURES = ("difference", "ratio")


class ListEntry(Declared):
    """One entry of a list that indicators are made for: `{mode}` gives the key, `{mode.name}` the name."""

    key: str
    name: str

    def __str__(self) -> str:
        return self.key


class Indicator(Declared):
    """What an indicator is, how it combines over areas, and what it must not be compared with."""

    id: str
    title: str
    theme: str
    unit: str
    aggregate: Literal["sum", "ratio", "mean", "none"]
    per: float = 1.0
    limits: Literal["wilson", "poisson", "none"] = "none"
    derived_from: tuple[str, ...] = ()
    stratifiers: tuple[Stratifier, ...] = ()
    """What its inequality is asked over; over deprivation a circular one is answered with the reason."""
    measures: dict[Stratifier, tuple[str, ...]] = Field(default_factory=dict)
    """Measures of inequality by stratifier, where they are not the usual ones."""
    weighted_by: str = "residents"
    """The indicator whose people stand behind it, where areas are weighted."""
    higher_is: Literal["better", "worse", "neither"] = "neither"
    question: str
    formula: str
    caveat: str

    def measures_over(self, stratifier: Stratifier) -> tuple[str, ...]:
        """Return the measures it is given over a stratifier: gradients where there is an order, else contrasts."""
        usual = GRADIENT_MEASURES if stratifier == "deprivation" else CONTRAST_MEASURES
        return self.measures.get(stratifier, usual)

    @property
    def is_circular(self) -> bool:
        """Whether comparing it with deprivation would compare deprivation with itself."""
        return "deprivation" in self.derived_from


def _expand(name: str, entry: dict[str, object], lists: dict[str, list[ListEntry]]) -> list[Indicator]:
    used = re.findall(r"{(\w+)}", name)
    expanded = []
    for combination in itertools.product(*(lists[key] for key in used)):
        words = dict(zip(used, combination, strict=True))
        filled = {key: text.format(**words) if isinstance(text, str) else text for key, text in entry.items()}
        expanded.append(Indicator.model_validate({"id": name.format(**words), **filled}))
    return expanded


@cache
def indicator_list() -> dict[str, Indicator]:
    """Return every indicator by its id, in the order of the list."""
    declared = tomllib.loads((files("geodata.indicators") / "indicators.toml").read_text(encoding="utf-8"))
    lists = {
        name: [ListEntry(key=key, name=text) for key, text in entries.items()]
        for name, entries in declared["lists"].items()
    }
    expanded = [
        indicator for name, entry in declared["indicators"].items() for indicator in _expand(name, entry, lists)
    ]
    return {indicator.id: indicator for indicator in expanded}


@cache
def entries(list_name: str) -> dict[str, str]:
    """Return one of the lists of `indicators.toml`, key to words."""
    declared = tomllib.loads((files("geodata.indicators") / "indicators.toml").read_text(encoding="utf-8"))
    return dict(declared["lists"][list_name])


def stratified_by(stratifier: Stratifier) -> list[Indicator]:
    """Return the indicators whose inequality over the stratifier is asked for."""
    return [indicator for indicator in indicator_list().values() if stratifier in indicator.stratifiers]


def refuse_unknown(study_area: StudyArea, where: str, names: Iterable[str]) -> None:
    """Raise `StudyAreaError` if a study area names an indicator that does not exist."""
    unknown = [name for name in names if name not in indicator_list()]
    if unknown:
        raise StudyAreaError(
            f"study area {study_area.name}: {where}: no indicator is called {', '.join(unknown)}; "
            "docs/methods.md lists them"
        )
