"""What the command line prints: headline figures, sources, verified figures."""

import datetime
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from geodata.catalogue import load_catalogue
from geodata.errors import SourceFileError
from geodata.fetching import to_be_fetched
from geodata.indicators.definitions import indicator_list
from geodata.schemas import table_names
from geodata.source_state import source_states
from geodata.study_area import StudyArea
from geodata.verification import Verified
from maps.route_verdicts import route_verdicts
from maps.walking import walking
from pipelines.layout import FRONT_PAGE
from pipelines.settings import Settings
from pipelines.storage import read_table

# indicator and the period to show, None for the latest or longest
HEADLINES = {
    ("residents", "2021"): "Residents, Census 2021",
    ("iod2025_imd_average_score", None): "Deprivation score, IMD 2025",
    ("iod2025_imd_pct_residents_most_deprived_20pct", None): "Residents in England's most deprived fifth",
    ("inactive_adults", None): "Inactive adults",
    ("active_adults", None): "Active adults",
    ("active_children", None): "Active children",
    ("cycling_travel_at_least_once_per_week", None): "Cycling for travel weekly",
    ("travel_to_work_walk_or_cycle_pct", None): "Travel to work on foot or by bicycle",
    ("road_casualties_per_1000", None): "Road casualties per 1,000 residents a year",
}


def read_published(out: Path) -> dict[str, pd.DataFrame]:
    """Return the published tables of a run; `SourceFileError` if the folder holds none."""
    paths = sorted((out / "tables").glob("*.parquet"))
    if not paths:
        raise SourceFileError(f"{out}: no tables there. Give the folder of a run, such as out/cheshire_merseyside.")
    return {path.stem: read_table(path.stem, path) for path in paths if path.stem in table_names()}


def print_summary(study_area: StudyArea, settings: Settings, manifest: Mapping[str, Any], console: Console) -> None:
    """Print the headline figures as a table, what is missing, and where the front page is."""
    tables = read_published(settings.out)
    if not study_area.is_streets_only:
        console.print(_headline_table(study_area, tables["local_authority_indicators"]))
        for sentence in _gradient_sentences(tables["inequality"]):
            console.print(sentence, highlight=False)
    _print_walking(study_area, tables, console)
    _print_routes(study_area, tables, console)
    for key, count in manifest["rows_on_no_street"].items():
        of = manifest["sources"][key]["rows"]
        said = f"{key}: {count} of {of} rows lie on no street, path or crossing of the map: they count for nothing."
        console.print(said, style="yellow", highlight=False)
    _print_missing(study_area, settings, manifest, console)
    absent = [key for key, is_computed in manifest["authorities"].items() if not is_computed]
    if absent:
        console.print(f"Not computed yet: {', '.join(absent)}; nothing is ranked until they are.", style="yellow")
    console.print(f"Front page: {settings.out / FRONT_PAGE}", highlight=False)


def _print_missing(study_area: StudyArea, settings: Settings, manifest: Mapping[str, Any], console: Console) -> None:
    """Print what is left out for want of files, and why if there is one; sources that feed the same stand together."""
    by_feed: dict[str, list[str]] = {}
    why = {}
    for key, message in manifest["missing_sources"].items():
        by_feed.setdefault(load_catalogue()[key].feeds[0], []).append(key)
        if manifest["sources"][key]["state"] != "missing":
            why[key] = message.replace("<sources>", str(settings.sources_dir))
    for feed, keys in by_feed.items():
        reasons = "".join(f" {why[key]}" for key in keys if key in why)
        console.print(f"Without {', '.join(keys)}: {feed} left out.{reasons}", style="yellow", highlight=False)
    if by_feed:
        console.print(f"Where to get them: evenground sources {study_area.name}", style="yellow", highlight=False)


def _print_walking(study_area: StudyArea, tables: Mapping[str, pd.DataFrame], console: Console) -> None:
    """Print who can walk where, and what the streets lack; nothing without a walking network."""
    names = ("authority_access", "network_measures", "tag_completeness", "network_summary")
    said = walking(study_area.name, kind=study_area.kind("computed"), **{name: tables[name] for name in names})
    if said is None:
        return
    table = Table(title=f"Share of {said.whose} within a walk, OpenStreetMap, {said.date}", title_justify="left")
    for heading in ("To the nearest", *said.headings):
        table.add_column(heading, justify="left" if heading == "To the nearest" else "right")
    for row in said.reach:
        table.add_row(row.name, *row.cells)
    console.print(table)
    for warning in tables["network_summary"].loc[tables["network_summary"]["note"] != "", "note"]:
        console.print(warning, style="yellow", highlight=False)


def _print_routes(study_area: StudyArea, tables: Mapping[str, pd.DataFrame], console: Console) -> None:
    """Print how many pupils have an available walking route to school; nothing without a walking network."""
    said = route_verdicts(study_area, tables["authority_route_safety"], tables["local_authorities"])
    if said is None:
        return
    table = Table(title=f"Walking routes to school, share of {said.whose}, {said.kind}", title_justify="left")
    for heading in ("Area", *said.headings):
        table.add_column(heading, justify="left" if heading == "Area" else "right")
    for name, cells in said.rows:
        table.add_row(name, *cells)
    console.print(table)


def _headline_table(study_area: StudyArea, indicators: pd.DataFrame) -> Table:
    title = f"{study_area.title}" + (": every figure is synthetic" if study_area.is_synthetic else "")
    table = Table(title=title, title_justify="left")
    for heading in ("Indicator", "Period", "Value", "95 % limits", "England", "Unit", "Kind"):
        table.add_column(heading, justify="right" if heading in {"Value", "England"} else "left")
    for (indicator, wanted), words in HEADLINES.items():
        rows = indicators[(indicators["indicator"] == indicator) & indicators["value"].notna()]
        own = rows[rows["area_level"].isin(["study_area", "local_authority"])]
        if len(own):
            period = wanted or max(own["period"], key=lambda text: (len(text), text))
            table.add_row(words, *_headline_cells(rows[rows["period"] == period], len(study_area.codes)))
    return table


def _headline_cells(rows: pd.DataFrame, n_authorities: int) -> list[str]:
    """Return period, value, limits, England's value, unit and kind; a range where only authorities have a figure."""
    england = rows.loc[rows["area_level"] == "country", "value"]
    beside = _number(england.iloc[0], rows["unit"].iloc[0]) if len(england) else ""
    whole = rows[rows["area_level"] == "study_area"]
    is_one = n_authorities == 1 or len(whole) > 0
    own = whole if n_authorities > 1 and is_one else rows[rows["area_level"] == "local_authority"]
    first = own.iloc[0]
    if is_one:
        shown = _number(first["value"], first["unit"])
        limits = _limits(first)
    else:
        shown = f"{_number(own['value'].min(), first['unit'])} to {_number(own['value'].max(), first['unit'])}"
        limits = f"range of {len(own)} of {n_authorities} authorities"
    return [first["period"], shown, limits, beside, first["unit"], first["kind"]]


def _limits(row: pd.Series) -> str:
    if pd.isna(row["lower_cl"]):
        return "a count" if row["unit"] == "persons" else "none published"
    return f"{row['lower_cl']:,.2f} to {row['upper_cl']:,.2f}"


def _number(value: float, unit: str) -> str:
    return f"{value:,.0f}" if unit == "persons" else f"{value:,.2f}" if "1,000" in unit else f"{value:,.1f}"


def _gradient_sentences(inequality: pd.DataFrame) -> list[str]:
    """Return one sentence per headline indicator: on which side of the deprivation gradient it is higher."""
    slopes = inequality[inequality["measure"] == "slope_index_of_inequality"].dropna(subset="value")
    level = "study_area" if (slopes["area_level"] == "study_area").any() else "local_authority"
    shown = slopes[(slopes["area_level"] == level) & slopes["indicator"].isin([name for name, _ in HEADLINES])]
    titles = indicator_list()
    return [
        f"{titles[row.indicator].title}, {row.period}, by deprivation: {row.note}"
        for row in shown.itertuples()
        if row.period == max(shown.loc[shown["indicator"] == row.indicator, "period"], key=len)
    ]


_STATE_STYLES = {"clash": "red", "unusable": "red", "stale": "yellow"}


def print_sources(study_area: StudyArea, sources_dir: Path, today: datetime.date, console: Console) -> None:
    """Print every source of the catalogue with its state in the folder, and below what is to be done about some."""
    table = Table(title=f"{study_area.title}: sources in {sources_dir}", title_justify="left")
    for heading in ("Source", "State", "Need", "Vintage", "Fetched", "Licence", "Feeds", "Files"):
        table.add_column(heading, overflow="fold", no_wrap=heading in {"Source", "State", "Need", "Fetched"})
    states = source_states(study_area, sources_dir, today)
    for one in states:
        fetched = f"{one.fetched_at:%Y-%m-%d}" if one.fetched_at else ""
        need = "required" if one.source.is_required else "optional"
        feeds = "; ".join(one.source.feeds)
        files, licence = ", ".join(one.files), one.source.licence_of(one.files)
        cells = (one.source.key, one.state, need, one.vintage, fetched, licence, feeds, files)
        table.add_row(*map(escape, cells))
    console.print(table)
    # a line each, which a terminal breaks where it likes: an address cut in a column cannot be copied
    for one in states:
        if one.remark and one.state != "missing":
            said = f"{one.source.key}: {one.remark}"
            console.print(said, markup=False, highlight=False, soft_wrap=True, style=_STATE_STYLES.get(one.state))
    if wanted := [source.key for source in to_be_fetched(states)]:
        console.print(f"With --fetch these can be had: {', '.join(wanted)}", highlight=False, soft_wrap=True)


def print_verified(results: Sequence[Verified], console: Console) -> None:
    """Print got, published and difference of every figure, what could not be computed by name, and the totals."""
    table = Table(title="Verified figures", title_justify="left")
    for heading in ("Figure", "Area", "Kind", "Published", "Got", "Difference", ""):
        table.add_column(heading)
    for result in results:
        if result.outcome != "not computed":
            table.add_row(*_verified_cells(result))
    console.print(table)
    for result in results:
        if result.outcome == "not computed":
            console.print(f"not computed: {result.key} {result.area_code}: {result.reason}", highlight=False)
    totals = Counter(result.outcome for result in results)
    words = ", ".join(f"{totals[outcome]} {outcome}" for outcome in ("match", "mismatch", "not computed"))
    console.print(f"{len(results)} figures: {words}", highlight=False)


def _verified_cells(result: Verified) -> list[str]:
    difference = "" if result.difference is None else f"{result.difference:.6g}"
    return [
        result.key,
        result.area_code,
        result.kind,
        str(result.expected),
        str(result.found),
        difference,
        "" if result.outcome == "match" else "MISMATCH",
    ]
