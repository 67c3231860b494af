"""The audit finds what follows from sums: against the rank of the matrix, which is another way to tell."""

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import sparse

from geodata.suppression.audit import Audit


def audited(sums: np.ndarray, block: list[int]) -> Audit:
    return Audit(sparse.csr_matrix(sums), pd.Series(block), {})


@st.composite
def systems(draw: st.DrawFn) -> tuple[np.ndarray, list[int]]:
    shape = draw(st.tuples(st.integers(1, 6), st.integers(2, 7)))
    sums = draw(arrays(float, shape, elements=st.sampled_from([0.0, 0.0, 1.0, -1.0, 0.5])))
    block = draw(st.lists(st.integers(0, 2), min_size=shape[1], max_size=shape[1]))
    return sums[(sums != 0).any(axis=1)], block


@given(systems())
def test_a_count_without_freedom_is_one_whose_unit_vector_adds_no_rank(system):
    sums, block = system
    free = audited(sums, block).freedom
    rank = np.linalg.matrix_rank(sums) if len(sums) else 0
    for count in range(sums.shape[1]):
        follows = np.linalg.matrix_rank(np.vstack([sums, np.eye(sums.shape[1])[count]])) == rank
        assert (free[count] < 1e-6) == follows


@given(systems())
def test_the_sums_combined_come_as_near_to_the_count_as_its_freedom_lets_them(system):
    sums, block = system
    audit = audited(sums, block)
    for count, free in enumerate(audit.freedom):
        missed = audit.combination(count) @ sums - np.eye(sums.shape[1])[count]
        assert abs(missed @ missed - free) < 1e-6


@given(systems())
def test_no_count_reaches_less_far_than_its_freedom_promises(system):
    sums, block = system
    audit = audited(sums, block)
    for count, free in enumerate(audit.freedom):
        if free > 1e-6:
            assert audit.reach(count, np.ones(sums.shape[1])) > np.sqrt(free) - 1e-3


def test_how_far_a_count_can_differ_depends_on_how_much_the_others_can():
    # a + 0.02 b is known: where b is at most 5 out, a is at most 0.1 out; where b may be 500 out, a may be 10
    audit = audited(np.array([[1.0, 0.02]]), [0, 0])
    assert audit.freedom[0] < 0.001
    assert abs(audit.reach(0, np.array([5.0, 5.0])) - 0.02) < 1e-6
    assert abs(audit.reach(0, np.array([5.0, 500.0])) - 1.0) < 1e-6


def test_a_block_as_it_was_is_not_computed_again():
    first = audited(np.array([[1.0, 1, 0, 0], [0, 0, 1, 1]]), [0, 0, 1, 1])
    again = Audit(sparse.csr_matrix([[1.0, 1, 0], [0, 0, 1]]), pd.Series([0, 0, 1]), first.spans)
    kept = [mark for mark, found in again.spans.items() if first.spans.get(mark) is found]
    assert len(kept) == 1
    assert again.freedom.round(6).tolist() == [0.5, 0.5, 0.0]
