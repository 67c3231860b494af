"""What somebody saw of a crossing on site holds for every way over the road at that spot, and decides who can walk.

   Home Lane
       |                      a main road from 1 to 4, homes north of it, the school south of it
1 ---- 2 ---- 3 ---- 4
              |
         School Lane
"""

import json
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from geodata.network.building import walking_network
from geodata.schemas import conform, empty, validate
from geodata.school_routes.evidence.authority import crossings_with_authority_files
from geodata.school_routes.evidence.classes import class_ranges
from geodata.school_routes.evidence.crossings import osm_crossing_evidence
from geodata.school_routes.evidence.links import osm_link_evidence
from geodata.school_routes.evidence.surveys import crossing_survey_statements
from geodata.school_routes.routes.graph import RouteGraph
from geodata.school_routes.routes.pupil_routes import pupil_routes
from geodata.school_routes.routes.usable_parts import PartRatings
from geodata.school_routes.rules.ratings import crossing_ratings, edge_ratings
from geodata.school_routes.sides.parts import route_parts

RULESET = "rsgb_walked_route"
AT = {1: (-400, 0), 2: (0, 0), 3: (300, 0), 4: (700, 0), 5: (0, 200), 6: (300, -200)}
WAYS = {
    1: ({"highway": "tertiary", "sidewalk": "both"}, [1, 2, 3, 4]),
    2: ({"highway": "residential", "name": "Home Lane"}, [5, 2]),
    3: ({"highway": "residential", "name": "School Lane"}, [3, 6]),
}


class Town(NamedTuple):
    """The drawing, and what the map says of it."""

    parts: gpd.GeoDataFrame
    links: pd.DataFrame
    crossings: pd.DataFrame

    def at(self, node: int) -> list[str]:
        """Return the crossing parts at a node."""
        is_here = (self.parts["kind"] == "crossing") & (self.parts["node_id"] == node)
        return [str(part) for part in self.parts.loc[is_here, "part_id"]]

    def surveyed(self, *rows: tuple[str, str, float, str]) -> pd.DataFrame:
        """Return table `crossing_evidence` after surveys: part, attribute, value and day of each."""
        files = {key: empty(f"source_{key}") for key in ("measured_speeds", "traffic_counts", "zones_20mph")}
        streets = self.parts.assign(is_one_way=False)
        return crossings_with_authority_files(self.crossings, streets, route_surveys=filled_in(*rows), **files)

    def verdict(self, crossings: pd.DataFrame) -> str:
        """Return the verdict on the pupils of Home Lane."""
        of_way = self.parts[self.parts["kind"] == "street"].set_index("name")["part_id"]
        doors = {"home_id": [1], "part_id": [of_way["Home Lane"]], "along_m": [50.0], "snap_m": [5.0]}
        gates = {"school_id": ["s"], "part_id": [of_way["School Lane"]], "along_m": [150.0], "snap_m": [5.0]}
        graph = RouteGraph.build(
            self.parts, conform("home_doors", pd.DataFrame(doors)), conform("school_gates", pd.DataFrame(gates))
        )
        rated = PartRatings.of(
            graph, edge_ratings(self.parts, self.links), crossing_ratings(self.parts, crossings), RULESET
        )
        pupils = {"home_id": [1], "age_group": ["11_to_15"], "pupils": [9.0], "low_income_pupils": [np.nan]}
        schools = pd.DataFrame({"school_id": ["s"], "serves": ["11_to_15"], "is_qualifying": [True]})
        home_pupils = conform("home_pupils", pd.DataFrame(pupils).assign(unit="pupils"))
        walks = pupil_routes(graph, rated, self.links, home_pupils, schools.astype({"school_id": "string"}))
        return str(walks["verdict"].item())


def filled_in(*rows: tuple[str, str, float, str]) -> pd.DataFrame:
    """Return table `source_route_surveys`: part, attribute, value and day of each row."""
    frame = pd.DataFrame(rows, columns=["part_id", "attribute", "value_lo", "surveyed_on"])
    whole = frame.assign(value_hi=frame["value_lo"], osm_way_id=None, side="", row_id=frame["part_id"])
    return validate("source_route_surveys", conform("source_route_surveys", whole))


@pytest.fixture(scope="module")
def town() -> Town:
    """The drawing, of which the map knows no crossing."""
    rows = [
        {"osm_id": way, "tags": json.dumps(tags), "node_ids": np.array(nodes),
         "geometry": shapely.LineString([(400_000 + AT[node][0], 400_000 + AT[node][1]) for node in nodes])}
        for way, (tags, nodes) in WAYS.items()
    ]  # fmt: skip
    table = gpd.GeoDataFrame(rows, crs="EPSG:27700").assign(element="way", role="walkable", osm_version=1.0, part=0)
    streets = validate("source_openstreetmap", conform("source_openstreetmap", table))
    nodes, edges = walking_network(streets, None)
    parts = validate("route_parts", route_parts(edges, nodes, streets))
    links = osm_link_evidence(parts, edges, streets, empty("edge_slopes"), class_ranges(), "")
    return Town(parts, links, osm_crossing_evidence(parts, edges, nodes, streets, links, class_ranges(), ""))


def test_the_drawing_has_two_ways_over_the_road_at_a_junction(town: Town) -> None:
    assert [len(town.at(node)) for node in AT] == [1, 2, 2, 1, 0, 0]
    assert town.verdict(town.crossings) == "undetermined"


def test_a_no_at_every_spot_leaves_no_way_over_the_road(town: Town) -> None:
    closed = town.surveyed(*((town.at(node)[0], "sight_lines", 0.0, "2025-03-04") for node in (1, 2, 3, 4)))
    verdicts = crossing_ratings(town.parts, closed)[f"{RULESET}_verdict"]
    assert verdicts.tolist() == ["unavailable"] * 6
    assert town.verdict(closed) == "unavailable"


def test_what_was_seen_is_of_both_arms_and_names_its_row(town: Town) -> None:
    one, twin = town.at(2)
    said = ("controlled", "island", "sight_lines", "flow_vpd", "speed_mph", "hgv_pct")
    after = town.surveyed(*((one, attribute, 1.0, "2025-03-04") for attribute in said)).set_index("part_id")
    for attribute in said:
        assert after.loc[[one, twin], f"{attribute}_hi"].tolist() == [1.0, 1.0]
        assert after.loc[[one, twin], f"is_{attribute}_known"].all()
        assert after.loc[twin, f"{attribute}_source"] == f"route_surveys:{one}"
    before = town.crossings.set_index("part_id")
    elsewhere = [part for part in before.index if part not in (one, twin)]
    pd.testing.assert_frame_equal(after.loc[elsewhere], before.loc[elsewhere])


def test_of_two_surveys_of_one_spot_the_latest_holds_and_on_one_day_each_its_own(town: Town) -> None:
    one, twin = town.at(2)
    later = town.surveyed((one, "controlled", 0.0, "2024-01-09"), (twin, "controlled", 1.0, "2025-03-04"))
    assert later.set_index("part_id").loc[[one, twin], "controlled_lo"].tolist() == [1.0, 1.0]
    same_day = town.surveyed((one, "controlled", 0.0, "2025-03-04"), (twin, "controlled", 1.0, "2025-03-04"))
    assert same_day.set_index("part_id").loc[[one, twin], "controlled_lo"].tolist() == [0.0, 1.0]


def test_arms_between_other_places_stay_as_they_are(town: Town) -> None:
    others = town.parts.assign(u=np.arange(len(town.parts)))  # as at a junction of three main roads
    one = town.at(2)[0]
    said, unmatched = crossing_survey_statements(filled_in((one, "controlled", 1.0, "2025-03-04")), others)
    assert (said["part_id"].tolist(), unmatched) == ([one], 0)
