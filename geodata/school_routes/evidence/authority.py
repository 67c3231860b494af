"""Evidence from an authority's own files over that from OpenStreetMap: what goes before what stands here."""

import geopandas as gpd
import pandas as pd

from geodata.schemas import conform, validate
from geodata.school_routes.evidence.authority_traffic import count_statements, speed_statements
from geodata.school_routes.evidence.authority_widths import footway_statements
from geodata.school_routes.evidence.authority_zones import zone_statements
from geodata.school_routes.evidence.crossing_carriageways import is_one_way
from geodata.school_routes.evidence.matching import first_by
from geodata.school_routes.evidence.overrides import overridden, statements
from geodata.school_routes.evidence.side_road_flows import with_side_road_flows
from geodata.school_routes.evidence.surveys import crossing_survey_statements, survey_statements

PRECEDENCE = ("zones_20mph", "traffic_counts", "measured_speeds", "footway_widths", "route_surveys")
"""Files from the weakest to the strongest; each goes before those on its left.

Of speeds that is measured speed, then tagged limit (`overridden`), then zone, then the class's range.
"""
OF_THE_ROAD = ("flow_vpd", "speed_mph", "hgv_pct")
"""Attributes of a crossing that are those of the road it crosses."""


def with_bare_carriageways(
    parts: gpd.GeoDataFrame, edges: gpd.GeoDataFrame, openstreetmap: gpd.GeoDataFrame
) -> gpd.GeoDataFrame:
    """Return table `route_parts` and, by edge id, main roads of `walking_edges` both of whose sides were left out.

    Nobody walks along these, but who counts traffic there counts that of their crossings. Column `is_one_way` tells
    which parts are of a main road that is one carriageway of two, or a one-way street (`is_one_way`).
    """
    arms = parts[parts["kind"] == "crossing"].drop_duplicates("edge_id")
    bare = arms[~arms["edge_id"].isin(parts.loc[parts["kind"] == "side", "edge_id"])]
    of_edge = edges.set_index("edge_id").loc[bare["edge_id"]]
    roads = bare.assign(part_id=bare["edge_id"], kind="side", length_m=of_edge["length_m"].to_numpy())
    lines = roads.set_geometry(of_edge.geometry.to_numpy(), crs=parts.crs)
    together = gpd.GeoDataFrame(pd.concat([parts, lines], ignore_index=True))
    return together.assign(is_one_way=is_one_way(together["osm_way_id"], openstreetmap) & together["is_main_road"])


def with_authority_files(
    links: pd.DataFrame,
    streets: gpd.GeoDataFrame,
    *,
    footway_widths: gpd.GeoDataFrame,
    measured_speeds: pd.DataFrame,
    traffic_counts: pd.DataFrame,
    route_surveys: pd.DataFrame,
    zones_20mph: gpd.GeoDataFrame,
) -> pd.DataFrame:
    """Return table `link_evidence`: the rows of `osm_link_evidence` in their order, overridden by `PRECEDENCE`.

    `streets` is what `with_bare_carriageways` returns; every source table may be empty. A statement of a file is known,
    with source `<catalogue key>:<row>` and the row's date; `overridden` says how an interval of a survey is taken.
    What one says of a road's traffic holds for the paths that run beside it.
    `side_road_vpd` follows the flows of the streets that join.
    `attrs["unmatched"]` has, by file, how many rows found no street or path; those of surveys of crossings are counted
    by `crossings_with_authority_files`.
    """
    said = {
        "zones_20mph": zone_statements(zones_20mph, streets),
        "traffic_counts": count_statements(traffic_counts, streets),
        "measured_speeds": speed_statements(measured_speeds, streets),
        "footway_widths": footway_statements(footway_widths, streets),
        "route_surveys": survey_statements(route_surveys, streets),
    }
    evidence = _by_precedence(links, {key: _and_paths_beside(of_roads, streets) for key, (of_roads, _) in said.items()})
    if len(evidence):
        of_links = streets[streets["kind"] != "crossing"].set_index("part_id").loc[evidence["part_id"]].reset_index()
        surveyed = said["route_surveys"][0]
        # side roads are as busy as those streets are found to be, unless somebody surveyed them as such
        evidence = with_side_road_flows(evidence, of_links)
        evidence = overridden(evidence, surveyed[surveyed["attribute"] == "side_road_vpd"])
    table = validate("link_evidence", conform("link_evidence", evidence))
    table.attrs["unmatched"] = {key: unmatched for key, (_, unmatched) in said.items()}
    return table


def crossings_with_authority_files(
    crossings: pd.DataFrame,
    streets: gpd.GeoDataFrame,
    *,
    measured_speeds: pd.DataFrame,
    traffic_counts: pd.DataFrame,
    route_surveys: pd.DataFrame,
    zones_20mph: gpd.GeoDataFrame,
) -> pd.DataFrame:
    """Return table `crossing_evidence`: the rows of `osm_crossing_evidence` in their order, overridden.

    Flow, speed and heavy vehicles that a file says of the arm's edge are those of the crossing; of two sides that
    differ the latest, then the first part. Surveys of the crossing itself go before all. `attrs["unmatched"]` has how
    many of those found no crossing.
    """
    of_road = {
        "zones_20mph": zone_statements(zones_20mph, streets),
        "traffic_counts": count_statements(traffic_counts, streets),
        "measured_speeds": speed_statements(measured_speeds, streets),
        "route_surveys": survey_statements(route_surveys, streets),
    }
    evidence = _by_precedence(crossings, {key: _of_arms(said, streets) for key, (said, _) in of_road.items()})
    surveyed, unmatched = crossing_survey_statements(route_surveys, streets)
    table = conform("crossing_evidence", overridden(evidence, surveyed))
    validate("crossing_evidence", table).attrs["unmatched"] = {"route_surveys": unmatched}
    return table


def _by_precedence(evidence: pd.DataFrame, said: dict[str, pd.DataFrame]) -> pd.DataFrame:
    for key in (key for key in PRECEDENCE if key in said):
        evidence = overridden(evidence, said[key])
    return evidence


def _of_arms(said: pd.DataFrame, streets: pd.DataFrame) -> pd.DataFrame:
    """Return what is said of the edges that crossings cross, as statements on the crossings."""
    return _of_traffic(said, streets, streets.loc[streets["kind"] == "crossing", ["part_id", "edge_id"]])


def _and_paths_beside(said: pd.DataFrame, streets: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return the statements and, where none is on a path itself, those on the road that it runs beside."""
    beside = streets.loc[streets["beside_edge_id"].notna(), ["part_id", "beside_edge_id"]]
    passing = _of_traffic(said, streets, beside.rename(columns={"beside_edge_id": "edge_id"}))
    both = pd.concat([said, passing], ignore_index=True)
    return both.drop_duplicates(["part_id", "attribute"], ignore_index=True)


def _of_traffic(said: pd.DataFrame, streets: gpd.GeoDataFrame, where: pd.DataFrame) -> pd.DataFrame:
    """Return what is said of the traffic of edges as statements on other parts, of which `where` names the edge."""
    edge_of = streets.set_index("part_id")["edge_id"]
    of_traffic = said[said["attribute"].isin(OF_THE_ROAD)]
    of_edges = of_traffic.assign(edge_id=of_traffic["part_id"].map(edge_of).astype("string"))
    chosen = first_by(of_edges, ["edge_id", "attribute"], ["source_date", "part_id"], [False, True])
    return statements([chosen.drop(columns="part_id").merge(pd.DataFrame(where), on="edge_id")])
