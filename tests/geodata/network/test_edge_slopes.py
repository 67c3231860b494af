from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.catalogue import load_catalogue
from geodata.network.elevation import read_elevation
from geodata.network.slope import edge_slopes
from geodata.network.walking_time import EdgeCosts, edge_costs, tobler_speed_kmh
from geodata.schemas import empty, validate

NAN = float("nan")
SWAPPED = {
    "elevation_start_m": "elevation_end_m",
    "elevation_end_m": "elevation_start_m",
    "ascent_m": "descent_m",
    "descent_m": "ascent_m",
    "walk_minutes_forward": "walk_minutes_backward",
    "walk_minutes_backward": "walk_minutes_forward",
}


@dataclass(frozen=True)
class Street:
    """Heights at even distances along one edge."""

    heights: list[float]
    length_m: float
    bridge: str = "no"
    tunnel: str = "no"
    way: int | None = None


def sloped(*streets: Street) -> pd.DataFrame:
    """Return the slopes of streets that follow one another, nodes 0, 1, 2 ..."""
    edges = pd.DataFrame(
        {
            "edge_id": [f"w{n}.0.0" for n in range(len(streets))],
            "u": range(len(streets)),
            "v": range(1, len(streets) + 1),
            "length_m": [street.length_m for street in streets],
            "osm_way_id": [n if street.way is None else street.way for n, street in enumerate(streets)],
            "bridge": pd.array([street.bridge for street in streets], dtype="string"),
            "tunnel": pd.array([street.tunnel for street in streets], dtype="string"),
        }
    )
    return validate("edge_slopes", edge_slopes(edges, sampled(*streets)))


def sampled(*streets: Street) -> pd.DataFrame:
    parts = [
        pd.DataFrame(
            {
                "edge_id": f"w{n}.0.0",
                "along_m": np.linspace(0, street.length_m, len(street.heights)),
                "elevation_m": street.heights,
            }
        )
        for n, street in enumerate(streets)
    ]
    return pd.concat(parts, ignore_index=True)


def test_an_even_slope_computed_by_hand() -> None:
    """80 m up 10 %: 8 m; 80 / 80 / exp(-0.35) minutes up, one minute down."""
    (street,) = sloped(Street([10, 12, 14, 16, 18], 80)).to_dict("records")
    assert street == {
        "edge_id": "w0.0.0",
        "elevation_start_m": 10,
        "elevation_end_m": 18,
        "ascent_m": pytest.approx(8),
        "descent_m": 0,
        "gradient_pct": pytest.approx(10),
        "steepest_pct": pytest.approx(10),
        "walk_minutes": pytest.approx(1),
        "walk_minutes_forward": pytest.approx(np.exp(0.35)),
        "walk_minutes_backward": pytest.approx(1),
    }


def test_a_hill_is_climbed_although_both_ends_are_level() -> None:
    """Smoothed, 0 4 8 4 0 becomes 0 4 6 4 0: up 4 and 2, down 2 and 4, over 20 m each."""
    street = sloped(Street([0, 4, 8, 4, 0], 80)).iloc[0]
    assert street[["ascent_m", "descent_m", "gradient_pct", "steepest_pct"]].tolist() == [6, 6, 0, 20]
    minutes = [20 / (1000 / 60 * tobler_speed_kmh(slope)) for slope in (0.2, 0.1, -0.1, -0.2)]
    assert street["walk_minutes_forward"] == pytest.approx(sum(minutes))
    assert street["walk_minutes_backward"] == pytest.approx(sum(minutes))


def test_a_roof_in_a_surface_model_loses_half_its_height() -> None:
    assert sloped(Street([10, 10, 18, 10, 10], 80)).loc[0, "ascent_m"] == 4


def test_a_bridge_over_a_valley_is_level_and_the_road_through_it_is_not() -> None:
    valley = [20.0, 10.0, 0.0, 10.0, 20.0]
    bridge, road = sloped(Street(valley, 80, bridge="yes"), Street(valley, 80)).to_dict("records")
    assert bridge["ascent_m"] == bridge["descent_m"] == bridge["steepest_pct"] == 0
    assert bridge["walk_minutes_forward"] == pytest.approx(1)
    assert road["descent_m"] == 15


def test_a_tunnel_through_a_ridge_climbs_only_what_its_ends_differ() -> None:
    tunnel = sloped(Street([10, 60, 90, 60, 14], 80, tunnel="yes")).iloc[0]
    assert tunnel["ascent_m"] == pytest.approx(4)
    assert tunnel["steepest_pct"] == pytest.approx(5)


def test_the_pieces_of_one_bridge_are_straight_together() -> None:
    """The deck rises from 20 to 26 m over 60 m; the pieces of 20 and 40 m meet at 22 m, not in the water."""
    slopes = sloped(
        Street([20, 20], 10),
        Street([20, 0], 20, bridge="yes", way=7),
        Street([0, 5, 26], 40, bridge="yes", way=7),
        Street([26, 26], 10),
    )
    assert slopes["elevation_end_m"].tolist() == pytest.approx([20, 22, 26, 26])
    assert slopes["gradient_pct"].tolist() == pytest.approx([0, 10, 10, 0])


@pytest.mark.parametrize("heights", [[NAN, 1, 2, 3], [0, 1, 2, NAN], [NAN] * 4])
def test_an_unknown_end_leaves_everything_unknown_but_the_level_time(heights: list[float]) -> None:
    street = sloped(Street(heights, 60)).iloc[0]
    climbed = ["ascent_m", "descent_m", "gradient_pct", "steepest_pct", "walk_minutes_forward", "walk_minutes_backward"]
    assert street[climbed].isna().all()
    assert street["walk_minutes"] == 0.75
    assert street[["elevation_start_m", "elevation_end_m"]].tolist() == pytest.approx(
        [heights[0], heights[-1]], nan_ok=True
    )


def test_up_to_half_of_the_heights_may_be_read_off_their_neighbours() -> None:
    street = sloped(Street([0, NAN, NAN, 6], 60)).iloc[0]
    assert street["ascent_m"] == pytest.approx(6)
    assert street["steepest_pct"] == pytest.approx(10)


def test_with_more_than_half_unknown_only_the_mean_gradient_is_known() -> None:
    street = sloped(Street([0, NAN, NAN, NAN, 8], 80)).iloc[0]
    assert street["gradient_pct"] == pytest.approx(10)
    assert street[["ascent_m", "descent_m", "steepest_pct", "walk_minutes_forward"]].isna().all()


def test_what_lies_under_a_bridge_need_not_be_known() -> None:
    assert sloped(Street([0, NAN, NAN, NAN, 8], 80, bridge="yes")).loc[0, "ascent_m"] == pytest.approx(8)


def test_no_terrain_model_gives_level_time_and_nothing_else() -> None:
    edges = sampled(Street([0, 1], 80)).iloc[:1].assign(u=1, v=2, length_m=80.0, osm_way_id=1, bridge="no", tunnel="no")
    slopes = validate("edge_slopes", edge_slopes(edges, empty("source_elevation")))
    assert slopes["walk_minutes"].tolist() == [1]
    assert slopes.drop(columns=["edge_id", "walk_minutes"]).isna().all(axis=None)


def test_an_edge_without_length_takes_no_time() -> None:
    street = sloped(Street([5, 5], 0)).iloc[0]
    assert street[["ascent_m", "walk_minutes", "walk_minutes_forward"]].tolist() == [0, 0, 0]
    assert np.isnan(street["gradient_pct"])


def test_the_order_of_samples_and_those_of_other_edges_do_not_matter() -> None:
    streets = [Street([0, 5, 3, 9], 60), Street([9, 2, 4], 40)]
    samples = pd.concat([sampled(*streets), sampled(*streets).assign(edge_id="w9.0.0")])
    edges = pd.DataFrame({"edge_id": ["w0.0.0", "w1.0.0"], "u": [1, 2], "v": [2, 3], "length_m": [60.0, 40.0]})
    edges = edges.assign(osm_way_id=1, bridge="no", tunnel="no")
    shuffled = edge_slopes(edges, samples.sample(frac=1, random_state=1))
    pd.testing.assert_frame_equal(shuffled, sloped(*streets))


heights = st.lists(st.floats(-10, 400) | st.just(NAN), min_size=2, max_size=12)
walks = st.builds(Street, heights, st.floats(1, 300), st.sampled_from(["yes", "no"]), st.just("no"))


@given(st.lists(walks, min_size=1, max_size=4))
def test_walking_an_edge_the_other_way_swaps_up_and_down(streets: list[Street]) -> None:
    there = sloped(*streets)
    back = sloped(*[Street(s.heights[::-1], s.length_m, s.bridge, s.tunnel) for s in streets[::-1]])[::-1]
    assert there["gradient_pct"].tolist() == pytest.approx((-back["gradient_pct"]).tolist(), nan_ok=True, abs=1e-6)
    for name, opposite in SWAPPED.items():
        assert there[name].tolist() == pytest.approx(back[opposite].tolist(), nan_ok=True, abs=1e-6)


@given(st.lists(walks, min_size=1, max_size=4))
def test_ascent_less_descent_is_the_difference_of_the_ends(streets: list[Street]) -> None:
    slopes = sloped(*streets).dropna(subset="ascent_m")
    risen = slopes["elevation_end_m"] - slopes["elevation_start_m"]
    assert (slopes["ascent_m"] - slopes["descent_m"]).tolist() == pytest.approx(risen.tolist(), abs=1e-6)
    assert (slopes["steepest_pct"] >= slopes["gradient_pct"].abs() - 1e-6).all()


@pytest.fixture(scope="module")
def portland(real_networks: Callable[[str], Any]) -> gpd.GeoDataFrame:
    """Streets of central Portland (Oregon) with their slopes: a plain beside a river, and hills in the west."""
    network = real_networks("portland")
    model = network.path.parents[1] / "elevation" / "portland_ned_dem.tif"
    samples = read_elevation([model], load_catalogue()["elevation"], network.edges)
    assert "points" in samples.attrs["mended"]  # some streets run out of the model
    return network.edges.merge(edge_slopes(network.edges, samples), on="edge_id", validate="1:1")


def test_gradients_of_a_real_city_are_those_of_streets(portland: gpd.GeoDataFrame) -> None:
    known = portland.dropna(subset="gradient_pct")
    metres = known["length_m"] / known["length_m"].sum()
    assert len(known) > 0.95 * len(portland)
    assert known[["elevation_start_m", "elevation_end_m"]].stack().between(0, 330).all()
    steeper_than = [float(metres[known["gradient_pct"].abs() > limit].sum()) for limit in (2, 8, 20)]
    assert steeper_than == pytest.approx([0.35, 0.055, 0.0045], rel=0.4)


def test_the_west_hills_are_steeper_than_the_east_side(portland: gpd.GeoDataFrame) -> None:
    longitude = portland.geometry.centroid.to_crs("EPSG:4326").x
    hills, plain = portland[longitude < -122.69], portland[longitude > -122.66]
    assert hills["gradient_pct"].abs().median() > 2 * plain["gradient_pct"].abs().median()
    assert hills["elevation_start_m"].max() > 250
    assert plain["elevation_start_m"].max() < 100


def test_long_flights_of_steps_are_the_steepest(portland: gpd.GeoDataFrame) -> None:
    long = portland[portland["length_m"] > 50]
    steepest = long.nlargest(10, "steepest_pct")
    assert (steepest["steps"] == "yes").sum() >= 4
    elevator_street = long[long["name"] == "Southwest Elevator Street Walk"]["gradient_pct"].abs()
    assert elevator_street.tolist() == pytest.approx([40.7], abs=1)


def test_uphill_takes_longer_than_downhill_wherever_it_is_steep(portland: gpd.GeoDataFrame) -> None:
    steep = portland[portland["gradient_pct"].abs() > 10]
    is_up = steep["gradient_pct"] > 0
    longer = steep["walk_minutes_forward"].where(is_up, steep["walk_minutes_backward"])
    shorter = steep["walk_minutes_backward"].where(is_up, steep["walk_minutes_forward"])
    assert len(steep) > 200
    assert (longer > shorter).all()


def test_the_bridges_of_the_willamette_do_not_dip_into_it(portland: gpd.GeoDataFrame) -> None:
    """Footbridges are left out: one descends 10 % from the hills, one joins the hospitals' upper floors."""
    is_road = ~portland["highway"].isin(["path", "footway"])
    bridges = portland[(portland["bridge"] == "yes") & is_road & (portland["length_m"] > 200)]
    assert len(bridges) >= 6
    assert bridges["steepest_pct"].max() < 6
    assert (bridges["steepest_pct"] - bridges["gradient_pct"].abs()).abs().max() < 1e-6


def test_where_all_slopes_are_known_portland_has_times_with_slope(portland: gpd.GeoDataFrame) -> None:
    known = portland[portland["walk_minutes_forward"].notna()]
    costs = edge_costs(known, known.drop(columns="geometry"), "walking_with_slope")
    level = edge_costs(known, known, "walking")
    assert isinstance(costs, EdgeCosts)
    assert isinstance(level, EdgeCosts)
    both_ways = (costs.forward_ms + costs.backward_ms).sum() / (2 * level.forward_ms.sum())
    assert 1 < both_ways < 1.1
