"""Published claims about numbers of people, held against rate times every candidate denominator."""

import pandas as pd

from geodata.indicators.activity import limits_note, people_with_limits
from geodata.indicators.definitions import indicator_list, refuse_unknown
from geodata.indicators.rows import select
from geodata.schemas import conform, empty
from geodata.study_area import Claim, StudyArea

DENOMINATORS = {
    "adults aged 19 and over, mid-2020": ("residents_age_19_plus", "mid-2020"),
    "people of all ages, mid-2020": ("residents", "mid-2020"),
    "usual residents of all ages, Census 2021": ("residents", "2021"),
}
PERIODS = 3


def headline_reconciliation(study_area: StudyArea, local_authority_indicators: pd.DataFrame) -> pd.DataFrame:
    """Return table `headline_reconciliation`: each claim, the latest three periods, every denominator.

    People = sum over authorities of rate times denominator. A period in which an authority has no rate is left out.
    """
    refuse_unknown(study_area, "claims.indicator", [claim.indicator for claim in study_area.claims])
    own = local_authority_indicators[local_authority_indicators["area_level"] == "local_authority"]
    rows = [
        row
        for claim in study_area.claims
        for period in sorted(select(own, claim.indicator)["period"].unique())[-PERIODS:]
        for name in DENOMINATORS
        if (row := _row(study_area, claim, own, str(period), name))
    ]
    if not rows:
        return empty("headline_reconciliation")
    return conform("headline_reconciliation", pd.DataFrame(rows))


def _row(study_area: StudyArea, claim: Claim, own: pd.DataFrame, period: str, name: str) -> dict[str, object] | None:
    rates = select(own, claim.indicator, period).set_index("area_code")[["value", "lower_cl", "upper_cl"]]
    if claim.complement:
        # the complement's lower limit comes from the rate's upper one
        rates = (100 - rates).rename(columns={"lower_cl": "upper_cl", "upper_cl": "lower_cl"})
    rates = rates.reindex(list(study_area.codes))
    people = select(own, *DENOMINATORS[name]).set_index("area_code")["value"].reindex(rates.index)
    if rates["value"].isna().any() or people.isna().any():
        return None
    count, lower, upper = people_with_limits(rates, people)
    is_match = claim.people_from <= count <= claim.people_to
    return {
        "claim": claim.text,
        "claim_source": claim.source,
        "claimed_people": claim.people,
        "indicator": _in_words(claim),
        "period": period,
        "denominator_name": name,
        "rate_pct": 100 * count / people.sum(),
        "numerator": count,
        "lower_cl": lower,
        "upper_cl": upper,
        "denominator": people.sum(),
        "is_match": is_match,
        "kind": study_area.kind("computed"),
        "source": "adult_activity+" + ("population" if "Census" in name else "population_by_age"),
        "note": f"{_comparison(claim, count, is_match, name)}; {limits_note(lower)}",
    }


def _in_words(claim: Claim) -> str:
    title = indicator_list()[claim.indicator].title
    return f"all but: {title}" if claim.complement else title


def _comparison(claim: Claim, people: float, is_match: bool, denominator: str) -> str:
    difference = (
        f"{abs(people - claim.people) / 1000:,.0f} thousand {'more' if people > claim.people else 'fewer'} than"
    )
    words = "agrees with" if is_match else difference
    stretched = "" if denominator.startswith("adults") else "; the rate is measured for adults only"
    return f"about {people / 1000:,.0f} thousand people: {words} the claim{stretched}"
