"""People by area and age."""

import pandas as pd

from geodata.indicators.rows import indicator_rows, stack
from geodata.lsoa_changes import bridge_counts

AGE_BANDS = {"5_10": (5, 10), "11_15": (11, 15), "5_16": (5, 16), "19_plus": (19, 90)}
MID_YEAR = "mid-2020"


def census_residents(population: pd.DataFrame, *, kind: str) -> pd.DataFrame:
    """Return Census 2021 usual residents, one row per area of `population` (`lsoa_code`, `residents`)."""
    return indicator_rows(
        "residents", population["lsoa_code"], "2021", numerator=population["residents"], kind=kind, source="population"
    )


def people_by_band(by_age: pd.DataFrame) -> pd.DataFrame:
    """Return people by LSOA 2011 (rows) and indicator (columns): all ages and each age band."""
    ages = by_age["age"]
    bands = {
        f"residents_age_{band}": by_age["residents"].where(ages.between(low, high), 0.0)
        for band, (low, high) in AGE_BANDS.items()
    }
    columns = pd.DataFrame({"lsoa_code": by_age["lsoa_code"], "residents": by_age["residents"], **bands})
    return columns.groupby("lsoa_code").sum()


def lsoa_people_by_age(by_age: pd.DataFrame, changes: pd.DataFrame, *, kind: str) -> pd.DataFrame:
    """Return mid-2020 people by LSOA 2021 and age band, bridged from the 2011 LSOAs by population."""
    bridged = bridge_counts(people_by_band(by_age), changes)
    return _band_rows(bridged, kind, "population_by_age+lsoa_2011_2021_lookup", "2011 LSOAs bridged by population")


def authority_people_by_age(by_age: pd.DataFrame, authority_code: str, *, kind: str) -> pd.DataFrame:
    """Return mid-2020 people of an authority by age band, summed over its 2011 LSOAs as the publisher does."""
    if by_age.empty:
        return stack([])
    total = people_by_band(by_age).sum().to_frame().T.set_axis([authority_code], axis=0)
    return _band_rows(total, kind, "population_by_age", "")


def _band_rows(people: pd.DataFrame, kind: str, source: str, note: str) -> pd.DataFrame:
    long = people.rename_axis("area_code").reset_index().melt("area_code", var_name="indicator")
    return indicator_rows(
        long["indicator"], long["area_code"], MID_YEAR, numerator=long["value"], kind=kind, source=source, note=note
    )
