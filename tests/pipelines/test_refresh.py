"""Dagster's refresh of sources, against the server of all services."""

from pathlib import Path

import dagster as dg
import pytest
from stub_server.addresses import SERVICES
from stub_server.server import StubServer

from geodata.source_records import read_record
from geodata.study_area import load_study_area
from pipelines.definitions import make_definitions
from pipelines.settings import Settings, make_settings


@pytest.fixture
def settings(stub: StubServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """An empty cache, and every service on this machine."""
    for name, service in SERVICES.items():
        monkeypatch.setenv(service.variable, stub.base_urls()[name])
    _, settings = make_settings("demo", tmp_path / "sources", tmp_path / "out")
    return settings


def test_both_starters_are_off_and_the_sensor_asks_for_what_is_missing(settings: Settings) -> None:
    definitions = make_definitions(load_study_area("demo"), settings)
    assert definitions.resolve_schedule_def("weekly_refresh").default_status == dg.DefaultScheduleStatus.STOPPED
    sensor = definitions.resolve_sensor_def("new_releases")
    assert sensor.default_status == dg.DefaultSensorStatus.STOPPED
    tick = sensor.evaluate_tick(dg.build_sensor_context(definitions=definitions))
    (request,) = tick.run_requests or []
    assert "wards" in str(request.run_key)


def test_the_sensor_is_quiet_offline(tmp_path: Path) -> None:
    study_area, settings = make_settings("demo", tmp_path / "sources", tmp_path / "out", is_offline=True)
    definitions = make_definitions(study_area, settings)
    tick = definitions.resolve_sensor_def("new_releases").evaluate_tick(
        dg.build_sensor_context(definitions=definitions)
    )
    assert tick.run_requests == []
    assert "offline" in str(tick.skip_message)


@pytest.mark.slow
def test_the_job_fetches_and_says_from_when_each_source_is(settings: Settings, stub: StubServer) -> None:
    job = make_definitions(load_study_area("demo"), settings).resolve_job_def("refresh_sources")
    done = job.execute_in_process(raise_on_error=False)  # the demo names no extract of OpenStreetMap
    observed = {event.asset_key.to_user_string() for event in done.get_asset_observation_events() if event.asset_key}
    assert {"source_wards", "source_schools", "source_collisions"} <= observed
    (wards,) = (settings.sources_dir / "wards").glob("[!.]*")
    record = read_record(wards)
    assert record is not None
    assert record.rows == 20
    assert not stub.failures
