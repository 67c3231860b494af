from collections.abc import Callable
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components, dijkstra

from geodata.schemas import empty, validate
from geodata.school_routes.sides.parts import CROSSING_M, route_parts

Meeting = Callable[[pd.DataFrame], dict[int, set[str]]]
CROSSROADS = (
    {1: (0, 0), 2: (100, 0), 3: (0, -100), 4: (-100, 0), 5: (0, 100), 6: (40, 90), 7: (-70, -60), 8: (90, -5)},
    {1: ("primary", [4, 1, 2]), 2: ("secondary", [3, 1, 5]), 3: ("residential", [1, 6]), 4: ("footway", [7, 1]),
     5: ("service", [1, 8])},
)  # fmt: skip


def pairs(parts: pd.DataFrame, meeting: Meeting) -> dict[str, set[frozenset[str]]]:
    """Between what each crossing leads."""
    at = meeting(parts)
    crossings = parts[parts["kind"] == "crossing"].set_index("part_id")
    return {name: {frozenset(at[row["u"]]), frozenset(at[row["v"]])} for name, row in crossings.iterrows()}


def places(parts: pd.DataFrame, meeting: Meeting) -> set[frozenset[str]]:
    return {frozenset(names) for names in meeting(parts).values()}


def walk_m(parts: pd.DataFrame, start: str, end: str, kinds: tuple[str, ...] = ("side", "street", "path")) -> float:
    """Metres from the start of one part to the end of another over parts of these kinds."""
    used, named = parts[parts["kind"].isin(kinds)], parts.set_index("part_id")
    return float(_distances(used, _n_places(parts), named["u"][start])[named["v"][end]])


def _n_places(parts: pd.DataFrame) -> int:
    return int(parts[["u", "v"]].to_numpy().max()) + 1


def _distances(links: pd.DataFrame, size: int, source: Any, weight: str = "length_m") -> np.ndarray:
    least = (
        links.assign(u=links[["u", "v"]].min(axis=1), v=links[["u", "v"]].max(axis=1)).groupby(["u", "v"])[weight].min()
    )
    u, v = (least.index.get_level_values(name).to_numpy() for name in ("u", "v"))
    return dijkstra(coo_array((least.to_numpy(), (u, v)), shape=(size, size)).tocsr(), directed=False, indices=source)


def test_crossroads(streets: Callable[..., Any], meeting: Meeting) -> None:
    parts = streets(*CROSSROADS).parts()
    # the four corners, and the ends of the arms, where nobody knows whether one may cross
    corners = [
        {"w1.0.1.left<", "w2.0.1.right<", "w3.0.0<"},
        {"w1.0.1.right<", "w2.0.0.right>", "w5.0.0<"},
        {"w1.0.0.right>", "w2.0.0.left>", "w4.0.0>"},
        {"w1.0.0.left>", "w2.0.1.left<"},
    ]
    assert {frozenset(corner) for corner in corners} <= places(parts, meeting)
    assert {frozenset({"w1.0.0.left<"}), frozenset({"w1.0.0.right<"})} <= places(parts, meeting)
    north_east, south_east, south_west, north_west = map(frozenset, corners)
    across = pairs(parts, meeting)
    assert across.pop("x4.w1.0.0.u") == {frozenset({"w1.0.0.left<"}), frozenset({"w1.0.0.right<"})}
    assert {name: ends for name, ends in across.items() if name.startswith("x1.")} == {
        "x1.w1.0.1.u": {north_east, south_east},
        "x1.w2.0.0.v": {south_east, south_west},
        "x1.w1.0.0.v": {south_west, north_west},
        "x1.w2.0.1.u": {north_west, north_east},
    }


def test_what_a_part_says_of_itself(streets: Callable[..., Any], point: Any) -> None:
    parts = streets(*CROSSROADS).parts().set_index("part_id")
    assert parts["kind"].value_counts().to_dict() == {"side": 8, "crossing": 4 + 4, "street": 2, "path": 1}
    crossing, side, street = parts.loc["x1.w2.0.1.u"], parts.loc["w2.0.1.left"], parts.loc["w5.0.0"]
    assert (crossing["node_id"], crossing["length_m"], crossing["geometry"]) == (1, CROSSING_M, point(0, 0))
    assert (crossing["edge_id"], crossing["highway"], crossing["osm_way_id"]) == ("w2.0.1", "secondary", 2)
    assert (side["edge_id"], side["side"], side["length_m"], side["is_main_road"]) == ("w2.0.1", "left", 100.0, True)
    assert (street["side"], street["is_main_road"]) == ("", False)
    assert parts["node_id"].notna().sum() == 8
    assert parts["is_in_main_component"].all()


def test_a_street_joins_one_side_of_the_road_only(streets: Callable[..., Any]) -> None:
    t = streets(
        {1: (0, 0), 2: (100, 0), 3: (200, 0), 4: (100, 50), 5: (150, 0), 6: (150, -50)},
        {1: ("tertiary", [1, 2, 5, 3]), 2: ("residential", [2, 4]), 3: ("residential", [5, 6])},
    ).parts()
    assert walk_m(t, "w2.0.0", "w3.0.0", ("side", "street")) == np.inf  # the road's end is no way round
    assert walk_m(t, "w2.0.0", "w3.0.0", ("side", "street", "crossing")) == 100.0 + CROSSING_M


def test_two_arms_give_two_crossings_between_the_same_places(streets: Callable[..., Any]) -> None:
    road = streets({1: (0, 0), 2: (100, 0), 3: (200, 0)}, {1: ("primary", [1, 2, 3])}, crossings=(2,)).parts()
    crossings = road[road["node_id"] == 2]
    assert crossings["part_id"].tolist() == ["x2.w1.0.0.v", "x2.w1.0.1.u"]
    assert len({frozenset(ends) for ends in crossings[["u", "v"]].to_numpy().tolist()}) == 1


def test_a_roundabout_has_an_island(streets: Callable[..., Any], meeting: Meeting) -> None:
    parts = streets(
        {1: (0, 20), 2: (20, 0), 3: (0, -20), 4: (-20, 0), 5: (0, 90), 6: (90, 0), 7: (0, 0)},
        {1: ("primary", [1, 2, 3, 4, 1]), 2: ("primary", [1, 5]), 3: ("tertiary", [2, 6]), 4: ("footway", [7, 3])},
    ).parts()
    at = meeting(parts)
    island = [names for names in at.values() if "w4.0.0>" in names]
    # clockwise traffic: the island is on its right, and the path ends there
    assert island == [{"w1.0.1.right>", "w1.0.2.right<", "w4.0.0>"}]
    assert all("left" not in name for names in island for name in names)
    between_arms = next(names for names in at.values() if "w1.0.0.left<" in names)
    assert between_arms == {"w1.0.0.left<", "w2.0.0.right<"}
    # three arms at either entry, two where the path ends, and the ends of both roads
    assert (parts["kind"] == "crossing").sum() == 8 + 2


def test_where_a_street_goes_on_the_end_of_a_main_road_is_one_place(
    streets: Callable[..., Any], meeting: Meeting
) -> None:
    points = {1: (0, 0), 2: (100, 0), 3: (200, 0)}
    parts = streets(points, {1: ("tertiary", [1, 2]), 2: ("residential", [2, 3])}).parts()
    assert {"w1.0.0.left>", "w1.0.0.right>", "w2.0.0<"} in places(parts, meeting)
    assert parts["part_id"][parts["kind"] == "crossing"].tolist() == ["x1.w1.0.0.u"]


def test_a_dual_carriageway_is_crossed_in_two_stages(streets: Callable[..., Any]) -> None:
    parts = streets(
        {1: (0, 0), 2: (100, 0), 3: (200, 0), 11: (0, 14), 12: (100, 14), 13: (200, 14), 4: (100, -40), 5: (100, 54)},
        {1: ("trunk", [1, 2, 3]), 2: ("trunk", [13, 12, 11]), 3: ("residential", [4, 2]), 4: ("footway", [2, 12]),
         5: ("residential", [12, 5])},
    ).parts()  # fmt: skip
    with_crossings = walk_m(parts, "w3.0.0", "w5.0.0", ("street", "path", "crossing"))
    assert with_crossings == 40 + CROSSING_M + 14 + CROSSING_M + 40
    first_only = parts[parts["node_id"] != 12]
    assert walk_m(first_only, "w3.0.0", "w5.0.0", ("street", "path", "crossing")) == np.inf


def test_a_mapped_footway_takes_the_place_of_a_side(streets: Callable[..., Any]) -> None:
    # the footway lies 6 m north of the road and meets the side street, which a crossing of the road reaches as well
    points = {1: (0, 0), 2: (100, 0), 3: (200, 0), 4: (100, 6), 5: (0, 6), 6: (200, 6), 7: (100, 60)}
    ways = {1: ("primary", [1, 2, 3]), 2: ({"highway": "footway", "footway": "sidewalk"}, [5, 4, 6]),
            3: ("residential", [2, 4, 7])}  # fmt: skip
    parts = streets(points, ways, crossings=(2,)).parts()
    assert parts["part_id"][parts["kind"] == "side"].tolist() == ["w1.0.0.right", "w1.0.1.right"]
    assert parts["is_in_main_component"].all()


def test_a_side_that_something_hangs_on_stays(streets: Callable[..., Any]) -> None:
    # as above, but the side street is not joined to the footway, which begins and ends at the road's ends
    points = {1: (0, 0), 2: (100, 0), 3: (200, 0), 4: (100, 6), 5: (0, 6), 6: (200, 6), 7: (120, 60)}
    ways = {1: ("primary", [1, 2, 3]), 2: ({"highway": "footway", "footway": "sidewalk"}, [1, 5, 4, 6, 3]),
            3: ("residential", [2, 7])}  # fmt: skip
    along = streets(points, ways).parts()
    # one may cross to the street from the other side: it is not cut off
    assert along["part_id"][along["kind"] == "side"].tolist() == ["w1.0.0.right", "w1.0.1.right"]
    ways[1] = ({"highway": "primary", "sidewalk": "separate"}, [1, 2, 3])
    points |= {8: (0, -6), 9: (200, -6)}
    ways[4] = ("footway", [1, 8, 9])
    enclosed = streets(points, ways).parts()
    assert enclosed["part_id"][enclosed["kind"] == "side"].tolist() == ["w1.0.0.left", "w1.0.1.left"]
    assert enclosed["is_in_main_component"].all()


def test_order_of_rows_does_not_depend_on_the_input(streets: Callable[..., Any]) -> None:
    town = streets(*CROSSROADS)
    shuffled = route_parts(*(table.sample(frac=1, random_state=3) for table in town))
    pd.testing.assert_frame_equal(pd.DataFrame(shuffled), pd.DataFrame(town.parts()))
    assert shuffled["part_id"].is_monotonic_increasing


def test_nothing_gives_nothing() -> None:
    tables = [gpd.GeoDataFrame(empty(name)) for name in ("walking_edges", "walking_nodes", "source_openstreetmap")]
    assert validate("route_parts", route_parts(*tables)).empty


def _swapped(names: frozenset[str]) -> frozenset[str]:
    words = {".left": ".right", ".right": ".left", ".": "."}
    return frozenset(
        name.replace(side, words[side]) for name in names for side in [next(word for word in words if word in name)]
    )


def test_mirrored_crossroads(streets: Callable[..., Any], meeting: Meeting) -> None:
    town = streets(*CROSSROADS)
    parts, mirrored = town.parts(), town.mirrored().parts()
    assert places(mirrored, meeting) == {_swapped(names) for names in places(parts, meeting)}
    swapped = {name: {_swapped(names) for names in ends} for name, ends in pairs(parts, meeting).items()}
    assert pairs(mirrored, meeting) == swapped


def test_mirrored_extract(real_extract: Callable[[str], Any], meeting: Meeting) -> None:
    rutland = real_extract("rutland")
    parts, mirrored = rutland.parts(), rutland.mirrored().parts()
    assert places(mirrored, meeting) == {_swapped(names) for names in places(parts, meeting)}
    assert (mirrored["kind"] == "crossing").sum() == (parts["kind"] == "crossing").sum()


def test_every_part_lies_on_its_edge(real_streets: Any, real_parts: pd.DataFrame) -> None:
    parts = real_parts
    arms = parts["kind"] == "crossing"
    # places come node after node, so that those of an edge's ends tell its nodes
    node_of = pd.concat([parts[arms].set_index(end)["node_id"] for end in ("u", "v")])
    node_of = node_of[~node_of.index.duplicated()]
    edges = real_streets.edges.set_index("edge_id").loc[parts["edge_id"][~arms]]
    for end in ("u", "v"):
        there = node_of.reindex(parts[end][~arms]).to_numpy()
        known = ~np.isnan(there)
        assert known.sum() > 1000
        assert (there[known] == edges[end].to_numpy()[known]).all()
    assert parts["length_m"][~arms].to_numpy().tolist() == edges["length_m"].tolist()


def test_nobody_is_cut_off(real_streets: Any, real_parts: pd.DataFrame, generated_parts: pd.DataFrame) -> None:
    assert len(real_parts) < len(generated_parts)
    for parts in (real_parts, generated_parts):
        links = parts[parts["kind"] != "crossing"]
        is_main = real_streets.edges.set_index("edge_id")["is_in_main_component"].loc[links["edge_id"]]
        assert links["is_in_main_component"].tolist() == is_main.tolist()


def test_with_crossing_everywhere_the_same_hangs_together(real_streets: Any, generated_parts: pd.DataFrame) -> None:
    parts, edges = generated_parts, real_streets.edges
    assert (parts["kind"] == "side").sum() == 2 * edges["highway"].isin(parts["highway"][parts["kind"] == "side"]).sum()
    ends, size = parts[["u", "v"]].to_numpy(), _n_places(parts)
    graph = coo_array((np.ones(len(ends)), ends.T), shape=(size, size))
    assert connected_components(graph, directed=False)[0] == _components(edges)


def _components(edges: pd.DataFrame) -> int:
    nodes, at = np.unique(edges[["u", "v"]].to_numpy(), return_inverse=True)
    graph = coo_array((np.ones(len(edges)), at.reshape(-1, 2).T), shape=(len(nodes), len(nodes)))
    return int(connected_components(graph, directed=False)[0])


def test_crossing_everywhere_adds_no_more_than_the_crossings(real_streets: Any, generated_parts: pd.DataFrame) -> None:
    parts, edges = generated_parts, real_streets.edges
    node_id, at = np.unique(edges[["u", "v"]].to_numpy(), return_inverse=True)
    u, v = at.reshape(-1, 2).T
    arms = np.zeros(len(node_id), dtype=int)
    np.add.at(arms, np.searchsorted(node_id, parts["node_id"].dropna().astype(int)), 1)
    n_places = np.where(arms == 1, 2, np.maximum(arms, 1))  # one arm, to be crossed at the end of the road
    first = np.cumsum(n_places) - n_places
    sources = np.random.default_rng(1).choice(len(node_id), 5, replace=False)
    # from one piece of land at a node to any other one crosses half of its arms at most
    toll = CROSSING_M * (n_places // 2)
    centreline = edges.assign(u=u, v=v, most=edges["length_m"] + (toll[u] + toll[v]) / 2)
    least = _distances(centreline, len(node_id), sources)
    most = _distances(centreline, len(node_id), sources, "most") + (toll[sources][:, None] + toll) / 2
    aware = _distances(parts, _n_places(parts), first[sources])
    assert np.isfinite(least).sum() > len(node_id)
    assert (np.minimum.reduceat(aware, first, axis=1) >= least - 1e-6).all()
    assert (np.nan_to_num(np.maximum.reduceat(aware, first, axis=1)) <= np.nan_to_num(most) + 1e-6).all()
