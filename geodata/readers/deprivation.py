"""Indices of Deprivation, File 7: the index and its seven domains by LSOA."""

from pathlib import Path

import pandas as pd

from geodata.catalogue import Source
from geodata.readers.authorities import within_study_area
from geodata.readers.delimited import read_columns
from geodata.readers.numbers import as_numbers
from geodata.study_area import StudyArea

_AREA = ["lsoa_code", "local_authority_code"]


def read_deprivation(path: Path, source: Source, study_area: StudyArea) -> pd.DataFrame:
    """Return score, rank and decile, one row per LSOA and domain; scores and population the file lacks are null."""
    text = within_study_area(read_columns(path, source), "local_authority_code", study_area)
    ranked = [name for name in text.columns if name.endswith(("_rank", "_decile"))]
    other = [name for name in text.columns if name.endswith("_score") or name == "population"]
    wide = as_numbers(as_numbers(text, other, source, path), ranked, source, path, may_be_missing=False)
    return pd.concat([_domain(wide, domain) for domain in _domains(source)], ignore_index=True)


def _domains(source: Source) -> list[str]:
    return [name.removesuffix("_rank") for name in source.columns if name.endswith("_rank")]


def _domain(wide: pd.DataFrame, domain: str) -> pd.DataFrame:
    measures = {f"{domain}_{measure}": measure for measure in ("score", "rank", "decile")}
    columns = [*_AREA, *measures, "population"]
    return wide.reindex(columns=columns).rename(columns=measures).assign(domain=domain)
