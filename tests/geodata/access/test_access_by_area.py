"""From the walks of homes to shares of people: every figure computed by hand."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from geodata.access.access_by_area import access_by_area, authority_access
from geodata.access.weighted_median import weighted_medians
from geodata.schemas import conform, empty, validate

WARD = "E05999001"
NOTHING, DATE = empty("access_notes"), "2026-11-01"


def by_area(home_access: pd.DataFrame, homes: pd.DataFrame, level: str) -> pd.DataFrame:
    return access_by_area(home_access, homes, level, NOTHING, DATE)


def walks(minutes: list[float | None], destination: str = "school", **columns: Any) -> pd.DataFrame:
    """Return walks of homes 0, 1, 2 ..., each to one place."""
    rows = pd.DataFrame(
        {"home_id": range(len(minutes)), "destination": destination, "profile": "walking",
         "walk_minutes": pd.Series(minutes, dtype=float), "places_per_1000": 1.0}
    )  # fmt: skip
    for band in (5, 10, 15, 20):
        rows[f"within_{band}_minutes"] = (rows["walk_minutes"] <= band).astype(int)
    return validate("home_access", conform("home_access", rows.assign(**columns)))


@pytest.fixture
def homes(homes_at):
    """Four homes of 10, 20, 30 and 40 people with 4, 3, 2 and 1 children; the last is in another ward."""
    return homes_at(
        [(0.0, 0.0)] * 4, ["w1.0.0"] * 4, [0.0] * 4, residents=[10.0, 20.0, 30.0, 40.0], children=[4.0, 3.0, 2.0, 1.0],
        no_car_households=[1.0, 1.0, 0.0, 2.0], ward_code=[WARD, WARD, WARD, "E05999002"],
    )  # fmt: skip


def ward(table: pd.DataFrame) -> pd.Series:
    assert (table["ward_code"] == WARD).sum() == 1
    return table[table["ward_code"] == WARD].iloc[0]


def test_shares_are_of_people_and_not_of_homes(homes):
    table = validate("ward_access", by_area(walks([4, 9, 21, 1]), homes, "ward"))
    row = ward(table)
    assert len(table) == 2
    assert (row["residents"], row["children"], row["no_car_households"], row["homes"]) == (60, 9, 2, 3)
    bands = [row[f"residents_within_{band}_minutes_pct"] for band in (5, 10, 15, 20)]
    assert bands == pytest.approx([100 / 6, 50, 50, 50])
    children = [row[f"children_within_{band}_minutes_pct"] for band in (5, 10, 15, 20)]
    assert children == pytest.approx([400 / 9, 700 / 9, 700 / 9, 700 / 9])
    assert row["no_car_households_within_15_minutes_pct"] == 100
    assert (row["note"], row["period"]) == ("", DATE)


def test_the_walk_is_the_median_of_people(homes):
    # 10 of 60 walk 4 minutes, 20 walk 9, 30 walk 21: half of them at most 9
    assert ward(by_area(walks([4, 9, 21, 1]), homes, "ward"))["walk_minutes"] == 9
    assert ward(by_area(walks([21, 9, 4, 1]), homes, "ward"))["walk_minutes"] == 4


def test_where_half_of_the_people_reach_none_there_is_no_median_and_the_shares_stand(homes):
    row = ward(by_area(walks([4, 9, None, 1]), homes, "ward"))
    assert np.isnan(row["walk_minutes"])
    assert row["residents_within_20_minutes_pct"] == 50


def test_places_are_means_over_people(homes):
    counts = {"within_15_minutes": [3, 0, 1, 7], "places_per_1000": [2.0, 0.0, 1.0, 9.0]}
    row = ward(by_area(walks([4, 16, 9, 1], **counts), homes, "ward"))
    assert row["places_within_15_minutes"] == pytest.approx((3 * 10 + 1 * 30) / 60)
    assert row["places_per_1000"] == pytest.approx((2 * 10 + 1 * 30) / 60)


def test_destinations_and_profiles_have_rows_of_their_own(homes):
    both = pd.concat([walks([4, 9, 21, 1]), walks([6, 6, 6, 6], "gp"), walks([30] * 4, profile="step_free")])
    table = by_area(both.sample(frac=1, random_state=1), homes, "ward").set_index(
        ["ward_code", "destination", "profile"]
    )["residents_within_10_minutes_pct"]
    assert len(table) == 6
    assert table[WARD].to_dict() == {("school", "walking"): 50, ("gp", "walking"): 100, ("school", "step_free"): 0}


def test_lsoas_authorities_and_the_study_area_add_up_the_same_homes(homes):
    made = walks([4, 9, 21, 1])
    lsoa = validate("lsoa_access", by_area(made, homes, "lsoa"))
    authority = validate("authority_access", authority_access(made, homes, "toytown", NOTHING, DATE))
    assert lsoa["lsoa_code"].to_list() == ["E01999001"]
    assert authority["area_code"].to_list() == authority["local_authority_code"].to_list() == ["E06999001", "toytown"]
    for table in (lsoa, authority):
        assert set(table["residents_within_5_minutes_pct"]) == {50}  # 10 and 40 of 100


def test_street_metres_count_where_nobody_knows_where_people_live(homes):
    streets = homes.assign(
        residents=np.nan, children=np.nan, no_car_households=np.nan, weight=[100.0, 200.0, 300.0, 200.0],
        lsoa_code=pd.NA, ward_code=pd.NA, method="street_metres",
    )  # fmt: skip
    made = walks([4, 9, 21, 1], places_per_1000=np.nan)
    row = validate("authority_access", by_area(made, streets, "local_authority")).iloc[0]
    assert row["residents_within_10_minutes_pct"] == pytest.approx(100 * 500 / 800)
    assert row["walk_minutes"] == 9
    unknown = ["residents", "children", "no_car_households", "children_within_15_minutes_pct", "places_per_1000"]
    assert row[unknown].isna().all()
    assert row["note"] == "where people live is not known: shares are of street metres, not of residents"
    assert by_area(made, streets, "ward").empty


def test_some_homes_without_known_people_leave_no_share(homes):
    some = homes.assign(residents=[np.nan, 20.0, 30.0, 40.0])
    row = ward(by_area(walks([4, 9, 21, 1]), some, "ward"))
    assert np.isnan(row["residents_within_5_minutes_pct"])
    assert np.isnan(row["residents"])
    assert row["children_within_5_minutes_pct"] == pytest.approx(400 / 9)
    assert row["note"] == "not computed: the residents of 1 of 3 homes are not known"


def test_homes_without_a_network_are_left_out_and_noted(homes):
    cut = homes.assign(edge_id=[pd.NA, "w1.0.0", "w1.0.0", pd.NA], is_far=[False, True, False, False])
    table = validate("ward_access", by_area(walks([None, 9, 21, None]), cut, "ward"))
    row, other = ward(table), table.iloc[1]
    assert row["residents_within_10_minutes_pct"] == 40  # 20 of 50
    assert (row["residents"], row["homes"]) == (50, 2)
    assert row["note"] == (
        "1 of 3 homes left out: no walking network; 1 of 3 homes are over 100 m from the walking network"
    )
    assert other["homes"] == 0
    assert other[["residents", "residents_within_20_minutes_pct", "places_per_1000", "walk_minutes"]].isna().all()


def test_what_else_is_to_be_said_stands_in_the_rows_it_speaks_of(homes):
    notes = pd.DataFrame({"destination": ["gp"], "profile": ["walking"], "note": ["two are doubtful"]})
    both = pd.concat([walks([4, 9, 21, 1]), walks([6, 6, 6, 6], "gp")])
    table = access_by_area(both, homes, "local_authority", notes, DATE).set_index("destination")["note"]
    assert table.to_dict() == {"gp": "two are doubtful", "school": ""}


@pytest.mark.parametrize(
    ("level", "table"), [("lsoa", "lsoa_access"), ("ward", "ward_access"), ("local_authority", "authority_access")]
)
def test_nothing_gives_empty_tables(homes, level, table):
    assert validate(table, by_area(empty("home_access"), homes, level)).empty
    assert validate(table, by_area(empty("home_access"), empty("homes"), level)).empty


def test_a_median_weighs_and_stops_at_half():
    values, weights = pd.Series([1.0, 2.0, 3.0]), pd.Series([0.1, 0.2, 0.3])
    one = pd.Series(["a"] * 3)
    assert weighted_medians(values, weights, one)["a"] == 2  # 0.1 + 0.2 is half of 0.6 up to rounding
    assert np.isnan(weighted_medians(values, weights * 0, one)["a"])
    assert np.isnan(weighted_medians(values, weights.where(weights > 0.1), one)["a"])
