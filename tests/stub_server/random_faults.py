"""Random faults that are the same for the same seed, and end: a client that tries again gets everything."""

from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from random import Random

from stub_server.addresses import PORTAL
from stub_server.fault_kinds import (
    HTML,
    CaptivePortal,
    Corrupt,
    Cut,
    Drip,
    Fault,
    Instead,
    Quirk,
    Reset,
    Stall,
    Status,
    Truncate,
    WithoutRanges,
)
from stub_server.messages import Request

CORRUPTIBLE = ("*.zip", "*.pbf", "*/api/*", "/arcgis/*", "*.csv")
"""Where a wrong byte can be told by a client: by a checksum of the archive or the list, or as no such text."""
CUTTABLE = ("*.zip", "*.pbf", "*/api/content/*", "/arcgis/*", "*.data.csv", "*.tif", "*.ods", "*.xlsx")
"""Where a body that is cut short without a word can be told: a table without checksum ends well at any row."""
QUIRKY = ("/arcgis/*", "*.data.csv")
"""Where rows out of order or repeated can be told; Fingertips repeats rows every day."""


def random_faults(seed: int, *, most_per_place: int = 3, stall_s: float = 0.3, share: float = 0.5) -> "RandomFaults":
    """Return a plan: to each place so many faults at most, that `share` of its first requests meet; then none.

    Most of them no client can mend by asking again at once: a run ends in errors, and `faults.clear()` lets the next
    one complete. `stall_s` should be longer than the client waits for bytes.
    """
    return RandomFaults(seed, most_per_place, stall_s, share)


@dataclass
class RandomFaults:
    """A plan that depends on the seed and on how often a place was asked for, and on nothing else."""

    seed: int
    most_per_place: int
    stall_s: float
    share: float
    _asked: dict[str, int] = field(default_factory=dict)

    def next(self, request: Request) -> Fault | None:
        """Return the fault of this request; none where the place has had its share."""
        place = request.place
        if request.service == PORTAL:
            return None
        asked = self._asked[place] = self._asked.get(place, -1) + 1
        if asked >= self.most_per_place / self.share:
            return None
        rng = Random(f"{self.seed} {place}")  # noqa: S311  # no secret
        n_faults = 0
        for _ in range(asked + 1):
            is_faulty = rng.random() < self.share and n_faults < self.most_per_place
            fault = self._drawn(rng, place)
            n_faults += is_faulty
        return fault if is_faulty else None

    def _drawn(self, rng: Random, place: str) -> Fault:
        at = rng.random()
        kinds: list[Fault] = [
            Status(rng.choice([500, 502, 503, 504])),
            Status(429, rng.choice([None, "0"])),
            Reset(rng.choice([None, 0.0, at])),
            Stall(self.stall_s, rng.choice([None, at])),
            Truncate(at),
            Drip(rng.randint(2, 8), 0.01),
            HTML,
            CaptivePortal(),
            Instead(b"", "text/plain"),
            Instead(b"id,value\r\n1,2\r\n", "text/csv"),
            WithoutRanges(),
        ]
        kinds += [Quirk("unordered"), Quirk("twice")] if _fits(place, QUIRKY) else []
        kinds += [Corrupt(0.5)] if _fits(place, CORRUPTIBLE) else []
        kinds += [Cut(at * 0.9)] if _fits(place, CUTTABLE) else []
        return rng.choice(kinds)


def _fits(place: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(place, pattern) for pattern in patterns)
