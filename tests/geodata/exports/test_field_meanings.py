"""What fields mean: the schemas' words, the units that names tell, indicators by their catalogue."""

import pytest

from geodata.exports.field_meanings import IN_UNIT, Meaning, meaning, unit
from geodata.indicators.definitions import indicator_list


def test_a_field_means_what_the_schema_says():
    told = meaning("crossings", "detour_m")
    assert told == ("detour m", "metres that crossing there and back adds", "metres")
    assert told.alias == "detour m: metres that crossing there and back adds"
    assert Meaning("name", "name").alias == "name"


def test_a_unit_that_differs_from_row_to_row_stands_in_the_row():
    assert meaning("inequality", "value").unit == IN_UNIT
    assert meaning("school_scorecards", "pupils_available").unit == IN_UNIT
    assert meaning("schools", "pupils").unit == ""  # a roll, in a table without a column of units


@pytest.mark.parametrize(
    ("field", "expected"),
    [("rate_pct", "per cent"), ("length_km", "kilometres"), ("residents", "people"), ("rank", ""), ("hours", "hours")],
)
def test_a_name_tells_its_unit(field, expected):
    assert unit(field) == expected


def test_a_column_of_an_indicator_has_its_title_and_unit():
    casualties = indicator_list()["road_casualties_per_1000"]
    gap = meaning("ward_inequity", "road_casualties_per_1000_gap_lower")
    assert (gap.title, gap.unit) == (f"{casualties.title}: gap lower", casualties.unit)
    assert meaning("ward_inequity", "road_casualties_per_1000_z").unit == ""


def test_a_field_that_no_schema_describes_is_refused():
    with pytest.raises(KeyError, match="table crossings has no field colour"):
        meaning("crossings", "colour")
