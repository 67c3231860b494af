"""Table `ward_inequity`: every theme joined ward by ward, each figure against what the ward's deprivation predicts."""

import numpy as np
import pandas as pd

from geodata.apportionment import whole_people
from geodata.errors import TooFewAreasError
from geodata.indicators.definitions import indicator_list, refuse_unknown
from geodata.indicators.rows import select
from geodata.inequality.gap import gap_from_deprivation
from geodata.inequality.priority import held_fixed, priority_rank
from geodata.inequality.quantiles import assign_quantile
from geodata.schemas import conform
from geodata.study_area import StudyArea
from geodata.ward_figures import eligible_indicators, joined_notes, missing_authorities

SCORE = "iod2025_imd_score"
OUTLIER = 4.0
SEED = 20250501


def ward_inequity(
    study_area: StudyArea,
    wards: pd.DataFrame,
    ward_indicators: pd.DataFrame,
    lsoa_indicators: pd.DataFrame,
    ward_clusters: pd.DataFrame,
) -> pd.DataFrame:
    """Return table `ward_inequity`, one row per ward of the authorities computed so far.

    Deciles, gaps and ranks compare the wards of the whole study area: while an authority is missing they are null and
    `flags` says so. Fewer than ten wards have no deciles. Gap: residual of a population-weighted linear fit on the IMD
    score, with its prediction interval.
    """
    table = wards.drop(columns="geometry").set_index("ward_code")
    residents = _column(ward_indicators, "residents", "2021").reindex(table.index)
    score = _column(ward_indicators, SCORE, "2025").reindex(table.index)
    whole = residents.groupby(table["local_authority_code"], group_keys=False).apply(whole_people)
    missing = missing_authorities(study_area, wards)
    compared = _not_compared(table.index) if missing else _compared(study_area, ward_indicators, score, residents)
    partly = f"not ranked: {missing}" if missing else ""
    own = {
        "residents": whole,
        "imd_score": score,
        "imd_decile_national": national_decile(score, lsoa_indicators),
        "cluster": _clusters(ward_clusters).reindex(table.index).fillna("not computed"),
        "flags": joined_notes(_flags(ward_indicators).reindex(table.index), compared["rank_notes"], partly),
    }
    joined = pd.concat([table, compared, pd.DataFrame(own, index=table.index)], axis=1)
    # one figure after another makes hundreds of blocks: a copy is one
    return conform("ward_inequity", joined.copy().reset_index())


def _column(ward_indicators: pd.DataFrame, indicator: str, period: str, column: str = "value") -> pd.Series:
    return select(ward_indicators, indicator, period).set_index("area_code")[column]


def _compared(
    study_area: StudyArea, ward_indicators: pd.DataFrame, score: pd.Series, residents: pd.Series
) -> pd.DataFrame:
    decile = assign_quantile(score, 10, highest_is_first=True).rename("imd_decile_study_area")
    gaps = [_gap(ward_indicators, indicator, score, residents) for indicator in eligible_indicators(ward_indicators)]
    return pd.concat([decile, *gaps, _priority(study_area, ward_indicators, score.index)], axis=1)


def _not_compared(index: pd.Index) -> pd.DataFrame:
    columns = ["imd_decile_study_area", "priority_score", "priority_rank", "priority_rank_lower", "priority_rank_upper"]
    return pd.DataFrame(np.nan, index=index, columns=columns).assign(rank_notes="")


def _gap(ward_indicators: pd.DataFrame, indicator: str, score: pd.Series, residents: pd.Series) -> pd.DataFrame:
    period = eligible_indicators(ward_indicators)[indicator]
    value = _column(ward_indicators, indicator, period).reindex(score.index)
    try:
        gap = gap_from_deprivation(value, score, residents)
    except TooFewAreasError:
        gap = pd.DataFrame(np.nan, index=score.index, columns=["expected", "gap", "gap_lower", "gap_upper"])
    return gap.assign(value=value).add_prefix(f"{indicator}_")


def _priority(study_area: StudyArea, ward_indicators: pd.DataFrame, index: pd.Index) -> pd.DataFrame:
    refuse_unknown(study_area, "priority.components", study_area.priority.components)
    periods = {SCORE: "2025", **eligible_indicators(ward_indicators)}
    names = [name for name in study_area.priority.components if name in periods]
    absent = [name for name in study_area.priority.components if name not in periods]
    value, lower, upper = (
        pd.DataFrame({name: _column(ward_indicators, name, periods[name], column) for name in names}).reindex(index)
        for column in ("value", "lower_cl", "upper_cl")
    )
    ranks = priority_rank(value, lower, upper, seed=SEED)
    incomplete = value.isna().any(axis=1)
    fixed = held_fixed(value, lower, upper).mask(incomplete, "not ranked: a component is missing")
    without = f"ranked without {', '.join(absent)}: no figures" if absent else ""
    return ranks.assign(rank_notes=joined_notes(_outliers(ranks[[f"{name}_z" for name in names]]), fixed, without))


def _outliers(z_scores: pd.DataFrame) -> pd.Series:
    """Return in words each component so far from the mean that it alone makes the ward's rank."""
    words = pd.DataFrame(
        {
            name: (
                z.map("{:.1f}".format) + f" standard deviations from the mean in {str(name).removesuffix('_z')}"
            ).where(z.abs() > OUTLIER, "")
            for name, z in z_scores.items()
        }
    )
    return joined_notes(*(words[name] for name in words))


def national_decile(score: pd.Series, lsoa_indicators: pd.DataFrame) -> pd.Series:
    """Return the national LSOA decile whose range of IMD scores holds each ward's score, 1 = most deprived.

    The publisher gives no cut points; the lowest score of each decile among the LSOAs here stands for them.
    """
    lsoa_score = _column(lsoa_indicators, SCORE, "2025")
    lsoa_decile = _column(lsoa_indicators, "iod2025_imd_decile", "2025")
    lowest = lsoa_score.groupby(lsoa_decile.reindex(lsoa_score.index)).min().sort_values()
    position = np.clip(np.searchsorted(lowest.to_numpy(), score.to_numpy(float), side="right") - 1, 0, None)
    return pd.Series(lowest.index.to_numpy(float)[position], index=score.index).where(score.notna())


def _clusters(ward_clusters: pd.DataFrame) -> pd.Series:
    """Return for each ward the clusters it lies in, in words; "none" where chance alone would make as much."""
    in_one = ward_clusters[~ward_clusters["cluster"].isin(["not significant", "not computed"])]
    titles = in_one["indicator"].map({name: definition.title for name, definition in indicator_list().items()})
    words = (in_one["cluster"] + ": " + titles.astype("string")).groupby(in_one["area_code"]).agg("; ".join)
    judged = ward_clusters.loc[ward_clusters["cluster"] != "not computed", "area_code"].unique()
    return words.reindex(judged, fill_value="none").astype("string")


def _flags(ward_indicators: pd.DataFrame) -> pd.Series:
    residents = select(ward_indicators, "residents", "2021").set_index("area_code")
    no_best_fit = residents["value_best_fit"].isna().map({True: "no LSOA by ONS best fit", False: ""})
    rates = select(ward_indicators, "road_casualties_per_1000").groupby("area_code")["note"].first()
    coarse = rates.str.extract(r"(unreliable: [^;]*)", expand=False).reindex(residents.index).fillna("")
    joined = no_best_fit.astype("string") + "; " + coarse.astype("string")
    return joined.str.strip("; ")
