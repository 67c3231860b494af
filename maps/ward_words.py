"""What is said of a ward in sentences: how deprived, how it ranks, whether it stands out among wards and neighbours."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from geodata.indicators.definitions import indicator_list
from maps.numbers import counted, decimal

CLUSTERS = {
    "high among high": "high, among neighbours that are high too",
    "low among low": "low, among neighbours that are low too",
    "high among low": "high, among neighbours that are low",
    "low among high": "low, among neighbours that are high",
}
NO_CLUSTER = "not significant"
BEYOND = {
    "high": "higher than chance and the usual differences between wards explain",
    "low": "lower than chance and the usual differences between wards explain",
}
NOT_BEYOND = "not"
WITHIN_CHANCE = "within what chance and the usual differences between wards explain"
AS_BY_CHANCE = "no more like its neighbours, or unlike them, than by chance"


def opening(row: Mapping[Any, Any], n_ranked: int, study_area: str) -> list[str]:
    """Return sentences on deprivation and priority from a row of table `ward_inequity`; what is missing is not said."""
    sentences = []
    if pd.notna(row["imd_decile_national"]):
        own = row["imd_decile_study_area"]
        among = f", and in tenth {decimal(own, 0)} among the wards of {study_area}" if pd.notna(own) else ""
        sentences.append(
            f"By average deprivation score it falls in tenth {decimal(row['imd_decile_national'], 0)} of England's "
            f"small areas{among}; 1 is the most deprived."
        )
    if pd.notna(row["priority_rank"]) and n_ranked > 1:
        lower, upper = row["priority_rank_lower"], row["priority_rank_upper"]
        may_be = f" (it may be {decimal(lower, 0)} to {decimal(upper, 0)})" if pd.notna(lower) else ""
        sentences.append(
            f"Priority rank {decimal(row['priority_rank'], 0)} of {n_ranked}{may_be}; 1 is the greatest need."
        )
    return sentences


def standing_out(ward_funnel: pd.DataFrame, ward_clusters: pd.DataFrame) -> dict[str, list[str]]:
    """Return by ward a sentence for each figure that stands out, and how many were looked at that do not.

    First beyond chance (table `ward_funnel`), then beside its neighbours (table `ward_clusters`).
    """
    funnel = ward_funnel.dropna(subset=["outcome_adjusted"])
    sides = funnel["outcome_adjusted"].str.split().str[0]
    beyond = funnel[sides.isin(list(BEYOND))].to_dict("records")
    like = ward_clusters[ward_clusters["cluster"].isin(list(CLUSTERS))].to_dict("records")
    within = funnel.loc[sides == NOT_BEYOND, "area_code"].value_counts()
    as_others = ward_clusters.loc[ward_clusters["cluster"] == NO_CLUSTER, "area_code"].value_counts()
    told = [
        *((row["area_code"], f"{_named(row)}: {BEYOND[str(row['outcome_adjusted']).split()[0]]}.") for row in beyond),
        *((code, f"{counted(count, 'figure')} {WITHIN_CHANCE}.") for code, count in within.items()),
        *((row["area_code"], f"{_named(row)}: {CLUSTERS[row['cluster']]} ({_p_value(row)}).") for row in like),
        *((code, f"{counted(count, 'figure')} {AS_BY_CHANCE}.") for code, count in as_others.items()),
    ]
    said: dict[str, list[str]] = {}
    for code, sentence in told:
        said.setdefault(str(code), []).append(sentence)
    return said


def _p_value(row: Mapping[Any, Any]) -> str:
    return f"p {decimal(row['p_adjusted'], 2)}, adjusted for many tests"


def _named(row: Mapping[Any, Any]) -> str:
    return f"{indicator_list()[str(row['indicator'])].title}, {row['period']}"
