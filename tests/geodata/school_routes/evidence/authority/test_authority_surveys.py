"""The survey list: written out, filled in, read back, and matched with the parts."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd

from geodata.readers import load_source
from geodata.schemas import conform, validate
from geodata.school_routes.evidence.authority import crossings_with_authority_files, with_authority_files
from geodata.school_routes.evidence.surveys import survey_statements
from geodata.study_area import StudyArea

Build = Callable[..., Any]


def told(statements: pd.DataFrame) -> list[tuple[str, float, float]]:
    return list(zip(statements["part_id"], statements["lo"], statements["hi"], strict=True))


def footway(value: float, **where: Any) -> dict[str, Any]:
    return {"attribute": "footway", "value_lo": value, "value_hi": value, **where}


def test_a_part_is_named_by_itself_or_by_way_and_side(parts: gpd.GeoDataFrame, file_of: Build) -> None:
    surveys = file_of("route_surveys", footway(1, part_id="w1.0.0.left"), footway(0, osm_way_id=1, side="right"))
    statements, unmatched = survey_statements(surveys, parts)
    assert told(statements) == [("w1.0.0.left", 1, 1), ("w1.0.0.right", 0, 0), ("w1.0.1.right", 0, 0)]
    assert unmatched == 0


def test_a_way_without_a_side_is_all_of_it(parts: gpd.GeoDataFrame, file_of: Build) -> None:
    surveys = file_of("route_surveys", footway(1, osm_way_id=1), footway(1, osm_way_id=2))
    assert len(survey_statements(surveys, parts)[0]) == 5


def test_a_part_that_is_no_more_is_counted_and_not_guessed(parts: gpd.GeoDataFrame, file_of: Build) -> None:
    surveys = file_of("route_surveys", footway(1, part_id="w1.0.9.left", osm_way_id=1, side="left"))
    statements, unmatched = survey_statements(surveys, parts)
    assert (len(statements), unmatched) == (0, 1)


def test_the_latest_survey_holds_and_of_one_day_that_of_the_part(parts: gpd.GeoDataFrame, file_of: Build) -> None:
    surveys = file_of(
        "route_surveys",
        footway(0, part_id="w2.0.0", surveyed_on="2024-01-09"),
        footway(1, part_id="w2.0.0", surveyed_on="2024-11-02"),
        footway(0, osm_way_id=3, surveyed_on="2024-11-02"),
        footway(1, part_id="w3.0.0", surveyed_on="2024-11-02"),
    )
    for rows in (surveys, surveys.iloc[::-1]):
        assert told(survey_statements(rows, parts)[0]) == [("w2.0.0", 1, 1), ("w3.0.0", 1, 1)]


def survey_list(parts: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the survey list of three questions about each side, and one about the crossing."""
    asked = [(part, "footway") for part in parts.loc[parts["kind"] == "side", "part_id"]]
    asked += [("w2.0.0", "speed_mph"), ("x10.w1.0.0.v", "controlled")]
    rows = pd.DataFrame(asked, columns=["part_id", "attribute"]).merge(
        parts[["part_id", "osm_way_id", "osm_version", "name", "side", "local_authority_code", "geometry"]],
        on="part_id",
    )
    table = rows.assign(
        rank=range(1, len(rows) + 1), question="What is there?", answer_unit="1 or 0", osm_tag="", osm_values="",
        osm_node_id=None, osm_node_version=None, unit="pupils", pupils=10.0, cumulative_pupils_pct=50.0,
        length_km=0.1, hours=0.2, value_lo=None, value_hi=None, surveyed_on="",
    )  # fmt: skip
    return validate("survey_list", conform("survey_list", gpd.GeoDataFrame(table, geometry="geometry", crs=parts.crs)))


def test_a_list_filled_in_changes_exactly_what_was_surveyed(
    parts: gpd.GeoDataFrame,
    links: pd.DataFrame,
    crossings: pd.DataFrame,
    no_files: dict[str, pd.DataFrame],
    tmp_path: Path,
) -> None:
    sheet = pd.DataFrame(survey_list(parts).drop(columns="geometry")).astype({"value_lo": object, "value_hi": object})
    answers = {
        ("w1.0.1.left", "footway"): (1, 1),
        ("w2.0.0", "speed_mph"): (22, 26),
        ("x10.w1.0.0.v", "controlled"): ("yes", "yes"),
    }
    for (part, attribute), values in answers.items():
        is_row = (sheet["part_id"] == part) & (sheet["attribute"] == attribute)
        sheet.loc[is_row, ["value_lo", "value_hi"]] = values
        sheet.loc[is_row, "surveyed_on"] = "2025-03-04"
    (tmp_path / "route_surveys").mkdir()
    sheet.to_csv(tmp_path / "route_surveys" / "survey_list.csv", index=False)
    study_area = StudyArea(name="a", title="A", local_authorities={"a": "E06999001"})
    surveys = load_source("route_surveys", tmp_path, study_area)
    assert len(surveys) == 3
    after = with_authority_files(links, parts, **no_files | {"route_surveys": surveys})
    crossed = crossings_with_authority_files(
        crossings,
        parts,
        **{key: table for key, table in no_files.items() if key != "footway_widths"} | {"route_surveys": surveys},
    )
    changed = after.set_index("part_id").compare(links.set_index("part_id"))
    assert set(changed.index) == {"w1.0.1.left", "w2.0.0"}
    lane = after.set_index("part_id").loc["w2.0.0"]
    assert (lane["speed_mph_lo"], lane["speed_mph_likely"], lane["speed_mph_hi"]) == (22, 26, 26)
    assert not lane["is_speed_mph_known"]
    assert lane["speed_mph_source"] == "route_surveys:w2.0.0"
    assert after.set_index("part_id").loc["w1.0.1.left", "is_footway_known"]
    assert (crossed["controlled_lo"].item(), crossed["is_controlled_known"].item()) == (1, True)
    assert crossed["controlled_source_date"].item() == "2025-03-04"
