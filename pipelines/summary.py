"""What the command line prints: headline figures, sources, verified figures."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from rich.console import Console
from rich.table import Table

from geodata.catalogue import Source, load_catalogue
from geodata.errors import EvengroundError, SourceFileError
from geodata.schemas import table_names
from geodata.source_files import find_files
from geodata.study_area import StudyArea
from geodata.verification import Verified
from pipelines.layout import LAYOUT
from pipelines.storage import read_table

HEADLINES = {
    "residents": "Residents",
    "iod2025_imd_average_score": "Deprivation score, IMD 2025",
    "iod2025_imd_pct_residents_most_deprived_20pct": "Residents in England's most deprived fifth",
    "inactive_adults": "Inactive adults",
    "active_adults": "Active adults",
    "active_children": "Active children",
    "cycling_travel_at_least_once_per_week": "Cycling for travel weekly",
    "travel_to_work_walk_or_cycle_pct": "Travel to work on foot or by bicycle",
    "road_casualties_per_1000": "Road casualties per 1,000 residents a year",
}


def read_published(out: Path) -> dict[str, pd.DataFrame]:
    """Return the published tables of a run; `SourceFileError` if the folder holds none."""
    paths = sorted((out / "tables").glob("*.parquet"))
    if not paths:
        raise SourceFileError(f"{out}: no tables there. Give the folder of a run, such as out/cheshire_merseyside.")
    return {path.stem: read_table(path.stem, path) for path in paths if path.stem in table_names()}


def print_summary(study_area: StudyArea, out: Path, manifest: Mapping[str, Any], console: Console) -> None:
    """Print the headline figures as a table, what is missing, and where the front page is."""
    tables = read_published(out)
    console.print(_headline_table(study_area, tables["local_authority_indicators"]))
    for sentence in _gradient_sentences(tables["inequality"]):
        console.print(sentence, highlight=False)
    for key, message in manifest["missing_sources"].items():
        console.print(f"Without {key}: {load_catalogue()[key].feeds[0]} left out. {message}", style="yellow", highlight=False)
    absent = [key for key, is_computed in manifest["authorities"].items() if not is_computed]
    if absent:
        console.print(f"Not computed yet: {', '.join(absent)}; nothing is ranked until they are.", style="yellow")
    console.print(f"Front page: {out / LAYOUT.pages['front_page']}", highlight=False)


def _headline_table(study_area: StudyArea, indicators: pd.DataFrame) -> Table:
    title = f"{study_area.title}" + (": every figure is synthetic" if study_area.is_synthetic else "")
    table = Table(title=title, title_justify="left")
    for heading in ("Indicator", "Period", "Value", "95 % limits", "England", "Unit", "Kind"):
        table.add_column(heading, justify="right" if heading in {"Value", "England"} else "left")
    for indicator, words in HEADLINES.items():
        rows = indicators[(indicators["indicator"] == indicator) & indicators["value"].notna()]
        own = rows[rows["area_level"] == _shown_level(rows)]
        if len(own):
            table.add_row(words, *_headline_cells(own, rows[rows["area_level"] == "country"]))
    return table


def _shown_level(rows: pd.DataFrame) -> str:
    return "study_area" if (rows["area_level"] == "study_area").any() else "local_authority"


def _headline_cells(own: pd.DataFrame, england: pd.DataFrame) -> list[str]:
    period = max(own["period"], key=lambda text: (len(text), text))
    row = own[own["period"] == period].iloc[0]
    beside = england.loc[england["period"] == period, "value"]
    limits = "none published" if pd.isna(row["lower_cl"]) else f"{row['lower_cl']:,.2f} to {row['upper_cl']:,.2f}"
    decimals = 0 if row["unit"] == "persons" else 2
    shown = f"{row['value']:,.{decimals}f}"
    return [period, shown, limits, f"{beside.iloc[0]:.1f}" if len(beside) else "", row["unit"], row["kind"]]


def _gradient_sentences(inequality: pd.DataFrame) -> list[str]:
    slopes = inequality[(inequality["measure"] == "slope_index_of_inequality") & inequality["value"].notna()]
    level = "study_area" if (slopes["area_level"] == "study_area").any() else "local_authority"
    chosen = slopes[(slopes["area_level"] == level) & slopes["period"].str.contains(" to |^2021$", regex=True)]
    return [f"{row.indicator} ({row.period}): {row.note}" for row in chosen.itertuples()]


def print_sources(study_area: StudyArea, sources_dir: Path, console: Console) -> None:
    """Print every source of the catalogue with its state in the folder."""
    table = Table(title=f"{study_area.title}: sources in {sources_dir}", title_justify="left")
    for heading in ("Source", "State", "Need", "Vintage", "Licence", "Feeds"):
        table.add_column(heading)
    for source in load_catalogue().values():
        need = "required" if source.is_required else "optional"
        table.add_row(source.key, _state(source, sources_dir), need, source.vintage, source.licence, "; ".join(source.feeds))
    console.print(table)


def _state(source: Source, sources_dir: Path) -> str:
    try:
        names = ", ".join(path.name for path in find_files(source, sources_dir))
    except EvengroundError:
        return "missing"
    return f"have {names}" if source.is_read else f"have {names}, not read in this version"


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
