"""Table `collision_prediction`: do places rated worse hold more child pedestrian casualties per pupil-km?"""

from collections.abc import Iterator
from typing import Literal

import geopandas as gpd
import numpy as np
import pandas as pd
import statsmodels.api as sm

from geodata.schemas import conform, empty
from geodata.schemas.school_routes import RULESETS
from geodata.school_routes.collisions.counting import collision_counts, latest_years, period
from geodata.school_routes.collisions.exposure import pupil_exposure
from geodata.school_routes.collisions.places import collision_places, place_ids, placed
from geodata.school_routes.collisions.streets import counts_by_place

HELD_BACK_YEARS = 2
FEWEST_CASUALTIES = 10
"""Child casualties below which no ratio is computed; our choice."""
RATED_BY = tuple(ruleset for ruleset in RULESETS if ruleset != "odot_plts")
KINDS_OF_PLACE = ("side", "street", "path", "crossing")
_RESULT = ["rate_ratio", "lower_cl", "upper_cl", "p_value", "note"]

Result = tuple[float, float, float, float, str]


def collision_prediction(
    parts: gpd.GeoDataFrame,
    edge_ratings: pd.DataFrame,
    crossing_ratings: pd.DataFrame,
    collisions: pd.DataFrame,
    casualties: pd.DataFrame,
    pupil_flows: pd.DataFrame,
    *,
    kind: Literal["computed", "synthetic"] = "computed",
) -> pd.DataFrame:
    """Return table `collision_prediction`: a row for each rule-set that gives verdicts and kind of place.

    A place has the worst likely rating of its sides or arms; its casualties are those of the latest two years, which
    nothing was fitted to. Where fewer than 10 children were hurt, or ratings or pupils are missing, the note says why
    nothing is computed. Empty without parts, collisions or casualties.
    """
    if parts.empty or collisions.empty or casualties.empty:
        return empty("collision_prediction")
    latest = latest_years(collisions, HELD_BACK_YEARS)
    places = collision_places(parts)
    counts = collision_counts(latest, casualties, pd.DataFrame({"collision_id": []}))[["child_pedestrians"]]
    counts = counts_by_place(counts, placed(latest, places), places["place_id"])
    exposure = pupil_exposure(parts, pupil_flows, latest["year"].nunique())
    is_inside = places["local_authority_code"].notna()  # no collisions are read beyond the study area
    hurt = places[["place_id", "kind"]].assign(
        casualties=counts["child_pedestrians"], exposure=places["place_id"].map(exposure).where(is_inside).astype(float)
    )
    ratings = pd.concat([edge_ratings, crossing_ratings], ignore_index=True)
    rows = pd.DataFrame(list(_rows(hurt, _worst_ratings(parts, ratings))))
    return conform("collision_prediction", rows.assign(period=period(latest), kind=kind))


def rate_ratio(casualties: pd.Series, exposure: pd.Series, rating: pd.Series) -> Result:
    """Return ratio, lower and upper 95 % limit, p-value and a sentence: casualties per exposure, one rating up.

    Poisson regression of casualties on the rating with log exposure as offset; nan and the reason where it cannot be
    computed. The limits speak of chance in the counts, not of what else differs between the places.

    >>> hurt, walked = pd.Series([4.0, 6, 10, 30]), pd.Series([0.5, 0.5, 1, 1])
    >>> rated = pd.Series([0.0, 0, 1, 1])
    >>> ratio, lower, upper, p, note = rate_ratio(hurt, walked, rated)  # 40 / 2 over 10 / 1
    >>> round(ratio, 3), round(lower, 3), round(upper, 3)  # exp(log 2 -+ 1.96 sqrt(1/10 + 1/40))
    (2.0, 1.0, 3.999)
    >>> rate_ratio(hurt / 10, walked, rated)[4]
    'not computed: 5 child casualties; 10 are needed'
    """
    problem = _problem(casualties, exposure, rating)
    if problem:
        return np.nan, np.nan, np.nan, np.nan, f"not computed: {problem}"
    design = sm.add_constant(rating.to_numpy(float))
    offset = np.log(exposure.to_numpy(float))
    fitted = sm.GLM(casualties.to_numpy(float), design, family=sm.families.Poisson(), offset=offset).fit()
    ratio, (lower, upper) = np.exp(fitted.params[1]), np.exp(fitted.conf_int()[1])
    return float(ratio), float(lower), float(upper), float(fitted.pvalues[1]), _in_words(ratio, lower, upper)


def _problem(casualties: pd.Series, exposure: pd.Series, rating: pd.Series) -> str:
    if casualties.empty:
        return "no place has both a rating and modelled pupils"
    if casualties.sum() < FEWEST_CASUALTIES:
        return f"{casualties.sum():.0f} child casualties; {FEWEST_CASUALTIES} are needed"
    worst = rating[casualties > 0].max()
    if rating[casualties > 0].nunique() < 2:
        there = 100 * exposure[rating == worst].sum() / exposure.sum()
        return (
            f"all {casualties.sum():.0f} child casualties are at places rated {worst:g}, with {there:.0f}% of walking"
        )
    return ""


def _in_words(ratio: float, lower: float, upper: float) -> str:
    way = "more" if lower > 1 else "fewer" if upper < 1 else "neither surely more nor fewer"
    return f"places rated one worse hold {way} child casualties per pupil walking there: {ratio:.2f} times"


def _worst_ratings(parts: pd.DataFrame, ratings: pd.DataFrame) -> pd.DataFrame:
    """Return the worst likely rating of each place by rule-set; a place none of whose parts is rated has null."""
    named = {f"{ruleset}_rating_likely": ruleset for ruleset in RATED_BY}
    by_part = ratings.set_index("part_id").reindex(columns=list(named)).rename(columns=named)
    return by_part.reindex(parts["part_id"]).astype(float).groupby(place_ids(parts).to_numpy()).max()


def _rows(hurt: pd.DataFrame, worst: pd.DataFrame) -> Iterator[dict[str, object]]:
    for ruleset in RATED_BY:
        rating = hurt["place_id"].map(worst[ruleset])
        is_used = rating.notna() & (hurt["exposure"] > 0)
        for kind_of_place in KINDS_OF_PLACE:
            own = hurt["kind"] == kind_of_place
            used = hurt[own & is_used]
            result = rate_ratio(used["casualties"], used["exposure"], rating[used.index])
            yield {
                "ruleset": ruleset,
                "kind_of_place": kind_of_place,
                "n_places": len(used),
                "child_pedestrians": used["casualties"].sum(),
                "child_pedestrians_unexposed": hurt.loc[own & ~is_used, "casualties"].sum(),
                "pupil_exposure": used["exposure"].sum(),
                **dict(zip(_RESULT, result, strict=True)),
            }
