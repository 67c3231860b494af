import pandas as pd
import pytest

from maps.findings import authority_range, compared_with_england, highest, top_class

NAMES = pd.Series({"a": "Alder", "b": "Birch", "c": "Cedar"})


def frame(values, lower=None, upper=None):
    columns = {"value": values, "lower_cl": lower or [None] * 3, "upper_cl": upper or [None] * 3}
    return pd.DataFrame(columns, index=NAMES.index, dtype=float)


def test_the_highest_is_named_when_its_limits_are_clear_of_all_others():
    rows = frame([1.0, 9.0, 3.0], [0.5, 8.0, 2.0], [1.5, 10.0, 4.0])
    assert highest(rows, NAMES) == "Birch is highest (9.0), clear of every other."


@pytest.mark.parametrize(
    "rows",
    [
        frame([1.0, 9.0, 3.0], [0.5, 3.9, 2.0], [1.5, 10.0, 4.0]),
        frame([1.0, 9.0, 3.0]),
        frame([1.0, 3.01, 3.0], [1.0, 3.009, 2.9], [1.0, 3.02, 3.004]),
    ],
    ids=["limits overlap", "no limits", "tie at the shown precision"],
)
def test_nothing_is_called_highest_that_may_not_be(rows):
    assert highest(rows, NAMES) == ""


def test_the_top_class_says_where_its_wards_are():
    classes = pd.Series([1, 1, 0, -1], index=list("abcd"))
    authorities = pd.Series(["East", "West", "West", "West"], index=list("abcd"))
    assert top_class(classes, "38 or more", authorities) == (
        "2 of 3 wards with data are in the highest class (38 or more). By authority: East (1) and West (1)."
    )


def test_a_single_authority_is_not_named():
    classes = pd.Series([1, 0], index=list("ab"))
    words = top_class(classes, "2 or more", pd.Series("Rutland", index=list("ab")))
    assert words == "1 of 2 wards with data is in the highest class (2 or more)."


def test_ties_among_authorities_are_not_named():
    assert authority_range(frame([20.1, 20.1, 27.6]), 21.8, "%") == "Between 20.1% and 27.6%; England 21.8%."
    assert authority_range(frame([17.4, None, None]), None, "%") == "17.4%."


def test_the_publishers_words_are_kept_and_gaps_are_not_compared():
    rows = frame([1.0, 2.0, None]).assign(compared_with_england=["Worse", "Similar", "Similar"])
    words = "The publisher's comparison: worse than England: Alder; similar to England: Birch."
    assert compared_with_england(rows, NAMES) == words
    silent = rows.assign(compared_with_england="Not compared")
    assert compared_with_england(silent, NAMES) == "The publisher gives no comparison."
