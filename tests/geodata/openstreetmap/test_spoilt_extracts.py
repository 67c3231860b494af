"""Extracts spoilt at random are read or refused in our own words, as PBF, as XML and packed."""

import gzip
import random

import pytest
from spoiling import read_or_refused, spoilt

from geodata.openstreetmap.pbf import read_extracts


@pytest.mark.parametrize("name", ["toy.osm.pbf", "toy.osm", "toy.osm.gz"])
def test_a_spoilt_extract_is_read_or_refused_in_our_own_words(name, write_extract, toytown, source, tmp_path, request):
    whole = write_extract(name.removesuffix(".gz"), *toytown).read_bytes()
    path = tmp_path / f"spoilt_{name}"
    for number in range(int(request.config.getoption("--spoilt-inputs"))):
        content = spoilt(whole, random.Random(f"{name} {number}"))  # noqa: S311 (a seeded mishap)
        path.write_bytes(gzip.compress(content, mtime=0) if name.endswith(".gz") else content)
        with read_or_refused(number):
            read_extracts([path], source, None)
