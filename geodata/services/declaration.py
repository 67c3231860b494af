"""A source's declaration of fetching, as that of one client."""

from typing import TypeVar

from geodata.catalogue import Source
from geodata.services.declared import Fetch

Kind = TypeVar("Kind", bound=Fetch)


def declaration(source: Source, kind: type[Kind]) -> Kind:
    """Return how a source is fetched; `TypeError` if that is declared for another client."""
    if not isinstance(source.fetch, kind):
        raise TypeError(f"{source.key}: fetching is not declared as {kind.__name__}")
    return source.fetch
