"""Keys of words: 64-bit numbers, worked out for all words of a batch at once, straight from its bytes.

Two kinds. A **word key** is well mixed; equal keys mean equal words for every practical purpose. A **string key** is
the word as a number in base 256 modulo the Mersenne prime 2^61-1, where multiplying by 256^n is a rotation; so the
key of two strings put together, of a part, or of a word with a letter left out follows from the keys of its parts
without touching a byte. Its collisions have structure: whoever finds something by it looks at the letters again.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from types import ModuleType
from typing import Final

import numpy as np
from numpy.typing import NDArray

U64 = NDArray[np.uint64]
I64 = NDArray[np.int64]

PRIME: Final = np.uint64((1 << 61) - 1)
_61: Final = np.uint64(61)
MIXERS: Final = tuple(
    np.uint64(n)
    for n in (
        0x9E3779B97F4A7C15,
        0xC2B2AE3D27D4EB4F,
        0x165667B19E3779F9,
        0xD6E8FEB86659FD93,
        0xA0761D6478BD642F,
    )
)
FIRST_BYTES: Final = np.array([(1 << (8 * n)) - 1 for n in range(8)] + [(1 << 64) - 1], dtype=np.uint64)
"""Masks of the first n bytes of eight, for n from 0 to 8."""
PAD: Final = 8
"""Bytes that must stand behind the last word of a buffer, since words are read eight bytes at a time."""
LONGEST: Final = 64
"""Bytes of a word that count. No term is longer; two words that differ only behind this are no matter to anyone."""


@cache
def kernels() -> ModuleType:
    """The compiled kernels, loaded by whoever first needs them: a command that reads no batch does without."""
    from countermark.text import compiled  # noqa: PLC0415  # half a second, and 100 MB

    return compiled


def windows(buffer: NDArray[np.uint8]) -> U64:
    """`buffer` as the eight bytes that begin at each position, little-endian, without a copy."""
    return np.ndarray((len(buffer) - PAD + 1,), dtype="<u8", buffer=buffer.data, strides=(1,))


def mix(keys: U64) -> U64:
    """`keys` with their bits stirred (the finisher of a multiply-xorshift hash)."""
    out = keys ^ (keys >> np.uint64(32))
    out *= MIXERS[3]
    out ^= out >> np.uint64(29)
    return out


def reduce(values: U64) -> U64:
    """`values` modulo the prime; 0 ≤ result ≤ prime."""
    once = (values & PRIME) + (values >> _61)
    return (once & PRIME) + (once >> _61)


def rotate(keys: U64, places: U64 | np.uint64) -> U64:
    """`keys` (reduced) times 2^places modulo the prime, for 0 ≤ places < 61."""
    return ((keys << places) & PRIME) | (keys >> (_61 - places))


_SHIFTS: Final = ((np.arange(4096) * 8) % 61).astype(np.uint64)


def shift_of(lengths: I64) -> U64:
    """The places that a string behind `lengths` bytes is shifted by."""
    if len(lengths) and int(lengths.max()) >= len(_SHIFTS):
        return ((lengths * 8) % 61).astype(np.uint64)
    return _SHIFTS[lengths]


def joined(first: U64, first_lengths: I64, second: U64) -> U64:
    """String keys of first + second, from their (canonical) string keys and the length of the first in bytes."""
    out = first + rotate(second, shift_of(first_lengths))
    out -= (out >= PRIME) * PRIME
    return out


def canonical(keys: U64) -> U64:
    """The one representative of each key: reduced, and the prime itself as 0."""
    out = reduce(keys)
    out[out == PRIME] = 0
    return out


def keys_of(buffer: NDArray[np.uint8], starts: I64, lengths: I64) -> tuple[U64, U64]:
    """Word keys and string keys of the words at `starts` in `buffer`, which ends in `PAD` bytes of anything.

    Words longer than `LONGEST` bytes share the keys of their beginning, with the length mixed into the word key.
    """
    view = windows(buffer)
    string = view[starts] & FIRST_BYTES[np.minimum(lengths, 8)]
    word = string * MIXERS[0]
    # Seven bytes are less than the prime; only longer words need arithmetic.
    long = np.flatnonzero(lengths >= 8)
    if len(long):
        string[long] = _beyond(view, starts[long], lengths[long], string[long], word, long)
    word += lengths.astype(np.uint64) * MIXERS[4]
    return mix(word), string


def _beyond(view: U64, starts: I64, lengths: I64, string: U64, word: U64, where: I64) -> U64:
    """String keys of words of eight bytes and more, from that of their first eight; stirs their word keys (`where`)."""
    string = reduce(string)
    place = 8
    rest = np.flatnonzero(lengths > place)
    while len(rest) and place < LONGEST:
        part = view[starts[rest] + place] & FIRST_BYTES[np.minimum(lengths[rest] - place, 8)]
        word[where[rest]] = mix(word[where[rest]]) + part * MIXERS[(place // 8) % 3]
        string[rest] += rotate(reduce(part), np.uint64((8 * place) % 61))
        place += 8
        rest = rest[lengths[rest] > place]
    return canonical(string)


def whole_keys(buffer: NDArray[np.uint8], starts: I64, lengths: I64) -> U64:
    """Word keys of the words at `starts` in `buffer` in which every byte counts, however long the word is."""
    found, _ = keys_of(buffer, starts, np.minimum(lengths, LONGEST))
    place = LONGEST
    rest = np.flatnonzero(lengths > place)
    while len(rest):
        part, _ = keys_of(buffer, starts[rest] + place, np.minimum(lengths[rest] - place, LONGEST))
        found[rest] = phrase(found[rest], part)
        place += LONGEST
        rest = rest[lengths[rest] > place]
    return found


def keys_of_texts(texts: Sequence[str]) -> tuple[U64, U64]:
    """Word keys and string keys of `texts`, each taken as one word."""
    encoded = [text.encode() for text in texts]
    lengths = np.fromiter(map(len, encoded), dtype=np.int64, count=len(encoded))
    starts = np.zeros(len(encoded), dtype=np.int64)
    np.cumsum(lengths[:-1], out=starts[1:])
    buffer = np.frombuffer(b"".join(encoded) + b"\0" * PAD, dtype=np.uint8)
    return keys_of(buffer, starts, lengths)


def word_key(text: str) -> int:
    """The word key of one text: for a single one, numbers of Python are quicker than arrays."""
    data = text.encode()
    key = int.from_bytes(data[:8], "little") * _NUMBERS[0]
    for place in range(8, min(len(data), LONGEST), 8):
        part = int.from_bytes(data[place : place + 8], "little")
        key = _mixed(key) + part * _NUMBERS[(place // 8) % 3]
    return _mixed(key + len(data) * _NUMBERS[4])


_NUMBERS: Final = tuple(map(int, MIXERS))


def _mixed(key: int) -> int:
    key &= _ALL
    key = (key ^ (key >> 32)) * _NUMBERS[3] & _ALL
    return key ^ (key >> 29)


_ALL: Final = (1 << 64) - 1


def phrase(first: U64, following: U64) -> U64:
    """Word keys of a phrase grown by one word: of `first` followed by `following`, after a border between words."""
    return mix(first * MIXERS[1] + following + MIXERS[2])
