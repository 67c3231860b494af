"""Groups of LSOAs: who is in which, what each comes to, and why there may be none."""

import numpy as np
import pandas as pd
import pytest

WALK, MODELLED = "travel_to_work_walk_or_cycle_pct", "inactive_adults_modelled_pct"
# ten groups of five; of each group's hundreds 30, 28, ... 12 walk
LINE = np.repeat(np.arange(30.0, 10, -2), 5)


def walkers(groups: pd.DataFrame) -> pd.DataFrame:
    return groups[groups["indicator"] == WALK]


def test_fifty_lsoas_make_ten_groups_of_five(groups_of, lsoa_rows):
    own = walkers(groups_of(lsoa_rows(50, (WALK, LINE))))
    assert own["group"].to_list() == list(range(1, 11))
    assert own["value"].to_list() == pytest.approx(list(range(30, 10, -2)))
    assert set(own["n_areas"]) == {5}
    assert set(own["population"]) == {500.0}
    assert own["group_name"].to_list()[::9] == ["most deprived tenth", "least deprived tenth"]
    assert (own["lower_cl"] < own["value"]).all()


@pytest.mark.parametrize(("lsoas", "groups"), [(50, 10), (49, 5), (25, 5)])
def test_fewer_lsoas_make_five_groups(groups_of, lsoa_rows, lsoas, groups):
    own = walkers(groups_of(lsoa_rows(lsoas, (WALK, np.arange(lsoas) + 1))))
    assert len(own) == groups
    assert own["n_areas"].sum() == lsoas
    assert own["group_name"].iloc[-1] == {10: "least deprived tenth", 5: "least deprived fifth"}[groups]


def test_lsoas_are_ranked_by_their_score_and_not_by_their_place_in_the_table(groups_of, lsoa_rows):
    rows = lsoa_rows(50, (WALK, LINE))
    pd.testing.assert_frame_equal(groups_of(rows.sample(frac=1, random_state=3)), groups_of(rows))


def test_too_few_lsoas_are_one_row_with_the_reason(groups_of, lsoa_rows):
    own = walkers(groups_of(lsoa_rows(24, (WALK, np.arange(24)))))
    assert own["group"].to_list() == [0]
    assert own["note"].iloc[0].startswith("not computed: 24 areas do not fill 5 population groups")


@pytest.mark.parametrize("lsoas", [24, 50])
@pytest.mark.parametrize("indicator", [MODELLED, "iod2025_imd_score"])
def test_what_derives_from_deprivation_is_not_grouped_by_it(groups_of, lsoa_rows, lsoas, indicator):
    groups = groups_of(lsoa_rows(lsoas, (MODELLED, np.arange(lsoas))))
    own = groups[groups["indicator"] == indicator]
    assert own["group"].to_list() == [0]
    assert own["value"].isna().all()
    assert own["note"].iloc[0].startswith("not computed: circular")


def test_rows_say_where_they_come_from(groups_of, lsoa_rows):
    own = walkers(groups_of(lsoa_rows(50, (WALK, LINE))))
    assert set(own["kind"]) == {"computed"}
    assert set(own["source"]) == {"travel_to_work+deprivation_2025"}
    assert set(zip(own["area_code"], own["area_level"], strict=True)) == {("E06999001", "local_authority")}


@pytest.mark.parametrize("column", ["denominator", "value"])
def test_an_lsoa_without_people_or_score_gives_the_reason(groups_of, lsoa_rows, column):
    rows = lsoa_rows(50, (WALK, LINE))
    is_one = (rows["indicator"] == "iod2025_imd_score") & (rows["area_code"] == "E01999007")
    own = walkers(groups_of(rows.assign(**{column: rows[column].mask(is_one)})))
    assert own["note"].to_list() == ["not computed: the residents or the score of some LSOAs are not known"]


def sides(rural: int, of: int) -> pd.DataFrame:
    codes = [f"E01{999000 + place}" for place in range(of)]
    return pd.DataFrame({"lsoa_code": codes, "rural_urban": ["rural"] * rural + ["urban"] * (of - rural)})


def test_rural_and_urban_are_compared(groups_of, lsoa_rows):
    groups = groups_of(lsoa_rows(50, (WALK, LINE)), sides(10, 50))
    own = groups[groups["stratifier"] == "rural_urban"]
    assert own.set_index("group_name")["value"].to_dict() == pytest.approx({"rural": 29, "urban": 19})
    assert set(own["source"]) == {"travel_to_work+rural_urban"}


def test_an_authority_without_a_countryside_says_so(groups_of, lsoa_rows):
    groups = groups_of(lsoa_rows(50, (WALK, LINE)), sides(2, 50))
    own = groups[groups["stratifier"] == "rural_urban"]
    assert own["note"].to_list() == ["not computed: 2 rural LSOA(s), at least 5 are needed"]


def test_unclassified_lsoas_are_not_taken_for_urban(groups_of, lsoa_rows):
    groups = groups_of(lsoa_rows(50, (WALK, LINE)), sides(10, 48))
    own = groups[groups["stratifier"] == "rural_urban"]
    assert own["note"].to_list() == ["not computed: 2 LSOA(s) are not classified"]


def test_without_the_classification_there_is_no_row(groups_of, lsoa_rows):
    assert "rural_urban" not in set(groups_of(lsoa_rows(50, (WALK, LINE)))["stratifier"])


def test_toytowns_authorities_and_study_area_are_too_small(results):
    own = walkers(results["inequality_groups"]).query("stratifier == 'deprivation'").set_index("area_code")["note"]
    assert own.index.to_list() == ["E06999001", "E06999002", "toytown"]
    assert own["E06999001"].startswith("not computed: 4 areas")
    assert own["toytown"].startswith("not computed: 8 areas")
