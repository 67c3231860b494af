import pandas as pd
import pytest

from maps.ward_rankings import NO_LIMITS, ward_rankings
from maps.ward_table import shown_of

NAMES = {"E05999001": "Alder", "E05999002": "Birch"}


@pytest.fixture
def ranked(toytown):
    names = ("wards", "local_authorities", "ward_indicators", "local_authority_indicators")
    by_ward, _ = shown_of(*(toytown[name] for name in names))
    return [shown for shown in by_ward if shown.metric.key in {"deprivation", "road-casualties"}]


def test_metrics_with_limits_are_drawn_and_others_named(ranked, ward_ranks, ward_funnel, no_comparisons):
    drawn, reasons = ward_rankings(ranked, NAMES, ward_ranks, ward_funnel, no_comparisons)
    (casualties,) = drawn
    assert casualties.dots_title == "Road casualties: Birch is highest (2.0), clear of every other"
    assert [row[0] for row in casualties.dots.rows] == ["Birch", "Alder"]
    assert (casualties.order, casualties.n_ranked, casualties.kind) == ("the worst (highest value)", 4, "computed")
    assert casualties.funnel.finding == "no ward stands out from chance"
    assert reasons == [("Deprivation score", NO_LIMITS)]


def test_overlapping_limits_claim_no_highest(ranked, ward_ranks, ward_funnel, no_comparisons):
    vague = ward_ranks.assign(lower_cl=0.1)
    (casualties,), _ = ward_rankings(ranked, NAMES, vague, ward_funnel, no_comparisons)
    assert casualties.dots_title == "Road casualties by ward"


def test_the_reference_is_what_wards_are_compared_with(ranked, ward_ranks, ward_funnel, no_comparisons):
    row = {"area_level": "ward", "indicator": "road_casualties_per_1000", "period": "2010 to 2019",
           "benchmark": "study area", "benchmark_value": 1.5}  # fmt: skip
    (casualties,), _ = ward_rankings(ranked, NAMES, ward_ranks, ward_funnel, pd.DataFrame([row]))
    (without,), _ = ward_rankings(ranked, NAMES, ward_ranks, ward_funnel, no_comparisons)
    # the limits end at 2.2, so that the scale goes to 2.5
    assert casualties.dots.reference == 126 + 90 * 1.5 / 2.5
    assert without.dots.reference is None


def test_another_period_is_not_mixed_in(ranked, ward_ranks, ward_funnel, no_comparisons):
    drawn, _ = ward_rankings(ranked, NAMES, ward_ranks.assign(period="2019"), ward_funnel, no_comparisons)
    assert drawn == []
