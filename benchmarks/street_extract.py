"""The streets of a real extract, in the shape of the made-up ones: each pair of neighbours once."""

from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.street_grid import Streets
from geodata.catalogue import load_catalogue
from geodata.network.building import walking_edges
from geodata.network.splicing import splice
from geodata.openstreetmap.pbf import read_extracts

WORLDWIDE = "EPSG:3857"
"""Metres stretched towards the poles: good for timing cities anywhere, not for distances."""


def street_extract(path: Path) -> Streets:
    """Return all streets and paths of an extract; of several between two crossings the shortest, loops left out."""
    edges = walking_edges(read_extracts([path], load_catalogue()["openstreetmap"], None, WORLDWIDE), None)
    network = splice(edges, pd.DataFrame({"edge_id": [], "along_m": []}))
    ends = np.sort(np.stack([network.u, network.v], axis=1), axis=1)
    table = pd.DataFrame({"u": ends[:, 0], "v": ends[:, 1], "mm": network.forward})
    single = table[(table["u"] != table["v"]) & (table["mm"] > 0)].groupby(["u", "v"])["mm"].min().reset_index()
    return Streets(network.xy, single["u"].to_numpy(), single["v"].to_numpy(), single["mm"].to_numpy() / 1000)
