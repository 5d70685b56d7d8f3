"""What a mark is glued to: other words, numbers of models, the words of the trade, or mere endings."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from countermark.matching.chance import ENDINGS, FAMILIAR, LITTLE_WORD, camel
from countermark.matching.spelling import Spelling
from countermark.text.fold import fold
from countermark.text.known_words import KnownWords

TRADE: Final = frozenset(
    "shop store outlet official offical deal deals sale sales online factory replica copy fake style bag"
    " bags shoe shoes watch watches case cases cover wear fashion original originals brand best cheap new"
    " club world fan fans team pro shirt shirts hoodie cap belt wallet kids men women mens womens uk us"
    " usa eu de fr it es cn ru air max tienda"
    " boutique laden oficial offiziell officiel negozio loja".split()
)
"""What sellers glue to a mark."""
FORE: Final = frozenset({"e", "i", "my", "by", "go", "mr", "dr", "un", "the"})
"""Little words that sellers put before a mark."""


class Rest(NamedTuple):
    """What stands before or behind a mark without a border: folded, and whether it is behind the mark.

    `camel`: a capital tells that a new word begins there; `model`: it goes on as the number of a model.
    """

    letters: str
    behind: bool
    camel: bool
    model: bool


_MODEL: Final = re.compile(r"[^\W\d_]{1,4}-\w*\d")


def around(piece: str, found: Spelling, before: str, behind: str) -> tuple[Rest, Rest]:
    """What stands on both sides of a spelling."""
    start, end = found.start, found.end
    return (
        Rest(before, behind=False, camel=bool(before) and camel(piece, start), model=False),
        Rest(
            behind,
            behind=True,
            camel=bool(behind) and camel(piece, end),
            model=bool(behind) and _MODEL.match(piece, end) is not None,
        ),
    )


def rests(piece: str, found: Spelling) -> tuple[str, str]:
    """The letters and digits that stand before and behind the spelling without a border, folded."""
    start, end = found.start, found.end
    while start and piece[start - 1].isalnum():
        start -= 1
    while end < len(piece) and piece[end].isalnum():
        end += 1
    return fold(piece[start : found.start]), fold(piece[found.end : end])


def parts(rest: Rest, known: KnownWords, *, coined: bool) -> bool:
    """Whether what is glued to a mark of seven letters is something by itself, and not what words are made with.

    Ordinary words are written together in many languages: with a mark that is one it says little.
    """
    if not coined:
        return (
            rest.letters in TRADE
            or rest.model
            or any(map(str.isdigit, rest.letters))
            or (rest.camel and int(known.frequency_of([rest.letters])[0]) >= FAMILIAR)
        )
    if rest.camel or rest.model or any(map(str.isdigit, rest.letters)):
        return True
    if len(rest.letters) > 2:
        return not rest.behind or rest.letters not in ENDINGS
    return not rest.behind and (
        rest.letters in FORE or int(known.frequency_of([rest.letters])[0]) >= LITTLE_WORD
    )
