"""The tables beside the map of routes: stretches by rank and the first rows of the survey list, and a still picture."""

from collections.abc import Mapping
from typing import Any

import shapely

from maps.numbers import decimal
from maps.palettes import COLOURS, VERDICTS
from maps.route_lines import CLASSES, verdict_of
from maps.route_panels import CLASS_WORDS, RouteFacts, panels
from maps.route_tasks import FIRST_STEPS, place_of, ranks_of, school_names
from maps.route_words import ASKED, PER_KM, reason, way
from maps.school_map import WIDTH_PX, Frame, dash_of
from maps.site import Site
from maps.sortable_table import Cell, Column, Download, Heading, SortableTable, figure, table_of

SURVEY_LISTED = 50
"""So many rows of the survey list stand on the page; the file has all."""
NEWLY = (
    "Undetermined ones are to be looked at first. Newly with a route are also those whose shortest walk is another, "
    "within the statutory distance."
)
MAP = "routes.html"
PICTURE_PX, SHORTEST_PX = 1.2, 6.0


def routes_tables(site: Site, facts: RouteFacts, names: Mapping[str, str]) -> str:
    """Return the page: what the map shows in sentences and a picture, then the tables; `names` are of schools by id."""
    shown = panels(facts)
    return site.page(
        "routes_tables.html",
        "Routes in tables",
        subtitle="What the map of routes shows, in sentences and in tables that can be sorted and downloaded.",
        asked=ASKED,
        panels=shown,
        picture=_picture(facts),
        priorities=_priorities(facts, names),
        priorities_file=Download("../exports/route_priorities.csv", len(facts.route_priorities)),
        survey=_survey(facts),
        survey_file=Download("../exports/survey_list.csv", len(facts.survey_list)),
        sources=list(dict.fromkeys(panel["source"] for panel in shown)),
    )


def _priorities(facts: RouteFacts, names: Mapping[str, str]) -> SortableTable | None:
    if facts.route_priorities.empty:
        return None
    rows = {f"priority-{number}": row for number, row in enumerate(facts.route_priorities.to_dict("records"), 1)}
    places = {key: Cell(place_of(row), _extent(row), href=f"{MAP}#{key}") for key, row in rows.items()}
    ranks = {key: Cell(ranks_of(row), sort=f"{row['rank']:.6g}") for key, row in rows.items()}
    kinds = (facts.study_area.kind("computed"),)
    columns = [
        Column(Heading("Street", "see it on the map", is_figure=False), places),
        Column(Heading("Rank", "with its interval", kinds), ranks),
        _amounts(facts, rows, "pupils_newly_served", "Newly with a route", kinds),
        _amounts(facts, rows, "pupils_waiting", "Without one on it", kinds),
        _amounts(facts, rows, "pupils_affected", "Shortest walk on it", kinds),
        _words("First step", "", {key: FIRST_STEPS[row["first_step"]] for key, row in rows.items()}),
        _words("What", "and whose task", {key: f"{row['measure']}, {row['owner']}" for key, row in rows.items()}),
        _words("Why", "", {key: reason(row["verdict"], row["threshold"]) for key, row in rows.items()}),
        _words("For", "nearest school", {key: school_names(row["schools"], names) for key, row in rows.items()}),
    ]
    caption = f"Stretches that alone would give somebody a route, {facts.whose}"
    return table_of(caption, NEWLY, columns, list(rows), (1, "ascending"), has_keys=True)


def _extent(row: Mapping[Any, Any]) -> str:
    return f"{decimal(row['length_m'], 0)} m; {way(row)}" if row["length_m"] else f"crossing; {way(row)}"


def _survey(facts: RouteFacts) -> SortableTable | None:
    if facts.survey_list.empty:
        return None
    listed = facts.survey_list.sort_values("rank").head(SURVEY_LISTED)
    rows = {f"survey-{row['rank']}": row for row in listed.to_dict("records")}
    places = {key: Cell(place_of(row), way(row), href=f"{MAP}#{key}") for key, row in rows.items()}
    kinds = (facts.study_area.kind("computed"),)
    settled = {key: figure(row["cumulative_pupils_pct"], "%") for key, row in rows.items()}
    columns = [
        Column(Heading("Street", "see it on the map", is_figure=False), places),
        Column(Heading("Row"), {key: figure(row["rank"], decimals=0) for key, row in rows.items()}),
        _words("Question", "", {key: row["question"] for key, row in rows.items()}),
        _amounts(facts, rows, "pupils", "Undetermined", kinds),
        Column(Heading("Settled so far", "of the undetermined", kinds), settled),
        Column(Heading("Hours", "assumed"), {key: figure(row["hours"]) for key, row in rows.items()}),
    ]
    caption = f"The first {len(rows):,} of {len(facts.survey_list):,} rows of the survey list, {facts.whose}"
    return table_of(caption, "", columns, list(rows), (1, "ascending"), has_keys=True)


def _amounts(
    facts: RouteFacts, rows: Mapping[str, Mapping[Any, Any]], column: str, heading: str, kinds: tuple[str, ...]
) -> Column:
    per, decimals = (PER_KM, 1) if facts.is_street else (1, 0)
    cells = {key: figure(row[column] / per, decimals=decimals) for key, row in rows.items()}
    return Column(Heading(heading, facts.whose, kinds), cells)


def _words(heading: str, detail: str, texts: Mapping[str, str]) -> Column:
    return Column(Heading(heading, detail, is_figure=False), {key: Cell(text) for key, text in texts.items()})


def _picture(facts: RouteFacts) -> dict[str, Any]:
    """Return a still picture of the parts inside the authorities by verdict, and its key."""
    frame = Frame.around(facts.own.geometry.to_numpy())
    looks = {
        name: {"colour": VERDICTS[verdict_of(name)], "width": PICTURE_PX, "dash": dash_of(name, PICTURE_PX)}
        for name in CLASSES
    }
    classes, shapes = facts.own["line_class"].to_numpy(), facts.own.geometry.to_numpy()
    drawn = {name: frame.path(_joined(shapes[classes == name], frame)) for name in CLASSES}
    return {
        "width": WIDTH_PX,
        "height": frame.height,
        "land": COLOURS["land"],
        "lines": [{"path": drawn[name], **looks[name]} for name in CLASSES if drawn[name]],
        "key": [(CLASS_WORDS[name], looks[name]) for name in CLASSES if drawn[name]],
    }


def _joined(shapes: Any, frame: Frame) -> Any:
    """Return the lines joined where they meet, without those that would be hardly seen."""
    lines = shapely.get_parts(shapely.line_merge(shapely.union_all(shapes)))
    return lines[shapely.length(lines) * frame.px_per_m >= SHORTEST_PX]
