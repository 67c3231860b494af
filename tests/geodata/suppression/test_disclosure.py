"""Which figures are disclosive."""

import pandas as pd
import pytest

from geodata.suppression.disclosure import DisclosureError, disclosive_keys, names_one_of


def test_sources_are_disclosive_by_the_catalogue_or_by_the_study_area(ruled):
    assert {"school_flows"} == disclosive_keys(ruled())
    assert disclosive_keys(ruled("travel_to_work")) == disclosive_keys(ruled()) | {"travel_to_work"}


@pytest.mark.parametrize("key", ["population", "postcodes", "wards"])
def test_a_source_that_stands_where_no_source_is_named_cannot_be_suppressed(ruled, key):
    with pytest.raises(DisclosureError, match=rf"also_disclosive: {key} cannot be suppressed"):
        disclosive_keys(ruled(key))


def test_a_figure_is_disclosive_if_any_of_its_sources_is():
    source = pd.Series(["collisions", "collisions_raster", "population+school_flows", "population"])
    assert names_one_of("t", source, frozenset({"collisions", "school_flows"})).tolist() == [True, False, True, False]


@pytest.mark.parametrize("source", ["colisions", "population+", ""])
def test_an_unknown_source_is_refused_rather_than_taken_for_open(source):
    with pytest.raises(DisclosureError, match="table t: column source names '"):
        names_one_of("t", pd.Series(["population", source]), frozenset())
