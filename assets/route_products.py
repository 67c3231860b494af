"""Assets of group `school_routes` that users take away: scorecards, survey list, priorities, ward figures."""

import geopandas as gpd
import pandas as pd

from assets.declaration import Declaration, declare
from assets.school_routes import GROUP
from geodata.indicators.deprivation import imd_deciles
from geodata.provenance import streets_date
from geodata.school_routes import checks
from geodata.school_routes.collisions import deprivation, prediction, streets
from geodata.school_routes.products import by_area, scorecards, sensitivity_run
from geodata.school_routes.products import crossings as places_to_cross
from geodata.school_routes.products import open_walks as still_open
from geodata.school_routes.products import route_priorities as priorities
from geodata.school_routes.products import survey_list as to_survey
from geodata.school_routes.routes.graph import RouteGraph
from geodata.school_routes.routes.usable_parts import PartRatings
from geodata.study_area import StudyArea


@declare(GROUP)
def crossings(
    study_area: StudyArea,
    route_parts: gpd.GeoDataFrame,
    walking_edges: gpd.GeoDataFrame,
    crossing_evidence: pd.DataFrame,
    crossing_ratings: pd.DataFrame,
    route_use: pd.DataFrame,
) -> gpd.GeoDataFrame:
    """Every place where a main road may be crossed: provision, verdict, use, and whether a crossing is missing."""
    return places_to_cross.crossings(
        route_parts, walking_edges, crossing_evidence, crossing_ratings, route_use, study_area.school_routes.ruleset
    )


@declare(GROUP, checks=[checks.verdicts_add_up])
def school_scorecards(
    study_area: StudyArea,
    schools: gpd.GeoDataFrame,
    school_gates: pd.DataFrame,
    route_parts: gpd.GeoDataFrame,
    walking_edges: gpd.GeoDataFrame,
    link_evidence: pd.DataFrame,
    edge_ratings: gpd.GeoDataFrame,
    crossing_ratings: pd.DataFrame,
    crossings: gpd.GeoDataFrame,
    pupil_routes: pd.DataFrame,
    route_use: pd.DataFrame,
    pupil_flows: pd.DataFrame,
    homes: gpd.GeoDataFrame,
    source_deprivation_2025: pd.DataFrame,
    source_collisions: pd.DataFrame,
    source_casualties: pd.DataFrame,
) -> pd.DataFrame:
    """One school a row: who has an available route, what decides it, and whose task it is."""
    return scorecards.school_scorecards(
        schools,
        school_gates,
        route_parts,
        walking_edges,
        link_evidence,
        edge_ratings,
        crossing_ratings,
        crossings,
        pupil_routes,
        route_use,
        pupil_flows,
        homes,
        imd_deciles(source_deprivation_2025),
        source_collisions,
        source_casualties,
        ruleset=study_area.school_routes.ruleset,
        collision_years=study_area.school_routes.collision_years,
        kind=study_area.kind("computed"),
    )


@declare(GROUP)
def survey_list(
    study_area: StudyArea,
    route_parts: gpd.GeoDataFrame,
    home_doors: pd.DataFrame,
    school_gates: pd.DataFrame,
    edge_ratings: gpd.GeoDataFrame,
    crossing_ratings: pd.DataFrame,
    link_evidence: pd.DataFrame,
    crossing_evidence: pd.DataFrame,
    pupil_routes: pd.DataFrame,
) -> gpd.GeoDataFrame:
    """What to look at on site: that which leaves the most pupils undetermined first."""
    ruleset = study_area.school_routes.ruleset
    graph = RouteGraph.build(route_parts, home_doors, school_gates)
    rated = PartRatings.of(graph, edge_ratings, crossing_ratings, ruleset)
    return to_survey.survey_list(
        still_open.open_walks(graph, rated, pupil_routes),
        route_parts,
        edge_ratings,
        crossing_ratings,
        link_evidence,
        crossing_evidence,
        ruleset,
    )


@declare(GROUP)
def route_priorities(
    study_area: StudyArea,
    route_parts: gpd.GeoDataFrame,
    home_doors: pd.DataFrame,
    school_gates: pd.DataFrame,
    edge_ratings: gpd.GeoDataFrame,
    crossing_ratings: pd.DataFrame,
    pupil_routes: pd.DataFrame,
    homes: gpd.GeoDataFrame,
    source_deprivation_2025: pd.DataFrame,
) -> gpd.GeoDataFrame:
    """Where a change would give the most pupils an available route."""
    return priorities.route_priorities(
        RouteGraph.build(route_parts, home_doors, school_gates),
        route_parts,
        edge_ratings,
        crossing_ratings,
        pupil_routes,
        homes,
        imd_deciles(source_deprivation_2025),
        ruleset=study_area.school_routes.ruleset,
        equity_weight=study_area.school_routes.equity_weight,
        kind=study_area.kind("computed"),
    )


@declare(GROUP)
def route_sensitivity(
    study_area: StudyArea,
    route_parts: gpd.GeoDataFrame,
    home_doors: pd.DataFrame,
    school_gates: pd.DataFrame,
    link_evidence: pd.DataFrame,
    crossing_evidence: pd.DataFrame,
    pupil_routes: pd.DataFrame,
) -> pd.DataFrame:
    """How verdicts move with ceilings of flow and constants of the rules, and where they fall off a cliff."""
    return sensitivity_run.rated_and_routed(
        RouteGraph.build(route_parts, home_doors, school_gates),
        route_parts,
        link_evidence,
        crossing_evidence,
        pupil_routes,
        study_area.school_routes.ruleset,
    )


@declare(GROUP)
def lsoa_route_safety(pupil_routes: pd.DataFrame, homes: gpd.GeoDataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """Share of each LSOA's pupils by verdict, and metres beside fast traffic."""
    return by_area.route_safety_by_area(pupil_routes, homes, "lsoa", streets_date(sources))


@declare(GROUP)
def ward_route_safety(pupil_routes: pd.DataFrame, homes: gpd.GeoDataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """Share of each ward's pupils by verdict, and metres beside fast traffic."""
    return by_area.route_safety_by_area(pupil_routes, homes, "ward", streets_date(sources))


@declare(GROUP)
def authority_route_safety(
    study_area: StudyArea, pupil_routes: pd.DataFrame, homes: gpd.GeoDataFrame, sources: pd.DataFrame
) -> pd.DataFrame:
    """The same for each authority and the whole study area."""
    return by_area.authority_route_safety(pupil_routes, homes, study_area.name, streets_date(sources))


@declare(GROUP)
def street_collisions(
    study_area: StudyArea,
    route_parts: gpd.GeoDataFrame,
    source_collisions: pd.DataFrame,
    source_casualties: pd.DataFrame,
    source_vehicles: pd.DataFrame,
    pupil_flows: pd.DataFrame,
) -> gpd.GeoDataFrame:
    """Recorded collisions by street and crossing, beside what is expected of their class: evidence, never a gate."""
    return streets.street_collisions(
        route_parts,
        source_collisions,
        source_casualties,
        source_vehicles,
        pupil_flows,
        years=study_area.school_routes.collision_years,
        kind=study_area.kind("computed"),
    )


@declare(GROUP)
def collision_deprivation(
    study_area: StudyArea,
    source_collisions: pd.DataFrame,
    source_casualties: pd.DataFrame,
    source_lsoas: gpd.GeoDataFrame,
    source_deprivation_2025: pd.DataFrame,
) -> pd.DataFrame:
    """Child pedestrian casualties by deprivation of the place and of the casualty's home."""
    return deprivation.collision_deprivation(
        source_collisions, source_casualties, source_lsoas, source_deprivation_2025, study_area
    )


@declare(GROUP)
def collision_prediction(
    study_area: StudyArea,
    route_parts: gpd.GeoDataFrame,
    edge_ratings: gpd.GeoDataFrame,
    crossing_ratings: pd.DataFrame,
    source_collisions: pd.DataFrame,
    source_casualties: pd.DataFrame,
    pupil_flows: pd.DataFrame,
) -> pd.DataFrame:
    """Whether higher ratings hold more child pedestrian casualties per pupil-km in held-back years."""
    return prediction.collision_prediction(
        route_parts,
        edge_ratings,
        crossing_ratings,
        source_collisions,
        source_casualties,
        pupil_flows,
        kind=study_area.kind("computed"),
    )


DECLARATIONS: list[Declaration] = [
    crossings,
    school_scorecards,
    survey_list,
    route_priorities,
    route_sensitivity,
    lsoa_route_safety,
    ward_route_safety,
    authority_route_safety,
    street_collisions,
    collision_deprivation,
    collision_prediction,
]
