import geopandas as gpd
import pandas as pd
import shapely
from pandas.testing import assert_series_equal

from geodata.network.ownership import owners_of

POINTS = shapely.points([[1, 1], [10, 1], [15, 1], [99, 1]])


def outlines(codes: list[str]) -> gpd.GeoDataFrame:
    shapes = shapely.box([0, 10, 14], 0, [10, 14, 20], 9)
    return gpd.GeoDataFrame({"local_authority_code": codes}, geometry=shapes, crs="EPSG:27700")


def test_a_point_has_the_authority_that_holds_it_and_none_outside() -> None:
    expected = pd.Series(["E1", "E1", "E2", pd.NA], dtype="string", name="local_authority_code")
    assert_series_equal(owners_of(POINTS, outlines(["E1", "E2", "E2"])), expected)


def test_on_a_border_the_lowest_code_counts_in_any_order_of_outlines() -> None:
    backwards = outlines(["E2", "E1", "E1"])
    assert owners_of(POINTS, backwards).tolist() == ["E2", "E1", "E1", pd.NA]
    assert owners_of(POINTS, backwards.iloc[::-1]).tolist() == ["E2", "E1", "E1", pd.NA]


def test_without_outlines_nothing_has_an_owner() -> None:
    assert owners_of(POINTS, None).isna().tolist() == [True] * 4
