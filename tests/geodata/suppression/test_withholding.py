"""Tables as they leave: withheld figures gone from every column, and nothing computed from them kept."""

import pandas as pd
import pytest

from geodata import headline, inequity
from geodata.schemas import validate
from geodata.suppression.cells import withheld_cells
from geodata.suppression.disclosure import DisclosureError
from geodata.suppression.withholding import MADE_AGAIN, WITHHELD, suppressed

BICYCLE = "travel_to_work_bicycle_pct"
NUMBERS = ["value", "lower_cl", "upper_cl", "numerator", "denominator"]


@pytest.fixture(scope="module")
def few_cyclists(toytown, with_sources) -> dict[str, pd.DataFrame]:
    """All tables of Toytown with 3 cyclists in the first LSOA."""
    travel = toytown["travel_to_work"].copy()
    first = travel["lsoa_code"] == "E01999001"
    travel.loc[first & (travel["mode"] == "bicycle"), "people"] = 3
    travel.loc[first & (travel["mode"] == "car_driver"), "people"] += 47
    tables = with_sources(travel_to_work=travel)
    made = {
        "ward_inequity": lambda: inequity.ward_inequity(
            toytown.study_area, tables["wards"], tables["ward_indicators"], tables["lsoa_indicators"],
            tables["ward_clusters"],
        ),
        "headline_reconciliation": lambda: headline.headline_reconciliation(
            toytown.study_area, tables["local_authority_indicators"]
        ),
    }  # fmt: skip
    return tables | {name: make() for name, make in made.items() if name not in tables}


@pytest.fixture(scope="module")
def ruled_toytown(toytown, ruled):
    return toytown.study_area.model_copy(update={"suppression": ruled("travel_to_work").suppression})


@pytest.fixture(scope="module")
def cells(ruled_toytown, few_cyclists) -> pd.DataFrame:
    return validate("withheld_cells", withheld_cells(ruled_toytown, few_cyclists))


@pytest.fixture(scope="module")
def shown(ruled_toytown, few_cyclists, cells) -> dict[str, pd.DataFrame]:
    published = {name: few_cyclists[name] for name in (*FIGURE_TABLES, "wards", "lsoas")}
    return suppressed(ruled_toytown, cells, published)


FIGURE_TABLES = ("lsoa_indicators", "ward_indicators", "local_authority_indicators", "inequality_groups", *MADE_AGAIN)


def withheld_rows(table: pd.DataFrame, cells: pd.DataFrame) -> pd.Series:
    own = cells[cells["figure"] == "own"]
    keys = ["area_code", "indicator", "period"]
    return pd.Series(pd.MultiIndex.from_frame(table[keys]).isin(pd.MultiIndex.from_frame(own[keys])), table.index)


@pytest.mark.parametrize("name", FIGURE_TABLES)
def test_every_table_still_fits_its_schema(shown, name):
    validate(name, shown[name])


@pytest.mark.parametrize("name", FIGURE_TABLES[:3])
def test_every_number_of_a_figure_withheld_is_gone_and_no_other(few_cyclists, shown, cells, name):
    is_withheld = withheld_rows(shown[name], cells)
    assert is_withheld.any() == (name != "local_authority_indicators")
    columns = [*NUMBERS, "value_best_fit"] if name == "ward_indicators" else NUMBERS
    assert shown[name].loc[is_withheld, columns].isna().all(axis=None)
    assert set(shown[name].loc[is_withheld, "note"]) <= {WITHHELD}
    pd.testing.assert_frame_equal(shown[name][~is_withheld], few_cyclists[name][~is_withheld])


def test_the_note_does_not_say_which_figures_are_the_small_ones(shown, cells):
    assert {"small number", "to protect another"} <= set(cells["reason"])
    for name in FIGURE_TABLES[:3]:
        assert not shown[name]["note"].str.contains("protect another").any()


@pytest.mark.parametrize("name", ["ward_clusters", "ward_funnel", "ward_ranks", "comparisons"])
def test_what_compares_wards_leaves_out_those_withheld(few_cyclists, shown, cells, name):
    rows = shown[name][withheld_rows(shown[name], cells)]
    before = few_cyclists[name][withheld_rows(few_cyclists[name], cells)]
    assert before["value"].notna().any()
    assert rows["value"].isna().all()
    assert set(rows.get("cluster", pd.Series(dtype=str))) <= {"not computed"}


def test_what_the_inputs_do_not_change_is_as_it_was(few_cyclists, shown):
    pd.testing.assert_frame_equal(shown["headline_reconciliation"], few_cyclists["headline_reconciliation"])
    columns = ["ward_code", "residents", "imd_score"]
    pd.testing.assert_frame_equal(shown["ward_inequity"][columns], few_cyclists["ward_inequity"][columns])


def test_groups_that_hold_a_figure_withheld_are_withheld_with_what_is_measured_between_them(shown, cells):
    told_of = cells[(cells["figure"] == "other groups") & (cells["indicator"] == BICYCLE)]
    assert {"E06999001", "toytown"} <= set(told_of["area_code"])
    groups = shown["inequality_groups"]
    is_told_of = (groups["indicator"] == BICYCLE) & (groups["stratifier"] == "rural_urban") & (groups["group"] > 0)
    assert groups.loc[is_told_of & groups["area_code"].isin(told_of["area_code"]), NUMBERS].isna().all(axis=None)


def test_without_cells_the_tables_are_the_same(toytown, few_cyclists, cells):
    tables = {name: few_cyclists[name] for name in FIGURE_TABLES}
    same = suppressed(toytown.study_area, cells.iloc[:0], tables)
    assert all(same[name] is table for name, table in tables.items())


@pytest.mark.parametrize("source", ["school_flows", "population+school_flows"])
def test_a_table_without_a_rule_is_refused_if_it_names_a_disclosive_source(toytown, cells, source):
    table = pd.DataFrame({"school": ["100001"], "casualties": [2.0], "source": [source]})
    with pytest.raises(DisclosureError, match="table schools holds figures from school_flows"):
        suppressed(toytown.study_area, cells.iloc[:0], {"schools": table})
    suppressed(toytown.study_area, cells.iloc[:0], {"schools": table.assign(source="collisions_raster")})


def test_an_unknown_source_is_refused_in_any_table(toytown, cells):
    with pytest.raises(DisclosureError, match="table schools: column source names 'colisions'"):
        suppressed(toytown.study_area, cells.iloc[:0], {"schools": pd.DataFrame({"source": ["colisions"]})})


def test_the_list_of_sources_names_them_all_and_is_kept(toytown, cells):
    listed = pd.DataFrame({"source": ["collisions", "school_flows"]})
    assert suppressed(toytown.study_area, cells, {"sources": listed})["sources"] is listed
