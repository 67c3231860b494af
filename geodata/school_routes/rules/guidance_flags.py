"""Rule-set `dfe2024`: the verdicts of `rsgb_walked_route` with flags beside them, which carry no rating."""

from functools import cache

import numpy as np
import pandas as pd

from geodata.school_routes.attributes import interval
from geodata.school_routes.rules.thresholds import toml_of
from geodata.study_area import Declared

SEPARATOR = "; "


class Flag(Declared):
    """What the guidance asks an assessor to look at, in words."""

    words: str
    applies: str
    citation: str
    is_verified: bool


class Flags(Declared):
    """The flags there are."""

    unlit: Flag
    lighting_unknown: Flag
    beside_water: Flag
    isolated: Flag
    level_crossing: Flag


class GuidanceSheet(Declared):
    """File `dfe2024.toml`."""

    title: str
    scope: str
    based_on: str
    flags: Flags


@cache
def guidance_sheet() -> GuidanceSheet:
    """Read `dfe2024.toml`."""
    return GuidanceSheet.model_validate(toml_of("dfe2024"))


def dfe2024_flags(evidence: pd.DataFrame) -> pd.Series:
    """Return the flags of each row of table `link_evidence`, in words separated by semicolons; empty if none."""
    lit, flags = interval(evidence, "lit"), guidance_sheet().flags
    raised = [
        (lit.hi <= 0, flags.unlit),
        ((lit.hi > 0) & (lit.lo <= 0), flags.lighting_unknown),
        (evidence["is_beside_water"].to_numpy(bool), flags.beside_water),
        (evidence["is_isolated"].to_numpy(bool), flags.isolated),
        (evidence["is_level_crossing"].to_numpy(bool), flags.level_crossing),
    ]
    # every combination of flags has its own number, whose words are looked up
    number = np.sum([np.where(is_raised, 2**bit, 0) for bit, (is_raised, _) in enumerate(raised)], axis=0)
    words = [flag.words for _, flag in raised]
    texts = [SEPARATOR.join(w for bit, w in enumerate(words) if n >> bit & 1) for n in range(2 ** len(words))]
    return pd.Series(pd.array(texts, dtype="string").take(number), index=evidence.index)
