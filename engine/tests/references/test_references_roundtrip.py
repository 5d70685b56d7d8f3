"""Whatever references can say survives being written and read, as YAML and as Parquet."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countermark.listings.currencies import CURRENCIES
from countermark.references.check import check, read_references
from countermark.references.codes import OFFICES, TERRITORIES
from countermark.references.model import (
    AuthorisedSeller,
    Brand,
    Phrase,
    PhraseWeight,
    Price,
    Product,
    ReferenceSet,
    Right,
    RightKind,
    Word,
)
from countermark.references.writing import write_parquet, write_yaml
from countermark.text.gtin import check_digit

Writer = Callable[[ReferenceSet, Path], None]

PICTURES = ("mark.svg", "photos/Größe 1.png")
LOOKALIKES = (
    "NO",
    "yes",
    "018123456",
    "1:1",
    "1e5",
    "~",
    "null",
    "2021-05-01",
    "0x1F",
    "- a",
    "a: b",
    "#1",
    "<<",
)

letters = st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"])
texts = st.builds(
    lambda head, tail: f"{head}a{tail}", st.text(letters, max_size=8), st.text(letters, max_size=8)
)
words = texts | st.sampled_from([text for text in LOOKALIKES if any(map(str.isalnum, text))])
ids = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,12}", fullmatch=True) | st.sampled_from(
    ["1e5", "010", "NO"]
)
days = st.none() | st.dates(dt.date(1850, 1, 1), dt.date(2200, 1, 1))
classes = st.lists(st.integers(1, 45), max_size=3).map(tuple)
amounts = st.decimals(Decimal(0), 10**13, places=4)
pictures = st.lists(st.sampled_from(PICTURES), max_size=2).map(tuple)


ordered = st.tuples(days, days).map(lambda pair: pair if None in pair else (min(pair), max(pair)))  # type: ignore[type-var]  # no None here


@st.composite
def rights(draw: st.DrawFn, right_id: str) -> Right:
    registered, expires = draw(ordered)
    valid_from, valid_until = draw(ordered)
    return Right(
        id=right_id,
        kind=draw(st.sampled_from(RightKind)),
        office=draw(st.none() | st.sampled_from(sorted(OFFICES))),
        number=draw(st.none() | words),
        classes=draw(classes),
        territories=draw(st.lists(st.sampled_from(sorted(TERRITORIES)), max_size=3).map(tuple)),
        registered=registered,
        expires=expires,
        valid_from=valid_from,
        valid_until=valid_until,
    )


@st.composite
def prices(draw: st.DrawFn) -> Price:
    low, span = draw(amounts), draw(st.decimals(Decimal("0.01"), 1000, places=2))
    since, until = draw(ordered)
    currency = draw(st.sampled_from(sorted(CURRENCIES)))
    return Price(low=low, high=low + span, currency=currency, valid_from=since, valid_until=until)


@st.composite
def products(draw: st.DrawFn, product_id: str) -> Product:
    digits = draw(st.none() | st.from_regex(r"[1-9][0-9]{11}", fullmatch=True))
    return Product(
        id=product_id,
        title=draw(texts),
        gtin=digits and digits + check_digit(digits),
        category=draw(st.none() | texts),
        price=draw(st.none() | prices()),
        photos=draw(pictures),
    )


@st.composite
def brands(draw: st.DrawFn, brand_id: str) -> Brand:
    name = draw(texts)
    since, until = draw(ordered)
    seller = AuthorisedSeller(marketplace="m1", seller_id=draw(words), valid_from=since, valid_until=until)
    rendering = Word(text=draw(words.filter(lambda word: word != name)), renders=name)
    marks = st.builds(Word, text=words, common=st.none() | st.booleans(), classes=classes)
    product_ids = draw(st.lists(ids, max_size=2, unique=True))
    return Brand(
        id=brand_id,
        name=name,
        words=(rendering, *draw(st.lists(marks, max_size=4))),
        common_word=draw(st.none() | st.booleans()),
        nicknames=draw(st.lists(words, max_size=2).map(tuple)),
        rights=tuple(draw(rights(f"{brand_id}/{number}")) for number in range(draw(st.integers(0, 2)))),
        logos=draw(pictures),
        products=tuple(draw(products(product_id)) for product_id in product_ids),
        authorised_sellers=draw(st.sampled_from([(), (seller,)])),
    )


@st.composite
def reference_sets(draw: st.DrawFn) -> ReferenceSet:
    names = sorted(draw(st.lists(ids, min_size=1, max_size=3, unique=True)))
    phrases = st.builds(Phrase, text=words, weight=st.sampled_from(PhraseWeight))
    return ReferenceSet(
        brands=tuple(draw(brands(name)) for name in names),
        phrases=tuple(draw(st.lists(phrases, max_size=3))),
    )


@pytest.mark.parametrize("write", [write_yaml, write_parquet])
@settings(max_examples=60, deadline=None)
@given(references=reference_sets())
def test_what_is_written_is_read_again(write: Writer, references: ReferenceSet) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for picture in PICTURES:
            (folder / picture).parent.mkdir(exist_ok=True)
            (folder / picture).write_bytes(b"picture")
        write(references, folder)
        assert check(folder).faults == ()
        assert read_references(folder) == references


def test_yaml_is_written_as_short_as_a_person_would(tmp_path: Path) -> None:
    norrvik = Brand(id="norrvik", name="Norrvik", words=(Word(text="Norrvik"), Word(text="NO", common=True)))
    phrases = (Phrase(text="reissue"), Phrase(text="1:1", weight=PhraseWeight.STRONG))
    write_yaml(ReferenceSet(brands=(norrvik,), phrases=phrases), tmp_path)
    assert (tmp_path / "references.yaml").read_text(encoding="utf-8") == (
        "brands:\n"
        "- id: norrvik\n"
        "  name: Norrvik\n"
        "  words:\n"
        "  - Norrvik\n"
        '  - text: "NO"\n'
        "    common: true\n"
        "phrases:\n"
        "- reissue\n"
        '- text: "1:1"\n'
        "  weight: strong\n"
    )
