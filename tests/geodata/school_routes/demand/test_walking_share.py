"""Curves of walking by distance."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from geodata.school_routes.demand.walking_share import baseline_walking_share, go_active_walking_share

_METRES = st.floats(0, 20_000)


@given(nearer=_METRES, farther=_METRES)
def test_nobody_walks_more_the_farther_it_is_and_fewer_in_the_baseline(nearer: float, farther: float) -> None:
    distance_m = np.sort([nearer, farther])
    baseline, go_active = baseline_walking_share(distance_m), go_active_walking_share(distance_m)
    assert baseline[1] <= baseline[0] <= 0.7
    assert go_active[1] <= go_active[0] <= 0.9
    assert (baseline <= go_active).all()


def test_curves_leave_their_ceiling_where_published() -> None:
    # -ln(0.7) / 1.3 = 274 m, -ln(0.9) / 0.8 = 132 m
    assert baseline_walking_share([274, 275]).tolist() == [0.7, np.exp(-1.3 * 0.275)]
    assert go_active_walking_share([131, 132]).tolist() == [0.9, np.exp(-0.8 * 0.132)]
