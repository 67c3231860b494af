"""Indicators of routes to school, from table `lsoa_route_safety` by hand."""

import pandas as pd
import pytest

from geodata.indicators.route_safety import route_safety_rows
from geodata.indicators.rows import combine, select
from geodata.schemas import conform, validate

LSOAS = ["E01999001", "E01999002", "E01999003"]


@pytest.fixture
def route_safety() -> pd.DataFrame:
    """Two LSOAs with 60 and 20 pupils within the distance, and one whose 10 pupils all live beyond it."""
    table = pd.DataFrame(
        {
            "lsoa_code": LSOAS,
            "local_authority_code": "E06999001",
            "period": "1 March 2026",
            "unit": "pupils",
            "pupils": [80.0, 20.0, 10.0],
            "pupils_within_limit": [60.0, 20.0, 0.0],
            "available_pct": [50.0, 100.0, None],
            "unconditional_pct": [10.0, 0.0, None],
            "undetermined_pct": [30.0, 0.0, None],
            "unavailable_pct": [20.0, 0.0, None],
            "likely_available_pct": [60.0, 100.0, None],
            "beyond_limit_pct": [25.0, 0.0, 100.0],
            "over_20_m_lo": [100.0, 0.0, None],
            "over_20_m_hi": [400.0, 200.0, None],
            "over_30_m_lo": [0.0, 0.0, None],
            "over_30_m_hi": [40.0, 0.0, None],
            "note": "",
        }
    )
    return validate("lsoa_route_safety", conform("lsoa_route_safety", table))


def test_shares_are_of_pupils_within_the_distance(route_safety):
    rows = route_safety_rows(route_safety, "lsoa", pd.Series(LSOAS), kind="computed")
    available = select(rows, "school_routes_available_pct").set_index("area_code")
    assert available.loc[LSOAS[0], ["value", "numerator", "denominator"]].tolist() == [50, 30, 60]
    assert pd.isna(available.loc[LSOAS[2], "value"])
    beyond = select(rows, "school_routes_beyond_limit_pct").set_index("area_code")["value"]
    assert beyond.tolist() == [25, 0, 100]


def test_areas_add_up_by_their_pupils(route_safety):
    rows = route_safety_rows(route_safety, "lsoa", pd.Series(LSOAS), kind="computed")
    whole = combine(rows, pd.DataFrame({"area_code": LSOAS, "into": "town", "weight": 1.0})).set_index("indicator")
    assert whole.loc["school_routes_available_pct", "value"] == pytest.approx(100 * (30 + 20) / 80)
    assert whole.loc["school_routes_over_20_m_hi", "value"] == pytest.approx((60 * 400 + 20 * 200) / 80)
    assert whole.loc["school_routes_beyond_limit_pct", "value"] == pytest.approx(100 * 30 / 110)


def test_areas_that_were_not_asked_for_are_left_out(route_safety):
    rows = route_safety_rows(route_safety, "lsoa", pd.Series(LSOAS[:1]), kind="computed")
    assert set(rows["area_code"]) == {LSOAS[0]}
    assert set(rows["source"]) == {"openstreetmap+postcodes+population_by_age+schools"}
