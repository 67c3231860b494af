"""What a ward's page shows beyond the ward map: more of deprivation, routes and streets, and walks in minutes."""

from collections.abc import Sequence

import pandas as pd

from geodata.indicators.access import access_rows
from geodata.study_area import StudyArea
from maps.access_bands import THEME as WALKS
from maps.access_bands import access_bands
from maps.metrics import Metric, Worse
from maps.shown_metric import ShownMetric, shown_of_metrics

STREETS = "Streets"
THEMES = ("Deprivation", "Travel", "Access on foot", WALKS, STREETS, "Road safety", "Routes to school", "Activity")
"""In the order of the page."""


def _metric(indicator: str, theme: str, label: str, unit: str, *, suffix: str = "", worse: Worse = "") -> Metric:
    return Metric(
        key=indicator,
        indicator=indicator,
        theme=theme,
        label=label,
        title=f"{label}, {{period}}",
        row=label,
        unit=unit,
        level="ward",
        suffix=suffix,
        has_limits=False,
        worse=worse,
    )


PUPILS = "per cent of pupils within the statutory distance"
PAGE_METRICS = (
    _metric(
        *("iod2025_imd_pct_residents_most_deprived_20pct", "Deprivation", "Residents in England's most deprived fifth"),
        *("per cent of residents",),
        suffix="%",
    ),
    _metric(
        *("streets_walk_directness", STREETS, "Detours between neighbouring homes"),
        *("metres walked per metre as the crow flies; more is worse",),
        worse="more",
    ),
    _metric("streets_crossing_density", STREETS, "Mapped crossings", "crossings per km of classified road"),
    _metric("streets_intersection_density", STREETS, "Intersections of streets and paths", "intersections per km²"),
    _metric("streets_footway_known", STREETS, "Roads whose footways are mapped", "per cent of km of road", suffix="%"),
    _metric("school_routes_available_pct", "Routes to school", "Available routes", PUPILS, suffix="%", worse="less"),
    _metric(
        "school_routes_unavailable_pct", "Routes to school", "Unavailable routes", PUPILS, suffix="%", worse="more"
    ),
)


def page_metrics(
    of_map: Sequence[ShownMetric], ward_indicators: pd.DataFrame, ward_codes: Sequence[str]
) -> list[ShownMetric]:
    """Return what a ward's page shows, theme by theme: the metrics of the map, and those that have figures besides."""
    more, _ = shown_of_metrics(PAGE_METRICS, {"ward": list(ward_codes)}, {"ward": ward_indicators})
    every = [*of_map, *access_bands(ward_indicators, ward_codes), *more]
    return sorted(every, key=lambda one: THEMES.index(one.metric.theme))


def with_medians(
    study_area: StudyArea, local_authority_indicators: pd.DataFrame, authority_access: pd.DataFrame
) -> pd.DataFrame:
    """Return the figures of authorities, access from table `authority_access`.

    There the walk is the median over all residents, as it is of a ward; table `local_authority_indicators` has the mean
    of the medians of small areas.
    """
    is_access = local_authority_indicators["indicator"].str.startswith("access_")
    codes = authority_access["area_code"].drop_duplicates()
    walks = access_rows(authority_access, "local_authority", codes, kind=study_area.kind("computed"))
    return pd.concat([local_authority_indicators[~is_access], walks], ignore_index=True)
