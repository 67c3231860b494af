"""Pupils by home area and school, as counted: the drop-in that replaces the model."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray


class Counted(NamedTuple):
    """Which pairs of a home and a school the flows speak of, and the pupils of these."""

    is_counted: NDArray[np.bool_]
    pupils: NDArray[np.float64]


def spread_flows(
    home_id: NDArray[np.int64],
    home: NDArray[np.int32],
    urn: pd.Series,
    school: NDArray[np.int32],
    school_flows: pd.DataFrame,
    homes: pd.DataFrame,
) -> Counted:
    """Return the pupils of each pair of a home and a school that table `source_school_flows` names.

    `home` and `school` are the pair's positions in `home_id` and `urn`. An LSOA's pupils at a school are spread over
    its homes by `weight`; 0 where the flows name the school but not the LSOA. Parts of homes that have no pair with the
    school are in no pair.

    >>> homes = pd.DataFrame({"home_id": [7, 8], "lsoa_code": "E01000001", "weight": [0.25, 0.75]})
    >>> flows = pd.DataFrame({"lsoa_code": ["E01000001"], "urn": ["101"], "pupils": [8.0]})
    >>> spread_flows(np.array([7, 8]), np.array([0, 1, 1], np.int32), pd.Series(["101", "102"]),
    ...              np.array([0, 0, 1], np.int32), flows, homes)
    Counted(is_counted=array([ True,  True, False]), pupils=array([2., 6.]))
    """
    is_counted = urn.isin(school_flows["urn"]).to_numpy(dtype=bool)[school]
    lived = homes.set_index("home_id")[["lsoa_code", "weight"]].reindex(home_id[home[is_counted]])
    keys = pd.MultiIndex.from_arrays([lived["lsoa_code"], urn.to_numpy()[school[is_counted]]])
    counted = school_flows.groupby(["lsoa_code", "urn"])["pupils"].sum().reindex(keys).fillna(0)
    return Counted(is_counted, counted.to_numpy(dtype=float) * lived["weight"].to_numpy(dtype=float))
