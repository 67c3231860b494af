"""Table `withheld_cells`: the figures that are not published."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from geodata.schemas import conform, empty
from geodata.study_area import StudyArea
from geodata.suppression.disclosure import DisclosureError
from geodata.suppression.figures import CELL, COUNT, Figures, disclosive_figures, given_away
from geodata.suppression.membership import GROUP, area_of, authorities_of, deprivation_members
from geodata.suppression.search import Search
from geodata.suppression.sums import counts_of

SMALL, PROTECTS, UNCOUNTED = "small number", "to protect another", "the count behind the rate is not known"
OWN, BY_DEPRIVATION, OTHER_GROUPS = "own", "groups by deprivation", "other groups"


def withheld_cells(study_area: StudyArea, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return table `withheld_cells`: every figure that is not published, and why.

    `tables` holds `lsoas`, `wards`, `lsoa_ward_weights` and the three indicator tables. Withheld are the figures of
    disclosive sources with a small count above or below their line, or between the two; then, the smallest first, as
    many others as it takes until none of these counts follows from those shown: by subtracting parts from totals over
    areas, modes, ages and years, by solving all these sums at once, or because what is left of a total is so little
    that only one answer is possible. Not guarded against: bounds from several sums at once, and knowledge from
    elsewhere.

    Raises `DisclosureError` if a source is unknown or a small number follows from open figures.
    """
    begun = _begun(study_area, tables)
    if begun is None:
        return empty("withheld_cells")
    figures, search, own_reason = begun
    search.settle()
    withheld = figures.cells[CELL].assign(reason=own_reason.fillna(PROTECTS))[search.withheld]
    return conform("withheld_cells", _with_groups(study_area, tables, withheld))


def refuse_exposed(study_area: StudyArea, tables: Mapping[str, pd.DataFrame], withheld: pd.DataFrame) -> None:
    """Raise `DisclosureError` unless withholding these cells keeps every small number of these tables safe."""
    begun = _begun(study_area, tables)
    if begun is None:
        return
    figures, search, _ = begun
    needed = search.withheld.copy()
    own, groups = (withheld[withheld["figure"] == figure] for figure in (OWN, BY_DEPRIVATION))
    search.withheld[:] = False
    search.withhold(np.flatnonzero(_cells_of(figures, own, groups)))
    if (needed & ~search.withheld).any() or not search.is_settled():
        raise DisclosureError(
            f"study area {study_area.name}: withheld_cells does not fit the indicator tables or the rule as they are "
            "now: a small number would be given away. Make withheld_cells and the pages again."
        )


def _begun(study_area: StudyArea, tables: Mapping[str, pd.DataFrame]) -> tuple[Figures, Search, pd.Series] | None:
    """Return the figures, a search in which those are withheld that must be for their own sake, and the reasons."""
    rows = disclosive_figures(study_area, tables)
    if rows.empty:
        return None
    members = deprivation_members(study_area, tables)
    figures = given_away(study_area, rows, members)
    counts = counts_of(study_area, figures, tables, members)
    search = Search(study_area.suppression, counts, figures.cells["is_disclosive"].to_numpy(bool))
    own_reason = _own_reason(figures)
    search.withhold(np.flatnonzero(own_reason.notna()))
    subtracted = figures.differences.assign(quantity=figures.differences["part"])
    places = pd.MultiIndex.from_frame(counts.table[COUNT]).get_indexer(pd.MultiIndex.from_frame(subtracted[COUNT]))
    search.hide(np.append(np.flatnonzero(search.is_small & search.can_be_hidden), places))
    return figures, search, own_reason


def _cells_of(figures: Figures, own: pd.DataFrame, groups: pd.DataFrame) -> np.ndarray:
    """Tell which figures are among the cells; a group is where its area's groups are."""
    area = area_of(figures.cells["area_code"])
    places = pd.MultiIndex.from_frame(figures.cells[CELL].assign(area_code=area))
    is_own, is_of_groups = (places.isin(pd.MultiIndex.from_frame(table[CELL])) for table in (own, groups))
    return np.where(area == figures.cells["area_code"], is_own, is_of_groups)


def _own_reason(figures: Figures) -> pd.Series:
    """Return why each figure is withheld for its own sake; missing if it need not be."""
    small = [*figures.counts.loc[figures.counts["is_small"], "cell"], *figures.differences["cell"]]
    is_small = figures.cells.index.isin(small)
    reason = pd.Series(pd.NA, figures.cells.index, dtype="string")
    return reason.mask(figures.cells["is_uncounted"], UNCOUNTED).mask(is_small, SMALL)


def _with_groups(study_area: StudyArea, tables: Mapping[str, pd.DataFrame], withheld: pd.DataFrame) -> pd.DataFrame:
    """Add what is withheld of inequality: by deprivation where a group is, between other groups where any area is."""
    is_group = withheld["area_code"].str.contains(GROUP, regex=False)
    own = withheld[~is_group].assign(figure=OWN)
    groups = withheld[is_group].assign(figure=BY_DEPRIVATION)
    groups["area_code"] = area_of(groups["area_code"])
    parts = own.assign(figure=OTHER_GROUPS, reason=PROTECTS)
    inside = [
        parts.assign(area_code=authorities_of(tables, own["area_code"])).dropna(subset=["area_code"]),
        parts.assign(area_code=study_area.name),
    ]
    every = pd.concat([own, groups, *inside], ignore_index=True).drop_duplicates([*CELL, "figure"])
    return every.sort_values(["figure", *CELL])
