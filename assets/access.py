"""Assets of group `access`: homes, destinations, who can walk where, and the streets around homes."""

import geopandas as gpd
import pandas as pd

from assets.declaration import Declaration, declare
from geodata import boundaries, quality
from geodata.access import access_by_area
from geodata.access import access_notes as notes
from geodata.access import catchments as walking_catchments
from geodata.access import destinations as places
from geodata.access import entrances as ways_in
from geodata.access import home_access as walks
from geodata.access import homes as where_people_live
from geodata.access import network_measures as measures
from geodata.access.network_quality import network_quality
from geodata.provenance import streets_date
from geodata.study_area import StudyArea

GROUP = "access"


@declare(GROUP)
def network_summary(
    study_area: StudyArea,
    walking_nodes: gpd.GeoDataFrame,
    walking_edges: gpd.GeoDataFrame,
    source_openstreetmap: gpd.GeoDataFrame,
    source_wards: gpd.GeoDataFrame,
    source_schools: pd.DataFrame,
    destinations: gpd.GeoDataFrame,
) -> pd.DataFrame:
    """What the network is made of, what the extract does not cover, how well registers agree with it."""
    outlines = boundaries.outlines(source_wards)
    return network_quality(
        study_area.name, walking_nodes, walking_edges, source_openstreetmap, outlines, source_schools, destinations
    )


@declare(GROUP, checks=[quality.homes_hold_everybody])
def homes(
    study_area: StudyArea,
    walking_edges: gpd.GeoDataFrame,
    source_lsoas: gpd.GeoDataFrame,
    source_wards: gpd.GeoDataFrame,
    source_lsoa_ward_lookup: pd.DataFrame,
    source_postcodes: pd.DataFrame,
    source_population: pd.DataFrame,
    source_population_by_age: pd.DataFrame,
    source_lsoa_2011_2021_lookup: pd.DataFrame,
    source_car_availability: pd.DataFrame,
    source_population_raster: pd.DataFrame,
) -> gpd.GeoDataFrame:
    """Where each LSOA's people live, and from which street they set out."""
    return where_people_live.homes(
        study_area,
        edges=walking_edges,
        lsoas=source_lsoas,
        wards=source_wards,
        lookup=source_lsoa_ward_lookup,
        postcodes=source_postcodes,
        people=source_population,
        people_by_age=source_population_by_age,
        lsoa_2011_2021_lookup=source_lsoa_2011_2021_lookup,
        car_availability=source_car_availability,
        population_raster=source_population_raster,
    )


@declare(GROUP)
def destinations(
    source_openstreetmap: gpd.GeoDataFrame,
    source_schools: pd.DataFrame,
    source_green_space: gpd.GeoDataFrame,
    source_gp_practices: pd.DataFrame,
    source_pharmacies: pd.DataFrame,
    source_postcodes: pd.DataFrame,
) -> gpd.GeoDataFrame:
    """Schools, green space, GPs, pharmacies, food shops, sport and stops, from OpenStreetMap and the registers."""
    return places.destinations(
        source_openstreetmap,
        schools=source_schools,
        green_space=source_green_space,
        gp_practices=source_gp_practices,
        pharmacies=source_pharmacies,
        postcodes=source_postcodes,
    )


@declare(GROUP)
def destination_entrances(
    destinations: gpd.GeoDataFrame,
    source_green_space: gpd.GeoDataFrame,
    walking_nodes: gpd.GeoDataFrame,
    walking_edges: gpd.GeoDataFrame,
) -> pd.DataFrame:
    """Where the walking network reaches each destination."""
    return ways_in.entrances(destinations, source_green_space, walking_nodes, walking_edges)


@declare(GROUP)
def home_access(
    homes: gpd.GeoDataFrame,
    destinations: gpd.GeoDataFrame,
    destination_entrances: pd.DataFrame,
    walking_edges: gpd.GeoDataFrame,
    edge_slopes: pd.DataFrame,
) -> pd.DataFrame:
    """The walk from each home to the nearest of each kind, and how many lie within a walk."""
    return walks.home_access(homes, destinations, destination_entrances, walking_edges, edge_slopes)


@declare(GROUP)
def access_notes(
    destinations: gpd.GeoDataFrame,
    destination_entrances: pd.DataFrame,
    walking_edges: gpd.GeoDataFrame,
    edge_slopes: pd.DataFrame,
) -> pd.DataFrame:
    """What is to be said of access to each kind of destination, whatever the area."""
    return notes.access_notes(destinations, destination_entrances, walking_edges, edge_slopes)


@declare(GROUP, checks=[quality.longer_walks_reach_more])
def lsoa_access(
    home_access: pd.DataFrame, homes: gpd.GeoDataFrame, access_notes: pd.DataFrame, sources: pd.DataFrame
) -> pd.DataFrame:
    """Share of each LSOA's residents, children and households without a car within a walk of each destination."""
    return access_by_area.access_by_area(home_access, homes, "lsoa", access_notes, streets_date(sources))


@declare(GROUP, checks=[quality.longer_walks_reach_more])
def ward_access(
    home_access: pd.DataFrame, homes: gpd.GeoDataFrame, access_notes: pd.DataFrame, sources: pd.DataFrame
) -> pd.DataFrame:
    """Share of each ward's residents, children and households without a car within a walk of each destination."""
    return access_by_area.access_by_area(home_access, homes, "ward", access_notes, streets_date(sources))


@declare(GROUP, checks=[quality.longer_walks_reach_more])
def authority_access(
    study_area: StudyArea,
    home_access: pd.DataFrame,
    homes: gpd.GeoDataFrame,
    access_notes: pd.DataFrame,
    sources: pd.DataFrame,
) -> pd.DataFrame:
    """The same for each authority and the whole study area."""
    return access_by_area.authority_access(home_access, homes, study_area.name, access_notes, streets_date(sources))


@declare(GROUP)
def network_measures(
    study_area: StudyArea,
    homes: gpd.GeoDataFrame,
    walking_nodes: gpd.GeoDataFrame,
    walking_edges: gpd.GeoDataFrame,
    source_openstreetmap: gpd.GeoDataFrame,
    source_lsoas: gpd.GeoDataFrame,
    source_wards: gpd.GeoDataFrame,
    sources: pd.DataFrame,
) -> pd.DataFrame:
    """Directness, severance, crossings and intersections around homes, and what is known of footways."""
    areas = boundaries.levels(source_lsoas, source_wards)
    date = streets_date(sources)
    return measures.network_measures(homes, walking_nodes, walking_edges, source_openstreetmap, areas, date)


@declare(GROUP)
def catchments(
    destinations: gpd.GeoDataFrame,
    destination_entrances: pd.DataFrame,
    walking_edges: gpd.GeoDataFrame,
    homes: gpd.GeoDataFrame,
) -> gpd.GeoDataFrame:
    """How far a 15-minute walk reaches from each school and GP practice, and who lives within it."""
    return walking_catchments.catchments(destinations, destination_entrances, walking_edges, homes)


DECLARATIONS: list[Declaration] = [
    network_summary,
    homes,
    destinations,
    destination_entrances,
    home_access,
    access_notes,
    lsoa_access,
    ward_access,
    authority_access,
    network_measures,
    catchments,
]
