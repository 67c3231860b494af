"""Table `schools`: where they are, whom they are for, and how many pupils they have."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geodata.schemas import conform, empty
from geodata.school_routes.demand.ages import NOT_FOR_SCHOOL_AGE, served_groups, taught_ages
from geodata.school_routes.demand.phases import UNKNOWN, school_phases
from geodata.school_routes.demand.rolls import MODELLED_ROLL, NO_ROLL_KNOWN, assumed_rolls, is_any_roll_known
from geodata.school_routes.demand.school_types import is_by_placement, is_qualifying
from geodata.school_routes.statutory import ANY_AGE

_REGISTER = "gias:"


def schools(
    destinations: gpd.GeoDataFrame,
    source_schools: pd.DataFrame,
    authorities: gpd.GeoDataFrame,
    wards: gpd.GeoDataFrame,
) -> gpd.GeoDataFrame:
    """Return table `schools`, sorted by id: the schools of table `destinations`, with what the register says of them.

    `wards` are outlines with `ward_code` and `local_authority_code`; where there are none the area is streets-only, and
    every school but nurseries and sixth forms serves `any_age`. Elsewhere a school serves the age groups it teaches at
    least half of, by its ages or those usual in its phase. One whose phase nobody knows serves none, and `note` says
    so. Special schools, alternative provision and independent schools do not qualify for the test of the nearest
    school (school_types.toml), but have rolls like any other.
    """
    places = destinations[destinations["kind"] == "school"].sort_values("destination_id").reset_index(drop=True)
    if places.empty:
        return empty("schools")
    described = _described(places, source_schools)
    served = described.assign(serves=_served(described, is_streets_only=wards.empty))
    rolls = assumed_rolls(served)
    table = served.assign(
        pupils_lower=rolls.min(axis=1),
        pupils_upper=rolls.max(axis=1),
        is_roll_known=served["pupils"].notna(),
        note=_notes(served, is_streets_only=wards.empty),
        **_areas(places, authorities, wards),
    )
    return conform("schools", gpd.GeoDataFrame(table, geometry=places.geometry, crs=places.crs))


def _described(places: gpd.GeoDataFrame, source_schools: pd.DataFrame) -> pd.DataFrame:
    """Return the columns that come from the places and the register, and `phase_from`."""
    ids = places["destination_id"].astype("string")
    urn = ids.str.removeprefix(_REGISTER).where(ids.str.startswith(_REGISTER))
    listed = source_schools.drop_duplicates("urn").set_index("urn").reindex(urn).set_axis(places.index)
    kind = listed["school_type"].astype("string")
    frame = pd.DataFrame(
        {
            "school_id": ids,
            "urn": urn,
            "name": places["name"],
            "registered": places["category"],
            "low_age": listed["low_age"].astype(float),
            "high_age": listed["high_age"].astype(float),
            "is_by_placement": is_by_placement(kind),
            "is_qualifying": is_qualifying(kind),
            "pupils": places["capacity"].astype(float),
            "source": places["source"],
            "place_note": places["note"],
        }
    )
    return frame.join(school_phases(frame))


def _served(described: pd.DataFrame, *, is_streets_only: bool) -> pd.Series:
    if is_streets_only:
        return (~described["phase"].isin(NOT_FOR_SCHOOL_AGE)).map({True: ANY_AGE, False: ""}).astype("string")
    return served_groups(taught_ages(described))


def _notes(described: pd.DataFrame, *, is_streets_only: bool) -> pd.Series:
    has_ages = described["high_age"] > described["low_age"]
    is_unknown = described["phase"] == UNKNOWN
    is_modelled = described["pupils"].isna()
    remarks = {
        "phase by its name": described["phase_from"] == "name",
        "phase by its ages": described["phase_from"] == "ages",
        "ages usual in its phase": (described["serves"] != "") & ~has_ages & (not is_streets_only),
        "phase not known: not used as nearest school": is_unknown & (described["serves"] == ""),
        "admits by placement: not used as nearest school": described["is_by_placement"],
        "not a qualifying school: not used as nearest school": ~described["is_qualifying"]
        & ~described["is_by_placement"],
        MODELLED_ROLL if is_any_roll_known(described) else NO_ROLL_KNOWN: is_modelled,
    }
    note = described["place_note"].astype("string").fillna("")
    for remark, holds in remarks.items():
        note = note.mask(holds, (note + "; " + remark).where(note != "", remark))
    return note


def _areas(
    places: gpd.GeoDataFrame, authorities: gpd.GeoDataFrame, wards: gpd.GeoDataFrame
) -> dict[str, "pd.Series[str]"]:
    """Return ward and authority that a point within each school's grounds lies in; on a shared edge the first by code.

    Where there are wards the authority is the ward's.
    """
    outlines = authorities.assign(ward_code=pd.NA) if wards.empty else wards
    codes = outlines.sort_values(["local_authority_code", "ward_code"]).reset_index(drop=True)
    school, area = shapely.STRtree(codes.geometry.to_numpy()).query(
        shapely.point_on_surface(places.geometry.to_numpy()), predicate="intersects"
    )
    first = pd.Series(area).groupby(school).min().reindex(np.arange(len(places)))
    found = codes[["local_authority_code", "ward_code"]].astype("string").reindex(first)
    return {name: found[name].set_axis(places.index) for name in found.columns}
