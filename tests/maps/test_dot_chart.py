import math

import pandas as pd
import pytest

from geodata.suppression.withholding import WITHHELD
from maps.dot_chart import dot_chart

NAN = math.nan
NAMES = {"A": "Alder", "B": "Birch", "C": "Cedar"}


@pytest.fixture
def ranks():
    rows = [
        ("A", 2.0, 1.0, 4.0, 2.0, 1.0, 2.0, ""),
        ("B", 5.0, 3.0, 10.0, 1.0, 1.0, 1.0, ""),
        ("C", NAN, NAN, NAN, NAN, NAN, NAN, WITHHELD),
    ]
    columns = ["area_code", "value", "lower_cl", "upper_cl", "rank", "rank_lower", "rank_upper", "note"]
    return pd.DataFrame(rows, columns=columns)


def test_wards_stand_in_the_order_of_their_rank_on_one_scale(ranks):
    (panel,) = dot_chart(ranks, NAMES, 3.0).panels
    # 90 pixels from 126 hold the values from 0 to 10
    assert [(row.name, row.y, row.x) for row in panel.rows] == [
        ("Birch", 42, 171.0),
        ("Alder", 58, 144.0),
        ("Cedar", 74, None),
    ]
    assert (panel.rows[0].lower, panel.rows[0].upper) == (153.0, 216.0)
    assert [row.ranks for row in panel.rows] == ["1", "1 to 2", ""]
    assert panel.bottom == 34 + 3 * 16


def test_a_withheld_ward_has_no_dot_and_no_figure(ranks):
    chart = dot_chart(ranks, NAMES, NAN)
    last = chart.panels[0].rows[-1]
    assert (last.x, last.lower, last.value) == (None, None, "[c]")
    assert chart.rows[-1] == ("Cedar", "", "[c]", "")
    assert chart.reference is None


def test_the_study_area_is_the_reference(ranks):
    chart = dot_chart(ranks, NAMES, 3.0)
    assert chart.reference == 153.0
    assert [mark.words for mark in chart.marks] == ["0", "10"]


def test_without_limits_there_is_no_chart(ranks):
    assert dot_chart(ranks.assign(lower_cl=NAN), NAMES, 3.0) is None


@pytest.mark.parametrize(("wards", "panels"), [(22, [22]), (23, [12, 11]), (64, [22, 22, 20])])
def test_long_lists_go_on_beside(wards, panels):
    codes = [f"W{number}" for number in range(wards)]
    table = pd.DataFrame({"area_code": codes, "value": 1.0, "lower_cl": 0.5, "upper_cl": 2.0, "note": ""})
    table = table.assign(rank=range(1, wards + 1), rank_lower=NAN, rank_upper=NAN)
    chart = dot_chart(table, {code: code for code in codes}, NAN)
    assert [len(panel.rows) for panel in chart.panels] == panels
    assert chart.panels[-1].rows[-1].ranks == str(wards)
