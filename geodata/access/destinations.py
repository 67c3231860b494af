"""Table `destinations`: what people walk to, from OpenStreetMap and the registers, each place once."""

import geopandas as gpd
import numpy as np
import pandas as pd

from geodata.access.green_spaces import green_spaces
from geodata.access.mapped_places import each_once, mapped_places
from geodata.access.matching import matched_places
from geodata.access.registers import health_register, near_streets, school_register
from geodata.schemas import conform

SCHOOL_NAMED_M, SCHOOL_ALONE_M = 600.0, 150.0
"""A register's coordinates may be those of the postcode, in the country up to 440 m off the school (Rutland)."""
HEALTH_M = 150.0
"""A chain has several pharmacies in a town: a name says little farther away."""


def destinations(
    openstreetmap: gpd.GeoDataFrame,
    *,
    schools: pd.DataFrame,
    green_space: gpd.GeoDataFrame,
    gp_practices: pd.DataFrame,
    pharmacies: pd.DataFrame,
    postcodes: pd.DataFrame,
) -> gpd.GeoDataFrame:
    """Return table `destinations` around the streets that were read, sorted by id; without streets it is empty.

    Arguments are tables `source_<name>`, any of them empty. Schools, GP practices and pharmacies are those of the
    register and of OpenStreetMap together: where both have one, its place is OpenStreetMap's, and its name, category
    and capacity are the register's. `note` says how they were matched. `attrs["left_out"]` counts by kind those
    whose place nobody knows.
    """
    mapped = mapped_places(openstreetmap)
    of_kind = {kind: each_once(rows.reset_index(drop=True)) for kind, rows in mapped.groupby("kind")}
    registers = {
        "school": school_register(schools, postcodes),
        "gp": health_register(gp_practices, "gp", "gp_practices", postcodes),
        "pharmacy": health_register(pharmacies, "pharmacy", "pharmacies", postcodes),
    }
    for kind, register in registers.items():
        named_m, alone_m = (SCHOOL_NAMED_M, SCHOOL_ALONE_M) if kind == "school" else (HEALTH_M, HEALTH_M)
        of_kind[kind] = _united(
            near_streets(register, openstreetmap), of_kind.get(kind, mapped[:0]), named_m=named_m, alone_m=alone_m
        )
    of_kind["green_space"] = green_spaces(
        mapped[mapped["kind"] == "green_space"].reset_index(drop=True), near_streets(green_space, openstreetmap)
    )
    together = pd.concat([rows for rows in of_kind.values() if len(rows)] or [mapped], ignore_index=True)
    table = conform("destinations", together.sort_values("destination_id"))
    table.attrs["left_out"] = {kind: register.attrs["left_out"] for kind, register in registers.items()}
    return table


def _united(
    register: gpd.GeoDataFrame, mapped: gpd.GeoDataFrame, *, named_m: float, alone_m: float
) -> gpd.GeoDataFrame:
    """Return the places of both, those that are in both once."""
    if register.empty:
        return mapped
    pairs = matched_places(register, mapped, named_m=named_m, alone_m=alone_m)
    both = _matched(register.iloc[pairs["register"]], mapped.iloc[pairs["mapped"]], pairs)
    listed = register.iloc[np.setdiff1d(np.arange(len(register)), pairs["register"])]
    drawn = mapped.iloc[np.setdiff1d(np.arange(len(mapped)), pairs["mapped"])]
    parts = [
        both,
        listed.assign(note=_notes(listed["note"], "not found in OpenStreetMap: placed where the register has it")),
        drawn.assign(note="in OpenStreetMap only"),
    ]
    return pd.concat([part for part in parts if len(part)], ignore_index=True)


def _matched(listed: gpd.GeoDataFrame, drawn: gpd.GeoDataFrame, pairs: pd.DataFrame) -> gpd.GeoDataFrame:
    distance = pairs["distance_m"].round().astype("int64").astype("string")
    how = "matched by " + pairs["how"] + ", " + distance + " m apart"
    return gpd.GeoDataFrame(
        listed.drop(columns="geometry").assign(
            category=listed["category"].mask(listed["category"] == "school", drawn["category"].to_numpy()),
            source=listed["source"] + "+openstreetmap",
            note=_notes(listed["note"], how.to_numpy()),
        ),
        geometry=drawn.geometry.to_numpy(),
        crs=drawn.crs,
    )


def _notes(first: pd.Series, second: str | np.ndarray) -> pd.Series:
    return (first + "; ").mask(first == "", "") + second
