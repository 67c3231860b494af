"""Table `network_summary`: what the network is made of, and what of the study area no extract covers."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geodata.network.components import components
from geodata.schemas import conform, empty

BUFFER_M = 5000.0
FULLY_COVERED_PCT = 99.0
"""Below it the lack of streets is worth a warning."""
_INTERSECTION = 3  # edge ends that meet
_COUNTED = (
    "nodes",
    "ways",
    "highway_ways",
    "dangling_references",
    "ways_cut",
    "areas_incomplete",
    "merged_duplicates",
)
Figure = tuple[str, float, str]
Row = tuple[str, str, float, str, str]


def network_summary(
    study_area_name: str,
    nodes: gpd.GeoDataFrame,
    edges: gpd.GeoDataFrame,
    openstreetmap: gpd.GeoDataFrame,
    outlines: gpd.GeoDataFrame,
    buffer_m: float = BUFFER_M,
) -> pd.DataFrame:
    """Return table `network_summary`, authority by authority in order of code, then the study area.

    - Of each authority and of all of them together: `edges`, `length_km`, `nodes`, `intersections` (three or more edge
      ends), `crossings` of roads, `main_component_pct` (share of the kilometres), `components` (parts without a way
      between them, counted where any edge of them is in the area), `sidewalk_separate_km`.
    - Of each authority `buffer_covered_pct`, how much of it and `buffer_m` around it the extracts cover. The sea counts
      as not covered, for an extract does not tell it from land that was cut off. Below 99 % the note warns.
    - Of the study area the files as read, whatever lies in it: `osm_nodes`, `osm_ways`, `osm_highway_ways`,
      `osm_highway_crossing_nodes`, `osm_dangling_references`, `osm_ways_cut`, `osm_areas_incomplete`,
      `osm_merged_duplicates` (see `read_extracts`), and what became of them, `osm_walk_edges`, `osm_walk_length_km`.

    `openstreetmap` is `source_openstreetmap`, whose `attrs["openstreetmap"]` tells what was read; a table without it
    stands for a source that is missing and gives no rows. `outlines` has `local_authority_code` and geometry.
    """
    extract = openstreetmap.attrs.get("openstreetmap")
    if extract is None:
        return empty("network_summary")
    edges = edges.assign(component=components(edges["u"].to_numpy(), edges["v"].to_numpy()))
    covered = shapely.union_all(shapely.from_wkt(extract["coverage"]))
    areas = outlines.set_index("local_authority_code").buffer(buffer_m).sort_index()
    rows = [
        row
        for code, area in areas.items()
        for row in (
            *_rows(code, _figures(_of(nodes, [code]), _of(edges, [code]))),
            _coverage(code, area, covered, buffer_m),
        )
    ]
    rows += _rows(study_area_name, _figures(_of(nodes, areas.index), _of(edges, areas.index)))
    rows += _rows(study_area_name, _as_read(extract, edges))
    return conform("network_summary", pd.DataFrame(rows, columns=["area_code", "item", "value", "unit", "note"]))


def _of(table: pd.DataFrame, codes: Iterable[str]) -> pd.DataFrame:
    return table[table["local_authority_code"].isin(list(codes))]


def _rows(area_code: str, figures: Iterator[Figure]) -> list[Row]:
    return [(area_code, *figure, "") for figure in figures]


def _figures(nodes: pd.DataFrame, edges: pd.DataFrame) -> Iterator[Figure]:
    length_km = edges["length_m"] / 1000
    total = length_km.sum()
    yield "edges", len(edges), "count"
    yield "length_km", total, "km"
    yield "nodes", len(nodes), "count"
    yield "intersections", (nodes["degree"] >= _INTERSECTION).sum(), "count"
    yield "crossings", nodes["is_crossing"].sum(), "count"
    in_main = length_km[edges["is_in_main_component"]].sum()
    yield "main_component_pct", 100 * in_main / total if total else np.nan, "%"
    yield "components", edges["component"].nunique(), "count"
    yield "sidewalk_separate_km", length_km[edges["is_sidewalk_separate"]].sum(), "km"


def _coverage(code: str, area: shapely.Geometry, covered: shapely.Geometry, buffer_m: float) -> Row:
    share = 100 * shapely.intersection(area, covered).area / area.area
    note = (
        f"{code}: the OpenStreetMap extracts cover {share:.1f} % of the authority and {buffer_m / 1000:g} km around it "
        "(the sea counts as not covered); walks near its border may seem longer than they are, and places beyond it be "
        "missing. Add the neighbouring extracts"
        if share < FULLY_COVERED_PCT
        else ""
    )
    return code, "buffer_covered_pct", share, "%", note


def _as_read(extract: Mapping[str, Any], edges: pd.DataFrame) -> Iterator[Figure]:
    for name in _COUNTED:
        yield f"osm_{name}", extract[name], "count"
    yield "osm_highway_crossing_nodes", extract["crossing_nodes"], "count"
    yield "osm_walk_edges", len(edges), "count"
    yield "osm_walk_length_km", edges["length_m"].sum() / 1000, "km"
