"""The areas that figures are given for: name, type and parent of each, as a reader's spreadsheet shows them."""

import pandas as pd

from geodata.readers.authorities import ENGLAND
from geodata.study_area import StudyArea

LEVELS = ["country", "nhs_area", "study_area", "local_authority", "ward"]
"""Largest first."""
AREA_TYPES = {
    "country": "England",
    "nhs_area": "NHS area",
    "study_area": "Study area",
    "local_authority": "Districts & UAs",
    "ward": "Wards",
}


def named_areas(study_area: StudyArea, local_authorities: pd.DataFrame, wards: pd.DataFrame) -> pd.DataFrame:
    """Return one row per area, indexed by `area_code`: England, NHS area, study area, authorities and wards.

    Columns: `area_name`, `area_level`, `parent_code`, `parent_name`. A ward's parent is its authority, an authority's
    the study area, that of the study area and the NHS area England; England has none. Needs the columns `ward_code`,
    `ward_name`, `local_authority_code`, `local_authority_name`.
    """
    whole = [
        (ENGLAND, "England", "country", "", ""),
        (study_area.name, study_area.title, "study_area", ENGLAND, "England"),
    ]
    if study_area.nhs_area:
        whole.append((study_area.nhs_area.code, study_area.nhs_area.name, "nhs_area", ENGLAND, "England"))
    authorities = [
        (code, name, "local_authority", study_area.name, study_area.title)
        for code, name in zip(
            local_authorities["local_authority_code"], local_authorities["local_authority_name"], strict=True
        )
    ]
    within = ["ward_code", "ward_name", "local_authority_code", "local_authority_name"]
    parts = [(code, name, "ward", parent, title) for code, name, parent, title in wards[within].to_numpy().tolist()]
    columns = ["area_code", "area_name", "area_level", "parent_code", "parent_name"]
    return pd.DataFrame([*whole, *authorities, *parts], columns=columns).set_index("area_code")
