"""Which years of age a school teaches, and which of the statutory age groups these are."""

import pandas as pd

from geodata.school_routes.statutory import AGE_GROUPS, AgeGroup

USUAL_AGES = {
    "infant": (4, 7),
    "junior": (7, 11),
    "primary": (4, 11),
    "middle": (9, 13),
    "secondary": (11, 16),
    "all-through": (4, 16),
}
"""Usual ages of entry and leaving by phase, for schools whose own ages nobody states; assumed, and noted."""
NOT_FOR_SCHOOL_AGE = ("nursery", "16 plus")
"""Phases without pupils of school age, even if the register gives a sixth form college ages from 14."""
LEAST_SHARE_SERVED = 0.5
"""A school is for an age group if it teaches at least half of its years: an infant school is for 5 to 7, not a junior
school, although its youngest are 7; a technical college from 14 is not for 11 to 15."""


def taught_ages(schools: pd.DataFrame) -> pd.DataFrame:
    """Return `youngest` and `leaving` age of table `schools`: its own where known, else those usual in its phase.

    Null where neither is known, and in nurseries and sixth forms. A pupil of the leaving age has left.
    """
    low, high = schools["low_age"].astype(float), schools["high_age"].astype(float)
    is_of_school_age = ~schools["phase"].isin(NOT_FOR_SCHOOL_AGE)
    is_known = high > low  # the register has some 0 to 0
    usual = pd.DataFrame(USUAL_AGES, index=["youngest", "leaving"]).T.reindex(schools["phase"]).set_index(schools.index)
    ages = {
        "youngest": low.where(is_known, usual["youngest"].astype(float)),
        "leaving": high.where(is_known, usual["leaving"].astype(float)),
    }
    return pd.DataFrame(ages).where(is_of_school_age)


def years_taught(ages: pd.DataFrame, group: AgeGroup) -> pd.Series:
    """Return how many of the group's years of age each school teaches (ages as `taught_ages` has them; 0 if unknown).

    >>> from geodata.school_routes.statutory import AGE_GROUPS
    >>> ages = pd.DataFrame({"youngest": [4.0, 7.0, 11.0], "leaving": [7.0, 11.0, 18.0]})
    >>> [years_taught(ages, group).tolist() for group in AGE_GROUPS]
    [[2.0, 1.0, 0.0], [0.0, 3.0, 0.0], [0.0, 0.0, 5.0]]
    """
    until, since = ages["leaving"].clip(upper=group.oldest + 1), ages["youngest"].clip(lower=group.youngest)
    return (until - since).clip(lower=0).fillna(0)


def share_of_roll(ages: pd.DataFrame, group: AgeGroup) -> pd.Series:
    """Return the share of a school's roll that is in the group, every year of age alike; 0 if its ages are unknown.

    >>> from geodata.school_routes.statutory import AGE_GROUPS
    >>> ages = pd.DataFrame({"youngest": [4.0, 7.0], "leaving": [7.0, 11.0]})
    >>> share_of_roll(ages, AGE_GROUPS[0]).round(3).tolist()
    [0.667, 0.25]
    """
    return (years_taught(ages, group) / (ages["leaving"] - ages["youngest"])).fillna(0)


def served_groups(ages: pd.DataFrame) -> pd.Series:
    """Return the age groups each school is for, separated by |; empty if none of them or its ages are unknown.

    >>> ages = pd.DataFrame({"youngest": [4.0, 9.0, 16.0], "leaving": [18.0, 13.0, 19.0]})
    >>> served_groups(ages).tolist()
    ['5_to_7|8_to_10|11_to_15', '8_to_10', '']
    """
    served = pd.Series("", index=ages.index, dtype="string")
    for group in AGE_GROUPS:
        is_served = years_taught(ages, group) >= LEAST_SHARE_SERVED * (group.oldest + 1 - group.youngest)
        name = (served + "|" + group.name).where(served != "", group.name)
        served = served.mask(is_served, name)
    return served
