"""Toytown's scorecards, by hand."""

import json

import pandas as pd
import pytest

from geodata.schemas import empty, validate
from geodata.school_routes.products.crossings import crossings
from geodata.school_routes.products.scorecards import school_scorecards

RULESET = "rsgb_walked_route"
NO_COLLISIONS = empty("source_collisions")
NO_CASUALTIES = pd.DataFrame(columns=["collision_id", "age", "road_user"])


def _tables(toytown) -> dict[str, pd.DataFrame]:
    own = ["schools", "school_gates", "parts", "edges", "link_evidence", "edge_ratings", "crossing_ratings"]
    tables = {
        name: getattr(toytown, name)
        for name in [*own, "pupil_routes", "route_use", "pupil_flows", "homes", "imd_deciles"]
    }
    places = crossings(
        toytown.parts, toytown.edges, toytown.crossing_evidence, toytown.crossing_ratings, toytown.route_use, RULESET
    )
    return tables | {"crossings": places, "collisions": NO_COLLISIONS, "casualties": NO_CASUALTIES}


def _cards(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    made = school_scorecards(**tables, ruleset=RULESET, collision_years=2, kind="computed")
    return validate("school_scorecards", made).set_index("school_id")


@pytest.fixture
def cards(toytown):
    return _cards(_tables(toytown))


def test_schools_that_serve_somebody_have_a_card(cards):
    assert cards["name"].to_list() == ["Abbey Primary", "Castle High"]  # not the nursery


def test_pupils_are_conserved(cards, toytown):
    verdicts = ["pupils_available", "pupils_undetermined", "pupils_unavailable", "pupils_beyond_limit"]
    assert (cards[verdicts].sum(axis=1) == cards["pupils"]).all()
    assert cards["pupils"].sum() == toytown.pupil_routes["pupils"].sum()


def test_worst_parts_name_way_verdict_factor_and_threshold(cards):
    crossing, south_side = json.loads(cards.loc["A", "worst_parts"])
    assert crossing == {
        "part_id": "x2.w1.0.0.v",
        "kind": "crossing",
        "side": "",
        "name": "High Street",
        "ref": "B1",
        "osm_way_id": 1,
        "osm_version": 3,
        "verdict": "unavailable",
        "factor": "gaps_in_traffic",
        "threshold": "threshold in words",
        "metres": 0,
        "pupils": 18,
        "pupils_undetermined": 14,
        "pupils_unavailable": 4,
    }
    assert (south_side["part_id"], south_side["pupils"]) == ("w1.0.0.right", 4)


def test_missing_crossings_are_those_of_its_own_pupils(cards):
    (missing,) = json.loads(cards.loc["C", "missing_crossings"])
    assert (missing["part_id"], missing["pupils"], missing["detour_m"]) == ("x2.w1.0.0.v", 6, 800)


def test_pupil_km_beside_fast_traffic(cards):
    assert cards.loc["A", "pupil_km_over_20_lo"] == pytest.approx(4.16)
    assert cards.loc["A", "pupil_km_over_20_hi"] == pytest.approx(6.36)


def test_lenses_say_the_figures_to_their_owners(cards):
    card = cards.loc["A"]
    assert card["lens_accompaniment"] == (
        "Employers: walking a child there and coming back, twice a day, takes 7 minutes at the median "
        "(140 m one way at 4.8 km/h); about 38 pupils within the statutory distance."
    )
    assert card["lens_infrastructure"] == (
        "Highways: available: about 20 pupils; undetermined: about 14 pupils; unavailable: about 4 pupils. On the "
        "shortest walks of about 38 pupils: the crossing of High Street (unavailable: threshold in words; about 18 "
        "pupils) and the right side of High Street (unavailable: threshold in words; about 4 pupils). "
        "Missing: 1 crossing, the most needed by about 18 pupils (detour 800 m)."
    )
    assert card["lens_speed"] == (
        "Police and highways: 4.2 to 6.4 pupil-km one way beside traffic over 20 mph, 0.0 over 30 mph. Modelled walks: "
        "within 300 m of a gate 620 m of street along them may be faster than 20 mph."
    )


def test_streets_only_speaks_of_street_metres(toytown):
    tables = _tables(toytown)
    tables["pupil_routes"] = tables["pupil_routes"].assign(unit="street metres", age_group="any_age")
    card = _cards(tables).loc["A"]
    assert pd.isna(card["pupil_km_over_20_lo"])
    assert "undetermined: about 14 m of street" in card["lens_infrastructure"].replace("10 m", "14 m")
    assert "of the mean walk beside traffic over 20 mph" in card["lens_speed"]
    assert "pupils;" not in card["lens_infrastructure"]
    assert card["note"].startswith("nobody knows here who lives where")
    assert "population_by_age" not in card["source"]


def test_an_unwalked_school_has_zeros_and_no_medians(toytown):
    tables = _tables(toytown)
    tables["pupil_routes"] = tables["pupil_routes"].query("school_id == 'A'")
    tables["route_use"] = tables["route_use"].query("school_id == 'A'")
    card = _cards(tables).loc["C"]
    assert card["pupils"] == 0
    assert pd.isna(card["median_shortest_m"])
    assert (card["worst_parts"], card["missing_crossings"]) == ("[]", "[]")
    assert "nobody has this school as the nearest" in card["lens_accompaniment"]
    assert "nearest school for nobody" in card["note"]


def test_collisions_of_the_latest_years_count(toytown):
    tables = _tables(toytown)
    rows = pd.DataFrame({"collision_id": ["a", "b", "c"], "year": [2021, 2022, 2023]})
    tables["collisions"] = rows.assign(easting_m=380.0, northing_m=0.0)
    assert "collisions" not in _cards(_tables(toytown)).loc["A", "source"]
    card = _cards(tables).loc["A"]
    assert (card["collisions"], card["source"].split("+")[0]) == (2, "collisions")
    assert card["note"].endswith("collisions of 2022 to 2023")
    assert pd.isna(card["child_pedestrians"])  # no file of casualties


def test_order_of_rows_does_not_matter(toytown):
    tables = _tables(toytown)
    back = {name: table.iloc[::-1] for name, table in tables.items()}
    pd.testing.assert_frame_equal(_cards(tables), _cards(back))


def test_nothing_gives_the_empty_table(toytown):
    names = {"parts": "route_parts", "edges": "walking_edges"}
    given = _tables(toytown)
    nothing = {name: empty(names.get(name, name)) for name in given if name not in _not_tables(given)}
    made = _cards(nothing | _not_tables(given))
    assert made.empty


def _not_tables(given: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Return, without rows, what is no table of the contract as a whole."""
    return {name: given[name].iloc[:0] for name in ("imd_deciles", "collisions", "casualties")}
