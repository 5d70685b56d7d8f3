"""The words of one text with their places, for what looks at few texts closely."""

from __future__ import annotations

from typing import NamedTuple

from countermark.text.chars import Kind, kind
from countermark.text.fold import fold


class Word(NamedTuple):
    """A word: folded, and from where to where it stands in the text (code points)."""

    folded: str
    start: int
    end: int


def words(text: str) -> list[Word]:
    """The words of `text`. A run of a script written without spaces is one word."""
    found: list[Word] = []
    start, hidden, running = 0, 0, Kind.SPACE
    for place, char in enumerate(text):
        what = kind(char)
        if what is Kind.INVISIBLE and running > Kind.SYMBOL:
            continue
        if running is Kind.INVISIBLE and what > Kind.SYMBOL:
            running = what  # what no one sees belongs to the word that it touches
        if what is not running:
            # Between a script without spaces and a spaced one it belongs to the latter.
            end = hidden if running is Kind.UNSPACED and what is Kind.LETTER else place
            _end(found, text, start, end, running)
            start, running = end, what
        hidden = place + 1
    _end(found, text, start, len(text), running)
    return found


def _end(found: list[Word], text: str, start: int, end: int, what: Kind) -> None:
    if what > Kind.SYMBOL and start < end:
        folded = fold(text[start:end])
        if folded:
            found.append(Word(folded, start, end))
