"""The demo borough's deprivation in MHCLG's layouts: File 7 of both editions and File 10 of 2019."""

import numpy as np
import pandas as pd

from geodata.demo import geography
from geodata.demo.areas import build_borough
from geodata.demo.deprivation import INDEX, LEVEL, LSOAS_IN_ENGLAND, MEASURES, Edition, lsoa_deprivation
from geodata.demo.people import people_by_age
from geodata.demo.seed import random_stream
from geodata.demo.spreadsheet_files import Cell, Sheets

RANK = "Rank (where 1 is most deprived)"
DECILE = "Decile (where 1 is most deprived 10% of LSOAs)"
RATES = (
    "Income", "Employment", "Income Deprivation Affecting Children Index (IDACI)",
    "Income Deprivation Affecting Older People (IDAOPI)",
)  # fmt: skip
TRUNCATED_2025 = "Children and Young People Sub-domain Decile (where 1 is most deprived 10% of LSO"
DENOMINATORS: dict[Edition, tuple[str, ...]] = {
    2019: (
        "Total population: mid 2015 (excluding prisoners)",
        "Dependent Children aged 0-15: mid 2015 (excluding prisoners)",
        "Population aged 16-59: mid 2015 (excluding prisoners)",
        "Older population aged 60 and over: mid 2015 (excluding prisoners)",
        "Working age population 18-59/64: for use with Employment Deprivation Domain (excluding prisoners) ",
    ),
    2025: (
        "Total population: mid 2022",
        "Dependent Children aged 0-15: mid 2022",
        "Population aged 16-59: mid 2022",
        "Older population aged 60 and over: mid 2022",
        "Working age population 18-66 (for use with Employment Deprivation Domain): mid 2022",
    ),
}
"""The last name of 2019 ends in a space in the publisher's file."""

AREA_COLUMNS: dict[Edition, tuple[str, ...]] = {
    2019: (
        "LSOA code (2011)", "LSOA name (2011)",
        "Local Authority District code (2019)", "Local Authority District name (2019)",
    ),
    2025: (
        "LSOA code (2021)", "LSOA name (2021)",
        "Local Authority District code (2024)", "Local Authority District name (2024)",
    ),
}  # fmt: skip
OTHER_AUTHORITIES = ("Netherwold", "Castlemarsh", "Eastermere", "Brackenvale", "Stourhaven")
SUMMARY_COLUMNS = (
    "Local Authority District code (2019)", "Local Authority District name (2019)", "IMD - Average rank ",
    "IMD - Rank of average rank ", "IMD - Average score ", "IMD - Rank of average score ",
    "IMD - Proportion of LSOAs in most deprived 10% nationally ",
    "IMD - Rank of proportion of LSOAs in most deprived 10% nationally ", "IMD 2019 - Extent ",
    "IMD 2019 - Rank of extent ", "IMD 2019 - Local concentration ", "IMD 2019 - Rank of local concentration ",
)  # fmt: skip
"""The names end in a space in the publisher's file."""


def file_7(edition: Edition) -> pd.DataFrame:
    """Return all 57 columns of File 7: scores, ranks and deciles by LSOA, and the population denominators."""
    figures = lsoa_deprivation(edition)
    names = build_borough().areas(LEVEL[edition])["name"]
    areas = (figures["code"], names, geography.AUTHORITY_CODE, geography.AUTHORITY_NAME)
    table = pd.DataFrame(dict(zip(AREA_COLUMNS[edition], areas, strict=True)))
    for name in (INDEX, *(measure.name for measure in MEASURES)):
        table[f"{name} Score (rate)" if name in RATES else f"{name} Score"] = figures[f"{name} score"]
        table[f"{name} {RANK}"] = figures[f"{name} rank"].astype(int)
        table[f"{name} {DECILE}"] = figures[f"{name} decile"].astype(int)
    if edition == 2025:
        table = table.rename(columns={f"Children and Young People Sub-domain {DECILE}": TRUNCATED_2025})
    return pd.concat([table, _denominators(edition)], axis=1)


def _denominators(edition: Edition) -> pd.DataFrame:
    people = people_by_age(2019, 2015, 0.955) if edition == 2019 else people_by_age(2025, 2022, 1.01)
    working_age = people.loc[:, 18:64] if edition == 2019 else people.loc[:, 18:66]
    groups = (people, people.loc[:, :15], people.loc[:, 16:59], people.loc[:, 60:], working_age)
    counts = {name: group.sum(axis=1) for name, group in zip(DENOMINATORS[edition], groups, strict=True)}
    return pd.DataFrame(counts).reset_index(drop=True)


def file_10() -> Sheets:
    """Return File 10 of 2019, sheet name to rows: Fairbrook from its LSOAs, beside five authorities made up whole."""
    figures = pd.DataFrame([_summary(), *_made_up_summaries()])
    rows: list[list[Cell]] = [list(SUMMARY_COLUMNS)]
    ranks = figures.rank(ascending=False, method="min").astype(int)
    for place, name in enumerate((geography.AUTHORITY_NAME, *OTHER_AUTHORITIES)):
        pairs = zip(figures.to_numpy()[place], ranks.to_numpy()[place], strict=True)
        rows.append(
            [f"E0{6999001 + place}", name, *(cell for value, rank in pairs for cell in (float(value), int(rank)))]
        )
    return {"Notes": [["Synthetic data: none of these authorities exists."]], "IMD": rows}


def _summary() -> dict[str, float]:
    """Summarise the borough's LSOAs as in the IoD2019 technical report: population-weighted means of score and rank."""
    table = file_7(2019)
    people, rank = table[DENOMINATORS[2019][0]], table[f"{INDEX} {RANK}"]
    backwards = LSOAS_IN_ENGLAND[2019] + 1 - rank
    return {
        "average rank": round(float(np.average(backwards, weights=people)), 2),
        "average score": round(float(np.average(table[f"{INDEX} Score"], weights=people)), 3),
        "proportion": round(float((table[f"{INDEX} {DECILE}"] == 1).mean()), 4),
        "extent": round(_extent(rank, people), 4),
        "local concentration": round(_local_concentration(backwards, people), 2),
    }


def _extent(rank: pd.Series, people: pd.Series) -> float:
    """Return the share of people in England's most deprived LSOAs: all in the first tenth, falling to 5 % at 30 %."""
    place = rank / LSOAS_IN_ENGLAND[2019]
    share = np.interp(place, [0.1, 0.3], [0.95, 0.05], left=1.0, right=0.0)
    return float(np.average(share, weights=people))


def _local_concentration(backwards: pd.Series, people: pd.Series) -> float:
    """Return the mean rank (from the least deprived) over the most deprived tenth of the borough's people."""
    order = backwards.sort_values(ascending=False).index
    before = people[order].cumsum() - people[order]
    counted = (people.sum() / 10 - before).clip(lower=0, upper=people[order])
    return float(np.average(backwards[order], weights=counted))


def _made_up_summaries() -> list[dict[str, float]]:
    random = random_stream("other authorities")
    return [
        {
            "average rank": round(2500 + 780 * score - 7.5 * score**2, 2),
            "average score": round(score, 3),
            "proportion": round(max(0.0, score / 50 - 0.3) ** 1.3, 4),
            "extent": round(max(0.0, score - 12) / 47, 4),
            "local concentration": round(32_844 - 30_000 * np.exp(-score / 9), 2),
        }
        for score in map(float, random.uniform(9, 36, len(OTHER_AUTHORITIES)))
    ]
