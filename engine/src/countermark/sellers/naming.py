"""Which registered brands a batch names plainly."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from countermark.matching.hits import Hits
from countermark.matching.matcher import Matcher
from countermark.matching.terms import TermKind
from countermark.references import References
from countermark.text.keys import I64
from countermark.text.tokens import Tokens

BRAND_FIELD: Final = 2
"""The fields read are title, description and brand, in this order."""


def named_brands(tokens: Tokens, references: References, matcher: Matcher) -> tuple[I64, I64]:
    """Row and brand of every brand named in a title or a brand field, each once.

    Descriptions are left out: they name others to compare with, and what the offer fits. An ordinary word
    counts in the brand field only.
    """
    fields = np.arange(3 * tokens.rows) // max(tokens.rows, 1)
    hits = matcher.match(tokens.of_segments(fields != 1), disguises=False)
    kinds = references.vocabulary.kinds[hits.terms]
    hits = _outermost(hits.take(kinds != TermKind.PHRASE))
    terms, back = np.unique(hits.terms, return_inverse=True)
    common = np.array([references.common(term) for term in terms.tolist()], dtype=np.bool_)[back]
    hits = hits.take(~common | (hits.segments >= BRAND_FIELD * tokens.rows))
    rows = hits.segments.astype(np.int64) % max(tokens.rows, 1)
    pairs = np.unique(rows << 32 | references.vocabulary.brands[hits.terms])
    return pairs >> 32, pairs & 0xFFFFFFFF


def _outermost(hits: Hits) -> Hits:
    """Hits that do not lie within a longer one; they come by beginning, the longest first."""
    if not len(hits):
        return hits
    reach = np.maximum.accumulate(hits.ends)
    hidden: NDArray[np.bool_] = np.zeros(len(hits), dtype=np.bool_)
    same = (hits.starts[1:] == hits.starts[:-1]) & (hits.ends[1:] == hits.ends[:-1])
    hidden[1:] = (hits.ends[1:] <= reach[:-1]) & ~same
    return hits.take(~hidden)
