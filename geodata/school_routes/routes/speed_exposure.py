"""How many metres of each piece lie beside traffic faster than 20 and 30 mph, at least and at most."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geodata.school_routes.attributes import interval
from geodata.school_routes.routes.graph import RouteGraph

SPEEDS_MPH = (20, 30)
EXPOSURES = tuple(f"over_{mph}_m_{bound}" for mph in SPEEDS_MPH for bound in ("lo", "hi"))
"""Columns of table `pupil_routes`, in the order of the weights."""


def fast_millimetres(graph: RouteGraph, link_evidence: pd.DataFrame) -> NDArray[np.float64]:
    """Return a row for each piece of the graph: millimetres beside traffic over each speed, columns as `EXPOSURES`.

    Beside traffic are sides of main roads, other streets and paths that run beside a road, not other paths, crossings
    or ways to doors. Traffic is over a
    speed if the 85th percentile (`speed_mph`) is above it; at least, by the lowest value it can have, at most, by the
    highest. A speed that is null can be any. Raises `ValueError` if a side or street has no evidence.
    """
    has_road = graph.parts["kind"].isin(["side", "street"]) | graph.parts["beside_edge_id"].notna()
    is_beside = has_road.to_numpy(dtype=bool)
    part = graph.part_index.get_indexer(pd.Index(link_evidence["part_id"]))
    has_row = np.zeros(graph.n_parts, dtype=bool)
    has_row[part[part >= 0]] = True
    if (is_lost := is_beside & ~has_row).any():
        lost = graph.parts["part_id"][is_lost]
        raise ValueError(f"link_evidence: no row for part {lost.iloc[0]!r} ({len(lost)} such)")
    weights = np.zeros((len(graph.pieces.part), len(EXPOSURES)))
    if not is_beside.any():
        return weights
    speed, known = interval(link_evidence, "speed_mph"), part >= 0
    over = (column for mph in SPEEDS_MPH for column in (speed.lo > mph, ~(speed.hi <= mph)))
    for number, is_over in enumerate(over):
        by_part = np.zeros(graph.n_parts, dtype=bool)
        by_part[part[known]] = is_over[known]
        weights[:, number] = graph.by_piece(by_part & is_beside, of_gates=False) * graph.pieces.along_mm
    return weights
