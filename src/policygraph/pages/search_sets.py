"""Sets of items, as the index of the search keeps and counts them: bits in a number, or a few numbers."""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

_SPARSE: Final = 64  # a value that fewer than one in so many items has is kept as numbers
_FEW: Final = 40  # items that are counted one by one
_NEAR: Final = 4096  # from the first to the last of them
_BITS: Final = tuple(tuple(bit for bit in range(8) if byte >> bit & 1) for byte in range(256))


def is_sparse(count: int, size: int) -> bool:
    """Whether a set of so many of all items is held number by number."""
    return count * _SPARSE < size


def pack(numbers: Iterable[int], size: int) -> bytes:
    """A set of items: where they are few their numbers, else bits, the lowest first; compressed.

    Args:
        numbers: of the items, from 1.
        size: how many items there are.
    """
    numbers = sorted(set(numbers))
    if is_sparse(len(numbers), size):
        return zlib.compress(array("I", numbers).tobytes(), 6)
    bits = bytearray(size // 8 + 1)
    for number in numbers:
        bits[number >> 3] |= 1 << (number & 7)
    return zlib.compress(bytes(bits), 6)


@dataclass(frozen=True, slots=True)
class Posting:
    """The items of a value: as bits from the first of them on, or where they are few as numbers."""

    key: str
    iri: str
    count: int
    first: int = 0
    bits: int = 0
    numbers: Sequence[int] = ()

    @property
    def every(self) -> int:
        """The items as bits."""
        return self.bits << self.first if self.bits else _as_bits(self.numbers)

    def count_in(self, among: int, packed: bytes) -> int:
        """How many of them are among some items, given as bits in both forms."""
        if self.bits:
            return ((among >> self.first) & self.bits).bit_count()
        return sum(packed[number >> 3] >> (number & 7) & 1 for number in self.numbers)


def _as_bits(numbers: Sequence[int], first: int = 0) -> int:
    """Ascending numbers as bits, the first of them the lowest."""
    if not numbers:
        return 0
    packed = bytearray((numbers[-1] - first >> 3) + 1)
    for number in numbers:
        at = number - first
        packed[at >> 3] |= 1 << (at & 7)
    return int.from_bytes(packed, "little")


def unpack(items: bytes, count: int, size: int, key: str = "", iri: str = "") -> Posting:
    """A set as `pack` wrote it.

    Args:
        items: what it wrote.
        count: how many there are in the set; ``size`` of all.
        key, iri: of the value that has them.
    """
    packed = zlib.decompress(items)
    if not is_sparse(count, size):
        return Posting(key, iri, count, bits=int.from_bytes(packed, "little"))
    numbers = array("I")
    numbers.frombytes(packed)
    if count <= _FEW and numbers[-1] - numbers[0] > _NEAR:
        return Posting(key, iri, count, numbers=numbers)
    first = numbers[0]  # those of a document or section stand together
    return Posting(key, iri, count, first, _as_bits(numbers, first))


def union(bits: Sequence[int]) -> int:
    """What is in one of some sets."""
    found = 0
    for one in bits:
        found |= one
    return found


def numbers_of(packed: bytes) -> Iterator[int]:
    """The numbers of a set of bits, the lowest first."""
    for at, byte in enumerate(packed):
        if byte:
            for bit in _BITS[byte]:
                yield at * 8 + bit


def nth(bits: int, size: int, offset: int, limit: int) -> list[int]:
    """Some of the numbers of a set, behind so many."""
    packed = bits.to_bytes(size, "little")
    found: list[int] = []
    passed = 0
    for at, byte in enumerate(packed):
        if not byte:
            continue
        count = byte.bit_count()
        if passed + count > offset:
            found += (at * 8 + bit for n, bit in enumerate(_BITS[byte], passed) if n >= offset)
            if len(found) >= limit:
                break
        passed += count
    return found[:limit]
