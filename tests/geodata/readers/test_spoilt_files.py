"""Files spoilt at random: whatever a reader is given it reads, or says in one of our own errors what is wrong.

A few inputs of each source by default; `pytest --spoilt-inputs 3000` tries more.
"""

import random
import resource

import pytest
from spoiling import read_or_refused, spoilt

from geodata.readers.loading import READERS, load_source
from geodata.study_area import load_study_area

MOST_KB = 1_000_000
HEAD = 12_000
"""Bytes of a text that are kept: the header and some dozen rows, so that one input takes milliseconds."""


@pytest.mark.parametrize("key", sorted(READERS))
def test_a_spoilt_file_is_read_or_refused_in_our_own_words(key, demo_sources, tmp_path, request):
    folder = demo_sources / key
    if not folder.is_dir():
        pytest.skip("the demo borough has no file of this source")
    study_area = load_study_area("demo")
    names = sorted(path.name for path in folder.iterdir())
    (tmp_path / key).mkdir()
    for number in range(int(request.config.getoption("--spoilt-inputs"))):
        rng = random.Random(f"{key} {number}")  # noqa: S311 (a seeded mishap)
        spoilt_name = rng.choice(names)
        for name in names:
            content = (folder / name).read_bytes()
            content = content[:HEAD] if name.endswith(".csv") else content
            (tmp_path / key / name).write_bytes(spoilt(content, rng) if name == spoilt_name else content)
        with read_or_refused(number):
            load_source(key, tmp_path, study_area)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 4 * MOST_KB  # the whole suite's memory is in it
