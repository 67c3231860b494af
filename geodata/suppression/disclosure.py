"""Which figures are disclosive: those that name a source the catalogue, or the study area, declares so."""

import pandas as pd

from geodata.catalogue import load_catalogue
from geodata.errors import EvengroundError
from geodata.study_area import StudyArea

# people and areas from these stand in weights, denominators and counts of columns that name no source
UNNAMED = (
    "wards",
    "lsoas",
    "lsoa_ward_lookup",
    "lsoa_2011_2021_lookup",
    "postcodes",
    "schools",
    "population",
)


class DisclosureError(EvengroundError):
    """What would be published cannot be cleared of small numbers from a disclosive source."""


def disclosive_keys(study_area: StudyArea) -> frozenset[str]:
    """Return the catalogue keys of disclosive sources: those of the catalogue and the study area's own.

    Raises `DisclosureError` if a source is declared whose figures also stand where no source is named.
    """
    declared = {key for key, source in load_catalogue().items() if source.is_disclosive}
    keys = declared | set(study_area.suppression.also_disclosive)
    if unnamed := sorted(keys & set(UNNAMED)):
        raise DisclosureError(
            f"study area {study_area.name}: suppression.also_disclosive: {', '.join(unnamed)} cannot be suppressed, "
            "because weights, denominators and counts of other tables hold it without naming it. Take it out."
        )
    return frozenset(keys)


def names_one_of(table: str, source: pd.Series, keys: frozenset[str]) -> pd.Series:
    """Tell of each row whether its `source` (catalogue keys joined by +) names one of the keys.

    Raises `DisclosureError` for a key the catalogue does not know: who knows what it would disclose.

    >>> source = pd.Series(["population", "casualties+population"])
    >>> names_one_of("ward_indicators", source, frozenset({"casualties"})).tolist()
    [False, True]
    """
    named = {words: str(words).split("+") for words in source.unique()}
    unknown = sorted({key for each in named.values() for key in each} - set(load_catalogue()))
    if unknown:
        raise DisclosureError(
            f"table {table}: column source names {', '.join(map(repr, unknown))}, which the catalogue does not know: "
            "whether it is disclosive cannot be told. Declare it in catalogue.toml or correct the name."
        )
    is_disclosive = {words: not keys.isdisjoint(each) for words, each in named.items()}
    return source.map(is_disclosive).astype(bool)
