"""Table `inequality_trend`: what changed, and what chance could have done."""

import numpy as np
import pandas as pd
import pytest

from geodata.schemas import conform, empty, validate
from geodata.strata.trend import inequality_trend

SII, RII = "slope_index_of_inequality", "relative_index_of_inequality"


def figures(measure: str, *rows: tuple[str, float, float | None, float | None]) -> pd.DataFrame:
    shared = {
        "area_code": "E06999001", "area_level": "local_authority", "indicator": "road_casualties_per_1000",
        "stratifier": "deprivation", "measure": measure, "confidence": 0.95, "unit": "casualties", "kind": "computed",
        "method": "", "n_groups": 10, "source": "collisions_raster", "note": "",
    }  # fmt: skip
    return conform(
        "inequality",
        pd.DataFrame([{**shared, "period": p, "value": v, "lower_cl": lo, "upper_cl": up} for p, v, lo, up in rows]),
    )


def trend(*rows, measure=SII) -> pd.DataFrame:
    return validate("inequality_trend", inequality_trend(figures(measure, *rows)))


def test_the_latest_is_held_against_the_one_before_and_the_first():
    rows = trend(("2010", -4, -5, -3), ("2011", -3, -4, -2), ("2012", -1, -2, 0))
    assert list(zip(rows["period_from"], rows["period_to"], strict=True)) == [("2010", "2012"), ("2011", "2012")]
    assert rows["change"].to_list() == [3, 2]
    # each half width is 1: that of the change is the root of two
    assert rows["change_lower"].to_list() == pytest.approx([3 - 2**0.5, 2 - 2**0.5])
    assert rows["outcome"].to_list() == ["narrower", "narrower"]


@pytest.mark.parametrize(
    ("before", "after", "outcome"),
    [
        (-4, -1, "narrower"), (-1, -4, "wider"), (2, 5, "wider"), (-3, 3, "turned round"),
        (-2, -1.5, "no clear change"),
    ],
)  # fmt: skip
def test_outcomes_of_a_slope(before, after, outcome):
    rows = trend(("2010", before, before - 1, before + 1), ("2011", after, after - 1, after + 1))
    assert rows["outcome"].to_list() == [outcome]


def test_ratios_are_divided():
    rows = trend(("2010", 0.5, 0.4, 0.625), ("2011", 0.8, 0.64, 1.0), measure=RII)
    assert rows["change"].to_list() == pytest.approx([1.6])
    half = np.sqrt(2) * np.log(1.25)
    assert rows["change_lower"].to_list() == pytest.approx([1.6 * np.exp(-half)])
    assert rows["outcome"].to_list() == ["narrower"]
    assert rows["unit"].to_list() == ["ratio of ratios"]


def test_without_limits_nothing_is_judged():
    rows = trend(("2010", -4, None, None), ("2011", -1, -2, 0))
    assert rows["outcome"].to_list() == ["not judged"]
    assert rows["change_lower"].isna().all()
    assert "no limits" in rows["note"].iloc[0]


def test_spans_that_hold_other_periods_and_missing_values_are_left_out():
    assert trend(("2010", -4, -5, -3), ("2010 to 2019", -3, -4, -2), ("2019", None, None, None)).empty


def test_one_period_is_no_trend():
    assert trend(("2010", -4, -5, -3)).empty
    assert inequality_trend(empty("inequality")).empty
