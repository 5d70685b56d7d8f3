"""The words of a whole batch of texts at once: where each begins and ends, and its keys.

Nothing is copied row by row. The texts of all fields stand one behind the other in one buffer; a segment is one text
of one row, segment number = field number x rows + row. A word is a run of letters and digits; scripts written without
spaces are left out here and read from `Tokens.unspaced` segments as a whole.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from countermark.text.chars import Kind, kind
from countermark.text.fold import fold
from countermark.text.keys import I64, PAD, U64, keys_of, keys_of_texts, whole_keys

_SPACE: Final = 32
_SYMBOL: Final = 1
_UNSPACED: Final = 2


def _small(code: int) -> int:
    """The byte that stands for `code` while words are looked for: small letters, or one of the three above."""
    if code >= 128 or chr(code).isalnum():
        return code + 32 if 65 <= code <= 90 else code
    return _SPACE if code <= 32 or code == 127 else _SYMBOL


_SMALL: Final = bytes(map(_small, range(256)))
_UNKNOWN: Final = 255
_FOLD_BITS: Final = 18
_NOTHING: Final = 1 << 62
_EXACT: Final = np.uint64(0x2545F4914F6CDD1D)
_BROKEN: Final = 1 << 63


class _Kinds:
    """Kind of every code point met so far, as a table that grows as new ones are met."""

    def __init__(self) -> None:
        self._table = np.full(0x110000, _UNKNOWN, dtype=np.uint8)
        self._lock = threading.Lock()

    def __call__(self, codes: NDArray[np.uint32]) -> NDArray[np.uint8]:
        kinds = self._table[codes]
        unknown = np.unique(codes[kinds == _UNKNOWN])
        if len(unknown):
            with self._lock:
                self._table[unknown] = [kind(chr(code)) for code in unknown]
            kinds = self._table[codes]
        return kinds


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
    small = np.frombuffer(bytearray(raw.tobytes().translate(_SMALL)), dtype=np.uint8)
    leads, unspaced = _separate(raw[:at], small, offsets)
    starts, lengths = _borders(small[:at], offsets)
    counts = np.diff(np.searchsorted(starts, offsets))
    segments = np.repeat(np.arange(len(counts), dtype=np.int32), counts)
    words, strings = keys_of(small, starts, lengths)
    written, sizes = words, lengths
    odd, gone = np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    if len(leads) and len(starts):
        odd = np.searchsorted(starts, leads, side="right") - 1
        odd = odd[np.flatnonzero(np.diff(odd, prepend=-1))]
        words, sizes, written = words.copy(), lengths.copy(), written.copy()
        # Every byte counts: what many invisible characters make long is not to be taken for another such word, and
        # upside down, capitals are other letters than small ones.
        keys = whole_keys(raw, starts[odd], lengths[odd])
        written[odd] = keys ^ _EXACT
        gone = _fold_odd(raw, starts, lengths, odd, keys, words, strings, sizes)
    found = Tokens(
        rows, raw, small, offsets, segments, starts, lengths, words, written, strings, sizes, odd, unspaced
    )
    return found.take(np.delete(np.arange(len(found)), gone)) if len(gone) else found


def _separate(raw: NDArray[np.uint8], small: NDArray[np.uint8], offsets: I64) -> tuple[I64, I64]:
    """Blank out, in `small`, the characters beyond ASCII that separate words.

    Returns where the others begin (letters and the invisible), and the segments with unspaced scripts.
    """
    leads = np.flatnonzero(raw >= 0xC0)
    if not len(leads):
        return leads, leads
    padded = np.concatenate([raw, np.zeros(4, dtype=np.uint8)])
    head = padded[leads].astype(np.uint32)
    second, third, fourth = (padded[leads + n].astype(np.uint32) & 0x3F for n in (1, 2, 3))
    two = ((head & 0x1F) << 6) | second
    three = ((head & 0x0F) << 12) | (second << 6) | third
    four = ((head & 0x07) << 18) | (second << 12) | (third << 6) | fourth
    codes = np.where(head < 0xE0, two, np.where(head < 0xF0, three, np.minimum(four, 0x10FFFF)))
    sizes = np.where(head < 0xE0, 2, np.where(head < 0xF0, 3, 4))
    kinds = _kinds(codes)
    word = (kinds == Kind.LETTER) | (kinds == Kind.INVISIBLE)
    blank = np.where(kinds == Kind.UNSPACED, _UNSPACED, np.where(kinds == Kind.SPACE, _SPACE, _SYMBOL))
    for place in range(4):
        here = ~word & (sizes > place)
        small[leads[here] + place] = blank[here]
    unspaced = np.unique(np.searchsorted(offsets, leads[kinds == Kind.UNSPACED], side="right") - 1)
    return leads[word], unspaced


def _borders(small: NDArray[np.uint8], offsets: I64) -> tuple[I64, I64]:
    """Where each word begins and its length. A text's border is a border of words."""
    letter = small > _SPACE
    begins = letter.copy()
    begins[1:] &= ~letter[:-1]
    ends = letter.copy()
    ends[:-1] &= ~letter[1:]
    borders = offsets[(offsets > 0) & (offsets < len(small))]
    begins[borders] = letter[borders]
    ends[borders - 1] = letter[borders - 1]
    starts = np.flatnonzero(begins)
    return starts, np.flatnonzero(ends) + 1 - starts


class _Folds:
    """Folded forms of odd words, kept from batch to batch in a table of fixed size, by the key of the word as written.

    The columns hold the key as written, and of the folded form the word key, the string key and the size in bytes
    (`_BROKEN` where folding breaks the word up, `_NOTHING` where it leaves nothing of it).
    """

    def __init__(self) -> None:
        self._table = np.zeros((1 << _FOLD_BITS, 4), dtype=np.uint64)
        self._lock = threading.Lock()

    def __call__(self, keys: U64, read: Callable[[I64], list[str]]) -> U64:
        """The three last columns for each of `keys`; `read` gives the words at some indices as written."""
        spots = (keys * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(64 - _FOLD_BITS)
        with self._lock:
            found = self._table[spots]
        missing = np.flatnonzero(found[:, 0] != keys)
        if len(missing):
            new, first, back = np.unique(keys[missing], return_index=True, return_inverse=True)
            worked_out = self._fold(new, read(missing[first]))
            found[missing] = worked_out[back]
            with self._lock:
                self._table[spots[missing[first]]] = worked_out
        columns: U64 = found[:, 1:]
        return columns

    @staticmethod
    def _fold(keys: U64, written: list[str]) -> U64:
        folded = [_folded(text) for text in written]
        words, strings = keys_of_texts(folded)
        sizes = [_BROKEN if " " in text else len(text.encode()) if text else _NOTHING for text in folded]
        return np.stack([keys, words, strings, np.array(sizes, dtype=np.uint64)], axis=1)


_folded = lru_cache(maxsize=1 << 16)(fold)
# Words that push each other out of their place in the table are many enough to be folded again and again.
_folds = _Folds()


def _fold_odd(
    raw: NDArray[np.uint8],
    starts: I64,
    lengths: I64,
    odd: I64,
    keys: U64,
    words: U64,
    strings: U64,
    sizes: I64,
) -> I64:
    """Put the keys of the folded word in place of those of the word as written, for the words `odd`.

    Returns the words of which folding leaves nothing: a variation selector that stands by itself is no word.
    """

    def read(which: I64) -> list[str]:
        where = odd[which]
        ends = starts[where] + lengths[where]
        return [raw[begin:end].tobytes().decode() for begin, end in zip(starts[where], ends, strict=True)]

    found = _folds(keys, read)
    whole = found[:, 2] < _NOTHING
    at = odd[whole]
    words[at], strings[at] = found[whole, 0], found[whole, 1]
    sizes[at] = found[whole, 2].astype(np.int64)
    gone: I64 = odd[found[:, 2] == _NOTHING]
    return gone
