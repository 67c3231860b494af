import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from geodata.network.components import components, is_in_main_component

links = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), min_size=1, max_size=20)


def test_the_longest_component_is_the_main_one_not_the_one_with_most_edges() -> None:
    u, v = np.array([1, 2, 3, 11]), np.array([2, 3, 4, 12])
    assert is_in_main_component(u, v, np.array([10.0, 10.0, 10.0, 31.0])).tolist() == [False, False, False, True]


def test_equally_long_components_leave_it_to_the_lowest_node() -> None:
    u, v = np.array([20, 5]), np.array([21, 6])
    assert is_in_main_component(u, v, np.array([10.0, 10.0])).tolist() == [False, True]


def test_a_network_without_edges_has_no_component() -> None:
    nothing = np.empty(0, dtype=np.int64)
    assert components(nothing, nothing).tolist() == []
    assert is_in_main_component(nothing, nothing, np.empty(0)).tolist() == []


@given(links)
def test_edges_that_meet_are_in_one_component(pairs: list[tuple[int, int]]) -> None:
    u, v = np.array(pairs).T
    of_node: dict[int, set[int]] = {}
    for (start, end), label in zip(pairs, components(u, v).tolist(), strict=True):
        of_node.setdefault(start, set()).add(label)
        of_node.setdefault(end, set()).add(label)
    assert all(len(labels) == 1 for labels in of_node.values())


@given(links)
def test_as_many_components_as_one_finds_by_joining_sets(pairs: list[tuple[int, int]]) -> None:
    groups: list[set[int]] = []
    for pair in pairs:
        touched = [group for group in groups if group & set(pair)]
        groups = [group for group in groups if group not in touched] + [set(pair).union(*touched)]
    u, v = np.array(pairs).T
    assert sorted(set(components(u, v).tolist())) == list(range(len(groups)))
