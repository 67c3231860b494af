"""Rolls of schools, and what is assumed where the register states none."""

import pandas as pd

NO_ROLL_KNOWN = "no roll known: 1 for all schools, for their relative attraction only"
MODELLED_ROLL = "modelled roll, from the mean of all schools to that of its phase"


def assumed_rolls(schools: pd.DataFrame) -> pd.DataFrame:
    """Return each school's roll under both assumptions, columns `equal` and `phase_mean`.

    A known roll (`pupils`) is itself under both. An unknown one is under `equal` the mean of all known rolls, under
    `phase_mean` the mean of the known rolls of its `phase`, or of all if it has none. Means are of the schools that
    serve an age group; if none of these has a known roll, unknown rolls are 1.

    >>> schools = pd.DataFrame({"pupils": [200, 1000, None], "phase": ["primary", "secondary", "primary"],
    ...                         "serves": ["5_to_7|8_to_10", "11_to_15", "5_to_7|8_to_10"]})
    >>> assumed_rolls(schools).loc[2].to_dict()
    {'equal': 600.0, 'phase_mean': 200.0}
    """
    pupils = schools["pupils"].astype(float)
    counted = pupils[schools["serves"] != ""]
    equal = counted.mean() if counted.notna().any() else 1.0
    of_phase = schools["phase"].map(counted.groupby(schools["phase"]).mean()).astype(float).fillna(equal)
    return pd.DataFrame({"equal": pupils.fillna(equal), "phase_mean": pupils.fillna(of_phase)})


def is_any_roll_known(schools: pd.DataFrame) -> bool:
    """Tell whether the roll of any school that serves an age group is known."""
    return bool(schools.loc[schools["serves"] != "", "pupils"].notna().any())
