"""What is withheld: small numbers, and enough others that subtraction finds none. The attack here is its own."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from geodata.schemas import validate
from geodata.suppression.cells import refuse_exposed, withheld_cells
from geodata.suppression.disclosure import DisclosureError
from geodata.suppression.withholding import suppressed

CASUALTIES = "road_casualties"
MODES = ("on_foot", "bicycle", "walk_or_cycle", "car_driver")
FOOT, BICYCLE, BOTH, CAR = (f"travel_to_work_{mode}_pct" for mode in MODES)
TABLES = ("lsoa_indicators", "ward_indicators", "local_authority_indicators")
Unknown = tuple[str, str]  # area and indicator
Sum = dict[Unknown, float]


def own(cells: pd.DataFrame) -> set[Unknown]:
    return set(cells.loc[cells["figure"] == "own", ["area_code", "indicator"]].itertuples(index=False, name=None))


def travelling(foot: list[int], bicycle: list[int], car: list[int]) -> dict[str, list[float]]:
    both = [a + b for a, b in zip(foot, bicycle, strict=True)]
    return {FOOT: foot, BICYCLE: bicycle, BOTH: both, CAR: car}


def numbers(tables: Mapping[str, pd.DataFrame]) -> tuple[dict[Unknown, float], set[Unknown]]:
    """Return every number a reader finds or works out from one row, and those that stand nowhere."""
    found: dict[Unknown, float] = {}
    every: set[Unknown] = set()
    for name in TABLES:
        for row in tables[name].to_dict("records"):
            area, indicator = row["area_code"], row["indicator"]
            every.add((area, indicator))
            if not np.isnan(row["numerator"]):
                found[area, indicator] = row["numerator"]
            if not np.isnan(row["denominator"]):
                found[area, "everybody"] = row["denominator"]
            if name == "ward_indicators" and indicator.startswith("travel"):
                every.add((f"best fit {area}", indicator))
                if not np.isnan(row["value_best_fit"]):
                    found[f"best fit {area}", indicator] = row["value_best_fit"]
            if indicator.startswith("travel"):
                every.add((area, "everybody"))
    return found, every - set(found)


def known_sums(tables: Mapping[str, pd.DataFrame]) -> list[Sum]:
    """Return everything a reader knows to add up to nothing."""
    sums: list[Sum] = []
    indicators = [*tables["lsoa_indicators"]["indicator"].unique(), "everybody"]
    lsoas, wards = (dict(tables[name].iloc[:, :2].itertuples(index=False, name=None)) for name in ("lsoas", "wards"))
    weights = tables["lsoa_ward_weights"]
    for indicator in indicators:
        for north_or_south in set(lsoas.values()):
            for parts in (lsoas, wards):
                inside = {(area, indicator): -1.0 for area, into in parts.items() if into == north_or_south}
                sums.append({(north_or_south, indicator): 1.0, **inside})
        sums.append({("region", indicator): 1.0, **{(code, indicator): -1.0 for code in set(lsoas.values())}})
        for ward in wards:
            by_best_fit = [("best fit ", "best_fit_weight")] if indicator.startswith("travel") else []
            for prefix, column in [("", "weight"), *by_best_fit]:
                part = weights[(weights["ward_code"] == ward) & (weights[column] > 0)]
                inside = {(code, indicator): -w for code, w in zip(part["lsoa_code"], part[column], strict=True)}
                sums.append({(prefix + ward, indicator): 1.0, **inside})
    for area in {*lsoas, *wards, *lsoas.values(), "region"}:
        sums.append({(area, BOTH): 1.0, (area, FOOT): -1.0, (area, BICYCLE): -1.0})
        sums.append({(area, "everybody"): 1.0, (area, FOOT): -1.0, (area, BICYCLE): -1.0, (area, CAR): -1.0})
    return sums


def given_away(tables: Mapping[str, pd.DataFrame]) -> set[Unknown]:
    """Return the unknown numbers that the shown ones determine: the same in all solutions of the known sums."""
    _, unknown = numbers(tables)
    names = sorted(unknown)
    if not names:
        return set()
    matrix = np.array([[s.get(name, 0.0) for name in names] for s in known_sums(tables)])
    _, strength, directions = np.linalg.svd(matrix)
    free = directions[int((strength > 1e-9).sum()) :]  # what may be added to a solution
    return {name for name, column in zip(names, free.T, strict=True) if not (np.abs(column) > 1e-9).any()}


def small(tables: Mapping[str, pd.DataFrame]) -> set[Unknown]:
    """Return the numbers from above 0 to below 5."""
    return {name for name, number in numbers(tables)[0].items() if 1e-6 < number < 5 and not name[0].startswith("best")}


def published(study_area, tables):
    return suppressed(study_area, withheld_cells(study_area, tables), tables)


@pytest.fixture
def casualties(region):
    return region({CASUALTIES: [3, 10, 20, 0, 30, 40, 50, 60]})


def test_without_a_disclosive_source_nothing_is_withheld(ruled, casualties):
    cells = validate("withheld_cells", withheld_cells(ruled(), casualties))
    assert cells.empty
    refuse_exposed(ruled(), casualties, cells)


def test_a_small_number_goes_and_the_smallest_others_it_takes_but_no_zero(ruled, casualties):
    cells = validate("withheld_cells", withheld_cells(ruled("collisions_raster"), casualties))
    reasons = cells[cells["figure"] == "own"].set_index("area_code")["reason"]
    assert reasons["E01999001"] == "small number"
    # 33 in the north less what is shown would give it away, and 10.5 in its ward less 0.75 times 10
    assert reasons["E01999002"] == "to protect another"
    assert (reasons == "small number").sum() == 1
    assert not {"E01999004", "E01999008", "region"} & set(reasons.index)


@pytest.mark.parametrize(
    ("low", "high", "expected"), [(1, 4, {1, 3}), (0, 2, {0, 1}), (1, 2, {1}), (3, 5, {3, 5}), (1, 9, {1, 3, 5})]
)
def test_the_rule_of_the_study_area_says_what_is_small(ruled, region, low, high, expected):
    tables = region({CASUALTIES: [0, 1, 3, 5, 100, 100, 100, 100]})
    cells = withheld_cells(ruled("collisions_raster", low=low, high=high), tables)
    withheld = cells.loc[(cells["reason"] == "small number") & cells["area_code"].str.startswith("E01"), "area_code"]
    count = tables["lsoa_indicators"].set_index("area_code")["value"]
    assert set(count[withheld]) == expected


def test_a_part_of_a_person_does_not_round_out_of_the_rule(ruled, region):
    tables = region({CASUALTIES: [10, 1, 0, 0, 9, 9, 9, 9]})
    cells = withheld_cells(ruled("collisions_raster"), tables)
    wards = cells[(cells["reason"] == "small number") & cells["area_code"].str.startswith("E05")]
    assert wards["area_code"].to_list() == ["E05999002"]  # a quarter of LSOA 2's one


def test_those_who_are_not_among_the_people_counted_are_few_too(ruled, region):
    tables = region(travelling([97, 50, 50, 50, 50, 50, 50, 50], [0] * 8, [3, 60, 60, 60, 60, 60, 60, 60]))
    cells = own(withheld_cells(ruled("travel_to_work"), tables))
    assert {("E01999001", CAR), ("E01999001", FOOT), ("E01999001", BOTH)} <= cells


def test_where_few_people_are_counted_at_all_no_share_of_them_is_shown(ruled, region):
    tables = region(travelling([2, 50, 50, 50, 50, 50, 50, 50], [1, 9, 9, 9, 9, 9, 9, 9], [0, *[60] * 7]))
    cells = own(withheld_cells(ruled("travel_to_work"), tables))
    assert {("E01999001", mode) for mode in (FOOT, BICYCLE, BOTH, CAR)} <= cells


def test_a_sum_so_small_that_one_answer_is_left_is_loosened(ruled, region):
    # 2 in the north, and it is known that what is withheld is no zero: two LSOAs with 1 each
    cells = own(withheld_cells(ruled("collisions_raster"), region({CASUALTIES: [1, 0, 1, 0, 30, 40, 50, 60]})))
    assert ("E06999001", CASUALTIES) in cells
    # 8 in the north in two LSOAs of at most 4 each could be nothing but 4 and 4, if small ones were told from others
    tables = region({CASUALTIES: [4, 0, 4, 0, 30, 40, 50, 60]})
    notes = published(ruled("collisions_raster"), tables)["lsoa_indicators"]["note"]
    assert set(notes) == {"a caveat", "withheld: small number, or to protect one"}


def test_years_do_not_give_each_other_away(ruled, region):
    tables = region({CASUALTIES: [9, 10, 20, 11, 30, 40, 50, 60]})
    of_year = region({CASUALTIES: [3, 5, 9, 6, 15, 20, 25, 30]})
    rest = region({CASUALTIES: [6, 5, 11, 5, 15, 20, 25, 30]})
    periods = {"2018 to 2019": tables, "2018": of_year, "2019": rest}
    for name in TABLES:
        tables[name] = pd.concat([part[name].assign(period=p) for p, part in periods.items()], ignore_index=True)
    cells = withheld_cells(ruled("collisions_raster"), tables)
    of_lsoa = cells[(cells["area_code"] == "E01999001") & (cells["figure"] == "own")]
    assert "2018" in set(of_lsoa["period"])
    assert len(of_lsoa) >= 2


def test_a_rate_without_its_count_is_withheld_with_all_that_is_made_from_its_source(ruled, results, toytown):
    study_area = toytown.study_area.model_copy(update={"suppression": ruled("adult_activity").suppression})
    cells = withheld_cells(study_area, results)
    assert set(cells.loc[cells["figure"] == "own", "reason"]) == {"the count behind the rate is not known"}
    shown = suppressed(study_area, cells, {name: results[name] for name in TABLES})
    for table in shown.values():
        from_it = table["source"].str.contains("adult_activity")
        assert table.loc[from_it, "value"].isna().all()
        assert table.loc[~from_it, "value"].notna().any()


def test_an_unknown_source_stops_everything(ruled, casualties):
    tables = dict(casualties)
    tables["ward_indicators"] = tables["ward_indicators"].assign(source="colisions")
    with pytest.raises(DisclosureError, match=r"ward_indicators.*colisions"):
        withheld_cells(ruled(), tables)


def test_a_number_that_open_figures_give_away_is_refused(ruled, casualties):
    tables = dict(casualties)
    open_rows = tables["local_authority_indicators"].assign(source="adult_activity")
    parts = tables["lsoa_indicators"]
    is_other = parts["area_code"] != "E01999001"
    tables["local_authority_indicators"] = open_rows
    tables["lsoa_indicators"] = parts.assign(source=parts["source"].mask(is_other, "adult_activity"))
    with pytest.raises(DisclosureError, match=r"road_casualties of E01999001 in 2021.*also_disclosive"):
        withheld_cells(ruled("collisions_raster"), tables)


def test_cells_that_no_longer_fit_are_refused(ruled, region, casualties):
    study_area = ruled("collisions_raster")
    cells = withheld_cells(study_area, casualties)
    refuse_exposed(study_area, casualties, cells)
    with pytest.raises(DisclosureError, match="withheld_cells does not fit"):
        refuse_exposed(study_area, casualties, cells.iloc[:0])
    only_small = cells[cells["reason"] == "small number"]
    with pytest.raises(DisclosureError, match="withheld_cells does not fit"):
        refuse_exposed(study_area, casualties, only_small)
    with pytest.raises(DisclosureError, match="withheld_cells does not fit"):
        refuse_exposed(study_area, region({CASUALTIES: [3, 10, 20, 0, 30, 40, 50, 2]}), cells)


def test_the_attack_finds_what_withholding_the_small_numbers_alone_gives_away(ruled, region):
    tables = region(travelling([3, 30, 40, 50, 60, 70, 80, 90], [20] * 8, [200] * 8))
    study_area = ruled("travel_to_work")
    cells = withheld_cells(study_area, tables)
    only_small = cells[(cells["reason"] == "small number") & (cells["figure"] == "own")]
    assert ("E01999001", FOOT) in given_away(suppressed(study_area, only_small, tables))
    assert ("E01999001", FOOT) not in given_away(suppressed(study_area, cells, tables))


counts = st.lists(st.sampled_from([0, 0, 1, 2, 3, 4, 5, 6, 8, 12, 25]), min_size=8, max_size=8)


ONE_CYCLIST = [0, 1, 0, 0, 0, 0, 0, 0]  # all that there is, shared between two wards


@example(foot=[0] * 8, bicycle=ONE_CYCLIST, car=[0] * 8, hurt=[0] * 8)
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(foot=counts, bicycle=counts, car=st.lists(st.integers(0, 60), min_size=8, max_size=8), hurt=counts)
def test_no_small_number_stands_in_what_is_published_or_follows_from_it(ruled, region, foot, bicycle, car, hurt):
    tables = region({**travelling(foot, bicycle, car), CASUALTIES: hurt})
    shown = published(ruled("travel_to_work", "collisions_raster"), tables)
    assert not small(shown)
    assert not small(tables) & given_away(shown)
