"""Values of the right shape that cannot be right all the same, whatever file they come from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from countermark.references.check import check

Write = Callable[..., Path]


def brand(line: str) -> str:
    return f"brands:\n  - id: norrvik\n    name: Norrvik\n    words: [Norrvik]\n    {line}\n"


def product(fields: str) -> str:
    return f"products: [{{id: parka, title: Parka, {fields}}}]"


RIGHTS = [
    ("office: EUIPO", 'unknown office "EUIPO"', 'Write "EM"'),
    ("office: EU", 'unknown office "EU"', 'Write "EM"'),
    ("office: de", 'unknown office "de"', 'Write "DE"'),
    ("office: ZZ", 'unknown office "ZZ"', "ST.3"),
    ("territories: [UK]", 'unknown territory "UK"', 'Write "GB"'),
    ("territories: [Germany]", 'unknown territory "Germany"', "ISO 3166"),
    ("territories: [EM]", 'unknown territory "EM"', 'Write "EU"'),
    ("classes: [0]", "no Nice class 0", "1 to 45"),
    ("classes: [25, 46]", "no Nice class 46", "1 to 45"),
    ("classes: [-3]", "no Nice class -3", "1 to 45"),
    ('number: ""', "the number is empty", "take the line out"),
    ("registered: 2021-05-01, expires: 2011-05-01", "expires (2011-05-01) is before registered", "Exchange"),
    ("valid_from: 2025-01-02, valid_until: 2025-01-01", "valid_until (2025-01-01) is before", "Exchange"),
]


@pytest.mark.parametrize(("fields", "what", "mend"), RIGHTS)
def test_a_right_that_cannot_be_is_a_fault(write: Write, fields: str, what: str, mend: str) -> None:
    (fault,) = check(write(brand(f"rights: [{{id: r, {fields}}}]"))).faults
    assert fault.place == "references.yaml:5"
    assert what in fault.what
    assert mend in fault.mend


@pytest.mark.parametrize("office", ["EM", "WO", "BX", "IB", "DE", "US", "OA", "XK"])
def test_offices_of_one_and_of_many_countries_are_known(write: Write, office: str) -> None:
    assert not check(write(brand(f"rights: [{{id: r, office: {office}}}]"))).faults


PRODUCTS = [
    ('gtin: "4006381333932"', "the wrong check digit", "4006381333931"),
    ('gtin: "36000291452"', "has 11 digits", "zeros"),
    ('gtin: "ABC"', "is no GTIN", "digits"),
    ('gtin: "0000000000000"', "is no GTIN", "digits"),
    ("price: {low: 560, high: 420, currency: EUR}", "from 560 down to 420", "lower price as low"),
    ("price: {low: -1, high: 420, currency: EUR}", "-1 is negative", "costs new"),
    ("price: {low: 0, high: 0, currency: EUR}", "the price is zero", "costs new"),
    ("price: {low: 1.23456, high: 2, currency: EUR}", "cannot be kept exactly", "4 decimal places"),
    (f"price: {{low: 1, high: 1{'0' * 14}, currency: EUR}}", "cannot be kept exactly", "14 digits"),
    ("price: {low: 1, high: 2, currency: Euro}", 'unknown currency "Euro"', "ISO 4217"),
    ("price: {low: 1, high: 2, currency: eur}", 'unknown currency "eur"', 'Write "EUR"'),
    ("price: {low: 1, high: 2, currency: HRK}", "HRK has been withdrawn", "EUR"),
    (
        "price: {low: 1, high: 2, currency: EUR, valid_from: 2025-02-01, valid_until: 2025-01-01}",
        "is before valid_from",
        "Exchange",
    ),
]


@pytest.mark.parametrize(("fields", "what", "mend"), PRODUCTS)
def test_a_product_that_cannot_be_is_a_fault(write: Write, fields: str, what: str, mend: str) -> None:
    (fault,) = check(write(brand(product(fields)))).faults
    assert what in fault.what
    assert mend in fault.mend


@pytest.mark.parametrize("gtin", ["4006381333931", "4 006381 333931", "036000291452", "96385074"])
def test_a_gtin_may_be_short_long_or_spaced(write: Write, gtin: str) -> None:
    assert not check(write(brand(product(f'gtin: "{gtin}"')))).faults


WORDS = [
    ('""', "the word is empty", "take the entry out"),
    ('"  "', "the word is empty", "take the entry out"),
    ('"!!!"', "has no letter or digit", "logos"),
    ('"★"', "has no letter or digit", "logos"),
    ("y" * 101, "has 101 characters, more than 100", "buyer"),
    (r'"Norr\nvik"', "control character", "one line"),
    ("{text: 诺维克, renders: Nordvik}", '"Nordvik" is no other word', 'Did you mean "Norrvik"?'),
    ("{text: 诺维克, renders: Aldervane}", "is no other word", 'Add "Aldervane"'),
    ("{text: Arctic, renders: Arctic}", "is no other word", "name one of them"),
    ("{text: Arctic, classes: [25, 99]}", "no Nice class 99", "1 to 45"),
]


@pytest.mark.parametrize(("word", "what", "mend"), WORDS)
def test_a_word_that_can_never_be_found_is_a_fault(write: Write, word: str, what: str, mend: str) -> None:
    text = f"brands:\n  - id: norrvik\n    name: Norrvik\n    words:\n      - Vikka\n      - {word}\n"
    (fault,) = check(write(text)).faults
    assert fault.place == "references.yaml:6"
    assert what in fault.what
    assert mend in fault.mend


@pytest.mark.parametrize("word", ['"7"', "Ö", "诺", "y" * 100, '"501"', "{text: 诺维克, renders: Norrvik}"])
def test_short_long_and_foreign_words_are_no_faults(write: Write, word: str) -> None:
    assert not check(write(f"brands:\n  - {{id: norrvik, name: Norrvik, words: [{word}]}}\n")).faults


BRANDS = [
    ("{id: norrvik, name: Norrvik}", "neither words nor logos nor products", "words: [Norrvik]"),
    ("{id: norrvik, name: Norrvik, words: []}", "neither words nor logos nor products", "words: [Norrvik]"),
    ("{id: norr vik, name: Norrvik, words: [N1]}", '"norr vik" is no slug', "norrvik"),
    ("{id: ../x, name: Ähren Gold, words: [N1]}", "is no slug", "ahren-gold"),
    ("{id: norrvik, name: '', words: [N1]}", "the name is empty", "Write the name"),
    ("{id: norrvik, name: '?!', words: [N1]}", "has no letter or digit", "letters"),
    ("{id: norrvik, name: Norrvik, words: [N1], nicknames: ['']}", "the nickname is empty", "take the entry"),
    (
        "{id: norrvik, name: Norrvik, words: [N1], rights: [{id: ' r '}]}",
        "the id ' r ' cannot be used",
        "without blanks",
    ),
    ("{id: norrvik, name: N1, products: [{id: p, title: ''}]}", "the title is empty", "brand sells it"),
    (
        "{id: norrvik, name: N1, words: [N1], authorised_sellers: [{marketplace: '', seller_id: x1}]}",
        "the marketplace is empty",
        "as the marketplace does",
    ),
    (
        """{id: a1, name: A1, words: [A1], authorised_sellers: [{marketplace: m1, seller_id: s1,
            valid_from: 2025-02-01, valid_until: 2025-01-01}]}""",
        "is before valid_from",
        "Exchange",
    ),
]


@pytest.mark.parametrize(("entry", "what", "mend"), BRANDS)
def test_a_brand_that_cannot_be_is_a_fault(write: Write, entry: str, what: str, mend: str) -> None:
    (fault,) = check(write(f"brands:\n  - {entry}\n")).faults
    assert fault.place in {"references.yaml:2", "references.yaml:3"}
    assert what in fault.what
    assert mend in fault.mend


@pytest.mark.parametrize(("phrase", "what"), [("''", "is empty"), ("'***'", "no letter"), ("z" * 201, "201")])
def test_a_phrase_that_can_never_be_found_is_a_fault(write: Write, phrase: str, what: str) -> None:
    (fault,) = check(write(brand("logos: []") + f"phrases: [{phrase}]\n")).faults
    assert fault.place == "references.yaml:6"
    assert what in fault.what
