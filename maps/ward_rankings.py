"""The wards of an authority beside each other: which stand out from chance, and in which order with how sure a rank."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from geodata.indicators.definitions import indicator_list
from maps.dot_chart import DotChart, dot_chart
from maps.findings import highest
from maps.funnel_chart import FunnelChart, funnel_chart
from maps.shown_metric import ShownMetric

NO_LIMITS = "no limits, so that no rank can be told from chance"


@dataclass(frozen=True)
class WardRanking:
    """One metric of the map: who stands out, and the wards in order."""

    shown: ShownMetric
    unit: str
    dots: DotChart
    dots_title: str
    order: str
    n_ranked: int
    funnel: FunnelChart | None
    sources: pd.Series

    @property
    def kind(self) -> str:
        """The kind of the figures."""
        return self.shown.kinds[0]


def ward_rankings(
    ranked: Sequence[ShownMetric],
    names: Mapping[str, str],
    ward_ranks: pd.DataFrame,
    ward_funnel: pd.DataFrame,
    comparisons: pd.DataFrame,
) -> tuple[list[WardRanking], list[tuple[str, str]]]:
    """Return the metrics by which an authority's wards are drawn in order, and those that are not, with the reason.

    `ranked` are the metrics of its table of wards, `names` its wards by code; the tables hold all wards.
    """
    drawn, reasons = [], []
    for shown in ranked:
        ranks = _of(ward_ranks, shown)
        own = ranks[ranks["area_code"].isin(list(names))]
        dots = dot_chart(own, names, _benchmark(_of(comparisons, shown)))
        if dots is None:
            reasons.append((shown.metric.label, NO_LIMITS))
        else:
            funnel = funnel_chart(_of(ward_funnel, shown), names)
            drawn.append(_ranking(shown, own, dots, funnel, names))
    return drawn, reasons


def _of(table: pd.DataFrame, shown: ShownMetric) -> pd.DataFrame:
    return table[(table["indicator"] == shown.metric.indicator) & (table["period"] == shown.period)]


def _benchmark(compared: pd.DataFrame) -> float:
    """Return the study area's value that wards are compared with, NaN if there is none."""
    of_wards = compared[(compared["area_level"] == "ward") & (compared["benchmark"] == "study area")]
    return float(of_wards["benchmark_value"].iloc[0]) if len(of_wards) else float("nan")


def _ranking(
    shown: ShownMetric, own: pd.DataFrame, dots: DotChart, funnel: FunnelChart | None, names: Mapping[str, str]
) -> WardRanking:
    first = own.iloc[0]
    clear = highest(own.set_index("area_code"), pd.Series(dict(names)), shown.metric.suffix)
    return WardRanking(
        shown=shown,
        unit=indicator_list()[shown.metric.indicator].unit,
        dots=dots,
        dots_title=f"{shown.metric.label}: {clear.removesuffix('.')}" if clear else f"{shown.metric.label} by ward",
        order=str(first["rank_1_is"]),
        n_ranked=int(first["n_ranked"]),
        funnel=funnel,
        sources=own["source"],
    )
