"""Deprivation of the demo borough's LSOAs: one pattern on the ground, and the index, domains and sub-domains from it.

Inner wards and an estate on the edge are the most deprived, the hillside the least. Ranks come first: each domain's
rank in England is drawn around the pattern; scores, deciles and the index follow from the ranks.
"""

from dataclasses import dataclass
from functools import cache
from typing import Literal

import numpy as np
import pandas as pd
from scipy.stats import norm

from geodata.demo import geography
from geodata.demo.areas import Level, build_borough
from geodata.demo.geography import Array
from geodata.demo.seed import random_stream

Edition = Literal[2019, 2025]
LSOAS_IN_ENGLAND: dict[Edition, int] = {2019: 32_844, 2025: 33_755}
LEVEL: dict[Edition, Level] = {2019: "lsoa_2011", 2025: "lsoa"}
INDEX = "Index of Multiple Deprivation (IMD)"
IMD_WEIGHTS = {
    "Income": 0.225,
    "Employment": 0.225,
    "Education, Skills and Training": 0.135,
    "Health Deprivation and Disability": 0.135,
    "Crime": 0.093,
    "Barriers to Housing and Services": 0.093,
    "Living Environment": 0.093,
}
"""The published weights of the seven domains in the index; the order is that of File 7."""


@dataclass(frozen=True)
class Measure:
    """A domain, supplementary index or sub-domain: how closely it follows the pattern and what its scores look like."""

    name: str
    loading: float
    scale: Literal["rate", "normal", "exponential"]
    spread: float = 1.0


MEASURES = (
    Measure("Income", 0.97, "rate", 0.45),
    Measure("Employment", 0.96, "rate", 0.33),
    Measure("Education, Skills and Training", 0.92, "exponential"),
    Measure("Health Deprivation and Disability", 0.93, "normal", 0.9),
    Measure("Crime", 0.85, "normal", 0.8),
    Measure("Barriers to Housing and Services", -0.15, "exponential"),
    Measure("Living Environment", 0.55, "exponential"),
    Measure("Income Deprivation Affecting Children Index (IDACI)", 0.95, "rate", 0.6),
    Measure("Income Deprivation Affecting Older People (IDAOPI)", 0.93, "rate", 0.6),
    Measure("Children and Young People Sub-domain", 0.88, "normal", 0.9),
    Measure("Adult Skills Sub-domain", 0.92, "rate", 0.5),
    Measure("Geographical Barriers Sub-domain", -0.6, "normal", 0.9),
    Measure("Wider Barriers Sub-domain", 0.6, "normal", 2.5),
    Measure("Indoors Sub-domain", 0.5, "normal", 0.9),
    Measure("Outdoors Sub-domain", 0.5, "normal", 0.9),
)


@cache
def lsoa_deprivation(edition: Edition) -> pd.DataFrame:
    """Return one row per LSOA: its `code` and, for each measure, the columns `<measure> score`, `rank` and `decile`.

    2025 is by LSOA 2021, 2019 by LSOA 2011. The index comes first, then the measures in the order of File 7.
    """
    pattern = _pattern(LEVEL[edition])
    count = LSOAS_IN_ENGLAND[edition]
    columns: dict[str, Array] = {}
    transformed = np.zeros(len(pattern))
    for measure in MEASURES:
        share = _share_less_deprived(measure, pattern.to_numpy(), edition)
        rank = _distinct_ranks(1 + (1 - share) * count, count)
        columns |= _figures(measure.name, _score(measure, 1 - (rank - 0.5) / count), rank, count)
        transformed += IMD_WEIGHTS.get(measure.name, 0) * exponential_score(1 - (rank - 0.5) / count)
    rank = _distinct_ranks(1 + (1 - _share_below(transformed)) * count, count)
    index = _figures(INDEX, transformed.round(3), rank, count)
    return pd.DataFrame({"code": pattern.index, **index, **columns})


def exponential_score(share_less_deprived: Array) -> Array:
    """Return the score from 0 to 100 that spreads out the most deprived tenth.

    The transformation is that of the Indices of Deprivation (IoD2019 technical report):
    -23 ln(1 - R(1 - exp(-100/23))), where R is the share of areas that are less deprived.

    >>> exponential_score(np.array([0.0, 0.5, 1.0])).round(1).tolist()
    [0.0, 15.6, 100.0]
    """
    score: Array = np.abs(-23 * np.log(1 - share_less_deprived * (1 - np.exp(-100 / 23))))
    return score


def _pattern(level: Level) -> pd.Series:
    """Return how deprived each area is, in standard deviations of England's LSOAs, indexed by code."""
    frame = pd.DataFrame(build_borough().output_areas)
    middle = build_borough().output_areas.centroid
    local = -0.95 + random_stream("deprivation").normal(0, 0.35, len(frame))
    for place, height, spread_m in (
        (geography.TOWN_CENTRE, 2.1, 2100.0),
        (geography.EDGE_ESTATE, 2.6, 1000.0),
        (geography.HILL_TOP, -0.8, 1700.0),
    ):
        local = local + height * np.exp(-((middle.distance(place) / spread_m) ** 2) / 2)
    code = frame[f"{level}_code"]
    weighted: pd.Series = (local * frame["residents"]).groupby(code).sum()
    return weighted / frame["residents"].groupby(code).sum()


def _share_less_deprived(measure: Measure, pattern: Array, edition: Edition) -> Array:
    noise = random_stream(f"{measure.name} {edition}").normal(0, 1, len(pattern))
    return np.asarray(norm.cdf(measure.loading * pattern + np.sqrt(1 - measure.loading**2) * 0.9 * noise))


def _distinct_ranks(wanted: Array, count: int) -> Array:
    """Return whole ranks from 1 to `count` nearest to those wanted, no two the same, in the same order."""
    order = np.argsort(wanted, kind="stable")
    step = np.arange(len(wanted))
    upwards = np.maximum.accumulate(np.floor(wanted[order]) - step) + step
    ranks = np.empty(len(wanted))
    ranks[order] = np.minimum(upwards, count - step[::-1])
    return ranks


def _score(measure: Measure, share: Array) -> Array:
    if measure.scale == "normal":
        return np.asarray(measure.spread * norm.ppf(share)).round(3)
    if measure.scale == "rate":
        return np.asarray(measure.spread * (0.03 + 0.97 * share**3)).round(3)
    return exponential_score(share).round(3)


def _share_below(imd_score: Array) -> Array:
    """Return England's share of LSOAs with a lower index; the curve runs near the published ones."""
    spread = np.clip((imd_score - 3) / 0.87, 0, 99.9)
    return np.asarray((1 - np.exp(-spread / 23)) / (1 - np.exp(-100 / 23)))


def _figures(name: str, score: Array, rank: Array, count: int) -> dict[str, Array]:
    return {f"{name} score": score, f"{name} rank": rank, f"{name} decile": np.ceil(rank * 10 / count)}
