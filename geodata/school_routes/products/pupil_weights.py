"""How much each pupil counts in priorities: all alike, or more the more deprived the LSOA of the home is."""

from typing import Literal

import numpy as np
import pandas as pd

EquityWeight = Literal["none", "imd_decile"]
_DECILES = 10


def pupil_weights(
    pupil_routes: pd.DataFrame, homes: pd.DataFrame, imd_deciles: pd.DataFrame, equity_weight: EquityWeight
) -> pd.Series:
    """Return the weight of each row of `pupil_routes`: 1, or 11 minus the national decile of the LSOA over its mean.

    The mean is over all pupils whose decile is known, so that weights average 1; whose decile nobody knows weighs 1.
    `imd_deciles` has `lsoa_code, imd_decile` (1 the most deprived).

    >>> routes = pd.DataFrame({"home_id": [1, 2, 3], "pupils": [10.0, 10.0, 5.0]})
    >>> homes = pd.DataFrame({"home_id": [1, 2, 3], "lsoa_code": ["E01000001", "E01000002", None]})
    >>> deciles = pd.DataFrame({"lsoa_code": ["E01000001", "E01000002"], "imd_decile": [1.0, 6.0]})
    >>> pupil_weights(routes, homes, deciles, "imd_decile").round(3).to_list()
    [1.333, 0.667, 1.0]
    """
    alike = pd.Series(1.0, pupil_routes.index)
    if equity_weight == "none":
        return alike
    decile_of = homes.set_index("home_id")["lsoa_code"].map(imd_deciles.set_index("lsoa_code")["imd_decile"])
    need = _DECILES + 1 - pupil_routes["home_id"].map(decile_of).astype(float)
    pupils = pupil_routes["pupils"].where(need.notna(), 0.0)
    mean = (need.fillna(0.0) * pupils).sum() / pupils.sum() if pupils.sum() else np.nan
    return (need / mean).fillna(alike)
