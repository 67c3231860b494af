"""What was planted in the demo borough's routes to school is found, and changes exactly what it should."""

from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest

from geodata.demo.planted import BUSY_ROAD, CROSSING_EN, UNKNOWN_FOOTWAY, UNREACHED_SCHOOL
from geodata.schemas import conform, empty, is_spatial
from geodata.school_routes.evidence.authority import (
    crossings_with_authority_files,
    with_authority_files,
    with_bare_carriageways,
)
from geodata.school_routes.routes.graph import RouteGraph
from geodata.school_routes.routes.pupil_routes import pupil_routes
from geodata.school_routes.routes.usable_parts import PartRatings
from geodata.school_routes.rules.ratings import crossing_ratings, edge_ratings

RULESET = "rsgb_walked_route"
Survey = list[tuple[str, str, float]]
Rerun = Callable[[Survey], pd.DataFrame]
ROWS = ["home_id", "age_group"]


@pytest.fixture(scope="module")
def made(demo_out: Path) -> dict[str, pd.DataFrame]:
    """The working tables of the run that routes rest on."""
    folder = demo_out.parent / f".{demo_out.name}.working" / "tables"
    names = (
        "route_parts", "home_doors", "school_gates", "osm_link_evidence", "osm_crossing_evidence", "home_pupils",
        "schools", "pupil_routes", "edge_ratings", "walking_edges", "source_traffic_counts", "source_measured_speeds",
        "source_footway_widths", "source_zones_20mph", "source_openstreetmap", "school_scorecards", "survey_list",
        "route_priorities", "crossings",
    )  # fmt: skip
    read = {name: gpd.read_parquet if is_spatial(name) else pd.read_parquet for name in names}
    return {name: read[name](folder / f"{name}.parquet") for name in names}


@pytest.fixture(scope="module")
def rerun(made: dict[str, pd.DataFrame]) -> Rerun:
    """Return the walks to school with a survey filled in: part, attribute, value."""
    graph = RouteGraph.build(made["route_parts"], made["home_doors"], made["school_gates"])

    def walks(survey: Survey) -> pd.DataFrame:
        rows = pd.DataFrame(survey, columns=["part_id", "attribute", "value_lo"])
        asked = rows.assign(
            value_hi=rows["value_lo"], surveyed_on="2026-03-02", osm_way_id=None, side="", row_id=rows["part_id"]
        )
        surveyed = conform("source_route_surveys", asked) if survey else empty("source_route_surveys")
        of_roads = {name: made[f"source_{name}"] for name in ("measured_speeds", "traffic_counts", "zones_20mph")}
        of_roads["route_surveys"] = surveyed
        streets = with_bare_carriageways(made["route_parts"], made["walking_edges"], made["source_openstreetmap"])
        widths = made["source_footway_widths"]
        links = with_authority_files(made["osm_link_evidence"], streets, footway_widths=widths, **of_roads)
        crossings = crossings_with_authority_files(made["osm_crossing_evidence"], streets, **of_roads)
        rated = edge_ratings(made["route_parts"], links), crossing_ratings(made["route_parts"], crossings)
        parts = PartRatings.of(graph, *rated, RULESET)
        return pupil_routes(graph, parts, links, made["home_pupils"], made["schools"])

    return walks


def changed(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Return the rows whose verdict differs, with both verdicts."""
    both = before.merge(after[[*ROWS, "verdict"]], on=ROWS, suffixes=("", "_after"))
    return both[both["verdict"] != both["verdict_after"]]


def unreached(made: dict[str, pd.DataFrame]) -> str:
    schools = made["schools"]
    return str(schools.loc[schools["name"] == UNREACHED_SCHOOL, "school_id"].item())


def crossing_parts(made: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the arms of the main road where the planted crossing would be."""
    parts = made["route_parts"]
    here = gpd.GeoSeries.from_xy([CROSSING_EN[0]], [CROSSING_EN[1]], crs=parts.crs).iloc[0]
    return parts[(parts["kind"] == "crossing") & (parts.distance(here) < 1)]


def test_the_school_without_an_available_route_is_found(made: dict[str, pd.DataFrame]) -> None:
    card = made["school_scorecards"].set_index("school_id").loc[unreached(made)]
    assert card["pupils_unavailable"] == pytest.approx(card["pupils"] - card["pupils_beyond_limit"])
    assert card["pupils_unavailable"] > 50
    assert BUSY_ROAD in card["worst_parts"]
    assert BUSY_ROAD in card["lens_infrastructure"]


def test_the_missing_crossing_is_named_and_ranked(made: dict[str, pd.DataFrame]) -> None:
    arms = crossing_parts(made)["part_id"]
    assert made["crossings"].set_index("part_id").loc[arms, "is_missing"].any()
    listed = made["route_priorities"].set_index("part_id").reindex(arms).dropna(subset="rank")
    assert (listed["measure"] == "crossing").all()
    assert listed["pupils_newly_served"].max() > 50


def test_the_same_survey_gives_the_same_walks(made: dict[str, pd.DataFrame], rerun: Rerun) -> None:
    pd.testing.assert_frame_equal(rerun([]), made["pupil_routes"])


def test_the_crossing_flips_exactly_the_pupils_across_the_road(made: dict[str, pd.DataFrame], rerun: Rerun) -> None:
    before = made["pupil_routes"]
    arms = crossing_parts(made)["part_id"]
    moved = changed(before, rerun([(part, "controlled", 1.0) for part in arms]))
    assert set(moved["school_id"]) == {unreached(made)}
    assert set(moved["verdict"]) == {"unavailable"}
    # whoever stays without a route lives on the side of the road that has no footway
    stay = before[(before["school_id"] == unreached(made)) & ~before["home_id"].isin(moved["home_id"])]
    sides = (
        made["home_doors"]
        .set_index("home_id")
        .join(made["route_parts"].set_index("part_id")[["name", "side"]], on="part_id")
    )
    assert moved["pupils"].sum() > stay["pupils"].sum()
    on_road = sides[(sides["name"] == BUSY_ROAD) & sides.index.isin(moved["home_id"])]
    assert (on_road["side"] == "left").all()


def test_an_unknown_footway_alone_leaves_pupils_undetermined(made: dict[str, pd.DataFrame], rerun: Rerun) -> None:
    parts, before = made["route_parts"], made["pupil_routes"]
    own = parts.loc[(parts["name"] == UNKNOWN_FOOTWAY) & (parts["kind"] == "side"), "part_id"]
    asked = made["survey_list"].set_index("part_id")
    assert (asked.reindex(own).dropna(subset="rank")["attribute"] == "footway").all()
    there = changed(before, rerun([(part, "footway", 1.0) for part in own]))
    none = changed(before, rerun([(part, "footway", 0.0) for part in own]))
    assert set(there["verdict"]) == {"undetermined"}
    assert set(there["verdict_after"]) == {"available"}
    assert there["pupils"].sum() > 50
    assert set(none["verdict_after"]) <= {"unavailable", "undetermined"}
    ratings = made["edge_ratings"].set_index("part_id").loc[own]
    assert set(ratings[f"{RULESET}_deciding_factor"]) == {"footway_and_flow"}
    assert set(ratings[f"{RULESET}_verdict"]) == {"undetermined"}
