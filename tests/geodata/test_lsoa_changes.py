"""The bridge from LSOAs of 2011 to those of 2021."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.lsoa_changes import bridge_counts, lsoa_changes

SPLIT, MERGED = "E01888002", ["E01888005", "E01888006"]


def test_a_split_lsoa_is_shared_out_by_residents(results):
    own = results["lsoa_changes"].query("lsoa_2011_code == @SPLIT").set_index("lsoa_2021_code")["weight"]
    assert own.to_dict() == pytest.approx({"E01999002": 800 / 2000, "E01999003": 1200 / 2000})


def test_merged_and_unchanged_lsoas_go_whole(results):
    others = results["lsoa_changes"].query("lsoa_2011_code != @SPLIT")
    assert (others["weight"] == 1).all()
    assert others.loc[others["lsoa_2021_code"] == "E01999005", "lsoa_2011_code"].to_list() == MERGED


def test_changes_of_other_authorities_are_left_out(toytown, results):
    weston = results["lsoas"].query("local_authority_code == 'E06999002'")
    changes = lsoa_changes(toytown["lsoa_2011_2021_lookup"], toytown["population"], weston)
    assert set(changes["local_authority_code"]) == {"E06999002"}
    assert len(changes) == 5


def test_an_lsoa_split_between_two_authorities_is_not_counted_whole_in_both(toytown, results):
    lookup = toytown["lsoa_2011_2021_lookup"].replace(
        {"lsoa_2011_code": {"E01999004": "E01888045", MERGED[0]: "E01888045"}}
    )
    parts = [
        lsoa_changes(lookup, toytown["population"], own) for _, own in results["lsoas"].groupby("local_authority_code")
    ]
    weights = pd.concat(parts).query("lsoa_2011_code == 'E01888045'").set_index("lsoa_2021_code")["weight"]
    assert weights.to_dict() == pytest.approx({"E01999004": 0.5, "E01999005": 0.5})  # 1,000 residents in each


def test_counts_are_bridged_by_hand(results):
    counts = pd.DataFrame({"adults": [100.0, 7.0, 3.0]}, [SPLIT, *MERGED])
    bridged = bridge_counts(counts, results["lsoa_changes"])["adults"]
    assert bridged.isna().sum() == 5  # those whose 2011 LSOA has no count are missing, not zero
    assert bridged.dropna().to_dict() == pytest.approx({"E01999002": 40, "E01999003": 60, "E01999005": 10})


@given(
    st.lists(
        st.tuples(st.floats(0, 5000), st.lists(st.integers(1, 4000), min_size=1, max_size=4)), min_size=1, max_size=8
    )
)
def test_bridging_conserves_counts_whatever_became_of_the_lsoas(former):
    counts = pd.DataFrame({"people": [people for people, _ in former]}, [f"old {n}" for n in range(len(former))])
    rows = [
        {"lsoa_2011_code": f"old {n}", "lsoa_2021_code": f"new {part}", "weight": residents / sum(parts)}
        for n, (_, parts) in enumerate(former)
        for part, residents in enumerate(parts)
    ]
    bridged = bridge_counts(counts, pd.DataFrame(rows))
    assert bridged["people"].sum() == pytest.approx(counts["people"].sum(), abs=1e-6)


def test_a_missing_count_makes_its_new_lsoas_missing():
    changes = pd.DataFrame({"lsoa_2011_code": ["a", "b"], "lsoa_2021_code": ["c", "c"], "weight": [1.0, 1.0]})
    assert bridge_counts(pd.DataFrame({"people": [5.0, np.nan]}, ["a", "b"]), changes)["people"].isna().all()
