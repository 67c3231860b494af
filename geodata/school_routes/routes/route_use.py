"""Table `route_use`: whose shortest walk to school leads over parts that are not settled, and over crossings."""

import pandas as pd

from geodata.schemas import conform
from geodata.school_routes.routes.graph import RouteGraph
from geodata.school_routes.routes.usable_parts import FINE, PartRatings


def route_use(graph: RouteGraph, ratings: PartRatings, school_walks: pd.DataFrame) -> pd.DataFrame:
    """Return table `route_use`: the rows of `school_walks` of parts that are unavailable or undetermined, or crossings.

    The ratings are those of the graph's parts.
    """
    is_crossing = (graph.parts["kind"] == "crossing").to_numpy(dtype=bool)
    listed = graph.parts["part_id"][is_crossing | (ratings.severity > FINE)]
    return conform("route_use", school_walks[school_walks["part_id"].isin(listed)])
