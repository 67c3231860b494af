"""Random numbers of the demo borough: one seed, one independent stream for each subject."""

import zlib

import numpy as np

SEED = 20_260_401


def random_stream(subject: str) -> np.random.Generator:
    """Return a generator that depends on the seed and the subject only.

    Each subject draws from its own stream, so that adding one (streets, collisions) leaves the others as they were.
    """
    return np.random.default_rng([SEED, zlib.crc32(subject.encode())])
