"""STATS19 casualties on foot, and children on cycles."""

from pathlib import Path

import pandas as pd

from geodata.catalogue import Source
from geodata.readers.delimited import read_columns
from geodata.readers.numbers import as_numbers
from geodata.readers.stats19_codes import (
    CHILD_AGES,
    CYCLIST,
    PEDESTRIAN,
    PEDESTRIAN_LOCATION,
    SEVERITY,
    column,
    in_words,
)
from geodata.schemas import conform
from geodata.study_area import StudyArea

_NUMBERS = ["age", "adjusted_serious", "home_imd_decile"]


def read_casualties(path: Path, source: Source, _study_area: StudyArea) -> pd.DataFrame:
    """Return pedestrians of all ages and cyclists of 0 to 15; who rode in or on anything else is left out.

    The file holds all of Britain and says nothing of places: the collisions choose. The decile of the casualty's home
    is the publisher's, of the edition of the index that it used.
    """
    read = read_columns(path, source)
    is_pedestrian = read["casualty_class"] == PEDESTRIAN
    chosen = read[is_pedestrian | (read["casualty_type"] == CYCLIST)]
    text = chosen.assign(**{name: column(chosen, name) for name in (*_NUMBERS, "home_lsoa_code")})
    numbers = as_numbers(text, _NUMBERS, source, path)
    lsoa = numbers["home_lsoa_code"]
    casualties = numbers.assign(
        road_user=(numbers["casualty_class"] == PEDESTRIAN).map({True: "pedestrian", False: "cyclist"}),
        severity=in_words(numbers["severity"], SEVERITY),
        pedestrian_location=in_words(column(numbers, "pedestrian_location"), PEDESTRIAN_LOCATION),
        home_lsoa_code=lsoa.where(lsoa.str.fullmatch(r"[A-Z]\d{8}")),
        home_imd_decile=numbers["home_imd_decile"].where(numbers["home_imd_decile"].between(1, 10)),
        **{name: numbers[name].where(numbers[name] >= 0) for name in ("age", "adjusted_serious")},
    )
    is_kept = (casualties["road_user"] == "pedestrian") | casualties["age"].between(*CHILD_AGES)
    return conform("source_casualties", casualties[is_kept])
