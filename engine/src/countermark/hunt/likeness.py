"""Which of many words may be a mark in disguise at all: a quick look that lets no disguise pass unseen.

A history has millions of distinct words and chunks, and to judge one properly takes as long as to read ten
letters by hand. Here each is a few numbers: the letters that its characters may stand for, by every table of
ways and look-alikes that the matching has. A mark can only hide where all of its letters may stand, in its
order or from the end, but for one that is mistyped and one for each character that may stand for anything.
Words with letters that turn them round pass whatever their order. Whatever passes is judged by the matcher
itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import groupby, product
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from countermark.history.index import Texts
from countermark.hunt.hearing import SURE, ears
from countermark.matching.terms import LEAST_NEAR, LEAST_PART
from countermark.matching.ways import JOINED, SEQUENCES, guessed, letter_ways
from countermark.text.alphabets import LATIN
from countermark.text.chars import BIDI_OVERRIDES, MASKS, Kind, flipped_marks, kind, latin, plain, readings
from countermark.text.codepoints import code_points
from countermark.text.fold import SAME_LOOK, natural
from countermark.text.keys import U64

U32 = NDArray[np.uint32]

_LETTERS: Final = LATIN + "0123456789"
_OTHERS: Final = 64 - len(_LETTERS)
_ONE: Final = np.uint64(1)
_MAYBE: Final = (1 << SURE) - 1
_SURELY: Final = (1 << 27 - SURE) - 1
_LONGEST: Final = 63
"""Letters of a term whose order is looked at."""
_FREE: Final = 200
"""What a character counts that turns a whole word: the word passes, whatever else it has."""
_OTHER: Final = 16
_LETTER: Final = 24
"""Where the counts of characters that are no Latin letters, and of letters, begin; a text has 255 at most."""
_CYRILLIC: Final = 1 << 31
_BEYOND: Final = 1 << 30
_STRANGE: Final = 1 << 29
_LATIN: Final = 1 << 28
_ABROAD: Final = 1 << 27
"""The bits of an ear that is a Cyrillic letter's, of a character beyond ASCII, of one that no ordinary word has, of a
Latin letter, and of one of another script.
"""


class Pattern(NamedTuple):
    """What a term needs: bits of its letters, how many these are, how many with doubled ones and those of the
    same look as one, and the bit of each of these.
    """

    letters: np.uint64
    size: int
    bare: int
    order: tuple[int, ...]


class Shapes(NamedTuple):
    """What the texts are, one entry a text, and the letters that each byte of all texts may stand for."""

    letters: U64
    """The letters that its characters may stand for."""
    ears: U32
    """The sounds that may be heard and surely are: see `hearing`."""
    free: NDArray[np.int16]
    """Characters that may stand for anything."""
    sizes: NDArray[np.int64]
    """Its bytes."""
    lengths: NDArray[np.int64]
    """Its letters, of any script, one that is repeated as one."""
    plain: NDArray[np.bool_]
    """Whether it is Latin letters and nothing else."""
    starts: NDArray[np.int64]
    """Where it begins in `bytes`."""
    bytes: U64


def patterns(letters: str) -> list[Pattern]:
    """The patterns of a term's letters (folded, without spaces): as it is, and with letters run together in
    one.
    """
    spellings = {letters}
    for one, two in JOINED.items():
        spellings |= {spelling.replace(two, one) for spelling in spellings}
    return [_pattern(spelling) for spelling in sorted(spellings)]


def _pattern(letters: str) -> Pattern:
    # Where several letters of the same look are one, what stands for them all is that look.
    runs = (
        (look, "".join(run)) for look, run in groupby(letters, lambda letter: letter.translate(SAME_LOOK))
    )
    order = tuple(_bit(run[0] if run == run[0] * len(run) else look) for look, run in runs)
    return Pattern(np.uint64(_bits(letters)), len(letters), len(order), order[:_LONGEST])


def shapes(texts: Texts) -> Shapes:
    """The shapes of many texts at once."""
    raw = texts.bytes
    letters, ears, counts = _ASCII_LETTERS[raw], _ASCII_EARS[raw], _ASCII_COUNTS[raw]
    # Two characters that look like one letter, or begin what does; across texts they do no harm.
    pairs = _PAIR_CODES[raw[:-1].astype(np.uint16) << np.uint16(8) | raw[1:]]
    places = np.flatnonzero(pairs)
    letters[places] |= _PAIR_BITS[pairs[places]]
    leads = np.flatnonzero(raw >= _LEADS[0])
    if len(leads):
        letters[leads], ears[leads], counts[leads] = _beyond_ascii(code_points(raw, leads))
    # A letter that may be the one before it once more is none; the first of a text may be lost so, too.
    chars = np.flatnonzero((raw & 0xC0) != 0x80)
    again = chars[1:][(letters[chars[1:]] & letters[chars[:-1]]) > 0]
    counts[again] &= (1 << _LETTER) - 1
    here = np.flatnonzero(texts.sizes > 0)
    starts = texts.starts[here]
    of_letters = np.zeros(len(texts.sizes), dtype=np.uint64)
    of_ears, of_counts = (np.zeros(len(texts.sizes), dtype=np.uint32) for _ in range(2))
    if len(here):
        of_letters[here] = np.bitwise_or.reduceat(letters, starts)
        of_ears[here] = np.bitwise_or.reduceat(ears, starts)
        of_counts[here] = np.add.reduceat(counts, starts)
    free = np.minimum(of_counts & 0xFFFF, _FREE).astype(np.int16)
    plain_latin = ((of_counts >> _OTHER) & 0xFF == 0) & (texts.sizes > 0)
    lengths = (of_counts >> _LETTER).astype(np.int64)
    return Shapes(of_letters, of_ears, free, texts.sizes, lengths, plain_latin, texts.starts, letters)


def alike(
    found: Shapes, wanted: Pattern, *, word: bool = False, whole: bool = False, odd: bool = False
) -> NDArray[np.int64]:
    """The texts that may look like a term (or a `word` of one), or be a typing mistake for it.

    `whole`: those that are nothing more than it. `odd`: those that are not plain letters.
    """
    # More than half of a mark is never guessed.
    spare = np.where(found.free < _FREE, np.minimum(found.free, (wanted.size + 1) // 2), found.free)
    if wanted.size >= (LEAST_PART if word else LEAST_NEAR):
        # Of plain words, one wrong letter is a mistake only if it is all that is wrong, but for doubled ones.
        doubled = (found.lengths <= wanted.bare + 1) & (found.sizes >= wanted.bare - 1)
        spare += ~found.plain | (np.abs(found.sizes - wanted.size) <= 1) | doubled
    passes = np.bitwise_count(wanted.letters & ~found.letters) <= spare
    if whole:
        # No letter is written with more than two, and once more.
        passes &= found.lengths <= 3 * wanted.size + 1
    if odd:
        passes &= ~found.plain
    maybe = np.flatnonzero(passes)
    needed = len(wanted.order) - spare[maybe]
    ordered = _in_order(found, maybe, wanted.order) >= needed
    turned = np.flatnonzero(~ordered & found.plain[maybe])
    ordered[turned] = _in_order(found, maybe[turned], wanted.order[::-1]) == len(wanted.order)
    return maybe[ordered]


def _in_order(found: Shapes, texts: NDArray[np.int64], order: Sequence[int]) -> NDArray[np.int64]:
    """How many letters of `order` each of `texts` may have in that order: the longest common subsequence, by
    bits.
    """
    longest_first = texts[np.argsort(-found.sizes[texts], kind="stable")]
    at = found.starts[longest_first].copy()
    # How many texts have a byte at each place.
    standing = np.searchsorted(
        -found.sizes[longest_first], -np.arange(int(found.sizes[texts].max(initial=0)))
    )
    every = np.uint64((1 << len(order)) - 1)
    left = np.full(len(texts), every)
    for count in standing.tolist():
        may_stand = found.bytes[at[:count]]
        fits = np.zeros(count, dtype=np.uint64)
        for number, place in enumerate(order):
            fits |= ((may_stand >> np.uint64(place)) & _ONE) << np.uint64(number)
        fits &= left[:count]
        left[:count] = ((left[:count] + fits) | (left[:count] - fits)) & every
        at[:count] += 1
    out = np.empty(len(texts), dtype=np.int64)
    out[np.argsort(-found.sizes[texts], kind="stable")] = len(order) - np.bitwise_count(left)
    return out


def sounding(found: Shapes, wanted: int, *, surely: bool = True) -> NDArray[np.bool_]:
    """Which words may sound like a term (`hearing.sounds`): all of it may be heard, surely nothing else.

    Not `surely`: letters that are read as others are not heard as what they are.
    """
    all_of_it: NDArray[np.bool_] = (found.ears & wanted) == wanted
    if not surely:
        return all_of_it
    and_no_more: NDArray[np.bool_] = ((found.ears >> SURE) & (~wanted & _SURELY)) == 0
    return all_of_it & and_no_more


def cyrillic(found: Shapes) -> NDArray[np.bool_]:
    """Which texts have a Cyrillic letter."""
    has: NDArray[np.bool_] = (found.ears & _CYRILLIC) > 0
    return has


def strange(found: Shapes) -> NDArray[np.bool_]:
    """Which texts may be `matching.candidates.Piece.loose`: with characters beyond ASCII, and not as words are."""
    mixed = _LATIN | _ABROAD
    may_be: NDArray[np.bool_] = (found.ears & _STRANGE > 0) | (found.ears & mixed == mixed)
    return may_be & (found.ears & _BEYOND > 0)


class _Char(NamedTuple):
    """What one character adds to a shape: letters, ear, and counts: whether it may stand for anything, from
    `_OTHER` whether it is no Latin letter, from `_LETTER` whether it is a letter of any script.
    """

    letters: int
    ears: int
    counts: int


def _shape(char: str) -> _Char:
    ear = _ear(char)
    letter = kind(char) in {Kind.LETTER, Kind.UNSPACED}
    counts = (not (char.isascii() and char.isalpha())) << _OTHER
    counts |= (letter and plain(char) != "") << _LETTER
    if char in BIDI_OVERRIDES or char in flipped_marks():
        return _Char(0, ear, counts | _FREE)
    letters = "".join(shown for shown, _ in letter_ways(char)) + "".join(readings(char)) + plain(char)
    if not char.isascii():
        # Several characters that look like one letter: of those beyond ASCII, whatever follows the first.
        first = {char.lower(), plain(char)}
        letters += "".join(
            one for one, drawn in SEQUENCES.items() if any(shown[0] in first for shown in drawn)
        )
    free = kind(char) is Kind.SYMBOL or char in MASKS or guessed(char) is not None
    free |= letter and not readings(char) and not char.isascii()
    return _Char(_bits(letters), ear, counts | free)


def _ear(char: str) -> int:
    """What may be heard of a character, as itself and as the Latin letters that folding makes of it."""
    own = ears().get(char.lower(), 0) | _hand(char)
    if char.isascii():
        return own
    base = plain(char)
    for letter in {*base, *latin(char), *(look for one in base for look in latin(one))}:
        own |= ears().get(letter, 0) & _MAYBE
    return own | _BEYOND | (_CYRILLIC if char.lower() in ears() else 0)


def _hand(char: str) -> int:
    """Whether no ordinary word has the character, or else whether one with Latin letters has it, or only others."""
    # Accents are ordinary until they are heaped up.
    if not natural(char * 3):
        return _STRANGE
    if not natural(char + "a"):
        return _ABROAD
    return 0 if natural(char + "я") else _LATIN


def _bit(letter: str) -> int:
    place = _LETTERS.find(letter)
    return place if place >= 0 else len(_LETTERS) + ord(letter) % _OTHERS


def _bits(letters: str) -> int:
    return sum(1 << place for place in {_bit(letter) for letter in letters})


def _beyond_ascii(codes: NDArray[np.uint32]) -> tuple[U64, U32, U32]:
    """What the characters with these code points add. Each is worked out when it is first met."""
    new = np.unique(codes[~_MET[codes]])
    told = [_shape(chr(code)) for code in new.tolist()]
    _BEYOND_LETTERS[new] = [char.letters for char in told]
    _BEYOND_EARS[new] = [char.ears for char in told]
    _BEYOND_COUNTS[new] = [char.counts for char in told]
    _MET[new] = True
    return _BEYOND_LETTERS[codes], _BEYOND_EARS[codes], _BEYOND_COUNTS[codes]


_LEADS: Final = range(0xC0, 0x100)
"""First bytes of characters beyond ASCII."""
_POINTS: Final = 0x110000
_MET: Final = np.zeros(_POINTS, dtype=np.bool_)
_BEYOND_LETTERS: Final = np.zeros(_POINTS, dtype=np.uint64)
_BEYOND_EARS: Final = np.zeros(_POINTS, dtype=np.uint32)
_BEYOND_COUNTS: Final = np.zeros(_POINTS, dtype=np.uint32)


def _of_ascii() -> tuple[U64, U32, U32]:
    """What each byte of ASCII adds. Of other characters, all stands at the first byte, and is put there."""
    told = [_shape(chr(code)) if code < 128 else _Char(0, 0, 0) for code in range(256)]
    return (
        np.array([char.letters for char in told], dtype=np.uint64),
        np.array([char.ears for char in told], dtype=np.uint32),
        np.array([char.counts for char in told], dtype=np.uint32),
    )


def _of_pairs() -> tuple[NDArray[np.uint8], U64]:
    """For two bytes a number, and for each number the letters that they, or they and what follows, are drawn
    for.
    """
    bits: dict[int, int] = defaultdict(int)
    for letter, several in SEQUENCES.items():
        for shown in several:
            if shown[0].isascii():
                # What is beyond ASCII may be what is drawn, too, in another font.
                behind = {shown[1].encode()[0], shown[1].upper().encode()[0], *_LEADS}
                for one, other in product({shown[0], shown[0].upper()}, behind):
                    bits[ord(one) << 8 | other] |= _bits(letter)
    several_bits = sorted(set(bits.values()))
    codes = np.zeros(1 << 16, dtype=np.uint8)
    codes[list(bits)] = [several_bits.index(of_pair) + 1 for of_pair in bits.values()]
    return codes, np.array([0, *several_bits], dtype=np.uint64)


_ASCII_LETTERS, _ASCII_EARS, _ASCII_COUNTS = _of_ascii()
_PAIR_CODES, _PAIR_BITS = _of_pairs()
