"""Indicators of access: who is above and below the line, and that every id is in the list."""

import numpy as np
import pandas as pd
import pytest

from geodata.indicators.access import access_rows, measure_rows
from geodata.indicators.definitions import entries, indicator_list
from geodata.indicators.levels import everything_into
from geodata.indicators.rows import combine
from geodata.schemas import conform, empty
from geodata.schemas.access import DESTINATIONS, MEASURES, LsoaAccess

STUDIED = pd.Series(["E01999001", "E01999002"])


def access(code: str, areas: dict[str, tuple[float, float, float]], **columns: object) -> pd.DataFrame:
    """Return access to schools of areas: residents, per cent of them within any of the minutes, minutes walked."""
    rows = pd.DataFrame(
        {
            code: list(areas),
            "destination": "school",
            "local_authority_code": "E06999001",
            "note": "",
            "period": "2026-11-01",
        }
    )
    rows["residents"], share, rows["walk_minutes"] = np.array(list(areas.values()), dtype=float).T
    rows["children"], rows["no_car_households"] = rows["residents"] / 5, rows["residents"] / 10
    for name in LsoaAccess.to_schema().columns:
        if name.endswith("_pct"):
            rows[name] = share
    rows["homes"], rows["places_within_15_minutes"], rows["places_per_1000"] = 3, 1.0, 1.0
    both = pd.concat([rows.assign(profile="walking"), rows.assign(profile="step_free", note="no steps")])
    return conform(f"{code.removesuffix('_code')}_access", both.assign(**columns))


LSOAS = {"E01999001": (1000.0, 40.0, 12.0), "E01999002": (500.0, 100.0, 6.0)}


def test_above_the_line_are_the_people_within_and_below_all():
    rows = access_rows(access("lsoa_code", LSOAS), "lsoa", STUDIED, kind="computed").set_index(
        ["indicator", "area_code"]
    )
    first = rows.xs("E01999001", level="area_code")[["value", "numerator", "denominator"]]
    expected = {f"access_school_{minutes}_minutes_pct": [40, 400, 1000] for minutes in (5, 10, 15, 20)}
    expected |= {
        "access_school_15_minutes_children_pct": [40, 80, 200],
        "access_school_15_minutes_step_free_pct": [40, 400, 1000],
        "access_school_15_minutes_no_car_pct": [40, 40, 100],
    }
    minutes = first.loc["access_school_walk_minutes"]
    assert first.drop("access_school_walk_minutes").T.to_dict("list") == expected
    assert (minutes["value"], minutes["denominator"]) == (12, 1000)
    assert np.isnan(minutes["numerator"])
    assert set(rows["note"]) == {"", "no steps"}
    assert set(rows["kind"]) == {"computed"}
    assert set(rows["period"]) == {"2026-11-01"}
    assert set(rows["source"]) == {
        "openstreetmap+postcodes+population", "openstreetmap+postcodes+population_by_age",
        "openstreetmap+postcodes+car_availability",
    }  # fmt: skip


def test_lsoas_add_up():
    rows = access_rows(access("lsoa_code", LSOAS), "lsoa", STUDIED, kind="computed")
    whole = combine(rows, everything_into(rows["area_code"], "all")).set_index("indicator")["value"]
    assert whole["access_school_15_minutes_pct"] == pytest.approx(60)
    assert whole["access_school_walk_minutes"] == pytest.approx((12 * 1000 + 6 * 500) / 1500)


def test_wards_and_authorities_have_the_same_indicators():
    lsoas = access_rows(access("lsoa_code", LSOAS), "lsoa", STUDIED, kind="computed")
    by_ward = access("ward_code", {"E05999001": (10.0, 20.0, 3.0)})
    wards = access_rows(by_ward, "ward", by_ward["ward_code"], kind="computed")
    by_authority = by_ward.rename(columns={"ward_code": "area_code"})
    authorities = access_rows(by_authority, "local_authority", by_authority["area_code"], kind="computed")
    assert set(lsoas["indicator"]) == set(wards["indicator"]) == set(authorities["indicator"])


def test_only_the_areas_asked_for_have_rows():
    rows = access_rows(access("lsoa_code", LSOAS), "lsoa", STUDIED[:1], kind="computed")
    assert set(rows["area_code"]) == {"E01999001"}


def test_a_share_of_unknown_people_stands_alone():
    unknown = access("lsoa_code", LSOAS, residents=np.nan, walk_minutes=np.nan)
    rows = access_rows(unknown, "lsoa", STUDIED, kind="computed").set_index(["indicator", "area_code"])
    share = rows.loc[("access_school_5_minutes_pct", "E01999001")]
    assert share["value"] == 40
    assert share[["numerator", "denominator"]].isna().all()
    minutes = rows.loc[("access_school_walk_minutes", "E01999001")]
    assert np.isnan(minutes["value"])
    assert minutes["note"] == "half of the people reach none"


def test_every_destination_and_measure_is_in_the_list():
    ids = {name for name in indicator_list() if name.startswith(("access_", "streets_"))}
    suffixes = [f"{minutes}_minutes_pct" for minutes in (5, 10, 15, 20)]
    suffixes += [f"15_minutes_{whose}_pct" for whose in ("children", "step_free", "no_car")] + ["walk_minutes"]
    expected = {f"access_{kind}_{suffix}" for kind in DESTINATIONS for suffix in suffixes}
    assert ids == expected | {f"streets_{measure}" for measure in MEASURES}
    assert set(entries("destination")) == set(DESTINATIONS)


def measures(*rows: tuple[str, str, str, float, float]) -> pd.DataFrame:
    columns = ["area_code", "area_level", "measure", "numerator", "denominator"]
    return conform("network_measures", pd.DataFrame(rows, columns=columns).assign(note="a note", period="2026-11-01"))


def test_measures_of_one_level_are_ratios():
    table = measures(
        ("E01999001", "lsoa", "walk_directness", 1300.0, 1000.0),
        ("E01999001", "lsoa", "severance", 30.0, 240.0),
        ("E01999001", "lsoa", "crossing_density", 6.0, 4.0),
        ("E01999001", "lsoa", "footway_known", 0.0, 0.0),
        ("E01999003", "lsoa", "severance", 1.0, 4.0),
        ("E05999001", "ward", "severance", 1.0, 2.0),
    )
    rows = measure_rows(table, "lsoa", STUDIED, kind="computed").set_index("indicator")
    assert rows["value"].to_dict() == pytest.approx(
        {"streets_walk_directness": 1.3, "streets_severance": 12.5, "streets_crossing_density": 1.5,
         "streets_footway_known": np.nan}, nan_ok=True,
    )  # fmt: skip
    assert set(rows["note"]) == {"a note"}


def test_missing_tables_leave_no_rows():
    assert access_rows(empty("lsoa_access"), "lsoa", STUDIED, kind="computed").empty
    assert measure_rows(empty("network_measures"), "ward", STUDIED, kind="computed").empty
