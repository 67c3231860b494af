"""Deprivation by LSOA and authority: the publisher's recipe of File 10, and the bridge that averages no rank."""

import numpy as np
import pandas as pd
import pytest

from geodata.indicators.deprivation import (
    authority_deprivation,
    bridged_deprivation_2019,
    lsoa_deprivation,
    published_ranks_2019,
    residents_in_most_deprived,
)
from geodata.schemas import empty

EASTON = "E06999001"
A, B, C = "E01999001", "E01999002", "E01999003"
# ranks counted from the other end of England's 32,844 LSOAs: 30,000, 20,000 and 10,000
THREE = pd.DataFrame(
    {
        "lsoa_code": [A, B, C],
        "local_authority_code": EASTON,
        "domain": "imd",
        "score": [40.0, 20.0, 10.0],
        "rank": [2845.0, 12845.0, 22845.0],
        "decile": [1.0, 2.0, 7.0],
        "population": [900.0, 1800.0, 900.0],
    }
)
RESIDENTS = pd.Series([1000.0, 1000.0, 2000.0], [A, B, C])


def found(rows: pd.DataFrame) -> dict[str, float]:
    return rows.set_index("indicator")["value"].to_dict()


def test_file_10_is_computed_by_its_own_recipe():
    rows = authority_deprivation(THREE, RESIDENTS, EASTON, "2019", kind="computed")
    assert found(rows) == pytest.approx(
        {
            "iod2019_imd_average_score": (900 * 40 + 1800 * 20 + 900 * 10) / 3600,
            "iod2019_imd_average_rank": (900 * 30_000 + 1800 * 20_000 + 900 * 10_000) / 3600,
            "iod2019_imd_pct_lsoas_most_deprived_10pct": 100 / 3,
            "iod2019_imd_pct_lsoas_most_deprived_20pct": 200 / 3,
            "iod2019_imd_pct_residents_most_deprived_10pct": 25,
            "iod2019_imd_pct_residents_most_deprived_20pct": 75,
        }
    )
    assert set(rows["area_code"]) == {EASTON}


def test_ranks_of_2025_are_counted_from_33_755():
    rows = authority_deprivation(THREE, RESIDENTS, EASTON, "2025", kind="computed")
    assert found(rows)["iod2025_imd_average_rank"] == pytest.approx(20_000 + 33_755 - 32_844)


def test_without_the_publishers_denominators_residents_weigh_and_the_note_says_which():
    without = THREE.assign(population=[900.0, np.nan, 900.0])
    rows = authority_deprivation(without, RESIDENTS, EASTON, "2025", kind="computed").set_index("indicator")
    average = rows.loc["iod2025_imd_average_score"]
    assert average["value"] == pytest.approx((40 + 20 + 2 * 10) / 4)
    assert (average["denominator"], average["note"]) == (4000, "weights: Census 2021 residents")
    assert average["source"] == "deprivation_2025+population"
    published = authority_deprivation(THREE, RESIDENTS, EASTON, "2025", kind="computed").set_index("indicator")
    assert published.loc["iod2025_imd_average_score", "note"] == "weights: the publisher's denominators"
    assert published.loc["iod2025_imd_average_score", "source"] == "deprivation_2025"


def test_shares_of_lsoas_need_no_weights():
    rows = authority_deprivation(THREE.assign(population=np.nan), RESIDENTS, EASTON, "2025", kind="computed")
    share = rows.set_index("indicator").loc["iod2025_imd_pct_lsoas_most_deprived_10pct"]
    assert (share["numerator"], share["denominator"]) == (1, 3)
    assert (share["source"], share["note"]) == ("deprivation_2025", "")


def test_a_missing_score_leaves_the_average_out_and_keeps_the_rest():
    rows = authority_deprivation(THREE.assign(score=[40, np.nan, 10]), RESIDENTS, EASTON, "2019", kind="computed")
    assert "iod2019_imd_average_score" not in found(rows)
    assert found(rows)["iod2019_imd_average_rank"] == pytest.approx(20_000)


def test_an_lsoa_without_residents_known_is_not_averaged_away():
    rows = authority_deprivation(THREE.assign(population=np.nan), RESIDENTS.drop(B), EASTON, "2025", kind="computed")
    assert np.isnan(found(rows).get("iod2025_imd_average_score", np.nan))  # 20 would be the mean of the other two
    assert np.isnan(found(rows).get("iod2025_imd_pct_residents_most_deprived_10pct", np.nan))


def test_domains_are_kept_apart():
    both = pd.concat([THREE, THREE.assign(domain="income", score=[0.5, 0.2, 0.1])])
    rows = found(authority_deprivation(both, RESIDENTS, EASTON, "2019", kind="computed"))
    assert rows["iod2019_income_average_score"] == pytest.approx((900 * 0.5 + 1800 * 0.2 + 900 * 0.1) / 3600)
    assert rows["iod2019_imd_average_score"] == pytest.approx(22.5)


def test_an_authority_without_lsoas_in_the_file_has_no_rows():
    nothing = empty("source_deprivation_2019")
    assert authority_deprivation(nothing, RESIDENTS, EASTON, "2019", kind="computed").empty


def test_lsoas_keep_score_rank_and_decile_and_only_scores_carry_people():
    rows = lsoa_deprivation(THREE, RESIDENTS, "2025", kind="measured")
    own = rows[rows["area_code"] == B].set_index("indicator")
    assert own["value"].to_dict() == {"iod2025_imd_score": 20, "iod2025_imd_rank": 12845, "iod2025_imd_decile": 2}
    assert own["denominator"].dropna().to_dict() == {"iod2025_imd_score": 1000}


def test_a_score_that_the_file_lacks_gives_no_rows():
    rows = lsoa_deprivation(THREE.assign(score=np.nan), RESIDENTS, "2019", kind="measured")
    assert set(rows["indicator"]) == {"iod2019_imd_rank", "iod2019_imd_decile"}


CHANGES = pd.DataFrame(
    {
        "lsoa_2011_code": [A, B, C, C],
        "lsoa_2021_code": ["merged", "merged", "half", "rest"],
        "weight": [1.0, 1.0, 0.25, 0.75],
        "local_authority_code": EASTON,
    }
)
NEW_RESIDENTS = pd.Series({"merged": 2500.0, "half": 300.0, "rest": 900.0})


def bridged(deprivation: pd.DataFrame) -> pd.Series:
    """Return the figures by LSOA of 2021 and indicator."""
    rows = bridged_deprivation_2019(deprivation, CHANGES, NEW_RESIDENTS, kind="computed")
    return rows.set_index(["area_code", "indicator"])["value"]


def test_a_merged_lsoa_has_the_weighted_score_and_neither_rank_nor_decile():
    mean = (900 * 40 + 1800 * 20) / 2700
    assert bridged(THREE).loc["merged"].to_dict() == {"iod2019_imd_score": pytest.approx(mean)}


def test_the_parts_of_a_split_lsoa_keep_its_figures():
    kept = {"iod2019_imd_score": pytest.approx(10), "iod2019_imd_rank": 22845, "iod2019_imd_decile": 7}
    assert bridged(THREE).loc["half"].to_dict() == bridged(THREE).loc["rest"].to_dict() == kept


def test_a_merged_lsoa_of_which_one_part_has_no_score_has_none():
    found = bridged(THREE.assign(score=[40, np.nan, 10]))
    assert "merged" not in found.index.get_level_values("area_code")
    assert found["half", "iod2019_imd_score"] == pytest.approx(10)


def test_a_merged_lsoa_of_which_one_part_is_not_in_the_file_has_neither_score_nor_rank():
    found = bridged(THREE.query("lsoa_code != @B"))
    assert "merged" not in found.dropna().index.get_level_values("area_code")


def test_residents_in_the_most_deprived_tenth_and_fifth_are_in_or_out():
    rows = residents_in_most_deprived(lsoa_deprivation(THREE, RESIDENTS, "2025", kind="measured"), kind="computed")
    inside = rows.set_index(["indicator", "area_code"])["numerator"]
    assert inside["iod2025_imd_pct_residents_most_deprived_10pct"].to_dict() == {A: 1000, B: 0, C: 0}
    assert inside["iod2025_imd_pct_residents_most_deprived_20pct"].to_dict() == {A: 1000, B: 1000, C: 0}


def test_published_ranks_are_those_of_the_authority(toytown):
    rows = published_ranks_2019(toytown["deprivation_2019_lad"], "E06999002", kind="measured")
    assert found(rows) == {"iod2019_imd_rank_of_average_score": 101, "iod2019_imd_rank_of_average_rank": 91}
    assert published_ranks_2019(empty("source_deprivation_2019_lad"), EASTON, kind="measured").empty
