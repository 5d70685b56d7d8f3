"""The first pass over a feed: what it finds out about each seller."""

from __future__ import annotations

import datetime as dt
import statistics
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from countermark.beside import Beside
from countermark.references import References
from countermark.sellers.profile import Profiler
from countermark.sellers.texts import texts_of
from countermark.tables import LISTING, SELLERS
from countermark.text.tokens import tokenise
from sellers.profiled import RATES, brands, facts, profile

DAY = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
TEXT = "Made of recycled wool by hand, warm and light, washable at thirty degrees, colour as shown"


@pytest.fixture(scope="module")
def references(tmp_path_factory: pytest.TempPathFactory) -> References:
    return brands(tmp_path_factory.mktemp("brands"))


def test_listings_prices_kinds_and_dates_are_gathered_by_seller(tmp_path: Path) -> None:
    rows: list[dict[str, Any]] = [
        {
            "seller_id": "anna",
            "price": "10",
            "currency": "EUR",
            "seller_kind": "private",
            "first_seen_at": DAY,
        },
        {"seller_id": "bert", "price": "50", "currency": "USD", "seller_kind": "trader"},
        {"seller_id": "anna", "price": "25", "currency": "USD", "first_seen_at": DAY - dt.timedelta(days=3)},
        {"seller_id": "anna", "price": "70", "currency": "EUR", "seller_kind": "trader"},
        {"seller_id": "anna", "price": "9", "currency": "TRY"},
        {"seller_id": None, "price": "1", "currency": "EUR"},
    ]
    found = profile(tmp_path / "work", rows)
    anna, bert = facts(found)["anna"], facts(found)["bert"]
    assert (anna["listings"], anna["median_price_eur"], anna["private_share"]) == (4, 20.0, 0.5)
    assert anna["first_seen_at"] == DAY - dt.timedelta(days=3)
    assert (bert["listings"], bert["median_price_eur"], bert["first_seen_at"]) == (1, 40.0, None)
    assert (found.unnamed, found.undated) == (1, 4)
    assert found.sellers.schema == SELLERS


def test_registered_brands_are_counted_once_where_they_are_named_plainly(
    tmp_path: Path, references: References
) -> None:
    rows = [
        {"seller_id": "anna", "title": "Norrvik parka"},
        {"seller_id": "anna", "title": "NORRVIK vest", "brand": "Norrvik"},
        {"seller_id": "anna", "title": "Coat", "brand": "Velmora"},
        {"seller_id": "bert", "title": "Arctic landscape poster"},
        {"seller_id": "cleo", "title": "Arctic Fox socks"},
        {"seller_id": "dora", "title": "薇莫拉手提包"},
        {"seller_id": "emil", "title": "Scarf", "description": "As warm as one of Norrvik or Velmora"},
        {"seller_id": "fred", "title": "N0rrvik parka"},
        {"seller_id": "gina", "title": "Hat", "brand": "Arctic"},
    ]
    found = facts(profile(tmp_path / "work", rows, references))
    assert {name: row["brands"] for name, row in found.items()} == {
        "anna": 2, "bert": 0, "cleo": 1, "dora": 1, "emil": 0, "fred": 0, "gina": 1,
    }  # fmt: skip


def test_copied_texts_are_counted_against_the_copier(tmp_path: Path) -> None:
    rows = [
        {"seller_id": "copier", "title": "Scarf", "description": TEXT.upper() + "!", "first_seen_at": DAY},
        {"seller_id": "copier", "title": "Warm grey winter scarf of my own", "first_seen_at": DAY},
        {
            "seller_id": "author",
            "title": "Scarf",
            "description": TEXT,
            "first_seen_at": DAY - dt.timedelta(1),
        },
    ]
    found = facts(profile(tmp_path / "work", rows))
    assert (found["author"]["copied_share"], found["copier"]["copied_share"]) == (0.0, 0.5)


def test_a_ring_stands_out_from_honest_shops(tmp_path: Path, references: References) -> None:
    honest = [
        {"seller_id": f"shop-{shop}", "title": f"Norrvik parka {shop} {n} as worn in the hills of home",
         "first_seen_at": DAY - dt.timedelta(days=900 - n)}
        for shop in range(30) for n in range(6)
    ]  # fmt: skip
    ring = [
        {"seller_id": f"ring-{account}", "title": f"{brand} parka {TEXT} model {n}",
         "first_seen_at": DAY - dt.timedelta(days=account, hours=n)}
        for account in range(5) for n in range(8) for brand in ("Norrvik", "Velmora", "Arctic Fox")
    ]  # fmt: skip
    found = facts(profile(tmp_path / "work", [*honest, *ring], references))
    risks = {name: row["risk"] for name, row in found.items()}
    copiers = [risks[f"ring-{account}"] for account in range(4)]
    assert min(copiers) > 0.5
    assert risks["ring-4"] < 0.05, "the first of the ring has copied nobody"
    assert max(risk for name, risk in risks.items() if name.startswith("shop")) < 0.05


def test_an_empty_feed_gives_an_empty_table(tmp_path: Path) -> None:
    profiler = Profiler(tmp_path, None, RATES)
    profiler.take(LISTING.empty_table())
    found = profiler.finish()
    assert (found.sellers.num_rows, found.sellers.schema, found.words) == (0, SELLERS, None)


def test_what_is_written_can_be_read_beside_the_references(tmp_path: Path) -> None:
    rows: list[dict[str, Any]] = [
        {"seller_id": "anna", "title": "A"},
        {"seller_id": "bert", "title": "B", "first_seen_at": DAY},
    ]
    found = profile(tmp_path / "work", rows)
    sellers = Beside.of({"sellers": found.sellers.to_pylist()}, tmp_path / "tables").sellers
    assert sellers is not None
    assert len(sellers) == 2


_IDS = st.sampled_from(["anna", "bert", "a" * 90, "a" * 89 + "b", "", None])
_ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "seller_id": _IDS,
            "marketplace": st.sampled_from(["one", "two", None]),
            "price": st.sampled_from(["0", "1.5", "20", "99999", None]),
            "currency": st.sampled_from(["EUR", "USD", "GBP", None]),
            "seller_kind": st.sampled_from(["private", "trader", None]),
            "title": st.sampled_from([TEXT, "Scarf", TEXT + " twice"]),
            "first_seen_at": st.sampled_from([DAY, DAY - dt.timedelta(days=400), None]),
        }
    ),
    min_size=1,
    max_size=25,
)


@given(_ROWS, st.integers(1, 25))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_facts_are_those_counted_by_hand_however_the_feed_is_cut(
    tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, Any]], batch: int
) -> None:
    found = profile(tmp_path_factory.mktemp("whole"), rows)
    cut = profile(tmp_path_factory.mktemp("cut"), rows, batch=batch)
    assert cut == found
    by_hand: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in rows:
        if row["seller_id"]:
            by_hand.setdefault((row["marketplace"] or "default", row["seller_id"]), []).append(row)
    told = {(row["marketplace"], row["seller_id"]): row for row in found.sellers.to_pylist()}
    assert list(told) == sorted(by_hand)
    for name, mine in by_hand.items():
        prices = [
            float(row["price"]) / RATES[row["currency"]]
            for row in mine
            if row["price"] not in {None, "0"} and row["currency"] in RATES
        ]
        kinds = [row["seller_kind"] for row in mine if row["seller_kind"]]
        assert told[name]["listings"] == len(mine)
        assert told[name]["median_price_eur"] == (statistics.median(prices) if prices else None)
        assert told[name]["private_share"] == (
            pytest.approx(kinds.count("private") / len(kinds)) if kinds else None
        )
        dates = [row["first_seen_at"] for row in mine if row["first_seen_at"]]
        assert told[name]["first_seen_at"] == min(dates, default=None)


def _key(text: str) -> int:
    return int(texts_of(tokenise([pa.array([text]), pa.array([""])])).keys[0])


def test_case_accents_and_symbols_make_no_other_text_but_words_and_their_order_do() -> None:
    assert _key("Warm, Grey: Scärf!") == _key("warm grey scarf")
    assert _key("warm grey scarf") != _key("grey warm scarf")
    assert _key("warm grey scarf") != _key("warm grey scarf warm")
    assert _key("羊毛围巾灰色") != _key("羊毛围巾蓝色")


def test_short_texts_are_nobodys() -> None:
    columns = [
        pa.array(["Grey scarf", TEXT, "羊毛围巾灰色手工编织保暖轻便可机洗"]),
        pa.array(["Nice scarf, as new", "", TEXT]),
    ]
    assert texts_of(tokenise(columns)).long.tolist() == [False, True, True, False, False, True]
