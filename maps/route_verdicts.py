"""Routes to school in words and a table: how many pupils have an available one, by authority."""

from dataclasses import dataclass

import pandas as pd

from geodata.study_area import StudyArea
from maps.numbers import about, decimal, percent

HEADINGS = {
    "available_pct": "Available",
    "unconditional_pct": "Of these, whatever sight lines are",
    "undetermined_pct": "Cannot be judged yet",
    "unavailable_pct": "Unavailable",
    "likely_available_pct": "Available under likely evidence",
}
"""Shares of those within the statutory distance, as a page heads them."""
NOBODY = "no data"
MANY_M = 1000


@dataclass(frozen=True)
class RouteVerdicts:
    """What a page says of routes to school."""

    whose: str
    """Whom the shares are of: pupils, or km of residential street where nobody knows who lives where."""
    headings: list[str]
    rows: list[tuple[str, list[str]]]
    """Area, and its figures in words, in the order of the headings."""
    kind: str
    date: str
    note: str


def route_verdicts(
    study_area: StudyArea, authority_route_safety: pd.DataFrame, local_authorities: pd.DataFrame
) -> RouteVerdicts | None:
    """Return what is to be said of every authority by name, and of all of them if there are several; None if nothing.

    Tables `authority_route_safety` and `local_authorities`.
    """
    table = authority_route_safety.set_index("area_code")
    names = _names(study_area, local_authorities)
    own = table.reindex([code for code in names if code in table.index])
    if own.empty:
        return None
    is_street = own["unit"].iloc[0] == "street metres"
    whose = "km of residential street" if is_street else "pupils"
    rows = [(names[str(code)], _cells(row, is_street)) for code, row in own.iterrows()]
    note = "; ".join(dict.fromkeys(own["note"][own["note"] != ""]))
    headings = [f"{whose[0].upper()}{whose[1:]}", *HEADINGS.values(), "Beyond the distance"]
    return RouteVerdicts(whose, headings, rows, study_area.kind("computed"), str(own["period"].iloc[0]), note)


def _names(study_area: StudyArea, local_authorities: pd.DataFrame) -> dict[str, str]:
    ordered = local_authorities.sort_values("local_authority_name")
    names = dict(zip(ordered["local_authority_code"], ordered["local_authority_name"], strict=True))
    return names | ({study_area.name: study_area.title} if len(names) > 1 else {})


def _cells(row: pd.Series, is_street: bool) -> list[str]:
    everybody = decimal(row["pupils"] / MANY_M) if is_street else about(row["pupils"])
    return [everybody, *(_share(row[column]) for column in (*HEADINGS, "beyond_limit_pct"))]


def _share(value: float) -> str:
    return NOBODY if pd.isna(value) else percent(value)
