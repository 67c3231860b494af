"""Two-step floating catchment: how much of something there is for each person who can walk to it."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geodata.errors import ConflictError

Numbers = NDArray[np.float64]
Positions = NDArray[np.int64]


def two_step_floating_catchment(demand: pd.Series, supply: pd.Series, cost: pd.DataFrame, max_cost: float) -> pd.Series:
    """Return the supply per unit of demand within reach of each demand point, on the index of `demand`.

    `demand` (people) and `supply` (places, or what they hold) are by label; `cost` has a row for each pair that can be
    walked: `demand`, `supply` (labels) and `cost`. Step 1 divides each supply by all demand within `max_cost` of it,
    step 2 adds up these ratios over the supplies within `max_cost` of each demand point; one with none has 0. Raises
    `ConflictError` if a pair has two costs.
    Source: Luo and Wang (2003), Environment and Planning B 30, 865-884; as PySAL's `access`.

    Of 10 and 30 people the first reach both surgeries of one doctor, the others only the second:

    >>> people, doctors = pd.Series({"a": 10.0, "b": 30.0}), pd.Series({"x": 1.0, "y": 1.0})
    >>> walk = pd.DataFrame({"demand": ["a", "a", "b", "b"], "supply": ["x", "y", "x", "y"], "cost": [5, 5, 20, 5]})
    >>> two_step_floating_catchment(people, doctors, walk, max_cost=15).to_dict()
    {'a': 0.125, 'b': 0.025}
    """
    if cost.duplicated(["demand", "supply"]).any():
        pair = cost[cost.duplicated(["demand", "supply"])].iloc[0]
        raise ConflictError(
            f"cost: two rows for demand {pair['demand']!r} and supply {pair['supply']!r}; keep the lesser cost"
        )
    near = cost[cost["cost"] <= max_cost]
    of_demand, of_supply = (
        demand.index.get_indexer(pd.Index(near["demand"])),
        supply.index.get_indexer(pd.Index(near["supply"])),
    )
    if (unknown := (of_demand < 0) | (of_supply < 0)).any():
        row = near[unknown].iloc[0]
        raise ConflictError(f"cost: the pair {row['demand']!r}, {row['supply']!r} is not in both demand and supply")
    return pd.Series(
        floating_catchment(demand.to_numpy(float), supply.to_numpy(float), of_demand, of_supply), demand.index
    )


def floating_catchment(demand: Numbers, supply: Numbers, of_demand: Positions, of_supply: Positions) -> Numbers:
    """Return the same for pairs within reach given by position: pair k is `of_demand[k]` and `of_supply[k]`.

    A supply that nobody lives within reach of gives nothing to anybody; what an unknown demand reaches is unknown.
    """
    people = np.bincount(of_supply, demand[of_demand], len(supply))
    ratio = np.divide(supply, people, out=np.zeros(len(supply)), where=people != 0)
    access: Numbers = np.bincount(of_demand, ratio[of_supply], len(demand)).astype(np.float64)
    return access
