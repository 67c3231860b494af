import math

import pytest

from maps.gradients import gradients

NAMES = {"E06999001": "Easton", "E06999002": "Weston"}


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ((-0.9, -1.4, -0.4, ""), "higher in the most deprived"),
        ((0.9, 0.4, 1.4, ""), "higher in the least deprived"),
        ((-0.9, -1.9, 0.1, ""), "no clear difference"),
        ((-0.9, math.nan, math.nan, ""), "direction not judged: no limits"),
        ((math.nan, math.nan, math.nan, "not computed: circular"), "not computed: circular"),
    ],
)
def test_the_sign_is_put_in_words_only_off_zero(toytown, row, words):
    whole = toytown["inequality"].iloc[:1].copy()
    whole[["value", "lower_cl", "upper_cl", "note"]] = [row]
    (gradient,) = gradients(whole, NAMES)
    assert gradient.words == words


def test_the_whole_and_its_authorities_are_described(toytown):
    (gradient,) = gradients(toytown["inequality"], NAMES)
    assert gradient.words == "higher in the most deprived"
    assert gradient.slope.startswith("Slope index \u22120.9 (95% CI \u22121.4 to \u22120.4)")
    assert gradient.by_authority == "no clear difference: Easton; higher in the most deprived: Weston"


def test_one_authority_is_described_once(toytown):
    own = toytown["inequality"].query("area_code == 'E06999002'")
    (gradient,) = gradients(own, {"E06999002": "Weston"})
    assert (gradient.words, gradient.by_authority) == ("higher in the most deprived", "")


def test_other_measures_are_left_alone(toytown):
    assert gradients(toytown["inequality"].assign(measure="concentration_index"), NAMES) == []


def test_what_only_a_survey_of_the_country_says_is_said_of_the_country(toytown):
    england = toytown["inequality"].iloc[:1].assign(area_code="E92000001", area_level="country")
    (gradient,) = gradients(england, NAMES)
    assert gradient.name.endswith(" in England")
    assert gradient.words == "higher in the most deprived"
    assert gradient.slope.startswith("Slope index")
