"""What must hold of one brand, right, price or phrase, whatever file it was read from."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from countermark.listings.currencies import CURRENCIES, SUCCESSORS
from countermark.references.codes import OFFICE_SLIPS, OFFICES, TERRITORIES, TERRITORY_SLIPS
from countermark.references.model import AuthorisedSeller, Brand, Phrase, Price, Product, Right, Word
from countermark.references.origin import Flaw, Path
from countermark.references.suggestions import code_meant, nearest
from countermark.text import gtin

LONGEST_WORD: Final = 100
LONGEST_PHRASE: Final = 200
LONGEST_ID: Final = 100
_SLUG: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]*", re.ASCII)
_GRAINS: Final = 4
"""Decimal places of a price; the tables keep no more."""


def brand_flaws(brand: Brand, path: Path) -> Iterator[Flaw]:
    """Everything wrong with a brand, its pictures apart."""
    if not _SLUG.fullmatch(brand.id) or len(brand.id) > LONGEST_ID:
        mend = f"Use letters, digits and - _ . : (at most {LONGEST_ID}): {_slug(brand.name)}"
        yield Flaw((*path, "id"), f'the brand id "{brand.id}" is no slug', mend)
    yield from _text_flaws(brand.name, (*path, "name"), "name", LONGEST_WORD)
    if not (brand.words or brand.logos or brand.products):
        mend = f"Add the words that it is known by: words: [{brand.name or brand.id}]."
        yield Flaw(path, f'the brand "{brand.id}" has neither words nor logos nor products', mend)
    yield from _word_flaws(brand, path)
    for index, nickname in enumerate(brand.nicknames):
        # One of symbols alone, like the animal of a logo, is odd but no fault: sellers do use them.
        if not nickname.strip() or any(map(str.isalnum, nickname)):
            yield from _text_flaws(nickname, (*path, "nicknames", index), "nickname", LONGEST_WORD)
    for index, right in enumerate(brand.rights):
        yield from _right_flaws(right, (*path, "rights", index))
    for index, product in enumerate(brand.products):
        yield from _product_flaws(product, (*path, "products", index))
    for index, seller in enumerate(brand.authorised_sellers):
        yield from _seller_flaws(seller, (*path, "authorised_sellers", index))


def _word_flaws(brand: Brand, path: Path) -> Iterator[Flaw]:
    # A large set has a hundred times as many words as anything else: no generator for a sound one.
    for index, word in enumerate(brand.words):
        complaint = _text_complaint(word.text, "word", LONGEST_WORD)
        if complaint:
            yield Flaw((*path, "words", index, "text"), *complaint)
        if word.classes:
            yield from _class_flaws(word.classes, (*path, "words", index, "classes"))
        if word.renders is not None:
            yield from _renders_flaws(word, (*path, "words", index, "renders"), brand)


def phrase_flaws(phrase: Phrase, path: Path) -> Iterator[Flaw]:
    """Everything wrong with a phrase."""
    yield from _text_flaws(phrase.text, (*path, "text"), "phrase", LONGEST_PHRASE)


def _text_flaws(text: str, path: Path, name: str, longest: int) -> Iterator[Flaw]:
    complaint = _text_complaint(text, name, longest)
    if complaint:
        yield Flaw(path, *complaint)


def _text_complaint(text: str, name: str, longest: int) -> tuple[str, str] | None:
    if not text.strip():
        return f"the {name} is empty", f"Write the {name}, or take the entry out."
    if len(text) > longest:
        what = f"the {name} has {len(text)} characters, more than {longest}"
        return what, "Write what a buyer would read, not the goods or a disclaimer."
    if not text.isprintable() and _controls(text):
        return f"the {name} {text!r} holds a control character", "Write it on one line."
    if not any(map(str.isalnum, text)):
        mend = "Words are found by their letters and digits: list a figurative mark under logos."
        return f'the {name} "{text}" has no letter or digit', mend
    return None


def _controls(text: str) -> bool:
    return any(unicodedata.category(char) in {"Cc", "Cs"} for char in text)


def _renders_flaws(word: Word, path: Path, brand: Brand) -> Iterator[Flaw]:
    others = {mark.text for mark in brand.words if mark.text != word.text} | {brand.name}
    if word.renders is None or word.renders in others:
        return
    meant = nearest(word.renders, others)
    mend = f'Did you mean "{meant}"?' if meant else f'Add "{word.renders}" to the words, or name one of them.'
    yield Flaw(path, f'"{word.renders}" is no other word of this brand', mend)


def _class_flaws(classes: tuple[int, ...], path: Path) -> Iterator[Flaw]:
    for index, number in enumerate(classes):
        if not 1 <= number <= 45:
            mend = "Nice classes go from 1 to 45: goods 1-34, services 35-45."
            yield Flaw((*path, index), f"there is no Nice class {number}", mend)


def _right_flaws(right: Right, path: Path) -> Iterator[Flaw]:
    yield from _id_flaws(right.id, (*path, "id"))
    if right.office is not None and right.office not in OFFICES:
        mend = (
            code_meant(right.office, OFFICES, OFFICE_SLIPS) + "Offices have WIPO ST.3 codes: EM, WO, DE, US …"
        )
        yield Flaw((*path, "office"), f'unknown office "{right.office}"', mend)
    if right.number is not None and not right.number.strip():
        yield Flaw((*path, "number"), "the number is empty", "Write it, or take the line out.")
    yield from _class_flaws(right.classes, (*path, "classes"))
    for index, code in enumerate(right.territories):
        if code not in TERRITORIES:
            mend = (
                code_meant(code, TERRITORIES, TERRITORY_SLIPS)
                + "Territories are ISO 3166 codes like DE, or EU."
            )
            yield Flaw((*path, "territories", index), f'unknown territory "{code}"', mend)
    yield from _order_flaws(("registered", right.registered), ("expires", right.expires), path)
    yield from _validity_flaws(right, path)


def _product_flaws(product: Product, path: Path) -> Iterator[Flaw]:
    yield from _id_flaws(product.id, (*path, "id"))
    if not product.title.strip():
        yield Flaw((*path, "title"), "the title is empty", "Write the product's name as the brand sells it.")
    if product.gtin is not None and not gtin.is_valid(product.gtin):
        yield Flaw((*path, "gtin"), *_gtin_complaint(product.gtin))
    if product.price is not None:
        yield from _price_flaws(product.price, (*path, "price"))


def _gtin_complaint(given: str) -> tuple[str, str]:
    number = gtin.bare(given)
    if not (number.isascii() and number.isdigit() and number.strip("0")):
        return f'"{given}" is no GTIN', "Write the digits under the bar code."
    if len(number) not in gtin.LENGTHS:
        what = f"the GTIN {given} has {len(number)} digits"
        return what, "GTINs have 8, 12, 13 or 14: put back zeros that a spreadsheet dropped in front."
    right = gtin.check_digit(number[:-1])
    what = f"the GTIN {given} ends in the wrong check digit"
    return what, f"It would be {number[:-1]}{right} if the other digits are right; look at the bar code."


def _price_flaws(price: Price, path: Path) -> Iterator[Flaw]:
    for name, amount in (("low", price.low), ("high", price.high)):
        here = (*path, name)
        if amount < 0:
            yield Flaw(here, f"the price {amount} is negative", "Write what the product costs new.")
        elif amount != round(amount, _GRAINS) or amount >= 10**14:
            mend = f"Write it with at most {_GRAINS} decimal places and 14 digits before them."
            yield Flaw(here, f"the price {amount} cannot be kept exactly", mend)
    if price.low > price.high:
        what = f"the price goes from {price.low} down to {price.high}"
        yield Flaw(path, what, "Write the lower price as low and the higher one as high.")
    elif price.high == 0:
        yield Flaw((*path, "high"), "the price is zero", "Write what it costs new, or take the price out.")
    if price.currency not in CURRENCIES:
        yield Flaw((*path, "currency"), *_currency_complaint(price.currency))
    yield from _validity_flaws(price, path)


def _currency_complaint(code: str) -> tuple[str, str]:
    if code in SUCCESSORS:
        return f"the currency {code} has been withdrawn", f"State the price in {SUCCESSORS[code]}."
    mend = code_meant(code, CURRENCIES, {}) + "Currencies are ISO 4217 codes: EUR, USD, CNY …"
    return f'unknown currency "{code}"', mend


def _seller_flaws(seller: AuthorisedSeller, path: Path) -> Iterator[Flaw]:
    for name, value in (("marketplace", seller.marketplace), ("seller_id", seller.seller_id)):
        if not value.strip():
            yield Flaw((*path, name), f"the {name} is empty", "Write it as the marketplace does.")
    yield from _validity_flaws(seller, path)


def _id_flaws(given: str, path: Path) -> Iterator[Flaw]:
    if not given.strip() or given != given.strip() or _controls(given) or len(given) > LONGEST_ID:
        mend = f"Write one to {LONGEST_ID} characters, without blanks at either end."
        yield Flaw(path, f"the id {given!r} cannot be used", mend)


def _validity_flaws(valid: Right | Price | AuthorisedSeller, path: Path) -> Iterator[Flaw]:
    return _order_flaws(("valid_from", valid.valid_from), ("valid_until", valid.valid_until), path)


def _order_flaws(
    begin: tuple[str, dt.date | None], end: tuple[str, dt.date | None], path: Path
) -> Iterator[Flaw]:
    (first, since), (last, until) = begin, end
    if since is not None and until is not None and since > until:
        what = f"{last} ({until}) is before {first} ({since})"
        yield Flaw((*path, last), what, "Exchange the two days, or mend the year.")


def _slug(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:LONGEST_ID] or "brand-1"
