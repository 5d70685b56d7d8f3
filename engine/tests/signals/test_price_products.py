"""Which of a brand's products a title means, and which it does not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import mkdtemp
from typing import Final

import pytest

from countermark.references.examples import references_from
from countermark.signals.price.judging import PRODUCT, Asked, judge
from countermark.signals.price.offer import Offer
from countermark.signals.price.products import stock_of
from countermark.text import gtin
from signals.priced import TODAY

Meant = Callable[..., list[str]]
_PRICE: Final = {"low": 90, "high": 120, "currency": "EUR"}


@pytest.fixture
def meant(tmp_path: Path) -> Meant:
    """The products of Tindrassa, called `products`, that a title may mean."""

    def asked(title: str, *products: str) -> list[str]:
        words = ["Tindrassa", "Lomvi", {"text": "廷德拉", "renders": "Tindrassa"}]
        goods = [{"id": str(n), "title": name, "price": dict(_PRICE)} for n, name in enumerate(products)]
        brand = {"id": "tindrassa", "name": "Tindrassa", "words": words, "products": goods}
        references = references_from({"brands": [brand]}, Path(mkdtemp(dir=tmp_path)))
        stock = stock_of(references.brand(0), references, {"EUR": 1.0}, TODAY)
        assert stock is not None
        match = stock.match(Offer(title, stock.marks, stock.mark_words), "EUR", ())
        return [good.product.title for good in match.goods] if match else []

    return asked


def test_a_measure_in_front_is_not_the_model(meant: Meant) -> None:
    stick = "32gb ultra usb flash drive"
    assert meant("Tindrassa 32gb usb card", stick) == []
    assert meant("Tindrassa 32gb ultra usb flash drive, black", stick) == [stick]


@pytest.mark.parametrize("name", ["Tindrassa", "TINDRASSA - Tindrassa", "廷德拉 Tindrassa", "廷德拉"])
def test_a_product_without_a_name_of_its_own_is_meant_by_no_title(meant: Meant, name: str) -> None:
    assert meant("Tindrassa", name) == []
    assert meant("Tindrassa speaker, black 廷德拉", name) == []
    assert meant("Tindrassa Krill speaker", name, "Tindrassa Krill Speaker") == ["Tindrassa Krill Speaker"]


def test_a_product_without_a_name_of_its_own_is_known_by_its_number(tmp_path: Path) -> None:
    number = "4006381333931"
    goods = [{"id": "t", "title": "Tindrassa", "gtin": number, "price": dict(_PRICE)}]
    brand = {"id": "tindrassa", "name": "Tindrassa", "words": ["Tindrassa"], "products": goods}
    references = references_from({"brands": [brand]}, tmp_path)
    stock = stock_of(references.brand(0), references, {"EUR": 1.0}, TODAY)
    assert stock is not None
    offer = Offer("Tindrassa speaker", stock.marks, stock.mark_words)
    by_number, by_name = (
        judge(stock, offer, Asked(9.0, "EUR", "new", None, asked, named=True))
        for asked in (gtin.canonical(number), None)
    )
    assert by_number is not None
    assert by_number.kind == PRODUCT
    assert by_name is None or by_name.kind != PRODUCT


def test_a_mark_of_a_line_of_goods_names_what_is_called_nothing_else(meant: Meant) -> None:
    assert meant("Tindrassa Lomvi, black", "Tindrassa Lomvi") == ["Tindrassa Lomvi"]
    assert meant("Tindrassa speaker, black", "Tindrassa Lomvi") == []


@pytest.mark.parametrize(
    ("product", "title", "is_meant"),
    [
        ("Tindrassa earphones 700", "Tindrassa earphones 500", False),
        ("Tindrassa earphones 700", "Tindrassa earphones 700 size 42", True),
        ("Tindrassa earphones 700", "Tindrassa earphones", True),
        ("Tindrassa Krill memory card 16 GB", "Tindrassa Krill memory card 2GB", False),
        ("Tindrassa Krill memory card 16 GB", "Tindrassa Krill memory card 16gb class 10", True),
        ("Tindrassa Krill memory card 16 GB", "Tindrassa Krill memory card, pack of 2", True),
        ("Tindrassa Skua headphones SA-3000", "Tindrassa Skua headphones XD-200", False),
        ("Tindrassa Skua headphones SA-3000", "Tindrassa Skua headphones SA3000, 2026", True),
        ("Tindrassa Skua balm 50 ml", "Tindrassa Skua balm 20ml", True),
        ("Tindrassa Skua balm 1.5 l", "Tindrassa Skua balm 2 l", True),
        ("Tindrassa Skua socks, pack of 3", "Tindrassa Skua socks 2", True),
    ],
)
def test_another_number_is_another_variant_but_another_amount_is_not(
    meant: Meant, product: str, title: str, *, is_meant: bool
) -> None:
    assert meant(title, product) == [product] * is_meant
