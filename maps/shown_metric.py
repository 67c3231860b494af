"""One choice of the ward map, ready to be shown: every word and class of it, decided here and not in the browser."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from geodata.indicators.definitions import indicator_list
from maps import findings
from maps.classes import Classes, rounded_quantiles
from maps.credits import source_keys, source_line
from maps.metrics import METRICS, Metric
from maps.numbers import counted, decimal, with_limits
from maps.palettes import SEQUENTIAL_5, hatch_colour, sequential
from maps.periods import latest_rows

ENGLAND = "E92000001"
AUTHORITIES_ONLY = "Measured for authorities only, never by ward."
NO_ROW = "The source has no figure for this area."


@dataclass(frozen=True)
class ShownMetric:
    """A metric with its rows (one per area, indexed by code) and their classes."""

    metric: Metric
    period: str
    rows: pd.DataFrame
    classes: Classes

    @property
    def kinds(self) -> list[str]:
        """The kinds of its figures, sorted; more than one where modelled and other values are mixed."""
        return sorted(self.rows.loc[self.rows["value"].notna(), "kind"].unique())

    @property
    def fills(self) -> tuple[str, ...]:
        """Class colours, low to high."""
        return sequential(len(self.classes.labels))

    @property
    def assigned(self) -> pd.Series:
        """Class of each area, by the value as printed; −1 without a value."""
        return self.classes.assign(self.rows["value"].round(1))


def shown_metrics(
    area_codes: dict[str, list[str]], ward_indicators: pd.DataFrame, local_authority_indicators: pd.DataFrame
) -> tuple[list[ShownMetric], list[Metric]]:
    """Return the metrics that have figures, and those left out because there are none.

    `area_codes` holds the codes to be drawn at each level, `ward` and `local_authority`.
    """
    tables = {"ward": ward_indicators, "local_authority": local_authority_indicators}
    return shown_of_metrics(METRICS, area_codes, tables)


def shown_of_metrics(
    metrics: Sequence[Metric], area_codes: Mapping[str, list[str]], tables: Mapping[str, pd.DataFrame]
) -> tuple[list[ShownMetric], list[Metric]]:
    """Return those of the metrics that have figures, and the others; codes and indicator tables by level."""
    shown, missing = [], []
    for metric in metrics:
        rows = latest_rows(tables[metric.level], metric.indicator, area_codes[metric.level])
        if rows.empty:
            missing.append(metric)
        else:
            period = str(rows["period"].dropna().iloc[0])
            shown.append(ShownMetric(metric, period, rows, rounded_quantiles(rows["value"])))
    return shown, missing


def figures(shown: ShownMetric) -> dict[str, dict[str, Any]]:
    """Return by area code what the map says of the area: words, class, kind, and the reason if there is no value."""
    table = shown.rows.assign(assigned=shown.assigned)
    return {str(code): _figure(shown.metric, row) for code, row in table.to_dict("index").items()}


def _figure(metric: Metric, row: dict[Any, Any]) -> dict[str, Any]:
    if pd.isna(row["value"]):
        reason = NO_ROW if pd.isna(row["note"]) or not row["note"] else str(row["note"])
        return {"text": "no data", "class": -1, "kind": "", "reason": reason}
    if metric.has_limits:
        text = with_limits(row["value"], row["lower_cl"], row["upper_cl"], metric.suffix)
    else:
        text = f"{decimal(row['value'])}{metric.suffix}"
    return {"text": text, "class": int(row["assigned"]), "kind": str(row["kind"])}


def panel(
    shown: ShownMetric,
    names: pd.DataFrame,
    local_authority_indicators: pd.DataFrame,
    sources: pd.DataFrame,
    *,
    is_synthetic: bool = False,
) -> dict[str, Any]:
    """Return all the panel says while the metric is on the map.

    `names` is indexed by the codes of the metric's areas, with `name` and `local_authority_name`.
    """
    metric = shown.metric
    is_by_ward = metric.level == "ward"
    if is_by_ward:
        summary = _ward_summary(shown, names)
    else:
        summary = _authority_summary(shown, names, local_authority_indicators)
    return {
        "key": metric.key,
        "theme": metric.theme,
        "label": metric.label,
        "row": metric.row,
        "level": metric.level,
        "title": metric.title.format(period=shown.period),
        "period": shown.period,
        "unit": metric.unit,
        "kinds": shown.kinds,
        "legend": _legend(shown),
        "fills": shown.fills,
        "isMixed": _is_mixed(shown),
        "isAside": metric.is_aside,
        "counted": _counted(shown),
        "summary": summary,
        "caveat": indicator_list()[metric.indicator].caveat if is_by_ward else AUTHORITIES_ONLY,
        "source": source_line([*source_keys(shown.rows["source"]), "wards"], sources, is_synthetic=is_synthetic),
    }


def _counted(shown: ShownMetric) -> str:
    words = f"Right-hand column: number of {'wards' if shown.metric.level == 'ward' else 'authorities'}."
    return f"{words} Every value is modelled." if shown.kinds == ["modelled"] else words


def _is_mixed(shown: ShownMetric) -> bool:
    return len(shown.kinds) > 1 and "modelled" in shown.kinds


def _legend(shown: ShownMetric) -> list[dict[str, str]]:
    """Rows of the key, highest class first; lines for modelled values only where kinds are mixed."""
    counts = shown.assigned.value_counts()
    rows = [
        {"fill": fill, "label": label, "count": f"{counts.get(place, 0):,}"}
        for place, (fill, label) in enumerate(zip(shown.fills, shown.classes.labels, strict=True))
    ][::-1]
    if _is_mixed(shown):
        rows.append({"fill": f"url(#modelled-{shown.fills[0][1:]})", "label": "Lines: modelled value", "count": ""})
    if counts.get(-1, 0):
        rows.append({"fill": "url(#no-data)", "label": "No data", "count": f"{counts[-1]:,}"})
    return rows


def _ward_summary(shown: ShownMetric, names: pd.DataFrame) -> str:
    sentences = [
        findings.top_class(shown.assigned, shown.classes.labels[-1], names["local_authority_name"]),
        findings.highest(shown.rows, names["name"], shown.metric.suffix),
        _missing(shown, "ward"),
    ]
    return " ".join(filter(None, sentences))


def _authority_summary(shown: ShownMetric, names: pd.DataFrame, local_authority_indicators: pd.DataFrame) -> str:
    table = local_authority_indicators
    same = (table["indicator"] == shown.metric.indicator) & (table["period"] == shown.period)
    england = table.loc[same & (table["area_code"] == ENGLAND), "value"].dropna()
    known = shown.rows[shown.rows["value"].notna()]
    sentences = [
        findings.authority_range(shown.rows, float(england.iloc[0]) if len(england) else None, shown.metric.suffix),
        findings.highest(shown.rows, names["name"], shown.metric.suffix),
        findings.compared_with_england(known, names["name"]),
        _missing(shown, "authority"),
    ]
    return " ".join(filter(None, sentences))


def _missing(shown: ShownMetric, noun: str) -> str:
    missing = int(shown.rows["value"].isna().sum())
    return f"There is no figure for {counted(missing, noun)}." if missing else ""


def hatches(shown: list[ShownMetric]) -> list[dict[str, str]]:
    """Return the patterns for modelled values, one per class colour; none unless a metric mixes kinds."""
    if not any(_is_mixed(metric) for metric in shown):
        return []
    return [{"id": f"modelled-{fill[1:]}", "fill": fill, "line": hatch_colour(fill)} for fill in SEQUENTIAL_5]
