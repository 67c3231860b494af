"""Jobs, the monthly schedule and the sensor for dropped files: how assets are run together."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import dagster as dg

from assets import Declaration
from geodata.catalogue import load_catalogue
from geodata.study_area import StudyArea
from pipelines.settings import Settings

STEPS = {
    "sources": ("read_sources", False, True, "Read every source file and make what covers the whole study area."),
    "authority": ("local_authority", True, True, "Everything that belongs to one local authority."),
    "comparison": (
        "compare_authorities",
        False,
        False,
        "What compares the authorities computed so far: tables, map, front page.",
    ),
}
"""Step of a run to its job's name, whether it is partitioned, whether it comes before what is, and what it does."""
EVERYTHING = "Read the sources, compute one local authority, renew the comparison."
AssetJob = Any  # what define_asset_job returns; Dagster does not export its type


def _names(declarations: Sequence[Declaration], *, is_partitioned: bool, before: bool) -> list[str]:
    """Return the unpartitioned assets that the authorities' ones are built on (`before`), or that build on them."""
    partitioned = {declaration.name for declaration in declarations if declaration.is_partitioned}
    if is_partitioned:
        return sorted(partitioned)
    after: set[str] = set()
    grown = True
    while grown:
        found = {d.name for d in declarations if set(d.inputs.values()) & (after | partitioned)} - partitioned
        grown, after = not found <= after, after | found
    whole = {declaration.name for declaration in declarations} - partitioned
    return sorted(whole - after if before else after)


def make_jobs(declarations: Sequence[Declaration]) -> dict[str, AssetJob]:
    """Return the jobs by name: sources, one authority, comparison across authorities, and everything in one.

    A job that would have nothing to do is left out: where nothing is partitioned, everything is done with the sources.
    """
    steps = {
        name: dg.define_asset_job(job, dg.AssetSelection.assets(*chosen), description=words)
        for name, (job, is_partitioned, before, words) in STEPS.items()
        if (chosen := _names(declarations, is_partitioned=is_partitioned, before=before))
    }
    everything = dg.define_asset_job("everything", dg.AssetSelection.all(), description=EVERYTHING)
    return steps | {"everything": everything}


def make_schedule(job: AssetJob, study_area: StudyArea) -> dg.ScheduleDefinition:
    """Return the monthly schedule (off until switched on): every authority on the 5th, after the usual releases."""

    @dg.schedule(
        job=job,
        name="monthly",
        cron_schedule="0 6 5 * *",
        execution_timezone="Europe/London",
        default_status=dg.DefaultScheduleStatus.STOPPED,
        description="Every authority, early on the 5th of the month.",
    )
    def monthly(context: dg.ScheduleEvaluationContext) -> list[dg.RunRequest]:
        month = f"{context.scheduled_execution_time:%Y-%m}"
        return [dg.RunRequest(run_key=f"{key}:{month}", partition_key=key) for key in study_area.local_authorities]

    return monthly


def make_sensor(job: AssetJob, study_area: StudyArea, settings: Settings) -> dg.SensorDefinition:
    """Return the sensor (off until switched on) that runs every authority when a source file is dropped or changed."""

    @dg.sensor(
        job=job,
        name="dropped_files",
        minimum_interval_seconds=60,
        default_status=dg.DefaultSensorStatus.STOPPED,
        description="Runs every authority when a file in a source folder is new or changed.",
    )
    def dropped_files(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
        seen = folder_state(settings.sources_dir)
        if seen == context.cursor:
            return dg.SkipReason("no source file is new or changed")
        requests = [dg.RunRequest(run_key=f"{key}:{seen}", partition_key=key) for key in study_area.local_authorities]
        return dg.SensorResult(run_requests=requests, cursor=seen)

    return dropped_files


def folder_state(sources_dir: Path) -> str:
    """Return the names, sizes and times of the files in the source folders, as one line."""
    return ";".join(f"{p.parent.name}/{p.name}:{s.st_size}:{s.st_mtime_ns}" for p, s in _files(sources_dir))


def _files(sources_dir: Path) -> Iterator[tuple[Path, os.stat_result]]:
    for key in sorted(load_catalogue()):
        for path in sorted((sources_dir / key).glob("*")):
            if path.is_file():
                yield path, path.stat()
