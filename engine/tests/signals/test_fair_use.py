"""Fair use: a brand named for what the goods fit, contain or speak of lowers suspicion; likeness never."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given, settings

from countermark.signals.fair_use import FairUse
from countermark.text.lexicon import phrase_lists
from countermark.text.mention import Mark
from countermark.text.reference_use import WEIGHTS, referential, uses
from signals.asked import Desk
from wild import texts

BRANDS: Final = {
    "brands": [
        {
            "id": "norrvik",
            "name": "Norrvik",
            "words": ["Norrvik", "Fjordphone", {"text": "诺维克", "renders": "Norrvik"}],
        },
        {"id": "velmora", "name": "Velmora", "words": ["Velmora"]},
    ]
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(FairUse, BRANDS, Path(tmp_path_factory.mktemp("fair")))


def _likely(title: str) -> float:
    at = title.index("Norrvik")
    return referential(title, at, at + len("Norrvik"))


@pytest.mark.parametrize(
    "title",
    [
        "Leather case for Norrvik X200",
        "Case (fits Norrvik X200)",
        "Charger compatible with most Norrvik phones",
        "Screen protector for Ostrefell, Norrvik, Brindlewick",
        "Charger for Ostrefell / Norrvik / Brindlewick",
        "Ersatzakku passend für Norrvik X200",
        "Chargeur compatible avec Norrvik",
        "Funda para tu Norrvik X200",
        "Película para Norrvik X200",
        "Batteria per Norrvik X200",
        "Ремешок совместим с Norrvik X200",
        "Norrvik X200 için kılıf",
        "كفر لـ Norrvik X200",
        "适用于Norrvik X200手机壳",
        "適用 Norrvik X200 保護殼",
        "Norrvik compatible toner cartridge",
        "Boston Bears Norrvik 4g hard case",
        "Boots with a Norrvik membrane",
        "Introduction to the Norrvik X200",
        "We are not affiliated with Norrvik",
    ],
)
def test_a_brand_named_for_what_goods_go_with_is_named_fairly(title: str) -> None:
    assert _likely(title) > 0.5


@pytest.mark.parametrize(
    "title",
    [
        "Norrvik parka",
        "New Norrvik parka for men",
        "Parka for men Norrvik",
        "Shoes for women, Norrvik",
        "2x black Norrvik sweater",
        "Genuine Norrvik charger",
        "Charger by Norrvik",
        "Norrvik original case",
        "Norrvik charger for Norrvik X200",
        "Bag with Norrvik logo",
        "Norrvik long sleeve shirt",
        "Norrvik slim fit jeans",
        "Herren Norrvik Jacke",
        "Veste Norrvik homme",
        "Bolso de Norrvik",
        "Мужская куртка Norrvik",
        "正品Norrvik冲锋衣",
    ],
)
def test_a_brand_named_as_the_maker_is_not(title: str) -> None:
    assert _likely(title) < 0.5


def _alike() -> list[str]:
    lists = phrase_lists("look_alike")
    before = [f"Leather bag {text} Norrvik" for several in lists["alike_before"].values() for text in several]
    behind = [f"Leather bag Norrvik {text}" for several in lists["alike_after"].values() for text in several]
    return [*before, *behind]


def test_no_likeness_in_any_language_lowers_anything(desk: Desk) -> None:
    titles = _alike()
    assert len(titles) > 150
    for title, heard in zip(titles, desk.ask(titles), strict=True):
        assert not heard, title
        assert _likely(title) < 0.1, title


def test_one_mention_as_the_maker_undoes_all_others(desk: Desk) -> None:
    assert desk.kinds("Sleeve for Norrvik X200") == {"compatible"}
    assert desk.kinds("Norrvik sleeve for Norrvik X200") == set()
    assert desk.kinds({"title": "Sleeve for Norrvik X200", "attributes": {"Brand": "Norrvik"}}) == set()
    assert desk.kinds({"title": "Sleeve for Norrvik X200", "brand": "for Norrvik"}) == {"compatible"}


def test_the_brand_field_makes_for_less_but_not_for_nothing(desk: Desk) -> None:
    free, claimed, silent = desk.ask(
        [
            "Sleeve for Norrvik X200",
            {"title": "Sleeve for Norrvik X200", "brand": "Norrvik"},
            {"title": "Boston Bears Norrvik 4g hard case", "brand": "Norrvik"},
        ]
    )
    assert claimed[0].strength == pytest.approx(free[0].strength / 2)
    assert not silent


def test_an_honest_misspelling_is_believed_more_than_a_disguise(desk: Desk) -> None:
    typo, hidden = desk.ask(["Leather case for Norrvok X200", "Leather case for N0rrv1k X200"])
    assert typo[0].strength > hidden[0].strength


def test_goods_in_the_box_are_not_the_goods(desk: Desk) -> None:
    assert desk.kinds("Headphones Norrvik 4, microphone with noise filter") == set()
    assert desk.kinds("刹车片 Norrvik 4 附安装配件") == set()


def test_an_agent_for_a_brand_is_no_accessory(desk: Desk) -> None:
    assert desk.kinds("Distributor for Norrvik: rain jacket") == set()
    assert desk.kinds("موزع معتمد لـ Norrvik جاكيت") == set()


def test_a_brand_behind_what_goods_are_for_is_still_their_maker(desk: Desk) -> None:
    for title in ("Cámara para coche Norrvik", "Часы для дайвинга Norrvik", "Crème pour le visage Norrvik"):
        assert desk.kinds(title) == set(), title


def test_marks_that_stand_together_are_one_mention(desk: Desk) -> None:
    assert desk.kinds("Case for Norrvik Fjordphone 4") == {"compatible"}
    assert desk.kinds("Norrvik Fjordphone 4 case") == set()


def test_the_words_that_say_so_are_told(desk: Desk) -> None:
    (heard,) = desk.ask(["Toner compatible with Norrvik X200"])
    assert heard[0].told == 'names Norrvik after "compatible with"'
    assert heard[0].shown == "Norrvik"


@pytest.mark.parametrize("hidden", ["N0rrv1k", "Nоrrvik", "N o r r v i k"])
def test_who_hides_the_name_is_seldom_believed(desk: Desk, hidden: str) -> None:
    plain, disguised = desk.ask(["Leather case for Norrvik X200", f"Leather case for {hidden} X200"])
    assert disguised[0].strength < plain[0].strength / 2


def test_for_a_brand_says_less_of_goods_that_fit_nothing(desk: Desk) -> None:
    case, shoes = desk.ask(["Leather case for Norrvik", "Summer shoes for Norrvik"])
    assert shoes[0].strength <= case[0].strength / 2


def test_another_brand_in_the_brand_field_helps_only_who_is_in_doubt(desk: Desk) -> None:
    title = "Universal Norrvik case"
    assert desk.kinds(title) == set()
    assert desk.kinds({"title": title, "brand": "Ostrefell"}) == {"accessory"}
    assert desk.kinds({"title": title, "brand": "Unbranded"}) == set()
    assert desk.kinds({"title": "Norrvik parka", "brand": "Ostrefell"}) == set()


def test_where_the_title_is_silent_the_description_and_the_attributes_speak(desk: Desk) -> None:
    described = {
        "title": "Leather case",
        "description": "Hand made. Compatible with Norrvik X200 and Norrvik X300.",
    }
    claimed = {"title": "Leather case", "description": "Hand made by Norrvik in the north."}
    assert desk.kinds(described) == {"compatible"}
    assert desk.kinds(claimed) == set()
    assert desk.kinds({"title": "Case", "attributes": {"color": "red", "Compatible with": "Norrvik"}}) == {
        "compatible"
    }
    assert desk.kinds({"title": "Case", "attributes": {"color": "Norrvik"}}) == set()


@pytest.mark.parametrize(
    ("facts", "kinds"),
    [
        ({}, {"second_hand"}),
        ({"condition": "used"}, {"second_hand"}),
        ({"condition": "new"}, set()),
        ({"quantity": 2}, {"second_hand"}),
        ({"quantity": 50}, set()),
    ],
)
def test_a_wardrobe_is_second_hand_and_a_stock_is_not(
    desk: Desk, facts: dict[str, Any], kinds: set[str]
) -> None:
    assert desk.kinds({"title": "Norrvik parka, worn once", **facts}) == kinds


def test_a_trader_is_believed_half(desk: Desk) -> None:
    sold = {"title": "Norrvik parka", "description": "gently used, small stain"}
    private, trader = desk.ask([{**sold, "seller_kind": "private"}, {**sold, "seller_kind": "trader"}])
    assert trader[0].strength == pytest.approx(private[0].strength / 2)


def test_every_fact_that_is_found_has_a_weight() -> None:
    titles = [
        *_alike(),
        "Case for Norrvik 4",
        "Norrvik toner, remanufactured",
        "Bag / Norrvik / Velmora / case",
    ]
    for title in titles:
        at = title.index("Norrvik")
        (use,) = uses(title, [Mark(at, at + 7)])
        assert use.facts <= set(WEIGHTS)


@settings(max_examples=150)
@given(texts, texts)
def test_any_text_gives_a_likelihood_and_a_cue_within_it(before: str, behind: str) -> None:
    text = f"{before}Norrvik{behind} Norrvik"
    marks = [Mark(len(before), len(before) + 7), Mark(len(text) - 7, len(text))]
    for use in (*uses(text, marks), *uses(text, marks, title=False, hint=1.0)):
        assert 0 <= use.likely <= 1
        assert use.cue is None or 0 <= use.cue[0] < use.cue[1] <= len(text)


def test_a_listing_is_judged_alike_alone_and_among_others(desk: Desk) -> None:
    several = ["Case for Norrvik", "Norrvik bag", "诺维克手机壳 适用", "Velmora, kaum getragen"]
    assert desk.ask(several) == [desk.ask([title])[0] for title in several]
