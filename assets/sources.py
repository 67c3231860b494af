"""Assets of group `sources`: each source file as read, and the state of all of them."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from assets.declaration import Declaration
from geodata import provenance, readers
from geodata.catalogue import Source, read_sources
from geodata.readers.loading import READERS
from geodata.readers.vintages import reference_of
from geodata.study_area import StudyArea


def _reader(source: Source, reference: tuple[str, str] | None) -> Callable[..., pd.DataFrame]:
    def read(study_area: StudyArea, sources_dir: Path, **tables: pd.DataFrame) -> pd.DataFrame:
        codes = frozenset(tables[f"source_{reference[0]}"][reference[1]]) if reference else None
        # a reference that is itself missing cannot refuse anything
        return readers.load_source_or_gap(source.key, sources_dir, study_area, codes or None)

    read.__doc__ = (
        f"{source.title}, as read. {source.publisher}, {source.vintage}; {source.licence}. {source.caveat} "
        f"{'Required' if source.is_required else 'Optional'}; published at {source.landing_page}"
    )
    return read


def _declaration(source: Source) -> Declaration:
    reference = reference_of(source)
    inputs = {f"source_{reference[0]}": f"source_{reference[0]}"} if reference else {}
    return Declaration(f"source_{source.key}", _reader(source, reference), "sources", False, (), inputs)


def _sources(**tables: Any) -> pd.DataFrame:
    """Every source of the catalogue: read, missing or invalid, with files, hashes, rows and licence."""
    return provenance.sources({name.removeprefix("source_"): table for name, table in tables.items()})


def sources_of(keys: Sequence[str]) -> Declaration:
    """Declare the table of all sources, of which those named are read."""
    names = [f"source_{key}" for key in keys]
    return Declaration("sources", _sources, "sources", False, (), {name: name for name in names})


# streets and heights are read along the network, not row by row: assets/streets.py
TABLES = {source.key: _declaration(source) for source in read_sources() if source.key in READERS}
DECLARATIONS = [*TABLES.values(), sources_of([source.key for source in read_sources()])]
