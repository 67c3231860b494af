"""Assets of group `inequality`: gradients by deprivation, and wards against what their deprivation predicts."""

import geopandas as gpd
import pandas as pd

from assets.declaration import Declaration, declare
from geodata import inequity, quality
from geodata.inequality import gradients
from geodata.study_area import StudyArea

GROUP = "inequality"


@declare(GROUP, is_partitioned=True, checks=[quality.limits_hold_values])
def authority_inequality(lsoa_indicators: pd.DataFrame, authority_code: str) -> pd.DataFrame:
    """Gradient of every eligible indicator by deprivation within the authority."""
    return gradients.inequality(lsoa_indicators, authority_code, "local_authority")


@declare(GROUP, checks=[quality.limits_hold_values])
def inequality(
    study_area: StudyArea, lsoa_indicators: pd.DataFrame, authority_inequality: pd.DataFrame
) -> pd.DataFrame:
    """Gradients within each authority and within the whole study area."""
    return gradients.with_study_area(study_area, lsoa_indicators, authority_inequality)


@declare(GROUP, checks=[quality.every_ward_ranked_or_flagged])
def ward_inequity(
    study_area: StudyArea,
    wards: gpd.GeoDataFrame,
    ward_indicators: pd.DataFrame,
    lsoa_indicators: pd.DataFrame,
) -> pd.DataFrame:
    """Every theme joined ward by ward: deprivation, gaps, priority rank with its interval."""
    return inequity.ward_inequity(study_area, wards, ward_indicators, lsoa_indicators)


DECLARATIONS: list[Declaration] = [authority_inequality, inequality, ward_inequity]
