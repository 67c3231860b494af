"""How much walking to school there is at each place: the modelled flows over the years of the collisions."""

import pandas as pd

from geodata.school_routes.collisions.places import place_ids

JOURNEYS_A_YEAR = 380
"""To and from school on 190 days: a school year has at least 380 sessions.

Source: Education (School Day and School Year) (England) Regulations 1999, regulation 3.
"""


def pupil_exposure(parts: pd.DataFrame, pupil_flows: pd.DataFrame, n_years: int) -> pd.Series:
    """Return million pupil-km walked (streets) or crossings made (crossings) in the years, by place.

    `pupil_flows` are modelled; who walks is by its baseline curve. Both sides of a street and all arms of a crossing
    are added; a place with a withheld count has none. Empty without flows: then nothing is known of any place.

    >>> parts = pd.DataFrame({"part_id": ["w1.0.0.left", "w1.0.0.right"], "kind": ["side"] * 2, "node_id": [None] * 2,
    ...                       "edge_id": ["w1.0.0"] * 2, "length_m": [500.0] * 2})
    >>> flows = pd.DataFrame({"part_id": ["w1.0.0.left", "w1.0.0.right"], "walkers_baseline": [30.0, 10.0]})
    >>> pupil_exposure(parts, flows, 5)  # 40 pupils x 0.5 km x 380 x 5
    w1.0.0    0.038
    dtype: float64
    """
    if pupil_flows.empty:
        return pd.Series(dtype=float)
    by_part = pupil_flows.set_index("part_id")["walkers_baseline"]
    walkers = by_part.reindex(parts["part_id"], fill_value=0.0).set_axis(parts.index)  # a withheld count stays missing
    km = (parts["length_m"] / 1000).where(parts["kind"] != "crossing", 1.0)
    journeys = walkers * km * JOURNEYS_A_YEAR * n_years / 1e6
    return journeys.groupby(place_ids(parts)).sum(skipna=False).rename_axis(None)
