"""Table `inequality_groups`: what measures of inequality are computed from, and what to look at before using one."""

import numpy as np
import pandas as pd

from geodata.schemas import conform, empty, model_for
from geodata.strata.area_groups import authority_strata, published_strata
from geodata.strata.lsoa_groups import areas_of_lsoas, deprivation_strata, rural_urban_strata
from geodata.study_area import StudyArea

ORDER = ["stratifier", "area_level", "area_code", "indicator", "period", "group"]


def inequality_groups(
    study_area: StudyArea,
    lsoas: pd.DataFrame,
    lsoa_indicators: pd.DataFrame,
    local_authority_indicators: pd.DataFrame,
    adult_activity: pd.DataFrame,
    rural_urban: pd.DataFrame,
) -> pd.DataFrame:
    """Return table `inequality_groups`: every group of every stratifier, with its figure, limits and people.

    Where nothing can be grouped one row of group 0 has the reason as its note.
    """
    areas = areas_of_lsoas(study_area, lsoas)
    frames = [
        deprivation_strata(areas, lsoa_indicators),
        rural_urban_strata(areas, lsoa_indicators, rural_urban),
        authority_strata(study_area, lsoas, local_authority_indicators),
        published_strata(study_area, adult_activity),
    ]
    if not any(len(frame) for frame in frames):
        return empty("inequality_groups")
    columns = model_for("inequality_groups").to_schema().columns
    complete = pd.concat([frame for frame in frames if len(frame)], ignore_index=True).reindex(columns=list(columns))
    filled = complete.fillna({"note": "", "group_name": "", "n_areas": 0}).replace({None: np.nan})
    return conform("inequality_groups", filled.sort_values(ORDER, kind="stable"))
