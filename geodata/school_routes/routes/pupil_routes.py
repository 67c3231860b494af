"""Table `pupil_routes`: who has an available walk to the nearest school, and what decides it."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geodata.routing.ways import Ways
from geodata.schemas import conform
from geodata.school_routes.routes.graph import LONGEST_MM, RouteGraph
from geodata.school_routes.routes.nearest_school import NearestSchools, nearest_schools
from geodata.school_routes.routes.speed_exposure import EXPOSURES, fast_millimetres
from geodata.school_routes.routes.usable_parts import FINE, MODES, Mode, PartRatings
from geodata.school_routes.routes.verdicts import is_within, pupil_verdicts
from geodata.school_routes.statutory import AGE_GROUPS, ANY_AGE, LONGEST_M, LOW_INCOME_GROUP, LOW_INCOME_LIMIT_M

Integers = NDArray[np.int64]
LIMITS_M = {group.name: group.limit_m for group in AGE_GROUPS} | {ANY_AGE: LONGEST_M}
"""Statutory walking distance by age group, in the order of the table."""


class Pairs(NamedTuple):
    """Distinct pairs of a school and a home, by school and home, and the pair of each row; -1 if it has no school."""

    school: Integers
    home: Integers
    of_row: Integers


def pupil_routes(
    graph: RouteGraph,
    ratings: PartRatings,
    link_evidence: pd.DataFrame,
    home_pupils: pd.DataFrame,
    schools: pd.DataFrame,
) -> pd.DataFrame:
    """Return table `pupil_routes`, a row for each of `home_pupils`, by home and age group.

    The nearest school is that of the shortest walk, whatever the evidence; its available walks are the shortest ones
    over parts usable under best, likely and strict evidence, and over those of the last that are subject to nothing,
    the home's own always among them. All lengths include the
    ways to door and gate, and end at three miles. Metres over a speed are those of the shortest walk; the
    deciding part is the worst on it (of several as bad the one nearest to the school). Both are null beyond the limit.
    Sources: `geodata.school_routes.statutory`.
    """
    rows, limit_m = _by_home_and_age(home_pupils)
    found = nearest_schools(graph, rows, schools)
    pairs = _pairs(found)
    shortest = graph.unrestricted.ways(pairs.school, pairs.home, LONGEST_MM)
    mm = {mode: _walks(graph, pairs, shortest, ratings.usable(mode)) for mode in MODES}
    limit_mm = np.rint(limit_m * 1000).astype(np.int64)
    unconditional = _walks(graph, pairs, shortest, ratings.unconditional)
    verdicts = _verdicts(rows["age_group"], limit_mm, found.mm, mm)
    within = is_within(found.mm, limit_mm)
    ids = pd.Series(graph.school_id, dtype="string").array
    return conform(
        "pupil_routes",
        rows.assign(
            school_id=ids.take(np.where(found.school >= 0, found.school - graph.first_school, -1), allow_fill=True),
            limit_m=limit_m,
            shortest_m=_metres(found.mm),
            **{f"{mode}_m": _metres(mm[mode]) for mode in MODES},
            unconditional_m=_metres(unconditional),
            **verdicts,
        ).join(_on_the_way(graph, ratings, link_evidence, shortest, np.where(within, pairs.of_row, -1))),
    )


def _by_home_and_age(home_pupils: pd.DataFrame) -> tuple[pd.DataFrame, NDArray[np.float64]]:
    """Return the rows by home and age group, and the statutory walking distance of each."""
    age_group = pd.Categorical(home_pupils["age_group"], categories=list(LIMITS_M)).codes
    order = np.lexsort((age_group, home_pupils["home_id"].to_numpy()))
    return home_pupils.iloc[order].reset_index(drop=True), np.array(list(LIMITS_M.values()))[age_group[order]]


def _pairs(found: NearestSchools) -> Pairs:
    """Return the distinct pairs; many homes have the same nearest school for two age groups."""
    (rows,) = np.nonzero(found.school >= 0)
    width = int(found.home.max(initial=0)) + 1
    keys, pair = np.unique(found.school[rows] * width + found.home[rows], return_inverse=True)
    of_row = np.full(len(found.school), -1, dtype=np.int64)
    of_row[rows] = pair
    return Pairs(keys // width, keys % width, of_row)


def _walks(graph: RouteGraph, pairs: Pairs, shortest: Ways, usable: NDArray[np.bool_]) -> Integers:
    """Return each row's walk over usable parts in millimetres; -1 where there is none within three miles.

    Only pairs whose shortest way of all leads over a part that is not usable have to look for another one.
    """
    is_barred = shortest.worst(graph.by_piece(~usable, of_gates=False)) >= 0
    mm = shortest.cost.copy()
    mm[is_barred] = graph.walkable(usable).walk_mm(pairs.school[is_barred], pairs.home[is_barred], LONGEST_MM)
    return np.append(mm, -1)[pairs.of_row]


def _verdicts(
    age_groups: pd.Series, limit_mm: Integers, shortest_mm: Integers, mm: dict[Mode, Integers]
) -> dict[str, pd.Series]:
    is_shorter = (age_groups == LOW_INCOME_GROUP).to_numpy(dtype=bool)
    low_income_mm = np.where(is_shorter, round(LOW_INCOME_LIMIT_M * 1000), limit_mm)
    best, likely, strict = (mm[mode] for mode in MODES)
    return {
        "verdict": pupil_verdicts(shortest_mm, best, strict, limit_mm),
        "likely_verdict": pupil_verdicts(shortest_mm, likely, likely, limit_mm),
        "low_income_verdict": pupil_verdicts(shortest_mm, best, strict, low_income_mm),
    }


def _on_the_way(
    graph: RouteGraph, ratings: PartRatings, link_evidence: pd.DataFrame, shortest: Ways, pair: Integers
) -> pd.DataFrame:
    """Return the worst part on the shortest way of each row's pair and the metres over each speed, null for pair -1."""
    worst = shortest.worst(graph.by_piece(ratings.severity, of_gates=FINE))
    part = np.append(graph.pieces.part, -1)[np.append(worst, -1)[pair]]
    sums = shortest.sums(fast_millimetres(graph, link_evidence))
    metres = np.concatenate([sums, np.full((1, len(EXPOSURES)), np.nan)])[pair] / 1000
    ids = pd.Series(graph.parts["part_id"], dtype="string").array
    return pd.DataFrame(metres, columns=list(EXPOSURES)).assign(deciding_part_id=ids.take(part, allow_fill=True))


def _metres(mm: Integers) -> NDArray[np.float64]:
    return np.where(mm < 0, np.nan, mm / 1000)
