"""Claims are held against the brand's list; who merely sells is not. Numbers are weighed."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given, settings

from countermark.signals.claim import Claim
from countermark.text.claims import claimed
from signals.asked import Desk
from wild import texts

PARKA: Final = "4006381333931"
BOOTS: Final = "5901234123457"
TOTE: Final = "96385074"
BRANDS: Final = {
    "brands": [
        {
            "id": "norrvik",
            "name": "Norrvik",
            "words": ["Norrvik"],
            "products": [
                {"id": "parka", "title": "Norrvik Arctic Parka", "gtin": PARKA},
                {"id": "parka-long", "title": "Norrvik Arctic Parka Long"},
                {"id": "boots", "title": "Norrvik Fjord Boots", "gtin": BOOTS},
            ],
            "authorised_sellers": [
                {"marketplace": "bazaar", "seller_id": "ours"},
                {"marketplace": "bazaar", "seller_id": "gone", "valid_until": "2025-06-30"},
                {"marketplace": "bazaar", "seller_id": "soon", "valid_from": "2027-01-01"},
            ],
        },
        {
            "id": "velmora",
            "name": "Velmora",
            "words": ["Velmora"],
            "products": [{"id": "tote", "title": "Velmora Tote", "gtin": TOTE}],
        },
    ]
}
OFFICIAL: Final = "Official Norrvik store: warm parka"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(Claim, BRANDS, Path(tmp_path_factory.mktemp("claim")))


def _by(
    seller: str | None, title: str = OFFICIAL, marketplace: str = "bazaar", **fields: Any
) -> dict[str, Any]:
    return {"title": title, "marketplace": marketplace, "seller_id": seller, **fields}


def test_a_claim_is_held_against_the_list_of_the_brand(desk: Desk) -> None:
    (heard,) = desk.ask([_by("stranger")])
    assert [(piece.brand, piece.kind) for piece in heard] == [("norrvik", "claims_official")]
    assert (
        heard[0].told
        == 'claims to be official, "Official Norrvik store"; the seller is not on the brand\'s list'
    )
    assert heard[0].shown == "Official Norrvik store"
    assert desk.kinds(_by("ours")) == set()


def test_authorisations_have_a_first_and_a_last_day(desk: Desk) -> None:
    gone, soon = desk.ask([_by("gone"), _by("soon")])
    assert gone[0].told.endswith("the authorisation ended on 2025-06-30")
    assert soon[0].told.endswith("the authorisation has not begun")


def test_absence_from_the_list_by_itself_says_nothing(desk: Desk) -> None:
    assert desk.kinds(_by("stranger", "Norrvik parka, new with tags")) == set()
    assert desk.kinds(_by("stranger", "Authentic Norrvik parka, 100 % genuine and original")) == set()


def test_where_nothing_is_known_nothing_is_said(desk: Desk) -> None:
    assert desk.kinds(_by(None)) == set()
    assert desk.kinds(_by("stranger", "Official Velmora store"), "velmora") == set()


def test_a_marketplace_that_the_brand_never_named_weighs_less(desk: Desk) -> None:
    here, elsewhere = desk.ask([_by("stranger"), _by("stranger", marketplace="elsewhere")])
    assert elsewhere[0].strength < here[0].strength


@pytest.mark.parametrize(
    "title",
    [
        "Officially licensed Norrvik shirt",
        "Official Norrvik licensed product",
        "Official size Norrvik match ball",
        "Norrvik watch, checked by an authorised dealer",
        "Norrvik authorised service centre report included",
        "Bought at the official Norrvik store last year",
        "Norrvik parka from an authorised Norrvik dealer",
        "Norrvik Jacke, im offiziellen Norrvik Shop gekauft",
        "Parka Norrvik acheté en boutique officielle Norrvik",
        "Куплено в официальном магазине Norrvik",
        "We are not an authorised Norrvik dealer",
        "Kein offizieller Norrvik Händler",
        "The official store of everything for your garden and your house and also Norrvik",
    ],
)
def test_speaking_of_official_things_is_no_claim(desk: Desk, title: str) -> None:
    assert desk.kinds(_by("stranger", title)) == set()


def test_a_claim_in_a_sentence_of_its_own_beside_the_mark_counts(desk: Desk) -> None:
    assert desk.kinds(_by("stranger", "Official store. Norrvik parka")) == {"claims_official"}


@pytest.mark.parametrize(
    ("title", "kinds"),
    [
        ("Official Velmora Store: dock for Norrvik", set()),
        ("Dock for Norrvik, Velmora official store", set()),
        ("Official Norrvik Store: dock for Velmora", {"claims_official"}),
        ("Official Norrvik and Velmora store", {"claims_official"}),
        ("Norrvik dock, official Velmora store, official Norrvik store", {"claims_official"}),
    ],
)
def test_a_claim_speaks_of_the_brand_that_stands_nearest(desk: Desk, title: str, kinds: set[str]) -> None:
    assert desk.kinds(_by("stranger", title)) == kinds


def test_a_sellers_name_claims_only_together_with_the_mark(desk: Desk) -> None:
    parka = "Norrvik parka"
    assert desk.kinds(_by("stranger", parka, seller_name="Norrvik Official")) == {"claims_official"}
    assert desk.kinds(_by("stranger", parka, seller_name="Norrvik Authorised Dealer")) == {
        "claims_authorised"
    }
    assert desk.kinds(_by("stranger", parka, seller_name="Official Outdoor Store")) == set()
    assert desk.kinds(_by("stranger", parka, seller_name="Norrvik fan corner")) == set()
    assert desk.kinds(_by("ours", parka, seller_name="Norrvik Official")) == set()


@pytest.mark.parametrize("gtin", ["4006381333932", "5901234123450", "96385075", "400638133393-2"])
def test_a_wrong_check_digit_is_told(desk: Desk, gtin: str) -> None:
    assert desk.kinds({"title": "Norrvik parka", "gtin": gtin}) == {"gtin_check_digit"}


@pytest.mark.parametrize(
    "gtin",
    [
        None,
        "",
        "n/a",
        "Does not apply",
        "0000000000000",
        "NV-20441",
        "12345",
        PARKA,
        "4012345123456",
    ],
)
def test_what_is_no_gtin_or_a_right_one_or_a_shops_own_is_not(desk: Desk, gtin: str | None) -> None:
    assert desk.kinds({"title": "Norrvik arctic parka", "gtin": gtin}) == set()


def test_the_number_of_another_brands_goods_is_told_unless_that_brand_is_named_too(desk: Desk) -> None:
    (heard,) = desk.ask([{"title": "Norrvik tote", "gtin": TOTE}])
    told = {piece.told for piece in heard if piece.brand == "norrvik"}
    assert told == {"bears the GTIN of Velmora Tote by Velmora"}
    assert desk.kinds({"title": "Velmora tote, fits Norrvik boots", "gtin": TOTE}) == set()
    assert desk.kinds({"title": "Tote", "brand": "Velmora", "description": "Norrvik", "gtin": TOTE}) == set()


@pytest.mark.parametrize(
    ("title", "kinds"),
    [
        ("Norrvik Fjord Boots", {"gtin_other_product"}),
        ("Norrvik Arctic Parka", set()),
        ("Norrvik Arctic Parka Long", set()),
        ("Norrvik boots", set()),
        ("Norrvik Fjord Boots and Arctic Parka", set()),
        ("Norrvik winter jacket", set()),
    ],
)
def test_another_product_of_the_brand_must_be_named_clearly(desk: Desk, title: str, kinds: set[str]) -> None:
    assert desk.kinds({"title": title, "gtin": PARKA}) == kinds


@settings(max_examples=100)
@given(texts, texts)
def test_any_text_is_read_and_every_claim_lies_in_it(before: str, behind: str) -> None:
    text = f"{before} official Norrvik{behind} store"
    at = text.index("Norrvik", len(before))
    for claim in claimed(text, [(at, at + 7)], name=True):
        assert 0 <= claim.start < claim.end <= len(text)


def test_a_listing_is_judged_alike_alone_and_among_others(desk: Desk) -> None:
    several = [
        _by("stranger"),
        _by("ours"),
        _by("gone"),
        {"title": "Norrvik", "gtin": "4006381333932"},
        {"title": "x"},
    ]
    assert desk.ask(several) == [desk.ask([listing])[0] for listing in several]
