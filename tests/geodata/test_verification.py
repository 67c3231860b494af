"""A run's figures against published ones: every pattern on Toytown's tables."""

import json
import re
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.coverage import coverage
from geodata.errors import SourceFileError
from geodata.verification import PATTERNS, NotComputedError, agrees, look_up, read_expected, verify

EASTON, WESTON = "E06999001", "E06999002"
SPLIT, DOCK = "E01888002", "E05999004"
FIGURES = [
    ("iod2025_imd_average_score_census2021_weights", WESTON, 22.5),
    ("iod2019_imd_average_rank", EASTON, 20_000),
    ("iod2019_imd_rank_of_average_score", WESTON, 101),
    ("iod2025_imd_pct_lsoas_most_deprived_10pct", "toytown", 25),
    ("iod2025_most_deprived_lsoa", WESTON, "E01999005"),
    ("iod2025_least_deprived_lsoa", WESTON, "E01999008"),
    ("iod2025_imd_score", "E01999007", 25),
    ("iod2025_imd_decile", "E01999007", 3),
    ("iod2019_imd_rank", "E01999002", 12845),
    ("fingertips_93015_inactive_adults_2024_25", WESTON, 30),
    ("fingertips_93015_inactive_adults_2024_25_vs_england", WESTON, "Similar"),
    ("fingertips_93570_active_children_2024_25", EASTON, 50),
    ("cw0302_cycling_travel_at_least_once_per_week_2021", EASTON, 6.5),
    ("mid2020_population", EASTON, 1080),
    ("mid2020_population_age_5_16", EASTON, 200),
    ("census2021_residents_lsoa_sum", WESTON, 5000),
    ("collisions_raster_casualties_2018", EASTON, 17),
    ("lsoa_2011_2021_rows_S", EASTON, 2),
    ("lsoa_2011_2021_rows_M", "toytown", 2),
    ("wards_without_best_fit_lsoa", WESTON, [DOCK]),
    ("wards_without_best_fit_lsoa", EASTON, []),
    ("schools_outside_wards", "toytown", ["100002"]),
    ("osm_ways", EASTON, 12),
    ("school_to_nearest_osm_school_m_range", EASTON, [38.0, 441.0]),
    ("lsoas_per_ward", "E05999003", 4),
    ("lsoas_per_ward", DOCK, 0),
    ("lsoa_2011_2021_split", SPLIT, ["E01999002", "E01999003"]),
    ("ward_count_wd25", "toytown", 4),
    ("wards_without_best_fit_lsoa_count", WESTON, 1),
    ("lsoa21_count", EASTON, 4),
    ("lsoa11_count", EASTON, 3),
    ("postcode_count", WESTON, 7),
    ("postcodes_outside_wards", EASTON, 0),
    ("school_count", "toytown", 3),
]


@pytest.fixture(scope="module")
def tables(toytown, results) -> dict[str, pd.DataFrame]:
    counted = coverage(
        toytown.study_area, wards=results["wards"], lsoas=results["lsoas"], lsoa_changes=results["lsoa_changes"],
        postcodes=toytown["postcodes"], schools=toytown["schools"],
    )  # fmt: skip
    items = {
        "osm_ways": 12,
        "school_register_to_openstreetmap_m_least": 38,
        "school_register_to_openstreetmap_m_greatest": 441,
    }
    network = pd.DataFrame({"item": list(items), "value": [float(value) for value in items.values()]})
    return {**results, "coverage": counted, "network_summary": network}


def expected(key: str, area_code: str = EASTON, value=0.0, tolerance: float = 0.0) -> dict[str, object]:
    return {
        "key": key,
        "area_code": area_code,
        "value": value,
        "tolerance": tolerance,
        "source": "s",
        "kind": "counted",
    }


def outcome(tables, *entry, **others):
    (result,) = verify(tables, [expected(*entry, **others)])
    return result


@pytest.mark.parametrize(("key", "area", "value"), FIGURES)
def test_figures_are_found_where_their_key_says(tables, key, area, value):
    found = look_up(tables, key, area)
    assert found == (pytest.approx(value) if isinstance(value, int | float) else value)


def test_every_pattern_is_tried():
    first = [next(pattern for pattern in PATTERNS if re.fullmatch(pattern, key)) for key, *_ in FIGURES]
    assert set(first) == set(PATTERNS)


def test_a_figure_within_its_tolerance_matches_and_one_beyond_does_not(tables):
    result = outcome(tables, "mid2020_population", value=1079.0, tolerance=1)
    assert (result.outcome, result.difference) == ("match", 1.0)
    assert outcome(tables, "mid2020_population", value=1078.9, tolerance=1).outcome == "mismatch"


def test_a_missing_figure_agrees_with_an_expected_null_and_never_with_zero(tables):
    key = "fingertips_93570_active_children_2024_25"
    assert outcome(tables, key, WESTON, value=None).outcome == "match"
    zero = outcome(tables, key, WESTON, value=0.0, tolerance=100)
    assert (zero.outcome, zero.found, zero.difference) == ("mismatch", None, None)
    assert outcome(tables, key, EASTON, value=None).outcome == "mismatch"


def test_codes_agree_in_any_order_but_not_in_part(tables):
    halves = ["E01999003", "E01999002"]
    assert outcome(tables, "lsoa_2011_2021_split", SPLIT, value=halves).outcome == "match"
    assert outcome(tables, "lsoa_2011_2021_split", SPLIT, value=halves[:1]).outcome == "mismatch"


@given(st.floats(-1e6, 1e6), st.floats(0, 100), st.floats(-100, 100))
def test_agreement_is_symmetrical_and_grows_with_the_tolerance(value, tolerance, difference):
    if abs(difference) <= 0.99 * tolerance:
        assert agrees(value + difference, value, tolerance)
    if abs(difference) > 1.01 * tolerance + 0.01:
        assert not agrees(value + difference, value, tolerance)
        assert not agrees(value - difference, value, tolerance)


def test_an_unknown_key_is_listed_as_not_computed(tables):
    result = outcome(tables, "walking_edges_count")
    assert (result.outcome, result.key, result.found) == ("not computed", "walking_edges_count", None)
    assert "no table of this version holds it" in result.reason


@pytest.mark.parametrize(
    ("key", "area", "said"),
    [
        ("mid2020_population", "E06000001", "has no residents mid-2020 for E06000001"),
        ("fingertips_93014_active_adults_1999_00", EASTON, "has no active_adults 1999/00"),
        ("iod2025_most_deprived_lsoa", "E06000001", "no LSOA ranks of 2025 for E06000001"),
        ("ward_count_wd25", "E06000001", "coverage has no wards for E06000001"),
    ],
)
def test_a_figure_that_the_inputs_did_not_allow_says_which(tables, key, area, said):
    with pytest.raises(NotComputedError, match=said):
        look_up(tables, key, area)


def test_a_table_that_the_run_lacks_is_named(tables):
    without = {name: table for name, table in tables.items() if name != "lsoas"}
    assert outcome(without, "lsoas_per_ward", DOCK).reason == "the run has no table lsoas"


def test_census_weights_are_not_taken_for_the_publishers(toytown, with_sources):
    published = toytown["deprivation_2025"].assign(population=1000.0)
    made = with_sources(deprivation_2025=published)
    with pytest.raises(NotComputedError, match="publisher's denominators"):
        look_up(made, "iod2025_imd_average_score_census2021_weights", WESTON)


def test_results_keep_what_was_asked_in_its_order(tables):
    entries = [expected("lsoa21_count", value=4), expected("nonsense"), expected("lsoa21_count", value=5)]
    results = verify(tables, entries)
    assert [result.outcome for result in results] == ["match", "not computed", "mismatch"]
    assert [result.kind for result in results] == ["counted"] * 3


def test_expected_figures_are_read(tmp_path: Path):
    path = tmp_path / "expected.json"
    path.write_text(json.dumps([expected("lsoa21_count") | {"unit": "LSOAs", "note": "free"}]), encoding="utf-8")
    assert read_expected(path)[0]["key"] == "lsoa21_count"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"[{", "cannot be read as JSON"),
        (b"\xff\xfe", "cannot be read as JSON"),
        (b'{"key": "x"}', "must be a list of entries with area_code, key"),
        (b'[{"key": "x", "area_code": "E06999001", "value": 1}]', "must be a list of entries"),
        (b"[3]", "must be a list of entries"),
    ],
)
def test_a_malformed_list_is_an_error_naming_the_file(tmp_path: Path, content, said):
    path = tmp_path / "expected.json"
    path.write_bytes(content)
    with pytest.raises(SourceFileError, match=f"expected.json.*{said}"):
        read_expected(path)


def test_a_list_that_is_not_there_is_an_error_naming_the_file(tmp_path: Path):
    with pytest.raises(SourceFileError, match=r"none\.json"):
        read_expected(tmp_path / "none.json")


def test_rounding_in_the_last_digits_is_forgiven_and_nothing_more():
    assert agrees(sum([0.1] * 10), 1.0, 0)
    assert not agrees(1_000_001.0, 1_000_000.0, 0)
    assert not agrees(2.0001, 2.0, 0)
