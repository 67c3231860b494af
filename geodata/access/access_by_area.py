"""Tables `lsoa_access`, `ward_access` and `authority_access`: from the walks of each home to shares of people."""

from typing import Literal

import pandas as pd

from geodata.access.area_notes import area_notes
from geodata.access.weighted_median import weighted_medians
from geodata.schemas import conform, empty, stacked
from geodata.schemas.access import MINUTES
from geodata.ward_figures import joined_notes

Level = Literal["lsoa", "ward", "local_authority"]
# table and its code column
TABLES: dict[Level, tuple[str, str]] = {
    "lsoa": ("lsoa_access", "lsoa_code"),
    "ward": ("ward_access", "ward_code"),
    "local_authority": ("authority_access", "area_code"),
}
# whose share is asked for within which minutes
BANDS = {"residents": MINUTES, "children": MINUTES, "no_car_households": (15,)}
CASE = ["area_code", "destination", "profile"]


def access_by_area(
    home_access: pd.DataFrame, homes: pd.DataFrame, level: Level, access_notes: pd.DataFrame, period: str
) -> pd.DataFrame:
    """Return table `lsoa_access`, `ward_access` or `authority_access` (without the study area) from the walks of homes.

    Shares are per cent of the people of each kind who live within the minutes; the walk is their weighted median, null
    where half of them reach none. Where no home's residents are known, shares are of `weight`; where those of some
    homes are not known, they are missing. Homes without a network are left out. `note` says all this, and what table
    `access_notes` has to say; `period` is the date of the streets. A home outside every area counts in none.
    """
    table, code = TABLES[level]
    area_code = homes["local_authority_code" if level == "local_authority" else code].rename("area_code")
    own = homes[area_code.notna()].assign(area_code=area_code)
    known = home_access[home_access["home_id"].isin(own["home_id"])]
    if known.empty:
        return empty(table)
    made = _figures(known, own)
    said = joined_notes(
        made["area_code"].map(area_notes(own)), made[CASE[1:]].merge(access_notes, "left", on=CASE[1:])["note"]
    )
    authority = made["area_code"].map(own.groupby("area_code")["local_authority_code"].first())
    made[code] = made["area_code"]
    return conform(table, made.assign(local_authority_code=authority, period=period, note=said))


def authority_access(
    home_access: pd.DataFrame, homes: pd.DataFrame, study_area: str, access_notes: pd.DataFrame, period: str
) -> pd.DataFrame:
    """Return table `authority_access`: each authority, then the study area under its name."""
    whole = homes.assign(local_authority_code=study_area)
    parts = [access_by_area(home_access, own, "local_authority", access_notes, period) for own in (homes, whole)]
    return stacked("authority_access", parts)


def _figures(home_access: pd.DataFrame, homes: pd.DataFrame) -> pd.DataFrame:
    """Return the figures of each area, destination and profile; people without a network count in none."""
    people = _people(homes).loc[home_access["home_id"]].reset_index(drop=True)
    walks = home_access.drop(columns="home_id").reset_index(drop=True)
    columns = {name: people[name] for name in (*BANDS, "counted", "is_placed")}
    columns |= {
        f"{name}_{minutes}": people["counted" if name == "residents" else name]
        * (walks[f"within_{minutes}_minutes"] > 0)
        for name, bands in BANDS.items()
        for minutes in bands
    }
    columns |= {
        name: (people["counted"] * walks[of]).where(people["counted"] > 0, people["counted"])
        for name, of in (("places", "within_15_minutes"), ("per_1000", "places_per_1000"))
    }
    keys = {"area_code": people["area_code"], "destination": walks["destination"], "profile": walks["profile"]}
    cases = pd.DataFrame(keys | columns).groupby(CASE, sort=True)
    sums = cases.sum(skipna=False)
    medians = weighted_medians(walks["walk_minutes"], people["counted"], cases.ngroup())
    return _shares(sums.assign(walk_minutes=medians.reindex(range(len(sums))).to_numpy())).reset_index()


def _people(homes: pd.DataFrame) -> pd.DataFrame:
    """Return, by home, its area and people, and whom the area's shares count: residents, else weight, if all alike."""
    known = homes["residents"].notna().groupby(homes["area_code"]).transform("mean")
    counted = homes["residents"].where(known == 1, homes["weight"].where(known == 0))
    is_placed = homes["edge_id"].notna()
    people = homes[["area_code", *BANDS]].assign(counted=counted)
    people[[*BANDS, "counted"]] = people[[*BANDS, "counted"]].where(is_placed, 0.0)
    return people.assign(is_placed=is_placed.astype(float)).set_axis(homes["home_id"], axis=0)


def _shares(sums: pd.DataFrame) -> pd.DataFrame:
    counted = sums["counted"].where(sums["counted"] > 0)
    columns = {"walk_minutes": sums["walk_minutes"], "homes": sums["is_placed"]}
    for name, bands in BANDS.items():
        below = counted if name == "residents" else sums[name].where(sums[name] > 0)
        columns[name] = sums[name].where(sums["is_placed"] > 0)
        for minutes in bands:
            columns[f"{name}_within_{minutes}_minutes_pct"] = (100 * sums[f"{name}_{minutes}"] / below).clip(0, 100)
    columns["places_within_15_minutes"] = sums["places"] / counted
    columns["places_per_1000"] = sums["per_1000"] / counted
    return pd.DataFrame(columns)
