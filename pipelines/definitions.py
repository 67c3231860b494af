"""Dagster's code location: assets, jobs, schedule, sensor and storage for the study area of the environment."""

import os
from collections.abc import Callable

import dagster as dg

from assets import declarations_of
from geodata.study_area import StudyArea
from pipelines.jobs import make_jobs, make_schedule, make_sensor
from pipelines.layout import layout_of
from pipelines.publication import make_publication
from pipelines.refresh import make_refresh
from pipelines.settings import PAGES, Settings, settings_from_environment
from pipelines.storage import PageStorage, TableStorage


def no_progress(asset: str, partition: str | None) -> None:
    """Show nothing: Dagster's own pages show what is done."""


def make_definitions(
    study_area: StudyArea, settings: Settings, progress: Callable[[str, str | None], None] = no_progress
) -> dg.Definitions:
    """Return the code location of one study area, partitioned by the readable keys of its local authorities."""
    partitions = dg.StaticPartitionsDefinition(list(study_area.local_authorities))
    declarations = declarations_of(study_area)
    jobs = make_jobs(declarations)
    refresh = make_refresh(study_area, settings)
    return dg.Definitions(
        assets=[
            *(declaration.build(partitions) for declaration in declarations),
            make_publication(study_area, settings),
        ],
        jobs=[*jobs.values(), refresh.job],
        schedules=[make_schedule(jobs["everything"], study_area), refresh.schedule],
        sensors=[make_sensor(jobs["everything"], study_area, settings), refresh.sensor],
        resources={
            "study_area": study_area,
            "settings": settings,
            "layout": layout_of(study_area),
            "progress": progress,
            "tables": TableStorage(settings.working / "tables"),
            "pages": PageStorage(settings.pages, os.environ.get(PAGES)),
        },
        # a step in its own process costs more than most of these assets
        executor=dg.in_process_executor,
    )


@dg.definitions
def evenground() -> dg.Definitions:
    """Load the study area that the environment names, the demo borough by default."""
    return make_definitions(*settings_from_environment())
