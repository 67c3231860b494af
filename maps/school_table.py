"""All schools in one table: how many pupils have an available walking route, and what most stands in the way."""

import json
from typing import Any

import pandas as pd

from maps.credits import source_keys, source_line
from maps.numbers import counted
from maps.site import Site
from maps.sortable_table import Cell, Column, Heading, figure, table_of

VERDICTS = {
    "pupils_available": ("Available", "route found"),
    "pupils_undetermined": ("Undetermined", "cannot be judged yet"),
    "pupils_unavailable": ("Unavailable", "no route found"),
    "pupils_beyond_limit": ("Beyond", "over the distance"),
}
"""Columns of `school_scorecards` as the table heads them."""
METRES_A_KM = 1000
NO_PART = "none found"
METHOD = (
    "Pupils are those for whom it is the nearest school of their age group, not those on its roll. The statutory "
    "distance is 2 miles (3.2 km) under the age of 8 and 3 miles (4.8 km) from 8. Verdicts follow the traffic rules of "
    "walked-route assessments; they are no statement about danger and no decision on anybody's transport."
)
STREETS = (
    "Nobody's home or age is known here: kilometres of residential street stand for pupils, and the statutory distance "
    "is that from the age of 8, 3 miles (4.8 km). Verdicts follow the traffic rules of walked-route "
    "assessments; they are no statement about danger and no decision on anybody's transport."
)


def school_address(school_id: str) -> str:
    """Return the file name of a school's page.

    >>> school_address("gias:120184")
    'gias-120184.html'
    """
    return f"{school_id.replace(':', '-').replace('/', '-')}.html"


def school_key(school_id: str) -> str:
    """Return what the address of the map of routes ends in to show a school.

    >>> school_key("gias:120184")
    'school-gias-120184'
    """
    return f"school-{school_address(school_id).removesuffix('.html')}"


def school_table(site: Site, school_scorecards: pd.DataFrame, local_authorities: pd.DataFrame) -> dict[str, str]:
    """Return the page `index.html` of the folder `schools`; no page without a school."""
    if school_scorecards.empty:
        return {}
    is_street = bool((school_scorecards["unit"] == "street metres").all())
    whose = "km of residential street" if is_street else "pupils"
    cards = school_scorecards.sort_values(["name", "school_id"]).set_index("school_id")
    columns = [*_names(cards, local_authorities), *_people(site, cards, is_street), _worst(cards)]
    keys = source_keys(cards["source"])
    page = site.page(
        "school_table.html",
        "Schools",
        subtitle=f"{counted(len(cards), 'school')}. How many {whose} have an available walking route to each.",
        method=STREETS if is_street else METHOD,
        schools=table_of(f"Routes to school, {whose}", "", columns, cards.index.tolist()),
        sources=source_line(keys, site.sources, is_synthetic=site.study_area.is_synthetic),
    )
    return {"index.html": page}


def _names(cards: pd.DataFrame, local_authorities: pd.DataFrame) -> list[Column]:
    names = local_authorities.set_index("local_authority_code")["local_authority_name"]
    schools = {str(code): Cell(_name(row), href=school_address(str(code))) for code, row in cards.iterrows()}
    authorities = cards["local_authority_code"].map(names).fillna("outside the study area")
    columns = [Column(Heading("School", is_figure=False), schools), _words("Phase", cards["phase"].str.capitalize())]
    return [*columns, _words("Authority", authorities)] if len(names) > 1 else columns


def _name(card: pd.Series) -> str:
    return "School without a name" if pd.isna(card["name"]) else str(card["name"])


def _words(heading: str, values: pd.Series) -> Column:
    cells = {str(code): Cell(str(value)) for code, value in values.items()}
    return Column(Heading(heading, is_figure=False), cells)


def _people(site: Site, cards: pd.DataFrame, is_street: bool) -> list[Column]:
    """Return pupils, or kilometres of street, in all and by verdict."""
    kinds = (site.study_area.kind("computed"),)
    per, decimals = (METRES_A_KM, 1) if is_street else (1, 0)
    headings = {"pupils": ("Street km" if is_street else "Pupils", "nearest school"), **VERDICTS}
    return [
        Column(
            Heading(text, detail, kinds),
            {str(code): figure(value / per, decimals=decimals) for code, value in cards[name].items()},
        )
        for name, (text, detail) in headings.items()
    ]


def _worst(cards: pd.DataFrame) -> Column:
    parts = {str(code): _worst_part(json.loads(listed)) for code, listed in cards["worst_parts"].items()}
    return Column(Heading("What most meet", "that is not available", is_figure=False), parts)


def _worst_part(parts: list[dict[str, Any]]) -> Cell:
    if not parts:
        return Cell(NO_PART, sort="")
    part = parts[0]
    perhaps = "undetermined: perhaps" if part["verdict"] == "undetermined" else f"{part['verdict']}:"
    return Cell(_place(part), f"{perhaps} {part['threshold']}")


def _place(part: dict[str, Any]) -> str:
    of_kind = {"side": f", {part['side']} side", "path": ", path", "crossing": ", crossing"}
    where = part["name"] or part["ref"] or "no name"
    return f"{where}{of_kind.get(part['kind'], '')}"
