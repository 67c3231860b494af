"""The catalogue: every source that is read, declared in `catalogue.toml`. No URL stands anywhere else."""

import tomllib
from collections.abc import Iterable
from fnmatch import fnmatchcase
from functools import cache
from importlib.resources import files
from typing import Literal

from pydantic import Field

from geodata.services.declared import Fetch
from geodata.study_area import Declared

Geography = Literal[
    "local_authority", "ward", "lsoa_2021", "lsoa_2011", "postcode", "point", "line", "grid", "network", "national"
]


class Credit(Declared):
    """Under which terms a file is used, and the words to print with what is made from it."""

    licence: str
    attribution: str


class Source(Declared):
    """One source of open data: whose it is, under which terms, and how its file is recognised.

    `columns` maps our column name to the publisher's names for it, the current one first. In a publisher's name
    `##` stands for a two-digit year (`WD##CD` accepts `WD24CD` and `WD25CD`). All of `columns` must be there;
    `optional_columns` are used when they are.
    """

    key: str
    title: str
    publisher: str
    landing_page: str
    licence: str
    attribution: str
    other_credits: dict[str, Credit] = Field(default_factory=dict)
    """Terms of files of another publisher, by the pattern of their names, where a source may be had from several."""
    vintage: str
    geography: Geography
    renew_days: int | None = Field(default=None, ge=1)
    """Days after which a newer release is likely; none where a release is never replaced."""
    filename: str
    """Glob pattern of the file's name inside its folder; case does not matter."""
    url: str | None = None
    resolver: str | None = None
    """How the address is found when it changes with each release."""
    service: str | None = None
    """Address of the service that is asked where there is no file."""
    fetch: Fetch | None = None
    """How a program gets the file; none where it can only be put into the folder by hand."""
    encoding: Literal["utf-8", "cp1252"] = "utf-8"
    is_required: bool = False
    is_disclosive: bool = False
    is_read: bool = True
    """False while no reader exists yet; the file is then listed but not used."""
    feeds: tuple[str, ...] = ()
    """What is missing from the results without it, in the user's words."""
    columns: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    optional_columns: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    caveat: str = ""

    def credits(self, files: Iterable[str]) -> list[Credit]:
        """Return the terms of these files, each once; the source's own where there is no file."""
        own = Credit(licence=self.licence, attribution=self.attribution)
        of_files = [
            next((credit for pattern, credit in self.other_credits.items() if fnmatchcase(name, pattern)), own)
            for name in files
        ]
        return [credit for at, credit in enumerate(of_files) if credit not in of_files[:at]] or [own]

    def licence_of(self, files: Iterable[str]) -> str:
        """Return the licences of these files in words."""
        return "; ".join(dict.fromkeys(credit.licence for credit in self.credits(files)))


@cache
def load_catalogue() -> dict[str, Source]:
    """Return the sources by key, in the order of the catalogue."""
    declared = tomllib.loads((files("geodata") / "catalogue.toml").read_text(encoding="utf-8"))
    return {key: Source.model_validate({"key": key, **entry}) for key, entry in declared.items()}


def read_sources() -> list[Source]:
    """Return the sources that have a reader, required ones first."""
    return sorted((source for source in load_catalogue().values() if source.is_read), key=lambda s: not s.is_required)
