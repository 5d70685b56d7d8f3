"""References as a screening sees them: brands numbered through all segments, and what signals ask of them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from countermark.errors import ReferenceFaults, UnusableInput
from countermark.references import References, index
from countermark.references.examples import references_from

NORRVIK: dict[str, Any] = {
    "id": "norrvik",
    "name": "Norrvik",
    "words": [
        "Norrvik",
        {"text": "Arctic", "common": True, "classes": [9]},
        {"text": "诺维克", "renders": "Norrvik"},
    ],
    "nicknames": ["NRVK"],
    "rights": [{"id": "eu-1", "classes": [18, 25]}, {"id": "us-1", "classes": [3]}],
    "products": [
        {
            "id": "parka",
            "title": "Parka",
            "gtin": "4006381333931",
            "price": {"low": 420, "high": 560, "currency": "EUR"},
        },
        {"id": "cap", "title": "Cap"},
    ],
    "authorised_sellers": [{"marketplace": "m", "seller_id": "s", "valid_until": dt.date(2026, 1, 1)}],
}  # fmt: skip
CALDERA = {"id": "caldera", "name": "Caldera", "words": ["Caldera"], "common_word": False}


def loaded(folder: Path, *brands: dict[str, Any], phrases: tuple[str, ...] = ()) -> References:
    return references_from({"brands": list(brands), "phrases": [{"text": text} for text in phrases]}, folder)


def term(references: References, text: str) -> int:
    vocabulary = references.vocabulary
    found = [n for n in range(len(vocabulary)) if vocabulary.text(n).text == text and vocabulary.alive[n]]
    assert len(found) == 1
    return found[0]


def test_brands_keep_their_ids_whatever_segment_they_are_in(tmp_path: Path) -> None:
    loaded(tmp_path, CALDERA)
    references = loaded(tmp_path, CALDERA, NORRVIK, phrases=("mirror quality",))
    assert set(references.numbers) == {"caldera", "norrvik"}
    for name, number in references.numbers.items():
        assert references.brand(number).id == references.ids[number] == name
    for text, name in (("Caldera", "caldera"), ("Norrvik", "norrvik"), ("NRVK", "norrvik")):
        assert references.ids[references.vocabulary.brands[term(references, text)]] == name
    assert references.vocabulary.brands[term(references, "mirror quality")] == -1


def test_what_was_said_of_a_brand_before_no_longer_counts(tmp_path: Path) -> None:
    loaded(tmp_path, CALDERA, NORRVIK, phrases=("mirror quality",))
    changed = {**NORRVIK, "name": "Norrvik Nord", "authorised_sellers": [], "products": []}
    references = loaded(tmp_path, changed, phrases=("1:1",))
    assert list(references.numbers) == ["norrvik"]
    assert references.brand(references.numbers["norrvik"]).name == "Norrvik Nord"
    assert not references.sellers
    assert not references.gtins
    assert [phrase.text for phrase in references.phrases] == ["1:1"]


def test_signals_ask_for_sellers_gtins_prices_and_classes(tmp_path: Path) -> None:
    references = loaded(tmp_path, NORRVIK, CALDERA)
    norrvik = references.numbers["norrvik"]
    assert references.sellers == {("m", "s"): [(norrvik, None, dt.date(2026, 1, 1))]}
    assert {number: one.product.id for number, one in references.gtins.items()} == {"04006381333931": "parka"}
    assert [(product.id, price.currency) for product, price in references.prices(norrvik)] == [
        ("parka", "EUR")
    ]
    assert references.classes(norrvik) == {3, 18, 25}
    assert references.classes_of(term(references, "Arctic")) == {9}
    assert references.classes_of(term(references, "Norrvik")) == {3, 18, 25}
    assert references.classes_of(term(references, "Caldera")) == frozenset()


@pytest.mark.parametrize(
    ("brand", "text", "common"),
    [
        (NORRVIK, "Arctic", True),
        (NORRVIK, "Norrvik", False),
        (CALDERA, "Caldera", False),
        ({"id": "b", "name": "Window", "words": ["Window"]}, "Window", True),
        ({"id": "b", "name": "Window", "words": ["Window"], "common_word": False}, "Window", False),
        ({"id": "b", "name": "Window", "words": [{"text": "Window", "common": False}]}, "Window", False),
        ({"id": "b", "name": "Zarvok", "words": ["Zarvok"], "common_word": True}, "Zarvok", True),
        ({"id": "b", "name": "Zarvok", "words": ["Zarvok Window"]}, "Zarvok Window", False),
    ],
)
def test_a_term_is_an_ordinary_word_if_its_owner_says_so_or_else_the_language(
    tmp_path: Path, brand: dict[str, Any], text: str, *, common: bool
) -> None:
    references = loaded(tmp_path, brand)
    assert references.common(term(references, text)) is common


def test_a_phrase_of_the_trade_is_never_an_ordinary_word(tmp_path: Path) -> None:
    references = loaded(tmp_path, CALDERA, phrases=("window",))
    assert not references.common(term(references, "window"))


def test_a_folder_of_sources_is_compiled_into_the_cache_and_only_once(tmp_path: Path) -> None:
    source = tmp_path / "brands"
    source.mkdir()
    (source / "references.yaml").write_text("brands: [{id: norrvik, name: Norrvik, words: [Norrvik]}]\n")
    first = References.load(source)
    assert first.path.is_relative_to(index.cache_folder())
    current = (first.path / "current").stat().st_mtime_ns
    assert References.load(str(source)).version == first.version
    assert (first.path / "current").stat().st_mtime_ns == current


def test_an_index_is_loaded_as_it_is_the_current_version_or_another(tmp_path: Path) -> None:
    first = loaded(tmp_path, CALDERA)
    second = loaded(tmp_path, NORRVIK)
    assert References.load(tmp_path / "index").version == second.version
    assert list(References.load(tmp_path / "index", version=first.version).numbers) == ["caldera"]


def test_what_is_no_reference_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnusableInput, match="no such file or folder"):
        References.load(tmp_path / "missing")
    (tmp_path / "brands").mkdir()
    (tmp_path / "brands" / "references.yaml").write_text("brands: [{id: norrvik}]\n")
    with pytest.raises(ReferenceFaults, match="name"):
        References.load(tmp_path / "brands")
