"""Indicator rows: made from columns, combined over areas."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.indicators.definitions import indicator_list
from geodata.indicators.rows import COLUMNS, combine, indicator_rows, select, stack, with_values

WALK = "travel_to_work_on_foot_pct"
RATE = "road_casualties_per_1000"
SCORE = "iod2025_imd_score"


def rows(indicator: str, numerator, denominator=np.nan, *, note: str = "", kind: str = "measured") -> pd.DataFrame:
    areas = pd.Series([f"small {n}" for n in range(len(numerator))])
    below = pd.Series(denominator, areas.index, dtype=float)
    return indicator_rows(
        indicator, areas, "2021", numerator=pd.Series(numerator, dtype=float), denominator=below, kind=kind,
        source="population", note=note,
    )  # fmt: skip


def scores(values, people) -> pd.DataFrame:
    areas = pd.Series([f"small {n}" for n in range(len(values))])
    return indicator_rows(
        SCORE, areas, "2025", value=pd.Series(values, dtype=float), denominator=pd.Series(people, dtype=float),
        kind="measured", source="deprivation_2025",
    )  # fmt: skip


def into_one(n: int) -> pd.DataFrame:
    return pd.DataFrame({"area_code": [f"small {i}" for i in range(n)], "into": "large", "weight": 1.0})


def the_one(combined: pd.DataFrame) -> pd.Series:
    assert len(combined) == 1
    return combined.iloc[0]


def test_rows_have_the_columns_of_the_tables_and_the_declared_unit():
    table = rows("residents", [3])
    assert table.columns.to_list() == COLUMNS
    assert table["unit"].to_list() == ["persons"]


def test_a_sum_is_its_numerator():
    assert rows("residents", [3, np.nan])["value"].fillna(-1).to_list() == [3, -1]


def test_a_ratio_is_per_times_numerator_over_denominator():
    assert rows(WALK, [25], [200])["value"].iloc[0] == pytest.approx(12.5)
    assert rows(RATE, [3], [2000])["value"].iloc[0] == pytest.approx(1.5)


def test_limits_of_a_proportion_are_wilsons_and_said_to_be_assumed():
    row = rows(WALK, [1], [10], note="lockdown").iloc[0]
    assert (row["lower_cl"], row["upper_cl"]) == pytest.approx((1.79, 40.42), abs=0.005)
    assert row["note"] == "lockdown; 95 % limits assumed: Wilson score, people independent"


def test_limits_of_a_rate_are_poisson():
    row = rows(RATE, [4], [2000]).iloc[0]
    assert (row["lower_cl"], row["upper_cl"]) == pytest.approx((0.5449, 5.1208), abs=1e-4)
    assert row["note"].startswith("95 % limits assumed: Poisson")


@pytest.mark.parametrize(("above", "below"), [(0, 0), (np.nan, 100), (5, np.nan)])
def test_without_people_or_count_there_is_no_value_and_no_limit(above, below):
    row = rows(WALK, [above], [below]).iloc[0]
    assert row[["value", "lower_cl", "upper_cl"]].isna().all()
    assert row["note"] == ""


def test_published_values_are_taken_as_they_are():
    assert scores([12.5], [1000])[["value", "denominator"]].to_numpy().tolist() == [[12.5, 1000]]


def test_no_rows_stay_no_rows():
    assert with_values(stack([])).empty
    assert stack([stack([])]).columns.to_list() == COLUMNS


def test_sums_add_up():
    assert the_one(combine(rows("residents", [3, 4]), into_one(2)))["value"] == 7


def test_ratios_divide_sums_and_do_not_average():
    row = the_one(combine(rows(WALK, [10, 0], [20, 180]), into_one(2)))
    assert row["value"] == pytest.approx(5)  # the mean of 50 % and 0 % would be 25
    assert (row["numerator"], row["denominator"]) == (10, 200)


def test_means_weigh_by_people_and_show_no_numerator():
    row = the_one(combine(scores([40, 10], [100, 300]), into_one(2)))
    assert row["value"] == pytest.approx((40 * 100 + 10 * 300) / 400)
    assert np.isnan(row["numerator"])
    assert row["denominator"] == 400


def test_parts_of_an_area_bring_their_share():
    halves = pd.DataFrame({"area_code": ["small 0"] * 2, "into": ["a", "b"], "weight": [0.25, 0.75]})
    combined = combine(rows(WALK, [10], [40]), halves).set_index("area_code")
    assert combined["numerator"].to_dict() == {"a": 2.5, "b": 7.5}
    assert combined["value"].to_list() == pytest.approx([25, 25])


@pytest.mark.parametrize("indicator", ["iod2025_imd_rank", "iod2025_imd_decile", "iod2019_imd_rank_of_average_score"])
def test_ranks_and_deciles_are_left_out(indicator):
    assert combine(rows(indicator, [1, 2], [1, 1]), into_one(2)).empty


def test_what_was_measured_is_computed_for_the_large_area_and_synthetic_stays_synthetic():
    for kind, expected in {"measured": "computed", "synthetic": "synthetic", "modelled": "modelled"}.items():
        assert the_one(combine(rows("residents", [1, 2], kind=kind), into_one(2)))["kind"] == expected


def test_one_missing_part_makes_the_whole_missing_and_says_so():
    for table in (rows("residents", [3, np.nan]), rows(WALK, [3, np.nan], [10, 10]), scores([5, np.nan], [1, 1])):
        row = the_one(combine(table, into_one(2)))
        assert row[["value", "lower_cl", "upper_cl"]].isna().all()
        assert row["note"] == "1 part(s) without a value"


def test_a_missing_part_of_weight_zero_takes_nothing_away():
    membership = into_one(2).assign(weight=[1.0, 0.0])
    assert the_one(combine(rows("residents", [3, np.nan]), membership))["value"] == 3


@pytest.mark.parametrize("indicator", [WALK, RATE])
def test_a_part_without_a_denominator_makes_the_whole_ratio_missing(indicator):
    row = the_one(combine(rows(indicator, [30, 30], [100, np.nan]), into_one(2)))
    assert np.isnan(row["value"])  # 60 of 100 would be twice too high


def test_a_mean_whose_part_has_no_people_known_is_missing():
    assert np.isnan(the_one(combine(scores([5, 10], [100, np.nan]), into_one(2)))["value"])


def test_a_sum_has_no_denominator_where_its_parts_have_none():
    assert np.isnan(the_one(combine(rows("residents", [3, 4]), into_one(2)))["denominator"])


def test_a_note_of_one_part_is_not_said_of_the_whole_and_limits_are_noted_once():
    own = rows(WALK, [10, 20], [100, 100]).assign(note=["only here", ""])
    assert the_one(combine(own, into_one(2)))["note"] == "95 % limits assumed: Wilson score, people independent"
    shared = rows(WALK, [10, 20], [100, 100], note="lockdown")
    assert the_one(combine(shared, into_one(2)))["note"].count("lockdown") == 1
    assert the_one(combine(shared, into_one(2)))["note"].count("assumed") == 1


def test_periods_are_kept_apart():
    both = pd.concat([rows("residents", [1, 2]), rows("residents", [10, 20]).assign(period="mid-2020")])
    values = combine(both, into_one(2)).set_index("period")["value"]
    assert values.to_dict() == {"2021": 3, "mid-2020": 30}


def test_select_takes_one_indicator_and_one_period_if_given():
    both = pd.concat([rows("residents", [1]), rows("residents", [10]).assign(period="mid-2020"), rows(WALK, [1], [2])])
    assert select(both, "residents")["value"].to_list() == [1, 10]
    assert select(both, "residents", "mid-2020")["value"].to_list() == [10]


MEMBERSHIPS = st.lists(
    st.tuples(st.integers(0, 100_000), st.lists(st.integers(0, 9), min_size=1, max_size=4).filter(any)),
    min_size=1,
    max_size=12,
)


@settings(max_examples=40)
@given(MEMBERSHIPS)
def test_combining_sums_conserves_them_over_any_membership(areas):
    membership = pd.DataFrame(
        [
            {"area_code": f"small {n}", "into": f"large {k}", "weight": part / sum(parts)}
            for n, (_, parts) in enumerate(areas)
            for k, part in enumerate(parts)
        ]
    )
    combined = combine(rows("residents", [people for people, _ in areas]), membership)
    assert combined["value"].sum() == pytest.approx(sum(people for people, _ in areas), abs=1e-6)


@settings(max_examples=40)
@given(
    st.lists(st.tuples(st.integers(0, 500), st.integers(500, 9000), st.floats(0.01, 1)), min_size=1, max_size=12),
    st.sampled_from([name for name, i in indicator_list().items() if i.aggregate == "ratio"]),
)
def test_a_combined_ratio_is_per_times_its_own_numerator_over_its_own_denominator(areas, indicator):
    above, below, weight = zip(*areas, strict=True)
    row = the_one(combine(rows(indicator, above, below), into_one(len(areas)).assign(weight=weight)))
    assert row["value"] == pytest.approx(indicator_list()[indicator].per * row["numerator"] / row["denominator"])
    assert row["numerator"] == pytest.approx(np.dot(above, weight))


@settings(max_examples=40)
@given(
    st.lists(st.tuples(st.floats(0, 100), st.integers(1, 9000)), min_size=2, max_size=12),
    st.randoms(use_true_random=False),
)
def test_means_combined_in_two_steps_or_one_agree_and_lie_among_the_parts(areas, random):
    values, people = zip(*areas, strict=True)
    table = scores(values, people)
    district = pd.DataFrame(
        {"area_code": table["area_code"], "into": [random.choice("AB") for _ in values], "weight": 1.0}
    )
    upwards = pd.DataFrame({"area_code": sorted(set(district["into"])), "into": "large", "weight": 1.0})
    once = the_one(combine(table, into_one(len(areas))))["value"]
    twice = the_one(combine(combine(table, district), upwards))["value"]
    assert twice == pytest.approx(once)
    assert min(values) - 1e-9 <= once <= max(values) + 1e-9
