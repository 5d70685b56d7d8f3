"""The words of a whole batch of texts at once: where each begins and ends, and its keys.

Nothing is copied row by row. The texts of all fields stand one behind the other in one buffer; a segment is one text
of one row, segment number = field number x rows + row. A word is a run of letters and digits; scripts written without
spaces are left out here and read from `Tokens.unspaced` segments as a whole.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from countermark.text.chars import kind
from countermark.text.fold import fold
from countermark.text.keys import I64, PAD, U64, kernels, keys_of_texts, windows

_UNKNOWN: Final = 255
_A_WORD: Final = 5
"""Bytes of a word and what parts it from the next, or more, in texts that are no mere numbers and symbols."""
_LEAST_ROOM: Final = 1 << 10
_STRANGERS: Final = 1 << 10
"""Characters of unknown kind that are learnt at a time."""
_FOLD_BITS: Final = 18
_NOTHING: Final = 1 << 62
_EXACT: Final = np.uint64(0x2545F4914F6CDD1D)
_SPREAD: Final = np.uint64(0x9E3779B97F4A7C15)
_BROKEN: Final = 1 << 63


class _Kinds:
    """Kind of every code point met so far, as a table that grows as new ones are met."""

    def __init__(self) -> None:
        self.table = np.full(0x110000, _UNKNOWN, dtype=np.uint8)
        self._lock = threading.Lock()

    def learn(self, codes: NDArray[np.int64]) -> None:
        """Find out the kind of `codes`."""
        new = np.unique(codes)
        with self._lock:
            self.table[new] = [kind(chr(code)) for code in new]


_kinds = _Kinds()


@dataclass(frozen=True)
class Tokens:
    """The words of `segments` texts. All arrays have one entry a word, in the order of the text, unless said."""

    rows: int
    """Rows of the batch; the texts are `len(offsets) - 1` = fields x rows."""
    raw: NDArray[np.uint8]
    """The bytes of all texts as they came (UTF-8), with `PAD` bytes behind."""
    small: NDArray[np.uint8]
    """The same bytes with small letters; white space is 32, symbols 1, unspaced scripts 2, whatever their width."""
    offsets: I64
    """Where each text begins in `raw`; one more than there are texts."""
    segments: NDArray[np.int32]
    """The segment of each word."""
    starts: I64
    """First byte of each word in `raw`."""
    lengths: I64
    """Bytes of each word."""
    words: U64
    """Word keys, of the folded word."""
    written: U64
    """Word keys of the word as written: an ASCII word in small letters, others byte by byte."""
    strings: U64
    """String keys, of the folded word."""
    sizes: I64
    """Bytes of the folded word (what the string key is of)."""
    odd: NDArray[np.int64]
    """Indices of words that hold a character beyond ASCII."""
    unspaced: NDArray[np.int64]
    """Segments with letters of a script written without spaces."""

    def __len__(self) -> int:
        return len(self.starts)

    @cached_property
    def is_odd(self) -> NDArray[np.bool_]:
        """Whether each word holds a character beyond ASCII."""
        out = np.zeros(len(self), dtype=np.bool_)
        out[self.odd] = True
        return out

    def of_segments(self, wanted: NDArray[np.bool_]) -> Tokens:
        """The words of the `wanted` segments (a mask) only; places and segments keep their numbers."""
        found = self.take(np.flatnonzero(wanted[self.segments]))
        return replace(found, unspaced=self.unspaced[wanted[self.unspaced]])

    def take(self, here: I64) -> Tokens:
        """The words `here` (indices, ascending) only; places and segments keep their numbers."""
        return replace(
            self,
            segments=self.segments[here],
            starts=self.starts[here],
            lengths=self.lengths[here],
            words=self.words[here],
            written=self.written[here],
            strings=self.strings[here],
            sizes=self.sizes[here],
            odd=np.flatnonzero(self.is_odd[here]),
        )

    def text(self, segment: int) -> str:
        """The whole text of a segment, as it came."""
        return self.raw[self.offsets[segment] : self.offsets[segment + 1]].tobytes().decode()

    def between(self, first: int, last: int) -> str:
        """What stands from word `first` to word `last` (both included), as it came."""
        return self.raw[self.starts[first] : self.starts[last] + self.lengths[last]].tobytes().decode()

    def place(self, first: int, last: int) -> tuple[int, int]:
        """From where to where words `first` to `last` stand in their text, in code points."""
        begin = int(self.offsets[self.segments[first]])
        start = int(self.starts[first])
        end = int(self.starts[last] + self.lengths[last])
        before = len(self.raw[begin:start].tobytes().decode())
        return before, before + len(self.raw[start:end].tobytes().decode())


def buffers(column: pa.Array) -> tuple[NDArray[np.uint8], I64]:
    """The bytes of a string column without a copy, and where each row begins; nulls are empty."""
    large = column.cast(pa.large_string())
    if large.null_count:
        large = large.fill_null("")
    _, offsets_buffer, data = large.buffers()
    count = len(large)
    offsets = np.frombuffer(offsets_buffer, dtype=np.int64)[large.offset : large.offset + count + 1]
    if data is None or not count:
        return np.empty(0, dtype=np.uint8), np.zeros(count + 1, dtype=np.int64)
    low, high = int(offsets[0]), int(offsets[-1])
    return np.frombuffer(data, dtype=np.uint8)[low:high], offsets - low


def tokenise(columns: Sequence[pa.Array]) -> Tokens:
    """The words of `columns` (string arrays of one length: the text fields of one batch)."""
    rows = len(columns[0])
    parts, offset_parts, at = [], [], 0
    for column in columns:
        data, offsets = buffers(column)
        parts.append(data)
        offset_parts.append(offsets[:-1] + at)
        at += len(data)
    raw = np.concatenate([*parts, np.zeros(PAD, dtype=np.uint8)])
    offsets = np.concatenate([*offset_parts, np.array([at], dtype=np.int64)])
    small, leads, unspaced = _small(raw, offsets)
    segments, starts, lengths = _borders(small, offsets)
    words, strings = np.empty(len(starts), dtype=np.uint64), np.empty(len(starts), dtype=np.uint64)
    kernels().keys_of(windows(small), starts, lengths, words, strings)
    written, sizes = words, lengths
    odd, gone = np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    if len(leads) and len(starts):
        odd = np.empty(len(leads), dtype=np.int64)
        odd = odd[: kernels().words_at(starts, leads, odd)]
        words, sizes, written = words.copy(), lengths.copy(), written.copy()
        gone = _fold_odd(raw, starts, lengths, odd, words, written, strings, sizes)
    found = Tokens(
        rows, raw, small, offsets, segments, starts, lengths, words, written, strings, sizes, odd, unspaced
    )
    return found.take(np.delete(np.arange(len(found)), gone)) if len(gone) else found


def _small(raw: NDArray[np.uint8], offsets: I64) -> tuple[NDArray[np.uint8], I64, I64]:
    """`Tokens.small`; where letters (and the invisible) beyond ASCII begin; the segments with unspaced scripts."""
    small = np.empty_like(raw)
    kernels().make_small(raw, small)
    beyond = int(np.count_nonzero(raw >= 0xC0))
    leads, unspaced = np.empty(beyond, dtype=np.int64), np.empty(beyond, dtype=np.int64)
    unknown = np.empty(_STRANGERS, dtype=np.int64)
    while True:
        letters, without, strangers = kernels().separate(
            raw, small, windows(raw), _kinds.table, leads, unspaced, unknown
        )
        if not strangers:
            break
        _kinds.learn(unknown[:strangers])
    places = unspaced[:without]
    return small, leads[:letters], np.unique(np.searchsorted(offsets, places, side="right") - 1)


def _borders(
    small: NDArray[np.uint8], offsets: I64, most: int | None = None
) -> tuple[NDArray[np.int32], I64, I64]:
    """The segment of each word, where it begins and its length. A text's border is a border of words."""
    room = most or len(small) // _A_WORD + _LEAST_ROOM
    starts, lengths = np.empty(room, dtype=np.int64), np.empty(room, dtype=np.int64)
    segments = np.empty(room, dtype=np.int32)
    count = kernels().borders(windows(small), offsets, starts, lengths, segments)
    if count < 0:
        return _borders(small, offsets, (len(small) + len(offsets)) // 2)
    return segments[:count], starts[:count], lengths[:count]


class _Folds:
    """Folded forms of odd words, kept from batch to batch in a table of fixed size, by the key of the word as written.

    The columns hold the key as written, and of the folded form the word key, the string key and the size in bytes
    (`_BROKEN` where folding breaks the word up, `_NOTHING` where it leaves nothing of it).
    """

    def __init__(self) -> None:
        self._table = np.zeros((1 << _FOLD_BITS, 4), dtype=np.uint64)
        self._lock = threading.Lock()

    def __call__(self, raw: NDArray[np.uint8], starts: I64, lengths: I64, odd: I64) -> tuple[U64, U64]:
        """The keys as written of the words `odd`, and the three last columns for each."""
        keys, missing = np.empty(len(odd), dtype=np.uint64), np.empty(len(odd), dtype=np.int64)
        found = np.empty((len(odd), 3), dtype=np.uint64)
        with self._lock:
            count = kernels().folded_before(
                windows(raw), starts, lengths, odd, self._table, keys, found, missing
            )
        if count:
            missing = missing[:count]
            new, first, back = np.unique(keys[missing], return_index=True, return_inverse=True)
            where = odd[missing[first]]
            ends = starts[where] + lengths[where]
            texts = [
                raw[begin:end].tobytes().decode() for begin, end in zip(starts[where], ends, strict=True)
            ]
            worked_out = self._fold(new, texts)
            found[missing] = worked_out[back, 1:]
            spots = (new * _SPREAD) >> np.uint64(64 - _FOLD_BITS)
            with self._lock:
                # Words that push each other out of their place are many enough to be folded again and again.
                spots ^= self._table[spots, 0] != 0
                self._table[spots] = worked_out
        return keys, found

    @staticmethod
    def _fold(keys: U64, written: list[str]) -> U64:
        folded = [_folded(text) for text in written]
        words, strings = keys_of_texts(folded)
        sizes = [_BROKEN if " " in text else len(text.encode()) if text else _NOTHING for text in folded]
        return np.stack([keys, words, strings, np.array(sizes, dtype=np.uint64)], axis=1)


_folded = lru_cache(maxsize=1 << 14)(fold)
_folds = _Folds()


def _fold_odd(
    raw: NDArray[np.uint8],
    starts: I64,
    lengths: I64,
    odd: I64,
    words: U64,
    written: U64,
    strings: U64,
    sizes: I64,
) -> I64:
    """Put the keys of the folded word in place of those of the word as written, for the words `odd`.

    Returns the words of which folding leaves nothing: a variation selector that stands by itself is no word.
    """
    keys, found = _folds(raw, starts, lengths, odd)
    # Every byte counts: what many invisible characters make long is not to be taken for another such word, and
    # upside down, capitals are other letters than small ones.
    written[odd] = keys ^ _EXACT
    whole = found[:, 2] < _NOTHING
    at = odd[whole]
    words[at], strings[at] = found[whole, 0], found[whole, 1]
    sizes[at] = found[whole, 2].astype(np.int64)
    gone: I64 = odd[found[:, 2] == _NOTHING]
    return gone
