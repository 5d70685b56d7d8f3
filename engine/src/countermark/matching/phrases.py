"""Terms of several words of which some are in disguise: the others must stand around them."""

from __future__ import annotations

from collections.abc import Sequence

from countermark.matching.hits import Disguise
from countermark.matching.vocabulary import Vocabulary
from countermark.text.tokens import Tokens

Found = tuple[Disguise, int]
"""A disguise and the place, within its term, of the word that it is of; -1 for the whole term."""


def whole_phrases(tokens: Tokens, vocabulary: Vocabulary, found: Sequence[Disguise | Found]) -> list[Disguise]:
    """The disguises of whole terms among `found`, and those of whole phrases that their words make up."""
    whole: list[Disguise] = []
    partial: dict[tuple[int, int, int], Disguise] = {}
    for entry in found:
        disguise, word = (entry, -1) if isinstance(entry, Disguise) else entry
        if word < 0:
            whole.append(disguise)
        else:
            partial.setdefault((disguise.term, disguise.first - word, word), disguise)
    begun: set[tuple[int, int]] = set()
    for term, begin, _ in partial:
        if (term, begin) not in begun:
            begun.add((term, begin))
            phrase = _phrase(tokens, vocabulary, partial, term, begin)
            if phrase is not None:
                whole.append(phrase)
    return whole


def _phrase(
    tokens: Tokens, vocabulary: Vocabulary, partial: dict[tuple[int, int, int], Disguise], term: int, begin: int
) -> Disguise | None:
    words = vocabulary.text(term).folded.split()
    end = begin + len(words)
    if begin < 0 or end > len(tokens) or tokens.segments[begin] != tokens.segments[end - 1]:
        return None
    disguised = [partial.get((term, begin, place)) for place in range(len(words))]
    for place, (word, disguise) in enumerate(zip(words, disguised, strict=True)):
        if disguise is None and tokens.between(begin + place, begin + place).casefold() != word:
            return None
    told = max((disguise for disguise in disguised if disguise), key=lambda disguise: disguise.strength)
    start = int(tokens.starts[begin])
    stop = int(tokens.starts[end - 1] + tokens.lengths[end - 1])
    return Disguise(begin, end - 1, start, stop, term, told.way, told.strength)
