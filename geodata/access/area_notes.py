"""What has to be said about the homes that an area's figures rest on."""

import pandas as pd

from geodata.ward_figures import joined_notes

STREET_METRES = "where people live is not known: shares are of street metres, not of residents"
BY_WEIGHT = "residents are not known: each LSOA's people count the same"


def area_notes(homes: pd.DataFrame) -> pd.Series:
    """Return by area what is doubtful about its homes; empty where nothing is.

    `homes` is table `homes` with `area_code`: residents unknown (of all homes, or of some, which leaves no share),
    homes without a network, and homes over 100 m from it, whose walk there is taken to be straight.
    """
    facts = pd.DataFrame(
        {
            "homes": 1,
            "unknown": homes["residents"].isna(),
            "on_streets": homes["residents"].isna() & (homes["method"] == "street_metres"),
            "unplaced": homes["edge_id"].isna(),
            "far": homes["is_far"] & homes["edge_id"].notna(),
        }
    ).groupby(homes["area_code"])
    counts = facts.sum()
    is_unknown = counts["unknown"] == counts["homes"]
    people = pd.Series("", counts.index, dtype="string")
    people = people.mask(is_unknown, BY_WEIGHT).mask(counts["on_streets"] == counts["homes"], STREET_METRES)
    some = _counted(counts, "unknown", "not computed: the residents of {} homes are not known")
    return joined_notes(
        people.where(is_unknown, some),
        _counted(counts, "unplaced", "{} homes left out: no walking network"),
        _counted(counts, "far", "{} homes are over 100 m from the walking network"),
    )


def _counted(counts: pd.DataFrame, which: str, words: str) -> pd.Series:
    said = [
        words.format(f"{some} of {every}") if some else ""
        for some, every in zip(counts[which], counts["homes"], strict=True)
    ]
    return pd.Series(said, counts.index, dtype="string")
