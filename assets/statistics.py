"""Assets of group `statistics`: indicators by LSOA, ward and authority."""

import geopandas as gpd
import pandas as pd

from assets.declaration import Declaration, declare
from geodata import headline, quality
from geodata.indicators import casualties, levels
from geodata.study_area import StudyArea

GROUP = "statistics"


@declare(GROUP)
def lsoa_casualties(source_collisions_raster: pd.DataFrame, source_lsoas: gpd.GeoDataFrame) -> pd.DataFrame:
    """Road casualties per LSOA and year, from the 500 m grid."""
    return casualties.casualties_by_area(source_collisions_raster, source_lsoas, "lsoa_code")


@declare(GROUP)
def ward_casualties(source_collisions_raster: pd.DataFrame, source_wards: gpd.GeoDataFrame) -> pd.DataFrame:
    """Road casualties per ward and year, from the 500 m grid."""
    return casualties.casualties_by_area(source_collisions_raster, source_wards, "ward_code")


@declare(GROUP)
def survey_indicators(
    study_area: StudyArea,
    source_adult_activity: pd.DataFrame,
    source_child_activity: pd.DataFrame,
    source_walking_cycling: pd.DataFrame,
) -> pd.DataFrame:
    """Published survey figures of the authorities and of England."""
    return levels.survey_indicators(study_area, source_adult_activity, source_child_activity, source_walking_cycling)


@declare(GROUP, is_partitioned=True, checks=[quality.every_lsoa_has_a_score])
def lsoa_indicators(
    study_area: StudyArea,
    authority_code: str,
    lsoas: gpd.GeoDataFrame,
    lsoa_changes: pd.DataFrame,
    source_deprivation_2025: pd.DataFrame,
    source_deprivation_2019: pd.DataFrame,
    source_population: pd.DataFrame,
    source_population_by_age: pd.DataFrame,
    source_travel_to_work: pd.DataFrame,
    source_adult_activity: pd.DataFrame,
    lsoa_casualties: pd.DataFrame,
    lsoa_access: pd.DataFrame,
    lsoa_route_safety: pd.DataFrame,
    network_measures: pd.DataFrame,
) -> pd.DataFrame:
    """Every indicator by LSOA: deprivation, people, travel to work, casualties, modelled activity, access, routes."""
    return levels.lsoa_indicators(
        study_area,
        authority_code,
        lsoas=lsoas,
        lsoa_changes=lsoa_changes,
        deprivation_2025=source_deprivation_2025,
        deprivation_2019=source_deprivation_2019,
        people=source_population,
        people_by_age=source_population_by_age,
        travel_to_work=source_travel_to_work,
        adult_activity=source_adult_activity,
        lsoa_casualties=lsoa_casualties,
        lsoa_access=lsoa_access,
        lsoa_route_safety=lsoa_route_safety,
        network_measures=network_measures,
    )


@declare(GROUP, is_partitioned=True, checks=[quality.every_ward_present, quality.people_conserved])
def ward_indicators(
    study_area: StudyArea,
    wards: gpd.GeoDataFrame,
    lsoa_indicators: pd.DataFrame,
    lsoa_ward_weights: pd.DataFrame,
    ward_casualties: pd.DataFrame,
    source_collisions_raster: pd.DataFrame,
    ward_access: pd.DataFrame,
    ward_route_safety: pd.DataFrame,
    network_measures: pd.DataFrame,
) -> pd.DataFrame:
    """Every indicator by ward, with the value that ONS best fit would have given beside it."""
    return levels.ward_indicators(
        study_area,
        wards=wards,
        lsoa_indicators=lsoa_indicators,
        lsoa_ward_weights=lsoa_ward_weights,
        ward_casualties=ward_casualties,
        cells=source_collisions_raster,
        ward_access=ward_access,
        ward_route_safety=ward_route_safety,
        network_measures=network_measures,
    )


@declare(GROUP, is_partitioned=True, checks=[quality.authority_equals_wards])
def authority_indicators(
    study_area: StudyArea,
    authority_code: str,
    lsoa_indicators: pd.DataFrame,
    ward_indicators: pd.DataFrame,
    lsoa_changes: pd.DataFrame,
    survey_indicators: pd.DataFrame,
    source_deprivation_2025: pd.DataFrame,
    source_deprivation_2019: pd.DataFrame,
    source_deprivation_2019_lad: pd.DataFrame,
    source_population_by_age: pd.DataFrame,
) -> pd.DataFrame:
    """Every indicator of the authority itself."""
    return levels.authority_indicators(
        study_area,
        authority_code,
        lsoa_indicators=lsoa_indicators,
        ward_indicators=ward_indicators,
        lsoa_changes=lsoa_changes,
        deprivation_2025=source_deprivation_2025,
        deprivation_2019=source_deprivation_2019,
        deprivation_2019_lad=source_deprivation_2019_lad,
        people_by_age=source_population_by_age,
        surveys=survey_indicators,
    )


@declare(GROUP)
def local_authority_indicators(
    study_area: StudyArea, authority_indicators: pd.DataFrame, survey_indicators: pd.DataFrame
) -> pd.DataFrame:
    """Every authority beside the study area, its NHS area and England."""
    return levels.local_authority_indicators(study_area, authority_indicators, survey_indicators)


@declare(GROUP)
def headline_reconciliation(study_area: StudyArea, local_authority_indicators: pd.DataFrame) -> pd.DataFrame:
    """Published claims about numbers of people against rate times each candidate denominator."""
    return headline.headline_reconciliation(study_area, local_authority_indicators)


DECLARATIONS: list[Declaration] = [
    lsoa_casualties,
    ward_casualties,
    survey_indicators,
    lsoa_indicators,
    ward_indicators,
    authority_indicators,
    local_authority_indicators,
    headline_reconciliation,
]
