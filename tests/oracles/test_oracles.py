"""Every case that the field's own software computed, held against ours: one test per case.

The cases lie in a folder beside the repository, or where `--oracle-cases` says; without them the tests are skipped.
`adapters/` says for each measure how its inputs reach our functions. Differences on purpose are in `differences.toml`.
"""

import importlib.util
import json
import tomllib
from pathlib import Path

import numpy as np
import pytest

HERE = Path(__file__).parent
NOT_COMPARED = ("method", "statistic")  # the packages' own words


def _load(path):
    spec = importlib.util.spec_from_file_location(f"oracle_adapter_{path.stem}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


MODULES = [_load(path) for path in sorted((HERE / "adapters").glob("*.py"))]
ADAPTERS = {measure: adapter for module in MODULES for measure, adapter in module.ADAPTERS.items()}
COMPARERS = {measure: compare for module in MODULES for measure, compare in getattr(module, "COMPARERS", {}).items()}
DIFFERENCES = tomllib.loads((HERE / "differences.toml").read_text(encoding="utf-8"))


def pytest_generate_tests(metafunc):
    if "case" in metafunc.fixturenames:
        folder = Path(metafunc.config.getoption("--oracle-cases"))
        cases = [case for path in sorted(folder.glob("*.json")) for case in json.loads(path.read_text("utf-8"))]
        skipped = pytest.param(
            None, marks=pytest.mark.skip(reason=f"no oracle cases in {folder.name}: not beside the repository")
        )
        metafunc.parametrize("case", [pytest.param(case, id=case["id"]) for case in cases] or [skipped])


def test_case(case, record_property):
    record_property("measure", case["measure"])
    record_property("outcome", outcome(case))


def outcome(case):
    """Hold one case against ours; return in which of the ways it agrees."""
    expected = case["expected"]
    try:
        got = ADAPTERS[case["measure"]](case)
    except ValueError:
        assert "error" in expected, f"refused, but the package gives {expected}"
        return "refused as expected"
    if expected.get("kind") == "refusal":
        assert got["note"], f"refused by the package, and neither refused nor flagged: {got}"
        return "flagged as expected"
    if expected.get("kind") == "package_fault":
        return "package fault"
    if case["id"] in DIFFERENCES:
        return "deliberate difference"
    COMPARERS.get(case["measure"], compare)(case, got)
    return "agrees"


def compare(case, got):
    for field in asserted(case):
        if field in got.get("undefined", []):
            assert np.isnan(got[field]), f"{field} is said to be undefined"
            assert got["note"], f"{field} is undefined without a note"
            continue
        expected = case["expected"][field]
        if case["tolerance"].get("exact"):
            assert list(got[field]) == list(expected), field
            continue
        relative, absolute = tolerance(case, field)
        np.testing.assert_allclose(floats(got[field]), floats(expected), rtol=relative, atol=absolute, err_msg=field)


def asserted(case):
    fields = case.get("assert") or [name for name in case["expected"] if not name.endswith("_mc_sd")]
    return [name for name in ([fields] if isinstance(fields, str) else fields) if name not in NOT_COMPARED]


def floats(values):
    listed = values if isinstance(values, list) else [values]
    return np.array([np.nan if value is None else value for value in listed], dtype=float).ravel()


def tolerance(case, field):
    """Return the relative and the absolute tolerance of a field."""
    slack = case["tolerance"]
    is_limit = "lower" in field or "upper" in field
    if is_limit:
        simulated = slack.get(f"{field[:3]}_ci_abs", slack.get("ci_abs", 0.0))
        return slack.get("ci_rel", slack.get("se_rel", slack.get("rel", 0.0))), max(slack["abs"], simulated)
    relative = slack.get("se_rel") if field.startswith("se") else slack.get("estimate_rel")
    return relative or slack.get("ci_rel") or slack.get("rel", 0.0), slack.get("abs", 0.0)


def test_differences_are_few_and_explained():
    assert len(DIFFERENCES) <= 10
    assert all(len(reason) > 20 for reason in DIFFERENCES.values())
