"""How busy the side roads are that join a side of a main road: what is known of their own traffic in the end."""

import numpy as np
import pandas as pd

from geodata.school_routes.attributes import columns_of
from geodata.school_routes.evidence.surroundings import side_roads

_FLOW, _OF_SIDE_ROADS = columns_of("flow_vpd"), columns_of("side_road_vpd")
_NONE = (0.0, 0.0, 0.0, True, "not applicable", "")


def with_side_road_flows(evidence: pd.DataFrame, links: pd.DataFrame) -> pd.DataFrame:
    """Return evidence on links with `side_road_vpd` made of its `flow_vpd`, so that counts and surveys of those count.

    `links` are the rows of `route_parts` that the evidence is of, in its order. Each bound is the greatest of the
    streets that join; source and date are those of the street that may be the busiest. It is 0, not applicable, where
    none joins.
    """
    joined = side_roads(links)
    flow = evidence[list(_FLOW)].set_axis(list(_OF_SIDE_ROADS), axis=1)
    of_street = flow.iloc[joined["street"]].reset_index(drop=True).assign(side=joined["side"].to_numpy())
    lo, hi, likely, *_ = _OF_SIDE_ROADS
    # a street that is known and the greatest comes before one that may be as busy
    ranked = of_street.sort_values(["side", hi, lo], ascending=[True, False, False], kind="stable")
    busiest = ranked.drop_duplicates("side").set_index("side")
    greatest = of_street.groupby("side")[[lo, likely]].max()
    busiest[[lo, likely]] = greatest.loc[busiest.index]
    made = busiest.reindex(np.arange(len(evidence))).set_axis(evidence.index)
    has_none = made[lo].isna()
    filled = {name: made[name].mask(has_none, value) for name, value in zip(_OF_SIDE_ROADS, _NONE, strict=True)}
    return evidence.assign(**filled)
