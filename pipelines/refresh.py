"""Dagster's job that fetches what is missing or stale, its weekly schedule, and the sensor for newer releases."""

import datetime
import io
from dataclasses import dataclass

import dagster as dg
from rich.console import Console

from geodata.fetching import to_be_fetched
from geodata.source_state import SourceState, source_states
from geodata.study_area import StudyArea
from pipelines.fetching import fetch_missing
from pipelines.settings import Settings

JOB = "refresh_sources"
DAY_S = 86_400


@dataclass(frozen=True)
class Refresh:
    """The job with what starts it."""

    job: dg.JobDefinition
    schedule: dg.ScheduleDefinition
    sensor: dg.SensorDefinition


def make_refresh(study_area: StudyArea, settings: Settings) -> Refresh:
    """Return job, schedule and sensor of one study area; both starters are off until switched on.

    A changed file is then seen by the sensor `dropped_files`, which runs every authority.
    """

    @dg.op(description="Fetch every source that is missing or stale; say of each file from when it is.")
    def fetch_what_is_missing(context: dg.OpExecutionContext) -> None:
        failed = fetch_missing(study_area, settings, Console(file=io.StringIO()))
        for one in _states(study_area, settings):
            if one.fetched_at is not None:
                context.log_event(_observed(one))
        for message in failed.values():  # of optional sources: a required one that is not to be had ends the job
            context.log.warning(message)

    @dg.job(
        name=JOB, description="Fetch from the publishers what is missing or stale.", executor_def=dg.in_process_executor
    )
    def refresh_sources() -> None:
        fetch_what_is_missing()

    schedule = dg.ScheduleDefinition(
        job=refresh_sources,
        name="weekly_refresh",
        cron_schedule="0 5 * * 1",
        execution_timezone="Europe/London",
        default_status=dg.DefaultScheduleStatus.STOPPED,
        description="What is missing or stale, early on Mondays.",
    )
    return Refresh(refresh_sources, schedule, _sensor(refresh_sources, study_area, settings))


def _sensor(job: dg.JobDefinition, study_area: StudyArea, settings: Settings) -> dg.SensorDefinition:
    @dg.sensor(
        job=job,
        name="new_releases",
        minimum_interval_seconds=DAY_S,
        default_status=dg.DefaultSensorStatus.STOPPED,
        description="Fetches when a source is missing, or a newer release of it is likely.",
    )
    def new_releases() -> dg.SensorResult | dg.SkipReason:
        if settings.is_offline:
            return dg.SkipReason("this code location runs offline")
        due = sorted(source.key for source in to_be_fetched(_states(study_area, settings)))
        if not due:
            return dg.SkipReason("no source is missing or stale")
        today = datetime.datetime.now(tz=datetime.UTC).date()
        return dg.SensorResult(run_requests=[dg.RunRequest(run_key=f"{today}:{','.join(due)}")])

    return new_releases


def _states(study_area: StudyArea, settings: Settings) -> list[SourceState]:
    today = datetime.datetime.now(tz=datetime.UTC).date()
    return source_states(study_area, settings.sources_dir, today)


def _observed(one: SourceState) -> dg.AssetObservation:
    told = {
        "fetched at": f"{one.fetched_at:%Y-%m-%d %H:%M} UTC",
        "vintage": one.vintage,
        "licence": one.source.licence_of(one.files),
        "state": one.state,
    }
    return dg.AssetObservation(f"source_{one.source.key}", metadata=told)
