"""Words that a language or a trade knows: what reads as one of them is no misspelt mark.

The default words come from the package `wordfreq` (its lists are CC BY-SA, made from many sources) in the languages
of `LANGUAGES`, folded, as a sorted array of word keys with how common each is. Working them out takes some seconds,
so the result is kept as a file beside the compiled references.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from countermark.errors import UnusableInput
from countermark.text.fold import fold
from countermark.text.keys import U64, keys_of_texts, word_key

LANGUAGES: Final = {
    "en": 2.3, "es": 2.7, "pt": 2.7, "fr": 2.7, "de": 2.7, "it": 2.7, "ru": 2.7, "tr": 3.0, "ar": 2.7, "nl": 2.7,
    "pl": 2.7, "sv": 2.7, "da": 3.0, "nb": 3.0, "fi": 3.0, "cs": 3.0, "hu": 3.0, "ro": 3.0, "id": 3.0, "vi": 3.0,
    "uk": 3.0, "el": 3.0, "ca": 3.0,
}  # fmt: skip
"""Language and the least Zipf frequency (log10 of occurrences per 10^9 words) at which a word counts as known.

Rarer ones are mostly names, misspellings and scraps, which veto true misspellings of marks: measured in bench/quality.
"""
VERSION: Final = "4"


SPREAD_LANGUAGES: Final = ("en", "es", "pt", "fr", "de", "it", "nl", "pl", "sv")
"""Languages whose frequencies of one word are compared: a name is about as frequent in all, a word in one or two."""
SPREAD: Final = 0.65
"""Highest less median Zipf frequency from which on a word is an ordinary one. Of 60 brands and words looked at by
hand it puts three on the wrong side; who knows better says so in the references (`common`)."""
EVERYDAY: Final = 4.5
"""Zipf frequency from which on anything is an ordinary word, however it spreads (`apple`)."""


FOREIGN: Final = 3.5
"""Zipf frequency from which on a word of the other languages alone is an ordinary one of theirs."""


_REMEMBERED: Final = 1 << 14
_FEW: Final = 16


class KnownWords:
    """Word keys, sorted, with ten times the Zipf frequency of each (255: known without a frequency), and ten times
    its frequency as an ordinary word (0: a name)."""

    def __init__(self, keys: U64, frequencies: NDArray[np.uint8], ordinary: NDArray[np.uint8]) -> None:
        self.keys = keys
        self.frequencies = frequencies
        self.ordinary = ordinary
        # Single words are asked for one at a time, the same ones again and again.
        self._of = lru_cache(maxsize=_REMEMBERED)(self._worked_out)

    def __len__(self) -> int:
        return len(self.keys)

    def _look_up(self, words: U64, values: NDArray[np.uint8]) -> NDArray[np.uint8]:
        if not len(self.keys):
            return np.zeros(len(words), dtype=np.uint8)
        places = np.minimum(np.searchsorted(self.keys, words), len(self.keys) - 1)
        return np.where(self.keys[places] == words, values[places], 0).astype(np.uint8)

    def frequency(self, words: U64) -> NDArray[np.uint8]:
        """Ten times the Zipf frequency of each word key; 0 for an unknown word."""
        return self._look_up(words, self.frequencies)

    def frequency_of(self, words: Sequence[str]) -> NDArray[np.uint8]:
        """Ten times the Zipf frequency of each word, folded or, small, as a language writes it with accents."""
        if len(words) > _FEW:
            return self.frequency(keys_of_texts(words)[0])
        return np.array([self._of(word)[0] for word in words], dtype=np.uint8)

    def ordinary_of(self, words: Sequence[str]) -> NDArray[np.uint8]:
        """Ten times the Zipf frequency of each folded word as an ordinary word; 0 for names and unknown words."""
        return np.array([self._of(word)[1] for word in words], dtype=np.uint8)

    def _worked_out(self, word: str) -> tuple[int, int]:
        """How common a word is, and how common as an ordinary one."""
        key = np.uint64(word_key(word))
        place = int(self.keys.searchsorted(key))
        if place == len(self.keys) or self.keys[place] != key:
            return 0, 0
        return int(self.frequencies[place]), int(self.ordinary[place])

    def with_words(self, words: Sequence[str]) -> KnownWords:
        """These and `words` (as written; each word of a phrase counts by itself and the phrase as one)."""
        folded = sorted({part for word in words for part in (*_forms(fold(word)), *accented(word))})
        if not folded:
            return self
        added = np.full(len(folded), 255, dtype=np.uint8)
        return _sorted(
            np.concatenate([self.keys, keys_of_texts(folded)[0]]),
            np.concatenate([self.frequencies, added]),
            np.concatenate([self.ordinary, added * 0]),
        )

    def save(self, path: Path) -> None:
        """Write to `path`."""
        table = np.zeros(len(self.keys), dtype=_RECORD)
        table["key"], table["frequency"], table["ordinary"] = self.keys, self.frequencies, self.ordinary
        with path.open("wb") as file:
            np.save(file, table, allow_pickle=False)

    @classmethod
    def load(cls, path: Path) -> KnownWords:
        """Read what `save` wrote."""
        try:
            table = np.load(path, mmap_mode="r", allow_pickle=False)
            keys, frequencies, ordinary = (np.ascontiguousarray(table[name]) for name in _RECORD.names or ())
        except (OSError, EOFError, ValueError, IndexError) as error:
            raise UnusableInput(
                f"{path}: not a table of known words ({error})",
                mend="take it away and compile the references again: countermark references compile DIR --out INDEX",
            ) from error
        return cls(keys, frequencies, ordinary)


_RECORD: Final = np.dtype([("key", "<u8"), ("frequency", "u1"), ("ordinary", "u1")])


def accented(text: str) -> list[str]:
    """The words of `text` that have letters beyond ASCII, small, with their accents."""
    small = unicodedata.normalize("NFC", text).lower()
    return [word for word in _WRITTEN.findall(small) if not word.isascii()]


_WRITTEN: Final = re.compile(r"[^\W\d_]+")


def _forms(folded: str) -> set[str]:
    return {*folded.split(), folded.replace(" ", "")} - {""}


def _sorted(keys: U64, frequencies: NDArray[np.uint8], ordinary: NDArray[np.uint8]) -> KnownWords:
    """One entry a key: the last of those with the highest frequency."""
    order = np.lexsort((255 - frequencies.astype(np.int16), keys))
    keys, frequencies, ordinary = keys[order], frequencies[order], ordinary[order]
    first = np.ones(len(keys), dtype=np.bool_)
    first[1:] = keys[1:] != keys[:-1]
    return KnownWords(keys[first], frequencies[first], ordinary[first])


def default_words() -> KnownWords:
    """The known words of all `LANGUAGES`, worked out from wordfreq (some seconds)."""
    best: dict[str, float] = {}
    spread: dict[str, list[float]] = {}
    for language, least in LANGUAGES.items():
        compared = language in SPREAD_LANGUAGES
        for word, zipf in _words(language, least):
            if zipf > best.get(word, 0):
                best[word] = zipf
            if compared:
                spread.setdefault(word, []).append(zipf)
    keys, _ = keys_of_texts(list(best))
    frequencies = np.array([int(zipf * 10) for zipf in best.values()], dtype=np.uint8)
    ordinary = np.array(
        [_ordinary(zipf, spread.get(word, ())) for word, zipf in best.items()], dtype=np.uint8
    )
    return _sorted(keys, frequencies, ordinary)


def _words(language: str, least: float) -> Iterator[tuple[str, float]]:
    """Words of a language, folded and as it writes them with accents, and their Zipf frequency, down to `least`."""
    import wordfreq  # noqa: PLC0415  # a fifth of the start of every process, and needed once on a machine

    # Entry n of the list holds the words of frequency 10^(-n/100); Zipf = 9 - n/100.
    for centibels, words in enumerate(wordfreq.get_frequency_list(language)):
        zipf = 9 - centibels / 100
        if zipf < least:
            return
        for word in words:
            folded = word if word.isascii() and word.isalnum() else fold(word)
            if folded and " " not in folded:
                yield folded, zipf
                if folded != word and folded.isascii():
                    yield word, zipf


def _ordinary(best: float, compared: Sequence[float]) -> int:
    """Ten times the frequency of a word that is an ordinary one; 0 for a name."""
    floor = 2.3
    several = sorted([*compared, *([floor] * (len(SPREAD_LANGUAGES) - len(compared)))])
    spread = several[-1] - several[len(several) // 2]
    foreign = not compared and best >= FOREIGN
    return int(best * 10) if best >= EVERYDAY or spread >= SPREAD or foreign else 0
