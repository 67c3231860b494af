"""Areas of one authority out of the published layers."""

import pytest

from geodata.boundaries import local_authorities, lsoas, wards
from geodata.schemas import validate

EASTON, WESTON = "E06999001", "E06999002"


def test_wards_are_those_of_the_authority_in_order_of_code(toytown):
    own = validate("wards", wards(toytown["wards"][::-1], WESTON))
    assert own["ward_name"].to_list() == ["Cedar", "Dock"]


def test_lsoas_belong_to_the_authority_that_the_lookup_names(toytown):
    own = validate("lsoas", lsoas(toytown["lsoas"], toytown["lsoa_ward_lookup"], WESTON))
    assert own["lsoa_code"].to_list() == [f"E0199900{n}" for n in (5, 6, 7, 8)]
    assert set(own["best_fit_ward_code"]) == {"E05999003"}
    assert set(own["local_authority_name"]) == {"Weston"}


def test_an_lsoa_that_the_lookup_does_not_know_is_nobodys(toytown):
    lookup = toytown["lsoa_ward_lookup"].query("lsoa_code != 'E01999006'")
    assert "E01999006" not in set(lsoas(toytown["lsoas"], lookup, WESTON)["lsoa_code"])


def test_outlines_of_authorities_are_their_wards_dissolved(toytown):
    both = validate("local_authorities", local_authorities(toytown["wards"]))
    assert both["local_authority_name"].to_list() == ["Easton", "Weston"]
    assert both.area.to_list() == pytest.approx([2e6, 2e6])
    assert both.geom_type.to_list() == ["Polygon"] * 2  # no seam between the wards
    assert both.total_bounds.tolist() == [340_000, 390_000, 344_000, 391_000]


def test_an_authority_of_another_place_has_no_areas(toytown):
    assert wards(toytown["wards"], "E06000001").empty
    assert lsoas(toytown["lsoas"], toytown["lsoa_ward_lookup"], "E06000001").empty
