"""A whole run with disclosive sources: small numbers are in the working storage, and no file that leaves tells of them.

The attack is made on the files alone, and knows nothing of how they were suppressed.
"""

import json
import re
import subprocess
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pyogrio
import pytest

from geodata.demo import write_demo_sources
from geodata.study_area import bundled_study_areas
from geodata.suppression.disclosure import DisclosureError
from pipelines.layout import LAYOUT
from pipelines.publication import publish
from pipelines.settings import make_settings

pytestmark = pytest.mark.slow
Evenground = Callable[..., subprocess.CompletedProcess[str]]
Name = tuple[str, str, str]  # area, what is counted, period
PLANTED = "E01999001"
# 3 of 955 ride a motorcycle: no other share of the borough begins with these digits
SENTINEL = 300 / 955
SEARCHED = {".parquet", ".csv", ".json", ".html", ".js", ".gpkg", ".geojson", ".qml"}
BOTH, FOOT, BICYCLE = (f"travel_to_work_{mode}_pct" for mode in ("walk_or_cycle", "on_foot", "bicycle"))
PERSONS = "people in employment"
LEVELS = ("lsoa_indicators", "ward_indicators", "local_authority_indicators")


def write_rule(path: Path, rule: str) -> Path:
    path.write_text(bundled_study_areas()["demo"].read_text(encoding="utf-8") + f"\n[suppression]\n{rule}\n")
    return path


@pytest.fixture(scope="module")
def out(evenground: Evenground, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Results of a demo borough with a planted number whose travel and casualties are disclosive."""
    folder = tmp_path_factory.mktemp("suppressed")
    write_demo_sources(folder / "sources")
    (path,) = (folder / "sources" / "travel_to_work").glob("*.csv")
    travel = pd.read_csv(path, dtype=str)
    planted = travel["geography code"] == PLANTED
    column = {word: next(name for name in travel if word in name) for word in ("Motorcycle", "Driving", "Total")}
    people = travel.loc[planted, list(column.values())].astype(int).iloc[0]
    change = {"Motorcycle": 3 - people[column["Motorcycle"]], "Total": 955 - people[column["Total"]]}
    change["Driving"] = change["Total"] - change["Motorcycle"]
    for word, name in column.items():
        travel.loc[planted, name] = str(people[name] + change[word])
    travel.to_csv(path, index=False)
    rule = write_rule(folder / "demo.toml", 'also_disclosive = ["travel_to_work", "collisions_raster"]')
    done = evenground("run", rule, "--sources", folder / "sources", "--out", folder / "out")
    assert done.returncode == 0, done.stderr
    return folder / "out"


def working(out: Path) -> dict[str, pd.DataFrame]:
    """Return the unsuppressed tables of the working storage."""
    folder = out.parent / f".{out.name}.working" / "tables"
    names = [*LEVELS, "inequality_groups"]
    found = {name: sorted(folder.glob(f"{name}.parquet")) + sorted(folder.glob(f"{name}/*.parquet")) for name in names}
    return {name: pd.concat([pd.read_parquet(path) for path in paths]) for name, paths in found.items()}


def tables(out: Path) -> dict[str, pd.DataFrame]:
    return {path.stem: pq.read_table(path).to_pandas() for path in (out / "tables").glob("*.parquet")}


def what_is_counted(indicator: str) -> str:
    return "road_casualties" if indicator.startswith("road_casualties") else indicator


def known(found: dict[str, pd.DataFrame]) -> dict[Name, float]:
    """Return every count that stands in the indicator tables, or is a rate times what it is a rate of."""
    numbers: dict[Name, float] = {}
    for row in chain.from_iterable(found[name].to_dict("records") for name in LEVELS):
        indicator = row["indicator"]
        if not indicator.startswith(("travel_to_work", "road_casualties")):
            continue
        key = (row["area_code"], what_is_counted(indicator), row["period"])
        per = 1000 if "per_1000" in indicator else 100
        for number in (row["numerator"], row["value"] * row["denominator"] / per):
            if not np.isnan(number):
                numbers[key] = number
        if indicator.startswith("travel") and not np.isnan(row["denominator"]):
            numbers[row["area_code"], PERSONS, row["period"]] = row["denominator"]
        if "value_best_fit" in row and not np.isnan(row["value_best_fit"]):
            # the people behind it are those of the LSOAs: taken as known, the share gives their sum
            numbers[f"best fit {row['area_code']}", what_is_counted(indicator), row["period"]] = np.nan
    for row in found["inequality_groups"].query("stratifier == 'deprivation' and group > 0").to_dict("records"):
        if row["indicator"].startswith(("travel", "road")) and not np.isnan(row["numerator"]):
            key = (f"{row['area_code']} group {row['group']}", what_is_counted(row["indicator"]), row["period"])
            numbers[key] = row["numerator"]
    return numbers


def sums(found: dict[str, pd.DataFrame], names: set[Name]) -> Iterator[dict[Name, float]]:
    """Yield everything that adds up to nothing: the total, less its parts."""
    whole = found["wards"]["local_authority_code"].iloc[0]
    weights, scores = found["lsoa_ward_weights"], found["lsoa_indicators"].query("indicator == 'iod2025_imd_score'")
    inside: list[tuple[str, dict[str, float]]] = [("demo", {whole: 1.0})]
    inside += [(whole, dict.fromkeys(found[table][f"{table[:-1]}_code"], 1.0)) for table in ("lsoas", "wards")]
    for ward, parts in weights.groupby("ward_code"):
        inside.append((str(ward), dict(zip(parts["lsoa_code"], parts["weight"], strict=True))))
        inside.append((f"best fit {ward}", dict(zip(parts["lsoa_code"], parts["best_fit_weight"], strict=True))))
    for area in (whole, "demo"):
        for number, lsoas in enumerate(by_deprivation(scores), 1):
            inside.append((f"{area} group {number}", dict.fromkeys(lsoas, 1.0)))
    for total, parts in inside:
        for quantity, period in {(quantity, period) for _, quantity, period in names}:
            terms = {(code, quantity, period): -weight for code, weight in parts.items() if weight > 0}
            yield {(total, quantity, period): 1.0} | terms
    modes = {quantity for _, quantity, _ in names if quantity.startswith("travel")} - {BOTH}
    for area in {area for area, *_ in names}:
        yield {(area, BOTH, "2021"): 1.0, (area, FOOT, "2021"): -1.0, (area, BICYCLE, "2021"): -1.0}
        yield {(area, PERSONS, "2021"): 1.0} | {(area, mode, "2021"): -1.0 for mode in modes}
        years = {period for _, quantity, period in names if quantity == "road_casualties" and len(period) == 4}
        span = {(area, "road_casualties", year): -1.0 for year in years}
        yield {(area, "road_casualties", "2010 to 2019"): 1.0} | span


def by_deprivation(scores: pd.DataFrame) -> list[list[str]]:
    """Return LSOA codes in ten parts of about equal population, most deprived first."""
    ranked = scores.sort_values(["value", "area_code"], ascending=[False, True])
    middle = ranked["denominator"].cumsum() - ranked["denominator"] / 2
    tenth = (middle * 10 / ranked["denominator"].sum()).astype(int)
    return [list(codes) for _, codes in ranked.groupby(tenth)["area_code"]]


def small(numbers: dict[Name, float]) -> set[Name]:
    return {name for name, number in numbers.items() if 0 < round(number, 6) < 5}


def by_subtraction(numbers: dict[Name, float], all_sums: list[dict[Name, float]]) -> dict[Name, float]:
    """Return what is found by subtracting all parts but one from a total, again and again."""
    found = {name: number for name, number in numbers.items() if not np.isnan(number)}
    before = -1
    while len(found) > before:
        before = len(found)
        for terms in all_sums:
            missing = [name for name in terms if name not in found]
            if len(missing) == 1:
                rest = sum(weight * found[name] for name, weight in terms.items() if name in found)
                found[missing[0]] = -rest / terms[missing[0]]
    return {name: number for name, number in found.items() if name not in numbers}


def by_solving(numbers: dict[Name, float], all_sums: list[dict[Name, float]]) -> set[Name]:
    """Return what is the same in every solution of all sums at once."""
    unknown = sorted({name for terms in all_sums for name in terms} - set(numbers))
    place = {name: i for i, name in enumerate(unknown)}
    matrix = np.zeros((len(all_sums), len(unknown)))
    for i, terms in enumerate(all_sums):
        for name in terms.keys() & place.keys():
            matrix[i, place[name]] = terms[name]
    matrix = matrix[matrix.any(axis=1)]
    _, strength, directions = np.linalg.svd(matrix)
    free = directions[int((strength > 1e-8).sum()) :]
    return {name for name in unknown if not (np.abs(free[:, place[name]]) > 1e-6).any()}


@pytest.fixture(scope="module")
def truth(out: Path) -> dict[Name, float]:
    return known(working(out))


@pytest.fixture(scope="module")
def all_sums(out: Path, truth: dict[Name, float]) -> list[dict[Name, float]]:
    """The sums, of numbers that there are."""
    names = set(truth)
    every = sums(tables(out), {name for name in names if not name[0].startswith(("best fit", "demo", "E06"))})
    within = ({name: w for name, w in terms.items() if name in names} for terms in every if next(iter(terms)) in names)
    return [terms for terms in within if len(terms) > 1]


def test_the_sums_of_the_attack_hold(truth, all_sums):
    """Totals of the working tables are the sums of their parts, but for casualties, whose wards are cut from cells."""
    travel = [t for t in all_sums if next(iter(t))[1] != "road_casualties" and not next(iter(t))[0].startswith("best")]
    assert len(travel) > 500
    for terms in travel:
        assert abs(sum(weight * truth[name] for name, weight in terms.items())) < 1e-6
    assert sum(" group " in next(iter(terms))[0] for terms in all_sums) > 50


def test_small_numbers_are_there_and_stay_inside(out, truth):
    assert len(small(truth)) > 500
    assert (PLANTED, "travel_to_work_motorcycle_pct", "2021") in small(truth)
    assert not small(known(tables(out)))


def test_no_small_number_is_found_by_subtraction(out, truth, all_sums):
    found = by_subtraction(known(tables(out)), all_sums)
    assert not set(found) & small(truth)


def test_no_small_number_is_found_by_solving_all_sums_at_once(out, truth, all_sums):
    assert not by_solving(known(tables(out)), all_sums) & small(truth)


def test_the_attack_finds_small_numbers_where_only_these_are_withheld(truth, all_sums):
    withheld = {name: number for name, number in truth.items() if name not in small(truth)}
    found = by_subtraction(withheld, all_sums)
    assert {name for name in found if abs(found[name] - truth[name]) < 1e-6} & small(truth)
    assert by_solving(withheld, all_sums) & small(truth)


def tables_in(path: Path) -> list[pd.DataFrame]:
    if path.suffix == ".parquet":
        return [pq.read_table(path).to_pandas()]
    layers = [name for name, _ in pyogrio.list_layers(path)]
    return [pyogrio.read_dataframe(path, layer=name, read_geometry=False) for name in layers]


def numbers_of(text: str) -> Iterator[float]:
    yield from (float(word) for word in re.findall(r"(?<![\w.])\d+\.\d{3,}(?![\w.])", text))


def numbers_in(path: Path) -> Iterator[float]:
    """Yield every number in a file: cells of tables, and whatever looks like one in text, also in a cell."""
    if path.suffix not in {".parquet", ".gpkg"}:
        yield from numbers_of(path.read_text(encoding="utf-8-sig"))
        return
    for table in tables_in(path):
        for column in table.select_dtypes("number").to_numpy(float).T:
            yield from column[~np.isnan(column)]
        for name in table.select_dtypes(["object", "string"]):
            for text in table[name].dropna().unique():
                if isinstance(text, str):
                    yield from numbers_of(text)


def is_that(number: float, sought: float) -> bool:
    """Tell whether a number is the one sought, in full or rounded to four to eight decimals."""
    return abs(number - sought) < 1e-9 or any(number == round(sought, digits) for digits in range(4, 9))


def places_of(folder: Path, sought: float) -> set[str]:
    """Return the files that hold the number sought, as a percentage or as a share."""
    files = [path for path in folder.rglob("*") if path.suffix in SEARCHED]
    return {
        path.name
        for path in files
        if any(is_that(number, sought) or abs(number - sought / 100) < 1e-9 for number in numbers_in(path))
    }


@pytest.mark.parametrize("suffix", sorted(SEARCHED))
@pytest.mark.parametrize("share", [1, 100], ids=["percentage", "share"])
def test_a_planted_number_would_be_found(tmp_path, suffix, share):
    path, number = tmp_path / f"planted{suffix}", SENTINEL / share
    table = pd.DataFrame({"figure": [1.0, number], "said": ["", ""]})
    if suffix == ".parquet":
        table.to_parquet(path)
    elif suffix == ".gpkg":
        pyogrio.write_dataframe(table, path, layer="any", driver="GPKG")
    else:
        path.write_text(f"{{a: {number!r}}}", encoding="utf-8")
    assert places_of(tmp_path, SENTINEL) == {path.name}
    assert not places_of(tmp_path, SENTINEL + 1)


@pytest.mark.parametrize("suffix", [".parquet", ".gpkg"])
def test_a_planted_number_would_be_found_in_the_text_of_a_cell(tmp_path, suffix):
    path = tmp_path / f"planted{suffix}"
    table = pd.DataFrame({"said": ["nothing", f"share {SENTINEL!r} %"]})
    if suffix == ".parquet":
        table.to_parquet(path)
    else:
        pyogrio.write_dataframe(table, path, layer="any", driver="GPKG")
    assert places_of(tmp_path, SENTINEL) == {path.name}


def test_the_planted_number_is_in_no_file(out):
    assert {path.suffix for path in out.rglob("*") if path.is_file()} >= SEARCHED
    inside = out.parent / f".{out.name}.working" / "tables" / "lsoa_indicators"
    assert places_of(inside, SENTINEL) == {"fairbrook.parquet"}
    assert not places_of(out, SENTINEL)


def test_the_snapshot_is_suppressed_too(out):
    (snapshot,) = (out / "snapshots").iterdir()
    for name in LEVELS:
        pd.testing.assert_frame_equal(pd.read_parquet(snapshot / f"{name}.parquet"), tables(out)[name])


def test_open_figures_are_as_without_the_rule(out):
    before, after = working(out), tables(out)
    for name in LEVELS:
        is_open = ~before[name]["source"].str.contains("travel_to_work|collisions_raster")
        assert is_open.any()
        own, shown = (table[name][is_open.to_numpy()].reset_index(drop=True) for table in (before, after))
        pd.testing.assert_frame_equal(shown, own)


def ward_figures(page: Path) -> dict[str, dict[str, dict[str, str]]]:
    """Return by ward code what the map says of it."""
    text = page.read_text(encoding="utf-8")
    features = re.findall(r'"properties": ({"authority".*?"residents": "[^"]*"})', text)
    return {ward["code"]: ward["figures"] for ward in map(json.loads, features) if ward["level"] == "ward"}


def test_the_map_says_of_a_ward_with_a_small_number_that_it_is_withheld(evenground: Evenground, tmp_path: Path) -> None:
    """With all counts up to 200 small, some wards' casualties of ten years are."""
    write_demo_sources(tmp_path / "sources")
    rule = write_rule(tmp_path / "demo.toml", 'high = 200\nalso_disclosive = ["collisions_raster"]')
    done = evenground("run", rule, "--sources", tmp_path / "sources", "--out", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    wards = working(tmp_path / "out")["ward_indicators"].query("indicator == 'road_casualties_per_1000'")
    of_span = wards[wards["period"] == "2010 to 2019"].set_index("area_code")
    few = of_span.index[of_span["numerator"] < 201]
    assert 2 < len(few) < 20
    said = ward_figures(tmp_path / "out" / LAYOUT.pages["ward_map"])
    assert len(said) == 20
    for code in few:
        figure = said[code]["road-casualties"]
        assert (figure["text"], figure["reason"]) == ("no data", "withheld: small number, or to protect one")
        assert said[code]["deprivation-and-road-casualties"]["text"] == "no data"
    assert any("reason" not in figures["road-casualties"] for figures in said.values())
    table = (tmp_path / "out" / "wards" / "index.html").read_text(encoding="utf-8")
    assert table.count("[c]") > len(few)  # and once where the sign is explained


def test_pages_drawn_under_another_rule_are_not_published(out: Path) -> None:
    study_area, settings = make_settings(str(out.parent / "demo.toml"), None, out)
    before = (out / "manifest.json").read_bytes()
    stricter = study_area.model_copy(update={"suppression": study_area.suppression.model_copy(update={"high": 9})})
    with pytest.raises(DisclosureError, match="withheld_cells does not fit"):
        publish(stricter, settings, seconds={})
    cells = settings.working / "tables" / "withheld_cells.parquet"
    cells.touch()
    with pytest.raises(DisclosureError, match=r"pages .*front_page.* are older than withheld_cells"):
        publish(study_area, settings, seconds={})
    assert (out / "manifest.json").read_bytes() == before
