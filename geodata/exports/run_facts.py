"""What all files of a run have in common: study area, date, version, sources, and what is withheld."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from geodata.study_area import StudyArea, Suppression

SYNTHETIC = "Synthetic: everything here is made up, and no place is like it."
SOURCE_FACTS = ("title", "publisher", "vintage")
OWED = ("licence", "attribution")


@dataclass(frozen=True)
class Run:
    """A run; `sources` is the table."""

    study_area: StudyArea
    sources: pd.DataFrame
    run_date: datetime.date
    version: str

    @property
    def read(self) -> pd.DataFrame:
        """The sources that were read."""
        return self.sources[self.sources["state"] == "read"]

    @property
    def suppression(self) -> str:
        """What is withheld, in words."""
        return suppression_words(self.study_area.suppression)

    def source_facts(self, keys: Iterable[str] = ()) -> list[dict[str, Any]]:
        """Return title, publisher, vintage, licence and attribution of sources; of all that were read if none is named.

        Made-up sources are in a publisher's layout, and nobody's licence asks for words.
        """
        named = set(keys)
        cited = self.sources[self.sources["source"].isin(named)] if named else self.read
        columns = SOURCE_FACTS if self.study_area.is_synthetic else (*SOURCE_FACTS, *OWED)
        return [{str(key): value for key, value in row.items()} for row in cited[list(columns)].to_dict("records")]


def suppression_words(rule: Suppression) -> str:
    """Return what is withheld by the rule, in words."""
    return (
        f"Figures of disclosive sources that rest on {rule.low} to {rule.high} people or events are withheld, and "
        "others that would give them away. Such cells are empty, which is not zero."
    )
