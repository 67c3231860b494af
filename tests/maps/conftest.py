"""Toytown: two authorities, four wards of one square kilometre in a row, figures small enough to check by eye."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import box

from geodata import schemas
from geodata.study_area import StudyArea
from maps.beacons import BEACONS
from maps.route_verdicts import route_verdicts
from maps.walking import walking

WARDS = {"E05999001": "Alder", "E05999002": "Birch", "E05999003": "Cedar", "E05999004": "Dock"}
AUTHORITIES = {"E06999001": "Easton", "E06999002": "Weston"}
WHOLE = "toytown"
TOYTOWN = StudyArea(name=WHOLE, title="Toytown", local_authorities={"easton": "E06999001", "weston": "E06999002"})
CHROMIUM = Path("/usr/bin/chromium")
CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def _table(name: str, rows: list[dict[str, Any]]) -> pd.DataFrame:
    return schemas.validate(name, schemas.conform(name, pd.DataFrame(rows)))


def _row(area: str, indicator: str, period: str, value: float | None, **others: Any) -> dict[str, Any]:
    gaps = dict.fromkeys(["lower_cl", "upper_cl", "numerator", "denominator", "value_best_fit"])
    words = {"unit": "", "kind": "computed", "source": "population", "note": "", "compared_with_england": ""}
    return {"area_code": area, "indicator": indicator, "period": period, "value": value, **gaps, **words, **others}


def _wards() -> gpd.GeoDataFrame:
    rows = [
        {"ward_code": code, "ward_name": name, "local_authority_code": authority, "local_authority_name": title}
        for (code, name), (authority, title) in zip(WARDS.items(), sorted([*AUTHORITIES.items()] * 2), strict=True)
    ]
    squares = [box(340_000 + 1000 * i, 390_000, 341_000 + 1000 * i, 391_000) for i in range(4)]
    return schemas.validate("wards", schemas.conform("wards", gpd.GeoDataFrame(rows, geometry=squares, crs=27700)))


def _ward_indicators() -> pd.DataFrame:
    deprivation = zip(WARDS, [10.0, 20.0, 30.0, None], strict=True)
    casualties = zip(WARDS, [1.0, 2.0, 3.0, 9.0], strict=True)
    rows = [
        _row(code, "iod2025_imd_score", "2025", value, source="deprivation_2025+population",
             note="" if value else "No LSOA is assigned to this ward")
        for code, value in deprivation
    ]  # fmt: skip
    rows += [
        _row(code, "road_casualties_per_1000", "2010 to 2019", value, source="collisions_raster",
             lower_cl=value - 0.5, upper_cl=value + 0.5)
        for code, value in casualties
    ]  # fmt: skip
    rows += [_row(code, "residents", "2021", 1000.0 * (i + 1)) for i, code in enumerate(WARDS)]
    return _table("ward_indicators", rows)


def _authority_indicators() -> pd.DataFrame:
    active_lives = {"kind": "measured", "source": "adult_activity"}
    rows = [
        _row("E06999001", "inactive_adults", "2023/24", 99.0, area_level="local_authority", **active_lives),
        _row("E06999001", "inactive_adults", "2024/25", 20.0, area_level="local_authority",
             **active_lives | {"compared_with_england": "Similar"}),
        _row("E06999002", "inactive_adults", "2024/25", 27.25, area_level="local_authority",
             **active_lives | {"compared_with_england": "Worse"}),
        _row("E92000001", "inactive_adults", "2024/25", 21.8, area_level="country", **active_lives),
        _row("toytown", "inactive_adults", "2024/25", 23.0, area_level="study_area", source="adult_activity"),
        _row("toytown", "road_casualties_per_1000", "2010 to 2019", 2.83, lower_cl=2.81, upper_cl=2.84,
             area_level="study_area", source="collisions_raster+population"),
        _row("toytown", "iod2025_imd_pct_residents_most_deprived_20pct", "2025", 30.0, numerator=3000,
             denominator=10000, area_level="study_area", source="deprivation_2025+population"),
    ]  # fmt: skip
    return _table("local_authority_indicators", rows)


def _inequality() -> pd.DataFrame:
    slopes = [("toytown", -0.9, -1.4, -0.4), ("E06999001", -0.5, -1.0, 0.2), ("E06999002", -1.0, -1.6, -0.4)]
    rows = [
        {
            "area_code": area, "area_level": "study_area" if area == "toytown" else "local_authority",
            "indicator": "road_casualties_per_1000", "period": "2010 to 2019", "stratifier": "deprivation (IMD 2025)",
            "measure": "slope_index_of_inequality", "value": value, "lower_cl": lower, "upper_cl": upper,
            "confidence": 0.95, "unit": "casualties per 1,000 residents a year", "kind": "computed", "method": "WLS",
            "n_groups": 10, "source": "collisions_raster", "note": "",
        }
        for area, value, lower, upper in slopes
    ]  # fmt: skip
    return _table("inequality", rows)


@pytest.fixture
def ward_clusters() -> pd.DataFrame:
    """Cedar lies high among high, Dock cannot be judged."""
    said = ["not significant", "not significant", "high among high", "not computed"]
    gaps = dict.fromkeys(["neighbours_value", "local_morans_i", "p_value", "p_adjusted", "n_neighbours", "component"])
    rows = [
        {"area_code": code, "value": 1.0, "cluster": cluster, **gaps, **_casualties(),
         "source": "collisions_raster+wards", "note": "not computed: an island" if cluster == "not computed" else ""}
        for code, cluster in zip(WARDS, said, strict=True)
    ]  # fmt: skip
    return _table("ward_clusters", rows)


@pytest.fixture
def catchments() -> gpd.GeoDataFrame:
    """Two schools whose catchments overlap and one GP practice; squares of one kilometre."""
    rows = [
        {
            "destination_id": f"place:{number}",
            "kind": kind,
            "walk_minutes": 15,
            "residents": residents,
            "reached_km": 3.0,
        }
        for number, (kind, residents) in enumerate([("school", 1200.0), ("school", 3400.0), ("gp", None)])
    ]
    squares = [box(340_000 + left, 390_000, 341_000 + left, 391_000) for left in (0, 500, 3000)]
    return schemas.validate(
        "catchments", schemas.conform("catchments", gpd.GeoDataFrame(rows, geometry=squares, crs=27700))
    )


@pytest.fixture
def mapped(toytown, ward_clusters, catchments) -> dict[str, pd.DataFrame]:
    """The tables of the ward map, without streets."""
    names = ("wards", "local_authorities", "ward_indicators", "local_authority_indicators", "sources")
    tables = {name: toytown[name] for name in names}
    streets = schemas.empty("walking_edges")
    return tables | {"ward_clusters": ward_clusters, "catchments": catchments, "walking_edges": streets}


def _reconciliation() -> pd.DataFrame:
    shared = {
        "claim": "over 700 people do almost nothing", "claim_source": "Toytown Gazette", "claimed_people": 700,
        "indicator": "inactive_adults", "period": "2024/25", "rate_pct": 23.0, "lower_cl": None, "upper_cl": None,
        "kind": "computed", "source": "adult_activity",
    }  # fmt: skip
    tested = [
        {"denominator_name": "adults", "numerator": 457.7, "denominator": 1990.0, "is_match": False, "note": "too few"},
        {"denominator_name": "everybody", "numerator": 713.0, "denominator": 3100.0, "is_match": True, "note": ""},
    ]
    return _table("headline_reconciliation", [shared | row for row in tested])


def _sources() -> pd.DataFrame:
    states = {
        "wards": "read", "population": "read", "deprivation_2025": "read", "adult_activity": "read",
        "collisions_raster": "read", "travel_to_work": "missing",
    }  # fmt: skip
    rows = [
        {
            "source": key, "title": f"Title of {key}", "publisher": "ONS" if key == "wards" else "DfT", "state": state,
            "is_required": False, "vintage": "2025", "licence": "OGL v3.0", "attribution": f"Words for {key}.",
            "files": "", "sha256": "", "rows": 0, "message": "", "feeds": "travel to work by mode",
        }
        for key, state in states.items()
    ]  # fmt: skip
    return _table("sources", rows)


@pytest.fixture
def toytown() -> dict[str, Any]:
    wards = _wards()
    outlines = wards.dissolve(["local_authority_code", "local_authority_name"], as_index=False)
    authorities = schemas.validate("local_authorities", schemas.conform("local_authorities", outlines))
    return {
        "wards": wards,
        "local_authorities": authorities,
        "ward_indicators": _ward_indicators(),
        "local_authority_indicators": _authority_indicators(),
        "headline_reconciliation": _reconciliation(),
        "inequality": _inequality(),
        "comparisons": schemas.empty("comparisons"),
        "beacons": BEACONS,
        "walking": walking(WHOLE, kind="computed", **_walking_tables()),
        "routes": route_verdicts(TOYTOWN, _route_safety(), authorities),
        "sources": _sources(),
        "schools": schemas.empty("school_scorecards"),
        "postcodes": None,
    }


def _access_row(destination: str, profile: str = "walking", share: float = 50.0, **others: Any) -> dict[str, Any]:
    shares = {f"residents_within_{minutes}_minutes_pct": share + minutes for minutes in (5, 10, 15, 20)}
    gaps = dict.fromkeys(
        ["children", "no_car_households", "no_car_households_within_15_minutes_pct", "places_per_1000"]
    ) | {f"children_within_{minutes}_minutes_pct": None for minutes in (5, 10, 15, 20)}
    return {
        "local_authority_code": WHOLE, "area_code": WHOLE, "destination": destination, "profile": profile,
        "period": "2025-03-01", "walk_minutes": 7.25, "residents": 1000.0, "places_within_15_minutes": 2.0,
        "homes": 10, "note": "", **gaps, **shares, **others,
    }  # fmt: skip


@pytest.fixture
def walking_tables() -> dict[str, pd.DataFrame]:
    """Access, measures and tags of Toytown, few enough to be read by eye."""
    return _walking_tables()


def _walking_tables() -> dict[str, pd.DataFrame]:
    return {
        "authority_access": _table(
            "authority_access",
            [
                _access_row("school", children_within_15_minutes_pct=81.04),
                _access_row("school", "step_free", share=40.0, note="steps left out"),
                _access_row("gp", walk_minutes=None),
            ],
        ),
        "network_measures": _table(
            "network_measures",
            [
                {"area_code": WHOLE, "area_level": "local_authority", "measure": "walk_directness", "numerator": 1500.0,
                 "denominator": 1000.0, "period": "2025-03-01", "note": ""},
                {"area_code": WHOLE, "area_level": "local_authority", "measure": "severance", "numerator": 12.0,
                 "denominator": 48.0, "period": "2025-03-01", "note": ""},
                {"area_code": WHOLE, "area_level": "local_authority", "measure": "crossing_density", "numerator": 0.0,
                 "denominator": 0.0, "period": "2025-03-01", "note": ""},
            ],
        ),
        "tag_completeness": _table(
            "tag_completeness",
            [
                {"area_code": WHOLE, "highway": "all", "attribute": "lit", "length_km": 200.0, "known_km": 26.0,
                 "known_pct": 13.0},
                {"area_code": WHOLE, "highway": "primary", "attribute": "lit", "length_km": 10.0, "known_km": 9.0,
                 "known_pct": 90.0},
            ],
        ),
        "network_summary": _table(
            "network_summary",
            [
                {"area_code": WHOLE, "item": "buffer_covered_pct", "value": 80.0, "unit": "per cent",
                 "note": "a fifth of the buffer is not in the extract"},
                {"area_code": WHOLE, "item": "edges", "value": 60.0, "unit": "edges", "note": ""},
            ],
        ),
    }  # fmt: skip


@pytest.fixture
def study_area() -> StudyArea:
    return TOYTOWN


def _route_safety() -> pd.DataFrame:
    """Weston has nobody within the distance; of the whole town a quarter has an available route."""
    metres = dict.fromkeys(["over_20_m_lo", "over_20_m_hi", "over_30_m_lo", "over_30_m_hi"], 0.0)
    shared = {"period": "2025-03-01", "unit": "pupils", **metres}
    shares = ["available_pct", "unconditional_pct", "undetermined_pct", "unavailable_pct", "likely_available_pct"]
    rows = [
        {"area_code": "E06999001", "pupils": 457.7, "pupils_within_limit": 400.0, "beyond_limit_pct": 12.6,
         **dict(zip(shares, [25.0, 2.0, 70.04, 4.96, 60.0], strict=True)), "note": "the extract ends at the border"},
        {"area_code": "E06999002", "pupils": 20.0, "pupils_within_limit": 0.0, "beyond_limit_pct": 100.0,
         **dict.fromkeys(shares), "note": ""},
    ]  # fmt: skip
    whole = rows[0] | {"area_code": WHOLE, "pupils": 477.7}
    coded = [{"local_authority_code": row["area_code"], **shared, **row} for row in [*rows, whole]]
    return _table("authority_route_safety", coded)


@pytest.fixture
def route_safety() -> pd.DataFrame:
    """Who has an available route in Toytown."""
    return _route_safety()


@pytest.fixture
def ward_ranks() -> pd.DataFrame:
    """Toytown's wards by casualties, 1 to 3 and 9 per 1,000, each known to a tenth of itself."""
    rows = [
        {"area_code": code, "value": value, "lower_cl": 0.9 * value, "upper_cl": 1.1 * value, "rank": rank,
         "rank_lower": rank, "rank_upper": rank, "rank_1_is": "the worst (highest value)", "n_ranked": 4}
        for code, value, rank in zip(WARDS, [1.0, 2.0, 3.0, 9.0], [4.0, 3.0, 2.0, 1.0], strict=True)
    ]  # fmt: skip
    return _table("ward_ranks", [_casualties() | row for row in rows])


@pytest.fixture
def ward_funnel() -> pd.DataFrame:
    """Of Toytown's wards only Dock stands out."""
    limits = {"lower_95": 1.0, "upper_95": 6.0, "lower_998": 0.5, "upper_998": 8.0}
    rows = [
        {"area_code": code, "value": value, "numerator": value * 10, "denominator": 10_000.0, "benchmark_value": 3.75,
         "outcome": outcome, "outcome_adjusted": outcome, "dispersion": 1.0, **limits}
        for code, value, outcome in zip(
            WARDS, [1.0, 2.0, 3.0, 9.0], [*["not significant"] * 3, "high (beyond 99.8 %)"], strict=True
        )
    ]  # fmt: skip
    return _table("ward_funnel", [_casualties() | row for row in rows])


@pytest.fixture
def no_comparisons() -> pd.DataFrame:
    """Nothing is compared with anything."""
    return schemas.empty("comparisons")


def _casualties() -> dict[str, Any]:
    return {
        "indicator": "road_casualties_per_1000", "period": "2010 to 2019", "kind": "computed",
        "unit": "casualties per 1,000 residents a year", "source": "collisions_raster", "note": "",
    }  # fmt: skip


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A headless Chromium; tests that need it are skipped where there is none."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is not installed")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=str(CHROMIUM), args=CHROMIUM_ARGS)
        yield browser
        browser.close()
