"""What the layers of a GeoPackage hold: the published tables of one authority, each with a shape."""

from collections.abc import Mapping

import geopandas as gpd
import pandas as pd
import shapely

from geodata.schemas import CRS

POINTS = ("schools", "survey_list", "priorities")
"""Layers whose tables hold points and lines, or polygons: a layer has one kind of shape, so that it can be styled."""
OF_WARDS = (
    *("ward_code", "ward_name", "residents", "imd_score", "imd_decile_study_area", "imd_decile_national", "cluster"),
    *("priority_score", "priority_rank", "priority_rank_lower", "priority_rank_upper", "flags"),
)
OF_SCORECARDS = (
    *("unit", "pupils_available", "pupils_undetermined", "pupils_unavailable", "pupils_beyond_limit"),
    *(
        "pupils_unconditional",
        "pupils_likely_available",
        "median_shortest_m",
        "median_available_m",
        "detour",
        "gaps_20mph_m",
    ),
)
OF_ACCESS = {"walk_minutes": "walk_minutes", "residents_within_15_minutes_pct": "within_15_minutes_pct"}
"""Columns of `ward_access` and what they are called after the destination."""
TABLES = {
    "wards": ("ward_inequity",),
    "edges": ("edge_ratings",),
    "crossings": ("crossings",),
    "schools": ("schools", "school_scorecards"),
    "flows": ("pupil_flows", "edge_ratings"),
    "survey_list": ("survey_list",),
    "priorities": ("route_priorities",),
    "access": ("ward_access", "wards"),
}
"""Layer to the tables that its fields are from: a field of several is that of the first."""


def layers_of(tables: Mapping[str, pd.DataFrame], code: str, ruleset: str) -> dict[str, gpd.GeoDataFrame]:
    """Return the layers of an authority by name, those with rows, in the order of `TABLES`; all in EPSG:27700.

    `tables` are as published; a streets-only area has no wards. `ruleset` is the study area's, whose verdict stands
    beside flows.
    """
    made = {
        "edges": _own(tables["edge_ratings"], code).drop(columns=_long_columns(tables["edge_ratings"])),
        "crossings": _own(tables["crossings"], code),
        "schools": _schools(tables, code),
        "flows": _flows(tables, code, ruleset),
        "survey_list": _own(tables["survey_list"], code),
        "priorities": _own(tables["route_priorities"], code),
    }
    if "wards" in tables:
        made |= {"wards": _wards(tables, code), "access": _access(tables, code)}
    return {name: _shaped(name, made[name]) for name in TABLES if name in made and len(made[name])}


def _own(table: pd.DataFrame, code: str) -> pd.DataFrame:
    return table[table["local_authority_code"] == code]


def _long_columns(edge_ratings: pd.DataFrame) -> list[str]:
    """Return the columns with all factors as JSON: they would be most of the file, and stand in the table."""
    return [name for name in edge_ratings.columns if name.endswith("_factors")]


def _wards(tables: Mapping[str, pd.DataFrame], code: str) -> pd.DataFrame:
    shapes = _own(tables["wards"], code)[["ward_code", "geometry"]]
    return tables["ward_inequity"][list(OF_WARDS)].merge(shapes, on="ward_code")


def _access(tables: Mapping[str, pd.DataFrame], code: str) -> pd.DataFrame:
    """Return a row a ward: minutes to the nearest of each kind, and the share of residents within 15 minutes.

    The fields are the same for every authority; without access there is no row.
    """
    walking = tables["ward_access"][tables["ward_access"]["profile"] == "walking"]
    shapes = _own(tables["wards"], code)[["ward_code", "ward_name", "geometry"]]
    for destination, rows in walking.groupby("destination", sort=True):
        names = {column: f"{destination}_{name}" for column, name in OF_ACCESS.items()}
        shapes = shapes.merge(rows[["ward_code", *names]].rename(columns=names), on="ward_code", how="left")
    return shapes if shapes["ward_code"].isin(walking["ward_code"]).any() else shapes.iloc[:0]


def _schools(tables: Mapping[str, pd.DataFrame], code: str) -> pd.DataFrame:
    cards = tables["school_scorecards"][["school_id", *OF_SCORECARDS]]
    return _own(tables["schools"], code).merge(cards, on="school_id", how="left")


def _flows(tables: Mapping[str, pd.DataFrame], code: str, ruleset: str) -> pd.DataFrame:
    """Return flows along streets; those across main roads stand with their crossings."""
    if tables["pupil_flows"].empty:  # without streets no rule-set has its columns
        return tables["pupil_flows"]
    of_part = ["part_id", "name", "ref", "highway", "side", f"{ruleset}_verdict", "geometry"]
    return tables["pupil_flows"].merge(_own(tables["edge_ratings"], code)[of_part], on="part_id")


def _shaped(name: str, layer: pd.DataFrame) -> gpd.GeoDataFrame:
    shapes = shapely.point_on_surface(layer["geometry"].to_numpy()) if name in POINTS else layer["geometry"].to_numpy()
    plain = pd.DataFrame(layer.drop(columns="geometry")).reset_index(drop=True)
    return gpd.GeoDataFrame(plain, geometry=shapes, crs=CRS)
