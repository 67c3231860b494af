"""Rows that say the same thing twice, and rows that contradict each other."""

import pandas as pd

from geodata.catalogue import Source
from geodata.errors import ConflictError


def without_repeats(frame: pd.DataFrame, keys: list[str], source: Source, files: list[str]) -> pd.DataFrame:
    """Return the frame without exact repeats of a row.

    Raises `ConflictError` naming what differs if two rows have the same keys, but not the same values.
    """
    if not frame.duplicated(keys).any():
        return frame
    distinct = frame.drop_duplicates()
    repeated = distinct.duplicated(keys, keep=False)
    if repeated.any():
        raise _conflict(distinct[repeated], keys, source, files)
    return distinct.reset_index(drop=True)


def _conflict(rows: pd.DataFrame, keys: list[str], source: Source, files: list[str]) -> ConflictError:
    described = [_described(group, keys) for _, group in list(rows.groupby(keys, sort=False))[:5]]
    return ConflictError(
        f"{source.title} ({source.key}), {', '.join(files)}: rows for the same thing disagree: "
        f"{'; '.join(described)}. Keep the file or the row that is right"
    )


def _described(group: pd.DataFrame, keys: list[str]) -> str:
    first, second = group.iloc[0], group.iloc[1]
    column = next(name for name in group.columns if name not in keys and not group[name].iloc[:2].duplicated().any())
    what = ", ".join(str(first[key]) for key in keys if str(first[key]))
    if column == "geometry":
        return f"{what} (two outlines)"
    return f"{what} ({column} {first[column]} and {second[column]})"
