"""What the inputs cover: counts by authority and for the whole."""

import pandas as pd
import pytest

from geodata.coverage import coverage
from geodata.schemas import empty, validate

EASTON, WESTON = "E06999001", "E06999002"


def covered(toytown, results, **others):
    tables = {name: results[name] for name in ("wards", "lsoas", "lsoa_changes")}
    sources = {"postcodes": toytown["postcodes"], "schools": toytown["schools"]}
    table = validate("coverage", coverage(toytown.study_area, **(tables | sources | others)))
    assert not table.duplicated(["item", "area_code"]).any()
    return table.set_index(["item", "area_code"])


@pytest.mark.parametrize(
    ("item", "easton", "weston", "whole"),
    [
        ("wards", 2, 2, 4),
        ("wards_without_best_fit_lsoa", 0, 1, 1),
        ("lsoas", 4, 4, 8),
        ("lsoas_2011", 3, 5, 8),
        ("postcodes", 10, 7, 17),
        ("postcodes_outside_wards", 0, 0, 0),
        ("lsoa_changes_U", 2, 3, 5),
        ("lsoa_changes_S", 2, 0, 2),
        ("lsoa_changes_M", 0, 2, 2),
    ],
)
def test_counts_of_toytown(toytown, results, item, easton, weston, whole):
    counts = covered(toytown, results).loc[item, "count"]
    assert counts.to_dict() == {EASTON: easton, WESTON: weston, "toytown": whole}


def test_schools_lie_in_the_authority_whose_ward_holds_them_and_count_once_for_the_whole(toytown, results):
    table = covered(toytown, results)
    # one in Alder, one in the sea, one without a place
    assert table.loc["schools", "count"].to_dict() == {EASTON: 1, WESTON: 0, "toytown": 3}
    assert table.loc[("schools_outside_wards", "toytown")].to_dict() == {"count": 1, "codes": "100002"}


def test_the_ward_that_best_fit_leaves_empty_is_named(toytown, results):
    codes = covered(toytown, results).loc["wards_without_best_fit_lsoa", "codes"]
    assert codes.to_dict() == {EASTON: "", WESTON: "E05999004", "toytown": "E05999004"}


def test_postcodes_outside_every_ward_are_counted_and_named(toytown, results):
    strays = toytown["postcodes"].iloc[[0, 16]].assign(postcode=["TY9 9ZZ", "TY9 9AA"], northing_m=395_000.0)
    postcodes = pd.concat([toytown["postcodes"], strays], ignore_index=True)
    outside = covered(toytown, results, postcodes=postcodes).loc["postcodes_outside_wards"]
    assert outside["count"].to_dict() == {EASTON: 1, WESTON: 1, "toytown": 2}
    assert outside["codes"].to_dict() == {EASTON: "TY9 9ZZ", WESTON: "TY9 9AA", "toytown": "TY9 9AA TY9 9ZZ"}


def test_without_schools_there_are_none(toytown, results):
    table = covered(toytown, results, schools=empty("source_schools"))
    assert (table.loc["schools", "count"] == 0).all()
