"""A signal's own list of phrases, found in the words of a batch like any other terms, disguised ones included."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from countermark.matching.hits import Hits
from countermark.matching.matcher import Matcher
from countermark.matching.terms import Term, TermKind, compile_terms
from countermark.matching.vocabulary import Vocabulary
from countermark.text.known_words import KnownWords
from countermark.text.tokens import Tokens


class Phrasebook:
    """Phrases numbered in the order given; `Hits.terms` are those numbers."""

    def __init__(self, phrases: Sequence[str], known: KnownWords) -> None:
        table = compile_terms([Term(phrase, -1, TermKind.PHRASE) for phrase in phrases])
        self.phrases = tuple(phrases)
        vocabulary = Vocabulary([table], [table.brands], [np.ones(len(table), dtype=np.bool_)])
        # What is disguised and misspelt besides is a mark, mostly, and costs the most to find out about; of phrases,
        # it costs little to find out anew what was forgotten.
        self._matcher = Matcher(vocabulary, known, doubly=False, seen_bits=18)

    def find(self, tokens: Tokens, *, disguises: bool) -> Hits:
        """Every phrase in `tokens`; phrases within longer phrases included."""
        return self._matcher.match(tokens, disguises=disguises)
