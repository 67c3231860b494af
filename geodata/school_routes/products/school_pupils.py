"""Pupils of each school by verdict, their walks, and the deprivation of those without an available route."""

import numpy as np
import pandas as pd

from geodata.access.weighted_median import weighted_medians
from geodata.school_routes.routes.speed_exposure import EXPOSURES
from geodata.school_routes.statutory import LONGEST_M, LOW_INCOME_GROUP, LOW_INCOME_LIMIT_M

VERDICTS = {
    "pupils_available": "available",
    "pupils_undetermined": "undetermined",
    "pupils_unavailable": "unavailable",
    "pupils_beyond_limit": "beyond limit",
}
MOST_DEPRIVED_FIFTH = (1, 2)  # national deciles, 1 the most deprived


def pupils_by_verdict(pupil_routes: pd.DataFrame) -> pd.DataFrame:
    """Return by `school_id` the pupils for whom it is the nearest, by verdict.

    Columns `pupils_available, pupils_undetermined, pupils_unavailable, pupils_beyond_limit`, `pupils`, which is their
    sum, `pupils_unconditional`, available whatever sight lines are, `pupils_likely_available`, and of those of low
    income `low_income_pupils_2_to_3_miles`, who are 8 to 10 and whose shortest walk is over two miles and at most
    three, and `low_income_pupils_undetermined, _unavailable` within the distance that holds for them; null where their
    number is not known to anybody.
    """
    school, pupils = pupil_routes["school_id"], pupil_routes["pupils"]
    counted = {name: pupils.where(pupil_routes["verdict"] == verdict, 0.0) for name, verdict in VERDICTS.items()}
    is_settled = (pupil_routes["verdict"] == "available") & (pupil_routes["unconditional_m"] <= pupil_routes["limit_m"])
    counted["pupils_unconditional"] = pupils.where(is_settled, 0.0)
    counted["pupils_likely_available"] = pupils.where(pupil_routes["likely_verdict"] == "available", 0.0)
    sums = pd.DataFrame(counted).groupby(school, sort=True).sum()
    sums["pupils"] = sums[list(VERDICTS)].sum(axis=1)
    return sums.join(_low_income(pupil_routes))


def _low_income(pupil_routes: pd.DataFrame) -> pd.DataFrame:
    is_group, metres = pupil_routes["age_group"] == LOW_INCOME_GROUP, pupil_routes["shortest_m"]
    asked = {
        "2_to_3_miles": is_group & (metres > LOW_INCOME_LIMIT_M) & (metres <= LONGEST_M),
        "undetermined": pupil_routes["low_income_verdict"] == "undetermined",
        "unavailable": pupil_routes["low_income_verdict"] == "unavailable",
    }
    pupils, is_people = pupil_routes["low_income_pupils"], pupil_routes["unit"] == "pupils"
    counts = {f"low_income_pupils_{name}": pupils.where(which, 0.0).where(is_people) for name, which in asked.items()}
    return pd.DataFrame(counts).groupby(pupil_routes["school_id"]).sum(skipna=False)


def walks_to_school(pupil_routes: pd.DataFrame) -> pd.DataFrame:
    """Return by `school_id` the walks of pupils within the distance: medians, detour and exposure to speed.

    `median_shortest_m` is of all within the distance; `median_available_m` and `detour`, the mean of available over
    shortest walk, are of those whose route is known to be available (strict evidence), null where there are none.
    `over_20_m_lo, _hi, over_30_m_lo, _hi` are mean metres of the shortest walk beside traffic over that speed.
    """
    within = pupil_routes[(pupil_routes["verdict"] != "beyond limit") & (pupil_routes["pupils"] > 0)]
    served = within[within["verdict"] == "available"]
    longer = (served["strict_m"] / served["shortest_m"]).where(served["shortest_m"] > 0, 1.0)
    walks = {
        "median_shortest_m": weighted_medians(within["shortest_m"], within["pupils"], within["school_id"]),
        "median_available_m": weighted_medians(served["strict_m"], served["pupils"], served["school_id"]),
        "detour": weighted_means(longer.to_frame("detour"), served["pupils"], served["school_id"])["detour"],
    }
    exposure = weighted_means(within[list(EXPOSURES)], within["pupils"], within["school_id"])
    return exposure.assign(**{name: values.reindex(exposure.index) for name, values in walks.items()})


def weighted_means(values: pd.DataFrame, weights: pd.Series, groups: pd.Series) -> pd.DataFrame:
    """Return the weighted mean of each column by group, sorted; missing where one of its values is.

    >>> metres, pupils = pd.DataFrame({"over_20_m_lo": [100.0, 400.0]}), pd.Series([2.0, 1.0])
    >>> weighted_means(metres, pupils, pd.Series(["a", "a"]))["over_20_m_lo"].to_dict()
    {'a': 200.0}
    """
    sums = values.mul(weights, axis=0).groupby(groups, sort=True).sum(skipna=False)
    return sums.div(weights.groupby(groups).sum(), axis=0).astype(float)


def most_deprived_fifth_pct(pupil_routes: pd.DataFrame, homes: pd.DataFrame, imd_deciles: pd.DataFrame) -> pd.Series:
    """Return by `school_id` the per cent of pupils without an available route who live in national deciles 1 and 2.

    They are those whose verdict is unavailable; homes whose LSOA has no decile (columns `lsoa_code`, `imd_decile`)
    count in neither number. Null where nobody is without a route, or no decile is known.
    """
    decile_of = homes.set_index("home_id")["lsoa_code"].map(imd_deciles.set_index("lsoa_code")["imd_decile"])
    decile = pupil_routes["home_id"].map(decile_of).astype(float)
    has_none = (pupil_routes["verdict"] == "unavailable") & decile.notna()
    counted = pupil_routes["pupils"].where(has_none, 0.0)
    deprived = counted.where(decile.isin(MOST_DEPRIVED_FIFTH), 0.0)
    sums = pd.DataFrame({"all": counted, "deprived": deprived}).groupby(pupil_routes["school_id"], sort=True).sum()
    share: pd.Series = (100 * sums["deprived"] / sums["all"].replace(0.0, np.nan)).clip(0, 100)
    return share
