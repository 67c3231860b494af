"""Tags of any kind: whatever people type, the tags are read without an error, and numbers are numbers."""

import random

import numpy as np
import pandas as pd
import pytest

from geodata.network.attributes import CROSSING_KEYS, EDGE_KEYS, crossing_attributes, edge_attributes

WORDS = (
    *(
        "yes",
        "no",
        "both",
        "left",
        "separate",
        "none",
        "residential",
        "footway",
        "crossing",
        "traffic_signals",
        "zebra",
    ),
    *("30 mph", "20 mph;30 mph", "national", "GB:nsl_single", "signals", "1.5 m", "6'", "6'6\"", "1,5", "2;3", "-1"),
    *("9" * 400, "1e308", "∞", "nan", "None", "٣٠", "½", "", " ", ";", ";;", "mph", "\x00", "a" * 3000, "30 mph" * 50),
)
LETTERS = "0123456789.,;:-+ mphkm'\"/()[]{}*?\\\n\té漢🚸"


def random_texts(n, rng):
    """Return tags of ways: words that occur, noise, and both together; a third of them absent."""
    texts = [None if rng.random() < 0.3 else rng.choice(WORDS) if rng.random() < 0.6 else _noise(rng) for _ in range(n)]
    return pd.Series(texts, dtype="string")


def _noise(rng):
    text = "".join(rng.choices(LETTERS, k=rng.randrange(12)))
    return rng.choice(WORDS)[:40] + text if rng.random() < 0.3 else text


@pytest.mark.parametrize("seed", range(5))
def test_any_tags_are_read(seed):
    rng = random.Random(seed)  # noqa: S311 (seeded noise)
    ways = pd.DataFrame({key: random_texts(1000, rng) for key in EDGE_KEYS})
    nodes = pd.DataFrame({key: random_texts(1000, rng) for key in CROSSING_KEYS})
    for attributes in (edge_attributes(ways), crossing_attributes(nodes)):
        assert len(attributes) == 1000
        numbers = attributes.select_dtypes("number")
        assert not np.isinf(numbers.to_numpy(float, na_value=np.nan)).any()
        assert (numbers.fillna(0) >= 0).all(axis=None)
