"""A whole run in one process: sources, every authority, the comparison, publication."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import dagster as dg
from rich.console import Console
from rich.progress import Progress

from assets import DECLARATIONS
from geodata.errors import EvengroundError
from geodata.study_area import StudyArea
from pipelines.definitions import make_definitions
from pipelines.publication import publish
from pipelines.settings import Settings

RANGE_START, RANGE_END = "dagster/asset_partition_range_start", "dagster/asset_partition_range_end"
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
    seconds: Counter[str] = Counter()
    with open_instance(settings) as instance, Progress(console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=sum(len(authorities) if d.is_partitioned else 1 for d in DECLARATIONS))

        def progress(asset: str, partition: str | None) -> None:
            bar.update(task, advance=1, description=f"{asset} {partition or ''}".replace("_", " "))

        definitions = make_definitions(study_area, settings, progress)
        seconds.update(_execute(definitions, instance, "read_sources"))
        for tags in _partition_tags(study_area, authorities):
            seconds.update(_execute(definitions, instance, "local_authority", tags))
        seconds.update(_execute(definitions, instance, "compare_authorities"))
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
    try:
        result = definitions.resolve_job_def(job).execute_in_process(instance=instance, run_config=QUIET, tags=tags)
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
