"""Every case that WHO's healthequal and OHID's PHEindicatormethods computed for the measures we have.

The cases lie in a folder beside the repository; where it is absent they are skipped.
"""

import json
from pathlib import Path

import numpy as np
import pytest

from geodata.inequality.concentration import absolute_concentration_index, relative_concentration_index
from geodata.inequality.groups import ridit
from geodata.inequality.rates import proportion_limits, rate_limits
from geodata.inequality.slope import relative_index_of_inequality, slope_index_of_inequality

FOLDER = Path(__file__).resolve().parents[4] / "shared" / "oracles" / "inequality"
LIMITS = {"estimate": "value", "lowerci": "lower_cl", "upperci": "upper_cl"}


def cases(measure):
    path = FOLDER / f"{measure}.json"
    if not path.exists():
        return [
            pytest.param(
                None, marks=pytest.mark.skip(reason=f"no oracle cases: {path.name} is not beside the repository")
            )
        ]
    return [pytest.param(case, id=case["id"]) for case in json.loads(path.read_text(encoding="utf-8")) if is_ours(case)]


def is_ours(case):
    # logistic slopes are not ours; of OHID's only estimates that are neither transformed nor turned by polarity are
    params = case["params"]
    if case["measure"] == "slope_index_of_inequality_phe":
        return (params["value_type"], params["multiplier"]) == (0, 1)
    return params.get("model", "linear") == "linear"


def assert_agrees(got, expected, case, field):
    if field not in case.get("assert", [field]):
        return
    slack = case["tolerance"]
    limits = slack.get("ci_rel", slack.get("se_rel"))
    relative = slack["estimate_rel"] if field in ("estimate", "value", "sii", "rii") else limits
    np.testing.assert_allclose(
        np.asarray(got, dtype=float), np.asarray(expected, dtype=float), rtol=relative, atol=slack["abs"], err_msg=field
    )


def has_nobody_in_a_group(case):
    # WHO's package lets an empty group count as an observation; OHID's refuses it, and so do we
    return 0 in case["inputs"]["pop"]


def agree_or_refuse(measure, case, **arguments):
    """Hold one measure over groups against one case."""
    expected = case["expected"]
    people = case["inputs"]["pop"]
    if "model" in case["params"]:  # the package's slopes round populations up to whole people; ours need not
        people = np.ceil(people)
    groups = case["inputs"]["est"], people
    if has_nobody_in_a_group(case) or expected.get("kind") == "refusal":
        try:
            result = measure(*groups, **arguments)
        except ValueError:
            return
        assert result.note, "refused by the package, and neither refused nor flagged by us"
        return
    result = measure(*groups, **arguments)
    if expected.get("kind") == "package_fault":
        assert result.value is None
        assert result.note
        return
    for field, ours in LIMITS.items():
        assert_agrees(getattr(result, ours), expected[field], case, field)


@pytest.mark.parametrize("case", cases("slope_index_of_inequality"))
def test_slope_index(case):
    agree_or_refuse(slope_index_of_inequality, case)


@pytest.mark.parametrize("case", cases("relative_index_of_inequality"))
def test_relative_index(case):
    agree_or_refuse(relative_index_of_inequality, case)


@pytest.mark.parametrize("case", cases("slope_wls_base_r"))
def test_slope_of_base_r(case):
    expected, groups = case["expected"], (case["inputs"]["est"], case["inputs"]["pop"])
    if len(groups[0]) < 3:
        with pytest.raises(ValueError, match="at least 3 groups"):
            slope_index_of_inequality(*groups)
        return
    assert_agrees(ridit(groups[1]), expected["ridit"], case, "estimate")
    assert_agrees(slope_index_of_inequality(*groups).value, expected["slope"], case, "estimate")


@pytest.mark.parametrize("case", cases("absolute_concentration_index"))
def test_absolute_concentration_index(case):
    agree_or_refuse(absolute_concentration_index, case)


@pytest.mark.parametrize("case", cases("relative_concentration_index"))
def test_relative_concentration_index(case):
    params = case["params"]
    bounds = {"bounds": (params["lmin"], params["lmax"])} if "lmin" in params else {}
    agree_or_refuse(relative_concentration_index, case, normalisation=params.get("normalisation", "plain"), **bounds)


@pytest.mark.parametrize("case", cases("slope_index_of_inequality_phe"))
def test_slope_and_relative_index_of_ohid(case):
    # their limits are simulated from standard errors, ours come from the scatter of the groups: not comparable
    expected, groups = case["expected"], (case["inputs"]["value"], case["inputs"]["pop"])
    if "error" in expected:
        if len(groups[0]) == 3 and "between 5 and 100" in expected["error"]:
            pytest.skip("three groups are too few for OHID, enough for WHO and for us")
        with pytest.raises(ValueError, match="group"):
            slope_index_of_inequality(*groups)
        return
    sii, rii = slope_index_of_inequality(*groups), relative_index_of_inequality(*groups)
    assert_agrees(sii.value, expected["sii"], case, "sii")
    if rii.value is None:  # OHID gives a ratio of a negative end, or of zero
        assert expected["rii"] is None or expected["intercept"] <= 0 or expected["rii"] <= 0
    else:
        assert_agrees(rii.value, expected["rii"], case, "rii")


def agree_with_limits(case, value, limits, scale):
    params, expected = case["params"], case["expected"]
    if "error" in expected:
        with pytest.raises(ValueError, match="position"):
            limits(0.95)
        return
    several = isinstance(params["confidence"], list)
    assert_agrees(value * scale, expected["value"], case, "value")
    for confidence in params["confidence"] if several else [params["confidence"]]:
        named = f"{100 * confidence:g}".replace(".", "_") if several else ""
        suffix = f"{named}{'' if '_' in named else '_0'}cl" if several else "cl"
        for side, ours in zip(("lower", "upper"), limits(confidence), strict=True):
            assert_agrees(ours * scale, expected[f"{side}{suffix}"], case, f"{side}{suffix}")


@pytest.mark.parametrize("case", cases("crude_rate"))
def test_crude_rate(case):
    x, n = (np.atleast_1d(np.array(case["inputs"][name], dtype=float)) for name in ("x", "n"))
    per = case["params"]["multiplier"]
    value = np.divide(x, n, out=np.full_like(x, np.nan), where=n > 0) * per
    agree_with_limits(case, value, lambda confidence: rate_limits(x, n, per, confidence), 1)


@pytest.mark.parametrize("case", cases("proportion"))
def test_proportion(case):
    x, n = (np.atleast_1d(np.array(case["inputs"][name], dtype=float)) for name in ("x", "n"))
    value = np.divide(x, n, out=np.full_like(x, np.nan), where=n > 0)
    agree_with_limits(case, value, lambda confidence: proportion_limits(x, n, confidence), case["params"]["multiplier"])
