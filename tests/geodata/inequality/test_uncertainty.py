"""Standard errors from limits, draws about the estimates, limits from draws."""

import numpy as np
import pytest

from geodata.inequality.uncertainty import Uncertainty, simulated_limits

Z = 1.959963984540054


@pytest.mark.parametrize(
    ("scale", "lower", "upper", "error"),
    [("identity", 8, 12, 2 / Z), ("log", 5, 20, np.log(2) / Z), ("logit", 0.2, 0.8, np.log(4) / Z)],
)
def test_limits_are_halved_on_their_scale(scale, lower, upper, error):
    assert Uncertainty.from_limits([lower], [upper], scale).standard_error.tolist() == pytest.approx([error])


@pytest.mark.parametrize(("scale", "lower", "upper"), [("log", 0, 5), ("logit", 0.1, 1), ("identity", np.nan, 3)])
def test_limits_without_an_end_on_the_scale_are_refused(scale, lower, upper):
    with pytest.raises(ValueError, match=f"no finite limits on the {scale} scale for group: 2"):
        Uncertainty.from_limits([0.1, lower], [0.2, upper], scale)


@pytest.mark.parametrize(("scale", "estimate"), [("identity", 5.0), ("log", 5.0), ("logit", 0.3)])
def test_draws_scatter_as_the_error_says(scale, estimate):
    small = Uncertainty(np.array([0.01, 0.0]), scale)
    drawn = small.draws(np.array([estimate, estimate]), 20_000, seed=1)
    assert drawn[:, 0].std() == pytest.approx(small.on_own_scale(np.array([estimate, estimate]))[0], rel=0.03)
    assert np.ptp(drawn[:, 1]) == pytest.approx(0, abs=1e-12)


def test_a_rate_of_zero_stays_zero():
    assert (Uncertainty(np.array([0.5]), "log").draws(np.array([0.0]), 10, seed=1) == 0).all()


def test_the_same_seed_gives_the_same_draws():
    errors = Uncertainty(np.array([1.0, 2.0]))
    first, again, other = (errors.draws(np.array([5.0, 6.0]), 5, seed) for seed in (1, 1, 2))
    assert (first == again).all()
    assert (first != other).any()


def test_limits_are_order_statistics():
    draws = np.random.default_rng(0).permutation(np.arange(1.0, 1001))
    assert simulated_limits(draws) == (25, 975)
    assert simulated_limits(draws, 0.9) == (50, 950)


@pytest.mark.parametrize("draws", [np.array([1.0, np.nan, 3.0]), np.array([1.0, np.inf, 3.0])])
def test_draws_that_are_not_defined_leave_no_limits(draws):
    assert np.isnan(simulated_limits(draws)).all()
