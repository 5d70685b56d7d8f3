"""The talk of the trade: heard in ten languages and in disguise, believed only where it is meant."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from hypothesis import given, settings

from countermark.signals.replica_talk import ReplicaTalk
from countermark.text.fold import fold
from countermark.text.lexicon import phrase_lists
from signals.asked import Desk
from wild import texts

LANGUAGES: Final = ("en", "zh", "es", "pt", "fr", "de", "it", "ru", "tr", "ar")
BRANDS: Final = {
    "brands": [
        {"id": "norrvik", "name": "Norrvik", "words": ["Norrvik", {"text": "诺维克", "renders": "Norrvik"}]},
        {"id": "velmora", "name": "Velmora", "words": ["Velmora"]},
        {"id": "copycat", "name": "Copy Cats Replica", "words": ["Copy Cats Replica"]},
    ],
    "phrases": [
        {"text": "night shift", "weight": "strong"},
        {"text": "grey door", "weight": "weak"},
        {"text": "second sun"},
    ],
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(ReplicaTalk, BRANDS, Path(tmp_path_factory.mktemp("talk")))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_its_phrases_and_every_phrase_is_heard(desk: Desk, language: str) -> None:
    lists = phrase_lists("replica_talk")
    said = [(text, group) for group in lists for text in lists[group].get(language, ())]
    assert len(said) >= 25
    heard = desk.ask([f"Norrvik bag; {text}" for text, _ in said])
    for (text, _), found in zip(said, heard, strict=True):
        pieces = {fold(piece.shown) for piece in found if piece.brand == "norrvik"}
        assert any(piece and (piece in fold(text) or fold(text) in piece) for piece in pieces), text


def test_what_a_row_says_counts_for_every_brand_in_it(desk: Desk) -> None:
    (heard,) = desk.ask(["Norrvik and Velmora bags, mirror quality"])
    assert {piece.brand for piece in heard} == {"norrvik", "velmora", "copycat"}
    assert {piece.told for piece in heard} == {'says "mirror quality"'}


@pytest.mark.parametrize(
    ("title", "phrase"),
    [
        ("Norrvik r3plica", "replica"),
        ("Norrvik repl!ca", "replica"),
        ("Norrvik rеplicа", "replica"),
        ("Norrvik r.e.p.l.i.c.a", "replica"),
        ("Norrvik r e p l i c a", "replica"),
        ("Norrvik r*plica", "replica"),
        ("Norrvik rep\u200dlica", "replica"),
        ("Norrvik 𝐫𝐞𝐩𝐥𝐢𝐜𝐚", "replica"),
        ("Norrvik m1rror qua1ity", "mirror quality"),
        ("Norrvik super c0py", "super copy"),
        ("Norrvik 1 ; 1 quality", "1:1 quality"),
        ("Norrvik mirrrror quaality", "mirror quality"),
        ("诺维克 高\u200b仿", "高仿"),
        ("Norrvik 1;1", "1:1"),
    ],
)
def test_a_disguise_is_told_with_the_phrase_behind_it(desk: Desk, title: str, phrase: str) -> None:
    (heard,) = desk.ask([title])
    piece = next(piece for piece in heard if piece.brand == "norrvik")
    assert piece.kind == "strong_disguised"
    assert piece.told.endswith(f'for "{phrase}"')


@pytest.mark.parametrize(
    "title", ["Norrvik ＡＡＡ quality", "诺维克 １：１", "Norrvik MIRROR-QUALITY", "Norrvik réplicás"]
)
def test_what_a_keyboard_or_a_language_does_by_itself_is_no_disguise(desk: Desk, title: str) -> None:
    assert desk.kinds(title) == {"strong"}


@pytest.mark.parametrize(
    "title",
    [
        "Norrvik bag, no replica",
        "Norrvik bag. This is not a cheap replica",
        "Norrvik bag, never fake, copy or replica",
        "We do not sell fakes, copies or replicas of Norrvik",
        "Norrvik Tasche, keine Replik",
        "Sac Norrvik sans contrefaçon",
        "Bolso Norrvik, nunca réplicas",
        "Bolsa Norrvik não é réplica",
        "Borsa Norrvik, nessuna imitazione",
        "Сумка Norrvik, не реплика",
        "Norrvik çanta replika değildir",
        "حقيبة Norrvik ليست تقليد",
        "诺维克 绝非高仿",
        "诺维克 假货包退",
    ],
)
def test_what_is_denied_is_not_said(desk: Desk, title: str) -> None:
    assert desk.kinds(title) == set()


@pytest.mark.parametrize(
    "title",
    [
        "No box. Replica Norrvik",
        "Norrvik, no returns, replica",
        "No. 1 replica Norrvik",
        "Norrvik bag - no refund - mirror quality",
        "诺维克 非常 高仿",
    ],
)
def test_a_denial_reaches_no_further_than_its_own_thought(desk: Desk, title: str) -> None:
    assert desk.kinds(title) == {"strong"}


@pytest.mark.parametrize(
    "title",
    [
        "Norrvik wagon, 1:1 scale model",
        "Norrvik lens 50mm 1:1.8",
        "Norrvik 3:1:1 glue",
        "Norrvik 1, 1 and 1",
        "Norrvik 11",
        "诺维克 1个1",
        "Norrvik 4 x AAA",
        "Norrvik AAA alkaline batteries",
        "Linterna Norrvik con pilas AAA",
        "Norrvik, a AAA game",
        "Norrvik mirror, quality oak frame",
        "Norrvik side mirror quality glass",
        "Norrvik replica sword",
        "Réplique airsoft Norrvik",
        "Norrvik faux fur collar",
        "Borsa Norrvik in finta pelle, imitazione pelle",
        "Norrvik carbon copy paper",
        "Копия ключа Norrvik",
        "Norrvik fake note detector pen",
        "诺维克 订单 原单号 1234",
        "NOKIA货 诺维克",
    ],
)
def test_what_is_about_something_else_is_innocent(desk: Desk, title: str) -> None:
    assert not desk.kinds(title) & {"strong", "medium", "strong_disguised", "medium_disguised"}


def test_a_brand_whose_name_holds_a_phrase_says_nothing_by_its_name(desk: Desk) -> None:
    assert desk.kinds("Copy Cats Replica eau de toilette", "copycat") == set()
    assert desk.kinds("Copy Cats Replica eau de toilette, mirror quality", "copycat") == {"strong"}


def test_operators_add_phrases_with_their_own_weight(desk: Desk) -> None:
    assert desk.kinds("Norrvik bag, night shift") == {"strong"}
    assert desk.kinds("Norrvik bag, second sun") == {"medium"}
    assert desk.kinds("Norrvik bag, grey door") == {"weak"}
    assert desk.kinds("Norrvik bag, no night shift") == set()


def test_a_likeness_counts_only_beside_the_mark_and_only_for_it(desk: Desk) -> None:
    (heard,) = desk.ask(["Velmora bag, inspired by Norrvik"])
    assert [(piece.brand, piece.kind) for piece in heard] == [("norrvik", "look_alike")]
    assert desk.kinds("Norrvik bag inspired by the sea") == set()
    assert desk.kinds("Norrvik jacket, like new") == set()


def test_a_weak_word_says_more_beside_the_mark(desk: Desk) -> None:
    assert desk.kinds("copy Norrvik") == {"medium"}
    assert desk.kinds("Norrvik bag, a nice brown copy") == {"weak"}


def test_of_several_phrases_of_a_kind_one_is_told_and_none_within_another(desk: Desk) -> None:
    (heard,) = desk.ask(["Norrvik replica watch, replica watch, mirror quality, AAA"])
    mine = [(piece.kind, piece.shown) for piece in heard if piece.brand == "norrvik"]
    assert mine == [("strong", "replica watch"), ("medium", "AAA")]


def test_every_field_is_heard(desk: Desk) -> None:
    said = "mirror quality"
    for listing in (
        {"title": "Norrvik", "description": f"Lovely. {said}."},
        {"title": "Norrvik", "seller_name": f"{said} shop"},
        {"title": "Norrvik", "attributes": {"grade": said}},
    ):
        assert desk.kinds(listing) == {"strong"}


@settings(max_examples=60)
@given(texts, texts)
def test_no_text_is_too_wild_and_every_span_lies_in_its_text(desk: Desk, before: str, behind: str) -> None:
    said = f"{before} replica {behind} Norrvik 1:1 {before}高仿{behind}"
    (heard,) = desk.ask([{"title": "Norrvik", "description": said}])
    assert all(piece.shown in said for piece in heard)


def test_a_listing_is_judged_alike_alone_and_among_others(desk: Desk) -> None:
    several = ["Norrvik bag", "Norrvik r3plica", "诺维克 高仿", "Norrvik style bag"]
    assert desk.ask(several) == [desk.ask([title])[0] for title in several]
