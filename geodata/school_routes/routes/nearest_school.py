"""The nearest school that counts for each home and age group, by the shortest walk whatever the evidence."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geodata.routing.nearest import Nearest, nearest
from geodata.school_routes.routes.graph import LONGEST_MM, RouteGraph

Integers = NDArray[np.int64]


class NearestSchools(NamedTuple):
    """One value for each row of `home_pupils`."""

    home: Integers
    """Node of the home; -1 without a door."""
    school: Integers
    """Node of the nearest school that is for the age group and qualifies; -1 if none is within three miles."""
    mm: Integers
    """Shortest walk to it in millimetres; -1 if there is none."""


def nearest_schools(graph: RouteGraph, home_pupils: pd.DataFrame, schools: pd.DataFrame) -> NearestSchools:
    """Return the nearest school for each row of `home_pupils`; of several equally near the first `school_id`.

    A school counts for an age group if it `serves` it and `is_qualifying`.
    """
    home = graph.home_nodes(home_pupils["home_id"])
    school, mm = np.full((2, len(home)), -1, dtype=np.int64)
    found: dict[bytes, Nearest] = {}
    for age_group in home_pupils["age_group"].unique():
        rows = np.flatnonzero((home_pupils["age_group"] == age_group).to_numpy() & (home >= 0))
        nodes = _that_count(graph, schools, age_group)
        if len(nodes):
            if (key := nodes.tobytes()) not in found:  # age groups mostly have the same schools
                found[key] = nearest(graph.unrestricted.graph, nodes, 0, LONGEST_MM)
            source, mm[rows] = found[key].source[home[rows]], found[key].cost[home[rows]]
            school[rows] = np.where(source >= 0, nodes[source], -1)
    return NearestSchools(home, school, mm)


def _that_count(graph: RouteGraph, schools: pd.DataFrame, age_group: str) -> Integers:
    """Return the nodes of schools that count for an age group, rising."""
    serves = schools["serves"].str.split("|").map(lambda groups: age_group in groups).to_numpy(dtype=bool)
    nodes = graph.school_nodes(schools.loc[serves & schools["is_qualifying"], "school_id"])
    return np.unique(nodes[nodes >= 0])
