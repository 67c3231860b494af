"""Tables as they are published: withheld figures taken out, and whatever is computed from figures computed again.

A gap, a rank or an index compares an area with all others, so that it tells of those withheld too. Such tables are not
cleared cell by cell: they are made again from the figures that are shown, and so can tell no more than these.
"""

import inspect
from collections.abc import Callable, Mapping

import pandas as pd

from geodata import comparisons, headline, inequity, ward_clusters, ward_funnel, ward_ranks
from geodata.strata import inequality_table, trend
from geodata.study_area import StudyArea
from geodata.suppression.cells import BY_DEPRIVATION, OTHER_GROUPS, OWN
from geodata.suppression.disclosure import DisclosureError, disclosive_keys, names_one_of
from geodata.suppression.figures import CELL, INDICATOR_TABLES, is_small

WITHHELD = "withheld: small number, or to protect one"  # not which of the two: that would narrow the number down
FIGURES = ["value", "lower_cl", "upper_cl", "numerator", "denominator", "value_best_fit"]
CASE = [*CELL, "stratifier"]
# in the order in which they need each other; parameters name the tables they are made from
MADE_AGAIN: dict[str, Callable[..., pd.DataFrame]] = {
    "inequality": inequality_table.inequality_table,
    "inequality_trend": trend.inequality_trend,
    "ward_clusters": ward_clusters.ward_clusters,
    "ward_funnel": ward_funnel.ward_funnel,
    "comparisons": comparisons.comparisons,
    "ward_ranks": ward_ranks.ward_ranks,
    "ward_inequity": inequity.ward_inequity,
    "headline_reconciliation": headline.headline_reconciliation,
}


def suppressed(
    study_area: StudyArea, withheld_cells: pd.DataFrame, tables: Mapping[str, pd.DataFrame]
) -> dict[str, pd.DataFrame]:
    """Return the tables, by name, without the figures withheld; what is made from figures is made again.

    A table is made again from the others given, so that those it is made from must be among them. Raises
    `DisclosureError` if a table holds figures of a disclosive source and no way is known to clear it of them.
    """
    _refuse_unknown(study_area, tables)
    if withheld_cells.empty:
        return dict(tables)
    shown = dict(tables)
    for name in tables:
        if name in INDICATOR_TABLES:
            shown[name] = _without_cells(tables[name], withheld_cells)
        elif name == "inequality_groups":
            shown[name] = _without_groups(study_area, tables[name], withheld_cells)
    for name, make in MADE_AGAIN.items():
        if name in tables:
            available = {**shown, "study_area": study_area}
            shown[name] = make(**{needed: available[needed] for needed in inspect.signature(make).parameters})
    return shown


def _refuse_unknown(study_area: StudyArea, tables: Mapping[str, pd.DataFrame]) -> None:
    keys = disclosive_keys(study_area)
    known = {*INDICATOR_TABLES, "inequality_groups", *MADE_AGAIN}
    for name, table in tables.items():
        # the list of sources names them all and holds none of their figures
        if "source" in table.columns and name != "sources":
            is_disclosive = names_one_of(name, table["source"], keys)
            if is_disclosive.any() and name not in known:
                used = sorted({key for words in table["source"][is_disclosive] for key in words.split("+")} & keys)
                raise DisclosureError(
                    f"table {name} holds figures from {', '.join(used)}: no rule clears it of small numbers, so that "
                    "it is not published. Leave the source out, or give the table a rule in geodata/suppression."
                )


def _without_cells(table: pd.DataFrame, cells: pd.DataFrame) -> pd.DataFrame:
    own = cells.loc[cells["figure"] == OWN, CELL]
    return _cleared(table, _is_in(table, CELL, own))


def _is_in(table: pd.DataFrame, columns: list[str], cells: pd.DataFrame) -> pd.Series:
    found = pd.MultiIndex.from_frame(table[columns]).isin(pd.MultiIndex.from_frame(cells[columns]))
    return pd.Series(found, table.index)


def _cleared(table: pd.DataFrame, is_withheld: pd.Series) -> pd.DataFrame:
    """Return the table with all figures of the rows withheld taken out, and a note in their place."""
    cleared = {name: table[name].mask(is_withheld) for name in FIGURES if name in table.columns}
    cleared["note"] = table["note"].mask(is_withheld, WITHHELD)
    if "compared_with_england" in table.columns:
        cleared["compared_with_england"] = table["compared_with_england"].mask(is_withheld, "")
    return table.assign(**cleared)


def _without_groups(study_area: StudyArea, groups: pd.DataFrame, cells: pd.DataFrame) -> pd.DataFrame:
    """Return the groups without those of every case (area, indicator, period, stratifier) that would tell of a cell.

    Only groups by deprivation are followed LSOA by LSOA. Any other case goes where anything inside its area is
    withheld; so does a case in which a group has a small number, or a rate without the count behind it.
    """
    figure = groups["stratifier"].map({"deprivation": BY_DEPRIVATION}).fillna(OTHER_GROUPS)
    keyed = groups[CELL].assign(figure=figure)
    is_told_of = _is_in(keyed, [*CELL, "figure"], cells) | _is_in(groups, CELL, cells[cells["figure"] == OWN])
    is_disclosive = names_one_of("inequality_groups", groups["source"], disclosive_keys(study_area))
    rule, above, below = study_area.suppression, groups["numerator"], groups["denominator"]
    is_telling = is_small(rule, above) | is_small(rule, below) | is_small(rule, below - above) | above.isna()
    telling = groups[is_disclosive & groups["value"].notna() & (is_told_of | is_telling)]
    return _cleared(groups, _is_in(groups, CASE, telling) & is_disclosive)
