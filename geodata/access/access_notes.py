"""What has to be said of access to each kind of place under each profile."""

import geopandas as gpd
import pandas as pd

from geodata.access.home_access import is_capacity_known, people_for
from geodata.network.walking_time import NotComputed, edge_costs
from geodata.schemas import conform
from geodata.schemas.access import DESTINATIONS, PROFILES


def access_notes(
    destinations: gpd.GeoDataFrame, entrances: pd.DataFrame, edges: gpd.GeoDataFrame, slopes: pd.DataFrame
) -> pd.DataFrame:
    """Return table `access_notes`: what is to be said of each destination and profile of `home_access`.

    What a profile leaves out, why another one is not computed (said of `walking`), and how places count in the floating
    catchment.
    """
    main = edges[edges["is_in_main_component"]]
    costs = {profile: edge_costs(main, slopes, profile) for profile in PROFILES}
    missing = {profile: cost.reason for profile, cost in costs.items() if isinstance(cost, NotComputed)}
    of_profile = {profile: cost.note for profile, cost in costs.items() if not isinstance(cost, NotComputed)}
    of_profile["walking"] = "; ".join(f"{profile} not computed: {reason}" for profile, reason in missing.items())
    of_kind = {
        kind: _counted(kind, destinations, entrances) for kind in DESTINATIONS if (entrances["kind"] == kind).any()
    }
    rows = [
        (kind, profile, f"{said}; {counted}" if said else counted)
        for kind, counted in of_kind.items()
        for profile, said in of_profile.items()
    ]
    return conform("access_notes", pd.DataFrame(rows, columns=["destination", "profile", "note"]))


def _counted(kind: str, destinations: gpd.GeoDataFrame, entrances: pd.DataFrame) -> str:
    how = "by capacity" if is_capacity_known(kind, destinations, entrances) else "once each, capacities not being known"
    return f"places_per_1000: places counted {how}, {people_for(kind)} outside the study area not counted"
