"""Fingertips: Active Lives figures of adults and children by authority."""

from pathlib import Path

import pandas as pd

from geodata.catalogue import Source
from geodata.errors import SourceFileError
from geodata.readers.authorities import ENGLAND, within_study_area
from geodata.readers.delimited import read_columns
from geodata.readers.numbers import as_numbers, is_marker
from geodata.source_files import named
from geodata.study_area import StudyArea

INDICATORS = {"adult_activity": ("93014", "93015"), "child_activity": ("93570",)}
_AGES = {"adult_activity": "19+ yrs", "child_activity": "5-16 yrs"}
AGE = "Age"
"""Category type of the age bands of adults; the publisher has them in a column of their own."""
_BAND = r"(\d+)\s*(?:[-–]\s*\d+|(\+))?\s*(?:yrs?|years?)?"  # 19-24 yrs, 85+ yrs
_YOUNGEST_ADULT = 16
_HEADLINE_STARTS = 19
_ORDER = ["category_type", "category", "indicator_id", "area_code", "period"]
"""Of rows: headlines first. The service gives the same rows in another order tomorrow."""
_FIGURES = ["value", "lower_cl", "upper_cl", "numerator", "denominator"]
_NO_NOTE = "no value and no note given by the publisher"


def read_activity(path: Path, source: Source, study_area: StudyArea) -> pd.DataFrame:
    """Return the figures of all persons for the study area's authorities and England.

    Headline rows have an empty category; rows by category (such as deprivation decile) are kept beside them, and so
    are age bands of adults, of category type `Age`. Their order does not depend on the file's. A value that is blank
    or a marker is null, with the publisher's note or the marker as its note.
    """
    text = read_columns(path, source)
    everyone = text[text["indicator_id"].isin(INDICATORS[source.key]) & (text["sex"].str.casefold() == "persons")]
    of_the_age = everyone[everyone["age"].str.casefold() == _AGES[source.key]]
    if of_the_age.empty:
        raise SourceFileError(
            f"{named(source, path)}: no row of indicator {' or '.join(INDICATORS[source.key])} for Persons aged "
            f"{_AGES[source.key]}; column Indicator ID holds {', '.join(text['indicator_id'].unique()[:5])}. "
            f"Get these indicators from {source.landing_page}"
        )
    bands = _age_bands(everyone) if source.key == "adult_activity" else everyone.iloc[:0]
    local = within_study_area(pd.concat([of_the_age, bands]), "area_code", study_area, ENGLAND)
    in_order = local.sort_values(_ORDER, kind="stable")
    return as_numbers(in_order.assign(note=_note(in_order)), _FIGURES, source, path)


def _age_bands(everyone: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of parts of adulthood; one that is open above is a part only if it starts after the headline."""
    parts = everyone["age"].str.casefold().str.extract(f"^{_BAND}$")
    start, is_open = parts[0].astype("float64"), parts[1].notna()
    is_part = (start >= _YOUNGEST_ADULT) & (~is_open | (start > _HEADLINE_STARTS))
    bands = everyone[is_part & (everyone["category_type"] == "") & (everyone["category"] == "")]
    return bands.assign(category_type=AGE, category=bands["age"])


def require_indicators(frame: pd.DataFrame, source: Source) -> None:
    """Raise `SourceFileError` unless the source's files together hold each of its indicators."""
    present = set(frame.loc[frame["category_type"] != AGE, "indicator_id"])
    absent = [indicator for indicator in INDICATORS[source.key] if indicator not in present]
    if absent:
        raise SourceFileError(
            f"{source.title} ({source.key}): no row of indicator {', '.join(absent)} for the study area. "
            f"Put a file with it into the same folder; it is published at {source.landing_page}"
        )


def _note(rows: pd.DataFrame) -> pd.Series:
    marker = rows["value"].where(rows["value"] != "", _NO_NOTE)
    return rows["note"].mask((rows["note"] == "") & is_marker(rows["value"]), marker)
