import math

import pytest

from maps.activity_table import Cell, activity_columns, comparison


@pytest.mark.parametrize(
    ("value", "lower_cl", "published", "words"),
    [
        (27.2, math.nan, "Worse", "Worse"),
        (27.2, math.nan, "Not compared", "not compared: limits not published"),
        (27.2, 26.0, "", "not compared by the publisher"),
        (math.nan, math.nan, "Similar", "not compared"),
    ],
)
def test_the_publishers_word_or_the_reason_there_is_none(value, lower_cl, published, words):
    assert comparison(value, lower_cl, published) == words


def test_authorities_stand_beside_england_in_the_latest_period(toytown):
    (column,), missing = activity_columns(toytown["local_authority_indicators"], ["E06999001", "E06999002"])
    assert column.period == "2024/25"
    assert column.cells == {
        "E06999001": Cell("20.0%", "", "Similar"),
        "E06999002": Cell("27.2%", "", "Worse"),
        "E92000001": Cell("21.8%", "", ""),
    }
    assert not column.has_limits
    assert missing == ["Active adults", "Active children"]


def test_an_authority_without_a_figure_has_no_data(toytown):
    (column,), _ = activity_columns(toytown["local_authority_indicators"], ["E06999001", "E06999009"])
    assert column.cells["E06999009"] == Cell("no data", "", "not compared")


def test_limits_stand_beside_the_figure_that_has_them(toytown):
    table = toytown["local_authority_indicators"].copy()
    table.loc[table["area_code"] == "E06999002", ["lower_cl", "upper_cl"]] = [26.0, 28.5]
    (column,), _ = activity_columns(table, ["E06999001", "E06999002"])
    assert column.cells["E06999002"] == Cell("27.2%", "95% CI 26.0 to 28.5", "Worse")
    assert column.has_limits
