import pandas as pd
import pytest

from maps.classes import Classes, rounded_quantiles


def test_breaks_are_round_and_every_class_is_filled():
    values = pd.Series([i**2 / 100 for i in range(1, 101)])
    classes = rounded_quantiles(values)
    counts = classes.assign(values).value_counts()
    assert len(counts) == 5
    assert counts.min() >= 8
    assert all(edge % 5 == 0 for edge in classes.breaks)


def test_a_value_on_a_break_belongs_to_the_class_above():
    assert Classes((12, 17, 25, 38)).assign(pd.Series([11.99, 12.0, 37.9, 38.0])).tolist() == [0, 1, 3, 4]


def test_missing_is_no_class():
    classes = rounded_quantiles(pd.Series([1.0, 2.0, None, 3.0]))
    assert classes.assign(pd.Series([None, 3.0])).tolist() == [-1, len(classes.breaks)]


@pytest.mark.parametrize("values", [[27.2], [5.0, 5.0, 5.0], []])
def test_without_a_difference_there_is_one_class(values):
    assert rounded_quantiles(pd.Series(values, dtype=float)) == Classes(())
    assert Classes(()).labels == ("all areas",)


def test_two_areas_give_two_classes():
    classes = rounded_quantiles(pd.Series([20.0, 27.25]))
    assert classes.assign(pd.Series([20.0, 27.25])).tolist() == [0, 1]


def test_ties_give_fewer_classes_and_none_is_empty():
    values = pd.Series([0.0] * 60 + list(range(1, 41)))
    classes = rounded_quantiles(values)
    counts = classes.assign(values).value_counts()
    assert len(counts) == len(classes.breaks) + 1
    assert counts.min() >= 8


def test_breaks_have_no_more_decimals_than_the_values_shown():
    classes = rounded_quantiles(pd.Series([0.01, 0.06, 0.12, 0.33, 0.41, 0.52]))
    assert all(edge == round(edge, 1) for edge in classes.breaks)


def test_labels_name_both_ends():
    assert Classes((1.5, 2, 1000)).labels == ("under 1.5", "1.5 to under 2", "2 to under 1,000", "1,000 or more")
