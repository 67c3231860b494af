"""Claims about numbers of people, reconciled by hand: 24 % of Easton's 800 adults and 30 % of Weston's 1,000."""

import numpy as np
import pandas as pd
import pytest

from geodata.errors import EvengroundError
from geodata.headline import DENOMINATORS, headline_reconciliation
from geodata.schemas import validate
from geodata.study_area import Claim

ADULTS, ALL_AGES, CENSUS = DENOMINATORS
EASTON, WESTON = "E06999001", "E06999002"


def reconciled(study_area, results, **change) -> pd.DataFrame:
    claims = [claim.model_copy(update=change) for claim in study_area.claims[:1]] if change else study_area.claims
    own = study_area.model_copy(update={"claims": tuple(claims)})
    rows = headline_reconciliation(own, results["local_authority_indicators"])
    return validate("headline_reconciliation", rows)


def the_row(rows: pd.DataFrame, claim: str = "about 500 adults do nothing", denominator: str = ADULTS) -> pd.Series:
    is_it = (rows["claim"] == claim) & (rows["denominator_name"] == denominator) & (rows["period"] == "2024/25")
    assert is_it.sum() == 1
    return rows[is_it].iloc[0]


@pytest.fixture(scope="module")
def rows(toytown, results) -> pd.DataFrame:
    return reconciled(toytown.study_area, results)


def test_people_are_rate_times_adults_summed_over_authorities(rows):
    row = the_row(rows)
    assert row["numerator"] == pytest.approx(0.24 * 800 + 0.30 * 1000)
    assert row["denominator"] == 1800
    assert row["rate_pct"] == pytest.approx(100 * 492 / 1800)


def test_limits_combine_the_authorities_as_independent(rows):
    row = the_row(rows)
    # half widths 2 % of 800 and 3 % of 1,000: sixteen and thirty, together thirty-four
    assert (row["lower_cl"], row["upper_cl"]) == pytest.approx((492 - 34, 492 + 34))
    assert row["note"].endswith("95 % limits assumed: the authorities' surveys are independent")


def test_the_complement_is_everybody_else_with_its_limits_the_right_way_round(rows):
    row = the_row(rows, "1,400 adults do something")
    assert row["numerator"] == pytest.approx(1800 - 492)
    assert (row["lower_cl"], row["upper_cl"]) == pytest.approx((1800 - 526, 1800 - 458))
    assert row["indicator"] == "all but: Physically inactive adults (under 30 minutes a week)"


def test_every_denominator_is_tried_and_stretching_it_is_said(rows):
    assert the_row(rows, denominator=ALL_AGES)["numerator"] == pytest.approx(0.24 * 1080 + 0.30 * 1350)
    assert the_row(rows, denominator=CENSUS)["numerator"] == pytest.approx(0.24 * 4000 + 0.30 * 5000)
    assert "the rate is measured for adults only" not in the_row(rows)["note"]
    assert "the rate is measured for adults only" in the_row(rows, denominator=CENSUS)["note"]
    assert the_row(rows)["source"] == "adult_activity+population_by_age"
    assert the_row(rows, denominator=CENSUS)["source"] == "adult_activity+population"


def test_a_period_in_which_one_authority_has_no_rate_is_left_out(rows):
    assert set(rows["period"]) == {"2023/24", "2024/25"}  # of 2022/23 Weston has none
    assert len(rows) == 2 * 2 * 3


@pytest.mark.parametrize(
    ("people_from", "people_to", "is_match"), [(492, 492, True), (493, 600, False), (400, 491, False), (400, 600, True)]
)
def test_both_bounds_of_a_claim_belong_to_it(toytown, results, people_from, people_to, is_match):
    row = the_row(reconciled(toytown.study_area, results, people_from=people_from, people_to=people_to))
    assert bool(row["is_match"]) is is_match
    assert ("agrees with the claim" in row["note"]) is is_match


def test_the_comparison_says_in_which_direction_the_claim_lies_off(toytown, results):
    low = the_row(reconciled(toytown.study_area, results, people=9_492, people_from=9_000, people_to=9_999))
    assert "9 thousand fewer than the claim" in low["note"]
    high = the_row(reconciled(toytown.study_area, results, people=10, people_from=1, people_to=20), denominator=CENSUS)
    assert "2 thousand more than the claim" in high["note"]


def test_without_published_limits_there_are_none(toytown, results):
    rows = results["local_authority_indicators"].assign(lower_cl=np.nan, upper_cl=np.nan)
    row = the_row(headline_reconciliation(toytown.study_area, rows))
    assert np.isnan([row["lower_cl"], row["upper_cl"]]).all()
    assert row["numerator"] == pytest.approx(492)
    assert row["note"].endswith("no limits published to combine")


def test_while_an_authority_is_missing_nothing_is_reconciled(toytown, results):
    rows = results["local_authority_indicators"].query("area_code != @WESTON")
    assert headline_reconciliation(toytown.study_area, rows).empty


def test_without_claims_the_table_is_empty(toytown, results):
    own = toytown.study_area.model_copy(update={"claims": ()})
    rows = headline_reconciliation(own, results["local_authority_indicators"])
    assert validate("headline_reconciliation", rows).empty


def test_in_a_synthetic_study_area_the_reconciliation_is_synthetic(toytown, results):
    own = toytown.study_area.model_copy(update={"is_synthetic": True})
    assert set(reconciled(own, results)["kind"]) == {"synthetic"}


def test_a_claim_about_an_unknown_indicator_is_refused_by_name(toytown, results):
    with pytest.raises(EvengroundError, match="inactive_adultz"):
        reconciled(toytown.study_area, results, indicator="inactive_adultz")


def test_a_claim_counts_at_least_one_person():
    words = {"text": "t", "source": "s", "people_from": 0, "people_to": 1, "indicator": "inactive_adults"}
    with pytest.raises(ValueError, match="people"):
        Claim(people=0, **words)
