"""Files spoilt at random: whatever a reader is given it reads, or says in one of our own errors what is wrong.

A few inputs of each source by default; `pytest --spoilt-inputs 3000` tries more.
"""

import random
import resource
import time
import warnings

import pytest

from geodata.errors import EvengroundError
from geodata.readers.loading import READERS, load_source
from geodata.study_area import load_study_area

LONGEST_S, MOST_KB = 5.0, 1_000_000
ODD = (b"", b"\x00", b'"', b",", b"\n", b"\xff\xfe", b"nan", b"-", b"1e400", b"*", b"9" * 400, b"<html>", b"{", b"\xe9")
HEAD = 12_000
"""Bytes of a text that are kept: the header and some dozen rows, so that one input takes milliseconds."""


def spoilt(content, rng):
    """Return the content after one to four random mishaps."""
    for _ in range(rng.randint(1, 4)):
        start = rng.randrange(len(content) + 1) if rng.random() < 0.7 else min(len(content), rng.randrange(300))
        end = min(len(content), start + rng.choice((1, 1, 4, 40, 400)))
        mishap = rng.randrange(6)
        if mishap == 0:
            content = content[:start]
        elif mishap == 1:
            content = content[:start] + content[end:]
        elif mishap == 2:
            content = content[:start] + rng.choice(ODD) + content[end:]
        elif mishap == 3:
            content = content[:start] + rng.randbytes(end - start) + content[end:]
        elif mishap == 4:
            content = content[:end] + content[start:end] + content[end:]
        else:
            content = swapped_columns(content, rng)
    return content


def swapped_columns(content, rng):
    """Return the content with two cells of every line swapped, as when a spreadsheet was sorted by hand."""
    lines = content.split(b"\n")
    cells = lines[0].split(b",")
    if len(cells) < 2:
        return content[::-1]
    first, second = rng.sample(range(len(cells)), 2)
    for place, line in enumerate(lines):
        parts = line.split(b",")
        if len(parts) > max(first, second):
            parts[first], parts[second] = parts[second], parts[first]
            lines[place] = b",".join(parts)
    return b"\n".join(lines)


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
            is_text = name.endswith(".csv")
            content = content[:HEAD] if is_text else content
            (tmp_path / key / name).write_bytes(spoilt(content, rng) if name == spoilt_name else content)
        began = time.monotonic()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                load_source(key, tmp_path, study_area)
            except EvengroundError:
                pass
            except Exception as error:
                raise AssertionError(f"input {number} of {key}: {type(error).__name__}") from error
        assert time.monotonic() - began < LONGEST_S, f"input {number}"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 4 * MOST_KB  # the whole suite's memory is in it
