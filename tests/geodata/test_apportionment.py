"""Where the people of an LSOA live: Toytown's strip of wards, and what holds for any points."""

import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.affinity import translate

from geodata.apportionment import area_shares, distinct_points, lsoa_ward_weights, memberships, whole_people
from geodata.errors import SourceFileError
from geodata.indicators.rows import combine, indicator_rows

WEST_END, MIDDLE = 340_000, 390_500
EASTON, WESTON = "E06999001", "E06999002"
ALDER, BIRCH, CEDAR, DOCK = (f"E0599900{n}" for n in range(1, 5))
LSOA_2, LSOA_8 = "E01999002", "E01999008"


@pytest.fixture(scope="module")
def places(toytown, results):
    """Return LSOAs, wards and postcodes of one authority."""

    def of(authority: str) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame, pd.DataFrame]:
        tables = (results["lsoas"], results["wards"], toytown["postcodes"])
        return tuple(table[table["local_authority_code"] == authority] for table in tables)

    return of


def weights_of(table: pd.DataFrame, lsoa: str, column: str = "weight") -> dict[str, float]:
    own = table[(table["lsoa_code"] == lsoa) & (table[column] > 0)]
    return own.set_index("ward_code")[column].to_dict()


def at(*metres: float) -> pd.DataFrame:
    """Return postcodes half way up the strip, so many metres from its west end."""
    return pd.DataFrame({"easting_m": [WEST_END + float(x) for x in metres], "northing_m": float(MIDDLE)})


def test_people_live_at_the_distinct_postcode_points(places):
    table = lsoa_ward_weights(*places(EASTON), "postcodes")
    assert weights_of(table, LSOA_2) == pytest.approx({ALDER: 3 / 4, BIRCH: 1 / 4})
    assert set(table["method"]) == {"postcodes"}


def test_best_fit_and_area_stand_beside_the_weight(places):
    table = lsoa_ward_weights(*places(EASTON), "postcodes")
    assert weights_of(table, LSOA_2, "best_fit_weight") == {ALDER: 1.0}
    assert weights_of(table, LSOA_2, "area_weight") == pytest.approx({ALDER: 2 / 3, BIRCH: 1 / 3})


@pytest.mark.parametrize(
    ("method", "expected"),
    [("best_fit", {CEDAR: 1.0}), ("area", {CEDAR: 0.2, DOCK: 0.8}), ("postcodes", {CEDAR: 0.75, DOCK: 0.25})],
)
def test_the_weight_follows_the_method_asked_for(places, method, expected):
    table = lsoa_ward_weights(*places(WESTON), method)
    assert weights_of(table, LSOA_8) == pytest.approx(expected)
    assert set(table["method"]) == {method}


def test_postcodes_repeated_on_one_coordinate_count_once(places):
    lsoas, wards, postcodes = places(EASTON)
    tower = pd.concat([postcodes, at(*[1200] * 50)])
    pd.testing.assert_frame_equal(
        lsoa_ward_weights(lsoas, wards, tower, "postcodes"), lsoa_ward_weights(lsoas, wards, postcodes, "postcodes")
    )
    assert len(distinct_points(at(1, 1, 1, 2))) == 2


def test_a_ward_that_best_fit_leaves_empty_still_gets_people(places):
    lsoas, wards, postcodes = places(WESTON)
    assert DOCK not in set(lsoas["best_fit_ward_code"])
    table = lsoa_ward_weights(lsoas, wards, postcodes, "postcodes")
    assert table.loc[table["ward_code"] == DOCK, "weight"].sum() == pytest.approx(0.25)


def test_an_lsoa_without_postcodes_falls_back_to_area_and_says_so(places):
    lsoas, wards, _ = places(EASTON)
    table = lsoa_ward_weights(lsoas, wards, at(100, 1500, 1900), "postcodes")  # none in LSOA 2
    assert weights_of(table, LSOA_2) == pytest.approx({ALDER: 2 / 3, BIRCH: 1 / 3})
    methods = table.groupby("lsoa_code")["method"].unique().map(list)
    assert methods.to_dict() == {code: ["area" if code == LSOA_2 else "postcodes"] for code in lsoas["lsoa_code"]}


def test_best_fit_without_postcodes_is_best_fit(places):
    lsoas, wards, _ = places(EASTON)
    assert set(lsoa_ward_weights(lsoas, wards, at(100), "best_fit")["method"]) == {"best_fit"}


def test_a_postcode_outside_every_ward_counts_for_nobody(places):
    lsoas, wards, _ = places(EASTON)
    table = lsoa_ward_weights(lsoas, wards, at(600, 1100, 2900, -50), "postcodes")
    assert weights_of(table, LSOA_2) == pytest.approx({ALDER: 1 / 2, BIRCH: 1 / 2})


def test_a_postcode_on_the_border_of_two_wards_lies_in_the_first_by_code(places):
    lsoas, wards, _ = places(EASTON)
    assert weights_of(lsoa_ward_weights(lsoas, wards, at(1000), "postcodes"), LSOA_2) == {ALDER: 1.0}


def test_the_order_of_rows_does_not_matter(places):
    lsoas, wards, postcodes = places(EASTON)
    pd.testing.assert_frame_equal(
        lsoa_ward_weights(lsoas[::-1], wards[::-1], postcodes[::-1], "postcodes"),
        lsoa_ward_weights(lsoas, wards, postcodes, "postcodes"),
    )


def test_an_lsoa_of_another_place_is_refused_by_code(places):
    lsoas, wards, postcodes = places(EASTON)
    stray = lsoas.assign(best_fit_ward_code=lsoas["best_fit_ward_code"].replace(ALDER, "E05888001"))
    away = stray.geometry.where(stray["lsoa_code"] != LSOA_2, translate(stray.geometry.iloc[1], 90_000))
    with pytest.raises(SourceFileError, match=f"1 LSOA.*touch no ward.*{LSOA_2}"):
        lsoa_ward_weights(stray.set_geometry(away), wards, postcodes, "postcodes")


def test_an_lsoa_far_from_its_best_fit_ward_is_refused_when_people_are_put_by_place(places):
    lsoas, wards, postcodes = places(EASTON)
    away = lsoas.geometry.where(lsoas["lsoa_code"] != LSOA_2, translate(lsoas.geometry.iloc[1], 90_000))
    with pytest.raises(SourceFileError, match=f"1 LSOA.*touch no ward.*{LSOA_2}"):
        lsoa_ward_weights(lsoas.set_geometry(away), wards, postcodes, "postcodes")


def test_land_outside_every_ward_is_left_out(places):
    lsoas, wards, _ = places(WESTON)
    shares = area_shares(lsoas, wards[wards["ward_code"] == CEDAR])
    assert shares.to_list() == pytest.approx([1.0] * 4)  # of LSOA 8 only the fifth in Cedar is in a ward


def test_memberships_leave_out_weights_of_zero(places):
    table = lsoa_ward_weights(*places(EASTON), "postcodes")
    best_fit = memberships(table, "best_fit_weight")
    assert best_fit.columns.to_list() == ["area_code", "into", "weight"]
    assert len(best_fit) == 4
    assert len(memberships(table)) == 5


@settings(max_examples=40)
@given(
    metres=st.lists(st.integers(0, 2000), max_size=30),
    residents=st.lists(st.integers(0, 3000), min_size=4, max_size=4),
    method=st.sampled_from(["postcodes", "best_fit", "area"]),
)
def test_nobody_is_lost_or_made_wherever_the_postcodes_lie(places, metres, residents, method):
    lsoas, wards, _ = places(EASTON)
    table = lsoa_ward_weights(lsoas, wards, at(*metres), method)
    for column in ("weight", "best_fit_weight", "area_weight"):
        assert table.groupby("lsoa_code")[column].sum().to_list() == pytest.approx([1.0] * 4, abs=1e-9)
    people = indicator_rows(
        "residents", lsoas["lsoa_code"], "2021", numerator=pd.Series(residents, lsoas.index, float), kind="measured",
        source="population",
    )  # fmt: skip
    assert combine(people, memberships(table))["value"].sum() == pytest.approx(sum(residents), abs=1e-6)


def test_whole_people_give_the_largest_remainders_the_rest():
    assert whole_people(pd.Series([0.4, 1.3, 2.8, 0.5])).to_list() == [0, 1, 3, 1]


@given(st.lists(st.floats(0, 100_000), min_size=1, max_size=50))
def test_whole_people_keep_the_rounded_total_and_change_nobody_by_one_or_more(people):
    shares = pd.Series(people)
    whole = whole_people(shares)
    assert whole.sum() == round(shares.sum())
    assert ((whole - shares).abs() < 1).all()
    assert (whole % 1 == 0).all()
