"""The front page: the question, three figures, what is not measured, and where everything else is."""

import datetime
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

import geopandas as gpd
import pandas as pd

from geodata.periods import headline_period
from geodata.study_area import StudyArea
from maps.activity_table import ENGLAND, NO_DATA, Cell, Column, activity_columns
from maps.beacons import beacon_panel
from maps.credits import source_keys, source_line
from maps.deprivation_picture import deprivation_picture
from maps.gradients import gradients
from maps.key_figures import key_figures
from maps.numbers import about, decimal, limits, percent
from maps.pages import render, stylesheet
from maps.palettes import COLOURS
from maps.route_verdicts import RouteVerdicts
from maps.search import search_words
from maps.site import credits_of
from maps.walking import Walking


def front_page(  # noqa: PLR0913 (one argument per table)
    study_area: StudyArea,
    run_date: datetime.date,
    version: str,
    *,
    wards: gpd.GeoDataFrame,
    ward_indicators: pd.DataFrame,
    local_authorities: gpd.GeoDataFrame,
    local_authority_indicators: pd.DataFrame,
    headline_reconciliation: pd.DataFrame,
    inequality: pd.DataFrame,
    comparisons: pd.DataFrame,
    beacons: Sequence[str],
    walking: Walking | None,
    routes: RouteVerdicts | None,
    sources: pd.DataFrame,
    schools: pd.DataFrame,
    postcodes: pd.DataFrame | None,
    maps: Mapping[str, str],
    tables: Sequence[str],
) -> str:
    """Return the front page as one HTML file.

    `schools` are those that have a page (table `school_scorecards`), `postcodes` those that the search knows; `beacons`
    names the indicators of the beacon panel. `maps` gives titles and relative addresses, the first the map that the
    small picture links to; `tables` are relative addresses of files. Figures that are missing are left out and named,
    with the sources they would need.
    """
    names = _names(local_authorities)
    figures, without = key_figures(local_authority_indicators, _whole(study_area, names), sources)
    activity, not_compared = activity_columns(local_authority_indicators, list(names))
    claims = _claims(headline_reconciliation)
    missing = [*dict.fromkeys([*without, *not_compared]), *_claims_missing(study_area, claims)]
    return render(
        "front_page.html",
        study_area=study_area.title,
        is_synthetic=study_area.is_synthetic,
        styles=stylesheet("text_page.css", "search.css"),
        colours=COLOURS,
        hatches=[],
        run_date=run_date,
        version=version,
        picture=deprivation_picture(wards, ward_indicators),
        figures=figures,
        beacons=beacon_panel(
            study_area.title,
            _whole(study_area, names)[-1],
            local_authority_indicators,
            comparisons,
            beacons,
            sources,
            is_synthetic=study_area.is_synthetic,
        ),
        activity=activity,
        activity_rows=_activity_rows(activity, names),
        activity_has_limits=any(column.has_limits for column in activity),
        activity_sources=_sources_of(activity, sources, is_synthetic=study_area.is_synthetic),
        claims=claims,
        gradients=gradients(inequality, names),
        walking=walking,
        routes=routes,
        authorities=_ward_counts(wards, names),
        authority_keys={names[code]: key for key, code in study_area.local_authorities.items() if code in names},
        search=search_words(wards, schools, postcodes),
        has_schools=len(schools) > 0,
        maps=maps,
        spreadsheets=titled(tables, ".csv"),
        tables=titled(tables, ".parquet"),
        missing_figures=missing,
        missing_sources=missing_sources(sources),
        credits=credits_of(sources, is_synthetic=study_area.is_synthetic),
    )


def _names(local_authorities: gpd.GeoDataFrame) -> dict[str, str]:
    ordered = local_authorities.sort_values("local_authority_name")
    return dict(zip(ordered["local_authority_code"], ordered["local_authority_name"], strict=True))


def _whole(study_area: StudyArea, names: dict[str, str]) -> list[str]:
    """Codes that stand for the whole study area."""
    return [study_area.name, *names] if len(names) == 1 else [study_area.name]


def _activity_rows(columns: list[Column], names: dict[str, str]) -> list[tuple[str, list[Cell]]]:
    areas = names | {ENGLAND: "England"}
    return [(name, [column.cells.get(code, NO_DATA) for column in columns]) for code, name in areas.items()]


def _sources_of(columns: list[Column], sources: pd.DataFrame, *, is_synthetic: bool) -> str:
    if not columns:
        return ""
    keys = source_keys(pd.concat([column.sources for column in columns]))
    return source_line(keys, sources, is_synthetic=is_synthetic)


def _claims(reconciliation: pd.DataFrame) -> list[dict[str, Any]]:
    """One entry per published claim, with a row in words for each candidate denominator."""
    groups = reconciliation.groupby(["claim", "claim_source"], sort=False)
    return [
        {
            "claim": claim,
            "source": source,
            "people": decimal(rows["claimed_people"].iloc[0], 0),
            "has_limits": bool(rows[["lower_cl", "upper_cl"]].notna().all(axis=1).any()),
            "kinds": sorted(rows["kind"].unique()),
            "rows": [
                _tested(row) for row in rows[rows["period"] == headline_period(list(rows["period"]))].to_dict("records")
            ],
            "earlier": _earlier(rows),
        }
        for (claim, source), rows in groups
    ]


def _earlier(rows: pd.DataFrame) -> str:
    """Say between which numbers the first denominator lies over all periods of the table, if there are several."""
    own = rows[rows["denominator_name"] == rows["denominator_name"].iloc[0]]
    if len(own) < 2:
        return ""
    span = f"{own['period'].min()} to {own['period'].max()}"
    people = f"{about(own['numerator'].min())} to {about(own['numerator'].max())}"
    return f"Over {span}, {own['denominator_name'].iloc[0]}: {people}."


def titled(tables: Sequence[str], suffix: str) -> dict[str, str]:
    """Return the files of one suffix, title to address."""
    paths = [PurePosixPath(href) for href in tables]
    return {path.stem.replace("_", " "): str(path) for path in paths if path.suffix == suffix}


def _tested(row: dict[Any, Any]) -> dict[str, str]:
    has_limits = pd.notna(row["lower_cl"]) and pd.notna(row["upper_cl"])
    return {
        "denominator": str(row["denominator_name"]),
        "period": str(row["period"]),
        "sum": f"{percent(row['rate_pct'])} of {decimal(row['denominator'], 0)}",
        "people": about(row["numerator"]),
        "limits": limits(row["lower_cl"], row["upper_cl"], 0) if has_limits else "",
        "result": "Matches" if row["is_match"] else "Differs",
        "note": str(row["note"]),
    }


def _claims_missing(study_area: StudyArea, claims: list[dict[str, Any]]) -> list[str]:
    return ["Published claims set against the figures"] if study_area.claims and not claims else []


def _ward_counts(wards: gpd.GeoDataFrame, names: dict[str, str]) -> dict[str, int]:
    counts = wards["local_authority_code"].value_counts()
    return {name: int(counts.get(code, 0)) for code, name in names.items()}


def missing_sources(sources: pd.DataFrame) -> list[dict[str, str]]:
    """Return the rows of table `sources` that are missing or invalid, as text."""
    gone = sources[sources["state"].isin(["missing", "invalid"])]
    return [{str(key): str(value) for key, value in row.items()} for row in gone.to_dict("records")]
