"""LSOAs of the demo borough: output areas grouped, and how the LSOAs of 2021 differ from those of 2011."""

import numpy as np
import pandas as pd

from geodata.demo import geography
from geodata.demo.geography import Array
from geodata.demo.mosaic import Labels, Mosaic, cluster, shares
from geodata.demo.seed import random_stream

LSOAS = 120
NEIGHBOURHOODS = 19
SPLIT_LSOAS = 3
"""LSOAs of 2011 that had become two by 2021; besides, one pair of 2011 had become one."""


def group_lsoas(mosaic: Mosaic) -> tuple[Labels, Labels]:
    """Return the LSOA and the neighbourhood of each output area, numbered from 0; none of them crosses the river."""
    homes = mosaic.output_areas["homes"].to_numpy(dtype=float)
    bank = mosaic.output_areas["bank"].to_numpy()
    centres = _centres(mosaic)
    lsoa = _grouped(centres, homes, bank, LSOAS, "lsoas")
    first = np.unique(lsoa, return_index=True)[1]
    mean = np.column_stack([np.bincount(lsoa, axis) / np.bincount(lsoa) for axis in centres.T])
    return lsoa, _grouped(mean, np.bincount(lsoa, homes).astype(float), bank[first], NEIGHBOURHOODS, "neighbourhoods")[
        lsoa
    ]


def lsoas_of_2011(lsoa: Labels, neighbourhood: Labels, mosaic: Mosaic) -> Labels:
    """Return the LSOA of 2011 of each output area, numbered from 0."""
    merged = int(np.argmax(np.bincount(lsoa)))
    members = np.flatnonzero(lsoa == merged)
    earlier = lsoa.copy()
    earlier[members[cluster(_centres(mosaic)[members], 2, random_stream("merged lsoas")) == 1]] = lsoa.max() + 1
    for left, right in _pairs_that_split(lsoa, neighbourhood, mosaic, merged):
        earlier[lsoa == right] = left
    return np.unique(earlier, return_inverse=True)[1]


def lsoa_columns(lsoa: Labels, earlier: Labels, neighbourhood: Labels) -> dict[str, pd.Series]:
    """Return `lsoa_code`, `lsoa_name`, `lsoa_2011_code`, `lsoa_2011_name` of each output area.

    A code is kept from 2011 to 2021 unless the LSOA was split or merged; the new ones follow the old, as at ONS.
    """
    old = pd.Series(earlier).map(lambda number: f"E01{999001 + number}")
    pairs = pd.DataFrame({"lsoa": lsoa, "earlier": earlier}).drop_duplicates()
    changed = set(pairs.loc[pairs.duplicated("lsoa", keep=False) | pairs.duplicated("earlier", keep=False), "lsoa"])
    fresh = {number: f"E01{999301 + place}" for place, number in enumerate(sorted(changed))}
    new = pd.Series(lsoa).map(fresh).fillna(old)
    old_name, new_name = _lettered(neighbourhood, old, new)
    return {"lsoa_code": new, "lsoa_name": new_name, "lsoa_2011_code": old, "lsoa_2011_name": old_name}


def _centres(mosaic: Mosaic) -> Array:
    points = mosaic.output_areas.geometry.centroid
    return np.column_stack([points.x, points.y])


def _grouped(points: Array, homes: Array, bank: Labels, count: int, subject: str) -> Labels:
    """Cluster the points of each bank, the number of clusters shared out by homes."""
    labels = np.zeros(len(points), dtype=np.int64)
    done = 0
    for number, share in enumerate(shares(count, np.bincount(bank, homes).astype(float))):
        here = bank == number
        labels[here] = done + cluster(points[here], share, random_stream(f"{subject} {number}"), homes[here])
        done = int(labels.max()) + 1
    return labels


def _pairs_that_split(lsoa: Labels, neighbourhood: Labels, mosaic: Mosaic, merged: int) -> list[tuple[int, int]]:
    """Return disjoint pairs of neighbouring LSOAs, the smallest first, so that one of 2011 could have held both."""
    member = np.eye(lsoa.max() + 1)[lsoa]
    border = member.T @ mosaic.neighbours @ member
    homes = np.bincount(lsoa, mosaic.output_areas["homes"])
    where = np.zeros(lsoa.max() + 1, dtype=np.int64)
    where[lsoa] = neighbourhood
    left, right = np.nonzero(np.triu(border, 1) * (where[:, None] == where))
    chosen: list[tuple[int, int]] = []
    taken = {merged}
    for pair in np.argsort(homes[left] + homes[right], kind="stable"):  # a pair may use up the next one's LSOA
        both = int(left[pair]), int(right[pair])
        if not taken & set(both) and len(chosen) < SPLIT_LSOAS:
            chosen.append(both)
            taken |= set(both)
    return chosen


def _lettered(neighbourhood: Labels, old: pd.Series, new: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Return names such as Fairbrook 007B, lettered within the neighbourhood; who keeps the code keeps the name."""
    number = np.tile(neighbourhood + 1, 2)
    place = pd.concat([old, new], ignore_index=True).groupby(number).rank("dense").astype(int)
    names = pd.Series([f"{geography.AUTHORITY_NAME} {n:03d}{chr(64 + p)}" for n, p in zip(number, place, strict=True)])
    return names.iloc[: len(old)], names.iloc[len(old) :].reset_index(drop=True)
