"""What a file of footway widths says of each side, street and path."""

import geopandas as gpd
import numpy as np
import pandas as pd

from geodata.school_routes.evidence.matching import first_by, link_edges
from geodata.school_routes.evidence.overrides import statements
from geodata.school_routes.sides.running_along import REACH_M, Spots, runs_along

LEAST_SHARE = 0.5
"""Share of a part's length along which the lines must run to speak of it: footways are drawn without junctions."""
LEAST_OFFSET_M = 1.0
"""A line nearer to the centreline is the centreline: it does not show by its place which side it is of."""
_OTHER = {"left": "right", "right": "left"}


def footway_statements(footway_widths: gpd.GeoDataFrame, parts: gpd.GeoDataFrame) -> tuple[pd.DataFrame, int]:
    """Return statements on `footway` and `footway_width_m`, and how many rows run along no part.

    A row is of the part that it runs along (`runs_along`) on its side: the side that the row names, else where it
    lies. The width is the mean, by overlapped length, of the rows' minimum widths, or average ones where no minimum is
    given: the narrowest spot decides whether one gets through. Rows that say `no` along 15 m or half of the part make
    `footway` 0, for a footway must be continuous; else rows that say `yes` along half of it make it 1. An undivided
    street has the footway of its better side, and has none where neither side has one. Paths take the width alone.
    """
    edges = link_edges(parts)
    spots = runs_along(footway_widths.geometry.to_numpy(), edges.geometry.to_numpy())
    met = _met_parts(spots, footway_widths, edges, parts)
    unmatched = len(footway_widths) - met["row_id"].nunique()
    by_side = _summed(met)
    footway = _of_part(by_side[by_side["kind"] != "path"].dropna(subset=["footway"]))
    widths = by_side[by_side["footway"].eq(1.0) & (by_side["measured_m"] >= LEAST_SHARE * by_side["length_m"])]
    widest = first_by(widths, ["part_id"], ["width_m", "row_id"], [False, True])
    said = [
        footway.assign(attribute="footway", lo=footway["footway"], hi=footway["footway"]),
        widest.assign(attribute="footway_width_m", lo=widest["width_m"], hi=widest["width_m"]),
    ]
    return statements(said), unmatched


def _met_parts(
    spots: Spots, footway_widths: gpd.GeoDataFrame, edges: gpd.GeoDataFrame, parts: gpd.GeoDataFrame
) -> pd.DataFrame:
    """Return each piece with the part it is of: part, kind, length, row, side of the edge, presence and clear width."""
    rows = footway_widths.iloc[spots.line].reset_index(drop=True)
    placed = np.select([spots.to_left_m >= LEAST_OFFSET_M, spots.to_left_m <= -LEAST_OFFSET_M], ["left", "right"], "")
    named = rows["side"].where(spots.is_with, rows["side"].map(_OTHER))
    pieces = pd.DataFrame(
        {
            "edge_id": edges["edge_id"].to_numpy()[spots.edge],
            "on_side": named.fillna(pd.Series(placed, dtype="string")),
            "piece_m": spots.length_m,
            "row_id": rows["row_id"],
            "presence": rows["presence"],
            "clear_m": rows["minimum_width_m"].fillna(rows["width_m"]),
            "surveyed_on": rows["surveyed_on"],
        }
    )
    links = parts.loc[parts["kind"] != "crossing", ["part_id", "edge_id", "kind", "side", "length_m"]]
    met = pieces.merge(pd.DataFrame(links), on="edge_id")
    met["on_side"] = met["on_side"].mask(met["kind"] == "path", "")
    return met[(met["kind"] != "side") | (met["side"] == met["on_side"])]


def _summed(met: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each side of each part: whether there is a footway, its width, and the row that says most."""
    keys = ["part_id", "on_side"]
    is_yes = met["presence"].eq("yes").fillna(False)
    width = met["clear_m"].where(is_yes & met["clear_m"].gt(0))
    measured = met.assign(
        yes_m=met["piece_m"].where(is_yes, 0.0),
        no_m=met["piece_m"].where(met["presence"].eq("no").fillna(False), 0.0),
        measured_m=met["piece_m"].where(width.notna(), 0.0),
        square_m=(width * met["piece_m"]).fillna(0.0),
    )
    # in order of the rows' ids, so that sums of fractions do not depend on the order of the file
    ordered = measured.sort_values([*keys, "row_id", "piece_m"])
    sums = ordered.groupby(keys)[["yes_m", "no_m", "measured_m", "square_m"]].sum().reset_index()
    by_row = ordered.groupby([*keys, "row_id", "kind", "length_m", "surveyed_on"])["piece_m"].sum().reset_index()
    longest = first_by(by_row, keys, ["piece_m", "row_id"], [False, True])
    sides = sums.merge(longest, on=keys)
    half = LEAST_SHARE * sides["length_m"]
    is_gap, is_there = sides["no_m"] >= half.clip(upper=REACH_M), sides["yes_m"] >= half
    return sides.assign(
        footway=np.select([is_gap, is_there], [0.0, 1.0], np.nan),
        width_m=sides["square_m"] / sides["measured_m"].where(sides["measured_m"] > 0),
        source="footway_widths:" + sides["row_id"],
        source_date=sides["surveyed_on"],
    )


def _of_part(by_side: pd.DataFrame) -> pd.DataFrame:
    """Return what holds of the whole part: of a street, one footway is enough, and none needs both sides to lack it."""
    best = first_by(by_side, ["part_id"], ["footway", "on_side"], [False, True])
    n_sides = by_side.groupby("part_id")["on_side"].nunique().reindex(best["part_id"]).to_numpy()
    is_one_of_two = best["kind"].eq("street") & best["on_side"].ne("") & best["footway"].eq(0.0) & (n_sides < 2)
    return best[~is_one_of_two]
