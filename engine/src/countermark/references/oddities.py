"""What is odd about a reference set without being wrong: it is screened with all the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from countermark.errors import Fault
from countermark.references.model import Brand
from countermark.references.origin import Flaw, Path, Source
from countermark.text import gtin
from countermark.text.fold import fold


def warnings_of(sources: list[Source], today: dt.date | None) -> Iterator[Fault]:
    """Every oddity of the set, each with its place."""
    claims = _Claims()
    for source in sources:
        for index, brand in enumerate(source.references.brands):
            path: Path = ("brands", index)
            for flaw in (
                *_words(brand, path, claims),
                *_nicknames(brand, path),
                *_rights(brand, path, today),
                *_products(brand, path, claims),
            ):
                yield source.fault(flaw)
        for index, phrase in enumerate(source.references.phrases):
            for flaw in _phrase(phrase.text, ("phrases", index), claims):
                yield source.fault(flaw)


class _Claims:
    """Who named a word, GTIN or phrase first."""

    def __init__(self) -> None:
        self.words: dict[str, str] = {}
        self.gtins: dict[str, str] = {}
        self.phrases: set[str] = set()


def _words(brand: Brand, path: Path, claims: _Claims) -> Iterator[Flaw]:
    own: set[str] = set()
    for index, word in enumerate(brand.words):
        folded, here = fold(word.text), (*path, "words", index)
        if len(folded) == 1:
            mend = "Say common: true, so that it counts only in context, or take it out."
            if word.common is not True:
                yield Flaw(here, f'the word "{word.text}" is a single letter or digit', mend)
        if not folded:
            continue
        if folded in own:
            yield Flaw(here, f'"{word.text}" is already a word of this brand', "Keep one of the spellings.")
            continue
        own.add(folded)
        first = claims.words.setdefault(folded, brand.id)
        if first != brand.id:
            mend = "Both are reported where it stands; give it the classes that tell the brands apart."
            yield Flaw(here, f'the word "{word.text}" is claimed by the brand "{first}" too', mend)


def _nicknames(brand: Brand, path: Path) -> Iterator[Flaw]:
    for index, nickname in enumerate(brand.nicknames):
        here = (*path, "nicknames", index)
        if not any(map(str.isalnum, nickname)):
            mend = "It will never be found; write how it is said in letters."
            yield Flaw(here, f'the nickname "{nickname}" has no letter or digit', mend)
        elif len(fold(nickname)) == 1:
            what = f'the nickname "{nickname}" is a single letter or digit'
            yield Flaw(here, what, "Take it out, or write more of it.")


def _rights(brand: Brand, path: Path, today: dt.date | None) -> Iterator[Flaw]:
    for index, right in enumerate(brand.rights):
        end = right.valid_until or right.expires
        if today is not None and end is not None and end < today:
            what = f'the right "{right.id}" ran out on {end}'
            yield Flaw((*path, "rights", index), what, "Write the renewed date, or take the right out.")


def _products(brand: Brand, path: Path, claims: _Claims) -> Iterator[Flaw]:
    for index, product in enumerate(brand.products):
        number = gtin.canonical(product.gtin) if product.gtin else None
        if number is None:
            continue
        name = f'"{product.id}" of "{brand.id}"'
        first = claims.gtins.setdefault(number, name)
        if first != name:
            what = f"the GTIN {product.gtin} is given to {first} too"
            yield Flaw(
                (*path, "products", index, "gtin"), what, "A GTIN names one product: mend one of them."
            )


def _phrase(text: str, path: Path, claims: _Claims) -> Iterator[Flaw]:
    folded = fold(text)
    if folded in claims.phrases:
        yield Flaw(path, f'the phrase "{text}" stands here a second time', "Keep one of them.")
    claims.phrases.add(folded)
