import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from geodata.school_routes.sides.connection import needed_to_connect

PLACES = 12
links = st.lists(
    st.tuples(st.integers(0, PLACES - 1), st.integers(0, PLACES - 1), st.sampled_from(["kept", "spare", "crossing"])),
    min_size=1,
    max_size=30,
)


def reached(u: np.ndarray, v: np.ndarray) -> np.ndarray:
    graph = coo_array((np.ones(len(u)), (u, v)), shape=(PLACES, PLACES))
    return connected_components(graph, directed=False)[1] == connected_components(graph, directed=False)[1][0]


@given(links, st.lists(st.booleans(), min_size=PLACES, max_size=PLACES))
def test_whatever_hangs_on_a_place_stays_in_reach(chosen: list[tuple[int, int, str]], hangs: list[bool]) -> None:
    # place 0 is by a heavy link in the main component, and nothing else weighs anything
    u, v = (np.array([0, *(link[k] for link in chosen)]) for k in (0, 1))
    kind = np.array(["kept", *(link[2] for link in chosen)])
    weight = np.array([1.0] + [0.0] * len(chosen))
    is_spare, is_in_use = kind == "spare", np.array(hangs)
    stays = needed_to_connect(u, v, weight, is_spare, kind == "crossing", is_in_use)
    assert not (stays & ~is_spare).any()
    is_left = ~is_spare | stays
    lost = reached(u, v) & ~reached(u[is_left], v[is_left])
    assert not (lost & is_in_use).any()


def test_nothing_stays_for_places_where_nothing_is() -> None:
    u, v = np.array([0, 1, 2]), np.array([1, 2, 3])
    is_spare = np.array([False, True, True])
    hangs = np.array([True, True, False, False])
    stays = needed_to_connect(u, v, np.array([9.0, 1.0, 1.0]), is_spare, np.zeros(3, dtype=bool), hangs)
    assert not stays.any()


def test_one_side_is_joined_along_itself_before_across() -> None:
    # 0-1 is a street in reach; the street 4-5 hangs on a side 1-4 and, by a crossing 4-2, on the other side 2-1
    u, v = np.array([0, 1, 4, 4, 2]), np.array([1, 4, 5, 2, 1])
    is_spare = np.array([False, True, False, False, True])
    is_crossing = np.array([False, False, False, True, False])
    hangs = np.array([True, True, False, False, True, True])
    stays = needed_to_connect(u, v, np.array([9.0, 1.0, 1.0, 1.0, 1.0]), is_spare, is_crossing, hangs)
    assert stays.tolist() == [False, True, False, False, False]
