"""Deprivation by LSOA and authority: scores, ranks and deciles as published, and the publisher's own summaries."""

from collections.abc import Mapping

import pandas as pd

from geodata.indicators.rows import indicator_rows, stack

LSOAS_IN_ENGLAND = {"2025": 33_755, "2019": 32_844}
CENSUS_WEIGHTS = "weights: Census 2021 residents"


def lsoa_deprivation(
    deprivation: pd.DataFrame, residents: pd.Series, year: str, *, kind: str, note: str = ""
) -> pd.DataFrame:
    """Return score, rank and decile rows by LSOA for every domain the file carries.

    `residents` (index LSOA code) become the denominators by which scores are averaged into wards. A measure that the
    file lacks for a whole domain gives no rows.
    """
    long = deprivation.melt(["lsoa_code", "domain"], ["score", "rank", "decile"], "measure").dropna(subset="value")
    people = long["lsoa_code"].map(residents).astype(float)
    return indicator_rows(
        f"iod{year}_" + long["domain"] + "_" + long["measure"],
        long["lsoa_code"],
        year,
        value=long["value"],
        denominator=people.where(long["measure"] == "score"),
        kind=kind,
        source=f"deprivation_{year}",
        note=note,
    )


def bridged_deprivation_2019(
    deprivation: pd.DataFrame, changes: pd.DataFrame, residents: pd.Series, *, kind: str
) -> pd.DataFrame:
    """Return IoD 2019 rows by LSOA 2021.

    A 2021 LSOA that is a whole or a part of one 2011 LSOA takes its figures. One merged from several takes the mean
    score weighted by the publisher's denominators, and neither rank nor decile: these are never averaged.
    """
    domains = deprivation[["domain"]].drop_duplicates()
    wanted = changes.drop(columns="local_authority_code").merge(domains, how="cross")
    parts = wanted.merge(
        deprivation, how="left", left_on=["lsoa_2011_code", "domain"], right_on=["lsoa_code", "domain"]
    )
    people = parts["population"] * parts["weight"]
    parts = parts.assign(people=people, weighted_score=parts["score"] * people)
    groups = parts.groupby(["lsoa_2021_code", "domain"], sort=False)
    sums = groups[["weighted_score", "people"]].sum(min_count=1)
    # one part without a score leaves the whole without: missing is never zero
    sums = sums.where(groups[["weighted_score", "people"]].count().eq(groups.size(), axis=0))
    merged = groups[["rank", "decile"]].first().assign(n=groups.size(), **sums).reset_index()
    is_whole = merged["n"] == 1
    bridged = pd.DataFrame(
        {
            "lsoa_code": merged["lsoa_2021_code"],
            "domain": merged["domain"],
            "score": merged["weighted_score"] / merged["people"],
            "rank": merged["rank"].where(is_whole),
            "decile": merged["decile"].where(is_whole),
        }
    )
    note = "2011 LSOAs bridged to 2021 by population"
    return lsoa_deprivation(bridged, residents, "2019", kind=kind, note=note)


def authority_deprivation(
    deprivation: pd.DataFrame, residents: pd.Series, authority_code: str, year: str, *, kind: str
) -> pd.DataFrame:
    """Return the summaries of MHCLG's File 10 for one authority, computed from its LSOAs.

    Average score and average rank are weighted by the publisher's denominator where the file has it, else by
    `residents` (index LSOA code), and the note says which. Shares of LSOAs and of residents in the most deprived tenth
    and fifth of England follow for every domain.
    """
    published = deprivation["population"].notna().all() and len(deprivation) > 0
    people = deprivation["population"] if published else deprivation["lsoa_code"].map(residents).astype(float)
    note = "weights: the publisher's denominators" if published else CENSUS_WEIGHTS
    rows = _summaries(deprivation, people, LSOAS_IN_ENGLAND[year])
    by_lsoas = rows["measure"].str.contains("pct_lsoas")
    source = f"deprivation_{year}" if published else f"deprivation_{year}+population"
    made = indicator_rows(
        f"iod{year}_" + rows["domain"] + "_" + rows["measure"],
        pd.Series(authority_code, index=rows.index),
        year,
        value=rows["value"],
        numerator=rows["numerator"],
        denominator=rows["denominator"],
        kind=kind,
        source=source,
        note=note,
    )
    return made.assign(
        source=made["source"].where(~by_lsoas, f"deprivation_{year}"), note=made["note"].where(~by_lsoas, "")
    )


def _summaries(deprivation: pd.DataFrame, people: pd.Series, n_england: int) -> pd.DataFrame:
    """Return `domain, measure, value, numerator, denominator`: averages, shares in the most deprived tenth and fifth.

    An average that lacks a figure is left out; a weighted sum means nothing by itself and is not shown.
    """
    above = {
        "average_score": deprivation["score"] * people,
        "average_rank": (n_england + 1 - deprivation["rank"]) * people,
    }
    below = dict.fromkeys(above, people)
    for what, weight in {"lsoas": pd.Series(1.0, index=people.index), "residents": people}.items():
        for tenths in (1, 2):
            measure = f"pct_{what}_most_deprived_{tenths}0pct"
            above[measure] = weight.where((deprivation["decile"] <= tenths) | weight.isna(), 0.0)
            below[measure] = weight
    rows = _sums(above, deprivation["domain"], "numerator").assign(
        denominator=_sums(below, deprivation["domain"], "denominator")["denominator"]
    )
    is_average = rows["measure"].str.startswith("average")
    value = rows["numerator"].where(is_average, 100 * rows["numerator"]) / rows["denominator"]
    is_known = ~is_average | rows["numerator"].notna()
    return rows.assign(value=value, numerator=rows["numerator"].mask(is_average))[is_known]


def _sums(measures: Mapping[str, pd.Series], domain: pd.Series, name: str) -> pd.DataFrame:
    """Return `domain`, `measure` and the sum of each measure over each domain, missing if one figure is."""
    sums = pd.DataFrame(measures).assign(domain=domain).groupby("domain", sort=False).sum(skipna=False)
    return sums.reset_index().melt("domain", var_name="measure", value_name=name)


def residents_in_most_deprived(lsoa_rows: pd.DataFrame, *, kind: str) -> pd.DataFrame:
    """Return, by LSOA, its residents as numerator if it is in England's most deprived tenth (fifth), else 0.

    These rows only serve to be combined into wards: an LSOA by itself is in or out.
    """
    decile = lsoa_rows[lsoa_rows["indicator"] == "iod2025_imd_decile"].set_index("area_code")["value"]
    score = lsoa_rows[lsoa_rows["indicator"] == "iod2025_imd_score"].set_index("area_code")
    residents = score["denominator"].reindex(decile.index)
    return stack(
        [
            indicator_rows(
                f"iod2025_imd_pct_residents_most_deprived_{tenths}0pct",
                decile.index.to_series(),
                "2025",
                numerator=residents.where(decile <= tenths, 0.0),
                denominator=residents,
                kind=kind,
                source="deprivation_2025+population",
            )
            for tenths in (1, 2)
        ]
    )


def published_ranks_2019(summaries: pd.DataFrame, authority_code: str, *, kind: str) -> pd.DataFrame:
    """Return the authority's ranks among England's 317 districts as published in File 10 of 2019."""
    own = summaries[summaries["local_authority_code"] == authority_code]
    return stack(
        [
            indicator_rows(
                f"iod2019_imd_{measure}",
                own["local_authority_code"],
                "2019",
                value=own[measure],
                kind=kind,
                source="deprivation_2019_lad",
                note="rank among 317 districts",
            )
            for measure in ("rank_of_average_score", "rank_of_average_rank")
        ]
    )


def imd_deciles(deprivation: pd.DataFrame) -> pd.DataFrame:
    """Return `lsoa_code` and `imd_decile` (1 = England's most deprived tenth) from a table `source_deprivation_<year>`.

    >>> table = pd.DataFrame({"lsoa_code": ["E01000001"] * 2, "domain": ["imd", "income"], "decile": [3.0, 1.0]})
    >>> imd_deciles(table).to_dict("list")
    {'lsoa_code': ['E01000001'], 'imd_decile': [3.0]}
    """
    index = deprivation[deprivation["domain"] == "imd"]
    return index[["lsoa_code", "decile"]].rename(columns={"decile": "imd_decile"}).reset_index(drop=True)
