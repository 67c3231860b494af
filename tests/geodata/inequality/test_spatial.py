"""Moran's I by hand on a row of four, and what it finds and does not find on maps of squares."""

import warnings

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from esda.moran import Moran_Local
from esda.significance import calculate_significance
from hypothesis import given, settings
from hypothesis import strategies as st
from libpysal.graph import Graph
from shapely.geometry import box

from geodata.inequality.permutations import permutations_for
from geodata.inequality.spatial import are_all_equal, local_morans_i, morans_i

ROW = Graph.from_dicts({"a": ["b"], "b": ["a", "c"], "c": ["b", "d"], "d": ["c"]})
RISING = pd.Series([1.0, 2.0, 3.0, 4.0], list("abcd"))


def grid(width: int, height: int) -> Graph:
    """Return the graph of squares, numbered from the south-west along each row."""
    shapes = [box(x, y, x + 1, y + 1) for y in range(height) for x in range(width)]
    return Graph.build_contiguity(gpd.GeoSeries(shapes, index=range(width * height)), rook=False)


MAP = grid(20, 15)
SMALL = grid(5, 4)
BLOCK = [20 * y + x for y in (6, 7, 8) for x in (9, 10, 11)]
MIDDLE = 20 * 7 + 10


def noise(seed: int, graph: Graph = MAP) -> pd.Series:
    return pd.Series(np.random.default_rng(seed).normal(50, 10, graph.n), graph.unique_ids)


def test_a_row_of_four_by_hand():
    # z = -1.5, -0.5, 0.5, 1.5 with neighbours' mean -0.5, -0.5, 0.5, 0.5: sum of products 2, of squares 5
    moran = morans_i(RISING, ROW).iloc[0]
    assert moran["value"] == pytest.approx(2 / 5)
    assert moran[["lower_cl", "upper_cl"]].isna().all()
    local = local_morans_i(RISING, ROW)
    assert local["local_morans_i"].to_list() == pytest.approx([3 * zl / 5 for zl in (0.75, 0.25, 0.25, 0.75)])
    assert local["neighbours_value"].to_list() == [2, 2, 3, 3]
    assert local["quadrant"].to_list() == ["low among low"] * 2 + ["high among high"] * 2
    assert set(local["cluster"]) == {"not significant"}


def test_local_morans_add_up_to_the_global_one():
    values = noise(1)
    local = local_morans_i(values, MAP)["local_morans_i"]
    assert local.sum() / (MAP.n - 1) == pytest.approx(morans_i(values, MAP)["value"].iloc[0])


def test_words_of_the_global_one():
    x = pd.Series(MAP.unique_ids % 20, MAP.unique_ids, dtype=float)
    assert morans_i(x, MAP)["note"].iloc[0] == "neighbours are alike (p < 0.0001)"
    striped = x % 2
    assert morans_i(striped, MAP)["note"].iloc[0].startswith("neighbours are unlike")
    assert morans_i(noise(1), MAP)["note"].iloc[0].startswith("no clear pattern among neighbours (p = 0.")


def test_pure_noise_holds_no_clusters():
    found = [(local_morans_i(noise(seed), MAP)["cluster"] != "not significant").sum() for seed in range(10)]
    assert sum(found) <= 2, found


def test_one_sided_p_without_correction_would_have_found_many():
    local = local_morans_i(noise(3), MAP)
    assert (local["p_value"] / 2 < 0.05).sum() > 15


def test_a_planted_cluster_is_found_and_nothing_far_from_it():
    for seed in range(3):
        values = noise(seed)
        values[BLOCK] += 30
        cluster = local_morans_i(values, MAP)["cluster"]
        assert cluster[MIDDLE] == "high among high"
        assert (cluster[BLOCK] == "high among high").sum() >= 5
        near = {20 * y + x for y in range(5, 10) for x in range(8, 13)}
        assert (cluster.drop(list(near)) != "not significant").sum() <= 2


def test_a_low_area_in_the_middle_of_a_cluster_stands_out():
    values = noise(0)
    values[BLOCK] += 30
    values[MIDDLE] = 20.0
    local = local_morans_i(values, MAP).loc[MIDDLE]
    assert local["cluster"] == "low among high"
    assert local["local_morans_i"] < 0


def test_p_agrees_with_esda():
    values = noise(2)
    values[BLOCK] += 8
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of its one-sided p_sim, which is not used here
        esda = Moran_Local(values.to_numpy(), MAP, permutations=9999, seed=1, n_jobs=1)
    theirs = calculate_significance(esda.Is, esda.rlisas, alternative="two-sided")
    ours = local_morans_i(values, MAP)["p_value"]
    # a two-sided p is twice a tail: its error is that of the tail, doubled
    error = 2 * np.sqrt(theirs / 2 * (1 - theirs / 2) * (1 / 9999 + 1 / permutations_for(MAP.n)))
    assert (np.abs(ours - theirs) <= 5 * error + 3 / 9999).all()


def test_adjustment_by_hand():
    p = local_morans_i(noise(4, SMALL), SMALL).sort_values("p_value")
    stepped = (p["p_value"] * 20 / np.arange(1, 21))[::-1].cummin()[::-1].clip(upper=1)
    assert p["p_adjusted"].to_list() == pytest.approx(stepped.to_list())


@settings(max_examples=10)
@given(seed=st.integers(0, 1000), scale=st.floats(0.01, 100), shift=st.floats(-100, 100))
def test_unit_and_origin_do_not_matter_and_reversal_swaps_high_and_low(seed, scale, shift):
    values = noise(seed, SMALL)
    local, rescaled = local_morans_i(values, SMALL), local_morans_i(scale * values + shift, SMALL)
    reversed_ = local_morans_i(-values, SMALL)
    swapped = local["quadrant"].str.replace("high", "?").str.replace("low", "high").str.replace("?", "low")
    for other, quadrant in ((rescaled, local["quadrant"]), (reversed_, swapped)):
        assert other["local_morans_i"].to_list() == pytest.approx(local["local_morans_i"].to_list())
        assert other["p_value"].to_list() == local["p_value"].to_list()
        assert other["quadrant"].to_list() == quadrant.to_list()


def test_the_order_of_areas_does_not_matter():
    values = noise(5)
    shuffled = values.sample(frac=1, random_state=1)
    pd.testing.assert_frame_equal(
        local_morans_i(shuffled, MAP).reindex(values.index), local_morans_i(values, MAP), check_exact=True
    )


def test_an_area_without_neighbours_is_missing_but_counts_in_the_mean():
    graph = Graph.from_dicts({"a": ["b"], "b": ["a", "c"], "c": ["b", "d"], "d": ["c"], "isle": []})
    local = local_morans_i(pd.concat([RISING, pd.Series({"isle": 10.0})]), graph)
    assert local.loc["isle"].isna().all()
    assert local["p_value"].drop("isle").notna().all()
    assert local.loc["d", "quadrant"] == "low among low"  # 4, whose neighbour has 3, where the mean is 4


@pytest.mark.parametrize("measure", [morans_i, local_morans_i])
def test_refusals_name_the_area(measure):
    with pytest.raises(ValueError, match=r"no value for area: b$"):
        measure(RISING.where(RISING.index != "b"), ROW)
    with pytest.raises(ValueError, match=r"no value for area: d$"):
        measure(RISING.drop("d"), ROW)
    with pytest.raises(ValueError, match=r"not in the graph of neighbours: area: quay$"):
        measure(pd.concat([RISING, pd.Series({"quay": 1.0})]), ROW)
    with pytest.raises(ValueError, match="all areas have the same value"):
        measure(RISING * 0 + 0.1, ROW)


def test_values_that_differ_by_rounding_are_equal():
    assert are_all_equal(pd.Series([0.3, 0.1 + 0.2]))
    assert are_all_equal(pd.Series([0.0, 0.0]))
    assert not are_all_equal(pd.Series([0.0, 1e-12]))
