"""Table `school_gates`: where the side-aware network reaches each school."""

import geopandas as gpd
import pandas as pd

from geodata.schemas import conform, empty
from geodata.school_routes.sides.joining import joined


def school_gates(
    schools: gpd.GeoDataFrame,
    destination_entrances: pd.DataFrame,
    edges: gpd.GeoDataFrame,
    parts: gpd.GeoDataFrame,
) -> pd.DataFrame:
    """Return table `school_gates`, by school, part and metres along it.

    `destination_entrances` are where `walking_edges` reach the schools (`destination_id` is their `school_id`), `parts`
    is table `route_parts`. An entrance on a main road, or where such roads meet, becomes gates on the side on which the
    school lies and never across the carriageway (`joined`); several parts may meet at it. `attrs["left_out"]` is the
    number of entrances that nothing on the school's side reaches; they have no gate.
    """
    shapes = schools.set_index("school_id").geometry
    entrances = destination_entrances[destination_entrances["destination_id"].isin(shapes.index)]
    if entrances.empty or parts.empty:
        return empty("school_gates")
    outlines = shapes.reindex(entrances["destination_id"]).to_numpy()
    reached = gpd.GeoDataFrame(entrances[["edge_id", "along_m"]], geometry=outlines, crs=parts.crs)
    gates = joined(reached, edges, parts)
    named = gates.assign(school_id=entrances["destination_id"].array[gates["place"]])
    distinct = named.sort_values(["school_id", "part_id", "along_m"]).drop_duplicates(
        ["school_id", "part_id", "along_m"]
    )
    table = conform("school_gates", distinct)
    table.attrs["left_out"] = len(entrances) - gates["place"].nunique()
    return table
