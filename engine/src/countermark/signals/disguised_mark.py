"""A brand named so that a machine, or the brand, should not see it: `Norrv1k`, `N o r r v i k`, `Nоrrvik`.

Each way is a kind of its own, since they are not equally deliberate: nobody writes a zero-width joiner by accident,
everybody makes a typing mistake. A term that stands plainly in the same place is no disguise; other brands and known
words veto (see `matching.verdicts`, where every rule for innocent words stands).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Final

import numpy as np
from numpy.typing import NDArray

from countermark.batch import Batch
from countermark.evidence import NOTHING, Detail, Evidence, Example, Pairs, Phase, Signal
from countermark.matching.hits import PLAINLY, WAYS, Hits
from countermark.matching.terms import TermKind
from countermark.matching.ways import Way

_BRANDS: Final = {
    "brands": [
        {"id": "norrvik", "name": "Norrvik", "words": ["Norrvik"], "nicknames": ["NRVK"]},
        {"id": "velmora", "name": "Velmora Atelier", "words": ["Velmora Atelier"]},
    ]
}

_WORDS: Final = {
    Way.ZERO_WIDTH: "hides invisible characters in {mark}",
    Way.BIDI: "turns {mark} round with invisible controls",
    Way.FLIPPED: "writes {mark} upside down",
    Way.FANCY: "writes {mark} in letters of another font",
    Way.HOMOGLYPH: "writes {mark} with look-alike letters of another script",
    Way.MASKED: "hides letters of {mark}",
    Way.LEET: "writes {mark} with digits or symbols for letters",
    Way.SPACED: "spaces the letters of {mark}",
    Way.SEPARATED: "parts the letters of {mark} with symbols",
    Way.EMOJI: "puts a picture into {mark}",
    Way.REVERSED: "writes {mark} backwards",
    Way.TRANSLITERATED: "writes {mark} in another script",
    Way.ACCENT: "puts accents on {mark}",
    Way.DOUBLED: "doubles or drops a double letter of {mark}",
    Way.SAME_LOOK: "writes {mark} with letters that look alike",
    Way.SPLIT: "breaks {mark} up",
    Way.GLUED: "glues {mark} to other words",
    Way.SOUND: "writes what sounds like {mark}",
    Way.TYPO: "misspells {mark} by one letter",
}


class DisguisedMark(Signal):
    """The brand is named in disguise."""

    name = "disguised_mark"
    phase = Phase.NAME
    kinds: ClassVar = tuple(way.value for way in WAYS)

    def find(self, batch: Batch, pairs: Pairs) -> Evidence:  # noqa: ARG002  # names the pairs itself
        """Every brand that is named in disguise."""
        hits = batch.hits
        vocabulary = batch.references.vocabulary
        marks = hits.take(vocabulary.kinds[hits.terms] != TermKind.PHRASE)
        hidden = marks.take(_disguises(marks))
        hidden = hidden.take(~_named_too(batch, hidden, marks))
        if not len(hidden):
            return NOTHING
        strengths = hidden.strengths * np.where(_beside_others(batch, hidden, marks), BESIDE_ANOTHER, 1.0)

        def detail(n: int) -> Detail:
            place = batch.place(hidden, n)
            mark = vocabulary.text(int(hidden.terms[n])).text
            said = _WORDS[WAYS[hidden.ways[n]]].format(mark=mark)
            return Detail(said, place.field, place.start, place.end, mark)

        return Evidence(
            batch.rows_of(hidden),
            vocabulary.brands[hidden.terms],
            hidden.ways.astype(np.int16),
            strengths.astype(np.float32),
            detail,
        )

    @classmethod
    def examples(cls) -> Sequence[Example]:
        """See `Signal.examples`."""
        shown = {
            "zero_width": "Nor\u200brvik", "bidi": "\u202ekivrroN\u202c", "flipped": "ʞᴉʌɹɹou",
            "fancy_letters": "𝓝𝓸𝓻𝓻𝓿𝓲𝓴",
            "homoglyph": "Nоrrvik", "masked": "N*rrvik", "leetspeak": "N0rrv1k", "spaced": "N o r r v i k",
            "separated": "N.o.r.r.v.i.k", "emoji_inside": "Nor🔥rvik", "reversed": "kivrron",
            "transliterated": "норрвик",
            "accent": "Nórrvík", "doubled": "Norrviik", "same_look": "Norrvlk", "split": "Nor rvik",
            "glued": "norrvikoutlet", "sound_alike": "norrvyc", "typo": "Norrvok",
        }  # fmt: skip
        found = [
            Example(
                {"title": f"Warm {text} parka"}, frozenset({kind}), _BRANDS, spans=(_mark_of(kind, text),)
            )
            for kind, text in shown.items()
        ]
        return [
            *found,
            Example(
                {"title": "Velm0ra Ateller handbag"},
                frozenset({"leetspeak"}),
                _BRANDS,
                spans=("Velm0ra Ateller",),
            ),
            Example({"title": "Norrvik parka"}, frozenset(), _BRANDS),
            Example({"title": "Norwich city scarf, navy, 100 % wool"}, frozenset(), _BRANDS),
        ]


INNOCENT: Final = frozenset(
    {Way.TYPO, Way.SOUND, Way.DOUBLED, Way.SPLIT, Way.GLUED, Way.SAME_LOOK, Way.TRANSLITERATED}
)
"""Ways that anyone may write a word in that is meant to be another."""
BESIDE_ANOTHER: Final = 0.4
"""What an innocent way still says where another brand stands plainly before it: it is likelier a model of that one."""
SHORTEST_OTHER: Final = 4
"""Letters that the name of another brand needs to speak against a disguise."""


def _beside_others(batch: Batch, hidden: Hits, marks: Hits) -> NDArray[np.bool_]:
    """Which disguises are of an innocent way and stand behind the plain name of another brand: `Nike Magista`."""
    innocent = np.array([way in INNOCENT for way in WAYS])[hidden.ways]
    out = np.zeros(len(hidden), dtype=np.bool_)
    plain = marks.take(
        np.flatnonzero((marks.ways == PLAINLY) & np.isin(marks.segments, hidden.segments[innocent]))
    )
    brands = batch.references.vocabulary.brands
    named: dict[int, list[tuple[int, int]]] = {}
    for segment, term, end in zip(
        plain.segments.tolist(), plain.terms.tolist(), plain.ends.tolist(), strict=True
    ):
        letters = batch.references.vocabulary.text(term).letters
        if len(letters) >= SHORTEST_OTHER and not batch.references.common(term):
            named.setdefault(segment, []).append((end, int(brands[term])))
    for place in np.flatnonzero(innocent).tolist():
        own, start = int(brands[hidden.terms[place]]), int(hidden.starts[place])
        before = named.get(int(hidden.segments[place]), ())
        out[place] = any(brand != own and end <= start for end, brand in before)
    return out


def _named_too(batch: Batch, hidden: Hits, marks: Hits) -> NDArray[np.bool_]:
    """Which disguises are of an innocent way in a row that names the brand plainly beside them: nothing is hidden."""
    innocent = np.array([way in INNOCENT for way in WAYS])[hidden.ways]
    brands = batch.references.vocabulary.brands
    plain = marks.take(np.flatnonzero(marks.ways == PLAINLY))
    plain = plain.take(~batch.references.need_context(plain.terms))
    keys, names = (
        batch.rows_of(some).astype(np.int64) << 32 | brands[some.terms] for some in (hidden, plain)
    )
    out = innocent & np.isin(keys, names)
    for place in np.flatnonzero(out).tolist():
        named = names == keys[place]
        # What lies within the disguise is a part of it: `Norrvik Artcic` names Norrvik.
        beside = (plain.ends[named] <= hidden.starts[place]) | (plain.starts[named] >= hidden.ends[place])
        out[place] = bool(beside.any())
    return out


def _mark_of(kind: str, text: str) -> str:
    """The part of an example that is the mark."""
    return text.strip("\u202e\u202c") if kind == "bidi" else text.removesuffix("outlet")


def _disguises(marks: Hits) -> NDArray[np.int64]:
    """Disguises, one for each place and term: the strongest."""
    hidden = np.flatnonzero(marks.ways != PLAINLY)
    kept: dict[tuple[int, int], int] = {}
    for place in hidden[
        np.lexsort((-marks.strengths[hidden], marks.terms[hidden], marks.starts[hidden]))
    ].tolist():
        kept.setdefault((int(marks.terms[place]), int(marks.starts[place])), place)
    return np.array(sorted(kept.values()), dtype=np.int64)
