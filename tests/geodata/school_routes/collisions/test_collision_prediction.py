"""The comparison of ratings and casualties, whichever way it falls."""

import numpy as np
import pandas as pd
import pytest

from geodata.schemas import empty, validate
from geodata.school_routes.collisions.prediction import collision_prediction, rate_ratio


@pytest.fixture
def ratings(parts):
    """Return ratings of links and crossings: the street 0, one side of the main road 1, the other 3, the path none."""
    links = parts[parts["kind"] != "crossing"]
    rated = {"w1.0.0": 0.0, "w2.0.0": np.nan, "w3.0.0.left": 1.0, "w3.0.0.right": 3.0}
    columns = {
        f"{ruleset}_rating_likely": links["part_id"].map(rated) for ruleset in ("rsgb_walked_route", "ate_route_check")
    }
    return pd.DataFrame({"part_id": links["part_id"], **columns}), empty("crossing_ratings")


@pytest.fixture
def flows(parts):
    return pd.DataFrame({"part_id": parts["part_id"], "walkers_baseline": 100.0})


def test_the_ratio_is_that_of_two_rates_with_walds_limits():
    hurt, walked, rated = pd.Series([3.0, 9, 20, 28]), pd.Series([1.0, 3, 1, 1]), pd.Series([0.0, 0, 2, 2])
    ratio, lower, upper, p_value, note = rate_ratio(hurt, walked, rated)
    expected = np.sqrt((48 / 2) / (12 / 4))  # two ratings apart
    spread = 1.959964 * np.sqrt(1 / 12 + 1 / 48) / 2
    assert ratio == pytest.approx(expected)
    assert (lower, upper) == pytest.approx((expected * np.exp(-spread), expected * np.exp(spread)))
    assert p_value < 0.001
    assert "hold more child casualties" in note


def test_a_ratio_below_one_is_reported_as_it_falls():
    hurt, walked, rated = pd.Series([50.0, 40, 6, 4]), pd.Series([1.0] * 4), pd.Series([0.0, 0, 1, 1])
    ratio, _, upper, _, note = rate_ratio(hurt, walked, rated)
    assert ratio == pytest.approx(10 / 90)
    assert upper < 1
    assert "hold fewer child casualties" in note


@pytest.mark.parametrize(
    ("hurt", "rated", "reason"),
    [
        ([], [], "no place has both a rating and modelled pupils"),
        ([4.0, 5], [0.0, 1], "9 child casualties; 10 are needed"),
        ([12.0, 0], [0.0, 1], "all 12 child casualties are at places rated 0, with 50% of walking"),
    ],
)
def test_what_cannot_be_computed_says_why(hurt, rated, reason):
    series = [pd.Series(values, dtype=float) for values in (hurt, [1.0] * len(hurt), rated)]
    *numbers, note = rate_ratio(*series)
    assert np.isnan(numbers).all()
    assert note == f"not computed: {reason}"


def test_only_the_latest_two_years_are_looked_at_and_the_worst_side_rates_the_street(
    parts, ratings, flows, collisions, casualties
):
    spots = [(50, 2)] * 3 + [(201, 60)] * 12
    table = collisions(*spots, year=[2022, 2024, 2025] + [2025] * 12)
    made = collision_prediction(parts, *ratings, table, casualties(*table["collision_id"]), flows)
    own = validate("collision_prediction", made).query("ruleset == 'rsgb_walked_route'").set_index("kind_of_place")
    assert own["period"].unique().tolist() == ["2024 to 2025"]
    assert own["child_pedestrians"].to_dict() == {"side": 12, "street": 2, "path": 0, "crossing": 0}
    assert own.loc["side", "pupil_exposure"] == pytest.approx(2 * 100 * 0.2 * 380 * 2 / 1e6)
    assert (
        own.loc["side", "note"] == "not computed: all 12 child casualties are at places rated 3, with 100% of walking"
    )
    assert own.loc["path", ["n_places", "note"]].tolist() == [
        0, "not computed: no place has both a rating and modelled pupils",
    ]  # fmt: skip


def test_casualties_where_no_pupils_are_modelled_are_told_apart(parts, ratings, collisions, casualties):
    table = collisions((50, 2))
    made = collision_prediction(parts, *ratings, table, casualties("20250"), empty("pupil_flows"))
    street = made.query("kind_of_place == 'street'")
    assert street["child_pedestrians_unexposed"].tolist() == [1, 1]
    assert street["child_pedestrians"].tolist() == [0, 0]


def test_without_casualties_the_table_is_empty(parts, ratings, flows, collisions, casualties):
    assert collision_prediction(parts, *ratings, collisions((50, 2)), casualties(), flows).empty
