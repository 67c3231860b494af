"""Tables `edge_ratings` and `crossing_ratings`: one row a part, whatever the order they come in."""

import json
from collections.abc import Callable

import geopandas as gpd
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from geodata.schemas import empty, validate
from geodata.school_routes.rules.ratings import crossing_ratings, edge_ratings, rate_crossings, rate_links

Table = Callable[..., pd.DataFrame]
PARTS = {
    "w1.0.1.left": ("side", "primary", 80.0),
    "w1.0.1.right": ("side", "primary", 80.0),
    "w2.0.1": ("path", "footway", 40.0),
    "x7.w1.0.1.u": ("crossing", "primary", 7.3),
    "x7.w1.0.1.v": ("crossing", "primary", 7.3),
}
LINKS = {
    "w1.0.1.left": {"footway": 1, "footway_width_m": 2.5, "lit": 1},
    "w1.0.1.right": {"flow_vpd": (5000, 9000), "step_off": 1, "lit": 0},
    "w2.0.1": {"footway": 1, "flow_vpd": 0, "firm_surface": 1, "is_isolated": True, "is_beside_water": True},
}
CROSSINGS = {
    "x7.w1.0.1.u": {"controlled": 1, "signals": 1},
    "x7.w1.0.1.v": {"controlled": 0, "flow_vpd": 30000, "island": 0, "width_m": 7.3},
}


@pytest.fixture
def rated(link_evidence: Table, route_parts: Table) -> pd.DataFrame:
    return edge_ratings(gpd.GeoDataFrame(route_parts(PARTS)), link_evidence(LINKS)).set_index("part_id")


def test_the_tables_fit_their_schemas(rated: pd.DataFrame, crossing_evidence: Table, route_parts: Table) -> None:
    validate("edge_ratings", gpd.GeoDataFrame(rated.reset_index()))
    crossings = validate("crossing_ratings", crossing_ratings(route_parts(PARTS), crossing_evidence(CROSSINGS)))
    assert crossings["rsgb_walked_route_verdict"].tolist() == ["available", "unavailable"]
    assert "odot_plts_verdict" not in (*rated.columns, *crossings.columns)


def test_verdicts_by_rule_set(rated: pd.DataFrame) -> None:
    assert rated["rsgb_walked_route_verdict"].to_dict() == {
        "w1.0.1.left": "available", "w1.0.1.right": "undetermined", "w2.0.1": "available",
    }  # fmt: skip
    assert rated.loc["w1.0.1.right", "rsgb_walked_route_threshold"] == "no footway at over 840 vehicles/h"
    assert rated.loc["w1.0.1.right", "osm_version"] == 2


def test_the_guidance_adds_flags_without_a_rating(rated: pd.DataFrame) -> None:
    assert rated["dfe2024_flags"].to_dict() == {
        "w1.0.1.left": "",
        "w1.0.1.right": "unlit",
        "w2.0.1": "lighting not known; beside water; isolated",
    }


def test_factors_tell_value_threshold_source_and_what_is_known(rated: pd.DataFrame) -> None:
    (along,) = json.loads(rated.loc["w1.0.1.right", "rsgb_walked_route_factors"])
    assert along == {
        "factor": "footway_and_flow",
        "rating_lo": 0,
        "rating_likely": 1,
        "rating_hi": 3,
        "value": {"footway": [0, 1], "flow_vpd": [5000, 9000], "step_off": 1, "sight_lines": [0, 1]},
        "threshold": "no footway at over 840 vehicles/h",
        "source": {
            "footway": "unknown",
            "flow_vpd": "unknown",
            "step_off": "openstreetmap",
            "sight_lines": "unknown",
        },
        "known": False,
    }
    names = [each["factor"] for each in json.loads(rated.loc["w2.0.1", "ate_route_check_factors"])]
    assert names == ["sa11_footway", "sa15_surface"]  # neither carriageway nor side roads


def test_the_order_of_the_input_does_not_matter(rated: pd.DataFrame, link_evidence: Table, route_parts: Table) -> None:
    parts, evidence = gpd.GeoDataFrame(route_parts(PARTS)), link_evidence(LINKS)
    again = edge_ratings(parts.iloc[::-1], evidence.iloc[::-1])
    assert_frame_equal(again.set_index("part_id"), rated)


def test_ratings_keep_the_order_of_the_evidence(link_evidence: Table, route_parts: Table) -> None:
    evidence = link_evidence(LINKS).iloc[::-1]
    table = rate_links(route_parts(PARTS), evidence, "rsgb_walked_route")
    assert table.index.tolist() == [2, 1, 0]
    assert table["rating_hi"].tolist() == [0, 3, 0]


def test_nothing_gives_nothing(route_parts: Table) -> None:
    parts = gpd.GeoDataFrame(empty("route_parts"))
    assert validate("edge_ratings", edge_ratings(parts, empty("link_evidence"))).empty
    assert validate("crossing_ratings", crossing_ratings(parts, empty("crossing_evidence"))).empty
    assert "verdict" not in rate_links(parts, empty("link_evidence"), "odot_plts")
    assert rate_crossings(parts, empty("crossing_evidence"), "ate_route_check")["verdict"].tolist() == []


def test_evidence_on_a_part_that_is_not_there_is_an_error(link_evidence: Table, route_parts: Table) -> None:
    with pytest.raises(ValueError, match=r"route_parts: no row for part 'w2.0.1' of the evidence \(1 such\)"):
        rate_links(route_parts({key: PARTS[key] for key in list(PARTS)[:2]}), link_evidence(LINKS), "odot_plts")
