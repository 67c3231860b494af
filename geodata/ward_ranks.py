"""Table `ward_ranks`: where each ward stands among all wards, and how far that rank can be trusted."""

import numpy as np
import pandas as pd

from geodata.inequality.rank_intervals import rank_intervals
from geodata.schemas import conform, empty
from geodata.study_area import StudyArea
from geodata.ward_figures import WardFigures, joined_notes, missing_authorities, ward_figures

SEED = 20250601
WIDE = 0.25
RANK_1_IS = {"worse": "the worst (highest value)", "better": "the worst (lowest value)", "neither": "the highest value"}


def ward_ranks(study_area: StudyArea, wards: pd.DataFrame, ward_indicators: pd.DataFrame) -> pd.DataFrame:
    """Return table `ward_ranks`, one row per ward and eligible indicator.

    Rank 1 is the worst value, or the highest where the indicator is neither good nor bad; `rank_1_is` says which. The
    interval is that of `rank_intervals`, with a fixed seed. `note` says why a ward is not ranked (no value, or an
    authority of the study area still missing), and where the interval spans more than a quarter of the wards.
    """
    missing = missing_authorities(study_area, wards)
    parts = [_ranks(figures, missing) for figures in ward_figures(wards, ward_indicators)]
    return conform("ward_ranks", pd.concat(parts, ignore_index=True)) if parts else empty("ward_ranks")


def _ranks(figures: WardFigures, missing: str) -> pd.DataFrame:
    rows, higher_is = figures.rows, figures.indicator.higher_is
    value, lower, upper = (
        rows[name] if not missing else rows[name] * np.nan for name in ("value", "lower_cl", "upper_cl")
    )
    ranks = rank_intervals(value, lower, upper, highest_is_first=higher_is != "better", seed=SEED)
    n_ranked = int(value.notna().sum())
    reason = f"not ranked: {missing}" if missing else _reasons(rows, ranks, n_ranked)
    return (
        rows.join(ranks)
        .assign(rank_1_is=RANK_1_IS[higher_is], n_ranked=n_ranked, note=joined_notes(reason, rows["note"]))
        .reset_index()
    )


def _reasons(rows: pd.DataFrame, ranks: pd.DataFrame, n_ranked: int) -> pd.Series:
    """Return why a ward has no rank or no interval, or how wide the interval is; empty where it is narrow."""
    reasons = [
        _wide(lower, upper, n_ranked)
        for lower, upper in ranks[["rank_lower", "rank_upper"]].itertuples(index=False, name=None)
    ]
    has_no_limits = rows["lower_cl"].isna() | rows["upper_cl"].isna()
    if has_no_limits.all():
        without = "no rank interval: the values have no limits"
    else:
        without = "rank interval without the ward's own uncertainty: no limits"
    words = pd.Series(reasons, rows.index, dtype="string").mask(has_no_limits, without)
    return words.mask(ranks["rank"].isna(), "not ranked: no value")


def _wide(lower: float, upper: float, n_ranked: int) -> str:
    if not upper - lower > WIDE * n_ranked:
        return ""
    return f"rank interval wide: anywhere between {_ordinal(int(lower))} and {_ordinal(int(upper))} of {n_ranked}"


def _ordinal(number: int) -> str:
    is_teen = number // 10 % 10 == 1
    return f"{number}{'th' if is_teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"
