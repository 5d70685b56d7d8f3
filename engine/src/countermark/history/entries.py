"""What stands in which listing: the distinct words, chunks, letters and GTINs of some listings, each with its
rows.

- *words*: every word, as written but for small letters (words beyond ASCII exactly as written, since capitals
  turned upside down are other letters). The key of a word in ASCII is that of the folded word, too; for the
  others `odd` leads from the folded word to the words as written.
- *pieces*, of several kinds: whatever else the matching looks for marks in, as it is written: words with
  nothing but symbols between them, letters far apart, words in letters that pass for others, and words whose
  capitals say something.
- *letters*: letters of scripts written without spaces, by code point.
- *GTINs*, as numbers.
- *turned*: the rows with controls that show a text in another order than it is stored in, words or not.

Nothing here knows a mark: an entry is what was written. What it may be a disguise of is asked by who hunts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from countermark.listings.kernels import Column
from countermark.matching.pieces import Pieces, chunks, fancied, single_words, spaced_letters
from countermark.text import gtin
from countermark.text.chars import BIDI_OVERRIDES
from countermark.text.codepoints import code_points
from countermark.text.keys import I64, U64, mix, whole_keys
from countermark.text.tokens import Tokens

Arrays = Mapping[str, NDArray[Any]]
U16 = NDArray[np.uint16]


def capitals(tokens: Tokens) -> Pieces:
    """Words that the matching tells from the same word in small letters."""
    words = single_words(tokens)
    here = np.flatnonzero(words.keys != tokens.written)
    return words._replace(
        firsts=words.firsts[here],
        lasts=words.lasts[here],
        starts=words.starts[here],
        ends=words.ends[here],
        keys=words.keys[here],
    )


PIECES: Final[Mapping[str, Callable[[Tokens], Pieces]]] = {
    "chunk": chunks,
    "spaced": spaced_letters,
    "fancied": fancied,
    "capitals": capitals,
}
"""The kinds of pieces: everything that `matching.pieces` makes, but for words that are the same in small letters."""
LONGEST: Final = 256
"""Bytes of a word or chunk that are kept. No longer one is ever looked at as a whole."""
_ROW: Final = np.uint64(0xFFFF)
_KEY: Final = ~_ROW
_SLOT_BITS: Final = 19
_TURNS: Final = mix(np.arange(1, 65, dtype=np.uint64)) | np.uint64(1)
_UNSPACED: Final = 2
"""Stands in `Tokens.small` for letters of unspaced scripts."""


class Groups(NamedTuple):
    """Distinct keys in ascending order, one occurrence of each, and where the rows of each begin in
    `rows`.
    """

    keys: U64
    first: I64
    at: NDArray[np.uint32]
    rows: U16


def entries(tokens: Tokens, table: pa.Table, kept: NDArray[np.bool_] | None) -> dict[str, NDArray[Any]]:
    """The entries of `table`, whose words are those rows of `tokens` that are `kept` (None: all), as named
    arrays.
    """
    numbers = np.arange(tokens.rows) if kept is None else np.cumsum(kept) - 1
    if kept is not None:
        tokens = tokens.of_segments(np.tile(kept, (len(tokens.offsets) - 1) // max(tokens.rows, 1)))
    return {
        **_words(tokens, numbers[tokens.segments % max(tokens.rows, 1)]),
        **{
            name: array
            for kind, pieces in PIECES.items()
            for name, array in _pieces(kind, pieces(tokens), tokens, numbers).items()
        },
        **_letters(tokens, numbers),
        **_gtins(table),
        "turned.rows": _turned(tokens, numbers),
    }


def grouped(keys: U64, rows: I64) -> Groups:
    """Entries and their rows from one key and row an occurrence; a row stands once with each key.

    Keys are told apart by their upper 48 bits: the chance that two of a segment's words share these is 1 in
    50,000.
    """
    pairs = (keys & _KEY) | rows.astype(np.uint64)
    pairs.sort()
    pairs = pairs[_begins(pairs)]
    ordered = pairs & _KEY
    begins = np.flatnonzero(_begins(ordered))
    first = _occurrences(keys, ordered[begins])
    at = np.append(begins, len(pairs)).astype(np.uint32)
    return Groups(keys[first], first, at, (pairs & _ROW).astype(np.uint16))


def _begins(ordered: U64) -> NDArray[np.bool_]:
    """Where a new value begins."""
    out = np.ones(len(ordered), dtype=np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=out[1:])
    return out


def _occurrences(keys: U64, wanted: U64) -> I64:
    """The index in `keys` of one occurrence of each of `wanted`, which are upper bits of some."""
    found = np.zeros(len(wanted), dtype=np.int32)
    left = np.arange(len(wanted))
    among = np.arange(len(keys), dtype=np.int32)
    for turn in range(64):
        if not len(left):
            break
        # Each key has a slot that remembers its last occurrence; who shares a slot tries again by other bits.
        slots = _slots(keys[among] & _KEY, turn)
        last = np.zeros(1 << _SLOT_BITS, dtype=np.int32)
        last[slots] = among
        found[left] = last[_slots(wanted[left], turn)]
        left = left[(keys[found[left]] & _KEY) != wanted[left]]
        asked = np.zeros(1 << _SLOT_BITS, dtype=np.bool_)
        asked[_slots(wanted[left], turn)] = True
        among = among[asked[slots]]
    return found.astype(np.int64)


def _slots(keys: U64, turn: int) -> U64:
    out: U64 = (keys * _TURNS[turn]) >> np.uint64(64 - _SLOT_BITS)
    return out


def texts_of(
    tokens: Tokens, starts: I64, lengths: I64, as_written: NDArray[np.bool_]
) -> dict[str, NDArray[Any]]:
    """The texts at `starts`, one behind the other, and the bytes of each; in small letters unless
    `as_written`.
    """
    lengths = np.minimum(lengths, LONGEST)
    before = np.cumsum(lengths) - lengths
    places = np.arange(int(lengths.sum())) + np.repeat(starts - before, lengths)
    text = tokens.small[places]
    raw = np.repeat(as_written, lengths)
    text[raw] = tokens.raw[places[raw]]
    return {"text": text, "sizes": lengths.astype(np.uint16)}


def _words(tokens: Tokens, rows: I64) -> dict[str, NDArray[Any]]:
    keys = tokens.written.copy()
    odd = tokens.odd
    keys[odd] = whole_keys(tokens.raw, tokens.starts[odd], tokens.lengths[odd])
    found = grouped(keys, rows)
    is_odd = tokens.is_odd[found.first]
    texts = texts_of(tokens, tokens.starts[found.first], tokens.lengths[found.first], is_odd)
    which = np.flatnonzero(is_odd)
    folded = tokens.words[found.first[which]]
    order = np.argsort(folded, kind="stable")
    return {
        **_named("word", found, texts),
        "odd.keys": folded[order],
        "odd.words": which[order].astype(np.uint32),
    }


def _pieces(kind: str, pieces: Pieces, tokens: Tokens, numbers: I64) -> dict[str, NDArray[Any]]:
    """Pieces are looked through, never looked up, so their keys are not kept."""
    rows = numbers[(np.searchsorted(tokens.offsets, pieces.starts, side="right") - 1) % max(tokens.rows, 1)]
    found = grouped(pieces.keys, rows)
    starts, ends = pieces.starts[found.first], pieces.ends[found.first]
    texts = texts_of(tokens, starts, ends - starts, np.ones(len(starts), dtype=np.bool_))
    named = _named(kind, found, texts)
    del named[f"{kind}.keys"]
    return named


def _letters(tokens: Tokens, numbers: I64) -> dict[str, NDArray[Any]]:
    """Letters of unspaced scripts. Their ranges begin behind U+0800, so each has three or four bytes."""
    if not len(tokens.unspaced):
        return _numbered("letter", np.empty(0, dtype=np.uint64), np.empty(0, dtype=np.int64))
    raw, small = tokens.raw, tokens.small
    lead = np.flatnonzero((raw >= 0xE0) & (small == _UNSPACED))
    segments = np.searchsorted(tokens.offsets, lead, side="right") - 1
    wanted = np.isin(segments, tokens.unspaced)
    lead, segments = lead[wanted], segments[wanted]
    codes = code_points(raw, lead).astype(np.uint64)
    return _numbered("letter", codes, numbers[segments % max(tokens.rows, 1)])


def _turned(tokens: Tokens, numbers: I64) -> U16:
    """The rows of `tokens` with a control of `chars.BIDI_OVERRIDES`."""
    ends = np.unique([control.encode()[-1] for control in BIDI_OVERRIDES])
    places = np.flatnonzero(tokens.raw[:-2] == 0xE2)
    places = places[(tokens.raw[places + 1] == 0x80) & np.isin(tokens.raw[places + 2], ends)]
    rows = (np.searchsorted(tokens.offsets, places, side="right") - 1) % max(tokens.rows, 1)
    return np.unique(numbers[rows]).astype(np.uint16)


def _gtins(table: pa.Table) -> dict[str, NDArray[Any]]:
    column: Column = table["gtin"].combine_chunks()
    if column.null_count == len(column):
        return _numbered("gtin", np.empty(0, dtype=np.uint64), np.empty(0, dtype=np.int64))
    found: Column = gtin.canonicals(column)
    rows = np.flatnonzero(found.is_valid().to_numpy(zero_copy_only=False))
    values = found.drop_null().cast(pa.uint64()).to_numpy(zero_copy_only=False)
    return _numbered("gtin", values, rows)


def _numbered(kind: str, numbers: U64, rows: I64) -> dict[str, NDArray[Any]]:
    """Entries of small numbers (below 2^48), which are put where `grouped` tells keys apart."""
    found = grouped(numbers << np.uint64(16), rows)
    return _named(kind, found._replace(keys=found.keys >> np.uint64(16)))


def _named(
    kind: str, found: Groups, texts: Mapping[str, NDArray[Any]] | None = None
) -> dict[str, NDArray[Any]]:
    named: dict[str, NDArray[Any]] = {"keys": found.keys, **(texts or {}), "at": found.at, "rows": found.rows}
    return {f"{kind}.{name}": array for name, array in named.items()}
