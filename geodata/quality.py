"""Checks that a table must pass before anything is built on it. Each takes the table and what it is held against."""

from dataclasses import dataclass

import pandas as pd

from geodata.indicators.rows import select

TOLERANCE = 1e-6
AGREEMENT = 0.99


@dataclass(frozen=True)
class CheckOutcome:
    """Whether a table passed, and what was found, in words."""

    passed: bool
    description: str


def codes_match(found: pd.Series, wanted: pd.Series, what: str) -> CheckOutcome:
    """Pass if at least 99 % of the wanted codes are found; else name those missing.

    >>> codes_match(pd.Series(["a"]), pd.Series(["a", "b"]), "wards").description
    'wards: 1 of 2 codes match (50.0 %); missing: b'
    """
    missing = sorted(set(wanted) - set(found))
    n = wanted.nunique()
    share = (n - len(missing)) / n if n else 0.0
    named = f"; missing: {', '.join(missing[:20])}" if missing else ""
    words = f"{what}: {n - len(missing)} of {n} codes match ({100 * share:.1f} %){named}"
    return CheckOutcome(share >= AGREEMENT, words)


def ward_codes_match(wards: pd.DataFrame, source_lsoa_ward_lookup: pd.DataFrame) -> CheckOutcome:
    """Compare ward boundaries with the wards of the best-fit lookup."""
    own = source_lsoa_ward_lookup["local_authority_code"].isin(wards["local_authority_code"])
    return codes_match(
        wards["ward_code"], source_lsoa_ward_lookup.loc[own, "ward_code"], "wards of the best-fit lookup"
    )


def lsoa_codes_match(lsoas: pd.DataFrame, source_lsoa_ward_lookup: pd.DataFrame) -> CheckOutcome:
    """Compare LSOA boundaries with the LSOAs of the best-fit lookup."""
    own = source_lsoa_ward_lookup["local_authority_code"].isin(lsoas["local_authority_code"])
    return codes_match(
        lsoas["lsoa_code"], source_lsoa_ward_lookup.loc[own, "lsoa_code"], "LSOAs of the best-fit lookup"
    )


def weights_sum_to_one(lsoa_ward_weights: pd.DataFrame, lsoas: pd.DataFrame) -> CheckOutcome:
    """Pass if every LSOA's weights sum to 1."""
    sums = lsoa_ward_weights.groupby("lsoa_code")["weight"].sum().reindex(lsoas["lsoa_code"]).fillna(0.0)
    worst = float((sums - 1).abs().max())
    return CheckOutcome(worst <= TOLERANCE, f"{len(sums)} LSOAs; largest departure from 1: {worst:.1e}")


def every_lsoa_has_a_score(lsoa_indicators: pd.DataFrame, lsoas: pd.DataFrame) -> CheckOutcome:
    """Compare the LSOAs that have an IMD 2025 score with the LSOAs of the authority."""
    scored = select(lsoa_indicators, "iod2025_imd_score")
    return codes_match(scored.loc[scored["value"].notna(), "area_code"], lsoas["lsoa_code"], "LSOAs with an IMD score")


def every_ward_present(ward_indicators: pd.DataFrame, wards: pd.DataFrame) -> CheckOutcome:
    """Pass if every ward has a row of residents."""
    found = select(ward_indicators, "residents", "2021")["area_code"]
    missing = sorted(set(wards["ward_code"]) - set(found))
    named = f"; missing: {', '.join(missing)}" if missing else ""
    return CheckOutcome(not missing, f"{len(wards) - len(missing)} of {len(wards)} wards{named}")


def people_conserved(ward_indicators: pd.DataFrame, lsoa_indicators: pd.DataFrame) -> CheckOutcome:
    """Pass if the residents of the wards add up to those of the LSOAs within one in a million people."""
    by_ward = select(ward_indicators, "residents", "2021")["value"]
    wards, lsoas = by_ward.sum(), select(lsoa_indicators, "residents", "2021")["value"].sum()
    if by_ward.isna().any():
        return CheckOutcome(wards <= lsoas, f"{by_ward.isna().sum()} ward(s) unknown: their LSOAs have no residents")
    return CheckOutcome(abs(wards - lsoas) <= TOLERANCE, f"wards {wards:,.6f}, LSOAs {lsoas:,.6f} residents")


def authority_equals_wards(authority_indicators: pd.DataFrame, ward_indicators: pd.DataFrame) -> CheckOutcome:
    """Pass if the authority's residents are those of its wards."""
    authority = select(authority_indicators, "residents", "2021")["value"].sum(skipna=False)
    wards = select(ward_indicators, "residents", "2021")["value"].sum(skipna=False)
    if pd.isna(authority) and pd.isna(wards):
        return CheckOutcome(True, "unknown in both: an LSOA has no residents")
    return CheckOutcome(
        abs(authority - wards) <= TOLERANCE, f"authority {authority:,.6f}, wards {wards:,.6f} residents"
    )


def edges_join_nodes(walking_nodes: pd.DataFrame, walking_edges: pd.DataFrame) -> CheckOutcome:
    """Pass if every edge joins two nodes of the network, and every node has an edge."""
    ends = set(walking_edges["u"]) | set(walking_edges["v"])
    odd = ends ^ set(walking_nodes["node_id"])
    return CheckOutcome(
        not odd, f"{len(walking_nodes)} nodes, {len(walking_edges)} edges; {len(odd)} without the other"
    )


def homes_hold_everybody(homes: pd.DataFrame, source_population: pd.DataFrame) -> CheckOutcome:
    """Pass if the residents of the homes of each LSOA are those of the LSOA."""
    lived_in = homes.groupby("lsoa_code")["residents"].sum()
    counted = source_population.set_index("lsoa_code")["residents"].reindex(lived_in.index)
    worst = float((lived_in - counted.fillna(0.0)).abs().max()) if len(lived_in) else 0.0
    return CheckOutcome(
        worst <= TOLERANCE, f"{len(homes)} homes in {len(lived_in)} LSOAs; largest departure {worst:.1e}"
    )


def longer_walks_reach_more(lsoa_access: pd.DataFrame) -> CheckOutcome:
    """Pass if nobody within 5 minutes of a place is beyond 10, 15 or 20 minutes of it."""
    shares = lsoa_access[[f"residents_within_{minutes}_minutes_pct" for minutes in (5, 10, 15, 20)]]
    falls = (shares.diff(axis=1).iloc[:, 1:] < -TOLERANCE).any(axis=1)
    return CheckOutcome(
        not falls.any(), f"{len(lsoa_access)} rows; {int(falls.sum())} where a longer walk reaches fewer"
    )


def limits_hold_values(inequality: pd.DataFrame) -> CheckOutcome:
    """Pass if every computed measure lies between its limits."""
    known = inequality.dropna(subset=["value", "lower_cl", "upper_cl"])
    wrong = known[(known["value"] < known["lower_cl"]) | (known["value"] > known["upper_cl"])]
    return CheckOutcome(wrong.empty, f"{len(known)} measures with limits; {len(wrong)} outside them")


def every_ward_ranked_or_flagged(ward_inequity: pd.DataFrame, wards: pd.DataFrame) -> CheckOutcome:
    """Pass if every ward has a row with a priority rank or a flag saying why not."""
    missing = sorted(set(wards["ward_code"]) - set(ward_inequity["ward_code"]))
    silent = ward_inequity["priority_rank"].isna() & (ward_inequity["flags"] == "")
    passed = not missing and not silent.any()
    return CheckOutcome(
        passed, f"{len(ward_inequity)} wards; missing {len(missing)}, unranked without a reason {int(silent.sum())}"
    )
