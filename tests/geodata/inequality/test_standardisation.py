"""Standardised rates on two age groups, by hand."""

import numpy as np
import pandas as pd
import pytest

from geodata.inequality.rates import crude_rate, rate_limits
from geodata.inequality.standardisation import directly_standardised_rate, indirectly_standardised_ratio

AGES = ["under 65", "65 and over"]
COUNT = pd.DataFrame([[10, 20], [4, 5]], ["Bank", "Quay"], AGES)
PEOPLE = pd.DataFrame([[1000, 500], [2000, 500]], ["Bank", "Quay"], AGES)
STANDARD = pd.Series([3000, 1000], AGES)


def standardised(count=COUNT, population=PEOPLE, standard=STANDARD, **others) -> pd.DataFrame:
    return directly_standardised_rate(count, population, standard, **others)


def test_rates_by_age_are_weighted_by_the_standard_population():
    # Bank: 3/4 of 10 per 1,000 and 1/4 of 40 per 1,000
    assert standardised(per=1000).loc["Bank", "value"] == pytest.approx(17.5)


def test_the_limits_are_byars_scaled_by_the_standardised_rates_error():
    bank = standardised(per=1000).loc["Bank"]
    (lower,), (upper,) = rate_limits(30, 1.0, 1.0)
    # variance: (3/4)^2 x 10 / 1000^2 + (1/4)^2 x 20 / 500^2
    per_event = np.sqrt((0.5625 * 10 / 1e6 + 0.0625 * 20 / 2.5e5) / 30)
    assert bank["lower_cl"] == pytest.approx(17.5 + 1000 * per_event * (lower - 30))
    assert bank["upper_cl"] == pytest.approx(17.5 + 1000 * per_event * (upper - 30))


def test_an_area_with_fewer_than_ten_events_has_no_value_and_says_why():
    quay = standardised().loc["Quay"]
    assert quay[["value", "lower_cl", "upper_cl"]].isna().all()
    assert quay["note"] == "fewer than 10 events"
    assert standardised().loc["Bank", "note"] == ""


def test_the_areas_own_ages_give_its_crude_rate():
    own = PEOPLE.loc["Bank"]
    rate = crude_rate([30], [1500], per=100_000).iloc[0]
    same = standardised(standard=own).loc["Bank"]
    assert same[["value", "lower_cl", "upper_cl"]].to_list() == pytest.approx(
        rate[["value", "lower_cl", "upper_cl"]].to_list()
    )


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"count": COUNT.astype(float).replace(20.0, np.nan)}, "missing, which is not zero, for: 65 and over of Bank"),
        ({"count": COUNT.replace(4, -4)}, "cannot be negative: under 65 of Quay"),
        ({"population": PEOPLE.replace(2000, 0)}, "must be above zero: under 65 of Quay"),
        ({"population": PEOPLE.astype(float).replace(2000.0, np.nan)}, "must be above zero: under 65 of Quay"),
        ({"standard": STANDARD.replace(1000, -1)}, "missing or below zero for: 65 and over"),
        ({"standard": STANDARD * 0}, "nobody in any age group"),
        ({"standard": STANDARD[::-1]}, "standard_population must have the rows of count \\(age groups\\)"),
        ({"population": PEOPLE[::-1]}, "population must have the rows of count"),
        ({"population": PEOPLE[AGES[::-1]]}, "population \\(age groups\\) must have"),
    ],
)
def test_what_cannot_be_standardised_is_refused_by_name(changed, message):
    with pytest.raises(ValueError, match=message):
        standardised(**changed)


def test_indirect_standardisation_compares_with_what_was_expected():
    areas = pd.Index(["Bank", "Quay"])
    table = indirectly_standardised_ratio(pd.Series([30, 5], areas), pd.Series([20.0, 5.0], areas), per=100)
    assert table["value"].to_list() == [150, 100]
    # Garwood's limits of 5: 1.6235 and 11.6683
    assert table.loc["Quay", ["lower_cl", "upper_cl"]].to_list() == pytest.approx([32.47, 233.37], abs=0.01)
    assert table["method"].str.startswith("indirectly standardised ratio; ").all()


def test_an_expected_count_of_zero_is_refused():
    with pytest.raises(ValueError, match="above zero; at positions: 0"):
        indirectly_standardised_ratio([3], [0.0])
