"""What is said of a ward in sentences: how deprived, how it ranks, whether it stands out among wards and neighbours."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from geodata.indicators.definitions import indicator_list
from maps.numbers import decimal

CLUSTERS = {
    "high among high": "high, among neighbours that are high too",
    "low among low": "low, among neighbours that are low too",
    "high among low": "high, among neighbours that are low",
    "low among high": "low, among neighbours that are high",
    "not significant": "no more like its neighbours, or unlike them, than by chance",
}
BEYOND = {
    "high": "higher than chance and the usual differences between wards explain",
    "low": "lower than chance and the usual differences between wards explain",
    "not": "within what chance and the usual differences between wards explain",
}


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
    """Return by ward a sentence for each indicator that it was tested on: beyond chance, then beside its neighbours."""
    said: dict[str, list[str]] = {}
    for row in ward_funnel.dropna(subset=["outcome_adjusted"]).to_dict("records"):
        side = str(row["outcome_adjusted"]).split()[0]
        if side in BEYOND:
            said.setdefault(str(row["area_code"]), []).append(f"{_named(row)}: {BEYOND[side]}.")
    for row in ward_clusters.to_dict("records"):
        if row["cluster"] in CLUSTERS:
            p = f"p {decimal(row['p_adjusted'], 2)}, adjusted for many tests"
            said.setdefault(str(row["area_code"]), []).append(f"{_named(row)}: {CLUSTERS[row['cluster']]} ({p}).")
    return said


def _named(row: Mapping[Any, Any]) -> str:
    return f"{indicator_list()[str(row['indicator'])].title}, {row['period']}"
