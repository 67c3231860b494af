"""Assets of group `inequality`: groups, measures between them, and wards against others and their own deprivation."""

import geopandas as gpd
import pandas as pd

from assets.declaration import Declaration, declare
from geodata import comparisons as compared
from geodata import inequity, quality
from geodata import ward_clusters as clusters
from geodata import ward_funnel as funnel
from geodata import ward_ranks as ranks
from geodata.strata import groups_table, inequality_table, trend
from geodata.study_area import StudyArea

GROUP = "inequality"


@declare(GROUP, checks=[quality.limits_hold_values])
def inequality_groups(
    study_area: StudyArea,
    lsoas: gpd.GeoDataFrame,
    lsoa_indicators: pd.DataFrame,
    local_authority_indicators: pd.DataFrame,
    source_adult_activity: pd.DataFrame,
    source_rural_urban: pd.DataFrame,
) -> pd.DataFrame:
    """The population groups that inequality is measured between, in each authority, the study area and England."""
    return groups_table.inequality_groups(
        study_area, lsoas, lsoa_indicators, local_authority_indicators, source_adult_activity, source_rural_urban
    )


@declare(GROUP, checks=[quality.limits_hold_values])
def inequality(
    study_area: StudyArea,
    wards: gpd.GeoDataFrame,
    ward_indicators: pd.DataFrame,
    inequality_groups: pd.DataFrame,
) -> pd.DataFrame:
    """Every declared measure of inequality between the groups of each area, and Moran's I of the wards."""
    return inequality_table.inequality_table(study_area, wards, ward_indicators, inequality_groups)


@declare(GROUP)
def inequality_trend(inequality: pd.DataFrame) -> pd.DataFrame:
    """Change of inequality between periods: real, or noise?"""
    return trend.inequality_trend(inequality)


@declare(GROUP)
def ward_clusters(study_area: StudyArea, wards: gpd.GeoDataFrame, ward_indicators: pd.DataFrame) -> pd.DataFrame:
    """Wards that are high among high neighbours, low among low, or unlike theirs: more than chance would make."""
    return clusters.ward_clusters(study_area, wards, ward_indicators)


@declare(GROUP)
def ward_funnel(study_area: StudyArea, wards: gpd.GeoDataFrame, ward_indicators: pd.DataFrame) -> pd.DataFrame:
    """Wards against the limits within which chance keeps a ward of their size."""
    return funnel.ward_funnel(study_area, wards, ward_indicators)


@declare(GROUP)
def comparisons(
    study_area: StudyArea,
    wards: gpd.GeoDataFrame,
    ward_indicators: pd.DataFrame,
    local_authority_indicators: pd.DataFrame,
) -> pd.DataFrame:
    """Wards and authorities better, similar or worse than England and the study area."""
    return compared.comparisons(study_area, wards, ward_indicators, local_authority_indicators)


@declare(GROUP)
def ward_ranks(study_area: StudyArea, wards: gpd.GeoDataFrame, ward_indicators: pd.DataFrame) -> pd.DataFrame:
    """Wards ranked by each indicator, with the ranks that chance could have given them."""
    return ranks.ward_ranks(study_area, wards, ward_indicators)


@declare(GROUP, checks=[quality.every_ward_ranked_or_flagged])
def ward_inequity(
    study_area: StudyArea,
    wards: gpd.GeoDataFrame,
    ward_indicators: pd.DataFrame,
    lsoa_indicators: pd.DataFrame,
    ward_clusters: pd.DataFrame,
) -> pd.DataFrame:
    """Every theme joined ward by ward: deprivation, gaps, clusters, priority rank with its interval."""
    return inequity.ward_inequity(study_area, wards, ward_indicators, lsoa_indicators, ward_clusters)


DECLARATIONS: list[Declaration] = [
    inequality_groups,
    inequality,
    inequality_trend,
    ward_clusters,
    ward_funnel,
    comparisons,
    ward_ranks,
    ward_inequity,
]
