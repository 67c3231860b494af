"""Casualties on a grid of 500 m cells, shared among areas: squares small enough to see the answer."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import box

from geodata.indicators.casualties import casualties_by_area, casualty_rows, cell_shares, coarse_cell_notes
from geodata.schemas import empty, validate

WEST, EAST = "E05999001", "E05999002"


def strips(*edges: tuple[float, float]) -> gpd.GeoDataFrame:
    """Return wards, each one kilometre high and from so many metres east to so many."""
    codes = [f"E0599900{n}" for n in range(1, len(edges) + 1)]
    return gpd.GeoDataFrame({"ward_code": codes}, geometry=[box(a, 0, b, 1000) for a, b in edges], crs="EPSG:27700")


def cells(*rows: tuple[float, float, int, float]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["easting_m", "northing_m", "year", "casualties"])
    return table.assign(cell_m=500.0, casualties=table["casualties"].astype(float))


def counts(grid: pd.DataFrame, areas: gpd.GeoDataFrame) -> dict[tuple[str, int], float]:
    table = validate("ward_casualties", casualties_by_area(grid, areas, "ward_code"))
    return table.set_index(["area_code", "year"])["casualties"].to_dict()


TWO = strips((0, 1000), (1000, 2000))


def test_a_cell_within_one_area_is_counted_there():
    assert counts(cells((250, 250, 2019, 7)), TWO) == {(WEST, 2019): 7, (EAST, 2019): 0}


def test_a_cell_over_a_border_is_shared_by_area():
    # the cell from 600 to 1,100 lies four fifths in the west
    assert counts(cells((850, 250, 2019, 10)), TWO) == pytest.approx({(WEST, 2019): 8, (EAST, 2019): 2})


def test_a_cell_whose_centre_lies_inside_keeps_its_whole_count_though_a_part_lies_in_the_sea():
    # from -200 to 300 and from -100 to 400: only 300 x 400 m of it are land
    assert counts(cells((50, 150, 2019, 5)), TWO) == pytest.approx({(WEST, 2019): 5, (EAST, 2019): 0})


def test_a_cell_whose_centre_lies_outside_is_left_out_though_it_reaches_in():
    assert counts(cells((-10, 500, 2019, 5), (250, 250, 2019, 1)), TWO) == {(WEST, 2019): 1, (EAST, 2019): 0}


def test_years_are_kept_apart_and_an_area_without_casualties_has_zero_in_each():
    grid = cells((250, 250, 2018, 3), (250, 250, 2019, 4), (250, 750, 2019, 1))
    assert counts(grid, TWO) == {(WEST, 2018): 3, (WEST, 2019): 5, (EAST, 2018): 0, (EAST, 2019): 0}


def test_the_order_of_areas_does_not_matter():
    grid = cells((850, 250, 2019, 10), (1400, 600, 2018, 3))
    assert counts(grid, TWO[::-1]) == counts(grid, TWO)


def test_without_a_grid_no_area_is_said_to_have_none():
    assert casualties_by_area(empty("source_collisions_raster"), TWO, "ward_code").empty


CELLS = st.tuples(st.integers(-600, 2600), st.integers(-600, 1600), st.sampled_from([2018, 2019]), st.integers(1, 50))


@settings(max_examples=60)
@given(
    st.lists(CELLS, min_size=1, max_size=25, unique_by=lambda cell: cell[:3]),
    st.integers(1, 1999),
)
def test_every_cell_centred_inside_is_shared_out_whole(rows, border):
    areas = strips((0, border), (border, 2000))
    grid = cells(*rows)
    inside = grid["easting_m"].between(0, 2000) & grid["northing_m"].between(0, 1000)
    total = sum(counts(grid, areas).values())
    assert total == pytest.approx(grid.loc[inside, "casualties"].sum(), abs=1e-6)
    shares = cell_shares(grid, areas, "ward_code").groupby(["easting_m", "northing_m"])["share"].sum()
    assert shares.to_list() == pytest.approx([1.0] * len(shares))


BY_WARD = pd.DataFrame(
    {"area_code": [WEST, WEST, EAST, EAST], "year": [2018, 2019] * 2, "casualties": [3.0, 1.0, 0.0, 0.0]}
)
RESIDENTS = pd.Series({WEST: 1000.0, EAST: 500.0})


def test_rates_are_per_thousand_residents_a_year_and_the_span_counts_person_years(figure):
    rows = casualty_rows(BY_WARD, RESIDENTS, kind="computed")
    assert figure(rows, WEST, "road_casualties_per_1000", "2018")["value"] == pytest.approx(3)
    span = figure(rows, WEST, "road_casualties_per_1000", "2018 to 2019")
    assert (span["value"], span["numerator"], span["denominator"]) == (2, 4, 2000)
    # exact limits of 4 events: 1.0899 and 10.2416
    assert (span["lower_cl"], span["upper_cl"]) == pytest.approx((1.0899 / 2, 10.2416 / 2), abs=1e-4)
    assert figure(rows, WEST, "road_casualties", "2018 to 2019")["value"] == 4


def test_a_ward_without_casualties_has_a_rate_of_zero_with_an_upper_limit(figure):
    row = figure(casualty_rows(BY_WARD, RESIDENTS, kind="computed"), EAST, "road_casualties_per_1000", "2018")
    assert (row["value"], row["lower_cl"]) == (0, 0)
    assert row["upper_cl"] == pytest.approx(1000 * 3.6889 / 500, abs=1e-3)


def test_a_ward_without_residents_has_a_count_and_no_rate(figure):
    rows = casualty_rows(BY_WARD, RESIDENTS.where(RESIDENTS.index != WEST, 0.0), kind="computed")
    assert figure(rows, WEST, "road_casualties", "2018")["value"] == 3
    assert np.isnan(figure(rows, WEST, "road_casualties_per_1000", "2018")["value"])


def test_only_the_areas_with_residents_given_are_listed():
    rows = casualty_rows(BY_WARD, RESIDENTS.drop(EAST), kind="computed")
    assert set(rows["area_code"]) == {WEST}
    assert casualty_rows(BY_WARD, pd.Series({"E05000000": 1.0}), kind="computed").empty


def test_rates_say_that_residents_are_not_the_people_on_the_road(figure):
    row = figure(casualty_rows(BY_WARD, RESIDENTS, kind="computed"), WEST, "road_casualties_per_1000", "2018")
    assert row["note"].startswith("residents are not the people on the road by day")


def test_areas_smaller_than_a_cell_are_flagged_in_every_row():
    areas = strips((0, 249), (249, 2000))  # 0.249 and 1.751 square kilometres; a cell has 0.25
    flags = coarse_cell_notes(areas, "ward_code", cells((250, 250, 2018, 3)))
    assert flags.to_dict() == {WEST: "unreliable: the area is smaller than one 500 m cell", EAST: ""}
    rows = casualty_rows(BY_WARD, RESIDENTS, kind="computed", notes=flags)
    assert rows.loc[rows["area_code"] == WEST, "note"].str.contains("unreliable").all()
    assert not rows.loc[rows["area_code"] == EAST, "note"].str.contains("unreliable").any()


def test_an_area_as_large_as_a_cell_is_not_flagged():
    assert coarse_cell_notes(strips((0, 250)), "ward_code", cells((1, 1, 2018, 1))).to_list() == [""]


def test_without_a_grid_nothing_is_flagged():
    assert coarse_cell_notes(TWO, "ward_code", empty("source_collisions_raster")).to_list() == ["", ""]
