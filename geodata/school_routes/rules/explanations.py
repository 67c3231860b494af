"""All factors of a part as JSON: what each found, from which values and sources."""

import json
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from geodata.school_routes.attributes import columns_of
from geodata.school_routes.rules.factors import COMPLETIONS, DOES_NOT_APPLY
from geodata.school_routes.rules.worst_factor import FactorFindings

_BETWEEN = ","


def factors_json(found: Sequence[FactorFindings], evidence: pd.DataFrame) -> pd.Series:
    """Return for each row a JSON list of the factors that apply, in the order of the rule-set.

    Each is an object with `factor`, `rating_lo`, `rating_likely`, `rating_hi`, `value` (of each attribute, or its least
    and greatest), `threshold` (crossed or kept under worst evidence), `source` of each attribute, and `known`: whether
    tags, surveys or counts say all of them.
    """
    lists = pd.Series("", index=evidence.index, dtype="string")
    for each in found:
        lists = lists + _objects(each, evidence).set_axis(evidence.index)
    return "[" + lists.str.removesuffix(_BETWEEN) + "]"


def _objects(found: FactorFindings, evidence: pd.DataFrame) -> pd.Series:
    """Return one factor's object for each row, made once for all rows that are alike."""
    columns = [column for attribute in found.factor.worse for column in _columns(attribute)]
    alike = pd.DataFrame(found.codes.T, columns=list(COMPLETIONS)).join(evidence[columns].reset_index(drop=True))
    number = alike.groupby(list(alike.columns), sort=False, dropna=False).ngroup().to_numpy()
    distinct = alike[~pd.Series(number).duplicated().to_numpy()].to_dict("records")
    # one text for each distinct combination, of which there are far fewer than rows
    texts = pd.array([_object(found, row) for row in distinct], dtype="string")
    return pd.Series(texts.take(number))


def _columns(attribute: str) -> list[str]:
    lo, hi, _, is_known, source, _ = columns_of(attribute)
    return [lo, hi, is_known, source]


def _object(found: FactorFindings, row: dict[Any, Any]) -> str:
    codes = [int(row[each]) for each in COMPLETIONS]
    if max(codes) == DOES_NOT_APPLY:
        return ""
    columns = {attribute: _columns(attribute) for attribute in found.factor.worse}
    best, likely, worst = (found.outcomes[code].rating if code > DOES_NOT_APPLY else 0 for code in codes)
    told = {
        "factor": found.factor.name,
        "rating_lo": best,
        "rating_likely": likely,
        "rating_hi": worst,
        "value": {a: _value(row[lo], row[hi]) for a, (lo, hi, _, _) in columns.items()},
        "threshold": found.outcomes[codes[-1]].words if codes[-1] > DOES_NOT_APPLY else "",
        "source": {a: row[source] for a, (_, _, _, source) in columns.items()},
        "known": all(row[is_known] for _, _, is_known, _ in columns.values()),
    }
    return json.dumps(told, separators=(",", ":")) + _BETWEEN


def _value(lo: float, hi: float) -> float | list[float]:
    return _number(lo) if lo == hi else [_number(lo), _number(hi)]


def _number(value: float) -> float:
    return int(value) if float(value).is_integer() else float(np.round(value, 2))
