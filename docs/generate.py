"""Writes what documents repeat from declarations: sources, tables, and most of methods.md. `make docs`."""

import csv
import re
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from geodata.catalogue import Source, load_catalogue
from geodata.indicators.definitions import Indicator, indicator_list
from geodata.schemas import described_columns, model_for, table_names
from geodata.services.base_urls import load_base_urls
from geodata.strata.definitions import MeasureDefinition, measure_list
from pipelines.layout import LAYOUT

DOCS = Path(__file__).resolve().parent
COVERAGE = DOCS.parent / "benchmarks" / "coverage.csv"
MARKS = "<!-- generated from {} -->", "<!-- end of the generated part -->"
COVERAGE_MARKS = "<!-- coverage -->", "<!-- /coverage -->"
ENOUGH_PCT, MOST_PCT = 93.0, 98.0
GENERATED = "<!-- Written by docs/generate.py (`make docs`): change {what} instead of this page. -->"
COMBINED = {
    "sum": "counts add up",
    "ratio": "numerators and denominators add up, then divide",
    "mean": "mean weighted by the denominators",
    "none": "never combined",
}
LIMITS = {
    "wilson": "Wilson score, *assumed*",
    "poisson": "Poisson (exact below 10 events, Byar from 10), *assumed*",
    "none": "none",
}
SURVEY_LIMITS = "the publisher's where its file has them, else none"
TYPES = {"string[pyarrow]": "text", "string": "text", "float64": "number", "int64": "whole number", "bool": "yes or no"}


def pages() -> dict[Path, str]:
    """Return every page that is generated, whole or in part, with the text it should have."""
    methods = DOCS / "methods.md"
    return {
        DOCS / "sources.md": sources_page(),
        DOCS / "tables.md": tables_page(),
        methods: methods_page(methods.read_text(encoding="utf-8")),
    }


def sources_page() -> str:
    """Return docs/sources.md: every source of the catalogue."""
    catalogue = load_catalogue()
    head = [
        "# Data sources",
        GENERATED.format(what="geodata/catalogue.toml"),
        "A file lies in `<sources>/<key>/` and is recognised by its name; whatever else lies there is left aside. "
        "`evenground sources STUDY_AREA --sources DIR` shows what you have. In a column name `##` stands for a "
        "two-digit year. A required source that is missing or invalid stops the run with one message; an optional one "
        "becomes a gap that the summary, `manifest.json`, table `sources` and the maps name.",
        _table(["Key", "Source", "Needed", "Read in this version"], [_overview(s) for s in catalogue.values()]),
    ]
    return "\n\n".join([*head, *(_source(source) for source in catalogue.values())]) + "\n"


def _overview(source: Source) -> list[str]:
    link = f"[`{source.key}`](#{source.key})"
    return [link, source.title, _need(source), "yes" if source.is_read else "not yet"]


def _need(source: Source) -> str:
    return "required" if source.is_required else "optional"


def _source(source: Source) -> str:
    parts = [f"## {source.key}", f"{source.title}.", "\n".join(f"- {what}: {text}" for what, text in _facts(source))]
    columns = [(name, names, "needed") for name, names in source.columns.items()]
    columns += [(name, names, "used if there") for name, names in source.optional_columns.items()]
    if columns:
        rows = [[f"`{name}`", " or ".join(f"`{other}`" for other in names), use] for name, names, use in columns]
        parts.append(_table(["Our column", "Name in the file", "Use"], rows))
    return "\n\n".join(parts)


def _facts(source: Source) -> Iterator[tuple[str, str]]:
    yield "publisher", f"{source.publisher}, <{source.landing_page}>"
    yield "vintage", source.vintage
    yield "geography", source.geography.replace("_", " ")
    yield "file", f"`{source.key}/{source.filename}`, {_need(source)}" + ("" if source.is_read else ", not read yet")
    yield "fetched", _fetched(source)
    yield "licence", source.licence
    yield "attribution", source.attribution
    for pattern, credit in source.other_credits.items():
        yield f"files `{pattern}`", f"{credit.licence}; {credit.attribution}"
    yield "feeds", "; ".join(source.feeds)
    if source.is_disclosive:
        yield "disclosive", "yes: small numbers made from it, and what would give them away, are withheld"
    if source.caveat:
        yield "caveat", source.caveat


def _fetched(source: Source) -> str:
    if source.fetch is None:
        return f"no: {source.resolver}"
    name = next(name for name, service in load_base_urls().items() if source.fetch.url.startswith(service.prefix))
    return f"from `{source.fetch.url}` (service `{name}` of `base_urls`)"


def tables_page() -> str:
    """Return docs/tables.md: the published tables with their columns, and the names of the working ones."""
    published = [*LAYOUT.partitioned, *LAYOUT.whole]
    working = [name for name in table_names() if name not in published]
    head = [
        "# Tables",
        GENERATED.format(what="geodata/schemas/"),
        "Each table is `OUT/tables/<name>.parquet`; asset, schema and file have one name. Geometry is in EPSG:27700. "
        f"Also as CSV in `OUT/exports/`: {', '.join(f'`{name}`' for name in LAYOUT.exported)}. "
        "A table is checked against its model on every write: a column missing, unexpected or of another type stops "
        "the run.",
    ]
    tail = [
        "## Working tables",
        "Kept beside `OUT`, never in it; seen in Dagster's pages.",
        _table(["Table", "What it holds"], [[f"`{name}`", _purpose(name)] for name in working]),
    ]
    return "\n\n".join([*head, *(_one_table(name) for name in published), *tail]) + "\n"


def _one_table(name: str) -> str:
    rows = [[_column(column), TYPES.get(kind, kind), text] for column, kind, text in described_columns(name)]
    return "\n\n".join([f"## {name}", _purpose(name), _table(["Column", "Type", "Meaning"], rows)])


def _purpose(table: str) -> str:
    return re.sub(r"\s+", " ", model_for(table).__doc__ or "")


def _column(name: str) -> str:
    """Return a column's name, and in words those that a pattern stands for."""
    return f"`{name}`" if name.isidentifier() else "one for each indicator and component"


def methods_page(page: str) -> str:
    """Return docs/methods.md with what lies between its marks written anew."""
    parts = {
        "geodata/strata/measures.toml": (_measure(*entry) for entry in measure_list().items()),
        "geodata/inequality/statistics.toml": (_explained(**entry) for entry in area_statistics().values()),
        "geodata/indicators/indicators.toml": _families(),
    }
    for source, sections in parts.items():
        page = _between(page, MARKS[0].format(source), MARKS[1], "\n\n".join(sections))
    return _between(page, *COVERAGE_MARKS, coverage())


def _between(page: str, begin: str, end: str, text: str) -> str:
    before, rest = page.split(begin)
    return f"{before}{begin}\n\n{text}\n\n{end}{rest.split(end, 1)[1]}"


def area_statistics() -> dict[str, dict[str, str]]:
    """Return the texts on each statistic of areas, by its name."""
    return tomllib.loads((files("geodata.inequality") / "statistics.toml").read_text(encoding="utf-8"))


def _measure(name: str, measure: MeasureDefinition) -> str:
    texts = {field: getattr(measure, field) for field in ("question", "formula", "example", "when_not", "anchors")}
    unit = measure.unit or "the indicator's own unit"
    return _explained(measure.title, **texts, facts=f"`{name}`. Unit: {unit}. No difference: {measure.even:g}.")


def _explained(
    title: str, question: str, formula: str, example: str, when_not: str, anchors: str, facts: str = ""
) -> str:
    given, code, briefing = example.strip().split("\n\n")
    texts = {
        "Question": question,
        "Formula": formula,
        "Example": given,
        "In a briefing": f"*{briefing}*",
        "When not to use it": when_not,
        "Against OHID and WHO": anchors,
    }
    paragraphs = {name: f"**{name}.** {' '.join(text.split())}" for name, text in texts.items()}
    paragraphs["Example"] += f"\n\n```pycon\n{code}\n```"
    return "\n\n".join(filter(None, [f"### {title}", facts, *paragraphs.values()]))


def coverage() -> str:
    """Return how often limits held the truth, one row for each truth and kind of limits; a sentence if not measured."""
    if not COVERAGE.is_file():
        return "It has not been measured."
    found: dict[tuple[str, str], list[str]] = {}
    with COVERAGE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            share = float(row["coverage_pct"])
            figure = f"{share:.1f}" if ENOUGH_PCT <= share <= MOST_PCT else f"**{share:.1f}**"
            note = f" ({row['note']})" if row.get("note") else ""
            found.setdefault((row["truth"], row["limits"]), []).append(f"{_short(row['measure'])} {figure}{note}")
    rows = [[truth, limits, ", ".join(figures)] for (truth, limits), figures in found.items()]
    return _table(["Truth", "Limits", "Held, %"], rows)


def _short(measure: str) -> str:
    titles = {name: entry.title for name, entry in measure_list().items()}
    titles |= {name: entry["title"] for name, entry in area_statistics().items()}
    return re.sub(r".*\((\w+)\)$", r"\1", titles[measure])


def _families() -> Iterator[str]:
    declared = tomllib.loads((files("geodata.indicators") / "indicators.toml").read_text(encoding="utf-8"))
    for name, entries in declared["lists"].items():
        listed = ", ".join(f"`{key}` ({words})" for key, words in entries.items())
        yield f"`{{{name}}}` below stands for {listed}."
    for name, entry in declared["indicators"].items():
        yield _family(name, entry["title"], indicator_list()[_first_id(name, declared["lists"])])


def _first_id(name: str, lists: dict[str, dict[str, str]]) -> str:
    return re.sub(r"{(\w+)}", lambda used: next(iter(lists[used[1]])), name)


def _family(name: str, title: str, example: Indicator) -> str:
    words = re.sub(r"{(\w+)\.name}", r"[\1]", title)
    per = "" if example.per == 1 else f", times {example.per:,.0f}"
    facts = [
        ("question", example.question),
        ("formula", example.formula),
        ("unit", example.unit),
        ("over larger areas", COMBINED[example.aggregate] + per),
        (
            "limits",
            SURVEY_LIMITS if example.theme == "activity" and not example.is_circular else LIMITS[example.limits],
        ),
        ("caveat", example.caveat),
    ]
    if example.is_circular:
        facts.append(("circular", "derived from deprivation, so never held against it: no gradient, gap or cluster"))
    lines = "\n".join(f"- {what}: {text}" for what, text in facts)
    return f"### `{name}`\n\n{words[:1].upper()}{words[1:]}.\n\n{lines}"


def _table(headings: list[str], rows: list[list[str]]) -> str:
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def main() -> None:
    """Write the pages."""
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
