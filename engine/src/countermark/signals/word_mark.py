"""A brand named plainly: its word mark, its nickname or its rendering in another script stands in the listing.

That a listing names a brand is no suspicion; it says whom the listing is about. Longer terms hide those within them
(`Norrvik Arctic` hides `Arctic`). A term that is also an ordinary word counts only in context: in the field for the
brand, beside another term of the brand, or in a category of one of the classes that it is protected for.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from countermark.batch import Batch
from countermark.evidence import NOTHING, Detail, Evidence, Example, Pairs, Phase, Signal
from countermark.matching.hits import PLAINLY, Hits
from countermark.matching.terms import RENDERS, TermKind
from countermark.tables import TEXT_FIELDS

_BRAND_FIELD: Final = TEXT_FIELDS.index("brand")
_NORRVIK: Final = {
    "brands": [
        {
            "id": "norrvik",
            "name": "Norrvik",
            "words": [
                "Norrvik",
                {"text": "Arctic", "common": True, "classes": [25]},
                {"text": "诺维克", "renders": "Norrvik"},
            ],
            "nicknames": ["NRVK"],
            "rights": [{"id": "eu-1", "classes": [18, 25], "territories": ["EU"]}],
        },
        {"id": "arctic-fox", "name": "Arctic Fox", "words": ["Arctic Fox"]},
    ]
}


class WordMark(Signal):
    """The brand is named plainly."""

    name = "word_mark"
    phase = Phase.NAME
    kinds: ClassVar = ("exact", "rendered", "nickname", "in_context", "brand_field")

    def find(self, batch: Batch, pairs: Pairs) -> Evidence:  # noqa: ARG002  # names the pairs itself
        """Every brand that is named plainly."""
        hits = batch.hits
        named = hits.take(
            (hits.ways == PLAINLY) & (batch.references.vocabulary.kinds[hits.terms] != TermKind.PHRASE)
        )
        named = named.take(_outermost(named))
        if not len(named):
            return NOTHING
        rows = batch.rows_of(named)
        brands = batch.references.vocabulary.brands[named.terms]
        in_field = named.segments // max(batch.rows, 1) == _BRAND_FIELD
        ordinary = _ordinary(batch, named)
        meant = in_field | ~ordinary
        meant |= ordinary & (
            _beside_another(rows, brands, meant) | _in_class(batch, rows, named, ordinary & ~meant)
        )
        kinds = _kinds(batch, named, in_field, ordinary)
        which = np.flatnonzero(meant)
        named, rows, brands, kinds = named.take(which), rows[which], brands[which], kinds[which]

        def detail(n: int) -> Detail:
            place = batch.place(named, n)
            mark = batch.references.vocabulary.text(int(named.terms[n])).text
            return Detail(f"names {mark}", place.field, place.start, place.end, mark)

        return Evidence(rows, brands, kinds, np.ones(len(which), dtype=np.float32), detail)

    @classmethod
    def examples(cls) -> Sequence[Example]:
        """See `Signal.examples`."""
        return [
            Example({"title": "Men's NORRVIK parka"}, frozenset({"exact"}), _NORRVIK, spans=("NORRVIK",)),
            Example({"title": "正品诺维克冲锋衣"}, frozenset({"rendered"}), _NORRVIK, spans=("诺维克",)),
            Example({"title": "nrvk style jacket"}, frozenset({"nickname"}), _NORRVIK, spans=("nrvk",)),
            Example(
                {"title": "Parka", "brand": "Norrvik"},
                frozenset({"brand_field"}),
                _NORRVIK,
                spans=("Norrvik",),
            ),
            Example({"title": "Arctic landscape poster"}, frozenset(), _NORRVIK),
            Example({"title": "Norrvik Arctic parka"}, frozenset({"exact", "in_context"}), _NORRVIK),
            Example(
                {"title": "Arctic parka", "category": "Coats"},
                frozenset({"in_context"}),
                _NORRVIK,
                spans=("Arctic",),
                beside={"categories": [{"category": "Coats", "class": 25}]},
            ),
            Example({"title": "Arctic Fox socks"}, frozenset({"exact"}), _NORRVIK, spans=("Arctic Fox",)),
            Example({"title": "Norrviksson fishing rod"}, frozenset(), _NORRVIK),
        ]


def _outermost(hits: Hits) -> NDArray[np.int64]:
    """Hits that do not lie within a longer one. `hits` are in order: by beginning, the longest first."""
    if not len(hits):
        return np.empty(0, dtype=np.int64)
    reach = np.maximum.accumulate(hits.ends)
    hidden = np.zeros(len(hits), dtype=np.bool_)
    hidden[1:] = hits.ends[1:] <= reach[:-1]
    # Of two brands that own the same words, neither hides the other.
    same = np.zeros(len(hits), dtype=np.bool_)
    same[1:] = (hits.starts[1:] == hits.starts[:-1]) & (hits.ends[1:] == hits.ends[:-1])
    leaders = np.maximum.accumulate(np.where(same, 0, np.arange(len(hits))))
    hidden = hidden[leaders]
    return np.flatnonzero(~hidden)


def _ordinary(batch: Batch, named: Hits) -> NDArray[np.bool_]:
    """Which hits are of terms that need a context."""
    return batch.references.need_context(named.terms)


def _beside_another(
    rows: NDArray[np.int32], brands: NDArray[np.int32], meant: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Which hits stand in a row with a meant hit of the same brand."""
    keys = rows.astype(np.int64) << 32 | brands
    return np.isin(keys, keys[meant])


def _in_class(
    batch: Batch, rows: NDArray[np.int32], named: Hits, asked: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Which of the `asked` hits stand in a category of a class that their term is protected for."""
    out = np.zeros(len(rows), dtype=np.bool_)
    here = np.flatnonzero(asked)
    if not batch.beside.categories or not len(here):
        return out
    categories = batch.column("category").dictionary_encode()
    codes = categories.indices.fill_null(-1).to_numpy(zero_copy_only=False)[rows[here]].astype(np.int64)
    keys, back = np.unique(codes << 32 | named.terms[here], return_inverse=True)
    inside = [_protected(batch, categories.dictionary, int(key) >> 32, int(key) & 0xFFFFFFFF) for key in keys]
    out[here] = np.array(inside, dtype=np.bool_)[back]
    return out


def _protected(batch: Batch, categories: pa.Array, code: int, term: int) -> bool:
    """Whether a category (its code; -1 for none) is of a class that a term is protected for."""
    if code < 0:
        return False
    covered = batch.beside.categories.get(categories[code].as_py(), frozenset())
    return bool(covered and covered & batch.references.classes_of(term))


def _kinds(
    batch: Batch, named: Hits, in_field: NDArray[np.bool_], ordinary: NDArray[np.bool_]
) -> NDArray[np.int16]:
    vocabulary = batch.references.vocabulary
    kinds: NDArray[Any] = np.zeros(len(named), dtype=np.int16)
    kinds[(vocabulary.flags[named.terms] & RENDERS) > 0] = 1
    kinds[vocabulary.kinds[named.terms] == TermKind.NICKNAME] = 2
    kinds[ordinary] = 3
    kinds[in_field] = 4
    return kinds
