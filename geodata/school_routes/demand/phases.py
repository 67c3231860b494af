"""Which phase a school is of: by the register, else by its ages, else by what its name says."""

import pandas as pd

from geodata.school_routes.demand.ages import served_groups

UNKNOWN = "school"
_AS_REGISTERED = {
    **{phase: phase for phase in ("nursery", "primary", "secondary", "16 plus", "all-through")},
    "all through": "all-through",
    "middle deemed primary": "middle",
    "middle deemed secondary": "middle",
}
_OF_SERVED = {
    "5_to_7": "infant",
    "8_to_10": "junior",
    "5_to_7|8_to_10": "primary",
    "8_to_10|11_to_15": "middle",
    "11_to_15": "secondary",
    "5_to_7|8_to_10|11_to_15": "all-through",
}
_IN_NAMES = (
    # the first that fits: a primary school may also name its nursery, and many are "junior and infant"
    (r"\bprimary\b|\binfants?\b.*\bjunior\b|\bjunior\b.*\binfants?\b", "primary"),
    (r"\binfants?\b", "infant"),
    (r"\bjuniors?\b", "junior"),
    (r"\bspecial school\b", "special"),
    (r"\bsecondary\b|\bhigh school\b|\bgrammar school\b|\bcomprehensive\b", "secondary"),
    (r"\bsixth form\b", "16 plus"),
    (r"\bnursery\b|\bpre-?school\b", "nursery"),
)
"""Words that tell a phase. Academy, college and middle, first or preparatory school tell none, or no usual ages."""
_INFANTS_LEAVE_BY, _JUNIORS_ENTER_FROM = 8, 7


def school_phases(schools: pd.DataFrame) -> pd.DataFrame:
    """Return `phase` and `phase_from` (the register, ages, name or nothing) of schools.

    Columns read: `registered` (the register's phase in lower case, or anything else), `name`, `low_age`, `high_age` and
    `is_by_placement`. Special schools and alternative provision are `special`. Primary schools that are infant or
    junior schools by their ages, or failing these by their name, are called so. `school` where nothing tells.
    """
    registered = _refined(_mapped(schools["registered"], _AS_REGISTERED), schools)
    by_ages = _by_ages(schools)
    by_name = phase_in_name(schools["name"])
    phase = registered.mask(registered == UNKNOWN, by_ages).mask(lambda found: found == UNKNOWN, by_name)
    how = pd.Series("", index=schools.index, dtype="string")
    how = how.mask(by_name != UNKNOWN, "name").mask(by_ages != UNKNOWN, "ages").mask(registered != UNKNOWN, "register")
    is_placed = schools["is_by_placement"]
    return pd.DataFrame({"phase": phase.mask(is_placed, "special"), "phase_from": how.mask(is_placed, "register")})


def phase_in_name(names: pd.Series) -> pd.Series:
    """Return the phase that each name tells, `school` if it tells none.

    >>> phase_in_name(pd.Series(["Ketton C of E Primary School", "Gaer Junior and Infants' School", "Oakham School"])
    ...     ).tolist()
    ['primary', 'primary', 'school']
    """
    found = pd.Series(UNKNOWN, index=names.index, dtype="string")
    for pattern, phase in reversed(_IN_NAMES):
        found = found.mask(names.str.contains(pattern, case=False, regex=True).fillna(value=False).astype(bool), phase)
    return found


def _mapped(words: pd.Series, phases: dict[str, str]) -> pd.Series:
    return words.str.casefold().map(phases).astype("string").fillna(UNKNOWN)


def _by_ages(schools: pd.DataFrame) -> pd.Series:
    low, high = schools["low_age"], schools["high_age"]
    ages = pd.DataFrame({"youngest": low, "leaving": high}).where(high > low)
    phase = _mapped(served_groups(ages), _OF_SERVED)
    return phase.mask(ages["youngest"] >= 16, "16 plus").mask(ages["leaving"] <= 5, "nursery")


def _refined(phase: pd.Series, schools: pd.DataFrame) -> pd.Series:
    """Return the phase with infant and junior schools told from primary schools."""
    is_primary, has_ages = phase == "primary", schools["high_age"] > schools["low_age"]
    in_name = phase_in_name(schools["name"])
    is_infant = (schools["high_age"] <= _INFANTS_LEAVE_BY).where(has_ages, in_name == "infant")
    is_junior = (schools["low_age"] >= _JUNIORS_ENTER_FROM).where(has_ages, in_name == "junior")
    infant = phase.mask((is_primary & is_infant).astype(bool), "infant")
    return infant.mask((is_primary & is_junior & ~is_infant.astype(bool)).astype(bool), "junior")
