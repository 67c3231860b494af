"""Slope of the edges of the walking network: what is climbed, how steeply, and how long it takes."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geodata.network.structures import is_structure, structure_heights
from geodata.network.walking_time import minutes, minutes_on_slope
from geodata.schemas import conform

Floats = NDArray[np.float64]
Positions = NDArray[np.intp]


@dataclass(frozen=True)
class _Samples:
    """Heights along edges, edge after edge, from start to end."""

    edge: Positions
    along_m: Floats
    height_m: Floats

    @property
    def is_first(self) -> NDArray[np.bool_]:
        return np.asarray(np.diff(self.edge, prepend=-1) != 0)

    @property
    def is_last(self) -> NDArray[np.bool_]:
        return np.asarray(np.diff(self.edge, append=-1) != 0)


def edge_slopes(edges: pd.DataFrame, samples: pd.DataFrame) -> pd.DataFrame:
    """Return table `edge_slopes`, one row per edge in their order; null where the heights are not known.

    `edges` is `walking_edges` (edge_id, u, v, length_m, osm_way_id, bridge, tunnel), `samples` is `source_elevation`,
    whose heights are evenly spaced along each edge and include both ends.

    - Heights between the ends of an edge are smoothed with weights 1-2-1, which takes roofs and trees of a surface
      model and the steps of coarse cells down by half; the ends stay as they are, so that edges meet at one height.
      An even slope stays as it is; a ridge or a dip at one sample loses half its height.
    - Bridges and tunnels are straight between their abutments (see `structure_heights`).
    - The gradient is null if the height of either end is. Ascent, descent, the steepest gradient and the minutes with
      slope need at least half of the edge's samples as well; samples that lack a height are then read off the line
      between their neighbours.
    - Minutes with slope are those of `minutes_on_slope`, added up from sample to sample.
    """
    along = _ordered(edges, samples)
    ends = _ends(edges, along)
    profile = _profile(edges, along, ends)
    start, end = ends
    length = edges["length_m"].to_numpy(dtype=float)
    gradient = np.divide(100 * (end - start), length, out=np.full(len(length), np.nan), where=length > 0)
    columns = {
        "edge_id": edges["edge_id"].array,
        "elevation_start_m": start,
        "elevation_end_m": end,
        "gradient_pct": gradient,
        "walk_minutes": minutes(length),
        **_climbed(profile, len(edges)),
    }
    return conform("edge_slopes", pd.DataFrame(columns))


def _ordered(edges: pd.DataFrame, samples: pd.DataFrame) -> _Samples:
    """Return the samples with the position of their edge, in order; those of other edges left out."""
    named = samples["edge_id"].to_numpy(dtype=object)
    is_new = np.concatenate([[True], named[1:] != named[:-1]])[: len(named)]
    # one look-up for a run of samples, not one for each
    edge = pd.Index(edges["edge_id"]).get_indexer(named[is_new])[np.cumsum(is_new) - 1]
    along = samples["along_m"].to_numpy(dtype=float)
    height = samples["elevation_m"].to_numpy(dtype=float, na_value=np.nan)
    order = np.lexsort((along, edge))
    order = order[edge[order] >= 0]
    return _Samples(edge[order], along[order], height[order])


def _ends(edges: pd.DataFrame, along: _Samples) -> tuple[Floats, Floats]:
    """Return the heights at u and v: of the ground, or of bridge and tunnel."""
    start, end = np.full(len(edges), np.nan), np.full(len(edges), np.nan)
    start[along.edge[along.is_first]] = along.height_m[along.is_first]
    end[along.edge[along.is_last]] = along.height_m[along.is_last]
    mask = is_structure(edges)
    start[mask], end[mask] = structure_heights(edges, start, end)
    return start, end


def _profile(edges: pd.DataFrame, along: _Samples, ends: tuple[Floats, Floats]) -> _Samples:
    """Return smooth heights without gaps; all of an edge's are NaN where too few are known."""
    height = np.where(_is_known_enough(along, len(edges))[along.edge], _without_gaps(along), np.nan)
    inner = ~(along.is_first | along.is_last)
    smooth = height.copy()
    smooth[inner] = (np.roll(height, 1) + 2 * height + np.roll(height, -1))[inner] / 4
    start, end = (heights[along.edge] for heights in ends)
    length = np.maximum(edges["length_m"].to_numpy(dtype=float)[along.edge], np.finfo(float).tiny)
    straight = start + (end - start) * along.along_m / length
    return _Samples(along.edge, along.along_m, np.where(is_structure(edges)[along.edge], straight, smooth))


def _is_known_enough(along: _Samples, n_edges: int) -> NDArray[np.bool_]:
    is_known = ~np.isnan(along.height_m)
    known, known_ends, sampled = (
        np.bincount(along.edge, counted, n_edges)
        for counted in (is_known, is_known & (along.is_first | along.is_last), np.ones(len(is_known)))
    )
    return np.asarray((known_ends == 2) & (2 * known >= sampled))


def _without_gaps(along: _Samples) -> Floats:
    """Return heights with the gaps inside edges read off the line between their neighbours."""
    is_known = ~np.isnan(along.height_m)
    if not is_known.any():
        return along.height_m
    # all edges end to end on one axis: one whose ends are known takes nothing from its neighbours
    run = np.where(along.is_first, 1.0, np.diff(along.along_m, prepend=0.0))
    axis = np.cumsum(run)
    return np.asarray(np.interp(axis, axis[is_known], along.height_m[is_known]))


def _climbed(profile: _Samples, n_edges: int) -> dict[str, Floats]:
    """Return ascent, descent, steepest gradient and the minutes both ways of every edge."""
    is_within = ~profile.is_last[:-1]
    edge = profile.edge[:-1][is_within]
    rise = np.diff(profile.height_m)[is_within]
    run = np.diff(profile.along_m)[is_within]
    slope = np.divide(rise, run, out=np.where(np.isnan(rise), np.nan, 0.0), where=run > 0)
    steepest = np.zeros(n_edges)
    np.fmax.at(steepest, edge, 100 * np.abs(slope))
    added_up = {
        "ascent_m": np.maximum(rise, 0),
        "descent_m": np.maximum(-rise, 0),
        "walk_minutes_forward": minutes_on_slope(run, slope),
        "walk_minutes_backward": minutes_on_slope(run, -slope),
    }
    climbed = {name: np.bincount(edge, values, n_edges) for name, values in added_up.items()}
    is_unknown = np.isnan(climbed["ascent_m"]) | (np.bincount(edge, minlength=n_edges) == 0)
    return {name: np.where(is_unknown, np.nan, of) for name, of in (climbed | {"steepest_pct": steepest}).items()}
