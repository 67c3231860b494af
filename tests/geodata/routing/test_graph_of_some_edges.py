"""A graph in which only some edges can be walked."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.routing.flows import flows
from geodata.routing.graph import WalkingGraph


@given(data=st.data())
def test_a_graph_of_some_edges_is_as_if_built_of_these(data, awkward_streets) -> None:
    raw = data.draw(awkward_streets)
    n_edges = len(raw["u"])
    usable = np.array(data.draw(st.lists(st.booleans(), min_size=n_edges, max_size=n_edges)), dtype=bool)
    few = {name: column[usable] if name != "n_nodes" else column for name, column in raw.items()}
    whole, places = WalkingGraph.build(**raw), np.arange(raw["n_nodes"])
    homes, schools = (column.ravel() for column in np.meshgrid(places, places))
    pupils = np.ones(len(homes))
    found = flows(whole.only(usable), places, places, 0, schools, homes, pupils)
    expected = flows(WalkingGraph.build(**few), places, places, 0, schools, homes, pupils)
    np.testing.assert_array_equal(found.cost, expected.cost)
    np.testing.assert_array_equal(found.on_edge[usable], expected.on_edge)
    assert not found.on_edge[~usable].any()


def test_each_edge_has_to_be_told_usable_or_not(toytown: WalkingGraph) -> None:
    with pytest.raises(ValueError, match="a truth value for each of 60"):
        toytown.only([True])
