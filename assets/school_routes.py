"""Assets of group `school_routes`: the side-aware network, evidence, ratings, and who has an available route."""

import geopandas as gpd
import pandas as pd

from assets.declaration import Declaration, declare
from geodata import lsoa_changes as changes
from geodata.provenance import streets_date
from geodata.school_routes import checks
from geodata.school_routes.demand import home_pupils as pupils_at_home
from geodata.school_routes.demand import journeys
from geodata.school_routes.demand import schools as registered
from geodata.school_routes.evidence import authority
from geodata.school_routes.evidence import crossings as mapped_crossings
from geodata.school_routes.evidence import links as mapped_links
from geodata.school_routes.evidence.classes import class_ranges
from geodata.school_routes.routes import pupil_flows as flows
from geodata.school_routes.routes import pupil_routes as routes
from geodata.school_routes.routes import route_use as use
from geodata.school_routes.routes import school_walks as walks
from geodata.school_routes.routes.graph import RouteGraph
from geodata.school_routes.routes.usable_parts import PartRatings
from geodata.school_routes.rules import agreement, ratings
from geodata.school_routes.sides import doors, gates, parts
from geodata.study_area import StudyArea

GROUP = "school_routes"


@declare(GROUP)
def schools(
    destinations: gpd.GeoDataFrame,
    source_schools: pd.DataFrame,
    source_local_authorities: gpd.GeoDataFrame,
    source_wards: gpd.GeoDataFrame,
) -> gpd.GeoDataFrame:
    """Schools of the register and of OpenStreetMap together: phases, ages, rolls, whom the statutory test counts."""
    return registered.schools(destinations, source_schools, source_local_authorities, source_wards)


@declare(GROUP)
def route_parts(
    walking_edges: gpd.GeoDataFrame, walking_nodes: gpd.GeoDataFrame, source_openstreetmap: gpd.GeoDataFrame
) -> gpd.GeoDataFrame:
    """The side-aware network: sides of main roads, streets, paths, and the arms of main roads that may be crossed."""
    return parts.route_parts(walking_edges, walking_nodes, source_openstreetmap)


@declare(GROUP)
def school_gates(
    schools: gpd.GeoDataFrame,
    destination_entrances: pd.DataFrame,
    walking_edges: gpd.GeoDataFrame,
    route_parts: gpd.GeoDataFrame,
) -> pd.DataFrame:
    """Where the side-aware network reaches each school: on a main road, from its own side."""
    return gates.school_gates(schools, destination_entrances, walking_edges, route_parts)


@declare(GROUP)
def home_doors(homes: gpd.GeoDataFrame, walking_edges: gpd.GeoDataFrame, route_parts: gpd.GeoDataFrame) -> pd.DataFrame:
    """Where each home joins the side-aware network: on a main road, on its own side."""
    return doors.home_doors(homes, walking_edges, route_parts)


@declare(GROUP)
def osm_link_evidence(
    study_area: StudyArea,
    route_parts: gpd.GeoDataFrame,
    walking_edges: gpd.GeoDataFrame,
    source_openstreetmap: gpd.GeoDataFrame,
    edge_slopes: pd.DataFrame,
    sources: pd.DataFrame,
) -> pd.DataFrame:
    """What OpenStreetMap, the terrain and the class of road say of every side, street and path, as intervals."""
    return mapped_links.osm_link_evidence(
        route_parts,
        walking_edges,
        source_openstreetmap,
        edge_slopes,
        class_ranges(study_area.school_routes.flow_vpd),
        streets_date(sources),
    )


@declare(GROUP, checks=[checks.intervals_in_order])
def link_evidence(
    osm_link_evidence: pd.DataFrame,
    route_parts: gpd.GeoDataFrame,
    walking_edges: gpd.GeoDataFrame,
    source_openstreetmap: gpd.GeoDataFrame,
    source_footway_widths: gpd.GeoDataFrame,
    source_measured_speeds: gpd.GeoDataFrame,
    source_traffic_counts: gpd.GeoDataFrame,
    source_route_surveys: pd.DataFrame,
    source_zones_20mph: gpd.GeoDataFrame,
) -> pd.DataFrame:
    """What is known of every side, street and path, with the authority's own files before OpenStreetMap."""
    return authority.with_authority_files(
        osm_link_evidence,
        authority.with_bare_carriageways(route_parts, walking_edges, source_openstreetmap),
        footway_widths=source_footway_widths,
        measured_speeds=source_measured_speeds,
        traffic_counts=source_traffic_counts,
        route_surveys=source_route_surveys,
        zones_20mph=source_zones_20mph,
    )


@declare(GROUP)
def osm_crossing_evidence(
    study_area: StudyArea,
    route_parts: gpd.GeoDataFrame,
    walking_edges: gpd.GeoDataFrame,
    walking_nodes: gpd.GeoDataFrame,
    source_openstreetmap: gpd.GeoDataFrame,
    osm_link_evidence: pd.DataFrame,
    sources: pd.DataFrame,
) -> pd.DataFrame:
    """What OpenStreetMap and the class of road say of every arm of a main road that may be crossed."""
    return mapped_crossings.osm_crossing_evidence(
        route_parts,
        walking_edges,
        walking_nodes,
        source_openstreetmap,
        osm_link_evidence,
        class_ranges(study_area.school_routes.flow_vpd),
        streets_date(sources),
    )


@declare(GROUP, checks=[checks.intervals_in_order])
def crossing_evidence(
    osm_crossing_evidence: pd.DataFrame,
    route_parts: gpd.GeoDataFrame,
    walking_edges: gpd.GeoDataFrame,
    source_openstreetmap: gpd.GeoDataFrame,
    source_measured_speeds: gpd.GeoDataFrame,
    source_traffic_counts: gpd.GeoDataFrame,
    source_route_surveys: pd.DataFrame,
    source_zones_20mph: gpd.GeoDataFrame,
) -> pd.DataFrame:
    """The same with the authority's own files before OpenStreetMap."""
    return authority.crossings_with_authority_files(
        osm_crossing_evidence,
        authority.with_bare_carriageways(route_parts, walking_edges, source_openstreetmap),
        measured_speeds=source_measured_speeds,
        traffic_counts=source_traffic_counts,
        route_surveys=source_route_surveys,
        zones_20mph=source_zones_20mph,
    )


@declare(GROUP, checks=[checks.ratings_in_order])
def edge_ratings(route_parts: gpd.GeoDataFrame, link_evidence: pd.DataFrame) -> gpd.GeoDataFrame:
    """Every side, street and path as each rule-set rates it, with what decides and all thresholds."""
    return ratings.edge_ratings(route_parts, link_evidence)


@declare(GROUP, checks=[checks.ratings_in_order])
def crossing_ratings(route_parts: gpd.GeoDataFrame, crossing_evidence: pd.DataFrame) -> pd.DataFrame:
    """Every arm of a main road that may be crossed, as each rule-set rates it."""
    return ratings.crossing_ratings(route_parts, crossing_evidence)


@declare(GROUP)
def ruleset_agreement(
    edge_ratings: gpd.GeoDataFrame, crossing_ratings: pd.DataFrame, route_parts: gpd.GeoDataFrame
) -> pd.DataFrame:
    """How far the rule-sets agree, by class of way."""
    return agreement.ruleset_agreement(edge_ratings, crossing_ratings, route_parts)


@declare(GROUP)
def home_pupils(
    homes: gpd.GeoDataFrame,
    source_population_by_age: pd.DataFrame,
    source_lsoa_2011_2021_lookup: pd.DataFrame,
    source_population: pd.DataFrame,
    source_lsoa_ward_lookup: pd.DataFrame,
    source_deprivation_2025: pd.DataFrame,
) -> pd.DataFrame:
    """Pupils of each age group at each home."""
    bridge = changes.lsoa_changes(source_lsoa_2011_2021_lookup, source_population, source_lsoa_ward_lookup)
    return pupils_at_home.home_pupils(homes, source_population_by_age, bridge, source_deprivation_2025)


@declare(GROUP, checks=[checks.pupils_conserved])
def pupil_routes(
    study_area: StudyArea,
    route_parts: gpd.GeoDataFrame,
    home_doors: pd.DataFrame,
    school_gates: pd.DataFrame,
    edge_ratings: gpd.GeoDataFrame,
    crossing_ratings: pd.DataFrame,
    link_evidence: pd.DataFrame,
    home_pupils: pd.DataFrame,
    schools: gpd.GeoDataFrame,
) -> pd.DataFrame:
    """The walk of each home's pupils to the nearest school for them, under best, likely and strict evidence."""
    graph = RouteGraph.build(route_parts, home_doors, school_gates)
    rated = PartRatings.of(graph, edge_ratings, crossing_ratings, study_area.school_routes.ruleset)
    return routes.pupil_routes(graph, rated, link_evidence, home_pupils, schools)


@declare(GROUP)
def school_walks(
    route_parts: gpd.GeoDataFrame, home_doors: pd.DataFrame, school_gates: pd.DataFrame, pupil_routes: pd.DataFrame
) -> pd.DataFrame:
    """Pupils of each school along each part of their shortest walks."""
    return walks.school_walks(RouteGraph.build(route_parts, home_doors, school_gates), pupil_routes)


@declare(GROUP)
def route_use(
    study_area: StudyArea,
    route_parts: gpd.GeoDataFrame,
    home_doors: pd.DataFrame,
    school_gates: pd.DataFrame,
    edge_ratings: gpd.GeoDataFrame,
    crossing_ratings: pd.DataFrame,
    school_walks: pd.DataFrame,
) -> pd.DataFrame:
    """Pupils whose shortest walk uses a crossing, or a part that is not settled as available."""
    graph = RouteGraph.build(route_parts, home_doors, school_gates)
    rated = PartRatings.of(graph, edge_ratings, crossing_ratings, study_area.school_routes.ruleset)
    return use.route_use(graph, rated, school_walks)


@declare(GROUP)
def school_journeys(
    route_parts: gpd.GeoDataFrame,
    home_doors: pd.DataFrame,
    school_gates: pd.DataFrame,
    homes: gpd.GeoDataFrame,
    home_pupils: pd.DataFrame,
    schools: gpd.GeoDataFrame,
    source_school_flows: pd.DataFrame,
) -> pd.DataFrame:
    """Modelled journeys from homes to schools' rolls: for flows only, never for verdicts."""
    distances = RouteGraph.build(route_parts, home_doors, school_gates).distances()
    return journeys.school_journeys(distances, home_pupils, schools, source_school_flows, homes)


@declare(GROUP)
def pupil_flows(
    study_area: StudyArea,
    route_parts: gpd.GeoDataFrame,
    home_doors: pd.DataFrame,
    school_gates: pd.DataFrame,
    school_journeys: pd.DataFrame,
) -> pd.DataFrame:
    """Modelled pupils along every part of their shortest walk to school."""
    graph = RouteGraph.build(route_parts, home_doors, school_gates)
    return flows.pupil_flows(graph, school_journeys, study_area.kind("modelled"), study_area.suppression)


DECLARATIONS: list[Declaration] = [
    schools,
    route_parts,
    school_gates,
    home_doors,
    osm_link_evidence,
    link_evidence,
    osm_crossing_evidence,
    crossing_evidence,
    edge_ratings,
    crossing_ratings,
    ruleset_agreement,
    home_pupils,
    pupil_routes,
    school_walks,
    route_use,
    school_journeys,
    pupil_flows,
]
