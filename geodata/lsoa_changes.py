"""The bridge from LSOAs of 2011 to LSOAs of 2021."""

import pandas as pd

from geodata.schemas import conform


def lsoa_changes(lookup: pd.DataFrame, population: pd.DataFrame, lsoas: pd.DataFrame) -> pd.DataFrame:
    """Return table `lsoa_changes` for the LSOAs given: each 2011 LSOA, what it became, and with which weight.

    The weight is the share of a 2011 LSOA's people that now live in the 2021 LSOA: its Census 2021 residents over those
    of all 2021 LSOAs that the 2011 one became part of. The lookup says which, not how many, so where an LSOA was both
    split and merged (change X) the weight takes people to be spread alike. Missing where residents are.
    """
    residents = lookup["lsoa_2021_code"].map(population.set_index("lsoa_code")["residents"]).astype(float)
    parts = residents.groupby(lookup["lsoa_2011_code"])
    # one part without residents leaves every weight of the LSOA unknown, but for an LSOA that did not change
    total = parts.transform("sum").where(parts.transform("count") == parts.transform("size"))
    weight = (residents / total).where(parts.transform("size") > 1, 1.0)
    pairs = lookup.assign(weight=weight)[lookup["lsoa_2021_code"].isin(lsoas["lsoa_code"])]
    authority = pairs["lsoa_2021_code"].map(lsoas.set_index("lsoa_code")["local_authority_code"])
    weighted = pairs.assign(local_authority_code=authority)
    return conform("lsoa_changes", weighted.sort_values(["lsoa_2011_code", "lsoa_2021_code"]))


def bridge_counts(counts: pd.DataFrame, changes: pd.DataFrame) -> pd.DataFrame:
    """Return counts (any columns) by LSOA 2021 from counts by LSOA 2011 (the index); totals are conserved.

    A 2021 LSOA is missing if the count of any 2011 LSOA that became part of it is.

    >>> counts = pd.DataFrame({"people": [90.0]}, index=["E01000001"])
    >>> changes = pd.DataFrame({"lsoa_2011_code": ["E01000001"] * 2, "lsoa_2021_code": ["E01000008", "E01000009"],
    ...                         "weight": [1 / 3, 2 / 3]})
    >>> bridge_counts(counts, changes)["people"].to_dict()
    {'E01000008': 30.0, 'E01000009': 60.0}
    """
    if counts.empty:
        return counts
    parts = changes.merge(counts, how="left", left_on="lsoa_2011_code", right_index=True)
    weighted = parts[counts.columns].mul(parts["weight"], axis=0)
    groups = weighted.groupby(parts["lsoa_2021_code"])
    return groups.sum().where(groups.count().eq(groups.size(), axis=0))
