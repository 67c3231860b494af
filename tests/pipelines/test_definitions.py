"""The code location as Dagster sees it."""

import datetime
import os
import subprocess
import sys
from pathlib import Path

import dagster as dg
import pytest

from assets import DECLARATIONS
from geodata.schemas import described_columns
from pipelines.definitions import make_definitions
from pipelines.jobs import folder_state
from pipelines.layout import LAYOUT
from pipelines.settings import make_settings

GROUPS = {"sources", "boundaries", "streets", "access", "school_routes", "statistics", "inequality", "maps"}
PARTITIONED = {declaration.name for declaration in DECLARATIONS if declaration.is_partitioned}


@pytest.fixture(scope="module")
def definitions(tmp_path_factory: pytest.TempPathFactory) -> dg.Definitions:
    return make_definitions(*make_settings("cheshire_merseyside", None, tmp_path_factory.mktemp("out")))


def test_every_asset_is_described(definitions: dg.Definitions) -> None:
    specs = list(definitions.resolve_all_asset_specs())
    assert {spec.key.path[-1] for spec in specs} == {"publication", *(declaration.name for declaration in DECLARATIONS)}
    for spec in specs:
        assert spec.description, spec.key
        assert spec.owners, spec.key
        assert spec.kinds, spec.key
        assert spec.group_name in GROUPS


def test_tables_show_their_columns(definitions: dg.Definitions) -> None:
    for spec in definitions.resolve_all_asset_specs():
        name = spec.key.path[-1]
        if name not in {"publication", *LAYOUT.pages, *LAYOUT.page_folders}:
            shown = [column.name for column in spec.metadata["dagster/column_schema"].columns]
            assert shown == [column for column, _, _ in described_columns(name)]
            assert all(column.description for column in spec.metadata["dagster/column_schema"].columns), name


def test_partitions_have_readable_keys(definitions: dg.Definitions) -> None:
    for spec in definitions.resolve_all_asset_specs():
        keys = spec.partitions_def.get_partition_keys() if spec.partitions_def else []
        assert ("liverpool" in keys) == (spec.key.path[-1] in PARTITIONED)


def test_bad_data_does_not_flow_on(definitions: dg.Definitions) -> None:
    checks = list(definitions.resolve_asset_graph().asset_check_keys)
    assert {check.name for check in checks} >= {
        "ward_codes_match",
        "lsoa_codes_match",
        "weights_sum_to_one",
        "people_conserved",
        "every_ward_present",
    }
    graph = definitions.resolve_asset_graph()
    assert all(graph.get_check_spec(check).blocking for check in checks)


def test_schedule_and_sensor_are_off(definitions: dg.Definitions) -> None:
    assert definitions.resolve_schedule_def("monthly").default_status == dg.DefaultScheduleStatus.STOPPED
    assert definitions.resolve_sensor_def("dropped_files").default_status == dg.DefaultSensorStatus.STOPPED


def test_schedule_asks_for_every_authority(definitions: dg.Definitions) -> None:
    schedule = definitions.resolve_schedule_def("monthly")
    requests = schedule.evaluate_tick(
        dg.build_schedule_context(
            scheduled_execution_time=datetime.datetime(2026, 12, 5, 6, tzinfo=datetime.UTC),
            repository_def=definitions.get_repository_def(),
        )
    ).run_requests
    assert [request.partition_key for request in requests or []][:2] == ["cheshire_east", "cheshire_west_and_chester"]


def test_sensor_wakes_for_a_dropped_file_and_only_then(tmp_path: Path) -> None:
    study_area, settings = make_settings("demo", tmp_path / "sources", tmp_path / "out")
    sensor = make_definitions(study_area, settings).resolve_sensor_def("dropped_files")
    (tmp_path / "sources" / "wards").mkdir(parents=True)
    (tmp_path / "sources" / "wards" / "wards.geojson").write_text("{}", encoding="utf-8")
    first = sensor.evaluate_tick(dg.build_sensor_context(definitions=make_definitions(study_area, settings)))
    assert [request.partition_key for request in first.run_requests or []] == ["fairbrook"]
    again = sensor.evaluate_tick(
        dg.build_sensor_context(cursor=first.cursor, definitions=make_definitions(study_area, settings))
    )
    assert not again.run_requests
    (tmp_path / "sources" / "wards" / "wards.geojson").write_text("{ }", encoding="utf-8")
    assert folder_state(tmp_path / "sources") != first.cursor


def test_code_location_loads_for_the_study_area_of_the_environment() -> None:
    """`dg check defs` on the made environment; the demo borough is the default."""
    environment = os.environ | {"EVENGROUND_STUDY_AREA": "rutland"}
    program = """
import dagster as dg
from pipelines.definitions import evenground
wards = evenground().resolve_asset_graph().get(dg.AssetKey("wards"))
print(*wards.partitions_def.get_partition_keys())
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=environment, check=False)
    assert done.stdout.strip() == "rutland", done.stderr
