"""Words that a market knows and the references do not: other brands, models, jargon. They veto near matches.

A misspelling of a mark is rare beside the mark; a name of its own is used by many sellers, whatever mark it
happens to come near. So a word is learned if it has users enough, and, where it comes near a mark, users
enough beside that mark's. Who repeats a disguise from twenty accounts must not make it a word: accounts that
share their texts count once, and what nobody writes by accident is never learned.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any, Final, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from countermark.matching.candidates import Piece
from countermark.matching.matcher import Matcher
from countermark.matching.ways import Way
from countermark.sellers.naming import BRAND_FIELD
from countermark.tables import KNOWN_WORDS
from countermark.text.fold import fold
from countermark.text.keys import I64
from countermark.text.tokens import Tokens

LONGEST: Final = 32
LEAST_BYTES: Final = 4
"""Bytes of a word that is looked at. Shorter ones come near everything and are misspelt by nobody."""
WORD: Final = np.dtype(
    [("word", "<u8"), ("seller", "<u4"), ("listings", "<u2"), ("as_brand", "<u2"), ("text", f"S{LONGEST}")]
)
"""A word that one seller uses in a batch: 48 bytes."""
LEAST_SELLERS: Final = 8
LEAST_LISTINGS: Final = 20
"""What makes a word: so many sellers who share no texts use it, in so many listings."""
BESIDE_MARK: Final = 0.25
"""Sellers that a word near a mark needs, as a share of those who name the mark's brand."""
AS_BRAND: Final = 0.2
"""Share of its listings in which a word stands in the brand field for it to be a brand."""
INNOCENT: Final = frozenset(
    {Way.TYPO, Way.SOUND, Way.GLUED, Way.DOUBLED, Way.ACCENT, Way.SAME_LOOK, Way.SPLIT}
)
"""Ways in which another brand's name may come near a mark without anybody's doing."""

_DIGITS: Final = np.zeros(256, dtype=np.int64)
_DIGITS[ord("0") : ord("9") + 1] = 1


def word_records(tokens: Tokens, sellers: I64, matcher: Matcher) -> NDArray[Any]:
    """Words of titles and brand fields that no language and no reference knows, as records of `WORD`."""
    digits = np.concatenate([[0], np.cumsum(_DIGITS[tokens.small])])
    field = tokens.segments // max(tokens.rows, 1)
    seller = sellers[tokens.segments % max(tokens.rows, 1)]
    asked = (field != 1) & (seller >= 0) & (tokens.lengths <= LONGEST) & (tokens.sizes >= LEAST_BYTES)
    asked &= digits[tokens.starts + tokens.lengths] == digits[tokens.starts]
    here = np.flatnonzero(asked)
    words = tokens.words[here]
    unknown = (matcher.known.frequency(words) == 0) & ~matcher.vocabulary.has("exact", words)
    here, words = here[unknown], words[unknown]
    order = np.lexsort((seller[here], words))
    here, words = here[order], words[order]
    changes = np.ones(len(here), dtype=np.bool_)
    changes[1:] = (words[1:] != words[:-1]) | (seller[here[1:]] != seller[here[:-1]])
    begins = np.flatnonzero(changes)
    records = np.zeros(len(begins), dtype=WORD)
    records["word"] = words[begins]
    records["seller"] = seller[here[begins]]
    if len(begins):
        records["listings"] = np.diff(np.append(begins, len(here)))
        records["as_brand"] = np.add.reduceat((field[here] == BRAND_FIELD).astype(np.int64), begins)
    starts, lengths = tokens.starts[here[begins]].tolist(), tokens.lengths[here[begins]].tolist()
    # White space and symbols of any width are blank in `small`, letters are as written.
    records["text"] = [tokens.small[s : s + n].tobytes() for s, n in zip(starts, lengths, strict=True)]
    return records


class _Used(NamedTuple):
    text: str
    sellers: int
    as_brand: bool


def learned(
    parts: Iterable[NDArray[Any]], groups: I64, users: Mapping[int, int], matcher: Matcher
) -> pa.Table:
    """The words to learn from records of `WORD` (all of one word in the same part), as `tables.KNOWN_WORDS`.

    `groups`: the group of each seller; `users`: how many sellers name each brand.
    """
    found = sorted(used for part in parts for used in _used(part, groups))
    pieces = [Piece.of(used.text) for used in found]
    kept = [
        used
        for used, verdicts in zip(found, matcher.about(pieces), strict=True)
        if _is_word(used, [(verdict.way, _brand(matcher, verdict.term)) for verdict in verdicts], users)
    ]
    rows = [{"word": used.text, "kind": "brand" if used.as_brand else "word"} for used in kept]
    return pa.Table.from_pylist(rows, schema=KNOWN_WORDS)


def _brand(matcher: Matcher, term: int) -> int:
    return int(matcher.vocabulary.brands[term])


def _used(part: NDArray[Any], groups: I64) -> list[_Used]:
    """Words of a part that are used enough."""
    part = part[np.argsort(part["word"], kind="stable")]
    _, begins = np.unique(part["word"], return_index=True)
    found = []
    for begin, end in pairwise([*begins.tolist(), len(part)]):
        uses = part[begin:end]
        listings = int(uses["listings"].sum())
        if end - begin < LEAST_SELLERS or listings < LEAST_LISTINGS:
            continue
        sellers = len(np.unique(groups[uses["seller"].astype(np.int64)]))
        text = fold(uses["text"][0].decode(errors="replace"))
        if sellers >= LEAST_SELLERS and text.isalpha():
            found.append(_Used(text, sellers, int(uses["as_brand"].sum()) >= AS_BRAND * listings))
    return found


def _is_word(used: _Used, near: Sequence[tuple[Way, int]], users: Mapping[int, int]) -> bool:
    """Whether a word is one of its own, whatever mark it comes near."""
    return all(way in INNOCENT and used.sellers >= BESIDE_MARK * users.get(brand, 0) for way, brand in near)
