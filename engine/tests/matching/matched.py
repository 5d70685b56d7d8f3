"""Fictional marks and what a matcher finds of them in a text, told as (mark, way, words)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
import pyarrow as pa

from countermark.matching.hits import PLAINLY, WAYS, Hits
from countermark.matching.matcher import Matcher
from countermark.matching.terms import Term, TermKind, TermTable, compile_terms
from countermark.matching.vocabulary import Vocabulary
from countermark.text.known_words import KnownWords
from countermark.text.tokens import Tokens, tokenise

PLAIN: Final = "plain"
MARKS: Final = (
    "Norrvik", "Velmora Atelier", "Velmora", "Caldera", "Ostrefell", "Brindlewick", "Sa", "K2", "X", "4711",
    "H&O", "Tarn & Holt", "Levin's", "NightOwl", "Arctic Fox", "Arctic", "Løvenskjold", "Häagenholm",
    "诺维克", "诺维", "ノルヴィク", "노르빅", "路易·维拉", "น้ำค้าง", "Норрвик", "نورفيك",
)  # fmt: skip


class Found(NamedTuple):
    """A mark, the way in which it is written, and the words where it stands."""

    mark: str
    way: str
    words: str


def vocabulary_of(*segments: Sequence[str | Term]) -> Vocabulary:
    """Each term of a brand of its own."""
    tables = [
        compile_terms([as_term(term, number) for number, term in enumerate(terms)]) for terms in segments
    ]
    return living(tables, [np.ones(len(table), dtype=np.bool_) for table in tables])


def as_term(term: str | Term, brand: int) -> Term:
    return term if isinstance(term, Term) else Term(term, brand, TermKind.WORD)


def living(tables: Sequence[TermTable], alive: Sequence[np.ndarray]) -> Vocabulary:
    return Vocabulary(tables, [table.brands for table in tables], alive)


def matcher_of(known: KnownWords, *segments: Sequence[str | Term]) -> Matcher:
    return Matcher(vocabulary_of(*segments), known)


def tokens_of(*texts: str) -> Tokens:
    return tokenise([pa.array(list(texts), pa.string())])


def hits_of(matcher: Matcher, text: str) -> tuple[Tokens, Hits]:
    tokens = tokens_of(text)
    return tokens, matcher.match(tokens)


def told(matcher: Matcher, tokens: Tokens, hits: Hits) -> list[list[Found]]:
    """What was found in each segment, sorted."""
    found: list[list[Found]] = [[] for _ in range(len(tokens.offsets) - 1)]
    for n in range(len(hits)):
        segment = int(hits.segments[n])
        start, end = hits.place(tokens, n)
        way = PLAIN if hits.ways[n] == PLAINLY else WAYS[hits.ways[n]].value
        words = tokens.text(segment)[start:end]
        found[segment].append(Found(matcher.vocabulary.text(int(hits.terms[n])).text, way, words))
    return [sorted(several) for several in found]


def found_in(matcher: Matcher, text: str) -> list[Found]:
    """What is found in one text."""
    return told(matcher, *hits_of(matcher, text))[0]


def strengths_in(matcher: Matcher, *texts: str) -> list[list[tuple[Found, float]]]:
    """What is found in each of several texts that are one batch, with its strength."""
    tokens = tokens_of(*texts)
    hits = matcher.match(tokens)
    alone = [told(matcher, tokens, hits.take(np.array([n]))) for n in range(len(hits))]
    out: list[list[tuple[Found, float]]] = [[] for _ in texts]
    for n, segments in enumerate(alone):
        for segment, found in enumerate(segments):
            out[segment].extend((one, float(hits.strengths[n])) for one in found)
    return [sorted(several) for several in out]
