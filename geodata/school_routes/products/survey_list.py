"""Table `survey_list`: what to look at on site to settle the most pupils, and the same as work for mappers."""

import geopandas as gpd
import numpy as np
import pandas as pd

from geodata.schemas import CRS, conform, empty
from geodata.school_routes.attributes import interval
from geodata.school_routes.products.deciding_attributes import deciding_attributes
from geodata.school_routes.products.part_ratings import part_ratings
from geodata.school_routes.products.survey_questions import questions

ASSUMED_KMH = 3.0
ASSUMED_HOURS_A_PLACE = 5 / 60
ASSUMED_HOURS_A_COUNT = 1.0
COUNTED = ("flow_vpd", "side_road_vpd", "hgv_pct")
"""Attributes that are settled by counting traffic for an hour."""
WORKLIST = [
    *("osm_element", "osm_id", "osm_version", "osm_tag", "osm_values", "question", "name", "side"),
    *("local_authority_code", "unit", "pupils"),
]


def survey_list(
    open_walks: pd.DataFrame,
    parts: gpd.GeoDataFrame,
    edge_ratings: pd.DataFrame,
    crossing_ratings: pd.DataFrame,
    link_evidence: pd.DataFrame,
    crossing_evidence: pd.DataFrame,
    ruleset: str,
) -> gpd.GeoDataFrame:
    """Return table `survey_list`, by rank: one row for each undetermined part that leaves pupils undetermined.

    Order and `pupils` are those of `open_walks`. A part is asked about the first attribute that is not known of those
    its deciding factor hangs on, in the rule's order: the footway before the flow, as a footway settles it. Hours are
    assumed: walking at 3 km/h, 5 minutes a place, and an hour where traffic is to be counted, once for both sides of a
    road; a crossing has no length. The surveyor's columns are blank.
    """
    ratings = part_ratings(edge_ratings, crossing_ratings, ruleset)
    is_open = (ratings["verdict"] == "undetermined").reindex(open_walks["part_id"], fill_value=False).to_numpy()
    used = open_walks[is_open & (open_walks["pupils"] > 0)]
    if used.empty:
        return empty("survey_list")
    table = used.reset_index(drop=True).merge(pd.DataFrame(parts), on="part_id", how="left")
    mapped = crossing_evidence.set_index("part_id")[["osm_node_id", "osm_node_version"]]
    table = table.join(mapped, on="part_id").assign(factor=table["part_id"].map(ratings["deciding_factor"]))
    table["osm_node_id"] = table["osm_node_id"].fillna(table["node_id"]).astype(float)
    table["attribute"] = _asked(table, link_evidence, crossing_evidence, ruleset)
    table["length_km"] = table["length_m"].where(table["kind"] != "crossing", 0.0) / 1000
    table = table.join(questions(table["attribute"], table["side"])).assign(
        rank=np.arange(1, len(table) + 1),
        cumulative_pupils_pct=(100 * table["pupils_settled"].cumsum() / open_walks["pupils_settled"].sum()).clip(
            0, 100
        ),
        hours=_hours(table),
        value_lo=np.nan,
        value_hi=np.nan,
        surveyed_on="",
    )
    return conform("survey_list", gpd.GeoDataFrame(table, geometry="geometry", crs=CRS))


def _hours(table: pd.DataFrame) -> pd.Series:
    """Return the hours of each row, which come by rank."""
    is_count = table["attribute"].isin(COUNTED) & ~table.duplicated(["edge_id", "attribute"])
    return table["length_km"] / ASSUMED_KMH + ASSUMED_HOURS_A_PLACE + is_count * ASSUMED_HOURS_A_COUNT


def _asked(used: pd.DataFrame, link_evidence: pd.DataFrame, crossing_evidence: pd.DataFrame, ruleset: str) -> pd.Series:
    """Return the attribute to look at: the first of the deciding factor's that is not known."""
    asked = pd.Series(pd.NA, used.index, dtype="string")
    for factor, attributes in deciding_attributes(ruleset).items():
        of_factor = used["factor"] == factor
        for is_crossing, evidence in ((False, link_evidence), (True, crossing_evidence)):
            rows = used.index[of_factor & ((used["kind"] == "crossing") == is_crossing)]
            # what is taken to have one value, as a limit is for the speed, is asked only where nothing else is open
            for may_vary in (True, False):
                for attribute in attributes if len(rows) else ():
                    is_open = _is_open(evidence, attribute, may_vary=may_vary)
                    here = used.loc[rows, "part_id"].map(is_open).astype(bool)
                    asked[rows] = asked[rows].mask(asked[rows].isna() & here, attribute)
    if asked.isna().any():
        first = used[asked.isna()].iloc[0]
        raise ValueError(
            f"edge_ratings, crossing_ratings: part {first['part_id']!r} is undetermined by {first['factor']!r}, of "
            f"which all attributes are known ({asked.isna().sum()} such): rate the parts anew on this evidence"
        )
    return asked


def _is_open(evidence: pd.DataFrame, attribute: str, *, may_vary: bool) -> pd.Series:
    """Tell by part whether nobody knows the attribute, and if asked whether it may have more than one value."""
    bounds = interval(evidence, attribute)
    is_open = ~bounds.is_known & ((bounds.lo < bounds.hi) | (not may_vary))
    return pd.Series(is_open, evidence["part_id"])


def osm_worklist(survey_list: pd.DataFrame) -> pd.DataFrame:
    """Return the survey list as work for mappers: element, its version, key of the tag and values, in the list's order.

    Columns `WORKLIST`; the element of a crossing is its node where there is one, else the way. An element that is asked
    the same tag several times is listed once, with the most `pupils`. What no tag can say is left out.
    """
    tagged = survey_list[survey_list["osm_tag"] != ""]
    is_node = tagged["osm_node_id"].notna()
    elements = tagged.assign(
        osm_element=np.where(is_node, "node", "way"),
        osm_id=tagged["osm_node_id"].where(is_node, tagged["osm_way_id"]).astype("int64"),
        osm_version=tagged["osm_node_version"].where(is_node, tagged["osm_version"]),
    )
    once = elements.sort_values("rank").drop_duplicates(["osm_element", "osm_id", "osm_tag"])
    return pd.DataFrame(once)[WORKLIST].reset_index(drop=True)
