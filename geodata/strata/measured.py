"""Table `inequality`: every declared measure between the groups of every area, many rows at a time."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geodata.inequality.estimates import ordered_groups
from geodata.inequality.regression import dispersion, widening
from geodata.inequality.result import result
from geodata.inequality.uncertainty import Uncertainty
from geodata.schemas import conform, empty
from geodata.strata.cases import CASE, Batch, batches
from geodata.strata.definitions import measure_list
from geodata.strata.registry import MEASURES
from geodata.strata.sentences import in_words

BENT = "the groups do not lie on a line (p < 0.001), limits widened {:.1f} times: look at them in inequality_groups"
BETWEEN = "the groups do not lie on a line: limits speak of chance in the counts alone"
BENT_BELOW = 0.001
WIDENED = "widened by what else moves the groups (over-dispersion)"

Columns = dict[str, NDArray[Any]]


def inequality(inequality_groups: pd.DataFrame) -> pd.DataFrame:
    """Return table `inequality`: each case of groups by every measure that its indicator declares.

    A case is an area, indicator, period and stratifier. One that cannot be measured has a row for each measure with the
    reason. Ordered measures need every group; of unordered ones at most 15 % may be missing. Limits of gradients are
    widened where the groups lie further from a line than chance in their figures allows.
    """
    parts = [part for batch in batches(inequality_groups) for part in _measured(batch)]
    if not parts:
        return empty("inequality")
    columns = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    order = np.lexsort((columns.pop("order"), columns.pop("number")))
    return conform("inequality", pd.DataFrame({name: column[order] for name, column in columns.items()}))


def _measured(batch: Batch) -> Iterator[Columns]:
    reasons = batch.reasons
    widened, bends = _widened(batch) if reasons is None else (batch, [""] * batch.size)
    for order, name in enumerate(batch.measures):
        if reasons is not None:
            measured = _undefined(batch, reasons)
        elif measure_list()[name].compares == "ends":
            measured = _computed(widened, name)
            measured["method"] = [
                f"{method}, {WIDENED}" if batch.uncertainty else method for method in measured["method"]
            ]
            measured["note"] = _joined(_words(batch, name, measured), measured["note"], bends)
        else:
            measured = _computed(batch, name)
            between = [BETWEEN if bend else "" for bend in bends]
            measured["note"] = _joined(_words(batch, name, measured), measured["note"], between)
        yield _rows(batch, name, measured, order)


def _computed(batch: Batch, name: str) -> pd.DataFrame:
    try:
        return MEASURES[name](batch)
    except ValueError as error:
        return _undefined(batch, [f"not computed: {error}"] * batch.size)


def _undefined(batch: Batch, reasons: list[str]) -> pd.DataFrame:
    return result(np.full(batch.size, np.nan), np.nan, np.nan, 0.95, "", reasons)


def _widened(batch: Batch) -> tuple[Batch, list[str]]:
    """Return the cases with errors widened where the groups lie further from a line than these allow, with a warning.

    Rates of small places differ for more reasons than deprivation and chance (a trunk road through one of them), and
    limits from counts alone would take such a reason for a gradient.
    """
    if not batch.is_ordered or batch.uncertainty is None:
        return batch, [""] * batch.size
    groups = ordered_groups(batch.estimate, batch.population, batch.uncertainty)
    factor, (_, p_value) = widening(groups), dispersion(groups)
    errors = Uncertainty(batch.uncertainty.standard_error * factor[:, None])
    bends = [BENT.format(f) if p < BENT_BELOW else "" for f, p in zip(factor, p_value, strict=True)]
    return replace(batch, uncertainty=errors), bends


def _joined(*notes: Iterable[str]) -> list[str]:
    return ["; ".join(filter(None, parts)) for parts in zip(*notes, strict=True)]


def _units(batch: Batch, name: str) -> list[str]:
    return [measure_list()[name].unit or definition.unit for definition in batch.definitions]


def _words(batch: Batch, name: str, measured: pd.DataFrame) -> list[str]:
    limits = (measured[column].tolist() for column in ("value", "lower_cl", "upper_cl"))
    figures = zip(*limits, _units(batch, name), *batch.ends, strict=True)
    return ["" if np.isnan(figure[0]) else in_words(name, *figure) for figure in figures]


def _rows(batch: Batch, name: str, measured: pd.DataFrame, order: int) -> Columns:
    columns = {column: batch.cases[column] for column in [*CASE, "source"]}
    columns |= {column: measured[column].to_numpy() for column in measured.columns}
    n_groups = 0 if batch.reasons else batch.estimate.shape[1]
    return columns | {
        "kind": np.where(batch.cases["kind"] == "measured", "computed", batch.cases["kind"]),
        "measure": np.repeat(name, batch.size),
        "unit": np.array(_units(batch, name), dtype=object),
        "n_groups": np.repeat(n_groups, batch.size),
        "number": batch.number,
        "order": np.repeat(order, batch.size),
    }
