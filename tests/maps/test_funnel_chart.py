import math
import re

import pandas as pd
import pytest

from maps.funnel_chart import funnel_chart

NAN = math.nan
NAMES = {"A": "Alder", "B": "Birch", "C": "Cedar"}


@pytest.fixture
def funnel():
    """Benchmark 4; Birch lies far above, another authority's ward off the scale."""
    rows = [
        ("A", 3.0, 10_000.0, "not significant"),
        ("B", 8.0, 20_000.0, "high (beyond 99.8 %)"),
        ("C", NAN, NAN, "not computed"),
        ("X", 40.0, 5_000.0, "high (beyond 99.8 %)"),
    ]
    table = pd.DataFrame(rows, columns=["area_code", "value", "denominator", "outcome_adjusted"])
    return table.assign(indicator="road_casualties_per_1000", benchmark_value=4.0, dispersion=4.0)


def test_wards_stand_by_size_and_value(funnel):
    chart = funnel_chart(funnel, NAMES)
    # across 0 to 20 thousand over 284 pixels from 36; up 0 to 20 over 196 pixels from 220
    by_place = {(ward.x, ward.y): ward.number for ward in chart.own}
    assert by_place == {(320.0, 141.6): 1, (178.0, 190.6): None}
    assert chart.benchmark == 180.8
    assert chart.others == ((107.0, 24.0),)  # off the scale, at its edge


def test_who_stands_out_is_named_with_the_side(funnel):
    chart = funnel_chart(funnel, NAMES)
    (outlier,) = chart.outliers
    assert (outlier.number, outlier.name, outlier.value, outlier.side) == (1, "Birch", "8.0", "above the 99.8% limits")
    assert chart.finding == "1 above what chance explains, of 2 wards"
    assert chart.widened == 2.0


def test_an_own_ward_off_the_scale_carries_a_sign(funnel):
    chart = funnel_chart(funnel, {**NAMES, "X": "Xanten"})
    assert [(ward.number, ward.is_off_scale) for ward in chart.own] == [(1, True), (2, False), (None, False)]


def test_nothing_stands_out_from_chance(funnel):
    quiet = funnel.assign(outcome_adjusted="not significant")
    assert funnel_chart(quiet, NAMES).finding == "no ward stands out from chance"


def test_limits_narrow_with_size_and_stay_on_the_scale(funnel):
    path = funnel_chart(funnel, NAMES).limits["upper_95"]
    heights = [float(y) for _, y in re.findall(r"([\d.]+) ([\d.]+)", path)]
    assert heights == sorted(heights)  # downwards in pixels: nearer to the benchmark
    assert min(heights) >= 24
    assert max(heights) < 180.8


def test_without_a_figure_there_is_no_chart(funnel):
    assert funnel_chart(funnel.assign(value=NAN), NAMES) is None
    assert funnel_chart(funnel, {"C": "Cedar"}) is None
