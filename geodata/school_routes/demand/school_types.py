"""Which types of establishment the test of the nearest school counts; the list is data, with its source."""

import tomllib
from functools import cache
from importlib.resources import files

import pandas as pd

from geodata.study_area import Declared


class SchoolTypes(Declared):
    """Types of the register that the test leaves out."""

    by_placement: tuple[str, ...]
    not_qualifying: tuple[str, ...]


@cache
def school_types() -> SchoolTypes:
    """Read `school_types.toml`."""
    text = (files("geodata.school_routes.demand") / "school_types.toml").read_text(encoding="utf-8")
    return SchoolTypes.model_validate(tomllib.loads(text))


def is_by_placement(school_type: pd.Series) -> pd.Series:
    """Tell which types are special schools or alternative provision; false where the type is not known.

    >>> is_by_placement(pd.Series(["Community Special School", "Academy converter", None], dtype="string")).tolist()
    [True, False, False]
    """
    return _is_of(school_type, school_types().by_placement)


def is_qualifying(school_type: pd.Series) -> pd.Series:
    """Tell which types the test of the nearest school counts; true where the type is not known.

    >>> is_qualifying(pd.Series(["Other Independent School", "Academy converter", None], dtype="string")).tolist()
    [False, True, True]
    """
    return ~(is_by_placement(school_type) | _is_of(school_type, school_types().not_qualifying))


def _is_of(school_type: pd.Series, types: tuple[str, ...]) -> pd.Series:
    return school_type.str.casefold().isin([name.casefold() for name in types]).astype(bool)
