"""Terms in scripts written without spaces: found anywhere in a text, as no border tells where a word ends."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

import ahocorasick_rs
import numpy as np

from countermark.matching.hits import PLAINLY, Hits
from countermark.matching.terms import UNSPACED
from countermark.matching.vocabulary import Vocabulary
from countermark.text.chars import Kind, kind, plain
from countermark.text.tokens import Tokens

_CLUSTERS: Final = re.compile(
    "[\u1100-\u115f][\u1160-\u11a7][\u11a8-\u11ff]?|.[\u3099\u309a\uff9e\uff9f]|.", re.DOTALL
)
"""One letter to a reader: the parts of a syllable of Hangul, kana with their signs of voice, any other character."""
_INTERPUNCTS: Final = frozenset("·・･‧•")


class _Folds(dict[int, str]):
    """What each code point folds to, worked out when it is first met: a table for `str.translate`."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        self[code] = "" if char.isspace() or char in _INTERPUNCTS else plain(char)
        return self[code]


_FOLDED: Final = _Folds()


class Unspaced:
    """Finds the terms of a vocabulary that have letters of an unspaced script."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        numbers = np.flatnonzero((vocabulary.flags & UNSPACED > 0) & vocabulary.alive)
        self._terms = [int(number) for number in numbers if vocabulary.text(int(number)).letters]
        patterns = [vocabulary.text(number).letters for number in self._terms]
        self._automaton = ahocorasick_rs.AhoCorasick(patterns) if patterns else None

    def find(self, tokens: Tokens) -> Hits:
        """Every such term in the segments of `tokens` that have such letters; terms within terms included."""
        rows: list[tuple[int, int, int, int]] = []
        if self._automaton is not None:
            for segment in tokens.unspaced.tolist():
                rows.extend(self._in_text(tokens, segment))
        columns = np.array(rows, dtype=np.int64).reshape(-1, 4)
        return Hits(
            columns[:, 0].astype(np.int32),
            columns[:, 1],
            columns[:, 2],
            columns[:, 3].astype(np.int32),
            np.full(len(rows), PLAINLY, dtype=np.int8),
            np.ones(len(rows), dtype=np.float32),
        )

    def _in_text(self, tokens: Tokens, segment: int) -> list[tuple[int, int, int, int]]:
        """(segment, first byte, last byte, term) of each term.

        Spaces, the dots between the parts of a foreign name and the invisible do not part letters; where a term begins
        or ends with a letter of a spaced script, the border of a word must be there.
        """
        assert self._automaton is not None
        text = tokens.text(segment)
        # Most texts hold no term: they are told by one look at the folded whole, without the places of its letters.
        if not self._automaton.find_matches_as_indexes(unicodedata.normalize("NFC", text.translate(_FOLDED))):
            return []
        at = int(tokens.offsets[segment])
        folded: list[str] = []
        places: list[tuple[int, int]] = []
        glued: list[bool] = []
        last = Kind.SPACE
        for cluster in _CLUSTERS.findall(text):
            size = len(cluster.encode())
            if cluster.isspace() or cluster in _INTERPUNCTS:
                last = Kind.SPACE
            else:
                what = kind(cluster[0])
                for char in unicodedata.normalize("NFC", "".join(map(plain, cluster))):
                    folded.append(char)
                    places.append((at, at + size))
                    glued.append(last is what is Kind.LETTER)
                    last = what
            at += size
        glued.append(False)
        found = self._automaton.find_matches_as_indexes("".join(folded), overlapping=True)
        return [
            (segment, places[start][0], places[end - 1][1], self._terms[which])
            for which, start, end in found
            if not (glued[start] or glued[end])
        ]
