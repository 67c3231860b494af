"""Assets of group `streets`: OpenStreetMap as read, the walking network, its slope and how complete its tags are."""

from pathlib import Path

import geopandas as gpd
import pandas as pd

from assets.declaration import Declaration, declare
from geodata import quality
from geodata.network import building, completeness, slope
from geodata.openstreetmap import loading
from geodata.readers.elevation import load_elevation_or_gap
from geodata.study_area import StudyArea

GROUP = "streets"


@declare("sources")
def source_openstreetmap(
    sources_dir: Path, overpass: loading.Overpass | None, source_wards: gpd.GeoDataFrame
) -> gpd.GeoDataFrame:
    """OpenStreetMap within 5 km of the study area, as read from extracts, or from Overpass where there is no file."""
    return loading.load_openstreetmap_or_gap(sources_dir, source_wards, overpass)


@declare(GROUP)
def walking_edges(source_openstreetmap: gpd.GeoDataFrame, source_wards: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Streets and paths open to people on foot, split where they meet, with what their tags say."""
    return building.walking_edges(source_openstreetmap, source_wards)


@declare(GROUP, checks=[quality.edges_join_nodes])
def walking_nodes(
    source_openstreetmap: gpd.GeoDataFrame, walking_edges: gpd.GeoDataFrame, source_wards: gpd.GeoDataFrame
) -> gpd.GeoDataFrame:
    """Ends, intersections and crossings of the walking network."""
    return building.walking_nodes(source_openstreetmap, walking_edges, source_wards)


@declare("sources")
def source_elevation(sources_dir: Path, walking_edges: gpd.GeoDataFrame) -> pd.DataFrame:
    """Heights along the walking network, as read from the terrain model."""
    return load_elevation_or_gap(sources_dir, walking_edges)


@declare(GROUP)
def edge_slopes(walking_edges: gpd.GeoDataFrame, source_elevation: pd.DataFrame) -> pd.DataFrame:
    """Slope and walking time of each edge, both ways; unknown where there is no height."""
    return slope.edge_slopes(walking_edges, source_elevation)


@declare(GROUP)
def tag_completeness(study_area: StudyArea, walking_edges: gpd.GeoDataFrame) -> pd.DataFrame:
    """How many kilometres are tagged, by authority, class of road and attribute."""
    return completeness.tag_completeness(walking_edges, study_area.name)


DECLARATIONS: list[Declaration] = [
    source_openstreetmap,
    walking_edges,
    walking_nodes,
    source_elevation,
    edge_slopes,
    tag_completeness,
]
