import math

import pandas as pd

from maps.trend_chart import trend_chart

NAN = math.nan


def slopes(**values):
    rows = [
        {"period": period, "value": value, "lower_cl": value - 1, "upper_cl": value + 1}
        for period, value in values.items()
    ]
    return pd.DataFrame(rows, columns=["period", "value", "lower_cl", "upper_cl"])


def years(*pairs):
    return slopes(**dict(pairs))


def test_years_stand_in_time_with_a_gap_where_one_is_missing():
    chart = trend_chart(years(("2013", -1.0), ("2010", -3.0), ("2011", 1.0)))
    # the scale goes from -4 to 2 over 150 pixels; the years from 52 to 304
    assert [(dot.x, dot.y) for dot in chart.dots] == [(52.0, 139.0), (136.0, 39.0), (304.0, 89.0)]
    assert (chart.dots[0].upper, chart.dots[0].lower) == (114.0, 164.0)
    assert chart.zero == 64.0
    assert [row[:2] for row in chart.rows] == [("2010", "−3.0"), ("2011", "+1.0"), ("2013", "−1.0")]


def test_a_span_of_years_and_a_missing_slope_are_no_points():
    table = years(("2010", -3.0), ("2011", 1.0), ("2010 to 2019", 9.0), ("2012", NAN))
    assert trend_chart(table) is None
    assert len(trend_chart(pd.concat([table, years(("2013", 2.0))])).dots) == 3


def test_of_many_years_some_are_labelled_the_last_among_them():
    labels = [dot.words for dot in trend_chart(years(*((str(year), 1.0) for year in range(2010, 2020)))).dots]
    assert labels == ["", "2011", "", "2013", "", "2015", "", "2017", "", "2019"]


def test_without_rows_there_is_no_chart():
    assert trend_chart(years()) is None
