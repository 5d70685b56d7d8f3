"""A hunt finds what screening would have found, had it known then what the references say now."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import pyarrow.parquet as pq
import pytest

from countermark.demo.folder import write_market
from countermark.history import History
from countermark.hunt import hunting
from countermark.listings import conform
from countermark.references import References
from countermark.references.examples import references_from
from countermark.screener import Screener
from history.kept import listings, row
from hunt.chased import changes, hunted, kept, named, screened

LISTINGS, BRANDS = 600, 8


class Market(NamedTuple):
    """A small simulated market in a history, and who screens it."""

    screener: Screener
    history: History


@pytest.fixture(scope="session")
def market(tmp_path_factory: pytest.TempPathFactory) -> Market:
    folder = tmp_path_factory.mktemp("market")
    write_market(folder / "m", listings=LISTINGS, seed=7, brands=BRANDS, infringing=0.4)
    table, _, _ = conform(pq.read_table(folder / "m" / "listings.parquet"), file="market")
    screener = Screener(References.load(folder / "m" / "references"), tables=folder / "m" / "tables")
    return Market(screener, kept(folder / "h", table, parts=3))


@pytest.fixture(scope="session")
def found(market: Market) -> list[tuple[str, str]]:
    """What screening finds in the market."""
    return named(screened(market.screener, market.history, market.screener.references.ids))


def test_in_a_market_of_fakes_in_every_disguise(market: Market, found: list[tuple[str, str]]) -> None:
    ids = market.screener.references.ids
    assert len(ids) == BRANDS
    for brand in ids:
        told = named(hunted(market.screener, market.history, changes(market.screener, brand)))
        assert [pair for pair in told if pair[1] == brand] == [pair for pair in found if pair[1] == brand]
        assert set(told) <= set(found), "who bears a GTIN of the brand may be a finding of another"


def test_several_brands_at_once_are_each_found(market: Market, found: list[tuple[str, str]]) -> None:
    some = market.screener.references.ids[:4]
    told = named(hunted(market.screener, market.history, changes(market.screener, *some)))
    assert [pair for pair in told if pair[1] in some] == [pair for pair in found if pair[1] in some]


def test_a_hunt_for_very_many_terms_screens_every_listing(
    market: Market, found: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hunting, "MOST_TERMS", 3)
    assert named(hunted(market.screener, market.history, changes(market.screener))) == found


def test_few_other_listings_are_looked_at(market: Market) -> None:
    brand = market.screener.references.ids[0]
    hunt = hunting.Hunt(market.screener, changes(market.screener, brand))
    looked = sum(len(hunt.trail(segment).rows) for segment in market.history.segments())
    assert looked < LISTINGS / 3


NORRVIK: dict[str, Any] = {
    "id": "norrvik",
    "name": "Norrvik",
    "words": ["Norrvik", "Velmora Atelier", {"text": "诺维克", "renders": "Norrvik"}],
    "nicknames": ["NRVK"],
    "products": [
        {
            "id": "parka",
            "title": "Norrvik Parka",
            "gtin": "4006381333931",
            "price": {"low": 420, "high": 560, "currency": "EUR"},
        }
    ],
}
OTHER: dict[str, Any] = {"id": "ostrefell", "name": "Ostrefell", "words": ["Ostrefell"]}
HIDDEN = (
    "Norrvik replica 1:1", "NORRVÍK mirror quality", "Nоrrvik parka", "N0rrv1k hat", "nor\u200brvik", "n o r r v i k",
    "nor-rvik", "Nor rvik", "norrvikk", "nrorvik parka", "ʞᴉʌɹɹou", "𝓝𝓸𝓻𝓻𝓿𝓲𝓴 hat", "ＮＯＲＲＶＩＫ", "n🔥orrvik",
    "n*rrvik hat", "norrvikshop", "норрвик куртка", "诺维克 高仿", "诺 维 克 包", "kivrron",
    "Velm0ra Atelier", "Velmora Ate1ier bag", "velmoraatelier", "\u202ekivrron\u202c parka", "NRVK parka",
)  # fmt: skip
"""Titles that a screening may find, or not: the hunt does as it does."""


def screener_of(folder: Path, *brands: dict[str, Any], **more: Any) -> Screener:
    return Screener(references_from({"brands": list(brands), **more}, folder))


def test_each_way_of_writing_a_mark_is_found_word_for_word(tmp_path: Path) -> None:
    several = [row(n, title, price="40 EUR") for n, title in enumerate(HIDDEN)]
    several += [row(100 + n, f"wool socks {n}") for n in range(40)]
    history = kept(tmp_path / "h", listings(*several))
    screener = screener_of(tmp_path, NORRVIK, OTHER)
    told, expected = (
        hunted(screener, history, changes(screener, "norrvik")),
        screened(screener, history, ["norrvik"]),
    )
    assert told.equals(expected), "scores, reasons and places included"
    assert told.num_rows > len(HIDDEN) / 2


def test_a_new_price_makes_findings_graver(tmp_path: Path) -> None:
    hidden = row(1, "Nor\u200brvik Parka, new", price="30 EUR", condition="new")
    history = kept(tmp_path / "h", listings(hidden, row(2, price="30 EUR")))
    before = screened(screener_of(tmp_path / "old", {**NORRVIK, "products": []}), history, ["norrvik"])
    screener = screener_of(tmp_path / "new", NORRVIK)
    told = hunted(screener, history, changes(screener, "norrvik"))
    assert told.equals(screened(screener, history, ["norrvik"]))
    assert told["score"][0].as_py() > before["score"][0].as_py()
    assert any(signal["name"].startswith("price.") for signal in told["signals"][0].as_py())


def test_a_new_gtin_makes_findings_of_those_who_bear_it_under_another_name(tmp_path: Path) -> None:
    bearing = row(1, "Ostrefell parka replica", gtin="4006381333931")
    history = kept(
        tmp_path / "h", listings(bearing, row(2, "Ostrefell hat replica"), row(3, gtin="4006381333931"))
    )
    screener = screener_of(tmp_path, NORRVIK, OTHER)
    (told,) = hunted(screener, history, changes(screener, "norrvik")).to_pylist()
    assert (told["listing_id"], told["brand_id"]) == ("L1", "ostrefell")
    assert any(signal["name"] == "claim.gtin_other_brand" for signal in told["signals"])


def test_a_new_phrase_makes_findings_of_every_brand(tmp_path: Path) -> None:
    several = [
        row(1, "Norrvik parka, moonlight goods"),
        row(2, "Ostrefell hat", description="m00nlight goods"),
        row(3, "Norrvik parka"),
        row(4, "moonlight and other goods"),
        row(5, "Nor\u200brvik goods by moonlight"),
    ]
    history = kept(tmp_path / "h", listings(*several), parts=2)
    brands, both = [{**NORRVIK, "products": []}, OTHER], ["norrvik", "ostrefell"]
    before = screener_of(tmp_path / "old", *brands)
    after = screener_of(tmp_path / "new", *brands, phrases=[{"text": "moonlight goods", "weight": "strong"}])
    known = named(screened(before, history, both))
    assert known == [("L5", "norrvik")]
    new = [pair for pair in named(screened(after, history, both)) if pair not in known]
    assert new == [("L1", "norrvik"), ("L2", "ostrefell")]
    what = changes(after)._replace(brands={})
    assert named(hunted(after, history, what)) == new, "who does not say it is no news"
