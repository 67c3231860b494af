"""Two metrics at once: wards in thirds of deprivation and of another metric, in nine colours."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from geodata.indicators.definitions import indicator_list
from maps.credits import source_keys, source_line
from maps.numbers import counted, listed
from maps.palettes import BIVARIATE
from maps.shown_metric import ShownMetric

THEME = "Two together"
DEPRIVATION = "deprivation"
THIRDS = ("low", "middle", "high")
FEWEST = 3
"""So many different values are needed for thirds."""


@dataclass(frozen=True)
class Pair:
    """Deprivation across and another metric upwards, each in thirds of the wards that have both."""

    across: ShownMetric
    up: ShownMetric

    @property
    def key(self) -> str:
        """What stands in the address."""
        return f"{DEPRIVATION}-and-{self.up.metric.key}"

    @property
    def known(self) -> pd.DataFrame:
        """Columns `across` and `up`: values of the wards that have both."""
        values = {"across": self.across.rows["value"], "up": self.up.rows["value"]}
        return pd.DataFrame(values).dropna()

    @property
    def thirds(self) -> pd.DataFrame:
        """Columns `across` and `up`: the third of each ward that has both values, 0 = low; equal values share one."""
        return self.known.apply(_third)

    @property
    def worst(self) -> pd.Index:
        """Wards in the most deprived third and in the worse third of the other metric."""
        thirds = self.thirds
        return thirds.index[(thirds["across"] == 2) & (thirds["up"] == self._worse_third)]

    @property
    def _worse_third(self) -> int:
        return 2 if self.up.metric.worse == "more" else 0


def _third(values: pd.Series) -> pd.Series:
    return pd.Series(np.searchsorted(values.quantile([1 / 3, 2 / 3]).to_numpy(), values.to_numpy()), values.index)


def pairs(shown: Sequence[ShownMetric]) -> list[Pair]:
    """Return deprivation with every other metric of wards of which it is known which end is the worse one.

    Left out are those derived from deprivation, which would show it twice, and any with fewer than three values.
    """
    by_key = {one.metric.key: one for one in shown}
    if DEPRIVATION not in by_key:
        return []
    found = [Pair(by_key[DEPRIVATION], one) for one in shown if _can_be_paired(one)]
    return [pair for pair in found if (pair.known.nunique() >= FEWEST).all()]


def _can_be_paired(shown: ShownMetric) -> bool:
    metric = shown.metric
    is_circular = indicator_list()[metric.indicator].is_circular
    return metric.level == "ward" and bool(metric.worse) and not is_circular


def pair_figures(pair: Pair) -> dict[str, dict[str, Any]]:
    """Return by ward code what the map says: both thirds in words, class 0 to 8, and whether the ward is worst."""
    thirds, worst = pair.thirds, set(pair.worst)
    said = {
        str(code): {
            "text": f"{THIRDS[up]}, deprivation {THIRDS[across]}",
            "class": int(3 * up + across),
            "kind": "",
            "isWorst": code in worst,
        }
        for code, across, up in thirds.itertuples()
    }
    missing = {"text": "no data", "class": -1, "kind": "", "isWorst": False}
    return {str(code): said.get(str(code), missing) for code in pair.up.rows.index}


def pair_panel(
    pair: Pair, authorities: pd.Series, sources: pd.DataFrame, *, is_synthetic: bool = False
) -> dict[str, Any]:
    """Return all the panel says while the pair is on the map; `authorities` has each ward's authority by code."""
    metric, deprivation = pair.up.metric, pair.across
    keys = [*source_keys(pair.up.rows["source"]), *source_keys(deprivation.rows["source"]), "wards"]
    return {
        "key": pair.key,
        "theme": THEME,
        "label": f"Deprivation and {_in_sentence(metric.label)}",
        "row": metric.label,
        "level": metric.level,
        "title": f"{metric.label} and deprivation together, {pair.up.period} and {deprivation.period}",
        "period": pair.up.period,
        "unit": f"thirds of wards; {_in_sentence(metric.label)}: {metric.unit}",
        "kinds": sorted({*pair.up.kinds, *deprivation.kinds}),
        "legend": _gaps(pair),
        "grid": _grid(pair),
        "axes": {"up": metric.label, "across": "Deprivation"},
        "fills": BIVARIATE,
        "isMixed": False,
        "counted": "Figures: wards of each kind. Press a field to see these wards alone.",
        "summary": _summary(pair, authorities),
        "caveat": "Thirds of the wards here, so that a high third may still be low elsewhere.",
        "source": source_line(keys, sources, is_synthetic=is_synthetic),
    }


def _grid(pair: Pair) -> list[list[dict[str, Any]]]:
    """Return the nine fields, highest row first."""
    thirds = pair.thirds
    counts = (3 * thirds["up"] + thirds["across"]).value_counts()
    return [[_field(pair, up, across, int(counts.get(3 * up + across, 0))) for across in range(3)] for up in (2, 1, 0)]


def _field(pair: Pair, up: int, across: int, count: int) -> dict[str, Any]:
    place = 3 * up + across
    said = f"Deprivation {THIRDS[across]}, {_in_sentence(pair.up.metric.label)} {THIRDS[up]}: {counted(count, 'ward')}"
    return {"class": place, "fill": BIVARIATE[place], "text": text_on(place), "count": f"{count:,}", "label": said}


def _in_sentence(label: str) -> str:
    """Return a label as it stands within a sentence: GP keeps its capitals."""
    return label if label[1].isupper() else f"{label[0].lower()}{label[1:]}"


def text_on(place: int) -> str:
    """Return the colour of text that can be read on a class of the palette: white on the three darkest."""
    return "#FFFFFF" if place in {5, 7, 8} else "#000000"


def _gaps(pair: Pair) -> list[dict[str, str]]:
    missing = len(pair.up.rows) - len(pair.known)
    return [{"fill": "url(#no-data)", "label": "No data", "count": f"{missing:,}"}] if missing else []


def _summary(pair: Pair, authorities: pd.Series) -> str:
    worse = "highest" if pair.up.metric.worse == "more" else "lowest"
    worst = pair.worst
    verb = "is" if len(worst) == 1 else "are"
    sentence = (
        f"{len(worst):,} of {counted(len(pair.known), 'ward')} {verb} in the most deprived third and in the {worse} "
        f"third of {_in_sentence(pair.up.metric.label)} (black outline)."
    )
    by_authority = authorities[worst].value_counts().sort_index().sort_values(ascending=False, kind="stable")
    if authorities.nunique() < 2 or by_authority.empty:
        return sentence
    return f"{sentence} By authority: {listed([f'{name} ({count})' for name, count in by_authority.items()])}."
