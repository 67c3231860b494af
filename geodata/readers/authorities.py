"""Rows of the study area, in tables that carry the codes of authorities."""

import pandas as pd

from geodata.study_area import StudyArea

ENGLAND = "E92000001"


def within_study_area(frame: pd.DataFrame, column: str, study_area: StudyArea, *others: str) -> pd.DataFrame:
    """Return the rows whose authority is in the study area, or is one of `others` (such as England).

    A former code that the study area declares is replaced by today's.
    """
    today = frame.assign(**{column: frame[column].replace(study_area.former_codes)})
    return today[today[column].isin([*study_area.codes, *others])]
