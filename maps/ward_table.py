"""The table twin of the ward map: every ward, every figure of the map, in the map's order and words."""

from collections.abc import Sequence

import geopandas as gpd
import pandas as pd

from geodata.study_area import StudyArea
from maps.access_bands import access_bands
from maps.clusters import WORDS, Clusters, clusters
from maps.credits import source_keys, source_line
from maps.metrics import Level
from maps.numbers import counted, decimal
from maps.shown_metric import ShownMetric, shown_metrics
from maps.site import Site
from maps.sortable_table import (
    Cell,
    Column,
    Download,
    Heading,
    SortableTable,
    figure,
    figure_between,
    missing,
    table_of,
)

LIMITS_BELOW = "95% limits stand below the figures that have them."
RANK_NOTE = "Below a rank: the ranks that it may have."


def ward_address(ward_code: str) -> str:
    """Return the address of a ward's page, relative to OUT.

    >>> ward_address("E05000885")
    'wards/E05000885.html'
    """
    return f"wards/{ward_code}.html"


def ward_table(
    site: Site,
    wards: gpd.GeoDataFrame,
    local_authorities: pd.DataFrame,
    ward_indicators: pd.DataFrame,
    local_authority_indicators: pd.DataFrame,
    ward_inequity: pd.DataFrame,
    ward_clusters: pd.DataFrame,
    download: Download,
) -> dict[str, str]:
    """Return the page `index.html` of the folder `wards`: all that the ward map shows, in tables.

    One of wards, one of what only authorities have, one of walks in minutes, one of wards in clusters. `download` is
    the file that the wards' figures are in.
    """
    by_ward, of_authorities = shown_of(wards, local_authorities, ward_indicators, local_authority_indicators)
    names = dict(zip(local_authorities["local_authority_code"], local_authorities["local_authority_name"], strict=True))
    columns = [*ward_columns(site.study_area, wards, ward_inequity), *map(metric_column, by_ward)]
    order = wards.sort_values(["local_authority_name", "ward_name"])["ward_code"].tolist()
    authority_columns = [_names(names, "Local authority"), *map(metric_column, of_authorities)]
    by_name = sorted(names, key=names.__getitem__)
    bands = access_bands(ward_indicators, order)
    alike, _ = clusters(ward_clusters, order)
    page = site.page(
        "ward_table.html",
        "Wards",
        subtitle=f"{counted(len(wards), 'ward')} in {counted(len(names), 'authority')}. The same figures as the map.",
        download=download,
        wards=table_of("Figures by ward", f"{LIMITS_BELOW} {RANK_NOTE}", columns, order),
        authorities=table_of("Measured for authorities only, never by ward", LIMITS_BELOW, authority_columns, by_name),
        has_authorities=bool(of_authorities),
        walks=_walks(columns[0], bands, order) if bands else None,
        clusters=_in_clusters(columns[0], alike, order) if alike else None,
        units=[*rank_units(site.study_area, ward_inequity), *units([*by_ward, *of_authorities, *bands])],
        sources=sources_of(site, [*by_ward, *of_authorities, *bands]),
    )
    return {"index.html": page}


def _walks(wards: Column, bands: Sequence[ShownMetric], order: Sequence[str]) -> SortableTable:
    note = "Half of the residents need at most so many minutes."
    return table_of("Walk to the nearest place, in minutes", note, [wards, *map(metric_column, bands)], order)


def _in_clusters(wards: Column, alike: Sequence[Clusters], order: Sequence[str]) -> SortableTable:
    """Return a table of the wards that lie in a cluster of any metric."""
    members = {code for found in alike for code in found.members.index}
    columns = [
        Column(
            Heading(found.metric.label, found.period, sorted(found.rows["kind"].dropna().unique()), is_figure=False),
            {str(code): Cell(WORDS.get(str(cluster), "not judged")) for code, cluster in found.rows["cluster"].items()},
        )
        for found in alike
    ]
    caption = "Wards that are like or unlike their neighbours beyond chance"
    return table_of(caption, "", [wards, *columns], [code for code in order if code in members])


def shown_of(
    wards: pd.DataFrame,
    local_authorities: pd.DataFrame,
    ward_indicators: pd.DataFrame,
    local_authority_indicators: pd.DataFrame,
) -> tuple[list[ShownMetric], list[ShownMetric]]:
    """Return the metrics of the map that have figures: those by ward, those by authority."""
    codes = {
        "ward": wards["ward_code"].tolist(),
        "local_authority": local_authorities["local_authority_code"].tolist(),
    }
    shown, _ = shown_metrics(codes, ward_indicators, local_authority_indicators)
    return _at(shown, "ward"), _at(shown, "local_authority")


def _at(shown: list[ShownMetric], level: Level) -> list[ShownMetric]:
    return [metric for metric in shown if metric.metric.level == level]


def metric_column(shown: ShownMetric) -> Column:
    """Return a metric of the map as a column, with the limits of each figure below it."""
    metric = shown.metric
    heading = Heading(metric.row, shown.period, shown.kinds)
    return Column(heading, {str(code): _cell(shown, row) for code, row in shown.rows.iterrows()})


def _cell(shown: ShownMetric, row: pd.Series) -> Cell:
    if pd.isna(row["value"]):
        return missing(row["note"])
    if not shown.metric.has_limits:
        return figure(row["value"], shown.metric.suffix)
    return figure_between(row["value"], row["lower_cl"], row["upper_cl"], shown.metric.suffix)


def ward_columns(study_area: StudyArea, wards: pd.DataFrame, ward_inequity: pd.DataFrame) -> list[Column]:
    """Return name (a link), authority if there are several, residents, tenth of deprivation and priority rank."""
    named = wards.set_index("ward_code")
    links = {
        str(code): Cell(str(name), href=f"../{ward_address(str(code))}") for code, name in named["ward_name"].items()
    }
    authorities = {str(code): Cell(str(name)) for code, name in named["local_authority_name"].items()}
    rows = ward_inequity.set_index("ward_code")
    kinds = (study_area.kind("computed"),)
    places = [Column(Heading("Ward", is_figure=False), links)]
    if len(set(named["local_authority_name"])) > 1:
        places.append(Column(Heading("Authority", is_figure=False), authorities))
    return [
        *places,
        Column(Heading("Residents", "2021", kinds), _whole(rows["residents"])),
        Column(Heading("Deprivation tenth", "1 = most deprived", kinds), _whole(rows["imd_decile_national"])),
        Column(Heading("Priority rank", "1 = greatest need", kinds), _ranks(rows)),
    ]


def _names(names: dict[str, str], heading: str) -> Column:
    return Column(Heading(heading, is_figure=False), {code: Cell(name) for code, name in names.items()})


def _whole(values: pd.Series) -> dict[str, Cell]:
    return {str(code): figure(value, decimals=0) for code, value in values.items()}


def _ranks(rows: pd.DataFrame) -> dict[str, Cell]:
    ranks = rows[["priority_rank", "priority_rank_lower", "priority_rank_upper"]]
    return {str(code): _rank(*map(float, row)) for code, *row in ranks.itertuples()}


def _rank(rank: float, lower: float, upper: float) -> Cell:
    has_interval = not (pd.isna(lower) or pd.isna(upper))
    return figure(rank, decimals=0, detail=f"{decimal(lower, 0)} to {decimal(upper, 0)}" if has_interval else "")


def rank_units(study_area: StudyArea, ward_inequity: pd.DataFrame) -> list[tuple[str, str]]:
    """Return what tenth and priority rank mean, name and words."""
    n_ranked = int(ward_inequity["priority_rank"].notna().sum())
    n_components = len(study_area.priority.components)
    return [
        ("Deprivation tenth", "tenth of England's small areas that the ward's IMD 2025 score would fall in"),
        (
            "Priority rank",
            f"among {counted(n_ranked, 'ward')}, by the mean of {counted(n_components, 'standardised indicator')}; "
            "the interval holds the rank in 95 of 100 cases, if chance alone moved the figures",
        ),
    ]


def units(shown: Sequence[ShownMetric]) -> list[tuple[str, str]]:
    """Return the unit of each metric and which way is worse, name and words."""
    return [(metric.metric.row, metric.metric.unit) for metric in shown]


def sources_of(site: Site, shown: Sequence[ShownMetric]) -> str:
    """Return the source line of all figures of the metrics; empty if there are none."""
    if not shown:
        return ""
    keys = source_keys(pd.concat([metric.rows["source"] for metric in shown]))
    return source_line(keys, site.sources, is_synthetic=site.study_area.is_synthetic)
