"""Assets of a streets-only area: the same tables from an OpenStreetMap extract alone, what else is needed left out.

Nothing is partitioned: there is one authority, whose outline is what the extract covers.
"""

import datetime
from collections.abc import Sequence
from pathlib import Path

import geopandas as gpd
import pandas as pd

from assets import access, streets
from assets.declaration import Declaration, declare
from assets.sources import TABLES, sources_of
from geodata import streets_area
from geodata.access import destinations as places
from geodata.access import network_measures as measures
from geodata.access import street_homes
from geodata.network import summary
from geodata.openstreetmap import loading
from geodata.provenance import streets_date
from geodata.schemas import empty
from geodata.study_area import StudyArea
from geodata.suppression import cells
from maps.streets_page import streets_page as draw_streets_page
from maps.walking import walking as walking_in

READ = ("openstreetmap", "elevation", "green_space")


@declare("sources")
def source_openstreetmap(sources_dir: Path) -> gpd.GeoDataFrame:
    """OpenStreetMap as read from the extracts, all of it; required here."""
    return loading.load_openstreetmap(sources_dir, None, None)


@declare("boundaries")
def local_authorities(study_area: StudyArea, source_openstreetmap: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """What the extract covers, in place of the authority's outline."""
    return streets_area.outline(study_area, source_openstreetmap)


# there are no wards: the authority's outline says who owns what
walking_edges = streets.walking_edges.reading(source_wards="local_authorities")
walking_nodes = streets.walking_nodes.reading(source_wards="local_authorities")


@declare(access.GROUP)
def network_summary(
    study_area: StudyArea,
    walking_nodes: gpd.GeoDataFrame,
    walking_edges: gpd.GeoDataFrame,
    source_openstreetmap: gpd.GeoDataFrame,
    local_authorities: gpd.GeoDataFrame,
) -> pd.DataFrame:
    """What the network is made of."""
    return summary.network_summary(
        study_area.name, walking_nodes, walking_edges, source_openstreetmap, local_authorities, buffer_m=0
    )


@declare(access.GROUP)
def homes(study_area: StudyArea, walking_edges: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Metres of residential street, since nobody's home is known."""
    return street_homes.street_homes(walking_edges, study_area.codes[0])


@declare(access.GROUP)
def destinations(source_openstreetmap: gpd.GeoDataFrame, source_green_space: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Schools, green space, GPs, pharmacies, food shops, sport and stops, as OpenStreetMap has them."""
    return places.destinations(
        source_openstreetmap,
        schools=empty("source_schools"),
        green_space=source_green_space,
        gp_practices=empty("source_gp_practices"),
        pharmacies=empty("source_pharmacies"),
        postcodes=empty("source_postcodes"),
    )


@declare(access.GROUP)
def network_measures(
    homes: gpd.GeoDataFrame,
    walking_nodes: gpd.GeoDataFrame,
    walking_edges: gpd.GeoDataFrame,
    source_openstreetmap: gpd.GeoDataFrame,
    local_authorities: gpd.GeoDataFrame,
    sources: pd.DataFrame,
) -> pd.DataFrame:
    """Directness, severance, crossings and intersections, and what is known of footways."""
    areas = streets_area.levels(local_authorities)
    date = streets_date(sources)
    return measures.network_measures(homes, walking_nodes, walking_edges, source_openstreetmap, areas, date)


@declare("inequality")
def withheld_cells(study_area: StudyArea) -> pd.DataFrame:
    """Nothing: streets alone hold no figure of a person."""
    return cells.withheld_cells(study_area, {})


@declare("maps")
def streets_page(
    study_area: StudyArea,
    run_date: datetime.date,
    version: str,
    withheld_cells: pd.DataFrame,
    authority_access: pd.DataFrame,
    network_measures: pd.DataFrame,
    tag_completeness: pd.DataFrame,
    network_summary: pd.DataFrame,
    sources: pd.DataFrame,
    table_links: Sequence[str],
) -> str:
    """The page of the area: who can walk where, the streets, and what is missing for everything else."""
    walking = walking_in(
        study_area.name,
        kind=study_area.kind("computed"),
        authority_access=authority_access,
        network_measures=network_measures,
        tag_completeness=tag_completeness,
        network_summary=network_summary,
    )
    return draw_streets_page(study_area, run_date, version, walking, sources, table_links)


DECLARATIONS: list[Declaration] = [
    source_openstreetmap,
    TABLES["green_space"],
    streets.source_elevation,
    sources_of(READ),
    local_authorities,
    walking_edges,
    walking_nodes,
    streets.edge_slopes,
    streets.tag_completeness,
    network_summary,
    homes,
    destinations,
    access.destination_entrances,
    access.home_access,
    access.access_notes,
    access.authority_access,
    network_measures,
    access.catchments,
    withheld_cells,
    streets_page,
]
