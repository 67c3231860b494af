"""Routes to school: shares of pupils by verdict, and metres walked beside fast traffic."""

from collections.abc import Iterator

import pandas as pd

from geodata.access.access_by_area import TABLES, Level
from geodata.indicators.rows import indicator_rows, stack

SOURCE = "openstreetmap+postcodes+population_by_age+schools"
VERDICTS = ("available", "undetermined", "unavailable", "likely_available")
EXPOSURES = ("over_20_m_lo", "over_20_m_hi", "over_30_m_lo", "over_30_m_hi")


def route_safety_rows(route_safety: pd.DataFrame, level: Level, area_codes: pd.Series, *, kind: str) -> pd.DataFrame:
    """Return the indicators `school_routes_...` of the areas given, from the table of route safety of their level.

    Verdicts and metres are of the pupils who live within the statutory distance; areas without any have no value.
    """
    code = TABLES[level][1]
    own = route_safety[route_safety[code].isin(area_codes)]
    return stack([*_verdicts(own, code, kind), *_exposures(own, code, kind)])


def _verdicts(own: pd.DataFrame, code: str, kind: str) -> Iterator[pd.DataFrame]:
    shares = [*((f"{verdict}_pct", "pupils_within_limit") for verdict in VERDICTS), ("beyond_limit_pct", "pupils")]
    for share, people in shares:
        yield indicator_rows(
            f"school_routes_{share}",
            own[code],
            own["period"],
            numerator=own[share].fillna(0) * own[people] / 100,
            denominator=own[people],
            kind=kind,
            source=SOURCE,
            note=own["note"],
        )


def _exposures(own: pd.DataFrame, code: str, kind: str) -> Iterator[pd.DataFrame]:
    for metres in EXPOSURES:
        yield indicator_rows(
            f"school_routes_{metres}",
            own[code],
            own["period"],
            numerator=own[metres].fillna(0) * own["pupils_within_limit"],
            denominator=own["pupils_within_limit"],
            kind=kind,
            source=SOURCE,
            note=own["note"],
        )
