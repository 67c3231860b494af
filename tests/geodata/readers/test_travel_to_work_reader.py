from collections.abc import Callable
from pathlib import Path

import pytest

from geodata.catalogue import load_catalogue
from geodata.errors import MissingColumnError
from geodata.readers import load_source
from geodata.study_area import StudyArea

Put = Callable[[str, str, str | bytes], Path]
NAMES = {ours: aliases[0] for ours, aliases in load_catalogue()["travel_to_work"].columns.items()}
FIGURES = {"lsoa_code": "E01000001", "total": "100", "on_foot": "9", "bicycle": "3", "home": "40"}


def ts061(names: dict[str, str]) -> str:
    header = ",".join(f'"{name}"' for name in ["date", "geography", *names.values()])
    return header + "\n" + ",".join(["2021", "One", *(FIGURES.get(ours, "0") for ours in names)]) + "\n"


def test_modes_become_rows_beside_their_total(put: Put, study_area: StudyArea) -> None:
    table = load_source("travel_to_work", put("travel_to_work", "ts061.csv", ts061(NAMES)), study_area)
    people = table.set_index("mode")["people"]
    assert set(people.index) == set(NAMES) - {"lsoa_code", "total"}
    assert people[["on_foot", "bicycle", "home", "train"]].tolist() == [9, 3, 40, 0]
    assert table["total"].eq(100).all()


def test_mode_without_a_column_is_named(put: Put, study_area: StudyArea) -> None:
    names = {ours: name for ours, name in NAMES.items() if ours != "bicycle"}
    with pytest.raises(MissingColumnError, match="Method of travel to workplace: Bicycle"):
        load_source("travel_to_work", put("travel_to_work", "ts061.csv", ts061(names)), study_area)
