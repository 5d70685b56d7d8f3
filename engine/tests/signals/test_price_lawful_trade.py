"""Lawful trade of which a low price says nothing, or less: used goods, parts, samples, packs."""

from __future__ import annotations

from typing import Any

import pytest

from signals.priced import Ask, Market, asked_of, market_of


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> Market:
    return market_of(tmp_path_factory.mktemp("market"))


@pytest.fixture
def ask(market: Market) -> Ask:
    return asked_of(market)


def test_used_goods_may_be_cheap_and_only_the_absurd_says_a_little(ask: Ask) -> None:
    assert ask(63, "Norrvik Lomvi Parka", condition="used") is None
    said = ask(9, "Norrvik Lomvi Parka", condition="used")
    assert said is not None
    assert said.kind == "below_used"
    assert said.text == "asks 9 EUR; genuine costs 420-560 EUR new"


def test_a_private_person_who_does_not_say_sells_used_goods_and_a_trader_may(ask: Ask) -> None:
    unsaid: dict[str, Any] = {"condition": None}
    assert ask(63, "Norrvik Lomvi Parka", seller_kind="private", **unsaid) is None
    trader, new = ask(63, "Norrvik Lomvi Parka", **unsaid), ask(63, "Norrvik Lomvi Parka")
    assert trader is not None
    assert new is not None
    assert 0 < trader.strength < new.strength


def test_refurbished_goods_cost_about_half(ask: Ask) -> None:
    assert ask(100, "Norrvik Krill WX-3000 Watch", condition="refurbished") is not None
    assert ask(170, "Norrvik Krill WX-3000 Watch", condition="refurbished") is None
    assert ask(170, "Norrvik Krill WX-3000 Watch") is not None


@pytest.mark.parametrize(
    "title",
    [
        "Norrvik Lomvi Parka second hand",
        "Gebrauchte Norrvik Lomvi Parka",
        "Norrvik Lomvi Parka d'occasion",
        "Norrvik Lomvi Parka de segunda mano",
        "Norrvik Lomvi Parka seminova",
        "Norrvik Lomvi Parka usata",
        "Norrvik Lomvi Parka б/у",
        "Norrvik Lomvi Parka ikinci el",
        "Norrvik Lomvi Parka مستعملة",
        "二手Norrvik Lomvi Parka",
    ],
)
def test_a_title_that_says_used_is_believed_in_ten_languages(ask: Ask, title: str) -> None:
    assert ask(63, title) is None


@pytest.mark.parametrize(
    "title",
    [
        "Replacement zip for Norrvik Lomvi Parka",
        "Norrvik Lomvi Parka dust bag and box only",
        "Spray suitable for all jackets like the Norrvik Lomvi Parka",
        "Norrvik Lomvi Parka original box, empty",
        "Reißverschluss für Norrvik Lomvi Parka",
        "Ersatzteil Norrvik Lomvi Parka Kapuze",
        "Housse pour votre Norrvik Lomvi Parka",
        "Fermeture adaptée à la parka Norrvik Lomvi",
        "Cremallera para Norrvik Lomvi Parka",
        "Llavero Norrvik Lomvi Parka",
        "Zíper adequado a parka com capuz Norrvik Lomvi Parka",
        "Chaveiro Norrvik Lomvi Parka",
        "Cerniera compatibile con Norrvik Lomvi Parka",
        "Custodia Norrvik Lomvi Parka",
        "Молния для Norrvik Lomvi Parka",
        "Чехол Norrvik Lomvi Parka",
        "Norrvik Lomvi Parka kapüşonlu için fermuar",
        "Norrvik Lomvi Parka anahtarlık",
        "سحاب لـ Norrvik Lomvi Parka",
        "ميدالية Norrvik Lomvi Parka",
        "适用于Norrvik Lomvi Parka的拉链",
        "Norrvik Lomvi Parka 防尘袋",
        "Catalogue, Norrvik Lomvi Parka era",
        "Norrvik Lomvi Parka, deposit",
        "Norrvik Lomvi Parka broken, for parts",
    ],
)
def test_parts_accessories_and_what_is_not_the_product_say_nothing(ask: Ask, title: str) -> None:
    assert ask(9, title) is None


@pytest.mark.parametrize(
    "title",
    [
        "Norrvik Lomvi Parka, detachable hood and strap",
        "Norrvik Lomvi Parka with dust bag and box",
        "Norrvik Lomvi Parka mit Originalverpackung",
        "Norrvik Lomvi Parka for men",
        "Norrvik Lomvi Parka avec housse",
        "Norrvik Lomvi Parka con scatola",
        "Norrvik Lomvi Parka с чехлом, новая коробка",
        "Norrvik Lomvi Parka 带包装盒",
    ],
)
def test_what_comes_with_the_product_does_not_hide_it(ask: Ask, title: str) -> None:
    said = ask(60, title)
    assert said is not None
    assert said.strength == 1.0


def test_a_part_that_the_brand_sells_is_held_against_its_own_price(ask: Ask) -> None:
    said = ask(9, "Norrvik Krill Watch Strap, leather", category="Watches > Accessories")
    assert said is not None
    assert said.text.endswith("90-120 EUR")
    assert ask(60, "Norrvik Krill Watch Strap, leather") is None


def test_among_accessories_only_goods_that_the_brand_has_there_count(ask: Ask) -> None:
    assert ask(9, "Norrvik Lomvi Parka", category="Apparel > Accessories") is None
    assert ask(9, "Norrvik Lomvi Parka", category="Apparel > Zubehör") is None


def test_less_of_a_product_costs_less(ask: Ask) -> None:
    assert ask(12, "Norrvik Cloudberry Balm 50 ml") is not None
    assert ask(12, "Norrvik Cloudberry Balm 20 ml") is None
    assert ask(12, "Norrvik Cloudberry Balm 2 cl") is None
    assert ask(3, "Norrvik Cloudberry Balm tester") is None
    scaled = ask(3, "Norrvik Cloudberry Balm 20 ml")
    assert scaled is not None
    assert scaled.text == "asks 3 EUR; genuine costs 24-30 EUR for as much"


def test_an_unsaid_size_weakens_what_the_price_says(ask: Ask) -> None:
    unsaid, said = ask(6, "Norrvik Cloudberry Balm"), ask(6, "Norrvik Cloudberry Balm 50ml")
    assert unsaid is not None
    assert said is not None
    assert unsaid.strength < said.strength


def test_one_of_what_is_sold_in_packs_costs_its_part(ask: Ask) -> None:
    assert ask(9, "Norrvik Merino Socks, 3-pack") is not None
    assert ask(9, "Norrvik Merino Socks") is None


def test_several_dear_products_for_the_price_of_less_than_one(ask: Ask) -> None:
    assert ask(300, "Norrvik Lomvi Parka") is None
    for title in (
        "Norrvik Lomvi Parka pack of 3",
        "3er Pack Norrvik Lomvi Parka",
        "3件装 Norrvik Lomvi Parka",
    ):
        said = ask(300, title)
        assert said is not None
        assert said.text == "asks 300 EUR; genuine costs 1,260-1,680 EUR for as much"


def test_numbers_that_are_no_packs_are_not_taken_for_them(ask: Ask) -> None:
    for title in (
        "Norrvik Lomvi Parka 50 x 70 cm",
        "Norrvik Lomvi Parka 2x zip",
        "Norrvik Lomvi Parka XL 3 pieces",
    ):
        assert ask(300, title) is None


def test_a_variant_for_children_may_cost_half(ask: Ask) -> None:
    adult, child = ask(80, "Norrvik Lomvi Parka"), ask(80, "Norrvik Lomvi Parka kids")
    assert adult is not None
    assert child is None or child.strength < adult.strength
