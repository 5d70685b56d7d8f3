"""What is done to every byte and every word of a batch, compiled by numba when it is first needed.

`keys` and `tokens` say what is worked out here, and the tests hold both against each other. Import this where a batch
is at hand, not at the top of a module: a command that screens nothing should not wait for the compiler's library.

All kernels stand in this one file, since numba notices a change of the file that a kernel stands in, but not of
another one that it calls into.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar

import numpy as np
from numba import njit, types

from countermark.text.chars import Kind
from countermark.text.keys import LONGEST, MIXERS, PRIME

_Kernel = TypeVar("_Kernel", bound=Callable[..., Any])


def _compiled(signature: object) -> Callable[[_Kernel], _Kernel]:
    """Compiles for arrays of just these types; what is compiled is kept in a file for the next process."""

    def compile_it(kernel: _Kernel) -> _Kernel:
        try:
            made: _Kernel = njit(signature, cache=True, nogil=True)(kernel)
        except RuntimeError:  # neither this folder nor the user's cache can be written to
            made = njit(signature, nogil=True)(kernel)
        return made

    return compile_it


def _inlined(kernel: _Kernel) -> _Kernel:
    """Compiles as a part of the kernels that call it."""
    made: _Kernel = njit(kernel)
    return made


_BYTES: Final = types.uint8[::1]
_PLACES: Final = types.int64[::1]
_KEYS: Final = types.uint64[::1]
_SEGMENTS: Final = types.int32[::1]
_COUNT: Final = types.int64
# What is only read may be mapped from a file, or belong to Arrow.
_EIGHTS_READ: Final = types.Array(types.uint64, 1, "A", readonly=True, aligned=False)
"""Eight bytes from each place on (`keys.windows`)."""
_BYTES_READ: Final = types.Array(types.uint8, 1, "C", readonly=True)
_PLACES_READ: Final = types.Array(types.int64, 1, "C", readonly=True)
_KEYS_READ: Final = types.Array(types.uint64, 1, "C", readonly=True)
_SEGMENTS_READ: Final = types.Array(types.int32, 1, "C", readonly=True)

_SPACE: Final = 32
_SYMBOL: Final = 1
_UNSPACED: Final = 2
_WORD: Final = 0
_UNTOLD: Final = 255
_BLANKS: Final = np.full(256, _SYMBOL, dtype=np.uint8)
"""By the kind of a character (255: not yet told), what stands for each of its bytes if it separates words."""
_BLANKS[[Kind.LETTER, Kind.INVISIBLE]] = _WORD
_BLANKS[Kind.UNSPACED], _BLANKS[Kind.SPACE], _BLANKS[_UNTOLD] = _UNSPACED, _SPACE, _UNTOLD

_0, _1, _8 = np.uint64(0), np.uint64(1), np.uint64(8)
_61: Final = np.uint64(61)
_64: Final = np.uint64(64)
_TOP_BITS: Final = np.uint64(0x8080808080808080)
_LOW_BITS: Final = np.uint64(0x7F7F7F7F7F7F7F7F)
_OVER_SPACE: Final = np.uint64(0x5F5F5F5F5F5F5F5F)
"""Added to seven bits of a byte, it carries into the eighth if they are more than a space."""
_LOWEST: Final = np.uint64(0x03F79D71B4CB0A89)
"""De Bruijn's number: times a power of two, its upper six bits tell which one."""
_BYTE_OF: Final = np.zeros(64, dtype=np.int64)
for _bit in range(64):
    _BYTE_OF[((int(_LOWEST) << _bit) % (1 << 64)) >> 58] = _bit // 8
_MIX_0, _MIX_1, _MIX_2, _MIX_3, _MIX_4 = MIXERS
_TURNS: Final = np.array([MIXERS[eighth % 3] for eighth in range(LONGEST // 8)])
_SHIFTS: Final = np.array([(64 * eighth) % 61 for eighth in range(LONGEST // 8)], dtype=np.uint64)
_GOLDEN: Final = np.uint64(0x9E3779B97F4A7C15)


@_compiled(types.void(_BYTES_READ, _BYTES))
def make_small(raw: Any, small: Any) -> None:
    """`raw` with small letters; white space is 32 and symbols are 1, bytes beyond ASCII stay."""
    for place in range(len(raw)):
        byte = raw[place]
        capital = (byte >= 65) & (byte <= 90)
        stays = ((byte >= 97) & (byte <= 122)) | ((byte >= 48) & (byte <= 57)) | (byte >= 128)
        space = (byte <= 32) | (byte == 127)
        # Conditions without a branch, which become one instruction for many bytes.
        other = np.uint8(_SPACE) if space else np.uint8(_SYMBOL)
        small[place] = np.uint8(byte + 32) if capital else (byte if stays else other)


@_inlined
def _code_point(raw: Any, place: Any) -> tuple[Any, Any]:
    """The character that begins at a byte over 0xBF, and how many bytes it has."""
    lead = np.int64(raw[place])
    second, third = np.int64(raw[place + 1]) & 0x3F, np.int64(raw[place + 2]) & 0x3F
    if lead < 0xE0:
        return ((lead & 0x1F) << 6) | second, 2
    if lead < 0xF0:
        return ((lead & 0x0F) << 12) | (second << 6) | third, 3
    fourth = np.int64(raw[place + 3]) & 0x3F
    return min(((lead & 0x07) << 18) | (second << 12) | (third << 6) | fourth, 0x10FFFF), 4


@_compiled(
    types.UniTuple(_COUNT, 3)(_BYTES_READ, _BYTES, _EIGHTS_READ, _BYTES_READ, _PLACES, _PLACES, _PLACES)
)
def separate(
    raw: Any, small: Any, eights: Any, kinds: Any, leads: Any, unspaced: Any, unknown: Any
) -> tuple[int, int, int]:
    """Blank out, in `small`, the characters beyond ASCII that separate words.

    Puts the places of the others into `leads`, those of unspaced scripts into `unspaced` and characters whose kind no
    one told yet into `unknown`; returns how many of each.
    """
    letters, without, strangers = 0, 0, 0
    place, end = 0, len(raw) - 8
    while place < end:
        if eights[place] & _TOP_BITS == 0:
            place += 8
            continue
        stop = min(place + 8, end)
        while place < stop:
            if raw[place] < 0xC0:
                place += 1
                continue
            code, size = _code_point(raw, place)
            blank = _BLANKS[kinds[code]]
            if blank == _WORD:
                leads[letters] = place
                letters += 1
            elif blank == _UNTOLD:
                if strangers < len(unknown):
                    unknown[strangers] = code
                    strangers += 1
            else:
                if blank == _UNSPACED:
                    unspaced[without] = place
                    without += 1
                small[place : place + size] = blank
            place += size
    return letters, without, strangers


@_inlined
def _lowest_byte(bits: Any) -> Any:
    """Which byte the lowest bit that is set stands in."""
    return _BYTE_OF[((bits & (_0 - bits)) * _LOWEST) >> np.uint64(58)]


@_compiled(_COUNT(_EIGHTS_READ, _PLACES_READ, _PLACES, _PLACES, _SEGMENTS))
def borders(eights: Any, offsets: Any, starts: Any, lengths: Any, segments: Any) -> int:
    """Where each word of the small bytes `eights` begins, its length and its text.

    Returns how many there are; -1 where the three arrays may not hold them.
    """
    words, ended = 0, 0
    for segment in range(len(offsets) - 1):
        first, end, before = words, offsets[segment + 1], _0
        if len(starts) - words < (end - offsets[segment] + 1) // 2:
            return -1
        for place in range(offsets[segment], end, 8):
            bytes_ = eights[place]
            letters = (bytes_ | ((bytes_ & _LOW_BITS) + _OVER_SPACE)) & _TOP_BITS
            if end - place < 8:
                letters &= (_1 << np.uint64(8 * (end - place))) - _1
            edges = letters ^ ((letters << _8) | before)
            begun, over = edges & letters, edges & ~letters
            while begun:
                starts[words] = place + _lowest_byte(begun)
                words += 1
                begun &= begun - _1
            while over:
                lengths[ended] = place + _lowest_byte(over)
                ended += 1
                over &= over - _1
            before = letters >> np.uint64(56)
        if ended < words:
            lengths[ended] = end
            ended += 1
        for word in range(first, words):
            segments[word] = segment
            lengths[word] -= starts[word]
    return words


@_compiled(_COUNT(_PLACES_READ, _PLACES_READ, _PLACES))
def words_at(starts: Any, places: Any, found: Any) -> int:
    """The words, each once, that `places` (ascending, each in a word) stand in; how many there are."""
    word, count = 0, 0
    for place in places:
        while word + 1 < len(starts) and starts[word + 1] <= place:
            word += 1
        if count == 0 or found[count - 1] != word:
            found[count] = word
            count += 1
    return count


@_inlined
def _mix(key: Any) -> Any:
    key ^= key >> np.uint64(32)
    key *= _MIX_3
    return key ^ (key >> np.uint64(29))


@_inlined
def _reduced(value: Any) -> Any:
    once = (value & PRIME) + (value >> _61)
    return (once & PRIME) + (once >> _61)


@_inlined
def _keys(eights: Any, start: Any, length: Any) -> tuple[Any, Any]:
    """The word key and the string key of one word; `keys.keys_of` tells how they are made."""
    if length < 8:
        string = eights[start] & ((_1 << np.uint64(8 * length)) - _1)
        return _mix(string * _MIX_0 + np.uint64(length) * _MIX_4), string
    word, string = eights[start] * _MIX_0, _reduced(eights[start])
    eighth, left = 1, min(length, LONGEST) - 8
    while left > 0:
        part = eights[start + 8 * eighth]
        if length - 8 * eighth < 8:
            part &= (_1 << np.uint64(8 * (length - 8 * eighth))) - _1
        word = _mix(word) + part * _TURNS[eighth]
        low, shift = _reduced(part), _SHIFTS[eighth]
        string += ((low << shift) & PRIME) | (low >> (_61 - shift))
        eighth += 1
        left -= 8
    string = _reduced(string)
    return _mix(word + np.uint64(length) * _MIX_4), string if string != PRIME else _0


@_compiled(types.void(_EIGHTS_READ, _PLACES_READ, _PLACES_READ, _KEYS, _KEYS))
def keys_of(eights: Any, starts: Any, lengths: Any, words: Any, strings: Any) -> None:
    """`keys.keys_of`, into `words` and `strings`."""
    for word in range(len(starts)):
        words[word], strings[word] = _keys(eights, starts[word], lengths[word])


@_inlined
def _phrase(first: Any, following: Any) -> Any:
    return _mix(first * _MIX_1 + following + _MIX_2)


@_inlined
def _whole_key(eights: Any, start: Any, length: Any) -> Any:
    """The word key of one word in which every byte counts."""
    key, _ = _keys(eights, start, min(length, LONGEST))
    while length > LONGEST:
        start, length = start + LONGEST, length - LONGEST
        part, _ = _keys(eights, start, min(length, LONGEST))
        key = _phrase(key, part)
    return key


@_compiled(types.void(_EIGHTS_READ, _PLACES_READ, _PLACES_READ, _KEYS))
def whole_keys(eights: Any, starts: Any, lengths: Any, found: Any) -> None:
    """`keys.whole_keys`, into `found`."""
    for word in range(len(starts)):
        found[word] = _whole_key(eights, starts[word], lengths[word])


_FOLDED: Final = types.uint64[:, ::1]


@_compiled(_COUNT(_EIGHTS_READ, _PLACES_READ, _PLACES_READ, _PLACES_READ, _FOLDED, _KEYS, _FOLDED, _PLACES))
def folded_before(
    eights: Any, starts: Any, lengths: Any, odd: Any, table: Any, keys: Any, found: Any, missing: Any
) -> int:
    """For each of the words `odd` its key as written, and the row of `table` that is kept for it, in one of two places.

    Puts those that have none into `missing` (as places in `odd`); how many these are.
    """
    shift, count = _64, 0
    size = len(table)
    while size > 1:
        size >>= 1
        shift -= _1
    for place in range(len(odd)):
        key = _whole_key(eights, starts[odd[place]], lengths[odd[place]])
        keys[place] = key
        spot = (key * _GOLDEN) >> shift
        if table[spot, 0] != key:
            spot ^= _1
        if table[spot, 0] != key:
            missing[count] = place
            count += 1
        else:
            found[place, 0], found[place, 1], found[place, 2] = table[spot, 1], table[spot, 2], table[spot, 3]
    return count


@_compiled(_COUNT(_KEYS_READ, _SEGMENTS_READ, _BYTES_READ, _COUNT, _COUNT, _PLACES, _PLACES, _KEYS))
def runs(
    words: Any, segments: Any, sieve: Any, whole: Any, begun: Any, firsts: Any, sizes: Any, keys: Any
) -> int:
    """Runs of words in one text whose keys the sieve flags as `whole`: first word, number of words, phrase key.

    A run is grown by a word where the sieve flags it as `begun`. Fills the three arrays as far as they go, and
    returns how many runs there are.
    """
    shift, slots, count = _64, len(sieve), 0
    while slots > 1:
        slots >>= 1
        shift -= _1
    for first in range(len(words)):
        key, last = words[first], first
        while True:
            flags = sieve[(key * _GOLDEN) >> shift]
            if flags & whole:
                if count < len(firsts):
                    firsts[count], sizes[count], keys[count] = first, last - first + 1, key
                count += 1
            last += 1
            if not flags & begun or last == len(words) or segments[last] != segments[first]:
                break
            key = _phrase(key, words[last])
    return count


@_compiled(types.void(_KEYS_READ, _PLACES_READ, _KEYS_READ, _PLACES))
def first_places(held: Any, buckets: Any, asked: Any, found: Any) -> None:
    """The place in `held` (sorted) of the first key that is none below each of `asked`.

    `buckets` tells where the keys with each value of their upper bits begin, and where the last ones end.
    """
    shift, size = _64, len(buckets) - 1
    while size > 1:
        size >>= 1
        shift -= _1
    for n in range(len(asked)):
        key = asked[n]
        place, end = buckets[key >> shift], buckets[(key >> shift) + _1]
        while place < end and held[place] < key:
            place += 1
        found[n] = place


@_compiled(_COUNT(_KEYS_READ, _KEYS_READ, _KEYS_READ, types.uint64, types.uint64, _PLACES))
def lacking(asked: Any, one: Any, other: Any, factor: Any, another: Any, found: Any) -> int:
    """Which of `asked` stand in neither of two tables of one size, at the places that the two factors give.

    Puts them into `found`; how many there are.
    """
    shift, size, count = _64, len(one), 0
    while size > 1:
        size >>= 1
        shift -= _1
    for n in range(len(asked)):
        key = asked[n]
        if one[(key * factor) >> shift] != key and other[(key * another) >> shift] != key:
            found[count] = n
            count += 1
    return count


@_compiled(
    _COUNT(
        _KEYS_READ, _PLACES_READ, _SEGMENTS_READ, _BYTES_READ, _COUNT, _COUNT, _COUNT, _PLACES, _PLACES, _KEYS
    )
)
def joined_runs(
    strings: Any, lengths: Any, segments: Any, sieve: Any, whole: Any, begun: Any, most: Any,
    firsts: Any, sizes: Any, keys: Any,
) -> int:  # fmt: skip
    """Runs of two to `most` words whose string keys, put together, the sieve flags as `whole`; as `runs` does."""
    shift, slots, count = _64, len(sieve), 0
    while slots > 1:
        slots >>= 1
        shift -= _1
    for first in range(len(strings)):
        key, length, last = strings[first], lengths[first], first
        flags = sieve[(key * _GOLDEN) >> shift]
        while flags & begun and last + 1 < len(strings) and last + 1 - first < most:
            last += 1
            if segments[last] != segments[first]:
                break
            turn = np.uint64((length * 8) % 61)
            key += ((strings[last] << turn) & PRIME) | (strings[last] >> (_61 - turn))
            key = key - PRIME if key >= PRIME else key
            length += lengths[last]
            flags = sieve[(key * _GOLDEN) >> shift]
            if flags & whole:
                if count < len(firsts):
                    firsts[count], sizes[count], keys[count] = first, last - first + 1, key
                count += 1
    return count
