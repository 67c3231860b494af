"""Route safety of Toytown's LSOAs, ward and authority, by hand."""

import pandas as pd
import pytest

from geodata.schemas import empty, validate
from geodata.school_routes.products.by_area import authority_route_safety, route_safety_by_area


def _by_lsoa(routes: pd.DataFrame, homes: pd.DataFrame) -> pd.DataFrame:
    return validate("lsoa_route_safety", route_safety_by_area(routes, homes, "lsoa", "2026")).set_index("lsoa_code")


def test_shares_are_of_pupils_within_the_distance(toytown):
    made = _by_lsoa(toytown.pupil_routes, toytown.homes)
    # home 2 with 20 pupils has a route, home 5 with 1 has none
    row = made.loc["E01000002"]
    assert row[["pupils", "pupils_within_limit"]].to_list() == [21.0, 21.0]
    assert row["available_pct"] == pytest.approx(100 * 20 / 21)
    assert row["unavailable_pct"] == pytest.approx(100 / 21)
    assert row["over_20_m_lo"] == pytest.approx((20 * 120 + 370) / 21)
    assert made.loc["E01000001", ["undetermined_pct", "likely_available_pct"]].to_list() == [100.0, 0.0]


def test_verdicts_add_up_at_every_level(toytown):
    ward = validate("ward_route_safety", route_safety_by_area(toytown.pupil_routes, toytown.homes, "ward", "2026"))
    whole = validate(
        "authority_route_safety", authority_route_safety(toytown.pupil_routes, toytown.homes, "toytown", "2026")
    )
    assert whole["area_code"].to_list() == ["E06000001", "toytown"]
    for table in (ward, whole, _by_lsoa(toytown.pupil_routes, toytown.homes)):
        shares = table[["available_pct", "undetermined_pct", "unavailable_pct"]].sum(axis=1)
        assert shares.to_list() == pytest.approx([100.0] * len(table))
    assert ward["pupils"].to_list() == [44.0]
    assert whole["pupils"].to_list() == [44.0, 44.0]


def test_beyond_the_limit_is_of_all_and_in_no_other_share(toytown):
    routes = toytown.pupil_routes.copy()
    is_second = routes["home_id"] == 2
    routes["verdict"] = routes["verdict"].mask(is_second, "beyond limit")
    routes["school_id"] = routes["school_id"].mask(is_second)
    row = _by_lsoa(routes, toytown.homes).loc["E01000002"]
    assert row["beyond_limit_pct"] == pytest.approx(100 * 20 / 21)
    assert row[["unavailable_pct", "over_20_m_lo"]].to_list() == [100.0, 370.0]
    assert row["note"] == "95.2% of the pupils have no known school of their age group within three miles"


def test_no_pupils_is_no_share(toytown):
    routes = toytown.pupil_routes
    nobody = routes.assign(pupils=routes["pupils"].mask(routes["home_id"] == 4, 0.0))
    row = _by_lsoa(nobody, toytown.homes).loc["E01000003"]
    assert row["pupils"] == 0
    assert row[["available_pct", "unavailable_pct", "beyond_limit_pct", "over_20_m_lo"]].isna().all()
    assert row["note"] == "no pupils"


def test_a_speed_that_is_not_known_leaves_no_mean(toytown):
    routes = toytown.pupil_routes.copy()
    routes.loc[routes["home_id"] == 5, "over_20_m_hi"] = None
    made = _by_lsoa(routes, toytown.homes)["over_20_m_hi"]
    assert made.isna().to_dict() == {"E01000001": False, "E01000002": True, "E01000003": False}


def test_homes_that_count_nobody_are_said(toytown):
    homes = toytown.homes.copy()
    homes.loc[homes["home_id"] == 1, "edge_id"] = None
    homes.loc[homes["home_id"] == 3, "is_far"] = True
    routes = toytown.pupil_routes.query("home_id not in (1, 2)")
    made = _by_lsoa(routes, homes)["note"]
    assert made["E01000001"] == (
        "1 of 2 homes left out: no walking network; 1 of 2 homes are over 100 m from the walking network"
    )
    assert made["E01000002"] == "1 of 2 homes left out: ages not known"


def test_streets_only_has_an_authority_and_no_lsoas(toytown):
    routes = toytown.pupil_routes.assign(unit="street metres")
    homes = toytown.homes.assign(lsoa_code=pd.Series(pd.NA, toytown.homes.index, dtype="string"))
    assert route_safety_by_area(routes, homes, "lsoa", "2026").empty
    made = authority_route_safety(routes, homes, "toytown", "2026")
    assert set(made["unit"]) == {"street metres"}
    assert made["note"].str.contains("where people live is not known").all()


def test_order_of_rows_does_not_matter(toytown):
    back = (toytown.pupil_routes.iloc[::-1], toytown.homes.iloc[::-1])
    pd.testing.assert_frame_equal(_by_lsoa(toytown.pupil_routes, toytown.homes), _by_lsoa(*back))


@pytest.mark.parametrize("level", ["lsoa", "ward"])
def test_nothing_gives_the_empty_table(toytown, level):
    table = f"{level}_route_safety"
    assert validate(table, route_safety_by_area(empty("pupil_routes"), toytown.homes, level, "2026")).empty
    assert validate(table, route_safety_by_area(toytown.pupil_routes, empty("homes"), level, "2026")).empty
