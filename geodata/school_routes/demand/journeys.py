"""Table `school_journeys`: which pupils of which home go to which school, modelled or as counted."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geodata.errors import ConflictError
from geodata.school_routes.demand.ages import share_of_roll, taught_ages
from geodata.school_routes.demand.gravity import Balancing, Trips, balanced_trips, gravity
from geodata.school_routes.demand.measured_flows import spread_flows
from geodata.school_routes.demand.rolls import assumed_rolls, is_any_roll_known
from geodata.school_routes.demand.walking_share import baseline_walking_share, go_active_walking_share
from geodata.school_routes.statutory import AGE_GROUPS

Floats = NDArray[np.float64]
MODELLED, MEASURED = "gravity model", "school_flows"


class Pairs(NamedTuple):
    """Homes and schools within reach of each other, sorted by home and school."""

    home_id: NDArray[np.int64]
    """Distinct homes, in order."""
    home: NDArray[np.int32]
    """Position in `home_id`."""
    school: NDArray[np.int32]
    """Position in table `schools`."""
    distance_m: Floats


class Modelled(NamedTuple):
    """Pupils of each pair under one assumption about unknown rolls, and how the balancing of each age group went."""

    pupils: Floats
    balancing: dict[str, dict[str, float]]


def school_journeys(
    distances: pd.DataFrame,
    home_pupils: pd.DataFrame,
    schools: pd.DataFrame,
    school_flows: pd.DataFrame,
    homes: pd.DataFrame,
) -> pd.DataFrame:
    """Return table `school_journeys`, sorted by home and school: every pair that any pupil goes between.

    `distances` has each home and school within three miles of each other once: `home_id`, `school_id`, `distance_m`.
    Pupils of each age group go to the schools that teach any of its years, independent and special ones too, by
    `balanced_trips` with the constants of gravity.toml: a school draws pupils in proportion to its roll's share of
    those years. It is done under both assumptions about unknown rolls (`assumed_rolls`). Where no roll at all is known
    schools attract alike and nothing is balanced, for nobody knows what to; modelled pairs then have no bounds. Rolls
    also count pupils from outside the study area or farther off than three miles; as they are scaled to the pupils at
    hand, schools at its edge draw too many.
    Schools that `school_flows` (`lsoa_code`, `urn`, `pupils`) names have what it counts instead, so that a home's
    journeys then need not add up to its pupils. Metres of street are no pupils: a streets-only area has no journeys.

    attrs: `pupils_in_model`, `pupils_without_school` (of homes that reach none for their age),
    `counted_pupils_in_no_pair` (of `school_flows`), and `balancing`: rounds and largest gap to a scaled roll, by
    assumption and age group.
    """
    ordered = schools.sort_values("school_id").reset_index(drop=True)
    pairs = _pairs(distances, ordered)
    living = home_pupils[home_pupils["unit"] == "pupils"]
    rolls = assumed_rolls(ordered)
    models = {name: _modelled(pairs, living, ordered, rolls[name]) for name in rolls.columns}
    modelled = float(models["equal"].pupils.sum())
    counted = spread_flows(pairs.home_id, pairs.home, ordered["urn"], pairs.school, school_flows, homes)
    for model in models.values():
        model.pupils[counted.is_counted] = counted.pupils
    table = _table(pairs, ordered["school_id"], [model.pupils for model in models.values()], counted.is_counted)
    if not is_any_roll_known(ordered):
        table.loc[table["method"] == MODELLED, ["pupils_lower", "pupils_upper"]] = np.nan
    table.attrs |= {
        "pupils_in_model": modelled,
        "pupils_without_school": float(living["pupils"].sum()) - modelled,
        "counted_pupils_in_no_pair": float(school_flows["pupils"].sum() - counted.pupils.sum()),
        "balancing": {name: model.balancing for name, model in models.items()},
    }
    return table


def _pairs(distances: pd.DataFrame, schools: pd.DataFrame) -> Pairs:
    code, ids = pd.factorize(distances["school_id"])
    position = pd.Index(schools["school_id"]).get_indexer(ids).astype(np.int32)
    if (position < 0).any():
        raise ConflictError(f"distances: school_id {ids[position < 0][0]} is not in table schools. Compute both anew")
    school = position[code]
    order = np.lexsort((school, distances["home_id"]))
    home_id = distances["home_id"].to_numpy(dtype=np.int64)[order]
    is_next = np.diff(home_id, prepend=home_id[:1]) > 0
    distance_m = distances["distance_m"].to_numpy(dtype=np.float64)[order]
    return Pairs(np.unique(home_id), np.cumsum(is_next, dtype=np.int32), school[order], distance_m)


def _modelled(pairs: Pairs, living: pd.DataFrame, schools: pd.DataFrame, rolls: pd.Series) -> Modelled:
    ages = taught_ages(schools)
    total, balancing = np.zeros(len(pairs.school)), {}
    rounds = gravity().balancing.rounds if is_any_roll_known(schools) else 0
    until = gravity().balancing.model_copy(update={"rounds": rounds})
    for group in AGE_GROUPS:
        of_group = living[living["age_group"] == group.name].set_index("home_id")["pupils"]
        pupils = of_group.reindex(pairs.home_id).fillna(0).to_numpy(dtype=float)
        places = (rolls * share_of_roll(ages, group)).to_numpy(dtype=float)
        chosen = np.flatnonzero((pupils > 0)[pairs.home] & (places > 0)[pairs.school])
        trips = _trips(pairs, chosen, pupils, places, gravity().deterrence_per_km[group.name].value, until)
        total[chosen] += trips.pupils
        balancing[group.name] = {"rounds": trips.rounds, "largest_roll_gap": trips.roll_gap}
    return Modelled(total, balancing)


def _trips(
    pairs: Pairs,
    chosen: NDArray[np.int64],
    pupils: Floats,
    places: Floats,
    deterrence_per_km: float,
    balancing: Balancing,
) -> Trips:
    """Return the trips of the chosen pairs; homes and schools in none of them have no part in the balance."""
    home, in_a_pair = _renumbered(pairs.home[chosen], len(pupils))
    school, in_any = _renumbered(pairs.school[chosen], len(places))
    return balanced_trips(
        home,
        school,
        np.exp(-deterrence_per_km * pairs.distance_m[chosen] / 1000),
        pupils[in_a_pair],
        places[in_any],
        balancing=balancing,
    )


def _renumbered(positions: NDArray[np.int32], count: int) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
    """Return the positions numbered among those that occur, and which of `count` occur."""
    occurs = np.bincount(positions, minlength=count) > 0
    return (np.cumsum(occurs, dtype=np.int32) - 1)[positions], occurs


def _table(pairs: Pairs, school_id: pd.Series, pupils: list[Floats], is_counted: NDArray[np.bool_]) -> pd.DataFrame:
    kept = np.flatnonzero((pupils[0] > 0) | (pupils[1] > 0))
    distance_m = pairs.distance_m[kept]
    ids, methods = (pd.Series(names, dtype="string").array for names in (school_id, (MODELLED, MEASURED)))
    columns = {
        "home_id": pairs.home_id[pairs.home[kept]],
        "school_id": ids.take(pairs.school[kept]),
        "distance_m": distance_m,
        "pupils": (pupils[0][kept] + pupils[1][kept]) / 2,
        "pupils_lower": np.minimum(pupils[0][kept], pupils[1][kept]),
        "pupils_upper": np.maximum(pupils[0][kept], pupils[1][kept]),
        "walk_share_baseline": baseline_walking_share(distance_m),
        "walk_share_go_active": go_active_walking_share(distance_m),
        "method": methods.take(is_counted[kept].astype(np.int64)),
    }
    # of the table's types already: to conform millions of rows would hold all of them twice
    return pd.DataFrame(columns, copy=False)
