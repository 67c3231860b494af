"""Deprivation by LSOA and authority: scores, ranks and deciles as published, and the publisher's own summaries."""

import numpy as np
import pandas as pd

from geodata.indicators.rows import indicator_rows, stack, sum_or_missing

LSOAS_IN_ENGLAND = {"2025": 33_755, "2019": 32_844}
CENSUS_WEIGHTS = "weights: Census 2021 residents"


def lsoa_deprivation(
    deprivation: pd.DataFrame, residents: pd.Series, year: str, *, kind: str, note: str = ""
) -> pd.DataFrame:
    """Return score, rank and decile rows by LSOA for every domain the file carries.

    `residents` (index LSOA code) become the denominators by which scores are averaged into wards. A measure that the
    file lacks for a whole domain gives no rows.
    """
    shown = deprivation["lsoa_code"].map(residents)
    frames = []
    for domain, part in deprivation.assign(people=shown).groupby("domain", sort=False):
        for measure in ("score", "rank", "decile"):
            known = part[part[measure].notna()]
            rows = indicator_rows(
                f"iod{year}_{domain}_{measure}",
                known["lsoa_code"],
                year,
                value=known[measure],
                denominator=known["people"] if measure == "score" else np.nan,
                kind=kind,
                source=f"deprivation_{year}",
                note=note,
            )
            frames.append(rows)
    return stack(frames)


def bridged_deprivation_2019(
    deprivation: pd.DataFrame, changes: pd.DataFrame, residents: pd.Series, *, kind: str
) -> pd.DataFrame:
    """Return IoD 2019 rows by LSOA 2021.

    A 2021 LSOA that is a whole or a part of one 2011 LSOA takes its figures. One merged from several takes the mean
    score weighted by the publisher's denominators, and neither rank nor decile: these are never averaged.
    """
    parts = deprivation.merge(changes, left_on="lsoa_code", right_on="lsoa_2011_code", suffixes=("", "_change"))
    people = parts["population"] * parts["weight"]
    parts = parts.assign(people=people, weighted_score=parts["score"] * people)
    merged = parts.groupby(["lsoa_2021_code", "domain"], sort=False, as_index=False).agg(
        weighted_score=("weighted_score", sum_or_missing),
        people=("people", sum_or_missing),
        n=("lsoa_code", "size"),
        rank=("rank", "first"),
        decile=("decile", "first"),
    )
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
    note = "2011 LSOAs bridged to 2021 by population; a merged LSOA has no rank or decile"
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
    people = deprivation["population"] if published else deprivation["lsoa_code"].map(residents)
    note = "weights: the publisher's denominators" if published else CENSUS_WEIGHTS
    frames = []
    for domain, part in deprivation.assign(people=people).groupby("domain", sort=False):
        frames += _averages(part, f"iod{year}_{domain}", authority_code, year, kind, note)
        frames += _shares(part, f"iod{year}_{domain}", authority_code, year, kind, note)
    return stack(frames)


def _averages(
    part: pd.DataFrame, prefix: str, authority_code: str, year: str, kind: str, note: str
) -> list[pd.DataFrame]:
    reversed_rank = LSOAS_IN_ENGLAND[year] + 1 - part["rank"]
    measures = {"average_score": part["score"], "average_rank": reversed_rank}
    return [
        indicator_rows(
            f"{prefix}_{measure}",
            pd.Series([authority_code]),
            year,
            value=pd.Series([np.average(values, weights=part["people"])]),
            denominator=float(part["people"].sum()),
            kind=kind,
            source=_source(year, note),
            note=note,
        )
        for measure, values in measures.items()
        if values.notna().all()
    ]


def _shares(part: pd.DataFrame, prefix: str, authority_code: str, year: str, kind: str, note: str) -> list[pd.DataFrame]:
    counted = {"lsoas": pd.Series(1.0, index=part.index), "residents": part["people"]}
    return [
        indicator_rows(
            f"{prefix}_pct_{what}_most_deprived_{tenths}0pct",
            pd.Series([authority_code]),
            year,
            numerator=float(weight[part["decile"] <= tenths].sum()),
            denominator=float(weight.sum()),
            kind=kind,
            source=_source(year, note) if what == "residents" else f"deprivation_{year}",
            note=note if what == "residents" else "",
        )
        for what, weight in counted.items()
        for tenths in (1, 2)
    ]


def _source(year: str, note: str) -> str:
    return f"deprivation_{year}+population" if note == CENSUS_WEIGHTS else f"deprivation_{year}"


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
