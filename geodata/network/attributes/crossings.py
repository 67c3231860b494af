"""Crossings by their UK class, with island, kerb and tactile paving; of nodes and of ways that cross."""

import pandas as pd

from geodata.network.attributes.attribute import Attribute, column, stated, words
from geodata.network.attributes.classes import CROSSING_KEYS, is_carriageway, is_crossing

KEYS = (*CROSSING_KEYS, "traffic_calming", "kerb", "tactile_paving")
KINDS = {kind: kind for kind in ("zebra", "parallel", "pelican", "puffin", "toucan", "pegasus")} | {"tiger": "parallel"}
"""Kinds by name; a tiger is what mappers call a parallel crossing, a zebra with a cycle crossing beside it."""
SIGNALS = {"traffic_signals", "pedestrian_signals"}
YES_NO = {"yes": "yes", "no": "no"}
ISLAND = YES_NO | {"separate": "yes"}
"""`separate` is an island that the map shows between two crossings."""
KERB = {"flush": "flush", "no": "flush", "lowered": "lowered", "rolled": "rolled", "raised": "raised",
        "regular": "raised", "normal": "raised"}  # fmt: skip
"""A regular kerb is too high for wheels; `yes` and `sloped` do not say how high, and are not known."""
TACTILE = YES_NO | {"contrasted": "yes", "primitive": "yes"}
"""Paving laid wrongly (`incorrect`) or on one side (`partial`) is neither."""
_CLASS_KEYS = ["crossing", "crossing_ref", "crossing:markings", "crossing:signals"]


def crossing(tags: pd.DataFrame) -> Attribute:
    """Return the class of each crossing; not known where only its place is mapped (no value, `crossing=yes`).

    The first that holds decides: crossing forbidden (`none`); a kind by name, in `crossing_ref` or, as older tags have
    it, in `crossing`; signals of unstated kind (`signalised`); markings, which make a zebra or, of another or unstated
    sort, `uncontrolled`; none, `unmarked`. A zebra with signals is markings at signals: `signalised`.
    Source: OpenStreetMap wiki, Crossings in the United Kingdom and Key:crossing:markings.

    >>> tags = pd.DataFrame({"highway": "crossing", "crossing": ["traffic_signals", "marked", "unmarked", "yes"],
    ...     "crossing_ref": ["puffin", None, None, None], "crossing:markings": [None, "zebra", None, None]})
    >>> crossing(tags).value.tolist()
    ['puffin', 'zebra', 'unmarked', <NA>]
    """
    said = pd.DataFrame({key: column(tags, key).fillna("") for key in _CLASS_KEYS})
    distinct = said.drop_duplicates()
    classes = pd.array([_class(*row) for row in distinct.itertuples(index=False, name=None)], dtype="string")
    of = said.groupby(_CLASS_KEYS, sort=False).ngroup()  # numbers the combinations as they come, like `distinct`
    return stated(pd.Series(classes.take(of.to_numpy()), tags.index)).where(is_crossing(tags))


def _class(crossing: str, reference: str, markings: str, signals: str) -> str | None:
    said = _parts(crossing)
    kind = next((KINDS[name] for name in [*_parts(reference), *said] if name in KINDS), None)
    has_signals = not SIGNALS.isdisjoint(said) or signals not in ("", "no")
    rules = (
        ("none", "no" in said),
        (kind, kind is not None and not (has_signals and kind in ("zebra", "parallel"))),
        ("signalised", has_signals),
        ("zebra", "zebra" in markings),
        ("unmarked", markings == "no" or (not markings and not {"unmarked", "informal"}.isdisjoint(said))),
        ("uncontrolled", markings not in ("", "no") or not {"marked", "uncontrolled"}.isdisjoint(said)),
    )
    return next((name for name, holds in rules if holds), None)


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(";")]


def island(tags: pd.DataFrame) -> Attribute:
    """Return whether a crossing has a refuge island; `crossing:island` goes before older ways to say it."""
    own = stated(words(column(tags, "crossing:island"), ISLAND))
    refuge = pd.Series(pd.NA, tags.index, dtype="string")
    for key in ("crossing", "traffic_calming"):
        refuge = refuge.mask(column(tags, key).str.contains(r"(?:^|;\s*)island\s*(?:;|$)", na=False), "yes")
    return own.otherwise(stated(refuge)).where(is_crossing(tags))


def kerb(tags: pd.DataFrame) -> Attribute:
    """Return the kerb that one steps over: flush, lowered, raised or rolled.

    Of a road that crosses nothing it is the kerb along it, and does not count.
    """
    applies = is_crossing(tags) | ~is_carriageway(tags)
    return stated(words(column(tags, "kerb"), KERB)).where(applies)


def tactile_paving(tags: pd.DataFrame) -> Attribute:
    """Return whether there is tactile paving, at crossings and along any way."""
    return stated(words(column(tags, "tactile_paving"), TACTILE))
