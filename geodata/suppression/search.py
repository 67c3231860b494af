"""The search for what else to withhold, until no small count can be found by subtraction."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from geodata.study_area import Suppression
from geodata.suppression.audit import EXPOSED, NARROW, Audit, Span
from geodata.suppression.disclosure import DisclosureError
from geodata.suppression.sums import Counts

Places = NDArray[np.int64]
USED = 0.3
"""A shown count is taken to go into an exposed one if it does by this share of the one that does most."""


class Audited(NamedTuple):
    """What an audit found: the unknown counts, the sums they are in, and which of the counts are exposed."""

    columns: Places
    sums: sparse.csr_matrix
    audit: Audit
    exposed: Places


class Search:
    """Which figures are withheld so far, which counts nobody can read any more, and what to withhold next.

    A count is unknown once every figure that gives it away is withheld; one that an open figure gives away never is.
    """

    def __init__(self, rule: Suppression, counts: Counts, is_disclosive: NDArray[np.bool_]) -> None:
        self.rule, self.counts = rule, counts
        self.value = counts.table["value"].to_numpy(float)
        self.withheld = np.zeros(len(is_disclosive), dtype=bool)
        self.given_by = counts.reveals.tocsc()
        self.sums_with = counts.sums.tocsc()
        self.pattern = counts.sums.astype(bool).astype(int)
        self.spans: dict[bytes, Span] = {}
        n_figures = np.diff(self.given_by.indptr)
        is_open = counts.reveals.T @ (~is_disclosive).astype(int) > 0
        self.can_be_hidden = (n_figures > 0) & ~is_open
        self.unknown = n_figures == 0
        self.is_small = counts.table["is_small"].to_numpy(bool) & ~is_open

    def withhold(self, cells: Places) -> None:
        """Withhold figures; counts that no figure gives away any more become unknown."""
        self.withheld[cells] = True
        touched = np.unique(self.counts.reveals[cells].indices)
        shown = self.given_by[:, touched].T @ (~self.withheld).astype(int)
        self.unknown[touched[(shown == 0) & self.can_be_hidden[touched]]] = True

    def hide(self, counts: Places) -> None:
        """Withhold every figure that gives one of the counts away."""
        self.withhold(np.unique(self.given_by[:, counts].indices))

    def settle(self) -> None:
        """Withhold more until no small count is given away.

        Raises `DisclosureError` if there is nothing left to withhold.
        """
        is_settled = False
        while not is_settled:
            self._loosen()
            is_settled = self._cover()

    def is_tight(self, total: int) -> bool:
        """Tell whether a sum alone shows that one of its small counts cannot be every number of the range.

        What is left of the total after the shown parts, less `low` for each withheld one, must be enough for any of
        them to reach `high`.
        """
        places, weights = self._terms(total)
        chosen = self.unknown[places]
        places, weights = places[chosen], weights[chosen]
        at_stake = np.abs(weights[self.is_small[places]])
        is_mixed = (weights > 0).any() and (weights < 0).any()
        if not len(at_stake) or is_mixed:
            return False
        left = np.abs(weights) @ (self.value[places] - self.rule.low)
        return len(places) == 1 or bool(left < (self.rule.high - self.rule.low) * at_stake.max() - 1e-9)

    def _terms(self, total: int) -> tuple[Places, NDArray[np.float64]]:
        own = slice(*self.counts.sums.indptr[total : total + 2])
        return self.counts.sums.indices[own], self.counts.sums.data[own]

    def is_settled(self) -> bool:
        """Tell whether no small count is given away."""
        return not self._tight() and not len(self._audited().exposed)

    def _tight(self) -> list[int]:
        at_stake = np.flatnonzero(self.unknown & self.is_small)
        return [int(total) for total in np.unique(self.sums_with[:, at_stake].indices) if self.is_tight(total)]

    def _loosen(self) -> None:
        """Withhold a shown part of every tight sum, until none is tight."""
        while tight := self._tight():
            for total in tight:
                if self.is_tight(total):  # what was withheld for another sum may have loosened this one
                    places, _ = self._terms(total)
                    self._withhold_smallest(places, int(places[self.unknown[places] & self.is_small[places]][0]))

    def _audited(self) -> Audited:
        columns = np.flatnonzero(self.unknown)
        sums = self.counts.sums[np.flatnonzero(self.pattern @ self.unknown)]
        audit = Audit(sums[:, columns], self.counts.table["block"].iloc[columns], self.spans)
        self.spans = audit.spans
        return Audited(columns, sums, audit, np.flatnonzero(self.is_small[columns] & (audit.freedom < EXPOSED)))

    def _narrow(self, audited: Audited) -> Places:
        """Return the small counts that are not exposed, and yet could hardly be others."""
        scale = np.maximum(self.value[audited.columns], self.rule.high + 1)
        free = audited.audit.freedom
        # where the freedom is more, so is the reach
        doubtful = np.flatnonzero(self.is_small[audited.columns] & (free >= EXPOSED) & (free < NARROW**2))
        return np.array(
            [place for place in doubtful if audited.audit.reach(int(place), scale) < NARROW], dtype=np.int64
        )

    def _cover(self) -> bool:
        """Withhold, for each small count that follows from others, one it is computed from; tell if there was none.

        For one that nearly does, as long as there is another that makes a difference.
        """
        audited = self._audited()
        added: list[int] = []
        for place in map(int, np.append(audited.exposed, self._narrow(audited))):
            was_shown = self.can_be_hidden & ~self.unknown
            was_shown[added] = True
            share = np.abs(audited.sums.T @ audited.audit.combination(place)) * was_shown
            used = share > USED * share.max()
            makes_a_difference = place in audited.exposed or share.max() > NARROW
            # what was withheld for another count may have covered this one
            if makes_a_difference and not used[added].any():
                added += self._withhold_smallest(np.flatnonzero(used), int(audited.columns[place]))
        return not len(audited.exposed) and not added

    def _withhold_smallest(self, places: Places, count: int) -> list[int]:
        """Withhold the smallest of the shown counts, zeros last, and return it.

        One that would be alone in fewer sums goes first: it does not follow from these. None left: everything
        disclosive of the exposed count's authority is withheld.
        """
        shown = places[~self.unknown[places] & self.can_be_hidden[places]]
        if not len(shown):
            self._give_up_block(count)
            return []
        has_none = (self.pattern @ self.unknown == 0).astype(int)
        alone_in = self.sums_with[:, shown].astype(bool).astype(int).T @ has_none
        order = np.lexsort((shown, self.value[shown], alone_in, self.value[shown] == 0))
        self.hide(shown[order[:1]])
        return [int(shown[order[0]])]

    def _give_up_block(self, count: int) -> None:
        block = self.counts.table["block"]
        shown = np.flatnonzero((block == block.iloc[count]).to_numpy() & self.can_be_hidden & ~self.unknown)
        if not len(shown):
            area, quantity, period = self.counts.table.loc[count, ["area_code", "quantity", "period"]]
            raise DisclosureError(
                f"{quantity} of {area} in {period}: a small number follows from open figures, whatever else is "
                "withheld. Leave its source out, or name those it follows from in suppression.also_disclosive."
            )
        self.hide(shown)
