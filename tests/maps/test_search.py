import json

import pandas as pd
import pytest

from maps.search import search_index, search_words

SCHOOLS = pd.DataFrame(
    {
        "school_id": ["gias:1", "osm:w2"],
        "name": ["Hill School", None],
        "phase": ["primary", "school"],
        "local_authority_code": ["E06999002", "E06999001"],
    }
)


@pytest.fixture
def postcodes():
    """Sector TT1 1: three in Alder, one in Birch; TT1 2: all in Dock; one postcode lies outside every ward."""
    eastings = [340_500, 340_600, 340_700, 341_500, 343_500, 999_000]
    names = ["TT1 1AA", "TT1 1AB", "TT1 1AC", "TT1 1AD", "TT1 2AA", "TT1 2AB"]
    return pd.DataFrame({"postcode": names, "easting_m": eastings, "northing_m": 390_500})


def entries(script):
    assert script.startswith("const searchIndex = ")
    return [tuple(entry) for entry in json.loads(script.removeprefix("const searchIndex = ").rstrip(";\n"))]


@pytest.fixture
def found(study_area, toytown, postcodes):
    return entries(search_index(study_area, toytown["wards"], SCHOOLS, postcodes))


def test_authorities_wards_and_schools_lead_to_their_pages(found):
    assert found[:3] == [
        ("Easton", "local authority", "authorities/easton.html"),
        ("Weston", "local authority", "authorities/weston.html"),
        ("Alder", "ward, Easton", "wards/E05999001.html"),
    ]
    assert ("Hill School", "primary school, Weston", "schools/gias-1.html") in found


def test_a_school_without_a_name_cannot_be_looked_for(found):
    assert sum(href.startswith("schools/") for _, _, href in found) == 1


def test_sectors_lead_to_the_wards_of_at_least_a_quarter(found):
    assert [entry for entry in found if entry[0] == "TT1 1"] == [
        ("TT1 1", "postcode sector: Alder, Easton (75.0% of its postcodes here)", "wards/E05999001.html"),
        ("TT1 1", "postcode sector: Birch, Easton (25.0% of its postcodes here)", "wards/E05999002.html"),
    ]
    assert [where for name, where, _ in found if name == "TT1 2"] == [
        "postcode sector: Dock, Weston (100.0% of its postcodes here)"
    ]


def test_a_district_spread_over_many_wards_leads_to_the_largest(found):
    """TT1: 60 % in Alder, 20 % each in Birch and Dock."""
    assert [(where, href) for name, where, href in found if name == "TT1"] == [
        ("postcode district: Alder, Easton (60.0% of its postcodes here)", "wards/E05999001.html")
    ]


def test_single_postcodes_are_nowhere(study_area, toytown, postcodes):
    script = search_index(study_area, toytown["wards"], SCHOOLS, postcodes)
    assert not any(postcode in script for postcode in postcodes["postcode"])


def test_streets_only_areas_have_schools_alone(study_area, toytown):
    streets_only = study_area.model_copy(update={"is_streets_only": True})
    found = entries(search_index(streets_only, toytown["wards"].iloc[:0], SCHOOLS, None))
    assert [name for name, _, _ in found] == ["Hill School"]


def test_the_box_promises_only_what_can_be_found(toytown, postcodes):
    everything = search_words(toytown["wards"], SCHOOLS, postcodes)
    assert everything.label == "Find a ward, school or postcode"
    assert everything.hint == "For example, Alder or TT1"
    assert search_words(toytown["wards"].iloc[:0], SCHOOLS, None).label == "Find a school"
    assert search_words(toytown["wards"], SCHOOLS.iloc[:0], None).label == "Find a ward"
