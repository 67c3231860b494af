"""Table `ward_clusters` on square wards: a hot corner over the border of two authorities, islands, gaps, halves."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely.geometry import box

from geodata.indicators.rows import indicator_rows, stack
from geodata.inequality.neighbours import touching_wards
from geodata.inequality.spatial import local_morans_i, morans_i
from geodata.schemas import conform, validate
from geodata.study_area import StudyArea
from geodata.ward_clusters import global_rows, ward_clusters

WEST, EAST = "E06999001", "E06999002"
STUDY_AREA = StudyArea(name="squares", title="Squares", local_authorities={"west": WEST, "east": EAST})
RATE, WALK, SCORE = "road_casualties_per_1000", "travel_to_work_on_foot_pct", "iod2025_imd_score"
WIDTH = 8


def code(x: int, y: int) -> str:
    return f"E05999{10 * y + x:03d}"


def squares(places: list[tuple[int, int]]) -> gpd.GeoDataFrame:
    """Return square wards; those west of the fifth column belong to one authority, the others to the other."""
    authorities = [WEST if x < 4 else EAST for x, _ in places]
    names = {"ward_name": "Ward", "local_authority_code": authorities, "local_authority_name": "Authority"}
    shapes = [box(x, y, x + 1, y + 1) for x, y in places]
    codes = [code(x, y) for x, y in places]
    return conform("wards", gpd.GeoDataFrame({"ward_code": codes, **names}, geometry=shapes, crs="EPSG:27700"))


PLACES = [(x, y) for y in range(6) for x in range(WIDTH)]
WARDS = squares(PLACES)
CODES = WARDS["ward_code"]
HOT = {code(x, y) for y in (3, 4, 5) for x in (3, 4, 5)}  # three columns, one of them west of the border
RATES = np.random.default_rng(7).normal(3, 0.3, len(CODES)) + 3 * CODES.isin(HOT).to_numpy()


def made(indicator: str, period: str, values, codes: pd.Series = CODES) -> pd.DataFrame:
    return indicator_rows(
        indicator, codes, period, value=pd.Series(values, dtype=float), denominator=1000.0, kind="measured",
        source="population",
    )  # fmt: skip


def indicators(*rows: pd.DataFrame) -> pd.DataFrame:
    stacked = stack(list(rows))
    return conform("ward_indicators", stacked.assign(value_best_fit=stacked["value"]))


HOT_CORNER = indicators(made(RATE, "2010 to 2019", RATES))


def clusters(rows: pd.DataFrame = HOT_CORNER, wards: gpd.GeoDataFrame = WARDS) -> pd.DataFrame:
    return validate("ward_clusters", ward_clusters(STUDY_AREA, wards, rows)).set_index("area_code")


def test_a_cluster_over_the_border_of_two_authorities():
    table = clusters()
    middle, beside = table.loc[code(4, 4)], table.loc[code(3, 4)]
    assert middle["cluster"] == beside["cluster"] == "high among high"
    assert middle["n_neighbours"] == beside["n_neighbours"] == 8
    around = [code(x, y) for y in (3, 4, 5) for x in (3, 4, 5) if (x, y) != (4, 4)]
    assert middle["neighbours_value"] == pytest.approx(table.loc[around, "value"].mean())
    assert not table.loc[[code(x, y) for x in (0, 1) for y in range(6)], "cluster"].str.startswith("high").any()


def test_figures_are_those_of_the_measure():
    table = clusters()
    local = local_morans_i(table["value"].astype(float), touching_wards(WARDS))
    for column in ("local_morans_i", "p_value", "p_adjusted", "cluster"):
        assert table[column].to_list() == local[column].to_list()


def test_words_of_each_row():
    row = clusters().iloc[0]
    assert row[["indicator", "period", "unit"]].to_list() == [
        RATE, "2010 to 2019", "casualties per 1,000 residents a year",
    ]  # fmt: skip
    assert (row["kind"], row["source"]) == ("computed", "population+wards")
    assert row["component"] == 1
    assert row["note"] == "rates of wards with few residents vary more by chance"


def test_one_row_per_ward_and_eligible_indicator_in_its_period():
    rows = indicators(
        made(SCORE, "2025", RATES), made(WALK, "2021", RATES), made(RATE, "2019", RATES),
        made(RATE, "2010 to 2019", RATES),
    )  # fmt: skip
    table = clusters(rows)
    assert table.groupby(["indicator", "period"]).size().to_dict() == {(RATE, "2010 to 2019"): 48, (WALK, "2021"): 48}


@pytest.mark.parametrize("has_row", [True, False])
def test_a_ward_without_a_value_is_not_judged_and_is_no_neighbour(has_row):
    gap = CODES.isin([code(4, 4)])
    rows = made(RATE, "2010 to 2019", np.where(gap, np.nan, RATES))
    table = clusters(indicators(rows if has_row else rows[~gap]))
    missing, beside = table.loc[code(4, 4)], table.loc[code(3, 4)]
    assert (missing["cluster"], missing["note"]) == ("not computed", "not computed: no value")
    assert missing[["value", "p_value", "component", "neighbours_value"]].isna().all()
    assert (missing["n_neighbours"], beside["n_neighbours"]) == (8, 7)
    assert (missing["unit"], missing["kind"]) == (beside["unit"], beside["kind"])
    others = [code(x, y) for x, y in ((2, 3), (3, 3), (4, 3), (2, 4), (2, 5), (3, 5), (4, 5))]
    assert beside["neighbours_value"] == pytest.approx(table.loc[others, "value"].mean())


def test_an_island_is_left_out_of_every_mean():
    wards = squares([*PLACES, (20, 20)])
    island = pd.Series([code(20, 20)])
    rows = indicators(made(RATE, "2010 to 2019", RATES), made(RATE, "2010 to 2019", [99.0], island))
    table = clusters(rows, wards)
    assert table.loc[code(20, 20), "note"] == "not computed: 1 connected ward(s) with a value, at least 20 are needed"
    assert table.loc[code(20, 20), ["value", "component", "n_neighbours"]].to_list() == [99, 2, 0]
    pd.testing.assert_frame_equal(table.drop(code(20, 20)), clusters())


def test_an_authority_in_two_small_halves_is_not_judged():
    places = [(x, y) for y in (0, 1, 2, 5, 6, 7) for x in (3, 4, 5)]
    codes = pd.Series([code(x, y) for x, y in places])
    rows = indicators(made(RATE, "2010 to 2019", np.arange(18.0), codes))
    table = clusters(rows, squares(places))
    assert table["component"].to_list() == [1] * 9 + [2] * 9
    assert set(table["cluster"]) == {"not computed"}
    assert set(table["note"]) == {"not computed: 9 connected ward(s) with a value, at least 20 are needed"}


def test_equal_values_have_no_clusters():
    rows = indicators(made(RATE, "2010 to 2019", np.full(48, 2.5)))
    assert set(clusters(rows)["note"]) == {"not computed: all wards have the same value"}
    assert global_rows(STUDY_AREA, WARDS, rows)["note"].to_list() == ["not computed: all wards have the same value"]


def test_nothing_is_computed_while_an_authority_is_missing():
    west = WARDS[WARDS["local_authority_code"] == WEST]
    table = clusters(HOT_CORNER, west)
    assert set(table["note"]) == {"not computed: 1 of 2 authorities computed"}
    assert table[["neighbours_value", "p_value", "component", "n_neighbours"]].isna().all(axis=None)
    assert table["value"].notna().all()
    assert global_rows(STUDY_AREA, west, HOT_CORNER).empty


def test_no_indicator_gives_no_rows():
    rows = indicators(made(SCORE, "2025", RATES))
    assert clusters(rows).empty
    assert global_rows(STUDY_AREA, WARDS, rows).empty


def test_global_rows():
    rows = validate("inequality", global_rows(STUDY_AREA, WARDS, HOT_CORNER))
    (row,) = rows.to_dict("records")
    values = pd.Series(RATES, CODES)
    assert row["value"] == morans_i(values, touching_wards(WARDS))["value"].iloc[0]
    assert (row["area_code"], row["area_level"], row["measure"]) == ("squares", "study_area", "morans_i")
    assert (row["stratifier"], row["n_groups"], row["indicator"]) == ("neighbouring wards", 48, RATE)
    assert row["note"] == "neighbours are alike (p < 0.0001)"
    assert np.isnan([row["lower_cl"], row["upper_cl"]]).all()


def test_a_global_row_of_too_few_wards_says_so():
    west = StudyArea(name="west", title="West", local_authorities={"west": WEST})
    wards = squares([(x, y) for x, y in PLACES if x < 3])
    (row,) = validate("inequality", global_rows(west, wards, HOT_CORNER)).to_dict("records")
    assert np.isnan(row["value"])
    assert row["n_groups"] == 0
    assert row["note"] == "not computed: 18 connected ward(s) with a value, at least 20 are needed"


def test_the_order_of_rows_does_not_matter(tmp_path):
    rows = indicators(made(RATE, "2010 to 2019", RATES), made(WALK, "2021", RATES[::-1]))
    written = []
    for seed in (None, 1, 2):
        given = [part if seed is None else part.sample(frac=1, random_state=seed) for part in (WARDS, rows)]
        for name, made_of in (("clusters", ward_clusters), ("rows", global_rows)):
            made_of(STUDY_AREA, *given).to_parquet(tmp_path / name)
            written.append((tmp_path / name).read_bytes())
    assert written[:2] == written[2:4] == written[4:]
