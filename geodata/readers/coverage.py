"""Whether a table speaks of the study area's areas: authorities all there, at least 99 % of the codes matching."""

from collections.abc import Set as AbstractSet

import pandas as pd

from geodata.catalogue import Source
from geodata.errors import SourceFileError, VintageError
from geodata.study_area import StudyArea

AGREEMENT = 0.99
"""Share of codes that must match for two vintages to agree."""

_CODE = r"[A-Z]\d{8}"
_SHOWN = 5


def require_authorities(
    frame: pd.DataFrame, column: str, study_area: StudyArea, source: Source, files: list[str]
) -> None:
    """Raise `VintageError` unless every authority of the study area has rows."""
    present = set(frame[column].unique())
    absent = [f"{code} ({key})" for key, code in study_area.local_authorities.items() if code not in present]
    if absent:
        raise VintageError(
            f"{source.title} ({source.key}), {', '.join(files)}: column {column} has no row for "
            f"{', '.join(absent[:_SHOWN])}, {len(absent)} of {len(study_area.codes)} authorities of "
            f"{study_area.title}. Get a file that covers them, or one of the vintage with these codes"
        )


def require_coverage(
    frame: pd.DataFrame, column: str, reference: AbstractSet[str], source: Source, files: list[str]
) -> None:
    """Raise `VintageError` unless at least 99 % of the reference codes are in the table."""
    absent = sorted(reference - set(frame[column].unique()))
    _require_agreement(absent, len(reference), "of the codes expected are there; missing", column, source, files)


def require_known(
    frame: pd.DataFrame, column: str, reference: AbstractSet[str], source: Source, files: list[str]
) -> None:
    """Raise `VintageError` unless at least 99 % of the table's codes are in the reference."""
    codes = set(frame[column].unique())
    unknown = sorted(codes - reference)
    _require_agreement(unknown, len(codes), "of its codes are known in the study area; unknown", column, source, files)


def require_codes(frame: pd.DataFrame, source: Source, files: list[str]) -> None:
    """Raise `SourceFileError` if a column of area codes holds anything but a code, such as a blank."""
    for column in [name for name in frame.columns if name.endswith("_code")]:
        distinct = pd.Series(frame[column].unique())
        wrong = distinct[~distinct.str.fullmatch(_CODE)]
        if len(wrong):
            raise SourceFileError(
                f"{source.title} ({source.key}), {', '.join(files)}: column {column} holds {wrong.iloc[0]!r} "
                f"({len(wrong)} such values), which is not an ONS code such as E08000012. Mend the file"
            )


def _require_agreement(odd: list[str], total: int, what: str, column: str, source: Source, files: list[str]) -> None:
    share = 1 - len(odd) / total if total else 0.0
    if share < AGREEMENT:
        raise VintageError(
            f"{source.title} ({source.key}), {', '.join(files)}: column {column}: only {share:.1%} {what} "
            f"{', '.join(odd[:_SHOWN]) or 'all'} ({len(odd)} of {total}). The file is incomplete or of another "
            f"vintage: {source.vintage} is wanted"
        )
