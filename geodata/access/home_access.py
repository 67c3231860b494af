"""Table `home_access`: the walk from each home to the nearest place of each kind, and how many are within a walk."""

from collections.abc import Iterator

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geodata.access.floating_catchment import floating_catchment
from geodata.access.home_walks import MS_A_MINUTE, HomeWalks, few_at_a_time
from geodata.network.walking_time import NotComputed, edge_costs
from geodata.schemas import conform, stacked
from geodata.schemas.access import DESTINATIONS, MINUTES, PROFILES

CATCHMENT_MINUTES = 15
PER_PEOPLE = 1000
PLACES_AT_A_TIME = 500
"""Of what so many places reach a sum is made before the next are searched from."""

Numbers = NDArray[np.float64]


def home_access(
    homes: gpd.GeoDataFrame,
    destinations: gpd.GeoDataFrame,
    entrances: pd.DataFrame,
    edges: gpd.GeoDataFrame,
    slopes: pd.DataFrame,
) -> pd.DataFrame:
    """Return table `home_access`: every home, kind of place that has an entrance, and profile that can be computed.

    A walk leads from the home straight to its street, along streets and paths, and straight on to the place; with slope
    (table `edge_slopes`) it matters that it leads there and not back. `walk_minutes` is null where no place is reached;
    then none is within the bands. `places_per_1000` is the two-step floating catchment within 15 minutes, per 1,000
    residents (children for schools): by `capacity` if it is known of every place of the kind that has an entrance, else
    by places; null where people are not known, or the home has no network. `access_notes` says what to beware of.
    """
    main = edges[edges["is_in_main_component"]]
    place = pd.Index(destinations["destination_id"]).get_indexer(pd.Index(entrances["destination_id"]))
    parts = []
    for profile in PROFILES:
        costs = edge_costs(main, slopes, profile)
        if not isinstance(costs, NotComputed):
            walks = HomeWalks.build(homes, entrances.assign(destination=place), main, costs)
            parts += [frame.assign(profile=profile) for frame in _by_kind(walks, homes, destinations)]
    return stacked("home_access", [conform("home_access", part) for part in parts])


def is_capacity_known(kind: str, destinations: pd.DataFrame, entrances: pd.DataFrame) -> bool:
    """Tell whether the capacity of every place of a kind that has an entrance is known."""
    own = destinations["destination_id"].isin(entrances.loc[entrances["kind"] == kind, "destination_id"])
    return bool(destinations.loc[own, "capacity"].notna().all())


def people_for(kind: str) -> str:
    """Return the column of `homes` with the people whom places of a kind are for."""
    return "children" if kind == "school" else "residents"


def _by_kind(walks: HomeWalks, homes: gpd.GeoDataFrame, destinations: gpd.GeoDataFrame) -> Iterator[pd.DataFrame]:
    for kind in DESTINATIONS:
        own = walks.entrances[walks.entrances["kind"] == kind]
        if own.empty:
            continue
        is_known = is_capacity_known(kind, destinations, own)
        supply = destinations["capacity"].to_numpy(float) if is_known else np.ones(len(destinations))
        people = homes[people_for(kind)].where(homes["edge_id"].notna()).to_numpy(float)
        counts, per_person = _within(walks, own, people, supply)
        columns = {f"within_{minutes}_minutes": counts[band] for band, minutes in enumerate(MINUTES)}
        yield pd.DataFrame(
            {
                "home_id": homes["home_id"].to_numpy(),
                "destination": kind,
                "walk_minutes": walks.nearest_minutes(own),
                **columns,
                "places_per_1000": PER_PEOPLE * per_person,
            }
        )


def _within(
    walks: HomeWalks, entrances: pd.DataFrame, people: Numbers, supply: Numbers
) -> tuple[NDArray[np.int64], Numbers]:
    """Return for each home the places within each band of minutes, and what there is for each person."""
    counts, per_person = np.zeros((len(MINUTES), len(people)), dtype=np.int64), np.zeros(len(people))
    for places in few_at_a_time(entrances, PLACES_AT_A_TIME):
        found, _ = walks.within(places, max(MINUTES))
        for band, minutes in enumerate(MINUTES):
            counts[band] += np.bincount(found.node[found.cost <= minutes * MS_A_MINUTE], minlength=len(people))
        near = found.cost <= CATCHMENT_MINUTES * MS_A_MINUTE
        per_person += floating_catchment(people, supply, found.node[near], found.group[near])
    return counts, np.where(np.isnan(people), np.nan, per_person)
