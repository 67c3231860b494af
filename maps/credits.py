"""Who is to be named beside a figure: publisher, product, period, licence and the words the licence asks for."""

from collections.abc import Iterable

import pandas as pd

from geodata.errors import EvengroundError

BOUNDARIES = "wards"


def source_keys(column: pd.Series) -> list[str]:
    """Return the catalogue keys named in a `source` column, in order of appearance.

    >>> source_keys(pd.Series(["population+wards", "wards"]))
    ['population', 'wards']
    """
    return list(dict.fromkeys(key for entry in column.dropna().unique() for key in str(entry).split("+") if key))


def source_line(keys: Iterable[str], sources: pd.DataFrame) -> str:
    """Return one paragraph: the sources with their periods, boundaries if among them, licences and attributions.

    Raises `EvengroundError` if a key is not in the sources table: a figure without its source is not shown.
    """
    cited = _named(list(dict.fromkeys(keys)), sources)
    figures, boundaries = cited.drop(index=BOUNDARIES, errors="ignore"), cited[cited.index == BOUNDARIES]
    parts = [f"Source: {_products(figures)}"] if len(figures) else []
    parts += [f"Boundaries: {_products(boundaries)}"] if len(boundaries) else []
    return ". ".join([*parts, *terms(cited)]) + "."


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


def _products(cited: pd.DataFrame) -> str:
    return "; ".join(cited["publisher"] + ", " + cited["title"] + " (" + cited["vintage"] + ")")
