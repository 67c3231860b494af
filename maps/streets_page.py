"""The page of a streets-only area: who can walk where, routes to school, and what is missing for everything else."""

import datetime
from collections.abc import Sequence

import pandas as pd

from geodata.study_area import StudyArea
from maps.front_page import missing_sources, titled
from maps.pages import render, stylesheet
from maps.route_verdicts import RouteVerdicts
from maps.site import credits_of
from maps.walking import Walking


def streets_page(
    study_area: StudyArea,
    run_date: datetime.date,
    version: str,
    walking: Walking | None,
    routes: RouteVerdicts | None,
    sources: pd.DataFrame,
    tables: Sequence[str],
    schools: pd.DataFrame,
) -> str:
    """Return the page as one HTML file; `tables` are relative addresses of files, `schools` those that have a page."""
    return render(
        "streets_page.html",
        study_area=study_area.title,
        is_synthetic=study_area.is_synthetic,
        styles=stylesheet("text_page.css"),
        run_date=run_date,
        version=version,
        has_schools=len(schools) > 0,
        authority_key=next(iter(study_area.local_authorities)),
        walking=walking,
        routes=routes,
        spreadsheets=titled(tables, ".csv"),
        tables=titled(tables, ".parquet"),
        missing_figures=[],
        missing_sources=missing_sources(sources),
        credits=credits_of(sources, is_synthetic=study_area.is_synthetic),
    )
