"""Tables that can be sorted and downloaded: what each cell says and by what it is sorted, decided here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from geodata.suppression.withholding import WITHHELD
from maps.numbers import counted, decimal, decimals_for

Order = Literal["ascending", "descending"]
NOT_AVAILABLE, CONFIDENTIAL, NOT_APPLICABLE = "[x]", "[c]", "[z]"
"""Shorthand for gaps in tables, as the Government Analysis Function recommends."""
MEANINGS = {
    NOT_AVAILABLE: "no data",
    CONFIDENTIAL: "withheld, because few people stand behind it",
    NOT_APPLICABLE: "does not apply",
}


@dataclass(frozen=True)
class Cell:
    """What a cell says: its text, a smaller line below it, a link, and by what it is sorted.

    `sort` is a number as text, empty where the figure is missing, or None to sort by the text itself.
    """

    text: str
    detail: str = ""
    href: str = ""
    sort: str | None = None


@dataclass(frozen=True)
class Heading:
    """The head of a column: its words, a smaller line such as the period, and the kinds of its figures."""

    text: str
    detail: str = ""
    kinds: Sequence[str] = ()
    is_figure: bool = True


@dataclass(frozen=True)
class Column:
    """A heading and its cells by the code of the area or school."""

    heading: Heading
    cells: Mapping[str, Cell]


@dataclass(frozen=True)
class SortableTable:
    """A table ready to be laid out by the macro `sortable`: the first cell of a row names what the row is about."""

    caption: str
    note: str
    headings: Sequence[Heading]
    rows: Sequence[Sequence[Cell]]
    sorted_by: tuple[int, Order] | None = None
    keys: Sequence[str] = ()
    """By which other pages point at a row; none points at a table without them."""

    @property
    def shorthand(self) -> str:
        """What the signs in square brackets mean that stand in the table; empty if there are none."""
        used = {cell.text for row in self.rows for cell in row}
        return " ".join(f"{sign} {meaning}." for sign, meaning in MEANINGS.items() if sign in used)


@dataclass(frozen=True)
class Download:
    """A file beside the page."""

    href: str
    n_rows: int

    @property
    def words(self) -> str:
        """The words of the link.

        >>> Download("../exports/wards.csv", 278).words
        'Download CSV (278 rows)'
        """
        return f"Download CSV ({counted(self.n_rows, 'row')})"


def table_of(
    caption: str, note: str, columns: Sequence[Column], codes: Sequence[str],
    sorted_by: tuple[int, Order] | None = None, *, has_keys: bool = False,
) -> SortableTable:  # fmt: skip
    """Return a table with one row per code, in the order given; a column that lacks a code says so.

    With `has_keys` an address may end in the code of a row.
    """
    rows = [[column.cells.get(code, missing()) for column in columns] for code in codes]
    headings = [column.heading for column in columns]
    return SortableTable(caption, note, headings, rows, sorted_by, codes if has_keys else ())


def missing(note: object = "") -> Cell:
    """Return the cell of a missing figure: withheld if the note of its row says so, else no data."""
    is_withheld = isinstance(note, str) and note.startswith(WITHHELD)
    return Cell(CONFIDENTIAL if is_withheld else NOT_AVAILABLE, sort="")


def figure(value: float, suffix: str = "", decimals: int = 1, detail: str = "") -> Cell:
    """Return the cell of a number, sorted by its value; `[x]` if there is none.

    >>> figure(1234.56).text, figure(float("nan")).text
    ('1,234.6', '[x]')
    """
    if pd.isna(value):
        return missing()
    return Cell(f"{decimal(value, decimals)}{suffix}", detail, sort=f"{value:.6g}")


def figure_between(value: float, lower: float, upper: float, suffix: str = "") -> Cell:
    """Return the cell of a number with its limits below it, if it has any.

    >>> figure_between(2.83, 2.81, 2.84)
    Cell(text='2.83', detail='2.81 to 2.84', href='', sort='2.83')
    """
    if pd.isna(lower) or pd.isna(upper):
        return figure(value, suffix)
    decimals = decimals_for(value, lower, upper)
    return figure(value, suffix, decimals, f"{decimal(lower, decimals)} to {decimal(upper, decimals)}")
