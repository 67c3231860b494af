"""Which column of a file is which of ours: publishers' names matched by the catalogue, never by position."""

import re
from collections.abc import Sequence
from pathlib import Path

from geodata.catalogue import Source
from geodata.errors import MissingColumnError, SourceFileError
from geodata.source_files import named

_SHORTEST_TRUNCATED_NAME = 60  # publishers' exports cut names at 80 characters, some tools earlier
_FOUND_SHOWN = 8


def match_columns(source: Source, found: Sequence[str], path: Path) -> dict[str, int]:
    """Return the position in the file of each of our columns; optional ones only if they are there.

    Names are compared without case, byte order mark and repeated spaces; `##` stands for a two-digit year; a name in
    the file that is cut short still matches if at least 60 characters are left.
    Raises `MissingColumnError` naming what is missing and `SourceFileError` if two columns fit one of ours.
    """
    names = [normalised(name) for name in found]
    wanted = source.columns | source.optional_columns
    places = {ours: _place(ours, aliases, names, found, source, path) for ours, aliases in wanted.items()}
    missing = [ours for ours in source.columns if places[ours] is None]
    if missing:
        raise _missing(missing, source, found, path)
    return {ours: place for ours, place in places.items() if place is not None}


def normalised(name: str) -> str:
    """Return a column name as it is compared.

    >>> normalised("\\ufeffIMD -  Average rank ")
    'imd - average rank'
    """
    return " ".join(name.replace("\ufeff", "").split()).casefold()


def missing_columns(found: Sequence[str], wanted: Sequence[Sequence[str]]) -> list[str]:
    """Return the first name of each wanted column that is there under none of its names; see `match_columns`.

    >>> missing_columns(["WD25CD ", "name"], [("WD##CD",), ("code", "id")])
    ['code']
    """
    names = [normalised(name) for name in found]
    return [aliases[0] for aliases in wanted if not any(_places_of(normalised(alias), names) for alias in aliases)]


def _place(
    ours: str, aliases: tuple[str, ...], names: list[str], found: Sequence[str], source: Source, path: Path
) -> int | None:
    for alias in aliases:
        places = _places_of(normalised(alias), names)
        if len(places) > 1:
            candidates = ", ".join(found[place] for place in places)
            raise SourceFileError(
                f"{named(source, path)}: {len(places)} columns could be {ours}: {candidates}. Keep the right one"
            )
        if places:
            return places[0]
    return None


def _places_of(alias: str, names: list[str]) -> list[int]:
    pattern = re.compile(re.escape(alias).replace(r"\#\#", r"\d\d"))
    exact = [place for place, name in enumerate(names) if pattern.fullmatch(name)]
    return exact or [
        place for place, name in enumerate(names) if len(name) >= _SHORTEST_TRUNCATED_NAME and alias.startswith(name)
    ]


def _missing(missing: list[str], source: Source, found: Sequence[str], path: Path) -> MissingColumnError:
    wanted = [source.columns[ours][0] for ours in missing]
    more = f" and {len(found) - _FOUND_SHOWN} more" if len(found) > _FOUND_SHOWN else ""
    shown = ", ".join(repr(name) for name in found[:_FOUND_SHOWN]) + more
    return MissingColumnError(
        f"{named(source, path)}: missing {', '.join(repr(name) for name in wanted)}; found {shown}. "
        f"{_hint(wanted, found, source)}"
    )


def _hint(wanted: list[str], found: Sequence[str], source: Source) -> str:
    """Say what the file probably is: the same column of another year, or not separated by commas."""
    if len(found) == 1:
        return "There is only one column: the file must be separated by commas"
    of_other_year = {_without_year(name): name for name in found}
    for name in wanted:
        other = of_other_year.get(_without_year(name))
        if other is not None:
            return f"It has {other!r} instead of {name!r}: {_likeness(other)}use the {source.vintage} edition"
    return f"Get the file from {source.landing_page}"


def _likeness(name: str) -> str:
    year = re.search(r"\d{2,4}", name)
    return f"this looks like LSOA 20{year.group()[-2:]}; " if year and "lsoa" in name.casefold() else ""


def _without_year(name: str) -> str:
    return re.sub(r"\d+|##", "#", normalised(name)).removeprefix("f_")  # ONS prints F_LSOA11CD in one lookup
