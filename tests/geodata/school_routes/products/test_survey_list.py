"""What to look at on site: the unknown footway of Toytown, and longer lists by hand."""

import dataclasses

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from geodata.schemas import empty, validate
from geodata.school_routes.attributes import CROSSING_ATTRIBUTES, LINK_ATTRIBUTES
from geodata.school_routes.products.open_walks import open_walks
from geodata.school_routes.products.survey_list import osm_worklist, survey_list
from geodata.school_routes.products.survey_questions import QUESTIONS
from geodata.school_routes.routes.graph import RouteGraph
from geodata.school_routes.routes.usable_parts import PartRatings

RULESET = "rsgb_walked_route"


def _uses(**pupils: float) -> pd.DataFrame:
    """Return open walks, of which each part settles its own."""
    parts = pd.DataFrame({"part_id": list(pupils), "pupils": list(pupils.values())})
    return parts.assign(pupils_settled=parts["pupils"], unit="pupils")


def _listed(toytown, uses: pd.DataFrame | None = None, **changed: pd.DataFrame) -> gpd.GeoDataFrame:
    walks = open_walks(toytown.graph, toytown.ratings, toytown.pupil_routes) if uses is None else uses
    names = ("parts", "edge_ratings", "crossing_ratings", "link_evidence", "crossing_evidence")
    tables = [changed.get(name, getattr(toytown, name)) for name in names]
    return validate("survey_list", survey_list(walks, *tables, RULESET))


def test_the_unknown_footway_leaves_twenty_pupils_undetermined(toytown):
    made = open_walks(toytown.graph, toytown.ratings, toytown.pupil_routes)
    # 10 + 6 + 4 would walk up the south side to the signals, were there a footway
    assert made.iloc[0].to_dict() == {
        "part_id": "w1.0.1.right", "pupils": 20.0, "pupils_settled": 20.0, "unit": "pupils"
    }  # fmt: skip
    assert len(made) == 1


def test_a_case_is_settled_by_the_last_open_part_of_the_walk(toytown):
    strict = toytown.ratings.strict.copy()
    strict[toytown.graph.part_index.get_indexer(["w2.0.0"])] = 3.0  # Mill Lane is open too
    rated = dataclasses.replace(toytown.ratings, strict=strict)
    made = open_walks(toytown.graph, rated, toytown.pupil_routes)
    assert made["part_id"].to_list() == ["w1.0.1.right", "w2.0.0"]
    assert made["pupils"].to_list() == [20.0, 20.0]
    assert made["pupils_settled"].to_list() == [0.0, 20.0]  # looking at the side alone settles nobody


def test_footway_is_asked_before_flow(toytown):
    (row,) = _listed(toytown).to_dict("records")
    assert (row["part_id"], row["attribute"], row["osm_tag"]) == ("w1.0.1.right", "footway", "sidewalk:right")
    assert (row["rank"], row["pupils"], row["cumulative_pupils_pct"]) == (1, 20.0, 100.0)
    assert row["hours"] == pytest.approx(0.4 / 3 + 5 / 60)
    assert np.isnan(row["value_lo"])
    assert row["surveyed_on"] == ""


def test_flow_is_asked_where_the_footway_is_known(toytown):
    known = toytown.link_evidence.assign(is_footway_known=True)
    (row,) = _listed(toytown, link_evidence=known).to_dict("records")
    assert (row["attribute"], row["osm_tag"]) == ("flow_vpd", "")
    assert osm_worklist(_listed(toytown, link_evidence=known)).empty


def test_an_undetermined_part_of_which_all_is_known_is_an_error(toytown):
    known = toytown.link_evidence.assign(is_footway_known=True, is_flow_vpd_known=True)
    with pytest.raises(ValueError, match=r"'w1.0.1.right' is undetermined by 'footway_and_flow'"):
        _listed(toytown, link_evidence=known)


def _all_open(toytown) -> dict[str, pd.DataFrame]:
    verdict = {f"{RULESET}_verdict": "undetermined"}
    unknown = {f"is_{attribute}_known": False for attribute in (*LINK_ATTRIBUTES, *CROSSING_ATTRIBUTES)}
    links, crossings = toytown.link_evidence, toytown.crossing_evidence
    return {
        "edge_ratings": toytown.edge_ratings.assign(**verdict),
        "crossing_ratings": toytown.crossing_ratings.assign(**verdict),
        "link_evidence": links.assign(**{name: value for name, value in unknown.items() if name in links}),
        "crossing_evidence": crossings.assign(**{name: value for name, value in unknown.items() if name in crossings}),
    }


def test_ranks_go_by_pupils_then_part_and_shares_add_up(toytown):
    uses = _uses(**{"x2.w1.0.0.v": 30.0, "w1.0.0.left": 10.0, "w2.0.0": 10.0})
    made = _listed(toytown, uses, **_all_open(toytown))
    assert made["part_id"].to_list() == ["x2.w1.0.0.v", "w1.0.0.left", "w2.0.0"]
    assert made["rank"].to_list() == [1, 2, 3]
    assert made["cumulative_pupils_pct"].to_list() == [60.0, 80.0, 100.0]
    assert made["attribute"].to_list() == ["controlled", "footway", "footway"]
    assert made["osm_tag"].to_list() == ["crossing", "sidewalk:left", "sidewalk"]
    assert made["length_km"].to_list() == [0.0, 0.4, 0.3]
    assert made["hours"].iloc[0] == pytest.approx(5 / 60)
    assert made["answer_unit"].to_list() == ["1 or 0"] * 3


def test_what_is_taken_to_have_one_value_is_asked_after_what_may_have_several(toytown):
    opened = _all_open(toytown)
    no_crossing = {"controlled_lo": 0.0, "controlled_hi": 0.0, "flow_vpd_lo": 1000.0, "flow_vpd_hi": 20_000.0}
    opened["crossing_evidence"] = opened["crossing_evidence"].assign(**no_crossing)
    uses = _uses(**{"x2.w1.0.0.v": 30.0})
    assert _listed(toytown, uses, **opened)["attribute"].to_list() == ["flow_vpd"]


def test_counting_takes_an_hour_once_for_both_sides(toytown):
    opened = _all_open(toytown)
    opened["link_evidence"] = opened["link_evidence"].assign(is_footway_known=True)
    made = _listed(toytown, _uses(**{"w1.0.0.left": 9.0, "w1.0.0.right": 5.0, "w2.0.0": 1.0}), **opened)
    assert made["attribute"].to_list() == ["flow_vpd"] * 3
    walked = np.array([0.4, 0.4, 0.3]) / 3 + 5 / 60
    np.testing.assert_allclose(made["hours"], walked + np.array([1, 0, 1]))


def test_mappers_are_asked_once_a_way_and_tag_and_of_crossings_by_node(toytown):
    uses = _uses(**{"w1.0.1.left": 9.0, "w1.0.0.left": 5.0, "x2.w1.0.0.v": 3.0, "w1.0.0.right": 1.0})
    work = osm_worklist(_listed(toytown, uses, **_all_open(toytown)))
    assert work[["osm_element", "osm_id", "osm_version", "osm_tag", "pupils"]].to_numpy().tolist() == [
        ["way", 1, 3.0, "sidewalk:left", 9.0],
        ["node", 2, 1.0, "crossing", 3.0],
        ["way", 1, 3.0, "sidewalk:right", 1.0],
    ]
    assert work["osm_values"].iloc[0] == "yes|no|separate"


def test_settled_parts_are_not_listed(toytown):
    assert _listed(toytown, _uses(**{"x2.w1.0.0.v": 9.0, "w1.0.0.left": 5.0})).empty


def test_there_is_a_question_for_every_attribute():
    assert set(QUESTIONS) == {*LINK_ATTRIBUTES, *CROSSING_ATTRIBUTES}


def test_nothing_gives_the_empty_table():
    names = ("route_parts", "edge_ratings", "crossing_ratings", "link_evidence", "crossing_evidence")
    made = validate("survey_list", survey_list(_uses(), *(empty(name) for name in names), RULESET))
    assert made.empty
    assert osm_worklist(made).empty


def test_without_streets_nothing_is_open():
    graph = RouteGraph.build(empty("route_parts"), empty("home_doors"), empty("school_gates"))
    ratings = PartRatings.of(graph, empty("edge_ratings"), empty("crossing_ratings"), RULESET)
    made = open_walks(graph, ratings, empty("pupil_routes"))
    assert made.empty
    assert made.columns.to_list() == ["part_id", "pupils", "pupils_settled", "unit"]
