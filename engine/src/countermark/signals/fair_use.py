"""A brand named to say what the goods fit, contain or speak of, or by someone who sells what he has worn.

"Case for Norrvik" is lawful trade in cases. So is a jacket with a Norrvik membrane, a book about Norrvik, a
worn Norrvik jacket. How a mention is told from one that claims the goods to be the brand's own stands in
`text/reference_use.py`. One mention in the title that names the brand as the maker undoes all others; who
disguises the brand's name seldom names it fairly.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar, Final, NamedTuple

import numpy as np

from countermark.batch import Batch, Place
from countermark.evidence import Detail, Entry, Evidence, Example, Pairs, Phase, Signal, evidence_of
from countermark.matching.hits import PLAINLY, WAYS
from countermark.matching.terms import TermKind
from countermark.matching.ways import Way
from countermark.text.lexicon import Lexicon
from countermark.text.mention import Mark
from countermark.text.reference_use import COLUMN_DIFFERS, GOODS, Use, uses

FAIR: Final = 0.5
"""Likelihood from which on a mention counts as fair use."""
HIDDEN: Final = 0.3
"""What the signal counts where a mark is in disguise."""
MISSPELT: Final = {Way.TYPO: 0.8, Way.SOUND: 0.8, Way.ACCENT: 0.8, Way.TRANSLITERATED: 1.0}
"""The same where it is written in a way that honest people write."""
NO_SUCH_GOODS: Final = 0.5
"""What "for Norrvik" counts where the goods are none that go with others: also sellers of fakes write it."""
OWN_FIELD: Final = 0.5
"""What "for Norrvik" counts where the seller names Norrvik as the brand of the goods, as many do who mean
well.
"""
SURE: Final = 0.75
"""Likelihood from which on goods that only look like ones for others count."""
DESCRIBED: Final = 0.7
"""What is said only in the description or the attributes counts."""
SAID: Final = frozenset(
    {"for", "for_near", "surely", "compatible", "compatible_later", "compatible_before", "disowned"}
)
"""The facts that are words of the seller's; by the others the goods only look like ones that fit others."""
MOST: Final = 8
"""Mentions in a description that are read."""
READ: Final = 3000
"""Characters of a text in which second-hand talk is looked for."""
STOCK: Final = 3
"""Pieces of one thing that a private wardrobe may hold."""


class Said(NamedTuple):
    """A mention of the brand: where it stands and what it is used for."""

    place: Place
    use: Use


class FairUse(Signal):
    """The brand is named fairly."""

    name = "fair_use"
    phase = Phase.LOWER
    kinds: ClassVar = ("compatible", "accessory", "made_with", "review", "second_hand")

    def find(self, batch: Batch, pairs: Pairs) -> Evidence:
        """What speaks for fair use of each brand in its row."""
        entries: list[Entry] = []
        for row, brand, places in _mentions(batch, pairs):
            believed = min(share for _, share in places)
            entries.extend(_goes_with(batch, row, brand, [place for place, _ in places], believed))
            entries.extend(_second_hand(batch, row, brand, believed))
        return evidence_of(entries)

    @classmethod
    def examples(cls) -> Sequence[Example]:
        """See `Signal.examples`."""
        return [
            *(_example(title, "compatible") for title in _COMPATIBLE),
            *(_example(title, "made_with") for title in _MADE_WITH),
            *(_example(title, "review") for title in _SPOKEN_OF),
            *(_example(title, "second_hand") for title in _WORN),
            *(_example(title) for title in _OWN),
            _example("Boston Bears Norrvik 4 hard case", "accessory"),
            _example("Jacket for Norrv1k 3 holder", "compatible"),
            _example(
                "Leather sleeve", "compatible", description="Made to last. Fits Norrvik X200 and many others."
            ),
            _example("Leather sleeve", "compatible", attributes={"Compatible brand": "Norrvik"}),
            _example("Sleeve for Norrvik X200", "compatible", brand="Norrvik"),
            _example("Norrvik sleeve", brand="Norrvik"),
            _example("Sleeve for Norrvik X200", attributes={"Brand": "Norrvik"}),
            _example("Norrvik parka, worn once", condition="new"),
            _example("Norrvik parka, worn once", quantity=40),
            Example({"title": "Case for Norrvik"}, frozenset(), _REFERENCES, brand="velmora"),
        ]


def _mentions(batch: Batch, pairs: Pairs) -> Iterator[tuple[int, int, list[tuple[Place, float]]]]:
    """Each pair that is named, with the places of its marks in order and how far each is to be believed."""
    vocabulary = batch.references.vocabulary
    hits = batch.hits
    marks = np.flatnonzero(vocabulary.kinds[hits.terms] != TermKind.PHRASE)
    keys = batch.rows_of(hits)[marks].astype(np.int64) << 32 | vocabulary.brands[hits.terms[marks]]
    asked = np.isin(keys, pairs.rows.astype(np.int64) << 32 | pairs.brands)
    marks, keys = marks[asked], keys[asked]
    by_pair: dict[int, list[int]] = {}
    for hit, key in zip(marks.tolist(), keys.tolist(), strict=True):
        by_pair.setdefault(key, []).append(hit)
    for key in sorted(by_pair):
        here = by_pair[key]  # in order: by beginning, the longest first
        # Ordinary words count only where nothing else names the brand.
        names = [hit for hit in here if not batch.references.common(int(hits.terms[hit]))]
        outer: list[tuple[Place, float]] = []
        for hit in names or here:
            place, way = batch.place(hits, hit), int(hits.ways[hit])
            if not outer or outer[-1][0].field != place.field or place.start >= outer[-1][0].end:
                outer.append((place, 1.0 if way == PLAINLY else MISSPELT.get(WAYS[way], HIDDEN)))
        yield key >> 32, key & 0xFFFFFFFF, outer


def _goes_with(
    batch: Batch, row: int, brand: int, places: Sequence[Place], believed: float
) -> Iterator[Entry]:
    """The entry of a brand named for what the goods go with; none if it is named as their maker anywhere."""
    share = believed
    hint = _hint(batch, row, places)
    told = _said(batch, row, "title", places, title=True, hint=hint)
    if not told:
        share *= DESCRIBED
        told = _said(batch, row, "description", places) or _in_attributes(batch, places)
    if not told or any(said.use.likely < FAIR for said in told) or _claimed(batch, places):
        return
    least = min(told, key=lambda said: said.use.likely)
    kind = _kind(least.use)
    if kind == "accessory" and least.use.likely < SURE:
        return
    if any(said.use.likely < FAIR for said in _said(batch, row, "brand", places)):
        if kind != "compatible":
            return
        share *= OWN_FIELD
    if kind == "compatible" and not GOODS & least.use.facts and least.place.field == "title":
        share *= NO_SUCH_GOODS
    strength = share * (0.2 + 0.8 * (least.use.likely - FAIR) / (1 - FAIR))
    yield Entry(row, brand, FairUse.kinds.index(kind), strength, _detail(batch, brand, least, kind))


def _said(
    batch: Batch, row: int, field: str, places: Sequence[Place], *, title: bool = False, hint: float = 0.0
) -> list[Said]:
    """What each mention of one brand in a field is used for."""
    here = [place for place in places if place.field == field][:MOST]
    if not here:
        return []
    marks = [Mark(place.start, place.end) for place in here]
    told = uses(batch.text(row, field), marks, title=title, hint=hint)
    return [Said(place, use) for place, use in zip(here, told, strict=True)]


def _in_attributes(batch: Batch, places: Sequence[Place]) -> list[Said]:
    return [Said(place, _attribute(batch, place)) for place in places if place.field == "attributes"]


def _claimed(batch: Batch, places: Sequence[Place]) -> bool:
    """Whether an attribute says that the goods are of the brand."""
    return any("by" in said.use.facts for said in _in_attributes(batch, places))


def _hint(batch: Batch, row: int, places: Sequence[Place]) -> float:
    """What it says that the seller names another brand as that of the goods."""
    named = batch.text(row, "brand").strip()
    if not named or any(place.field == "brand" for place in places):
        return 0.0
    lexicon = Lexicon.of("fair_use", "look_alike")
    nobody = any(cue.first == 0 for cue in lexicon.cues(lexicon.items(named)).get("no_brand", ()))
    return 0.0 if nobody else COLUMN_DIFFERS


def _attribute(batch: Batch, place: Place) -> Use:
    """What a mention in an attribute is used for, by the attribute's name."""
    lexicon = Lexicon.of("fair_use", "look_alike")
    at = 0
    for name, value in batch.value(place.row, "attributes"):
        at += len(value or "") + 1
        if place.start < at:
            groups = set(lexicon.cues(lexicon.items(name)))
            if groups & {"fits", "fits_after"}:
                return Use(0.9, frozenset({"for"}), None)
            if "brand_key" in groups:
                return Use(0.0, frozenset({"by"}), None)
            break
    return Use(0.0, frozenset(), None)


def _kind(use: Use) -> str:
    if "part" in use.facts:
        return "made_with"
    if "spoken_of" in use.facts:
        return "review"
    return "compatible" if SAID & use.facts else "accessory"


def _detail(batch: Batch, brand: int, said: Said, kind: str) -> Detail:
    name = batch.references.brand(brand).name
    row, field, start, end = said.place
    match kind, said.use.cue:
        case "made_with", _:
            text = f"names {name} as the maker of a part"
        case "review", _:
            text = f"speaks of {name}, not of goods of that brand"
        case "compatible", (first, last):
            words = batch.text(row, field)[first:last]
            text = f'names {name} {"after" if last <= start else "before"} "{words}"'
        case "compatible", _:
            text = f"names {name} as what the goods fit"
        case _:
            text = f"names {name} as what the goods go with"
    return Detail(text, field, start, end)


def _second_hand(batch: Batch, row: int, brand: int, believed: float) -> Iterator[Entry]:
    """The entry of a listing whose seller speaks of goods that had an owner; a stock of them had none."""
    condition, quantity = batch.value(row, "condition"), batch.value(row, "quantity")
    if condition == "new" or (quantity or 0) > STOCK:
        return
    lexicon = Lexicon.of("fair_use", "look_alike")
    for field in ("title", "description"):
        text = batch.text(row, field)[:READ]
        items = lexicon.items(text)
        cues = lexicon.cues(items).get("second_hand", ())
        if cues:
            start, end = items[cues[0].first].start, items[cues[0].last].end
            share = (1.0 if condition else 0.7) * (
                0.5 if batch.value(row, "seller_kind") == "trader" else 1.0
            )
            detail = Detail(f'tells of an owner before: "{text[start:end]}"', field, start, end)
            yield Entry(row, brand, FairUse.kinds.index("second_hand"), believed * share, detail)
            return


_REFERENCES: Final = {
    "brands": [
        {"id": "norrvik", "name": "Norrvik", "words": ["Norrvik", {"text": "诺维克", "renders": "Norrvik"}]},
        {"id": "velmora", "name": "Velmora", "words": ["Velmora"]},
    ]
}

_COMPATIBLE: Final = (
    "Leather case for Norrvik X200",
    "Schutzhülle passend für Norrvik X200",
    "Coque pour Norrvik X200",
    "Funda compatible con Norrvik X200",
    "Capinha p/ Norrvik X200",
    "Custodia per Norrvik X200",
    "Чехол для Norrvik X200",
    "Norrvik X200 ile uyumlu silikon kılıf",
    "جراب لهاتف Norrvik X200",
    "适用诺维克X200手机壳",
    "適用於 Norrvik X200 保護殼",
    "Norrvik compatible toner cartridge, black",
    "Screen protector for Apfelo, Norrvik, Huvai",
)
_MADE_WITH: Final = ("Hiking boots with Norrvik membrane lining", "Winterjacke mit Norrvik Reißverschluss")
_SPOKEN_OF: Final = ("Guide to the Norrvik X200 camera", "Das Handbuch: Geschichte von Norrvik")
_WORN: Final = (
    "Norrvik parka, gently used, size M",
    "Norrvik Parka, kaum getragen",
    "Parka Norrvik, porté une fois",
    "Parka Norrvik segunda mano",
    "Casaco Norrvik pouco usado",
    "Giacca Norrvik usata",
    "Куртка Norrvik б/у",
    "Norrvik mont ikinci el",
    "جاكيت Norrvik مستعمل",
    "诺维克冲锋衣 二手",
)
_OWN: Final = (
    "Norrvik parka for men",
    "Parka for men Norrvik",
    "Handbag inspired by Norrvik",
    "Dupe for Norrvik bag",
    "Jacket in the style of Norrvik",
    "Bag, looks like Norrvik",
    "Sac façon Norrvik",
    "Куртка в стиле Norrvik",
    "Norrvik同款 包",
    "Zapatillas tipo Norrvik",
    "Bag with Norrvik logo",
    "Norrvik charger for Norrvik X200",
    "Original Norrvik charger",
)


def _example(title: str, kind: str | None = None, **more: object) -> Example:
    kinds = frozenset({kind}) if kind else frozenset[str]()
    return Example({"title": title, **more}, kinds, _REFERENCES, brand="norrvik")
