"""Which sounds each letter may take part in, and which are heard whatever stands beside it: worked out from
the rules of `text.sounds` themselves, by sounding every letter alone and beside every other, as it is written
and as what it may be meant for, at the end of a short word and of a long one, which are not spoken alike.

An ear is a number: a bit for each sound that may be heard, and further up one for each that surely is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import product
from typing import Final

from countermark.text.alphabets import LATIN
from countermark.text.sounds import cyrillic_to_latin, sound, spoken

_SOUNDS: Final = "bdfklmnrs"
SURE: Final = 16
"""Where the bits of what is surely heard begin."""
_CYRILLIC: Final = "".join(char for char in map(chr, range(0x400, 0x530)) if cyrillic_to_latin(char))


def sounds(told: str) -> int:
    """The bits of what is heard."""
    return sum(1 << _SOUNDS.index(one) for one in set(told) if one in _SOUNDS)


@lru_cache(maxsize=1)
def ears() -> dict[str, int]:
    """The ear of every small Latin and Cyrillic letter: bits of what may be heard, and from `SURE` on of what
    is.
    """
    return {**_ears(LATIN, "h", "r", spoken), **_ears(_CYRILLIC, "х", "р", cyrillic_to_latin)}


def _ears(letters: str, silent: str, r: str, read: Callable[[str], Sequence[str]]) -> dict[str, int]:
    """The ears of the letters of a script whose words are read in one or several ways.

    `silent` is a letter of it that is not heard and here makes a word long, `r` the one that silences others.
    """
    alone = {letter: _read(letter, read) for letter in letters}
    may = {letter: set(alone[letter][0]) for letter in letters}
    sure = {letter: set(alone[letter][1]) for letter in letters}
    for before, one, other, behind in product(("", silent * 4), letters, letters, ("", r)):
        any_way, every_way = _read(before + one + other + behind, read)
        for letter, beside in ((one, other), (other, one)):
            may[letter] |= any_way - alone[beside][0] - alone[r][0]
            sure[letter] &= every_way
    return {
        letter: sounds("".join(may[letter])) | sounds("".join(sure[letter])) << SURE for letter in letters
    }


def _read(word: str, read: Callable[[str], Sequence[str]]) -> tuple[set[str], set[str]]:
    """What is heard in any of the ways of reading a word, and in every one."""
    told = [set(sound(way)) for way in read(word)]
    return set().union(*told), set.intersection(*told)
