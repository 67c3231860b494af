"""Which areas make up which: LSOAs wards, population groups and authorities, as wards do, and authorities the whole."""

from collections.abc import Iterator, Mapping

import pandas as pd

from geodata.errors import TooFewAreasError
from geodata.indicators.rows import select
from geodata.inequality.groups import deprivation_groups
from geodata.study_area import StudyArea

GROUP = " group "
MEMBERSHIP = ["part", "into", "weight"]


def deprivation_members(study_area: StudyArea, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return which LSOA (`part`) is in which population group by deprivation (`into`, such as `E06000001 group 0`).

    Inequality by deprivation is computed from the totals of these groups and from nothing else: as long as the totals
    give no LSOA away, no measure does.
    """
    lsoas = tables["lsoas"]
    scores = select(tables["lsoa_indicators"], "iod2025_imd_score").sort_values("area_code").set_index("area_code")
    areas = {str(code): own["lsoa_code"] for code, own in lsoas.groupby("local_authority_code")}
    areas |= {study_area.name: lsoas["lsoa_code"]}
    frames = [
        _members(code, scores.loc[scores.index.isin(own), ["value", "denominator"]]) for code, own in areas.items()
    ]
    return pd.concat(frames, ignore_index=True)


def _members(area_code: str, scores: pd.DataFrame) -> pd.DataFrame:
    ranked = scores[["value", "denominator"]].dropna()
    try:
        groups = deprivation_groups(ranked["value"], ranked["denominator"])
    except TooFewAreasError:
        return pd.DataFrame({"part": [], "into": [], "weight": []}, dtype="object")
    into = [f"{area_code}{GROUP}{number}" for number in groups]
    return pd.DataFrame({"part": ranked.index.astype(object), "into": into, "weight": 1.0})


def memberships(
    study_area: StudyArea, tables: Mapping[str, pd.DataFrame], members: pd.DataFrame
) -> Iterator[tuple[str, pd.DataFrame]]:
    """Yield each way in which areas make up others (`part, into, weight`), and its name: empty, or best fit."""
    for table, code in (("lsoas", "lsoa_code"), ("wards", "ward_code")):
        areas = tables[table]
        yield "", pd.DataFrame({"part": areas[code], "into": areas["local_authority_code"], "weight": 1.0})
    yield "", pd.DataFrame({"part": list(study_area.codes), "into": study_area.name, "weight": 1.0})
    weights = tables["lsoa_ward_weights"].rename(columns={"lsoa_code": "part", "ward_code": "into"})
    for name, column in (("", "weight"), ("best_fit", "best_fit_weight")):
        yield name, weights.assign(weight=weights[column]).loc[weights[column] > 0, MEMBERSHIP]
    yield "", members


def area_of(area_code: pd.Series) -> pd.Series:
    """Return the area that each population group is one of; other areas as they are."""
    return area_code.astype("string").str.split(GROUP, regex=False).str[0]


def authorities_of(tables: Mapping[str, pd.DataFrame], area_code: pd.Series) -> pd.Series:
    """Return the authority that each LSOA or ward lies in; missing for other areas."""
    inside = {
        code: authority
        for table, column in (("lsoas", "lsoa_code"), ("wards", "ward_code"))
        for code, authority in zip(tables[table][column], tables[table]["local_authority_code"], strict=True)
    }
    return area_code.map(inside)


def blocks(tables: Mapping[str, pd.DataFrame], area_code: pd.Series) -> pd.Series:
    """Return the authority within which each area's counts mostly add up; the others (the whole) by themselves."""
    whole = area_of(area_code)
    return authorities_of(tables, whole).fillna(whole)
