"""The people of the demo borough: by area and single year of age, and the postcodes they live in."""

import numpy as np
import pandas as pd
import shapely

from geodata.demo import geography
from geodata.demo.areas import build_borough
from geodata.demo.deprivation import INDEX, LEVEL, Edition, lsoa_deprivation
from geodata.demo.geography import Array
from geodata.demo.planted import deprivation_ridit
from geodata.demo.seed import random_stream

AGES = 91
PEOPLE_PER_POSTCODE = 42
TERMINATED_POSTCODES = 260
LARGE_USERS = 110
UNIT_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"  # Royal Mail uses no other in the last two places


def lsoa_ridit(edition: Edition) -> pd.Series:
    """Return the deprivation ridit of the edition's LSOAs, weighted by Census 2021 residents, indexed by code."""
    ranks = lsoa_deprivation(edition).set_index("code")[f"{INDEX} rank"]
    residents = build_borough().areas(LEVEL[edition]).set_index("code")["residents"]
    return deprivation_ridit(residents, ranks.reindex(residents.index))


def people_by_age(edition: Edition, year: int, growth: float) -> pd.DataFrame:
    """Return people per LSOA (index: code) and single year of age (columns 0 to 90, the last for 90 and over).

    `growth` is the year's population relative to Census 2021; areas differ a little around it.
    """
    random = random_stream(f"ages {year}")
    residents = build_borough().areas(LEVEL[edition]).set_index("code")["residents"]
    totals = (residents * growth * random.normal(1, 0.015, len(residents))).round().astype(int)
    profile = age_profile(lsoa_ridit(edition).to_numpy())
    return pd.DataFrame(random.multinomial(totals, profile), index=residents.index)


def age_profile(ridit: Array) -> Array:
    """Return the shares of single years of age, one row per area: younger where more deprived."""
    ages = np.arange(AGES)
    young = np.interp(ages, [0, 10, 20, 30, 45, 60, 75, 89, 90], [1.45, 1.35, 1.3, 1.6, 1.25, 1.0, 0.55, 0.08, 0.25])
    old = np.interp(ages, [0, 10, 20, 30, 45, 60, 75, 89, 90], [0.85, 1.1, 0.85, 0.85, 1.25, 1.4, 1.15, 0.25, 0.9])
    mixed = np.outer(1 - ridit, young / young.sum()) + np.outer(ridit, old / old.sum())
    return np.asarray(mixed / mixed.sum(axis=1, keepdims=True))


def postcodes() -> pd.DataFrame:
    """Return postcodes in columns of the ONS Postcode Directory.

    Live postcodes of small users (`doterm` blank, `usertype` 0) stand for about 42 people each; the terminated ones
    and those of large users are to be ignored by whoever reads the file.
    """
    homes = _homes_well_inside()
    frame = build_borough().output_areas
    place = homes.groupby("output_area").cumcount()
    wanted = np.maximum(1, (frame["residents"] / PEOPLE_PER_POSTCODE).round())
    live = homes[place < homes["output_area"].map(wanted)].assign(doterm="", usertype=0)
    spare = homes.drop(live.index)
    former = spare.sample(TERMINATED_POSTCODES, random_state=random_stream("terminated postcodes"))
    large = spare.drop(former.index).sample(LARGE_USERS, random_state=random_stream("large users"))
    year = random_stream("termination").integers(2005, 2025, len(former))
    rows = [live, former.assign(doterm=[f"{y}06" for y in year], usertype=0), large.assign(doterm="", usertype=1)]
    return _in_directory_columns(pd.concat(rows))


def _homes_well_inside() -> pd.DataFrame:
    """Return homes in whole metres, at least 5 m inside their output area, so that rounding never moves one out."""
    borough = build_borough()
    homes = borough.homes.round(0).drop_duplicates(["easting_m", "northing_m"])
    inner = borough.output_areas.geometry.buffer(-5).to_numpy()[homes["output_area"]]
    is_inside = shapely.contains_xy(inner, homes["easting_m"], homes["northing_m"])
    return pd.DataFrame(homes.loc[is_inside])


def _in_directory_columns(rows: pd.DataFrame) -> pd.DataFrame:
    area = build_borough().output_areas.loc[rows["output_area"], ["ward_code", "lsoa_code"]].set_axis(rows.index)
    ordered = rows.join(area).sort_values(["ward_code", "output_area", "easting_m", "northing_m"])
    district = ordered["ward_code"].rank(method="dense").astype(int)
    unit = ordered.groupby("ward_code").cumcount()
    return pd.DataFrame(
        {
            "pcd": [_padded(f"FB{number}", place) for number, place in zip(district, unit, strict=True)],
            "doterm": ordered["doterm"],
            "usertype": ordered["usertype"],
            "laua": geography.AUTHORITY_CODE,
            "oseast1m": ordered["easting_m"].astype(int),
            "osnrth1m": ordered["northing_m"].astype(int),
            "lsoa21": ordered["lsoa_code"],
        }
    ).reset_index(drop=True)


def _padded(outward: str, unit: int) -> str:
    """Return a postcode in seven characters, as ONS pads it: `FB1 1AA`, `FB101AA`."""
    sector, letters = divmod(unit, len(UNIT_LETTERS) ** 2)
    first, second = divmod(letters, len(UNIT_LETTERS))
    return f"{outward:<4}{sector + 1}{UNIT_LETTERS[first]}{UNIT_LETTERS[second]}"
