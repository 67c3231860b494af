"""Sentences on inequality: what they say, what they do not claim, and that each stands alone."""

import datetime
from typing import Any

import numpy as np
import pandas as pd
import pytest

from geodata.exports.headlines import BETWEEN, DIFFERENCE, SLOPE
from geodata.exports.inequality_summary import COLUMNS, inequality_summary
from geodata.indicators.definitions import indicator_list
from geodata.schemas import conform, empty
from geodata.strata.measured import BENT
from geodata.study_area import StudyArea

RUN_DATE = datetime.date(2026, 11, 2)
NONE = (np.nan, np.nan)
WALK = "travel_to_work_walk_or_cycle_pct"
ROADS = "road_casualties_per_1000"
TENTHS = ["most deprived tenth", *(f"tenth {n}" for n in range(2, 10)), "least deprived tenth"]
STUDY_AREA = StudyArea(
    name="mersey", title="Mersey", local_authorities={"halton": "E06000006", "st_helens": "E08000013"}
)


def areas() -> dict[str, pd.DataFrame]:
    named = {"local_authority_code": ["E06000006", "E08000013"], "local_authority_name": ["Halton", "St. Helens"]}
    return {"local_authorities": pd.DataFrame(named), "wards": empty("wards")}


def case_rows(
    values: list[float],
    names: list[str],
    measures: dict[str, tuple[float, float, float]],
    *,
    stratifier: str = "deprivation",
    indicator: str = WALK,
    period: str = "2021",
    area: tuple[str, str] = ("E06000006", "local_authority"),
    kind: str = "computed",
    note: str = "",
    group_note: str = "",
    method: str = "",
) -> dict[str, pd.DataFrame]:
    """Return the groups of one case and the measures between them."""
    what = {
        "area_code": area[0], "area_level": area[1], "indicator": indicator, "period": period,
        "stratifier": stratifier, "kind": kind, "source": "travel_to_work+deprivation_2025",
        "unit": indicator_list()[indicator].unit,
    }  # fmt: skip
    blank: dict[str, Any] = dict.fromkeys(["lower_cl", "upper_cl", "numerator", "denominator"], np.nan)
    first = 0 if not names[0] else 1
    groups = pd.DataFrame(
        {"group": range(first, first + len(names)), "group_name": names, "value": values, "population": 100.0,
         "n_areas": 5, "note": group_note}
    ).assign(**what, **blank)  # fmt: skip
    figures = [
        {"measure": name, "value": value, "lower_cl": lower, "upper_cl": upper}
        for name, (value, lower, upper) in measures.items()
    ]
    rows = pd.DataFrame(figures).assign(**what, confidence=0.95, method=method, n_groups=len(names), note=note)
    return {
        "inequality_groups": conform("inequality_groups", groups),
        "inequality": conform("inequality", rows),
    }


def summary(*cases: dict[str, pd.DataFrame], trend: pd.DataFrame | None = None) -> pd.DataFrame:
    tables = {
        name: pd.concat([case[name] for case in cases], ignore_index=True)
        for name in ("inequality", "inequality_groups")
    }
    tables["inequality_trend"] = empty("inequality_trend") if trend is None else trend
    return inequality_summary(STUDY_AREA, tables | areas(), RUN_DATE)


def gradient(value: float, lower: float, upper: float, **others: Any) -> dict[str, pd.DataFrame]:
    """Return a case of tenths from 20.3 down to 8.1 with its slope."""
    return case_rows(list(np.linspace(20.3, 8.1, 10)), TENTHS, {SLOPE: (value, lower, upper)}, **others)


def sentence(*cases: dict[str, pd.DataFrame]) -> str:
    return str(summary(*cases)["headline"].item())


def test_a_clear_gradient_names_the_ends_of_the_line_and_the_outermost_tenths():
    assert sentence(gradient(-12.74, -13.5, -11.94)) == (
        "Travel to work on foot or by bicycle in Halton, 2021: the proportion is 12.7 percentage points higher at the "
        "most deprived end of the gradient than at the least deprived end, 95 % CI 11.9 to 13.5 (slope index of "
        "inequality). In the most deprived tenth it is 20.3 % of residents aged 16 and over in employment, in the "
        "least deprived tenth 8.1 %."
    )


def test_the_other_end_is_named_where_it_is_higher():
    said = sentence(gradient(2.0, 1.0, 3.0))
    assert "2.0 percentage points higher at the least deprived end of the gradient than at the most" in said
    assert "95 % CI 1.0 to 3.0" in said


@pytest.mark.parametrize(("lower", "upper"), [(-2.0, 0.5), (-2.0, 0.0)])
def test_limits_that_hold_no_difference_make_no_claim(lower, upper):
    said = sentence(gradient(-0.75, lower, upper))
    assert "the proportion shows no clear difference by deprivation." in said
    assert f"95 % CI {'−0.5' if upper else '0.0'} to 2.0 (slope index of inequality) includes no difference" in said


def test_without_limits_chance_is_named():
    said = sentence(gradient(-0.75, *NONE))
    assert "(slope index of inequality; no limits are known, so chance is not ruled out)" in said
    assert "CI" not in said


def test_a_small_difference_is_not_rounded_to_nothing():
    assert "0.03 percentage points higher" in sentence(gradient(-0.03, -0.05, -0.01))


def test_a_rate_does_not_repeat_what_its_title_says():
    said = sentence(
        case_rows([4.52, 3.0, 2.9, 2.0, 1.38], [f"tenth {n}" for n in range(5)], {SLOPE: (-1.1, -1.5, -0.7)},
                  indicator=ROADS)
    )  # fmt: skip
    assert "1.10 per 1,000 residents a year higher" in said
    assert "casualties per" not in said.partition(":")[2]


def test_groups_off_the_line_are_pointed_at():
    case = gradient(-2.0, -3.0, -1.0, note=f"higher in the most deprived; {BENT.format(3.3)}")
    assert "The ten groups do not lie on a straight line: look at each of them." in sentence(case)
    assert "limits widened 3.3 times" in summary(case)["caveat"].item()


@pytest.mark.parametrize(
    ("kind", "words"),
    [("modelled", "Modelled, not an observation."), ("synthetic", "Synthetic figures, made for demonstration.")],
)
def test_the_sentence_itself_says_of_which_kind_it_is(kind, words):
    assert sentence(gradient(-2.0, -3.0, -1.0, kind=kind)).endswith(words)
    assert words not in sentence(gradient(-2.0, -3.0, -1.0))


def test_what_is_assumed_is_said_in_the_sentence_and_other_notes_are_caveats():
    case = gradient(-2.0, -3.0, -1.0, group_note="2011 LSOAs bridged; 95 % limits assumed: Wilson score")
    assert sentence(case).endswith(" 95 % limits assumed: Wilson score.")
    assert "2011 LSOAs bridged." in summary(case)["caveat"].item()


def test_limits_from_scatter_are_said_to_be():
    said = sentence(
        gradient(-2.0, -3.0, -1.0, method="regression; limits from the scatter of the groups about the line")
    )
    assert "Limits from the scatter of the groups" in said


def test_what_is_not_computed_says_why():
    note = "not computed: circular, the indicator is itself derived from deprivation"
    case = case_rows([np.nan], [""], {SLOPE: (np.nan, *NONE)}, indicator="iod2025_imd_score", period="2025", note=note)
    row = summary(case).iloc[0]
    assert row["headline"] == (
        "Index of Multiple Deprivation: score, Indices of Deprivation 2025 in Halton, 2025: the difference by "
        "deprivation is not computed (circular, the indicator is itself derived from deprivation)."
    )
    assert row[["slope_index", "most_deprived_value"]].isna().all()


def test_what_is_withheld_is_not_called_uncomputed():
    case = gradient(np.nan, *NONE, note="withheld: small numbers")
    assert sentence(case).endswith("the difference by deprivation is not shown (withheld: small numbers).")


def contrast(
    values: list[float], names: list[str], difference: tuple[float, float, float], stratifier: str, **others: Any
) -> dict[str, pd.DataFrame]:
    return case_rows(values, names, {DIFFERENCE: difference}, stratifier=stratifier, **others)


def test_authorities_are_named_in_full_with_the_highest_first():
    case = contrast([20.1, 27.6], ["halton", "st helens"], (7.5, *NONE), "local_authority",
                    indicator="inactive_adults", period="2024/25", area=("mersey", "study_area"))  # fmt: skip
    assert sentence(case) == (
        "Physically inactive adults (under 30 minutes a week) in Mersey, 2024/25: St. Helens has the highest value "
        "(27.6 % of adults aged 19 and over) and Halton the lowest (20.1 %), 7.5 percentage points apart (no limits "
        "are known, so chance is not ruled out)."
    )
    assert summary(case)[["slope_index", "most_deprived_value"]].isna().all(axis=None)


def test_rural_and_urban_areas():
    said = sentence(contrast([9.5, 12.3], ["rural", "urban"], (2.8, 2.3, 3.3), "rural_urban"))
    assert "urban areas have the higher value (12.3 % of residents" in said
    assert said.endswith("rural areas the lower (9.5 %), 2.8 percentage points apart, 95 % CI 2.3 to 3.3.")
    unclear = sentence(contrast([12.2, 12.3], ["rural", "urban"], (0.1, 0.0, 0.3), "rural_urban"))
    assert "2021: no clear difference between rural and urban areas. Urban areas have" in unclear
    assert unclear.endswith("but the 95 % CI 0.0 to 0.3 includes no difference.")


def test_age_groups():
    said = sentence(contrast([17, 20, 57], ["19-24 yrs", "25-84 yrs", "85+ yrs"], (40, 39, 41), "age"))
    assert "people aged 85+ have the highest value (57.0 %" in said
    assert "those aged 19-24 the lowest (17.0 %)" in said


def test_groups_without_a_value_are_counted_never_taken_as_zero():
    case = contrast([20.1, np.nan, 27.6], ["a", "b", "c"], (7.5, 6.0, 9.0), "age")
    assert sentence(case).endswith("95 % CI 6.0 to 9.0. 1 of 3 groups have no value.")
    reason = "no value for 1 of 2 groups (b)"
    refused = contrast([20.1, np.nan], ["a", "b"], (np.nan, *NONE), "age", note=f"not computed: {reason}")
    assert sentence(refused).endswith(f"the difference between age groups is not computed ({reason}).")


def test_the_latest_period_is_told_and_of_those_the_longest():
    periods = ["2019", "2010 to 2019", "2018", "2010"]
    rows = summary(*(gradient(-1.0, -2.0, -0.5, indicator=ROADS, period=period) for period in periods))
    assert rows["period"].tolist() == ["2010 to 2019"]


def test_what_compares_no_groups_is_left_to_the_table():
    neighbours = gradient(-1.0, -2.0, -0.5)["inequality"].assign(stratifier="neighbouring wards", measure="morans_i")
    case = gradient(-1.0, -2.0, -0.5)
    both = {**case, "inequality": pd.concat([case["inequality"], neighbours], ignore_index=True)}
    assert summary(both)["stratifier"].tolist() == ["deprivation"]


def test_figures_beside_the_sentence():
    measures = {SLOPE: (-12.7, -13.5, -11.9), "relative_index_of_inequality": (0.4, 0.3, 0.5)}
    table = summary(case_rows(list(np.linspace(20.3, 8.1, 10)), TENTHS, measures))
    assert list(table.columns) == COLUMNS
    row = table.iloc[0]
    assert row[["slope_index", "slope_lower", "slope_upper"]].tolist() == [-12.7, -13.5, -11.9]
    assert row[["relative_index", "relative_lower", "relative_upper"]].tolist() == [0.4, 0.3, 0.5]
    assert row[["most_deprived_value", "least_deprived_value"]].tolist() == pytest.approx([20.3, 8.1])
    assert row[["area", "area_code", "n_groups", "kind"]].tolist() == ["Halton", "E06000006", 10, "computed"]


def test_sources_are_credited_in_the_publishers_words_with_the_date():
    source = summary(gradient(-1.0, -2.0, -0.5))["source"].item()
    assert source.startswith("Source: Office for National Statistics, Census 2021. Contains public sector information")
    assert source.endswith("Computed by Evenground, 2 November 2026.")


def test_no_publisher_is_credited_with_made_up_figures():
    source = summary(gradient(-1.0, -2.0, -0.5, kind="synthetic"))["source"].item()
    assert source == "Synthetic data, made for demonstration. Computed by Evenground, 2 November 2026."


def changes(*rows: tuple[str, str, float, float, str], measure: str = SLOPE) -> pd.DataFrame:
    columns = ["period_from", "period_to", "value_from", "value_to", "outcome"]
    return pd.DataFrame(list(rows), columns=columns).assign(
        area_code="E06000006", area_level="local_authority", indicator=ROADS, stratifier="deprivation", measure=measure
    )


def trend_of(table: pd.DataFrame) -> str:
    case = gradient(-1.0, -2.0, -0.5, indicator=ROADS, period="2010 to 2019")
    return str(summary(case, trend=table)["trend"].item())


def test_trend_in_a_sentence_of_its_own_the_latest_change_first():
    told = trend_of(
        changes(("2010", "2019", -2.42, -0.45, "narrower"), ("2018", "2019", -0.55, -0.45, "no clear change"))
    )
    assert told == (
        "Road casualties per 1,000 residents a year in Halton, difference by deprivation: no clear change between 2018 "
        "and 2019 (from 0.55 to 0.45 per 1,000 residents a year higher at the most deprived end); narrower by more "
        "than chance between 2010 and 2019 (from 2.42 to 0.45 per 1,000 residents a year higher at the most deprived "
        "end)."
    )


def test_a_gradient_that_turned_round_names_both_ends():
    told = trend_of(changes(("2010", "2019", -2.42, 0.45, "turned round")))
    assert "from 2.42 per 1,000 residents a year higher at the most deprived end to 0.45 higher at the least" in told


def test_a_change_that_is_withheld_is_not_told():
    assert trend_of(changes(("2018", "2019", np.nan, np.nan, "not judged"))) == ""


def test_changes_of_other_measures_are_not_told():
    assert trend_of(changes(("2010", "2019", -1.0, -2.0, "wider"), measure="absolute_concentration_index")) == ""


def test_areas_come_in_the_study_area_s_order_the_largest_first():
    table = summary(
        gradient(-1.0, -2.0, -0.5, area=("E08000013", "local_authority")),
        gradient(-1.0, -2.0, -0.5),
        gradient(-1.0, -2.0, -0.5, area=("mersey", "study_area")),
    )
    assert table["area"].tolist() == ["Mersey", "Halton", "St. Helens"]


def test_every_stratifier_has_its_main_measure():
    """The sentences rest on the slope over deprivation, and on the difference over everything else."""
    for definition in indicator_list().values():
        for stratifier in definition.stratifiers:
            main = SLOPE if stratifier == "deprivation" else DIFFERENCE
            assert stratifier in BETWEEN
            assert main in definition.measures_over(stratifier), (definition.id, stratifier)


def test_every_sentence_of_a_whole_study_area_stands_alone(toytown, results):
    table = inequality_summary(toytown.study_area, results, RUN_DATE)
    assert len(table) > 10
    for row in table.itertuples():
        assert row.headline.startswith(f"{indicator_list()[row.indicator].title} in {row.area}, {row.period}: ")
        assert "nan" not in row.headline.split()
        assert row.headline.endswith(".")
