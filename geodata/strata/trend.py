"""Table `inequality_trend`: change of a measure between two periods, and whether chance alone could have done it."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from geodata.inequality.confidence import critical_value
from geodata.schemas import conform, empty
from geodata.strata.definitions import measure_list
from geodata.strata.sentences import rounded

SERIES = ["area_code", "area_level", "indicator", "stratifier", "measure"]
NOT_JUDGED = "not judged"
NO_CHANGE = "no clear change"


def inequality_trend(inequality: pd.DataFrame) -> pd.DataFrame:
    """Return table `inequality_trend`: of each series the latest period against the one before it and the first.

    Spans of years such as 2010 to 2019 are left out: they hold other periods. The change of a difference is later minus
    earlier, that of a ratio later divided by earlier. Its limits come from those of the two periods, taken as
    independent and normal (of a ratio, of its logarithm), so that they are on the wide side where the same places stand
    out in both; they are missing where a period has none. `outcome`: narrower
    or wider where the limits leave out no change, "turned round" where the other end is now the higher one.
    """
    known = inequality[inequality["value"].notna() & ~inequality["period"].str.contains(r"\d to \d")]
    series = known.sort_values("period").groupby(SERIES, sort=False)["period"]
    pairs = [(*key, *pair) for key, periods in series for pair in _pairs(periods)]
    if not pairs:
        return empty("inequality_trend")
    rows = pd.DataFrame(pairs, columns=[*SERIES, "period_from", "period_to"])
    for side in ("from", "to"):
        figures = known[[*SERIES, "period", "value", "lower_cl", "upper_cl", "unit", "kind", "source"]]
        rows = rows.merge(
            figures.rename(columns={"period": f"period_{side}", "value": f"value_{side}"}),
            on=[*SERIES, f"period_{side}"],
            suffixes=("_from", ""),
        )
    return conform("inequality_trend", _changed(rows).sort_values([*SERIES, "period_from"], kind="stable"))


def _pairs(periods: pd.Series) -> Iterator[tuple[str, str]]:
    ordered = list(dict.fromkeys(periods))
    if len(ordered) > 1:
        yield from dict.fromkeys([(ordered[-2], ordered[-1]), (ordered[0], ordered[-1])])


def _changed(rows: pd.DataFrame) -> pd.DataFrame:
    is_ratio = np.array([measure_list()[name].is_ratio for name in rows["measure"]])
    with np.errstate(divide="ignore", invalid="ignore"):
        errors = [
            (_to_scale(rows[f"upper_cl{side}"], is_ratio) - _to_scale(rows[f"lower_cl{side}"], is_ratio))
            / (2 * critical_value(0.95))
            for side in ("_from", "")
        ]
        before, after = (_to_scale(rows[f"value_{side}"], is_ratio) for side in ("from", "to"))
    half = critical_value(0.95) * np.hypot(*errors)
    change, lower, upper = ((after - before + shift) for shift in (0.0, -half, half))
    outcome = [_outcome(*figures) for figures in zip(before, after, lower, upper, strict=True)]
    back = [np.where(is_ratio, np.exp(x), x) for x in (change, lower, upper)]
    changed = rows.assign(change=back[0], change_lower=back[1], change_upper=back[2], outcome=outcome)
    return changed.assign(unit=np.where(is_ratio, "ratio of ratios", rows["unit"]), note=_notes(changed, is_ratio))


def _to_scale(values: pd.Series, is_ratio: np.ndarray) -> np.ndarray:
    figures = values.to_numpy(float)
    return np.where(is_ratio, np.log(np.where(is_ratio, figures, 1.0)), figures)


def _outcome(before: float, after: float, lower: float, upper: float) -> str:
    if np.isnan(lower):
        return NOT_JUDGED
    if lower <= 0 <= upper:
        return NO_CHANGE
    if np.sign(before) * np.sign(after) < 0:
        return "turned round"
    return "narrower" if abs(after) < abs(before) else "wider"


def _notes(rows: pd.DataFrame, is_ratio: np.ndarray) -> list[str]:
    reasons = {NOT_JUDGED: "not judged: a period has no limits", NO_CHANGE: "chance alone could have done it"}
    return [
        f"{rounded(row['value_from'])} in {row['period_from']}, {rounded(row['value_to'])} in {row['period_to']}"
        + ("" if ratio else f" ({row['unit']})")
        + f"; {reasons.get(row['outcome'], row['outcome'] + ': more than chance')}"
        for row, ratio in zip(rows.to_dict("records"), is_ratio, strict=True)
    ]
