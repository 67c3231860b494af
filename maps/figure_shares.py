"""Of all figures of a run: what share is measured, computed, modelled, missing, withheld."""

import pandas as pd

from geodata.indicators.definitions import indicator_list
from geodata.suppression.withholding import WITHHELD
from maps.numbers import counted
from maps.sortable_table import Cell, Column, Heading, figure

KINDS = {"measured": "Measured", "computed": "Computed", "modelled": "Modelled", "synthetic": "Synthetic"}
NO_DATA, HELD_BACK = "no data", "withheld"
LEVELS = {"ward": "wards", "local_authority": "authorities, study area and England"}


def share_columns(ward_indicators: pd.DataFrame, local_authority_indicators: pd.DataFrame) -> list[Column]:
    """Return the columns of a table with a row per level and theme: figures, and per cent of each kind and gap.

    Shares are of all figures of the row and add up to 100; kinds that occur nowhere are left out.
    """
    tables = {"ward": ward_indicators, "local_authority": local_authority_indicators}
    states = pd.concat([_states(table, LEVELS[level]) for level, table in tables.items()])
    counts = states.value_counts(["row", "state"]).unstack("state", fill_value=0).sort_index()
    totals = counts.sum(axis=1)
    names = {str(row): Cell(str(row)) for row in counts.index}
    columns = [Column(Heading("Figures on", is_figure=False), names)]
    columns.append(Column(Heading("Figures"), {str(row): figure(n, decimals=0) for row, n in totals.items()}))
    for state, words in {**KINDS, NO_DATA: "No data", HELD_BACK: "Withheld"}.items():
        if state in counts:
            shares = 100 * counts[state] / totals
            columns.append(Column(Heading(words), {str(row): figure(share, "%") for row, share in shares.items()}))
    return columns


def _states(table: pd.DataFrame, level: str) -> pd.DataFrame:
    """Each figure's row of the table and its state: its kind, or why there is no value."""
    themes = {name: indicator_list()[name].theme.capitalize() for name in table["indicator"].unique()}
    is_withheld = table["note"].fillna("").str.startswith(WITHHELD)
    state = table["kind"].where(table["value"].notna(), NO_DATA).mask(is_withheld & table["value"].isna(), HELD_BACK)
    return pd.DataFrame({"row": table["indicator"].map(themes) + f", {level}", "state": state})


def withheld_words(withheld_cells: pd.DataFrame) -> str:
    """Return how many figures are withheld, and of what; the reasons are not told, since they narrow the number."""
    if withheld_cells.empty:
        return "No figure is withheld to protect people in small numbers."
    parts = [
        f"{counted(len(rows), 'cell')} of {counted(rows['indicator'].nunique(), 'indicator')} ({figure_kind})"
        for figure_kind, rows in withheld_cells.groupby("figure")
    ]
    return f"Withheld to protect people in small numbers: {'; '.join(parts)}."
