"""Mishaps of files: what a broken download, a slip of the hand or a spreadsheet may make of one."""

import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random

from geodata.errors import EvengroundError

LONGEST_S = 5.0
ODD = (b"", b"\x00", b'"', b",", b"\n", b"\xff\xfe", b"nan", b"-", b"1e400", b"*", b"9" * 400, b"<html>", b"{", b"\xe9")


def spoilt(content: bytes, rng: Random) -> bytes:
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


def swapped_columns(content: bytes, rng: Random) -> bytes:
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


@contextmanager
def read_or_refused(number: int) -> Iterator[None]:
    """Let our own errors pass, in time; any other is a fault of the reader, told with the number of the input."""
    began = time.monotonic()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            yield
        except EvengroundError:
            pass
        except Exception as error:
            raise AssertionError(f"input {number}: {type(error).__name__}") from error
    assert time.monotonic() - began < LONGEST_S, f"input {number}"
