"""Evidence from an authority's own files over that from OpenStreetMap: what goes before what stands here."""

import geopandas as gpd
import pandas as pd

from geodata.schemas import conform, validate
from geodata.school_routes.attributes import columns_of
from geodata.school_routes.evidence.authority_traffic import count_statements, speed_statements
from geodata.school_routes.evidence.authority_widths import footway_statements
from geodata.school_routes.evidence.authority_zones import zone_statements
from geodata.school_routes.evidence.matching import first_by
from geodata.school_routes.evidence.overrides import overridden, statements
from geodata.school_routes.evidence.surveys import crossing_survey_statements, survey_statements

PRECEDENCE = ("zones_20mph", "traffic_counts", "measured_speeds", "footway_widths", "route_surveys")
"""Files from the weakest to the strongest; each goes before those on its left."""
BELOW_TAGS = frozenset({"zones_20mph"})
"""Files that tags of OpenStreetMap go before: measured speed, then tagged limit, then zone, then the class's range."""
OF_THE_ROAD = ("flow_vpd", "speed_mph", "hgv_pct")
"""Attributes of a crossing that are those of the road it crosses."""


def with_authority_files(
    links: pd.DataFrame,
    parts: gpd.GeoDataFrame,
    *,
    footway_widths: gpd.GeoDataFrame,
    measured_speeds: pd.DataFrame,
    traffic_counts: pd.DataFrame,
    route_surveys: pd.DataFrame,
    zones_20mph: gpd.GeoDataFrame,
) -> pd.DataFrame:
    """Return table `link_evidence`: the rows of `osm_link_evidence` in their order, overridden by `PRECEDENCE`.

    Every source table may be empty. A statement of a file is known, with source `<catalogue key>:<row>` and the row's
    date; `overridden` says how an interval of a survey is taken. `attrs["unmatched"]` has, by file, how many rows
    found no street or path; those of surveys of crossings are counted by `crossings_with_authority_files`.
    """
    said = {
        "zones_20mph": zone_statements(zones_20mph, parts),
        "traffic_counts": count_statements(traffic_counts, parts),
        "measured_speeds": speed_statements(measured_speeds, parts),
        "footway_widths": footway_statements(footway_widths, parts),
        "route_surveys": survey_statements(route_surveys, parts),
    }
    evidence = _by_precedence(links, {key: statement for key, (statement, _) in said.items()})
    table = validate("link_evidence", conform("link_evidence", evidence))
    table.attrs["unmatched"] = {key: unmatched for key, (_, unmatched) in said.items()}
    return table


def crossings_with_authority_files(
    crossings: pd.DataFrame, parts: gpd.GeoDataFrame, links: pd.DataFrame, *, route_surveys: pd.DataFrame
) -> pd.DataFrame:
    """Return table `crossing_evidence`: the rows of `osm_crossing_evidence` in their order, overridden.

    `links` is table `link_evidence`: flow, speed and heavy vehicles that an authority's file says of the arm's edge
    are those of the crossing; of two sides that differ the latest, then the first part. Surveys of the crossing itself
    go before all. `attrs["unmatched"]` has how many of those found no crossing.
    """
    of_road = _by_precedence(crossings, {key: _of_arms(key, parts, links) for key in PRECEDENCE})
    surveyed, unmatched = crossing_survey_statements(route_surveys, parts)
    table = conform("crossing_evidence", overridden(of_road, surveyed))
    validate("crossing_evidence", table).attrs["unmatched"] = {"route_surveys": unmatched}
    return table


def _by_precedence(evidence: pd.DataFrame, said: dict[str, pd.DataFrame]) -> pd.DataFrame:
    for key in PRECEDENCE:
        evidence = overridden(evidence, said[key], only_unknown=key in BELOW_TAGS)
    return evidence


def _of_arms(key: str, parts: gpd.GeoDataFrame, links: pd.DataFrame) -> pd.DataFrame:
    """Return what a file says of the edges that crossings cross, as statements on the crossings."""
    edge_of = parts.set_index("part_id")["edge_id"]
    arms = pd.DataFrame(parts.loc[parts["kind"] == "crossing", ["part_id", "edge_id"]])
    said = [_said_by(key, links, attribute) for attribute in OF_THE_ROAD if columns_of(attribute)[0] in links]
    of_links = statements(said)
    of_edges = of_links.assign(edge_id=of_links["part_id"].map(edge_of).astype("string"))
    chosen = first_by(of_edges, ["edge_id", "attribute"], ["source_date", "part_id"], [False, True])
    return statements([chosen.drop(columns="part_id").merge(arms, on="edge_id")])


def _said_by(key: str, links: pd.DataFrame, attribute: str) -> pd.DataFrame:
    lo, hi, _, _, source, date = columns_of(attribute)
    of_file = links[links[source].str.startswith(f"{key}:").astype(bool)]
    renamed = of_file[["part_id", lo, hi, source, date]].set_axis(
        ["part_id", "lo", "hi", "source", "source_date"], axis=1
    )
    return renamed.assign(attribute=attribute)
