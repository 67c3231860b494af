"""The differencing attack: which withheld counts follow from the shown ones, and from which."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import linalg, sparse

Numbers = NDArray[np.float64]
EXPOSED = 1e-6
"""Freedom below which a count is given away."""
NARROW = 0.2
"""Reach below which a count is nearly given away: less than one, for numbers up to five."""
REDUNDANT = 1e-10
"""Added to the squares, so that a row that repeats others does no harm; directions weaker than this are none."""


class Span(NamedTuple):
    """What the rows of a matrix span: `basis.T @ basis` projects onto it; `factor @ basis` is the matrix again."""

    basis: Numbers
    factor: Numbers

    def beyond(self, rows: Numbers) -> Numbers:
        """Return what of each row lies outside."""
        return np.asarray(rows - (rows @ self.basis.T) @ self.basis)

    def lengths(self) -> Numbers:
        """Return the squared length of what of each unit vector lies inside."""
        return np.asarray((self.basis**2).sum(axis=0))

    def mixture(self, target: Numbers) -> Numbers:
        """Return what to multiply the rows with so that, added up, they come nearest to the target."""
        return np.asarray(linalg.solve_triangular(self.factor, self.basis @ target, trans="T", lower=True))


def span(matrix: Numbers) -> Span:
    """Return what the rows of a matrix span; they may repeat one another.

    >>> plane = span(np.array([[3.0, 4.0, 0.0], [6.0, 8.0, 0.0]]))
    >>> plane.lengths().round(2).tolist(), plane.beyond(np.array([[3.0, 4.0, 5.0]])).round(2).tolist()
    ([0.36, 0.64, 0.0], [[0.0, 0.0, 5.0]])
    """
    factor = linalg.cholesky(matrix @ matrix.T + REDUNDANT * np.eye(len(matrix)), lower=True)
    return Span(linalg.solve_triangular(factor, matrix, lower=True), factor)


class Audit:
    """Which withheld counts follow from sums that a reader knows.

    `sums` has a row per sum of withheld counts, a column per count. A count follows from them exactly if its unit
    vector lies in the space their rows span. `block` is the part of the study area that each count belongs to: sums
    within one are taken first, then what those across several add, which is the same as all at once, and faster.
    What is computed of a block is kept in `spans`, to be given as `earlier` to the next audit, in which most blocks are
    as they were.

    >>> sums = sparse.csr_matrix([[1.0, 1, 0, 0], [0, 1, 1, 0], [0, 1, 0, 0]])  # a + b, b + c and b are known, d is not
    >>> audit = Audit(sums, pd.Series(["x", "x", "y", "y"]), {})
    >>> audit.freedom.round(2).tolist()
    [0.0, 0.0, 0.0, 1.0]
    >>> np.allclose(audit.combination(2), [0, 1, -1])  # c = (b + c) - b
    True
    """

    def __init__(self, sums: sparse.csr_matrix, block: pd.Series, earlier: Mapping[bytes, Span]) -> None:
        self.lengths = np.sqrt(np.bincount(sums.nonzero()[0], sums.data**2, sums.shape[0]))
        rows = sparse.csr_matrix(sparse.diags(1 / self.lengths) @ sums)
        codes, names = pd.factorize(block)
        home, is_across = _blocks_of_rows(rows, codes)
        self.across = np.flatnonzero(is_across)
        self.beyond = rows[self.across].toarray()
        self.spans: dict[bytes, Span] = {}
        self.blocks: list[tuple[NDArray[np.int64], NDArray[np.int64], Span]] = []
        for number in range(len(names)):
            inside, own = np.flatnonzero(~is_across & (home == number)), np.flatnonzero(codes == number)
            block_sums = rows[inside][:, own]
            mark = _mark(block_sums)
            self.spans[mark] = earlier.get(mark) or span(block_sums.toarray())
            self.blocks.append((inside, own, self.spans[mark]))
        left = self.beyond.copy()
        for _, own, inside_block in self.blocks:
            left[:, own] = inside_block.beyond(left[:, own])
        self.joint = span(left)

    @property
    def freedom(self) -> Numbers:
        """How freely each count could still be another one, from 0 (it follows) to 1.

        The squared length of what of its unit vector lies outside the space of the sums.
        """
        free = 1 - self.joint.lengths()
        for _, own, inside_block in self.blocks:
            free[own] -= inside_block.lengths()
        return np.asarray(free)

    def reach(self, count: int, scale: Numbers) -> float:
        """Return by how much of its scale a count could differ while no other differs by more than all of its own.

        Along the direction in which this count is freest; at least the root of its freedom where its scale is least.
        """
        direction = np.eye(1, self.beyond.shape[1], count)
        for _, own, inside_block in self.blocks:
            direction[:, own] = inside_block.beyond(direction[:, own])
        direction -= self.joint.basis[:, count] @ self.joint.basis
        steps = np.abs(direction[0]) / scale
        return float(steps[count] / steps.max())

    def combination(self, count: int) -> Numbers:
        """Return what to multiply each sum with so that, added up, they give the count, as nearly as they can."""
        weights = np.zeros(len(self.lengths))
        target = np.eye(1, self.beyond.shape[1], count)[0]
        weights[self.across] = self.joint.mixture(target)
        target -= weights[self.across] @ self.beyond
        for inside, own, inside_block in self.blocks:
            weights[inside] = inside_block.mixture(target[own])
        return np.asarray(weights / self.lengths)


def _mark(rows: sparse.csr_matrix) -> bytes:
    return b"".join(part.tobytes() for part in (np.array(rows.shape), rows.indptr, rows.indices, rows.data))


def _blocks_of_rows(rows: sparse.csr_matrix, codes: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return the block of each row's first count, and whether others of its counts lie in another."""
    row, column = rows.nonzero()
    lowest = np.full(rows.shape[0], codes.max(initial=0))
    highest = np.zeros(rows.shape[0], dtype=np.int64)
    np.minimum.at(lowest, row, codes[column])
    np.maximum.at(highest, row, codes[column])
    return lowest, lowest != highest
