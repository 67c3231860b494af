"""Travel to work, and walking and cycling by survey."""

import numpy as np
import pandas as pd
import pytest

from geodata.indicators.travel import LOCKDOWN, lsoa_travel_to_work, walking_and_cycling
from geodata.schemas import empty

LSOA = "E01999001"


def travel(on_foot: float, bicycle: float, total: float = 200.0) -> pd.DataFrame:
    return pd.DataFrame(
        {"lsoa_code": LSOA, "mode": ["on_foot", "bicycle", "home"], "people": [on_foot, bicycle, 80.0], "total": total}
    )


def shares(rows: pd.DataFrame) -> dict[str, float]:
    return rows.set_index("indicator")["value"].to_dict()


def test_shares_are_of_those_in_employment_and_walking_and_cycling_go_together():
    assert shares(lsoa_travel_to_work(travel(20, 10), kind="measured")) == pytest.approx(
        {
            "travel_to_work_on_foot_pct": 10,
            "travel_to_work_bicycle_pct": 5,
            "travel_to_work_home_pct": 40,
            "travel_to_work_walk_or_cycle_pct": 15,
        }
    )


def test_every_row_says_that_census_day_fell_in_lockdown():
    rows = lsoa_travel_to_work(travel(20, 10), kind="measured")
    assert rows["note"].str.startswith(LOCKDOWN).all()


def test_without_the_one_there_is_no_both():
    rows = lsoa_travel_to_work(travel(20, np.nan), kind="measured")
    assert np.isnan(shares(rows)["travel_to_work_walk_or_cycle_pct"])
    assert shares(rows)["travel_to_work_on_foot_pct"] == 10


def test_areas_are_not_mixed_up_when_their_rows_are():
    other = travel(50, 50, 100).assign(lsoa_code="E01999002")
    rows = lsoa_travel_to_work(pd.concat([travel(20, 10), other]).sample(frac=1, random_state=1), kind="measured")
    both = rows[rows["indicator"] == "travel_to_work_walk_or_cycle_pct"].set_index("area_code")["value"]
    assert both.to_dict() == pytest.approx({LSOA: 15, "E01999002": 100})


def test_a_missing_source_leaves_no_rows():
    assert lsoa_travel_to_work(empty("source_travel_to_work"), kind="measured").empty


SURVEY = pd.DataFrame(
    {
        "area_code": ["E06999001", "E06999001", "E06000001", "E06999001"],
        "mode": "cycling",
        "purpose": ["travel", "travel", "travel", "commuting"],
        "frequency": "at_least_once_per_week",
        "period": ["2020", "2021", "2021", "2021"],
        "value": [np.nan, 6.5, 9.0, 1.0],
        "note": ["[x]", "", "", ""],
    }
)


def test_walking_and_cycling_is_as_published_for_the_areas_asked_for():
    rows = walking_and_cycling(SURVEY, ["E06999001"], kind="measured")
    assert rows["indicator"].unique().tolist() == ["cycling_travel_at_least_once_per_week"]
    assert rows.set_index("period")["value"].to_dict() == {"2020": pytest.approx(np.nan, nan_ok=True), "2021": 6.5}


def test_a_marker_stays_beside_its_missing_figure_and_no_limit_is_invented():
    rows = walking_and_cycling(SURVEY, ["E06999001"], kind="measured").set_index("period")
    assert rows.loc["2020", "note"] == "[x]"
    assert rows[["lower_cl", "upper_cl", "numerator", "denominator"]].isna().all(axis=None)
