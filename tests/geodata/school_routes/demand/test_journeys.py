"""Table `school_journeys`."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Point

from geodata.errors import ConflictError
from geodata.schemas import CRS, conform, empty, validate
from geodata.school_routes.demand.journeys import school_journeys
from geodata.school_routes.demand.rolls import assumed_rolls

_NO_FLOWS = pd.DataFrame({"lsoa_code": [], "urn": [], "pupils": []}).astype(
    {"lsoa_code": "string", "urn": "string", "pupils": float}
)


def _schools(*rows: tuple[str, str, str, float | None]) -> gpd.GeoDataFrame:
    frame = pd.DataFrame(rows, columns=["school_id", "phase", "serves", "pupils"]).astype({"pupils": float})
    known = frame["pupils"].notna()
    rolls = assumed_rolls(frame)
    other = {"local_authority_code": pd.NA, "ward_code": pd.NA, "source": "schools", "note": "", "is_qualifying": True}
    table = frame.assign(
        urn=frame["school_id"].str.removeprefix("gias:"),
        name=pd.NA,
        low_age=np.nan,
        high_age=np.nan,
        pupils_lower=rolls.min(axis=1),
        pupils_upper=rolls.max(axis=1),
        is_roll_known=known,
        **other,
    )
    return conform("schools", gpd.GeoDataFrame(table, geometry=[Point(0, 0)] * len(frame), crs=CRS))


def _pupils(group: str, *pupils: float, unit: str = "pupils") -> pd.DataFrame:
    frame = pd.DataFrame({"home_id": range(len(pupils)), "age_group": group, "pupils": pupils, "unit": unit})
    return conform("home_pupils", frame.assign(low_income_pupils=np.nan))


def _distances(**metres: list[float]) -> pd.DataFrame:
    """Return distances to each school (gias_1 ...) from homes 0, 1 ...; None where it is beyond three miles."""
    rows = [
        (home, name.replace("_", ":"), distance)
        for name, column in metres.items()
        for home, distance in enumerate(column)
        if distance is not None
    ]
    return pd.DataFrame(rows, columns=["home_id", "school_id", "distance_m"]).astype({"school_id": "string"})


_HOMES = pd.DataFrame({"home_id": [0, 1], "lsoa_code": "E01000001", "weight": [0.25, 0.75]})
_SECONDARY = ("gias:1", "secondary", "11_to_15", 100.0), ("gias:2", "secondary", "11_to_15", 300.0)
_NEAR = _distances(gias_1=[0.0, 1000.0], gias_2=[1000.0, 0.0])


def _journeys(
    distances: pd.DataFrame, pupils: pd.DataFrame, schools: pd.DataFrame, flows: pd.DataFrame = _NO_FLOWS
) -> pd.DataFrame:
    return validate("school_journeys", school_journeys(distances, pupils, schools, flows, _HOMES))


def test_homes_send_all_their_pupils_and_schools_get_their_scaled_rolls() -> None:
    table = _journeys(_NEAR, _pupils("11_to_15", 30, 10), _schools(*_SECONDARY))
    assert table.groupby("home_id")["pupils"].sum().tolist() == pytest.approx([30, 10])
    assert table.groupby("school_id")["pupils"].sum().tolist() == pytest.approx([10, 30], rel=1e-3)
    # 0.4 per km: the odds of a doubly constrained model are those of the pull
    t = table["pupils"].to_numpy()
    assert t[0] * t[3] / (t[1] * t[2]) == pytest.approx(np.exp(0.4 * 2))
    assert table["method"].eq("gravity model").all()
    assert table.attrs["pupils_in_model"] == pytest.approx(40)
    assert table.attrs["pupils_without_school"] == pytest.approx(0)
    assert table.attrs["balancing"]["equal"]["11_to_15"]["largest_roll_gap"] <= 0.001


def test_walking_shares_are_those_of_the_distance() -> None:
    table = _journeys(_NEAR, _pupils("11_to_15", 30, 10), _schools(*_SECONDARY))
    assert table["walk_share_baseline"].tolist() == pytest.approx([0.7, np.exp(-1.3), np.exp(-1.3), 0.7])
    assert table["walk_share_go_active"].tolist() == pytest.approx([0.9, np.exp(-0.8), np.exp(-0.8), 0.9])


def test_pupils_go_only_where_their_age_is_taught() -> None:
    schools = _schools(*_SECONDARY, ("gias:3", "primary", "5_to_7|8_to_10", 50.0))
    near = pd.concat([_NEAR, _distances(gias_3=[0.0, 0.0])])
    both = pd.concat([_pupils("11_to_15", 30, 10), _pupils("5_to_7", 4, 6)])
    table = _journeys(near, both, schools)
    assert table[table["school_id"] == "gias:3"]["pupils"].tolist() == pytest.approx([4, 6])
    assert table["pupils"].sum() == pytest.approx(50)


def test_an_infant_and_a_junior_school_share_pupils_of_5_to_7_by_their_years() -> None:
    # two of three infant years, one of four junior years: 100 x 2/3 against 80 x 1/4
    schools = _schools(("gias:1", "infant", "5_to_7", 100.0), ("gias:2", "junior", "8_to_10", 80.0))
    table = _journeys(_distances(gias_1=[500.0], gias_2=[500.0]), _pupils("5_to_7", 26), schools)
    assert table["pupils"].tolist() == pytest.approx([20, 6])


def test_an_unknown_roll_gives_an_interval() -> None:
    # the third school has under `equal` the mean of 400 and 100, under `phase_mean` that of secondary schools
    schools = _schools(
        ("gias:1", "secondary", "11_to_15", 400.0),
        ("gias:2", "primary", "5_to_7|8_to_10", 100.0),
        ("gias:3", "secondary", "11_to_15", None),
    )
    table = _journeys(_distances(gias_1=[700.0], gias_3=[700.0]), _pupils("11_to_15", 26), schools)
    assert table["pupils_lower"].tolist() == pytest.approx([13, 10])
    assert table["pupils_upper"].tolist() == pytest.approx([16, 13])
    assert table["pupils"].tolist() == pytest.approx([14.5, 11.5])


def test_where_no_roll_is_known_distance_alone_decides() -> None:
    unknown = _schools(("gias:1", "secondary", "11_to_15", None), ("gias:2", "secondary", "11_to_15", None))
    table = _journeys(_NEAR, _pupils("11_to_15", 30, 0), unknown)
    near, far = table["pupils"]
    assert near / far == pytest.approx(np.exp(0.4))
    assert table.attrs["balancing"]["equal"]["11_to_15"]["rounds"] == 0


def test_a_home_that_reaches_no_school_has_no_journey_and_is_counted() -> None:
    table = _journeys(_distances(gias_1=[500.0, None]), _pupils("11_to_15", 30, 10), _schools(*_SECONDARY))
    assert table["home_id"].tolist() == [0]
    assert table.attrs["pupils_without_school"] == pytest.approx(10)


def test_a_school_of_no_pupils_draws_none() -> None:
    schools = _schools(_SECONDARY[0], ("gias:2", "secondary", "11_to_15", 0.0))
    table = _journeys(_NEAR, _pupils("11_to_15", 30, 10), schools)
    assert table["school_id"].unique().tolist() == ["gias:1"]


def test_counted_flows_replace_the_model_for_their_school() -> None:
    flows = pd.DataFrame({"lsoa_code": ["E01000001", "E01000002"], "urn": ["2", "2"], "pupils": [8.0, 5.0]})
    table = _journeys(_NEAR, _pupils("11_to_15", 30, 10), _schools(*_SECONDARY), flows)
    model = _journeys(_NEAR, _pupils("11_to_15", 30, 10), _schools(*_SECONDARY))
    of_school = table.set_index(["school_id", "home_id"])
    assert of_school.loc["gias:2", "pupils"].tolist() == [2.0, 6.0]
    assert of_school.loc["gias:2", "pupils_lower"].tolist() == [2.0, 6.0]
    assert of_school.loc["gias:2", "method"].eq("school_flows").all()
    modelled = model.set_index(["school_id", "home_id"]).loc["gias:1", "pupils"]
    pd.testing.assert_series_equal(of_school.loc["gias:1", "pupils"], modelled)
    assert table.attrs["counted_pupils_in_no_pair"] == pytest.approx(5)


def test_metres_of_street_are_no_pupils() -> None:
    metres = _pupils("any_age", 40, 60, unit="street metres")
    streets = _schools(("osm:w1", "school", "any_age", None))
    table = _journeys(_NEAR.assign(school_id="osm:w1").drop_duplicates("home_id"), metres, streets)
    assert table.empty
    assert table.attrs["pupils_without_school"] == 0


def test_empty_inputs_give_the_empty_table() -> None:
    table = _journeys(_distances(), empty("home_pupils"), empty("schools"))
    assert table.dtypes.to_dict() == empty("school_journeys").dtypes.to_dict()
    assert table.empty


def test_a_distance_to_an_unknown_school_is_an_error() -> None:
    with pytest.raises(ConflictError, match="gias:2 is not in table schools"):
        school_journeys(_NEAR, _pupils("11_to_15", 30, 10), _schools(_SECONDARY[0]), _NO_FLOWS, _HOMES)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_the_order_of_the_input_does_not_matter(seed: int) -> None:
    draw = np.random.default_rng(seed)
    near = _distances(**{f"gias_{number}": draw.uniform(0, 4800, 5).tolist() for number in range(1, 5)})
    pupils, schools = (
        _pupils("11_to_15", *draw.uniform(0, 9, 5)),
        _schools(
            *((f"gias:{number}", "secondary", "11_to_15", float(draw.integers(100, 900))) for number in range(1, 5))
        ),
    )
    one = school_journeys(near, pupils, schools, _NO_FLOWS, _HOMES)
    shuffled = (table.sample(frac=1, random_state=seed) for table in (near, pupils, schools))
    other = school_journeys(*shuffled, _NO_FLOWS, _HOMES)
    pd.testing.assert_frame_equal(one, other, check_exact=True)
    assert one["pupils"].sum() == pytest.approx(pupils["pupils"].sum())
