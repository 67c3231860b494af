"""What a client hands back: the files it wrote, and where they came from."""

from dataclasses import dataclass, field
from pathlib import Path

from geodata.download import Freshness


@dataclass(frozen=True)
class Fetched:
    """One file that a client wrote into the folder of its source."""

    path: Path
    urls: tuple[str, ...]
    """Addresses that were asked, without any key."""
    rows: int | None
    freshness: Freshness = field(default_factory=Freshness)
    vintage: str = ""
    """What the publisher says the file is of, where the answer tells."""
