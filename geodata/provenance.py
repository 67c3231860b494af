"""Where the figures come from: the state of every source."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from geodata.catalogue import Source, load_catalogue
from geodata.schemas import conform


def sources(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return table `sources`: every source of the catalogue and what became of it.

    `tables` are the source tables by catalogue key, each with the reader's report in `attrs["source"]`.
    """
    rows = [_row(source, tables) for source in load_catalogue().values()]
    return conform("sources", pd.DataFrame(rows))


def streets_date(sources: pd.DataFrame) -> str:
    """Return the date of the OpenStreetMap data that table `sources` states."""
    return str(sources.set_index("source").loc["openstreetmap", "vintage"])


def _row(source: Source, tables: Mapping[str, pd.DataFrame]) -> dict[str, Any]:
    report = tables[source.key].attrs["source"] if source.key in tables else {}
    files = report.get("files", [])
    return {
        "source": source.key,
        "title": source.title,
        "publisher": source.publisher,
        "state": report.get("state", "not read"),
        "is_required": source.is_required,
        "vintage": report.get("vintage") or source.vintage,
        "licence": source.licence_of(files),
        "attribution": "; ".join(credit.attribution for credit in source.credits(files)),
        "files": " | ".join(files),
        "sha256": " | ".join(report.get("sha256", [])),
        "rows": report.get("rows", 0),
        "message": report.get("message", "" if report else "no reader in this version"),
        "feeds": "; ".join(source.feeds),
    }
