"""Table `street_collisions`: what is recorded at each street and crossing, and its smoothed rates."""

from typing import Literal

import geopandas as gpd
import numpy as np
import pandas as pd

from geodata.schemas import conform, empty
from geodata.school_routes.collisions.counting import (
    collision_counts,
    latest_years,
    period,
)
from geodata.school_routes.collisions.exposure import pupil_exposure
from geodata.school_routes.collisions.places import STREET_M, collision_places, placed
from geodata.school_routes.collisions.shrinkage import shrunken_rates

CAVEAT = "what the police know of; school time includes holidays; pupils are those of pupil_flows"
OUTSIDE = "; outside the study area, where collisions are not read"


def street_collisions(
    parts: gpd.GeoDataFrame,
    collisions: pd.DataFrame,
    casualties: pd.DataFrame,
    vehicles: pd.DataFrame,
    pupil_flows: pd.DataFrame,
    *,
    years: int = 5,
    kind: Literal["computed", "synthetic"] = "computed",
) -> gpd.GeoDataFrame:
    """Return table `street_collisions`: every street and crossing of `route_parts`, streets first, each by its id.

    Takes tables `route_parts`, `source_collisions`, `source_casualties`, `source_vehicles` and `pupil_flows`, and the
    latest so many calendar years. A collision counts at its nearest street within 20 m and at its nearest crossing
    within 50 m, see `placed`. Collisions over the border are not read: a place outside the study area has no rate, and
    no counts unless some was placed there. Without parts or collisions the table is empty; without casualties,
    vehicles or flows what they would say is null. Rates are of collisions, since casualties of one are not
    independent; they are drawn toward the mean of the place's class by `shrunken_rates`.
    """
    if parts.empty or collisions.empty:
        return empty("street_collisions")
    latest = latest_years(collisions, years)
    places = collision_places(parts)
    at = placed(latest, places)
    counts = counts_by_place(collision_counts(latest, casualties, vehicles), at, places["place_id"])
    is_inside = places["local_authority_code"].notna()
    counts = counts[is_inside | (counts["collisions"] > 0)].reindex(counts.index)
    n_years = latest["year"].nunique()
    table = places.assign(
        **counts,
        severity_basis=_severity_basis(counts),
        period=period(latest),
        n_years=n_years,
        exposure=(places["length_m"] / 1000).where(places["place"] == "street", 1.0) * n_years,
        pupil_exposure=places["place_id"].map(pupil_exposure(parts, pupil_flows, n_years)).astype(float),
        kind=kind,
        source=_sources(casualties, vehicles),
        note=_note(latest, at) + pd.Series(OUTSIDE, places.index).mask(is_inside, ""),
    )
    return conform("street_collisions", _with_rates(table))


def counts_by_place(counts: pd.DataFrame, at: pd.DataFrame, place_id: pd.Series) -> pd.DataFrame:
    """Return the sums of the counts of collisions at each place, in the order of `place_id`; no collision is 0.

    `at` is what `placed` returns for the same collisions. What is null of every collision (no file) is null
    everywhere; so is a sum that holds an unknown.
    """
    untold = counts.columns[counts.isna().all()]
    known = counts.drop(columns=untold)
    sums = pd.concat([known.groupby(at[each]).sum(skipna=False) for each in ("street", "crossing")])
    every = sums.reindex(place_id, fill_value=0.0).set_index(place_id.index)
    return every.reindex(columns=counts.columns)


def _severity_basis(counts: pd.DataFrame) -> pd.Series:
    hurt, adjusted = counts["pedestrians"], counts["adjusted_pedestrians"]
    basis = np.select(
        [~(hurt > 0), adjusted == hurt, adjusted > 0], ["", "adjusted", "partly adjusted"], default="as reported"
    )
    return pd.Series(basis, index=counts.index, dtype="string")


def _with_rates(table: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    group = table["place"] + " " + table["highway"]
    for who, count, exposure in (
        ("pedestrian", "pedestrian_collisions", "exposure"),
        ("child", "child_pedestrian_collisions", "pupil_exposure"),
    ):
        is_covered = table["local_authority_code"].notna()
        rates = shrunken_rates(table[count], table[exposure].where(is_covered), group)
        table = table.join(rates.add_prefix(f"{who}_"))
    return table


def _sources(casualties: pd.DataFrame, vehicles: pd.DataFrame) -> str:
    said = {"collisions": True, "casualties": len(casualties), "vehicles": len(vehicles), "openstreetmap": True}
    return "+".join(key for key, is_there in said.items() if is_there)


def _note(collisions: pd.DataFrame, at: pd.DataFrame) -> str:
    off = (at["street"].isna() & ~collisions["is_motorway"]).sum()
    words = f"{CAVEAT}; {off} of {len(collisions)} collisions lie more than {STREET_M:.0f} m from any street"
    on_motorway = collisions["is_motorway"].sum()
    return f"{words}, {on_motorway} on motorways" if on_motorway else words
