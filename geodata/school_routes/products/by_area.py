"""Tables `lsoa_route_safety`, `ward_route_safety` and `authority_route_safety`: who has an available route, by home."""

import numpy as np
import pandas as pd

from geodata.access.access_by_area import Level
from geodata.access.area_notes import STREET_METRES
from geodata.schemas import conform, empty, stacked
from geodata.school_routes.products.school_pupils import weighted_means
from geodata.school_routes.routes.speed_exposure import EXPOSURES
from geodata.ward_figures import joined_notes

# table and its code column
TABLES: dict[Level, tuple[str, str]] = {
    "lsoa": ("lsoa_route_safety", "lsoa_code"),
    "ward": ("ward_route_safety", "ward_code"),
    "local_authority": ("authority_route_safety", "area_code"),
}
NO_PUPILS = "no pupils"
NO_SCHOOL = "{} of the pupils have no known school of their age group within three miles"
_WITHIN = ("available", "undetermined", "unavailable")


def route_safety_by_area(pupil_routes: pd.DataFrame, homes: pd.DataFrame, level: Level, period: str) -> pd.DataFrame:
    """Return table `lsoa_route_safety`, `ward_route_safety` or `authority_route_safety` (without the study area).

    By code: shares are per cent of pupils (or metres of street) within the statutory distance of the nearest school of
    their age group, of all pupils where it says `beyond`; null where there are no such pupils, never 0. Metres beside
    fast traffic are means over pupils within the distance, null where one of theirs is not known. `period` is the date
    of the streets. A home outside every area counts in none, one without a network counts nobody; without any
    network there are no rows.
    """
    table, code = TABLES[level]
    area_code = homes["local_authority_code" if level == "local_authority" else code].rename("area_code")
    own = homes.assign(area_code=area_code).dropna(subset="area_code").sort_values("home_id")
    if own["edge_id"].isna().all() or pupil_routes.empty:
        return empty(table)
    areas = pd.Index(np.unique(own["area_code"]), name="area_code")
    routes = pupil_routes.sort_values(["home_id", "age_group"], ignore_index=True)
    routes["area_code"] = routes["home_id"].map(own.set_index("home_id")["area_code"])
    figures = _figures(routes.dropna(subset="area_code"), areas)
    figures["note"] = _notes(routes, own, figures)
    figures["local_authority_code"] = own.groupby("area_code")["local_authority_code"].first()
    unit = routes["unit"].iloc[0]
    return conform(table, figures.rename_axis(code).reset_index().assign(period=period, unit=unit))


def authority_route_safety(
    pupil_routes: pd.DataFrame, homes: pd.DataFrame, study_area: str, period: str
) -> pd.DataFrame:
    """Return table `authority_route_safety`: each authority, then the study area under its name."""
    whole = homes.assign(local_authority_code=study_area)
    levels = [route_safety_by_area(pupil_routes, own, "local_authority", period) for own in (homes, whole)]
    return stacked("authority_route_safety", levels)


def _figures(routes: pd.DataFrame, areas: pd.Index) -> pd.DataFrame:
    """Return the figures of each area, on `areas`."""
    pupils, verdict = routes["pupils"], routes["verdict"]
    is_within = verdict != "beyond limit"
    counts = {name: pupils.where(verdict == name, 0.0) for name in (*_WITHIN, "beyond limit")}
    counts["unconditional"] = pupils.where(is_within & (routes["unconditional_m"] <= routes["limit_m"]), 0.0)
    counts["likely_available"] = pupils.where(is_within & (routes["likely_verdict"] == "available"), 0.0)
    sums = pd.DataFrame(counts).groupby(routes["area_code"]).sum().reindex(areas, fill_value=0.0)
    within = sums[list(_WITHIN)].sum(axis=1)
    every = within + sums["beyond limit"]
    shares = {
        f"{name}_pct": (100 * sums[name] / within.where(within > 0)).clip(0, 100)
        for name in (*_WITHIN, "unconditional", "likely_available")
    }
    shares["beyond_limit_pct"] = (100 * sums["beyond limit"] / every.where(every > 0)).clip(0, 100)
    walked = routes[is_within & (pupils > 0)]
    exposure = weighted_means(walked[list(EXPOSURES)], walked["pupils"], walked["area_code"]).reindex(areas)
    return pd.DataFrame({"pupils": every, "pupils_within_limit": within, **shares}).join(exposure)


def _notes(routes: pd.DataFrame, homes: pd.DataFrame, figures: pd.DataFrame) -> pd.Series:
    """Return what is doubtful: about the homes, no pupils, and pupils without any school of theirs near."""
    none = routes["pupils"].where(routes["school_id"].isna(), 0.0).groupby(routes["area_code"]).sum()
    without = none.reindex(figures.index, fill_value=0.0)
    share = 100 * without / figures["pupils"].where(figures["pupils"] > 0)
    far = share.map(lambda pct: NO_SCHOOL.format(f"{pct:.1f}%") if pct >= 0.05 else "")
    on_streets = STREET_METRES if (routes["unit"] == "street metres").any() else ""
    nobody = pd.Series("", figures.index, dtype="string").mask(figures["pupils"] == 0, NO_PUPILS)
    return joined_notes(on_streets, nobody, _home_notes(routes, homes), far)


def _home_notes(routes: pd.DataFrame, homes: pd.DataFrame) -> pd.Series:
    """Return by area how many homes count nobody: no network, or nobody knows their ages; and which stand far off."""
    is_placed = homes["edge_id"].notna()
    said = {
        "{} of {} homes left out: no walking network": ~is_placed,
        "{} of {} homes left out: ages not known": is_placed & ~homes["home_id"].isin(routes["home_id"]),
        "{} of {} homes are over 100 m from the walking network": is_placed & homes["is_far"],
    }
    every = homes.groupby("area_code").size()
    counts = {words: which.groupby(homes["area_code"]).sum() for words, which in said.items()}
    return joined_notes(
        *(
            pd.Series([words.format(n, of) if n else "" for n, of in zip(some, every, strict=True)], every.index)
            for words, some in counts.items()
        )
    )
