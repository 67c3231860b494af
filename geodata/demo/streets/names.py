"""Names of streets: a word and a kind of street, no pair twice in the borough."""

import itertools

import numpy as np
import pandas as pd

from geodata.demo.seed import random_stream

WORDS = (
    "Alder", "Ashgrove", "Barley", "Beacon", "Beech", "Bishop", "Blackthorn", "Bramble", "Brewery", "Bridge", "Brook",
    "Burnet", "Cart", "Cedar", "Chapel", "Cherry", "Church", "Clay", "Clover", "Coronation", "Cowslip", "Cross",
    "Dyer", "Elm", "Farrier", "Fern", "Field", "Foundry", "Fox", "Gable", "Garth", "George", "Glebe", "Gorse",
    "Grange", "Hall", "Harrow", "Hawthorn", "Hazel", "Heather", "Heron", "Hill", "Holly", "Ivy", "Jubilee", "Kiln",
    "King", "Lammas", "Larch", "Lark", "Laurel", "Lime", "Linden", "Loom", "Maple", "Market", "Mead", "Mill", "Moss",
    "Nightingale", "Oak", "Orchard", "Osier", "Park", "Peel", "Pinfold", "Plough", "Poplar", "Primrose", "Priory",
    "Quarry", "Queen", "Raven", "Rectory", "Reed", "Rowan", "Rye", "Saffron", "Shepherd", "Silver", "Sorrel",
    "Spring", "Station", "Swan", "Tanner", "Teasel", "Thistle", "Tithe", "Union", "Victoria", "Walnut", "Weaver",
    "Well", "Wharf", "Willow", "Windmill", "Woodside", "Wool", "Wren", "Yew",
)  # fmt: skip
ENDINGS = ("", "croft", "field", "fold", "gate", "hurst", "ley", "side", "ton", "wood")
KINDS = {
    "centre_street": ("Street", "Row", "Place"),
    "terrace_street": ("Street", "Road", "Terrace", "Grove"),
    "estate_street": ("Avenue", "Drive", "Way", "Crescent", "Gardens", "Walk"),
    "close": ("Close", "Court", "Mews"),
    "collector": ("Road",),
    "lane": ("Lane",),
    "farm_lane": ("Lane",),
}
UNNAMED = 0.06
"""Share of the streets of these roles without a name."""


def street_names(role: pd.Series) -> pd.Series:
    """Return a name for each street by its role, blank for roles that have none and for a few others."""
    random = random_stream("street names")
    name = pd.Series("", index=role.index, dtype="str")
    words = [word + ending for word, ending in itertools.product(WORDS, ENDINGS)]
    for kind, roles in _roles_by_kinds().items():
        streets = role.index[role.isin(roles)]
        pairs = np.array([f"{word} {last}" for last in kind for word in words])
        chosen = random.permutation(pairs)[: len(streets)]
        name[streets] = np.resize(chosen, len(streets))
    return name.mask(random.uniform(0, 1, len(name)) < UNNAMED, "")


def _roles_by_kinds() -> dict[tuple[str, ...], list[str]]:
    kinds = dict.fromkeys(KINDS.values())
    return {kind: [role for role, words in KINDS.items() if words == kind] for kind in kinds}
