"""Who is to be named beside a figure: publisher, product, period, licence and the words the licence asks for."""

from collections.abc import Iterable

import pandas as pd

from geodata.errors import EvengroundError

BOUNDARIES = "wards"
MADE_UP = "Made up, in the layout of:"


def source_keys(column: pd.Series) -> list[str]:
    """Return the catalogue keys named in a `source` column, in order of appearance.

    >>> source_keys(pd.Series(["population+wards", "wards"]))
    ['population', 'wards']
    """
    return list(dict.fromkeys(key for entry in column.dropna().unique() for key in str(entry).split("+") if key))


def source_line(keys: Iterable[str], sources: pd.DataFrame, *, is_synthetic: bool) -> str:
    """Return one paragraph: the sources with their periods, boundaries if among them, licences and attributions.

    Made-up figures are credited to nobody: the line then only says whose layout they have.
    Raises `EvengroundError` if a key is not in the sources table: a figure without its source is not shown.
    """
    cited = _named(list(dict.fromkeys(keys)), sources)
    if is_synthetic:
        return f"{MADE_UP} {products(cited)}."
    figures, boundaries = cited.drop(index=BOUNDARIES, errors="ignore"), cited[cited.index == BOUNDARIES]
    parts = [f"Source: {products(figures)}"] if len(figures) else []
    parts += [f"Boundaries: {products(boundaries)}"] if len(boundaries) else []
    return ". ".join([*parts, *terms(cited)]) + "."


def chart_source(column: pd.Series, sources: pd.DataFrame, *, is_synthetic: bool) -> str:
    """Return who published what stands behind a chart, and when; products and licences stand at the foot of the page.

    `column` is a `source` column. Raises `EvengroundError` if the sources table lacks one.
    """
    cited = _named(source_keys(column), sources)
    named = dict.fromkeys(cited["publisher"] + " (" + cited["vintage"] + ")")
    return f"{MADE_UP if is_synthetic else 'Source:'} {'; '.join(named)}."


def terms(cited: pd.DataFrame) -> list[str]:
    """Return licences and attributions of rows of the sources table, once each, without full stops."""
    return [words.removesuffix(".") for words in dict.fromkeys([*cited["licence"], *cited["attribution"]])]


def _named(keys: list[str], sources: pd.DataFrame) -> pd.DataFrame:
    unknown = sorted(set(keys) - set(sources["source"]))
    if unknown:
        raise EvengroundError(
            f"table sources: no row for {', '.join(unknown)}, which figures name as their source. "
            "Add it to the catalogue, or correct the column source."
        )
    return sources.set_index("source").loc[keys]


def products(cited: pd.DataFrame) -> str:
    """Return publisher, title and vintage of rows of the sources table, in words."""
    return "; ".join(cited["publisher"] + ", " + cited["title"] + " (" + cited["vintage"] + ")")
