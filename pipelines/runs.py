"""A whole run in one process: sources, every authority, the comparison, publication."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import dagster as dg
from rich.console import Console
from rich.progress import Progress

from geodata.errors import EvengroundError
from geodata.study_area import StudyArea
from pipelines.definitions import make_definitions
from pipelines.publication import publish
from pipelines.settings import Settings

QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}
DAGSTER_YAML = "telemetry:\n  enabled: false\nnux:\n  enabled: false\n"


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

    Raises an `EvengroundError` with the one message a user needs; nothing is published then.
    """
    definitions = make_definitions(study_area, settings)
    steps = [("read_sources", None), *(("local_authority", key) for key in authorities), ("compare_authorities", None)]
    seconds: Counter[str] = Counter()
    with open_instance(settings) as instance, Progress(console=console, disable=not console.is_terminal) as progress:
        task = progress.add_task("reading sources", total=len(steps))
        for job, key in steps:
            progress.update(task, description=(key or job).replace("_", " "))
            seconds.update(_execute(definitions, job, key, instance))
            progress.advance(task)
    return publish(study_area, settings, seconds)


def _execute(definitions: dg.Definitions, job: str, key: str | None, instance: dg.DagsterInstance) -> dict[str, float]:
    """Run one job; return seconds per asset."""
    try:
        result = definitions.resolve_job_def(job).execute_in_process(
            partition_key=key, instance=instance, run_config=QUIET
        )
    except dg.DagsterError as error:
        raise _own_error(error) from error
    return {
        event.step_key.replace("__", "."): event.step_success_data.duration_ms / 1000
        for event in result.all_events
        if event.is_step_success and event.step_key
    }


def _own_error(error: BaseException) -> EvengroundError:
    """Return the message meant for the user out of Dagster's wrapping."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, EvengroundError):
            return cause
        cause = cause.__cause__
    if isinstance(error, dg.DagsterAssetCheckFailedError):
        return CheckFailedError(str(error))
    raise error
