"""The nodes of many ways as flat arrays: parsed, picked and joined in bulk."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.csv
from numpy.typing import NDArray

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
_TO_LINES = bytes.maketrans(b",xyN", b"\n,,\n")


@dataclass(frozen=True)
class Vertices:
    """The nodes of ways one after the other: `counts` of them per way; lon and lat are NaN where a node is missing."""

    counts: Integers
    ref: Integers = field(repr=False)
    lon: Floats = field(repr=False)
    lat: Floats = field(repr=False)

    @cached_property
    def starts(self) -> Integers:
        """Position of the first node of each way."""
        return np.cumsum(self.counts) - self.counts

    @cached_property
    def way(self) -> Integers:
        """Position of the way of each node."""
        return np.repeat(np.arange(len(self.counts)), self.counts)

    @cached_property
    def missing(self) -> Integers:
        """Number of nodes of each way that the file does not hold."""
        return np.bincount(self.way, weights=np.isnan(self.lon), minlength=len(self.counts)).astype(np.int64)

    def take(self, ways: Integers) -> "Vertices":
        """Return the nodes of these ways (positions), in this order."""
        if np.array_equal(ways, np.arange(len(self.counts))):
            return self
        counts = self.counts[ways]
        within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        nodes = np.repeat(self.starts[ways], counts) + within
        return Vertices(counts, self.ref[nodes], self.lon[nodes], self.lat[nodes])


def parsed_vertices(fields: Sequence[str]) -> Vertices:
    """Return the nodes of ways from the fields of OPL lines, such as `Nn1x-1y52.5,n2xy`, where node 2 is missing.

    >>> parsed_vertices(["Nn1x-1y52.5,n2xy"]).lat.tolist()
    [52.5, nan]
    """
    counts = np.fromiter((text.count("n") for text in fields), dtype=np.int64, count=len(fields))
    if not counts.any():
        return Vertices(counts, np.empty(0, np.int64), np.empty(0), np.empty(0))
    table = pa.csv.read_csv(
        pa.BufferReader("".join(fields).encode("ascii").translate(_TO_LINES, b"n")),
        read_options=pa.csv.ReadOptions(column_names=["ref", "lon", "lat"]),
        convert_options=pa.csv.ConvertOptions(
            column_types={"ref": pa.int64(), "lon": pa.float64(), "lat": pa.float64()}
        ),
    )
    return Vertices(counts, *(table.column(name).to_numpy() for name in ("ref", "lon", "lat")))


def joined(several: Sequence[Vertices]) -> Vertices:
    """Return the nodes of the ways of all of them, one after the other."""
    if len(several) == 1:
        return several[0]
    return Vertices(
        *(np.concatenate([getattr(one, name) for one in several]) for name in ("counts", "ref", "lon", "lat"))
    )
