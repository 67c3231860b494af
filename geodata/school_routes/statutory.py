"""The statutory walking distances to school in England, and whom they hold for."""

from typing import NamedTuple

MILE_M = 1609.344


class AgeGroup(NamedTuple):
    """Pupils for whom one distance holds: from the age of `youngest` to that of `oldest`, in whole years."""

    name: str
    youngest: int
    oldest: int
    limit_m: float


AGE_GROUPS = (
    AgeGroup("5_to_7", 5, 7, 2 * MILE_M),
    AgeGroup("8_to_10", 8, 10, 3 * MILE_M),
    AgeGroup("11_to_15", 11, 15, 3 * MILE_M),
)
"""Two miles under the age of 8, three miles from 8 on. Source: Education Act 1996, section 444 and Schedule 35B."""
LOW_INCOME_GROUP = "8_to_10"
"""Of low income, pupils of 8 to 10 have the shorter distance. Source: Education Act 1996, Schedule 35B."""
LOW_INCOME_LIMIT_M = 2 * MILE_M
ANY_AGE = "any_age"
"""Group of a streets-only area, where nobody knows who lives where: metres of street to the nearest school."""
LONGEST_M = 3 * MILE_M
