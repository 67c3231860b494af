"""Table `inequality` whole: the measures between groups, and how far like wards lie together."""

import geopandas as gpd
import pandas as pd

from geodata.schemas import stacked
from geodata.strata.measured import inequality
from geodata.study_area import StudyArea
from geodata.ward_clusters import global_rows


def inequality_table(
    study_area: StudyArea, wards: gpd.GeoDataFrame, ward_indicators: pd.DataFrame, inequality_groups: pd.DataFrame
) -> pd.DataFrame:
    """Return table `inequality`: what `inequality` gives for the groups, and Moran's I of each ward indicator."""
    parts = [inequality(inequality_groups), global_rows(study_area, wards, ward_indicators)]
    return stacked("inequality", [part for part in parts if len(part)])
