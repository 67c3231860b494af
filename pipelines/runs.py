"""A whole run in one process: sources, every authority, the comparison, publication."""

import gc
import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import dagster as dg
from rich.console import Console
from rich.progress import Progress

from assets import declarations_of
from geodata.errors import EvengroundError
from geodata.source_files import require_files
from geodata.source_state import required_sources
from geodata.study_area import StudyArea
from pipelines.definitions import make_definitions
from pipelines.jobs import STEPS, make_jobs
from pipelines.publication import publish
from pipelines.settings import Settings

RANGE_START, RANGE_END = "dagster/asset_partition_range_start", "dagster/asset_partition_range_end"
DAGSTER_YAML = """telemetry: {enabled: false}
nux: {enabled: false}
concurrency: {runs: {max_concurrent_runs: 1}}
"""
QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}


class CheckFailedError(EvengroundError):
    """A blocking check found bad data; nothing was published."""


def prepare_home(settings: Settings) -> None:
    """Make the folder of Dagster's history, with nothing reported to anybody."""
    settings.dagster_home.mkdir(parents=True, exist_ok=True)
    (settings.dagster_home / "dagster.yaml").write_text(DAGSTER_YAML, encoding="utf-8")


def open_instance(settings: Settings) -> dg.DagsterInstance:
    """Return the Dagster instance whose history lies with the working tables, so that the UI shows every run."""
    prepare_home(settings)
    return dg.DagsterInstance.from_config(str(settings.dagster_home))


def run(study_area: StudyArea, settings: Settings, authorities: Sequence[str], console: Console) -> dict[str, Any]:
    """Run everything for the authorities given (keys), publish, and return the manifest.

    Raises an `EvengroundError` with the one message a user needs; nothing is published then. Sources that are required
    and have no file are all named before anything is computed.
    """
    require_files(required_sources(study_area), settings.sources_dir)
    # what the imports made stays: walking it again at every collection took a tenth of the run
    gc.freeze()
    seconds: Counter[str] = Counter()
    with open_instance(settings) as instance, Progress(console=console, disable=not console.is_terminal) as bar:
        declarations = declarations_of(study_area)
        task = bar.add_task("", total=sum(len(authorities) if d.is_partitioned else 1 for d in declarations))

        def progress(asset: str, partition: str | None) -> None:
            bar.update(task, advance=1, description=f"{asset} {partition or ''}".replace("_", " "))

        definitions = make_definitions(study_area, settings, progress)
        partitions = _partition_tags(study_area, authorities)
        made = make_jobs(declarations)
        for job, is_partitioned, _, _ in [STEPS[step] for step in STEPS if step in made]:
            for tags in partitions if is_partitioned else [None]:
                seconds.update(_execute(definitions, instance, job, tags))
    return publish(study_area, settings, seconds)


def _partition_tags(study_area: StudyArea, authorities: Sequence[str]) -> list[dict[str, str]]:
    """Return the tags of each run: all authorities share one, a choice of them has one each."""
    keys = list(study_area.local_authorities)
    ranges = [(keys[0], keys[-1])] if list(authorities) == keys else [(key, key) for key in authorities]
    return [{RANGE_START: first, RANGE_END: last} for first, last in ranges]


def _execute(
    definitions: dg.Definitions, instance: dg.DagsterInstance, job: str, tags: dict[str, str] | None = None
) -> dict[str, float]:
    """Run one job; return seconds per asset."""
    run_id = str(uuid.uuid4())
    try:
        result = definitions.resolve_job_def(job).execute_in_process(
            instance=instance, run_config=QUIET, tags=tags, run_id=run_id
        )
    except dg.DagsterError as error:
        failed = _failed_checks(instance, run_id)
        if not failed:
            raise
        raise CheckFailedError("; ".join(failed)) from error
    return {
        event.step_key.replace("__", "."): event.step_success_data.duration_ms / 1000
        for event in result.all_events
        if event.is_step_success and event.step_key
    }


def _failed_checks(instance: dg.DagsterInstance, run_id: str) -> list[str]:
    """Return what each check of a run that failed has found."""
    logged = instance.all_logs(run_id, of_type=dg.DagsterEventType.ASSET_CHECK_EVALUATION)
    evaluations = [entry.get_dagster_event().asset_check_evaluation_data for entry in logged]
    return [
        f"table {evaluation.asset_key.path[-1]}, check {evaluation.check_name}: " + _in_words(evaluation.metadata)
        for evaluation in evaluations
        if not evaluation.passed
    ]


def _in_words(metadata: Mapping[str, dg.MetadataValue]) -> str:
    return "; ".join(f"{key}: {value.value}" for key, value in metadata.items())
