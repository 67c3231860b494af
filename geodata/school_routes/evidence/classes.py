"""Ranges of traffic and surface by class of road, for where nobody counted, measured or looked."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Literal, get_args

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pydantic import model_validator

from geodata.errors import StudyAreaError
from geodata.study_area import Declared

Traffic = Literal["flow_vpd", "speed_mph", "hgv_pct"]
OfClass = Literal[Traffic, "firm_surface"]
Range = tuple[float, float, float]
OTHER = "road"
"""The class whose range holds for roads of any class that is not declared."""


class RoadClass(Declared):
    """What a road of one class may carry and be: least, likely and greatest, and where the likely flow is from."""

    flow_vpd: Range
    speed_mph: Range
    hgv_pct: Range
    firm_surface: Range
    source: str

    @model_validator(mode="after")
    def _ranges_rise(self) -> "RoadClass":
        for name in get_args(OfClass):
            least, likely, greatest = getattr(self, name)
            if not 0 <= least <= likely <= greatest:
                raise ValueError(f"{name}: least, likely and greatest must rise from 0, found {getattr(self, name)}")
        return self


class SpeedOverLimit(Declared):
    """How far above a limit the 85th percentile is taken to lie, in mph: least, likely and greatest."""

    mph: Range
    unit: str
    applies: str
    citation: str
    is_verified: bool

    @model_validator(mode="after")
    def _range_rises(self) -> "SpeedOverLimit":
        if list(self.mph) != sorted(self.mph):
            raise ValueError(f"mph: least, likely and greatest must rise, found {self.mph}")
        return self


class ClassRanges(Declared):
    """The ranges of every class of road that is declared, and what a limit says of the speed."""

    classes: dict[str, RoadClass]
    speed_over_limit: SpeedOverLimit

    def range_of(self, highway: pd.Series, what: OfClass) -> NDArray[np.float64]:
        """Return least, likely and greatest of each road (a row each), by its class."""
        codes, names = pd.factorize(highway)
        rows = [getattr(self.classes.get(str(name), self.classes[OTHER]), what) for name in names]
        table: NDArray[np.float64] = np.array(rows, dtype=float).reshape(-1, 3)[codes]
        return table

    def with_flow(self, highway: str, flow_vpd: Range) -> "ClassRanges":
        """Return the ranges with another flow for one class. Raises `StudyAreaError` for what cannot be."""
        if highway not in self.classes:
            raise StudyAreaError(
                f"school_routes.flow_vpd: {highway!r} is no class of road; there are {', '.join(self.classes)}"
            )
        try:
            changed = RoadClass(**self.classes[highway].model_dump() | {"flow_vpd": flow_vpd})
        except ValueError as error:
            raise StudyAreaError(f"school_routes.flow_vpd.{highway}: {error}") from error
        return self.model_copy(update={"classes": self.classes | {highway: changed}})


@cache
def _declared() -> ClassRanges:
    text = (files("geodata.school_routes.evidence") / "classes.toml").read_text(encoding="utf-8")
    declared = tomllib.loads(text)
    over = declared.pop("speed_over_limit")
    return ClassRanges.model_validate({"classes": declared, "speed_over_limit": over})


def class_ranges(flow_vpd: Mapping[str, Range] | None = None) -> ClassRanges:
    """Return the ranges of `classes.toml`, with other flows for the classes that a study area declares.

    Raises `StudyAreaError` if it declares a class that does not exist, or a range that does not rise.

    >>> class_ranges({"residential": (50, 200, 900)}).classes["residential"].flow_vpd
    (50.0, 200.0, 900.0)
    """
    ranges = _declared()
    for highway, flow in (flow_vpd or {}).items():
        ranges = ranges.with_flow(highway, flow)
    return ranges
