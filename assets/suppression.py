"""Asset of group `suppression`: which figures are withheld from whatever is published."""

import geopandas as gpd
import pandas as pd

from assets.declaration import Declaration, declare
from geodata.study_area import StudyArea
from geodata.suppression import cells

GROUP = "inequality"


@declare(GROUP)
def withheld_cells(
    study_area: StudyArea,
    lsoas: gpd.GeoDataFrame,
    wards: gpd.GeoDataFrame,
    lsoa_ward_weights: pd.DataFrame,
    lsoa_indicators: pd.DataFrame,
    ward_indicators: pd.DataFrame,
    local_authority_indicators: pd.DataFrame,
) -> pd.DataFrame:
    """Small numbers of disclosive sources, and what else must be withheld so that none follows from the rest."""
    return cells.withheld_cells(
        study_area,
        {
            "lsoas": lsoas,
            "wards": wards,
            "lsoa_ward_weights": lsoa_ward_weights,
            "lsoa_indicators": lsoa_indicators,
            "ward_indicators": ward_indicators,
            "local_authority_indicators": local_authority_indicators,
        },
    )


DECLARATIONS: list[Declaration] = [withheld_cells]
