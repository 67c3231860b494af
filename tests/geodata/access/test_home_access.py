"""Walks from homes to places on streets of 100 m, 1.25 minutes each: every figure by hand."""

from typing import Any

import geopandas as gpd
import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import Point

from geodata.access.access_by_area import access_by_area
from geodata.access.access_notes import access_notes
from geodata.access.destinations import destinations
from geodata.access.entrances import entrances
from geodata.access.home_access import home_access
from geodata.access.street_homes import street_homes
from geodata.catalogue import load_catalogue
from geodata.network.building import walking_network
from geodata.network.snapping import snap
from geodata.openstreetmap.pbf import read_extracts
from geodata.schemas import conform, empty, validate

WEST, SOUTH = 340_000.0, 390_000.0
BLOCK = 1.25  # minutes


def places(edges: gpd.GeoDataFrame, *rows: tuple[str, float, float], **columns: Any) -> tuple[Any, pd.DataFrame]:
    """Return destinations (kind, metres east, north) and their entrances; one place each, unless ids say otherwise."""
    frame = pd.DataFrame(
        {"destination_id": [f"osm:n{n}" for n in range(len(rows))], "kind": [row[0] for row in rows], "name": pd.NA,
         "category": "any", "capacity": np.nan, "source": "openstreetmap", "note": ""} | columns
    )  # fmt: skip
    points = [Point(WEST + x, SOUTH + y) for _, x, y in rows]
    made = gpd.GeoDataFrame(frame, geometry=points, crs="EPSG:27700")
    joints = snap(made.geometry, edges).assign(destination_id=frame["destination_id"], kind=frame["kind"])
    distinct = made.drop_duplicates("destination_id")
    return (
        validate("destinations", conform("destinations", distinct)),
        validate("destination_entrances", conform("destination_entrances", joints)),
    )


@pytest.fixture(scope="session")
def lived_in(homes_at):
    """Return a function that puts a home of ten people (two children) at each of the points."""

    def made(edges: gpd.GeoDataFrame, points: list[tuple[float, float]], **columns: Any) -> gpd.GeoDataFrame:
        joints = snap(gpd.GeoSeries([Point(WEST + x, SOUTH + y) for x, y in points], crs="EPSG:27700"), edges)
        return homes_at(points, joints["edge_id"].to_list(), joints["along_m"].to_list(),
                        **{"snap_m": joints["snap_m"].to_numpy()} | columns)  # fmt: skip

    return made


CORNERS = [(100.0 * column, 100.0 * row) for row in range(6) for column in range(6)]
BLOCKS = np.array([(x + y) / 100 for x, y in CORNERS])  # to the school in the south-west; 10 less them to the other
TWO_SCHOOLS = [("school", 0.0, 0.0), ("school", 500.0, 500.0)]


def only(table: pd.DataFrame, destination: str = "school", profile: str = "walking") -> pd.DataFrame:
    return table[(table["destination"] == destination) & (table["profile"] == profile)].set_index("home_id")


def test_walks_in_toytown_are_blocks_to_the_nearer_school(grid, lived_in):
    _, edges = grid()
    homes = lived_in(edges, CORNERS)
    table = home_access(homes, *places(edges, *TWO_SCHOOLS), edges, empty("edge_slopes"))
    validate("home_access", table)
    own = only(table)
    np.testing.assert_allclose(own["walk_minutes"], BLOCK * np.minimum(BLOCKS, 10 - BLOCKS))
    for minutes, blocks in {5: 4, 10: 8, 15: 12, 20: 16}.items():
        expected = (blocks >= BLOCKS).astype(int) + (blocks >= 10 - BLOCKS)
        assert own[f"within_{minutes}_minutes"].to_list() == expected.tolist()
    # both schools are within 15 minutes of all 72 children
    assert own["places_per_1000"].to_list() == pytest.approx([1000 * 2 / 72] * 36)
    assert set(table["profile"]) == {"walking", "step_free"}


def test_shares_in_toytown(grid, lived_in):
    """Six of 36 homes are five blocks, 6.25 minutes, from both schools."""
    _, edges = grid()
    homes = lived_in(edges, CORNERS)
    table = home_access(homes, *places(edges, *TWO_SCHOOLS), edges, empty("edge_slopes"))
    row = access_by_area(table, homes, "ward", empty("access_notes"), "2026").query("profile == 'walking'").iloc[0]
    assert row["residents_within_5_minutes_pct"] == pytest.approx(100 * 30 / 36)
    assert row["children_within_10_minutes_pct"] == 100
    assert row["walk_minutes"] == 3 * BLOCK  # 2, 4 and 6 homes at 0, 1 and 2 blocks, 8 at 3
    assert row["places_within_15_minutes"] == 2


def test_a_symmetric_grid_gives_symmetric_answers(grid, lived_in):
    _, edges = grid()
    points = [(50.0 + 10 * n, 100.0) for n in range(40)] + [(450.0 - 10 * n, 400.0) for n in range(40)]
    table = only(home_access(lived_in(edges, points), *places(edges, *TWO_SCHOOLS), edges, empty("edge_slopes")))
    figures = table.drop(columns=["destination", "profile"]).to_numpy(float)
    np.testing.assert_allclose(figures[:40], figures[40:])


def test_the_way_to_the_street_and_from_it_counts(grid, lived_in):
    _, edges = grid()
    homes = lived_in(edges, [(30.0, -40.0), (30.0, 0.0)])
    table = only(home_access(homes, *places(edges, ("school", 80.0, -20.0)), edges, empty("edge_slopes")))
    assert table["walk_minutes"].to_list() == pytest.approx([(40 + 50 + 20) / 80, (50 + 20) / 80])


def test_a_place_with_two_entrances_is_one_place_and_the_nearer_one_counts(grid, lived_in):
    _, edges = grid()
    two_gates = places(edges, ("green_space", 0.0, 0.0), ("green_space", 500.0, 0.0), destination_id="osm:w1")
    own = only(
        home_access(lived_in(edges, [(0.0, 0.0), (400.0, 0.0)]), *two_gates, edges, empty("edge_slopes")), "green_space"
    )
    assert own["walk_minutes"].to_list() == pytest.approx([0, BLOCK])
    assert own["within_20_minutes"].to_list() == [1, 1]
    assert own["places_per_1000"].to_list() == pytest.approx([1000 / 20] * 2)


def test_capacity_counts_where_it_is_known_of_all(grid, lived_in):
    _, edges = grid()
    homes = lived_in(edges, CORNERS)
    everywhere, gates = places(edges, *TWO_SCHOOLS, capacity=[100.0, 44.0])
    known = only(home_access(homes, everywhere, gates, edges, empty("edge_slopes")))
    assert known["places_per_1000"].to_list() == pytest.approx([1000 * 144 / 72] * 36)
    half = everywhere.assign(capacity=[100.0, np.nan])
    assert only(home_access(homes, half, gates, edges, empty("edge_slopes")))["places_per_1000"].iloc[0] == (
        pytest.approx(1000 * 2 / 72)
    )
    notes = access_notes(half, gates, edges, empty("edge_slopes")).set_index("profile")["note"]
    assert "once each, capacities not being known" in notes["walking"]
    assert "by capacity" in access_notes(everywhere, gates, edges, empty("edge_slopes"))["note"].iloc[0]


def test_where_nobody_knows_who_lives_there_is_nothing_per_person(grid, lived_in):
    _, edges = grid()
    homes = lived_in(edges, CORNERS, residents=np.nan, children=np.nan)
    own = only(home_access(homes, *places(edges, *TWO_SCHOOLS), edges, empty("edge_slopes")))
    assert own["places_per_1000"].isna().all()
    assert own["walk_minutes"].notna().all()


@pytest.fixture
def flight(streets):
    """A flight of steps of 80 m from 1 to 2, and a ramp of 400 m by 3; the steps climb."""
    _, edges = streets(
        {1: (0, 0), 2: (80, 0), 3: (40, 196)}, [(1, 2), (1, 3), (3, 2)], steps=["yes", "no", "no"],
        length_m=[80.0, 200.0, 200.0],
    )  # fmt: skip
    slopes = pd.DataFrame(
        {"edge_id": edges["edge_id"], "walk_minutes": [1.0, 2.5, 2.5], "walk_minutes_forward": [2.0, 2.5, 2.5],
         "walk_minutes_backward": [0.9, 2.5, 2.5]}
    )  # fmt: skip
    return edges, slopes


@pytest.mark.parametrize(
    ("home", "school", "minutes"),
    [((0.0, 0.0), (80.0, 0.0), (1.0, 2.0, 5.0)), ((80.0, 0.0), (0.0, 0.0), (1.0, 0.9, 5.0))],
    ids=["up", "down"],
)
def test_with_slope_the_direction_matters_and_without_steps_the_way_round(flight, lived_in, home, school, minutes):
    edges, slopes = flight
    homes = lived_in(edges, [home])
    ends = {"edge_id": edges["edge_id"].iloc[1 if home[0] == 0 else 2], "along_m": 0.0 if home[0] == 0 else 200.0}
    where, gates = places(edges, ("school", *school))
    at = {"edge_id": edges["edge_id"].iloc[1 if school[0] == 0 else 2], "along_m": 0.0 if school[0] == 0 else 200.0}
    table = home_access(homes.assign(**ends), where, gates.assign(**at), edges, slopes)
    walks = table.set_index("profile")["walk_minutes"]
    assert walks[["walking", "walking_with_slope", "step_free"]].to_list() == pytest.approx(list(minutes))


def test_without_slopes_the_profile_is_left_out_and_the_note_says_why(flight, lived_in):
    edges, slopes = flight
    made = places(edges, ("gp", 0.0, 0.0))
    table = home_access(lived_in(edges, [(80.0, 0.0)]), *made, edges, slopes.iloc[:1])
    notes = access_notes(*made, edges, slopes.iloc[:1]).set_index("profile")["note"]
    assert set(table["profile"]) == set(notes.index) == {"walking", "step_free"}
    assert notes["walking"].startswith("walking_with_slope not computed: no slope for 83.3 %")
    assert notes["step_free"].startswith("steps left out")


def test_who_cannot_get_there_is_missing_and_never_zero(grid, lived_in):
    _, edges = grid()
    homes = lived_in(edges, [(100.0, 0.0), (0.0, 200.0)])
    homes["edge_id"] = homes["edge_id"].where([True, False])
    table = only(home_access(homes, *places(edges, ("school", 500.0, 500.0)), edges, empty("edge_slopes")))
    assert table["walk_minutes"].isna().to_list() == [False, True]
    assert table["within_20_minutes"].to_list() == [1, 0]
    assert table["places_per_1000"].isna().to_list() == [False, True]


def test_a_place_on_the_other_bank_is_not_reached(streets, lived_in):
    _, edges = streets({1: (0, 0), 2: (100, 0), 3: (0, 50), 4: (100, 50)}, [(1, 2), (3, 4)])
    own = only(
        home_access(
            lived_in(edges, [(50.0, 0.0), (50.0, 50.0)]), *places(edges, ("gp", 50.0, 0.0)), edges, empty("edge_slopes")
        ),
        "gp",
    )
    assert own["walk_minutes"].to_list() == pytest.approx([0, np.nan], nan_ok=True)
    assert own["within_20_minutes"].to_list() == [1, 0]


def test_a_far_home_keeps_its_way_to_the_street(grid, lived_in):
    _, edges = grid()
    homes = lived_in(edges, [(0.0, -800.0)], is_far=True)
    table = only(home_access(homes, *places(edges, ("school", 0.0, 0.0)), edges, empty("edge_slopes")))
    assert table["walk_minutes"].item() == pytest.approx(10)


def test_kinds_without_a_place_have_no_rows_and_without_anything_there_is_nothing(grid, lived_in):
    _, edges = grid()
    homes = lived_in(edges, CORNERS)
    table = home_access(homes, *places(edges, ("school", 0.0, 0.0)), edges, empty("edge_slopes"))
    assert set(table["destination"]) == {"school"}
    nothing = empty("destinations"), empty("destination_entrances"), empty("walking_edges"), empty("edge_slopes")
    assert home_access(homes.assign(edge_id=pd.NA), *nothing).empty
    assert access_notes(*nothing).empty


@settings(max_examples=12)
@given(removed=st.sets(st.integers(0, 59), max_size=40), returned=st.integers(0, 59))
def test_another_street_never_lengthens_a_walk_nor_lowers_a_share(grid, lived_in, removed, returned):
    _, whole = grid()
    homes, made = lived_in(whole, CORNERS), places(whole, *TWO_SCHOOLS)
    before, after = (
        home_access(homes, *made, whole.drop(index=list(gone)), empty("edge_slopes"))
        for gone in (removed | {returned}, removed - {returned})
    )
    if before.empty:  # the streets of both schools are gone
        return
    short, long = only(after)["walk_minutes"], only(before)["walk_minutes"]
    assert (short <= long)[long.notna()].all()
    shares = [
        access_by_area(only(table).reset_index(), homes, "ward", empty("access_notes"), "2026").iloc[0]
        for table in (before, after)
    ]
    for minutes in (5, 10, 15, 20):
        name = f"residents_within_{minutes}_minutes_pct"
        assert shares[1][name] >= shares[0][name]


@pytest.fixture(scope="module")
def newport(real_data):
    """Newport's streets with homes along them and the GP surgeries that OpenStreetMap has."""
    paths = sorted((real_data / "newport" / "openstreetmap").glob("*.pbf"))
    table = read_extracts(paths, load_catalogue()["openstreetmap"], None)
    nodes, edges = walking_network(table, None)
    registers = {name: empty(f"source_{name}") for name in ("schools", "gp_practices", "pharmacies", "postcodes")}
    everywhere = destinations(table, green_space=empty("source_green_space"), **registers)
    return street_homes(edges, "W06000022"), everywhere, nodes, edges


def test_walks_in_newport_are_those_of_networkx(newport):
    """An independent network: a node for each home and each entrance, with its own edges to both ends of its street."""
    homes, everywhere, nodes, edges = newport
    gps = everywhere[everywhere["kind"] == "gp"]
    gates = entrances(gps, empty("source_green_space"), nodes, edges)
    made = home_access(homes, gps, gates, edges, empty("edge_slopes"))
    assert set(made["profile"]) == {"walking", "step_free"}

    graph = nx.Graph()
    main = edges[edges["is_in_main_component"]].set_index("edge_id")
    for edge in main.sort_values("length_m", ascending=False).itertuples():  # of parallel streets the shortest stays
        graph.add_edge(edge.u, edge.v, weight=edge.length_m)
    for name, table in (("home", homes.iloc[::97]), ("gate", gates)):
        for row in table.itertuples():
            edge = main.loc[row.edge_id]
            graph.add_edge((name, row.Index), edge["u"], weight=row.snap_m + row.along_m)
            graph.add_edge((name, row.Index), edge["v"], weight=row.snap_m + edge["length_m"] - row.along_m)
    for home in homes.iloc[::97].itertuples():
        for gate in gates[gates["edge_id"] == home.edge_id].itertuples():
            direct = abs(home.along_m - gate.along_m) + home.snap_m + gate.snap_m
            graph.add_edge(("home", home.Index), ("gate", gate.Index), weight=direct)
    metres = nx.multi_source_dijkstra_path_length(graph, {("gate", n) for n in gates.index})
    expected = [metres.get(("home", n), np.nan) / 80 for n in homes.index[::97]]
    assert len(expected) > 50
    np.testing.assert_allclose(only(made, "gp")["walk_minutes"].iloc[::97], expected, atol=1e-3)  # whole milliseconds
