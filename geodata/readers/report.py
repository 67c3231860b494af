"""What becomes of a source: read, or a named gap where an optional one is missing or invalid."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd

from geodata.catalogue import load_catalogue
from geodata.errors import EvengroundError, SourceMissingError
from geodata.schemas import empty
from geodata.source_files import sha256
from geodata.source_records import read_record


def source_report(key: str, state: str, paths: Sequence[Path], rows: int, message: str) -> dict[str, object]:
    """Return what `attrs["source"]` of a source table says: key, state, files, sha256, rows and remarks in words.

    `vintage` and `fetched_at` are those that were recorded when the files were fetched; empty where somebody put them
    there or changed them since.
    """
    sums = [sha256(path) for path in paths]
    records = [
        record
        for path, found in zip(paths, sums, strict=True)
        if (record := read_record(path)) is not None and record.sha256 == found
    ]
    are_fetched = len(records) == len(paths)
    return {
        "key": key,
        "state": state,
        "files": [path.name for path in paths],
        "sha256": sums,
        "rows": rows,
        "message": message,
        "vintage": ", ".join(sorted({record.vintage for record in records})) if are_fetched else "",
        "fetched_at": min(f"{record.fetched_at:%Y-%m-%d}" for record in records) if are_fetched and records else "",
    }


def table_or_gap(key: str, sources_dir: Path, read: Callable[[], pd.DataFrame]) -> pd.DataFrame:
    """Return what `read` returns, or the empty table `source_<key>` where an optional source is missing or invalid.

    The state in `attrs["source"]` is then `missing` or `invalid`, and the message is that of the error. A source that
    is required raises.
    """
    try:
        return read()
    except EvengroundError as error:
        if load_catalogue()[key].is_required:
            raise
        state = "missing" if isinstance(error, SourceMissingError) else "invalid"
        gap = empty(f"source_{key}")
        # same inputs, same tables, wherever the folder lies
        message = str(error).replace(str(sources_dir), "<sources>")
        gap.attrs = {"source": source_report(key, state, [], 0, message)}
        return gap
