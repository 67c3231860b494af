"""Classes of crossings that no extract at hand has, and tags that contradict each other."""

import pandas as pd
import pytest

from geodata.network.attributes import crossing_attributes


def of(**tags):
    tags = {key.replace("__", ":"): value for key, value in tags.items()}
    return crossing_attributes(pd.DataFrame([{"highway": "crossing"} | tags], dtype="string")).iloc[0]


@pytest.mark.parametrize(
    ("tags", "kind"),
    [
        ({"crossing_ref": "pegasus", "crossing": "traffic_signals"}, "pegasus"),
        ({"crossing_ref": "tiger", "crossing": "uncontrolled"}, "parallel"),
        ({"crossing": "parallel"}, "parallel"),
        ({"crossing": "traffic_signals;toucan"}, "toucan"),
        ({"crossing": "unmarked", "crossing__signals": "yes"}, "signalised"),
        ({"crossing__markings": "zebra;dots"}, "zebra"),
        ({"crossing": "informal"}, "unmarked"),
    ],
)
def test_class_of_a_crossing(tags, kind):
    assert of(**tags)["crossing"] == kind


def test_where_crossing_is_forbidden_no_other_tag_allows_it():
    assert of(crossing="no", crossing_ref="pelican")["crossing"] == "none"


def test_a_zebra_with_signals_is_signals_with_zebra_markings():
    assert of(crossing="traffic_signals", crossing_ref="zebra")["crossing"] == "signalised"
    assert of(crossing="marked", crossing__markings="zebra", crossing__signals="yes")["crossing"] == "signalised"


def test_missing_markings_go_before_a_value_that_implies_them():
    assert of(crossing="uncontrolled", crossing__markings="no")["crossing"] == "unmarked"


def test_what_is_said_of_the_island_goes_before_a_legacy_value():
    assert of(crossing="island", crossing__island="no")["island"] == "no"
    assert of(crossing="marked", traffic_calming="table;island")["island"] == "yes"


def test_a_crossing_of_rails_is_none_of_a_road_unless_it_is_both():
    assert pd.isna(of(highway="", railway="level_crossing", crossing="uncontrolled")["crossing"])
    assert of(railway="level_crossing", crossing="uncontrolled")["crossing"] == "uncontrolled"


def test_kerbs_of_unstated_height_are_not_known():
    assert of(kerb="rolled")["kerb"] == "rolled"
    assert not of(kerb="yes")["is_kerb_known"]
