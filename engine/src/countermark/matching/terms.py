"""Terms compiled to tables of keys: plain numpy arrays, sorted, that are mapped from disk and shared by processes.

A view is a way in which a term may be met; each has a sorted array of keys and, beside it, the number of the term.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from countermark.text.chars import Kind, kind
from countermark.text.fold import bare_skeleton, fold, fold_all, skeleton, skeletons
from countermark.text.keys import I64, U64, kernels, keys_of_texts, phrase
from countermark.text.letters import Letters
from countermark.text.sounds import sounds

I32 = NDArray[np.int32]

LEAST_LOOK: Final = 3
"""Letters that a term needs to be looked for in disguise at all."""
LEAST_NEAR: Final = 5
"""Letters that a term needs to be looked for misspelt, by sound or glued to other words."""
LEAST_PART: Final = 4
"""Letters that one word of a phrase needs to be looked for in disguise by itself."""


LEAST_PLAIN_PART: Final = 2
"""The same where every letter of it is explained."""
LEAST_TOGETHER: Final = 3
"""Letters that a phrase needs to be told where it is written as one word: `HM` is not `H&M`."""


class TermKind(IntEnum):
    """What a term is."""

    WORD = 0
    """A word mark, in whatever script."""
    NICKNAME = 1
    """How sellers name a brand without writing it."""
    PHRASE = 2
    """Words of the trade; belongs to no brand."""


class Term(NamedTuple):
    """One term before it is compiled. `brand` counts brands within the segment; -1 for a phrase."""

    text: str
    brand: int
    kind: TermKind
    common: bool | None = None
    renders: bool = False


@dataclass(frozen=True)
class View:
    """Sorted keys, and the number of the term (and the place within it, where that matters) behind each.

    Word keys are spread evenly, so that the upper bits of one tell about where it stands.
    """

    keys: U64
    terms: I32
    spread: bool = False

    def find(self, keys: U64) -> tuple[I64, I32]:
        """(index into `keys`, term) for every entry whose key is among `keys`."""
        low = self._first_places(keys)
        inside = np.flatnonzero(low < len(self.keys))
        inside = inside[self.keys[low[inside]] == keys[inside]]
        if not len(inside):
            return inside, np.empty(0, dtype=np.int32)
        low = low[inside]
        counts = np.searchsorted(self.keys, keys[inside], side="right") - low
        which = np.repeat(inside, counts)
        within = np.arange(len(which)) - np.repeat(np.cumsum(counts) - counts, counts)
        return which, self.terms[np.repeat(low, counts) + within]

    def _first_places(self, keys: U64) -> I64:
        if not self.spread:
            return np.searchsorted(self.keys, keys)
        places = np.empty(len(keys), dtype=np.int64)
        kernels().first_places(self.keys.view(np.ndarray), self._buckets, keys, places)
        return places

    @cached_property
    def _buckets(self) -> I64:
        """Where the keys with each value of their upper bits begin, and where the last ones end."""
        bits = max(len(self.keys).bit_length() - 1, 1)
        begins = np.arange(1 << bits, dtype=np.uint64) << np.uint64(64 - bits)
        return np.append(np.searchsorted(self.keys, begins), len(self.keys))


VIEWS: Final = (
    "exact", "prefix", "letters", "begins", "looks", "near", "sounds",
    "word_letters", "word_begins", "parts", "near_parts", "part_sounds", "pairs",
)  # fmt: skip
"""exact: word key of the folded words. prefix: word key of the beginning of a phrase. The others: string keys of
letters: as folded without spaces; of every beginning of these; of the skeleton; of the bare skeleton, whole and less
one letter; of the sound; and of each word of a phrase the same (in `OF_WORDS`: terms are term x 16 + place of the
word, and one phrase stands for all that have the word). pairs: phrase key of each word of a phrase and the next one."""
OF_WORDS: Final = frozenset({"word_letters", "parts", "near_parts", "part_sounds"})
BY_PLACE: Final = OF_WORDS | {"pairs"}
"""Views whose terms are term x 16 + place of a word."""
SPREAD: Final = frozenset({"exact", "prefix", "pairs"})
"""Views whose keys are word keys."""

PARTS: Final = 16
"""Words of a phrase that are told apart."""


@dataclass(frozen=True)
class TermTable:
    """Compiled terms of one segment."""

    texts: Sequence[str]
    brands: I32
    kinds: NDArray[np.uint8]
    flags: NDArray[np.uint8]
    views: Mapping[str, View]

    def __len__(self) -> int:
        return len(self.brands)


COMMON: Final = 1
PLAIN: Final = 2
UNSPACED: Final = 4
RENDERS: Final = 8
"""Flags of a term: said to be an ordinary word; said not to be one; has letters of an unspaced script; renders the
mark in another script."""


def compile_terms(terms: Sequence[Term]) -> TermTable:
    """Compile `terms`. The same terms in the same order give the same bytes."""
    texts = [term.text for term in terms]
    folded = fold_all(texts)
    letters = [text.replace(" ", "") for text in folded]
    forms = _skeletons(letters)
    views = {
        **_exact(*_plainly(texts, folded)),
        **_joined(letters),
        **_looks(forms, letters),
        "sounds": _sounds(letters),
        **_parts(folded),
    }
    return TermTable(
        texts=texts,
        brands=np.array([term.brand for term in terms], dtype=np.int32),
        kinds=np.array([term.kind for term in terms], dtype=np.uint8),
        flags=np.array([_flags(term) for term in terms], dtype=np.uint8),
        views=views,
    )


def _numbers(count: int) -> I32:
    return np.arange(count, dtype=np.int32)


def _flags(term: Term) -> int:
    flags = 0 if term.common is None else COMMON if term.common else PLAIN
    if not term.text.isascii() and any(kind(char) is Kind.UNSPACED for char in term.text):
        flags |= UNSPACED
    return flags | (RENDERS if term.renders else 0)


def _skeletons(letters: Sequence[str]) -> list[list[str]]:
    """The skeletons under which each term is filed. A term in Latin letters has one."""
    latin = [number for number, text in enumerate(letters) if text.isascii() and text.isalpha()]
    lines = _lines(skeleton, [letters[number] for number in latin])
    found = [[] if text.isascii() and text.isalpha() else sorted(skeletons(text)) for text in letters]
    for number, line in zip(latin, lines, strict=False):
        found[number] = [line]
    return found


def _view(keys: U64, terms: I32) -> View:
    """Sorted and without repeats."""
    order = np.argsort(keys)
    keys, terms = keys[order], terms[order]
    # Sorting by both is much slower than by keys alone, few of which are equal.
    equal = np.zeros(len(keys) + 1, dtype=np.bool_)
    equal[1:-1] = keys[1:] == keys[:-1]
    tied = np.flatnonzero(equal[:-1] | equal[1:])
    terms[tied] = terms[tied][np.lexsort((terms[tied], keys[tied]))]
    keep = np.ones(len(keys), dtype=np.bool_)
    keep[1:] = (keys[1:] != keys[:-1]) | (terms[1:] != terms[:-1])
    return View(np.ascontiguousarray(keys[keep]), np.ascontiguousarray(terms[keep]))


DROPPED: Final = str.maketrans("", "", ".'’´`")
"""What writers of a mark leave out: `U.S.` is `US`, `Levi's` is `Levis`."""
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z][a-z]{2})")
"""Where a mark's own capitals part it: `NightOwl` is `night owl`."""


def plain_forms(text: str) -> tuple[str, str, str]:
    """What a term is when written plainly, folded: as it is, with what is left out gone, parted at its capitals."""
    return fold(text), fold(text.translate(DROPPED)), fold(_CAMEL.sub(" ", text))


def _plainly(texts: Sequence[str], folded: Sequence[str]) -> tuple[list[str], I32]:
    """Every form of the terms when written plainly, once each, and the number of its term."""
    found, numbers = list(folded), [_numbers(len(texts))]
    for other in ([text.translate(DROPPED) for text in texts], [_CAMEL.sub(" ", text) for text in texts]):
        differing = [n for n, (text, form) in enumerate(zip(texts, other, strict=True)) if form != text]
        found.extend(fold_all([other[n] for n in differing]))
        numbers.append(np.array(differing, dtype=np.int32))
    return found, np.concatenate(numbers)


def _exact(folded: Sequence[str], terms: I32) -> dict[str, View]:
    """Phrases by their word keys, their beginnings, and phrases written as one word (`CocaCola`).

    `folded` holds every term once or more; beside it stands its number.
    """
    split = [text.split() for text in folded]
    words = [word for parts in split for word in parts]
    sizes = np.array([len(parts) for parts in split], dtype=np.int32)
    number_of = np.repeat(_numbers(len(split)), sizes)
    place_of = np.arange(len(words)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    keys, _ = keys_of_texts(words)
    grown = np.zeros(len(split), dtype=np.uint64)
    prefix_keys, prefix_terms, exact_keys, exact_terms = [], [], [], []
    for place in range(int(sizes.max(initial=0))):
        here = np.flatnonzero(place_of == place)
        term = number_of[here]
        grown[term] = keys[here] if place == 0 else phrase(grown[term], keys[here])
        ends = sizes[term] == place + 1
        exact_keys.append(grown[term[ends]])
        exact_terms.append(term[ends])
        prefix_keys.append(grown[term[~ends]])
        prefix_terms.append(term[~ends])
    joined = [text.replace(" ", "") for text in folded]
    long_enough = np.array([len(letters) >= LEAST_TOGETHER for letters in joined], dtype=np.bool_)
    together = np.flatnonzero((sizes > 1) & long_enough).astype(np.int32)
    exact_keys.append(keys_of_texts([joined[number] for number in together.tolist()])[0])
    exact_terms.append(together)
    empty = np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=np.int32)
    exact = np.concatenate([empty[1], *exact_terms])
    prefix = np.concatenate([empty[1], *prefix_terms])
    return {
        "exact": _view(np.concatenate([empty[0], *exact_keys]), terms[exact]),
        "prefix": _view(np.concatenate([empty[0], *prefix_keys]), terms[prefix]),
    }


def _joined(letters: Sequence[str]) -> dict[str, View]:
    """Terms as letters without spaces, and the beginnings of these."""
    table = Letters(letters)
    width = table.codes.shape[1]
    inside = np.arange(1, width)[None, :] < table.lengths[:, None]
    # Sorted by itself: `np.unique` takes ten times as long for millions of keys.
    begins = np.sort(table.beginnings[:, 1:width][inside]) if width > 1 else np.empty(0, dtype=np.uint64)
    begins = begins[np.append(True, begins[1:] != begins[:-1])] if len(begins) else begins
    return {
        "letters": _view(keys_of_texts(letters)[1], _numbers(len(letters))),
        "begins": View(begins, np.empty(0, dtype=np.int32)),
    }


def _looks(forms: Sequence[Sequence[str]], letters_of: Sequence[str]) -> dict[str, View]:
    """Skeletons; and skeletons with no letters run together, whole and less one letter."""
    flat = [
        (form, number) for number, several in enumerate(forms) for form in several if len(form) >= LEAST_LOOK
    ]
    letters = Letters([form for form, _ in flat])
    numbers = np.array([number for _, number in flat], dtype=np.int32)
    return {
        "looks": _view(letters.whole, numbers),
        "near": _near(_lines(bare_skeleton, letters_of), _numbers(len(letters_of))),
    }


def _lines(form: Callable[[str], str], words: Sequence[str]) -> list[str]:
    """The `form` of each of `words`, worked out for all at once, as the lines of one text."""
    return form("\n".join(words)).split("\n") if words else []


def _near(forms: Sequence[str], numbers: I32, least: int = LEAST_NEAR) -> View:
    """Words of at least `least` letters, whole and less one letter."""
    letters = Letters(forms)
    long_enough = np.flatnonzero(letters.lengths >= least)
    rows, _, less = letters.without_one(shortest=least)
    return _view(
        np.concatenate([letters.whole[long_enough], less]),
        np.concatenate([numbers[long_enough], numbers[rows]]),
    )


def _sounds(letters: Sequence[str]) -> View:
    return _heard([(text, number) for number, text in enumerate(letters)])


def _heard(words: Sequence[tuple[str, int]]) -> View:
    """Sounds of (word, number) where the word is long enough and Latin."""
    flat = [(text, n) for text, n in words if len(text) >= LEAST_NEAR and text.isascii() and text.isalpha()]
    heard = sounds([text for text, _ in flat]) if flat else []
    return _view(keys_of_texts(heard)[1], np.array([n for _, n in flat], dtype=np.int32))


def _parts(folded: Sequence[str]) -> dict[str, View]:
    """The single words of phrases, each once, and what stands beside what."""
    phrases = [(number, text.split()[:PARTS]) for number, text in enumerate(folded) if " " in text]
    stands_for: dict[str, int] = {}
    for number, words in phrases:
        for place, word in enumerate(words):
            stands_for.setdefault(word, number * PARTS + place)
    plain = [(word, number) for word, number in stands_for.items() if len(word) >= LEAST_PLAIN_PART]
    long = [(word, number) for word, number in plain if len(word) >= LEAST_PART and word.isascii()]
    joined = _joined([word for word, _ in plain])
    of_plain, of_long = (np.array([number for _, number in some], dtype=np.int32) for some in (plain, long))
    return {
        "word_letters": _view(keys_of_texts([word for word, _ in plain])[1], of_plain),
        "word_begins": joined["begins"],
        "parts": _view(Letters(_lines(skeleton, [word for word, _ in long])).whole, of_long),
        "near_parts": _near(_lines(bare_skeleton, [word for word, _ in long]), of_long, LEAST_PART),
        "part_sounds": _heard(long),
        "pairs": _pairs(phrases),
    }


def _pairs(phrases: Sequence[tuple[int, Sequence[str]]]) -> View:
    keys, _ = keys_of_texts([word for _, words in phrases for word in words])
    sizes = np.array([len(words) for _, words in phrases], dtype=np.int64)
    numbers = np.repeat(np.array([number for number, _ in phrases], dtype=np.int32), sizes)
    ends = np.cumsum(sizes)
    places = np.arange(len(keys)) - np.repeat(ends - sizes, sizes)
    first = np.ones(len(keys), dtype=np.bool_)
    first[ends - 1] = False
    here = np.flatnonzero(first)
    return _view(phrase(keys[here], keys[here + 1]), numbers[here] * PARTS + places[here].astype(np.int32))
