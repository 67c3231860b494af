"""Table `home_pupils`: how many children of each age group live where."""

import pandas as pd

from geodata.lsoa_changes import bridge_counts
from geodata.schemas import conform, empty
from geodata.school_routes.statutory import AGE_GROUPS, ANY_AGE

INCOME = "income"
"""Domain of the Indices of Deprivation whose score is the share of people in income deprivation."""


def home_pupils(
    homes: pd.DataFrame, population_by_age: pd.DataFrame, lsoa_changes: pd.DataFrame, deprivation: pd.DataFrame
) -> pd.DataFrame:
    """Return table `home_pupils`, sorted by home and age group.

    Children by single year of age (table `source_population_by_age`, LSOAs of 2011) are bridged to LSOAs of 2021 and
    shared over an LSOA's homes by `weight`: every postcode point of an LSOA alike, as nobody publishes which have
    children. The homes of an LSOA add up to its children. Pupils of low income are those times the LSOA's share of
    people in income deprivation (table `source_deprivation_2025`), all ages alike: modelled. A home of a streets-only
    area has its metres of street in group `any_age`. Homes of LSOAs whose ages are not known are left out, and
    `attrs["homes_without_ages"]` counts them.
    """
    is_street = homes["method"] == "street_metres"
    lived_in = homes[~is_street]
    by_lsoa = pupils_by_lsoa(population_by_age, lsoa_changes)
    income = deprivation[deprivation["domain"] == INCOME].set_index("lsoa_code")["score"]
    parts = [_spread(lived_in, by_lsoa, group.name, income) for group in AGE_GROUPS]
    known = pd.concat([*parts, _street_metres(homes[is_street])], ignore_index=True)
    order = {name: position for position, name in enumerate([*(group.name for group in AGE_GROUPS), ANY_AGE])}
    ordered = known.sort_values(["home_id", "age_group"], key=lambda column: column.replace(order))
    table = conform("home_pupils", ordered) if len(ordered) else empty("home_pupils")
    table.attrs["homes_without_ages"] = int((~homes["home_id"].isin(table["home_id"])).sum())
    return table


def pupils_by_lsoa(population_by_age: pd.DataFrame, lsoa_changes: pd.DataFrame) -> pd.DataFrame:
    """Return children by LSOA 2021 (index), a column for each statutory age group.

    >>> ages = pd.DataFrame({"lsoa_code": "E01000001", "age": [4, 5, 7, 8, 15], "residents": [1.0, 2, 4, 8, 16]})
    >>> same = pd.DataFrame({"lsoa_2011_code": ["E01000001"], "lsoa_2021_code": ["E01000001"], "weight": [1.0]})
    >>> pupils_by_lsoa(ages, same).loc["E01000001"].to_dict()
    {'5_to_7': 6.0, '8_to_10': 8.0, '11_to_15': 16.0}
    """
    code, age = population_by_age["lsoa_code"], population_by_age["age"]
    counts = {
        group.name: population_by_age["residents"].where(age.between(group.youngest, group.oldest), 0).groupby(code)
        for group in AGE_GROUPS
    }
    return bridge_counts(pd.DataFrame({name: group.sum() for name, group in counts.items()}), lsoa_changes)


def _spread(homes: pd.DataFrame, by_lsoa: pd.DataFrame, group: str, income: pd.Series) -> pd.DataFrame:
    code = homes["lsoa_code"]
    pupils = code.map(by_lsoa[group]).astype(float) * homes["weight"]
    return pd.DataFrame(
        {
            "home_id": homes["home_id"],
            "age_group": group,
            "pupils": pupils,
            "low_income_pupils": pupils * code.map(income).astype(float),
            "unit": "pupils",
        }
    )[pupils.notna()]


def _street_metres(homes: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "home_id": homes["home_id"],
            "age_group": ANY_AGE,
            "pupils": homes["weight"],
            "low_income_pupils": float("nan"),
            "unit": "street metres",
        }
    )
