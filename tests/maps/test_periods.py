import pandas as pd

from maps.periods import latest_rows


def rows(*entries):
    return pd.DataFrame(entries, columns=["area_code", "indicator", "period", "value"])


def test_a_period_without_any_value_is_not_the_latest():
    table = rows(("A", "x", "2023/24", 1.0), ("A", "x", "2024/25", None))
    assert latest_rows(table, "x", ["A"])["period"].tolist() == ["2023/24"]


def test_every_area_has_a_row_in_the_order_asked_for():
    table = rows(("B", "x", "2021", 2.0), ("C", "x", "2021", 3.0), ("A", "y", "2021", 9.0))
    found = latest_rows(table, "x", ["A", "B"])
    assert found.index.tolist() == ["A", "B"]
    assert found["value"].isna().tolist() == [True, False]


def test_other_areas_do_not_decide_the_period():
    table = rows(("A", "x", "2020", 1.0), ("England", "x", "2022", 2.0))
    assert latest_rows(table, "x", ["A"])["period"].tolist() == ["2020"]


def test_no_value_anywhere_gives_no_rows():
    assert latest_rows(rows(("A", "x", "2021", None)), "x", ["A"]).empty
