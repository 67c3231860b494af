"""Codes of STATS19, the police's records of road collisions, in words; -1 is missing, 9 and 99 are self-reported.

Source: Department for Transport, road safety open dataset data guide (2024 code list).
"""

import pandas as pd

SEVERITY = {"1": "fatal", "2": "serious", "3": "slight"}
PEDESTRIAN_CROSSING = {
    "0": "none", "11": "patrol", "12": "patrol", "13": "zebra", "14": "signals", "15": "signals",
    "16": "bridge or subway", "17": "refuge",
}  # fmt: skip
"""Facility within 50 m by the specification of 2024."""
HUMAN_CONTROL = {"0": "none", "1": "patrol", "2": "patrol"}
PHYSICAL_FACILITIES = {
    "0": "none", "1": "zebra", "4": "signals", "5": "signals", "7": "bridge or subway", "8": "refuge",
}  # fmt: skip
"""The two fields of earlier specifications that the one of 2024 replaced."""
PEDESTRIAN_LOCATION = {
    "1": "on a crossing", "2": "near a crossing", "3": "near a crossing", "4": "near a crossing",
    "5": "crossing elsewhere", "6": "footway or verge", "7": "refuge", "8": "centre of carriageway",
    "9": "carriageway, not crossing",
}  # fmt: skip
SCHOOL_JOURNEY = {
    "3": "taking a pupil to or from school",
    "4": "pupil riding to or from school",
    "7": "education or educational escort",
}
"""Journey purposes of a driver or rider; 3 and 4 end with 2023, 7 is of the specification of 2024."""
PEDESTRIAN, CYCLIST = "3", "1"
"""Casualty class of a pedestrian, and casualty type of somebody on a pedal cycle."""
MOTORWAY = ("1", "2")
"""First road classes: motorway, A(M)."""
CHILD_AGES = (0, 15)


def in_words(codes: pd.Series, words: dict[str, str]) -> pd.Series:
    """Return the words of the codes, null where a code has none.

    >>> in_words(pd.Series(["3", "-1"], dtype="string"), SEVERITY).tolist()
    ['slight', <NA>]
    """
    return codes.map(words).astype("string")


def column(frame: pd.DataFrame, name: str) -> pd.Series:
    """Return an optional text column, blank where the file has none."""
    return frame[name] if name in frame else pd.Series("", index=frame.index, dtype="string")
