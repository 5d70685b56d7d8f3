"""Words of the trade in replicas beside a brand's name: "1:1", "mirror quality", "A货", "replika".

The phrases stand in `text/phrases/replica_talk.yaml`, by how surely they betray a fake; operators add their
own in the references. A phrase counts for every brand of its row. It does not count where it is denied ("no
replica"), where it is about something else ("AAA batteries") or where its signs are not those of the phrase
("1, 1"): `text/context.py`.

That goods are "inspired by" a brand or in its "style" is said of lawful look-alikes, too: it counts little,
only directly beside the mark, and under a kind of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import ClassVar, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from countermark.batch import Batch, Place
from countermark.evidence import Detail, Entry, Evidence, Example, Pairs, Phase, Signal, evidence_of
from countermark.matching.hits import PLAINLY, WAYS, Hits
from countermark.matching.phrasebook import Phrasebook
from countermark.matching.terms import TermKind
from countermark.matching.ways import Way
from countermark.references import References
from countermark.text.chars import Kind, kind
from countermark.text.context import Context, on_borders, spelt
from countermark.text.fold import fold
from countermark.text.lexicon import phrase_lists

SURE: Final = frozenset({Way.ZERO_WIDTH, Way.BIDI, Way.FLIPPED, Way.FANCY, Way.HOMOGLYPH, Way.EMOJI})
"""Ways in which nobody writes by accident, however short the phrase."""
BROKEN: Final = frozenset({Way.SPLIT, Way.SEPARATED})
DELIBERATE: Final = SURE | BROKEN | {Way.MASKED, Way.LEET, Way.SPACED, Way.SAME_LOOK, Way.DOUBLED}
"""Ways of writing a phrase that nobody comes to by a slip of the finger."""
NATURAL: Final = "\u200c\u200e\u200f\u061c\ufe0f"
"""Invisible characters that right-to-left text and pictures have by themselves."""
SHORTEST: Final = 4
"""Letters that a phrase needs to be believed in the other ways."""
LEAST: Final = {Way.SPLIT: 6, Way.SEPARATED: 6, Way.DOUBLED: 10}
"""The same for ways that also happen by themselves."""
BESIDE: Final = 3
"""Bytes that may lie between a phrase and the mark that it is directly beside: a space, a quote."""

_STRENGTHS: Final = ("strong", "medium", "weak")


class Phrase(NamedTuple):
    """A phrase: as written in the list, folded, and the group it stands in."""

    text: str
    folded: str
    group: str


class Written(NamedTuple):
    """A phrase as it stands in a listing, and whether it is in disguise."""

    phrase: Phrase
    place: Place
    shown: str
    disguised: bool


class Talk(NamedTuple):
    """A phrase believed: its kind, how much of it counts, where it stands, what it says, of which brand."""

    kind: str
    strength: float
    place: Place
    said: str
    brand: int = -1


class ReplicaTalk(Signal):
    """The listing talks as sellers of replicas do."""

    name = "replica_talk"
    phase = Phase.RAISE
    kinds: ClassVar = (
        "strong", "medium", "weak", "strong_disguised", "medium_disguised", "weak_disguised", "look_alike",
    )  # fmt: skip

    def __init__(self, references: References) -> None:
        self._phrases = _listed()
        self._book = Phrasebook([phrase.text for phrase in self._phrases], references.known)
        self._groups = np.array([_GROUPS.index(phrase.group) for phrase in self._phrases], dtype=np.int8)
        self._own = {fold(phrase.text): phrase.weight.value for phrase in references.phrases}
        trade = [phrase.folded for phrase in self._phrases if phrase.group in _STRENGTHS]
        self._context = Context([*trade, *self._own])

    def find(self, batch: Batch, pairs: Pairs) -> Evidence:
        """What is said in the rows of `pairs`, for every brand of the row."""
        asked = batch.mask(pairs)
        found = self._book.find(batch.tokens_of(asked), disguises=True)
        marks = _marks(batch)
        by_row: dict[int, dict[tuple[str, int], Talk]] = {}
        for talk in (*self._said(batch, found, marks), *self._said_by_operator(batch, asked)):
            best = by_row.setdefault(talk.place.row, {})
            key = (talk.kind, talk.brand)
            if key not in best or best[key].strength < talk.strength:
                best[key] = talk
        return evidence_of(list(_entries(batch, pairs, by_row)))

    def _said(self, batch: Batch, found: Hits, marks: Hits) -> Iterator[Talk]:
        """The phrases of the list that are believed."""
        beside = _beside(found, marks)
        groups = self._groups[found.terms]
        touches = np.where(groups == _ALIKE, beside.behind, beside.before)
        worth = np.where(groups >= _ALIKE, (touches >= 0) & (found.ways == PLAINLY), _meant(found))
        worth &= ~_within(found, marks)
        there = ((hit, self._phrases[found.terms[hit]]) for hit in _in_order(found, worth))
        for hit, written in _outermost(found, _written(batch, found, there)):
            if groups[hit] >= _ALIKE:
                brand = int(batch.references.vocabulary.brands[marks.terms[touches[hit]]])
                yield Talk("look_alike", 1.0, written.place, written.shown, brand)
            else:
                touched = beside.before[hit] >= 0 or beside.behind[hit] >= 0
                yield from self._believed(batch, written, float(found.strengths[hit]), touched=touched)

    def _said_by_operator(self, batch: Batch, asked: NDArray[np.bool_]) -> Iterator[Talk]:
        """The phrases of the references in the rows asked about."""
        if not self._own:
            return
        hits, vocabulary = batch.hits, batch.references.vocabulary
        mine = (vocabulary.kinds[hits.terms] == TermKind.PHRASE) & asked[batch.rows_of(hits)] & _meant(hits)
        texts = ((hit, vocabulary.text(int(hits.terms[hit]))) for hit in _in_order(hits, mine))
        there = ((hit, Phrase(t.text, t.folded, self._own.get(t.folded, "medium"))) for hit, t in texts)
        for hit, written in _outermost(hits, _written(batch, hits, there)):
            yield from self._believed(batch, written, float(hits.strengths[hit]), touched=False)

    def _believed(self, batch: Batch, written: Written, strength: float, *, touched: bool) -> Iterator[Talk]:
        """What is left of a phrase in its context. `touched`: it stands directly beside a mark."""
        phrase, place, shown, disguised = written
        text = batch.text(place.row, place.field)
        believed = self._context.believed(text, place.start, place.end, phrase.folded)
        if not believed.as_meant:
            return
        kind = "strong" if phrase.group == "coded" else "weak" if believed.weak else phrase.group
        if kind == "weak" and touched and not believed.weak and " " not in phrase.folded:
            kind = "medium"  # "copy Norrvik" says more than "copy" anywhere
        said = " ".join(shown.split())
        told = (
            f'says "{said}" for "{phrase.text}"'
            if disguised and phrase.group != "coded"
            else f'says "{said}"'
        )
        yield Talk(f"{kind}_disguised" if disguised else kind, strength, place, told)

    @classmethod
    def examples(cls) -> Sequence[Example]:
        """See `Signal.examples`."""
        said = [(f"Norrvik bag, {text}", kind, text) for kind, texts in _SAID.items() for text in texts]
        return [
            *(_example({"title": title}, kind, text) for title, kind, text in said),
            *(_example({"title": title}) for title in _INNOCENT),
            *(_example({"title": title}, "look_alike") for title in _ALIKE_SAID),
            _example({"title": "copy Norrvik"}, "medium", "copy"),
            _example({"title": "Norrvik", "seller_name": "Replica King"}, "strong", "Replica"),
            _example({"title": "Norrvik bag, night shift"}, "strong", "night shift"),
            _example({"title": "Norrvik bag, n1ght sh1ft"}, "strong_disguised", "n1ght sh1ft"),
            _example({"title": "Norrvik NHL replica jersey"}, "weak", "replica"),
            _example({"title": "Velmora bag inspired by Norrvik"}, brand="velmora"),
        ]


_GROUPS: Final = (*_STRENGTHS, "coded", "alike_before", "alike_after")
_ALIKE: Final = _GROUPS.index("alike_before")


def _listed() -> tuple[Phrase, ...]:
    """The phrases of the lists, each folded form once, in the strongest group that has it."""
    lists = {**phrase_lists("replica_talk"), **phrase_lists("look_alike")}
    found: dict[str, Phrase] = {}
    for group in _GROUPS:
        for phrases in lists[group].values():
            for text in phrases:
                folded = fold(text)
                found.setdefault(
                    folded if group in _STRENGTHS else f"{group} {folded}", Phrase(text, folded, group)
                )
    return tuple(found.values())


def _marks(batch: Batch) -> Hits:
    """The marks of the batch in the order of the text."""
    return batch.hits.take(batch.references.vocabulary.kinds[batch.hits.terms] != TermKind.PHRASE)


class _Beside(NamedTuple):
    """For each phrase the mark directly before and directly behind it; -1 for none."""

    before: NDArray[np.int64]
    behind: NDArray[np.int64]


def _beside(found: Hits, marks: Hits) -> _Beside:
    none = np.full(len(found), -1, dtype=np.int64)
    if not len(marks) or not len(found):
        return _Beside(none, none)
    starts = np.minimum(np.searchsorted(marks.starts, found.ends), len(marks) - 1)
    behind = (marks.segments[starts] == found.segments) & _near(marks.starts[starts] - found.ends)
    by_end = np.argsort(marks.ends, kind="stable")
    ends = by_end[np.maximum(np.searchsorted(marks.ends[by_end], found.starts, side="right") - 1, 0)]
    before = (marks.segments[ends] == found.segments) & _near(found.starts - marks.ends[ends])
    return _Beside(np.where(before, ends, -1), np.where(behind, starts, -1))


def _near(gaps: NDArray[np.int64]) -> NDArray[np.bool_]:
    near: NDArray[np.bool_] = (gaps >= 0) & (gaps <= BESIDE)
    return near


def _within(found: Hits, marks: Hits) -> NDArray[np.bool_]:
    """Which phrases lie within a mark, as where a brand's own name holds one."""
    if not len(marks) or not len(found):
        return np.zeros(len(found), dtype=np.bool_)
    reach = np.maximum.accumulate(marks.ends)
    last = np.searchsorted(marks.starts, found.starts, side="right") - 1
    return (last >= 0) & (reach[np.maximum(last, 0)] >= found.ends)


def _meant(found: Hits) -> NDArray[np.bool_]:
    """Which hits are written plainly or in a way that is deliberate."""
    flags = np.array([way in DELIBERATE or way is Way.ACCENT for way in WAYS] + [True])
    return flags[found.ways]


def _in_order(found: Hits, worth: NDArray[np.bool_]) -> list[int]:
    """The hits that are `worth` it: by beginning, the longest first, the plain before those in disguise."""
    which = np.flatnonzero(worth)
    order = np.lexsort((found.ways[which] != PLAINLY, -found.ends[which], found.starts[which]))
    hits: list[int] = which[order].tolist()
    return hits


def _written(batch: Batch, found: Hits, there: Iterable[tuple[int, Phrase]]) -> Iterator[tuple[int, Written]]:
    """Those of the hits whose signs and borders are those of their phrase, as they are written."""
    for hit, phrase in there:
        place = batch.place(found, hit)
        text = batch.text(place.row, place.field)
        shown = text[place.start : place.end]
        disguised = _disguised(phrase, shown, None if found.ways[hit] == PLAINLY else WAYS[found.ways[hit]])
        if disguised is not None and on_borders(text, place.start, place.end):
            yield hit, Written(phrase, place, shown, disguised)


def _outermost(found: Hits, there: Iterable[tuple[int, Written]]) -> Iterator[tuple[int, Written]]:
    """Those that do not lie within another: a phrase within a longer one says nothing of its own."""
    reach, segment = -1, -1
    for hit, written in there:
        if int(found.segments[hit]) != segment:
            segment, reach = int(found.segments[hit]), -1
        if int(found.ends[hit]) > reach:
            reach = int(found.ends[hit])
            yield hit, written


def _disguised(phrase: Phrase, shown: str, way: Way | None) -> bool | None:
    """Whether the phrase is written in disguise; None if what stands there is something else."""
    if way is None or way is Way.ACCENT:
        spelling = spelt(shown, phrase.text)
        hidden = spelling is None or any(
            kind(char) is Kind.INVISIBLE for char in shown if char not in NATURAL
        )
        return None if spelling is False else hidden or phrase.group == "coded"
    letters = phrase.folded.replace(" ", "")
    if way is Way.FANCY and all(char.isascii() or "\uff01" <= char <= "\uff5e" for char in shown):
        return False  # full-width letters are what a Chinese keyboard gives
    if way in SURE:
        return True
    if way in BROKEN and _whole_words(shown, phrase.folded):
        return phrase.group == "coded"
    if len(letters) < SHORTEST or any(char.isdigit() for char in letters):
        return None
    return True if len(letters) >= LEAST.get(way, SHORTEST) else None


def _whole_words(shown: str, folded: str) -> bool:
    """Whether `shown` only joins whole words of the phrase: `1to1 quality` for "1 to 1 quality"."""
    borders = {0}
    for word in folded.split():
        borders.add(max(borders) + len(word))
    at = 0
    for word in fold(shown).split():
        at += len(word)
        if at not in borders:
            return False
    return True


def _entries(
    batch: Batch, pairs: Pairs, by_row: Mapping[int, Mapping[tuple[str, int], Talk]]
) -> Iterator[Entry]:
    """What was said in a row, for every brand asked about; a likeness only for the brand it is beside."""
    for row in sorted(by_row):
        low, high = np.searchsorted(pairs.rows, [row, row + 1])
        for brand in pairs.brands[low:high].tolist():
            for talk in by_row[row].values():
                if talk.brand in {-1, brand}:
                    text = talk.said
                    if talk.brand >= 0:
                        text = f'likens the goods to {batch.references.brand(brand).name}: "{talk.said}"'
                    _, field, start, end = talk.place
                    kind = ReplicaTalk.kinds.index(talk.kind)
                    yield Entry(row, brand, kind, talk.strength, Detail(text, field, start, end))


def _example(listing: Mapping[str, str], kind: str = "", *spans: str, brand: str = "norrvik") -> Example:
    return Example(listing, frozenset({kind} - {""}), _NORRVIK, brand, spans)


_NORRVIK: Final = {
    "brands": [
        {"id": "norrvik", "name": "Norrvik", "words": ["Norrvik", {"text": "诺维克", "renders": "Norrvik"}]},
        {"id": "velmora", "name": "Velmora", "words": ["Velmora"]},
    ],
    "phrases": [{"text": "night shift", "weight": "strong"}],
}

_SAID: Final[Mapping[str, Sequence[str]]] = {
    "strong": (
        "mirror quality", "1:1", "1 : 1", "AAA quality", "super-copy", "高仿", "A货", "réplica",
        "primeira linha", "qualité miroir", "réplique", "Replik", "replica perfetta", "реплика люкс",
        "REPLİKA", "هاي كوبي", "طبق الأصل",
    ),
    "medium": (
        "AAA", "factory leftover", "same as original", "原单", "複刻", "imitación", "cópia", "imitation",
        "Nachbildung", "copia", "копия", "birebir", "درجة أولى", "не оригинал",
    ),
    "weak": ("reps", "homage", "Nachbau"),
    "strong_disguised": (
        "r3plica", "m1rror qua1ity", "r e p l i c a", "rеplicа", "rep\u200blica", "re🔥plica", "1;1",
        "A A A quality", "精彷",
    ),
    "medium_disguised": ("im1tation", "f a k e"),
    "weak_disguised": ("c0pies", "hоmage"),
}  # fmt: skip

_ALIKE_SAID: Final = (
    "Jacket inspired by Norrvik", "Norrvik style jacket", "Jacke im Stil von Norrvik",
    "Parfum inspiré de Norrvik", "Chaqueta estilo Norrvik", "Tênis tipo Norrvik",
    "Giacca ispirata a Norrvik", "Куртка в стиле Norrvik", "Norrvik tarzı mont", "جاكيت ستايل Norrvik",
    "诺维克同款 冲锋衣",
)  # fmt: skip

_INNOCENT: Final = (
    "Norrvik parka", "Norrvik car, 1:1 scale model", "Norrvik car, scale 1:18", "Norrvik macro lens 1:1",
    "Norrvik 85mm 1:1.4 lens", "Norrvik glue, mix 2:1:1", "Norrvik size 11", "Norrvik set of 1, 1 piece",
    "Norrvik AAA batteries", "Norrvik AAA game of the year", "Norrvik bond, triple A rating",
    "Norrvik pearls AAA grade", "Norrvik mirror frame, quality oak",
    "Norrvik rear view mirror quality glass", "Norrvik bag, no replica", "Norrvik bag, not a replica",
    "Norrvik Tasche, keine Replik", "Sac Norrvik, pas une réplique", "Bolso Norrvik, no es réplica",
    "Bolsa Norrvik, não é réplica", "Borsa Norrvik, non è una replica perfetta",
    "Сумка Norrvik, не реплика", "Norrvik çanta, replika değil", "حقيبة Norrvik ليس تقليد", "诺维克 非高仿",
    "诺维克 拒绝高仿", "诺维克 假一赔十", "Norrvik bag 100 % authentic, no fake",
    "Norrvik bag. We do not sell fakes, copies or replicas", "Norrvik faux fur coat", "Norrvik fake lashes",
    "Norrvik imitation leather bag", "Norrvik copy paper", "Norrvik replica of the Eiffel tower",
    "Norrvik film prop replica", "Norrvik replica cannon", "Копия ключа Norrvik", "Norrvik tipo A socket",
    "Cable Norrvik USB tipo C", "Norrvik counterfeit detector pen", "NOKIA货到付款 诺维克",
    "Norrvik bag, worn, non original box", "Norrvik jacket like new",
)  # fmt: skip
