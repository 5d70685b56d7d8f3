from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import msgspec
import pytest

from countermark.demo import market_references, market_tables
from countermark.demo.assortment import ITEMS, brand_sheets, category_classes, goods_sheet
from countermark.demo.draws import ACCESSORIES, COLOURS, FEATURES, PHRASES
from countermark.demo.lexicon import LANGUAGES, SLOTS, LanguageSheet, language_sheets
from countermark.references.model import ReferenceSet
from countermark.tables import BESIDE

if TYPE_CHECKING:
    from .conftest import Market

BY_LANGUAGE = pytest.mark.parametrize("sheet", language_sheets(), ids=LANGUAGES)


def test_the_brands_are_of_many_shapes() -> None:
    sheets = brand_sheets()
    assert len(sheets) >= 24
    assert {len(sheet.name) for sheet in sheets} >= {4, 5, 7, 8, 9, 10}
    assert any(" " in sheet.name for sheet in sheets)
    assert any(not sheet.name.isascii() for sheet in sheets)
    assert any(char.isdigit() for sheet in sheets for char in sheet.name)
    assert sum(sheet.common for sheet in sheets) >= 3
    assert {code for sheet in sheets for code in sheet.renders} == {"zh", "ru", "ar"}
    assert any(sheet.nicknames for sheet in sheets)


def test_the_references_are_complete_structs_with_unique_ids_and_gtins() -> None:
    references = market_references()
    assert isinstance(references, ReferenceSet)
    ids = [brand.id for brand in references.brands]
    assert ids == sorted(set(ids))
    gtins = Counter(product.gtin for brand in references.brands for product in brand.products)
    assert max(gtins.values()) == 1
    rights = Counter(right.id for brand in references.brands for right in brand.rights)
    assert max(rights.values()) == 1
    for brand in references.brands:
        assert brand.words
        assert brand.products
        assert len(brand.authorised_sellers) == 4


def test_fewer_brands_are_the_first_ones() -> None:
    assert {brand.id for brand in market_references(brands=3).brands} == {"norrvik", "quendrel", "oskavane"}


def test_an_authorised_dealer_is_in_the_references_and_a_forgotten_one_is_not(simulated: Market) -> None:
    listed = {
        (brand.id, seller.seller_id)
        for brand in market_references(seed=11).brands
        for seller in brand.authorised_sellers
    }
    for kind, known in (
        ("honest_brand_shop", True),
        ("authorised_seller", True),
        ("authorised_unlisted", False),
    ):
        for row in simulated.rows(kind=kind):
            assert ((row["truth"]["brand_id"], row["seller_id"]) in listed) is known


def test_the_tables_follow_their_schemas(simulated: Market) -> None:
    tables = market_tables()
    assert set(tables) == {"rates", "categories", "known_words"}
    for name, table in tables.items():
        assert table.schema.equals(BESIDE[name], check_metadata=True)
    known = set(tables["categories"].column("category").to_pylist())
    assert set(simulated.listings.column("category").to_pylist()) - known == {None, "Other"}


def test_no_name_that_looks_alike_is_itself_a_brand() -> None:
    names = {sheet.name.lower() for sheet in brand_sheets()}
    alike = [name.lower() for sheet in brand_sheets() for name in (*sheet.known, *sheet.unknown)]
    assert not names & set(alike)
    assert len(set(alike)) == len(alike) == 3 * len(names)


@BY_LANGUAGE
def test_a_language_has_as_many_words_as_every_other(sheet: LanguageSheet) -> None:
    lines = goods_sheet().lines
    assert len(sheet.colours) == COLOURS
    assert len(sheet.phrases) == PHRASES
    for words, count in ((sheet.items, ITEMS), (sheet.features, FEATURES), (sheet.accessories, ACCESSORIES)):
        assert list(words) == list(lines)
        assert {len(of_line) for of_line in words.values()} == {count}
    english = language_sheets()[0]
    assert set(sheet.titles) == set(english.titles)
    assert set(sheet.sentences) == set(english.sentences)
    assert set(sheet.standalone) == set(english.standalone)


@BY_LANGUAGE
def test_templates_ask_only_for_slots_that_are_filled(sheet: LanguageSheet) -> None:
    for pool, templates in {**sheet.titles, **sheet.sentences}.items():
        for template in templates:
            slots = re.findall(r"\{(\w*)\}", template)
            assert set(slots) <= set(SLOTS)
            assert "contact" not in slots or pool == "ring"
            # Unbranded goods name no brand, and the ring's texts are the same for all brands.
            assert "brand" not in slots or pool not in {
                "plain",
                "plain_used",
                "goods",
                "goods_used",
                "ring",
                "hint",
            }
    assert all("{" not in text for pool in ("middle", "close") for text in sheet.sentences[pool])


def test_every_category_of_a_told_listing_is_known() -> None:
    told = [
        entry.category for sheet in language_sheets() for pool in sheet.standalone.values() for entry in pool
    ]
    assert set(told) <= set(category_classes())


def test_a_misspelt_key_in_the_data_would_not_go_unseen() -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"id": "x", "nmae": "X"}, type(brand_sheets()[0]))
