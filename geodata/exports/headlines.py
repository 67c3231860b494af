"""Inequality in sentences that stand alone in a report: what, where, when, how much, how sure, of which kind."""

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from geodata.exports.shown_figures import ShownFigures, shown_figures
from geodata.indicators.definitions import Indicator
from geodata.inequality.slope import SCATTER
from geodata.strata.measured import BENT

SLOPE, DIFFERENCE = "slope_index_of_inequality", "difference"
CONTRASTS = {
    "local_authority": "{high} has the highest value ({top}) and {low} the lowest ({bottom})",
    "rural_urban": "{high} areas have the higher value ({top}) and {low} areas the lower ({bottom})",
    "age": "people aged {high} have the highest value ({top}) and those aged {low} the lowest ({bottom})",
}
BETWEEN = {
    "deprivation": "by deprivation",
    "local_authority": "between local authorities",
    "rural_urban": "between rural and urban areas",
    "age": "between age groups",
}
KIND_SENTENCES = {
    "modelled": " Modelled, not an observation.",
    "synthetic": " Synthetic figures, made for demonstration.",
}
FIGURES = ["value", "lower_cl", "upper_cl"]
OUTCOMES = {
    "narrower": "narrower by more than chance",
    "wider": "wider by more than chance",
    "turned round": "turned round by more than chance",
    "no clear change": "no clear change",
    "not judged": "change not judged, as limits are not known,",
}
NUMBER_WORDS = {5: "five", 10: "ten"}
NO_LIMITS = "no limits are known, so chance is not ruled out"
BENDS = BENT.partition(" (")[0]
FROM_SCATTER = SCATTER.partition(" (")[0]
NOT_COMPUTED = "not computed: "


@dataclass(frozen=True)
class Case:
    """The groups of one area, indicator and period, and the measures between them: rows of the tables."""

    indicator: Indicator
    area: str
    period: str
    stratifier: str
    groups: pd.DataFrame
    measures: dict[str, dict[Any, Any]]

    @property
    def main(self) -> dict[Any, Any]:
        """The measure that the sentence rests on: the slope where groups have an order, else the difference."""
        return self.measures[SLOPE if self.stratifier == "deprivation" else DIFFERENCE]

    @property
    def assumptions(self) -> list[str]:
        """What was assumed of the groups' figures."""
        return [note for note in self.notes if "assumed" in note or "taken as" in note]

    @property
    def notes(self) -> list[str]:
        """The groups' notes, each once."""
        parts = (part for note in self.groups["note"] for part in str(note).split("; "))
        return [note for note in dict.fromkeys(parts) if note]


def headline(case: Case) -> str:
    """Return what there is to say of the case, with its kind and what was assumed.

    Where the measure is not computed the sentence says why; where its limits hold no difference it says that there is
    no clear one. A gradient is told by the ends of the fitted line, and the outermost groups are named beside them.
    """
    what = f"{case.indicator.title} in {case.area}, {case.period}"
    if pd.isna(case.main["value"]):
        return f"{what}: the difference {BETWEEN[case.stratifier]} is {_reason(case)}."
    said = _gradient(case) if case.stratifier == "deprivation" else _contrast(case)
    assumed = "".join(f" {note[0].upper()}{note[1:]}." for note in case.assumptions)
    return f"{what}: {said}{assumed}{KIND_SENTENCES.get(case.main['kind'], '')}"


def _reason(case: Case) -> str:
    reason = str(case.main["note"])
    if not reason.startswith(NOT_COMPUTED):
        return f"not shown ({reason})"
    return f"not computed ({reason.removeprefix(NOT_COMPUTED)})"


def _gradient(case: Case) -> str:
    slope, (most, least) = case.main, case.groups["value"].iloc[[0, -1]]
    shown = shown_figures(case.indicator, [most, least, slope["value"]], slope["value"])
    said = _slope(slope, shown) + _ends(case, shown, most, least)
    if BENDS in str(slope["note"]):
        count = len(case.groups)
        said += f" The {NUMBER_WORDS.get(count, count)} groups do not lie on a straight line: look at each of them."
    if FROM_SCATTER in str(slope["method"]):
        said += " Limits from the scatter of the groups: their own are not published."
    return said


def _slope(slope: dict[Any, Any], shown: ShownFigures) -> str:
    value, lower, upper = (slope[name] for name in FIGURES)
    end, sign = _higher_end(value), -1 if value < 0 else 1
    other = "least" if end == "most" else "most"
    ends = f"at the {end} deprived end of the gradient than at the {other} deprived end"
    higher = f"is {shown.difference(value)} higher {ends}"
    if np.isnan(lower) or np.isnan(upper):
        return f"the {shown.noun} {higher} (slope index of inequality; {NO_LIMITS})."
    limits = shown.limits(sign * lower, sign * upper)
    if lower <= 0 <= upper:
        return (
            f"the {shown.noun} shows no clear difference by deprivation. It {higher}, "
            f"but the {limits} (slope index of inequality) includes no difference."
        )
    return f"the {shown.noun} {higher}, {limits} (slope index of inequality)."


def _ends(case: Case, shown: ShownFigures, most: float, least: float) -> str:
    """Return the outermost groups; the unit of a rate stands at the slope already."""
    if np.isnan(most) or np.isnan(least):
        return ""
    part = str(case.groups["group_name"].iloc[-1]).removeprefix("least deprived ").partition(" ")[0]
    first = shown.value(most) if shown.is_per_cent else shown.number(most)
    return f" In the most deprived {part} it is {first}, in the least deprived {part} {shown.value_again(least)}."


def _contrast(case: Case) -> str:
    known = case.groups[case.groups["value"].notna()]
    value, lower, upper = (case.main[name] for name in FIGURES)
    highest, lowest = (known.iloc[int(place)] for place in (known["value"].argmax(), known["value"].argmin()))
    shown = shown_figures(case.indicator, known["value"], value)
    said = CONTRASTS[case.stratifier].format(
        high=_spoken_group(highest["group_name"]),
        low=_spoken_group(lowest["group_name"]),
        top=shown.value(highest["value"]),
        bottom=shown.value_again(lowest["value"]),
    )
    apart = f"{said}, {shown.difference(value) if shown.is_per_cent else shown.number(value)} apart"
    missing = len(case.groups) - len(known)
    unknown = f" {missing} of {len(case.groups)} groups have no value." if missing else ""
    if np.isnan(lower) or np.isnan(upper):
        return f"{apart} ({NO_LIMITS}).{unknown}"
    limits = shown.limits(lower, upper)
    if lower <= 0 <= upper:
        between = f"no clear difference {BETWEEN[case.stratifier]}"
        return f"{between}. {apart[0].upper()}{apart[1:]}, but the {limits} includes no difference.{unknown}"
    return f"{apart}, {limits}.{unknown}"


def _spoken_group(name: str) -> str:
    return re.sub(r" ?yrs$", "", name)


def trend_sentence(case: Case, changes: pd.DataFrame) -> str:
    """Return how the case's inequality changed, from rows of `inequality_trend` of its main measure; "" without any."""
    known = changes.dropna(subset=["value_from", "value_to"]).sort_values("period_from", ascending=False)
    if known.empty:
        return ""
    shown = shown_figures(case.indicator, [*known["value_from"], *known["value_to"]], 0.0)
    told = [_change(case, row, shown) for row in known.itertuples()]
    what = f"{case.indicator.title} in {case.area}, difference {BETWEEN[case.stratifier]}"
    return f"{what}: {'; '.join(told)}.{KIND_SENTENCES.get(case.main['kind'], '')}"


def _change(case: Case, row: Any, shown: ShownFigures) -> str:
    before, after = row.value_from, row.value_to
    start, end = shown.number(abs(before)), shown.difference(after)
    if case.stratifier != "deprivation":
        sizes = f"from {start} to {end}"
    elif (before < 0) == (after < 0):
        sizes = f"from {start} to {end} higher at the {_higher_end(after)} deprived end"
    else:
        sizes = (
            f"from {shown.difference(before)} higher at the {_higher_end(before)} deprived end "
            f"to {shown.number(abs(after))} higher at the {_higher_end(after)} deprived end"
        )
    return f"{OUTCOMES[row.outcome]} between {row.period_from} and {row.period_to} ({sizes})"


def _higher_end(slope: float) -> str:
    return "most" if slope < 0 else "least"
