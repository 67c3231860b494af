"""Wards that are like or unlike their neighbours beyond chance: one more choice of the ward map per indicator."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from maps.credits import source_keys, source_line
from maps.metrics import METRICS, Metric
from maps.numbers import counted, listed
from maps.palettes import CLUSTERS

THEME = "Like among like"
CLASSES = ("not significant", *CLUSTERS)
"""In the order of their colours."""
WORDS = {
    "not significant": "no pattern beyond chance",
    "low among low": "low, among low neighbours",
    "low among high": "low, among high neighbours",
    "high among low": "high, among low neighbours",
    "high among high": "high, among high neighbours",
}
NO_PATTERN_FILL = "#EFEFED"
OUTLINED = "high among low"
"""Black, so that no two classes look alike in grey."""
MOST_NAMED = 12


@dataclass(frozen=True)
class Clusters:
    """A metric of the map and its rows of table `ward_clusters`, one per ward, indexed by code."""

    metric: Metric
    rows: pd.DataFrame

    @property
    def key(self) -> str:
        """What stands in the address."""
        return f"clusters-of-{self.metric.key}"

    @property
    def period(self) -> str:
        """The period of the figures."""
        return str(self.rows["period"].dropna().iloc[0])

    @property
    def members(self) -> pd.Series:
        """The cluster of each ward that lies in one."""
        return self.rows.loc[self.rows["cluster"].isin(list(CLUSTERS)), "cluster"]


def clusters(ward_clusters: pd.DataFrame, ward_codes: Sequence[str]) -> tuple[list[Clusters], list[str]]:
    """Return the metrics of the map of which any ward lies in a cluster, and the labels of those where none does.

    A metric that was not looked at is in neither. `ward_clusters` is the table of that name.
    """
    shown, none = [], []
    for metric in METRICS:
        rows = ward_clusters[ward_clusters["indicator"] == metric.indicator].set_index("area_code")
        found = Clusters(metric, rows.reindex(pd.Index(ward_codes, name="area_code")))
        if len(found.members):
            shown.append(found)
        elif rows["cluster"].isin(CLASSES).any():
            none.append(metric.label)
    return shown, none


def cluster_figures(found: Clusters) -> dict[str, dict[str, Any]]:
    """Return by ward code what the map says: the cluster in words, its class, or why the ward is not judged."""
    return {str(code): _figure(row) for code, row in found.rows.to_dict("index").items()}


def _figure(row: Mapping[Any, Any]) -> dict[str, Any]:
    if row["cluster"] not in CLASSES:
        reason = row["note"] if isinstance(row["note"], str) else ""
        return {"text": "not judged", "class": -1, "kind": "", "reason": reason}
    place = CLASSES.index(row["cluster"])
    return {
        "text": WORDS[row["cluster"]],
        "class": place,
        "kind": str(row["kind"]),
        "isWorst": row["cluster"] == OUTLINED,
    }


def cluster_panel(
    found: Clusters, names: pd.Series, sources: pd.DataFrame, *, is_synthetic: bool = False
) -> dict[str, Any]:
    """Return all the panel says while the clusters are on the map; `names` has each ward's name by code."""
    keys = [*source_keys(found.rows["source"]), "wards"]
    label = found.metric.label[0].lower() + found.metric.label[1:]
    return {
        "key": found.key,
        "theme": THEME,
        "label": f"Clusters of {label}",
        "row": f"Neighbours, {label}",
        "level": "ward",
        "title": f"{found.metric.label}: wards like or unlike their neighbours, {found.period}",
        "period": found.period,
        "unit": "wards beside the wards that touch them (local Moran's I)",
        "kinds": sorted(found.rows["kind"].dropna().unique()),
        "legend": _legend(found),
        "fills": (NO_PATTERN_FILL, *CLUSTERS.values()),
        "isMixed": False,
        "isAside": True,
        "counted": "Right-hand column: number of wards. Black outline: high, among low neighbours.",
        "summary": _summary(found, names),
        "caveat": "Beyond chance: among the wards called so, one in twenty may be so by chance. It says no cause.",
        "source": source_line(keys, sources, is_synthetic=is_synthetic),
    }


def _legend(found: Clusters) -> list[dict[str, str]]:
    counts = found.rows["cluster"].value_counts()
    fills = dict(zip(CLASSES, (NO_PATTERN_FILL, *CLUSTERS.values()), strict=True))
    rows = [
        {"fill": fills[name], "label": WORDS[name].capitalize(), "count": f"{int(counts.get(name, 0)):,}"}
        for name in reversed(CLASSES)
    ]
    unjudged = int((~found.rows["cluster"].isin(CLASSES)).sum())
    return [*rows, {"fill": "url(#no-data)", "label": "Not judged", "count": f"{unjudged:,}"}] if unjudged else rows


def _summary(found: Clusters, names: pd.Series) -> str:
    """Say how many wards lie in clusters, and name them where they are few."""
    members = found.members
    verb = "stands" if len(members) == 1 else "stand"
    sentence = f"{len(members):,} of {counted(len(found.rows), 'ward')} {verb} beyond chance."
    if len(members) > MOST_NAMED:
        return sentence
    parts = [
        f"{WORDS[cluster].capitalize()}: {listed(sorted(names[members.index[members == cluster]]))}."
        for cluster in reversed(CLASSES)
        if (members == cluster).any()
    ]
    return " ".join([sentence, *parts])
