"""The tagged ways of two real extracts."""

from pathlib import Path

import osmium
import pandas as pd
import pytest

from geodata.network.attributes import EDGE_KEYS

EXTRACTS = (
    "newport/openstreetmap/newport_wales_20230613.osm.pbf",
    "rutland/openstreetmap/rutland_england.osm.pbf",
)


@pytest.fixture(scope="session")
def real_ways(real_data: Path) -> pd.DataFrame:
    """Every way of Newport and Rutland that has a class, with the tags that are read."""
    rows = [
        {key: way.tags.get(key) for key in EDGE_KEYS}
        for extract in EXTRACTS
        for way in osmium.FileProcessor(str(real_data / extract), osmium.osm.WAY).with_filter(
            osmium.filter.KeyFilter("highway")
        )
    ]
    return pd.DataFrame(rows, dtype="string")
