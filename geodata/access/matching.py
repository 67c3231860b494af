"""Whether two sources speak of the same place: by its name, and by how near it lies."""

import re
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

_LEVELS = frozenset(
    {"nursery", "infant", "infants", "junior", "primary", "middle", "preparatory", "prep", "secondary", "high"}
    | {"grammar", "college", "sixth", "special"}
)
_FAITHS = frozenset({"ce", "catholic", "methodist", "jewish", "islamic"})
# what one source adds and another leaves out
_SILENT = frozenset(
    {"the", "and", "of", "a", "at", "for", "centre", "group", "ltd", "limited", "uk", "plc"}
    | {"school", "schools", "academy", "community", "voluntary", "controlled", "aided", "va", "vc"}
    | {"foundation", "trust", "federation", "surgery", "surgeries", "practice", "practices", "medical", "health"}
    | {"clinic", "doctor", "doctors", "dr", "drs", "partners", "pharmacy", "pharmacies", "chemist", "chemists"}
)
_SPELLINGS = (
    (r"\bchurch of england\b|\bc\s*\.?\s*of\s*\.?\s*e\b\.?|\bcofe\b|\bc\.\s*e\.", " ce "),
    (r"\broman catholic\b|\br\.?\s*c\b\.?", " catholic "),
    (r"\bsaint\b", "st"),
    (r"['’`]", ""),
    (r"\(.*?\)|,.*", " "),  # the town or site that a register adds
    (r"[^\w]+", " "),
)


@dataclass(frozen=True)
class PlaceName:
    """A name taken apart: what is its own, what level it teaches, whose faith."""

    own: frozenset[str]
    levels: frozenset[str]
    faiths: frozenset[str]
    is_academy: bool
    """An academy may drop its level from its name: Brooke Hill Academy is a primary school."""

    @classmethod
    def parse(cls, name: str) -> "PlaceName":
        """Take a name apart.

        >>> sorted(PlaceName.parse("St. Mary's C of E (VA) Primary School, Oakham").own)
        ['marys', 'st']
        >>> PlaceName.parse("Saint Mary’s Church of England Primary") == PlaceName.parse("St Mary's CofE Primary")
        True
        """
        folded = name.casefold()
        for pattern, spelling in _SPELLINGS:
            folded = re.sub(pattern, spelling, folded)
        words = frozenset(folded.split())
        own = words - _LEVELS - _FAITHS - _SILENT
        return cls(own or words, words & _LEVELS, words & _FAITHS, "academy" in words)

    def is_same(self, other: "PlaceName") -> bool:
        """Tell whether both names say the same."""
        return (self.own, self.levels, self.faiths) == (other.own, other.levels, other.faiths)

    def may_be(self, other: "PlaceName") -> bool:
        """Tell whether both may name one place: what is their own is equal, and one leaves out level or faith."""
        levels_agree = self.levels == other.levels or (
            not (self.levels and other.levels) and (self.is_academy or other.is_academy)
        )
        faiths_agree = self.faiths == other.faiths or not (self.faiths and other.faiths)
        return self.own == other.own and levels_agree and faiths_agree

    def contradicts(self, other: "PlaceName") -> bool:
        """Tell whether the names cannot be of one place: an infant and a junior school are neighbours."""
        return bool(self.levels and other.levels and not self.levels & other.levels)


def matched_places(
    register: gpd.GeoDataFrame, mapped: gpd.GeoDataFrame, *, named_m: float, alone_m: float
) -> pd.DataFrame:
    """Return which place of a register is which on the map: `register`, `mapped` (positions), `how`, `distance_m`.

    Both have `name` (null where unknown) and geometry in metres. `how` is `name` where the names agree within
    `named_m`, or `nearness` where, of the places left, two are each other's only one within `alone_m` and their names
    do not contradict each other. Each place is matched once at most; equal names before similar ones, then the nearer.

    >>> gias = gpd.GeoDataFrame({"name": ["Hill Academy", "St Jude's"]}, geometry=gpd.points_from_xy([0, 900], [0, 0]))
    >>> osm = gpd.GeoDataFrame({"name": ["Hill Primary School", None]}, geometry=gpd.points_from_xy([400, 950], [0, 0]))
    >>> print(matched_places(gias, osm, named_m=600, alone_m=150).to_string(index=False))
     register  mapped      how  distance_m
            0       0     name       400.0
            1       1 nearness        50.0
    """
    pairs = _near_pairs(register, mapped, max(named_m, alone_m))
    by_name = _each_once(pairs[(pairs["agreement"] > 0) & (pairs["distance_m"] <= named_m)])
    left = ~pairs["register"].isin(by_name["register"]) & ~pairs["mapped"].isin(by_name["mapped"])
    near = pairs[left & (pairs["distance_m"] <= alone_m)]
    is_only = ~near.duplicated("register", keep=False) & ~near.duplicated("mapped", keep=False)
    by_nearness = near[is_only & ~near["is_contradiction"]]
    matched = pd.concat([by_name.assign(how="name"), by_nearness.assign(how="nearness")])
    return matched.sort_values("register")[["register", "mapped", "how", "distance_m"]].reset_index(drop=True)


def _near_pairs(register: gpd.GeoDataFrame, mapped: gpd.GeoDataFrame, within_m: float) -> pd.DataFrame:
    """Return pairs within a distance, with how far their names agree: 2 the same, 1 perhaps, 0 not."""
    here, there = register.geometry.to_numpy(), mapped.geometry.to_numpy()
    i, j = shapely.STRtree(there).query(here, predicate="dwithin", distance=within_m)
    listed, drawn = _parsed(register["name"]), _parsed(mapped["name"])
    together = [(listed[a], drawn[b]) for a, b in zip(i, j, strict=True)]
    return pd.DataFrame(
        {
            "register": i,
            "mapped": j,
            "distance_m": shapely.distance(here[i], there[j]),
            "agreement": np.array([_agreement(one, other) for one, other in together], dtype=np.int64),
            "is_contradiction": np.array([bool(a and b and a.contradicts(b)) for a, b in together], dtype=bool),
        }
    )


def _parsed(names: pd.Series) -> list[PlaceName | None]:
    return [PlaceName.parse(name) if isinstance(name, str) else None for name in names]


def _agreement(one: PlaceName | None, other: PlaceName | None) -> int:
    if one is None or other is None:
        return 0
    return 2 if one.is_same(other) else int(one.may_be(other))


def _each_once(pairs: pd.DataFrame) -> pd.DataFrame:
    """Return the best pairs so that no place stands in two."""
    ordered = pairs.sort_values(["agreement", "distance_m", "register", "mapped"], ascending=[False, True, True, True])
    registered: set[int] = set()
    mapped: set[int] = set()
    chosen = []
    # a pair is free only if no better one took either side: that needs one after the other
    for index, one, other in zip(ordered.index, ordered["register"], ordered["mapped"], strict=True):
        if one not in registered and other not in mapped:
            registered.add(one)
            mapped.add(other)
            chosen.append(index)
    return pairs.loc[chosen]
