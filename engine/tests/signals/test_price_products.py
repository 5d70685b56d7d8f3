"""Which of a brand's products a title means, and which it does not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from countermark.references.examples import references_from
from countermark.signals.price.offer import Offer
from countermark.signals.price.products import stock_of
from signals.priced import TODAY

Meant = Callable[..., list[str]]


@pytest.fixture
def meant(tmp_path: Path) -> Meant:
    """The products of Tindrassa, called `products`, that a title may mean."""

    def asked(title: str, *products: str) -> list[str]:
        price = {"low": 90, "high": 120, "currency": "EUR"}
        words = ["Tindrassa", "Lomvi", {"text": "廷德拉", "renders": "Tindrassa"}]
        goods = [{"id": str(n), "title": name, "price": price} for n, name in enumerate(products)]
        brand = {"id": "tindrassa", "name": "Tindrassa", "words": words, "products": goods}
        references = references_from({"brands": [brand]}, tmp_path)
        stock = stock_of(references.brand(0), references, {"EUR": 1.0}, TODAY)
        assert stock is not None
        match = stock.match(Offer(title, stock.marks, stock.mark_words), "EUR", ())
        return [good.product.title for good in match.goods] if match else []

    return asked


def test_a_measure_in_front_is_not_the_model(meant: Meant) -> None:
    stick = "32gb ultra usb flash drive"
    assert meant("Tindrassa 32gb usb card", stick) == []
    assert meant("Tindrassa 32gb ultra usb flash drive, black", stick) == [stick]
