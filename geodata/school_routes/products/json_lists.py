"""Rows of a table as a JSON list, for one cell of another table."""

import json

import numpy as np
import pandas as pd


def json_by_school(rows: pd.DataFrame) -> pd.Series:
    """Return by `school_id`, sorted, its rows as a JSON list, in their order and without that column.

    Whole numbers are written as such, others to one decimal; what is missing is null.

    >>> rows = pd.DataFrame({"school_id": ["b", "a", "b"], "name": ["High St", None, "Lane"], "pupils": [2.0, 1.25, 7]})
    >>> for school, listed in json_by_school(rows).items():
    ...     print(school, listed)
    a [{"name": null, "pupils": 1.2}]
    b [{"name": "High St", "pupils": 2}, {"name": "Lane", "pupils": 7}]
    """
    schools = rows.groupby("school_id", sort=True)
    listed = {school: _as_json(own.drop(columns="school_id")) for school, own in schools}
    return pd.Series(listed, dtype="string")


def _as_json(rows: pd.DataFrame) -> str:
    return json.dumps([{str(name): _plain(value) for name, value in row.items()} for row in rows.to_dict("records")])


def _plain(value: str | float | None) -> str | float | None:
    if pd.isna(value):
        return None
    if isinstance(value, float | np.floating):
        return int(value) if float(value).is_integer() else round(float(value), 1)
    return int(value) if isinstance(value, np.integer) else value
