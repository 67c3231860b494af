"""Bodies that are too large to hold: made as they are sent, always the same."""

import hashlib
from typing import Protocol, overload

BLOCK = 1 << 16


class Body(Protocol):
    """What is sent: bytes, or what gives its length and its slices as bytes do."""

    def __len__(self) -> int: ...

    def __getitem__(self, part: slice, /) -> bytes: ...


class LargeBody:
    """So many bytes, each block of 64 KiB another; `seed` makes another body of the same length."""

    def __init__(self, n_bytes: int, seed: int = 0, head: bytes = b"") -> None:
        self._n_bytes, self._seed, self._head = n_bytes, seed, head

    def __len__(self) -> int:
        return self._n_bytes

    @overload
    def __getitem__(self, part: slice) -> bytes: ...
    @overload
    def __getitem__(self, part: int) -> int: ...
    def __getitem__(self, part: slice | int) -> bytes | int:
        """Return a part, of which only the blocks that it touches are made."""
        if isinstance(part, int):
            return self[part : part + 1][0]
        start, stop, _ = part.indices(self._n_bytes)
        first = start // BLOCK
        blocks = b"".join(self._block(number) for number in range(first, -(-stop // BLOCK)))
        return blocks[start - first * BLOCK : stop - first * BLOCK]

    def _block(self, number: int) -> bytes:
        made = hashlib.sha256(f"{self._seed} {number}".encode()).digest() * (BLOCK // 32)
        return self._head + made[len(self._head) :] if number == 0 else made

    def sha256(self) -> str:
        """Return the checksum of the whole, without holding it."""
        digest = hashlib.sha256()
        for start in range(0, self._n_bytes, BLOCK):
            digest.update(self[start : start + BLOCK])
        return digest.hexdigest()
