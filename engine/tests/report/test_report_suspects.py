"""A finding as a reader sees it: sums that are right, ranges that are drawn, links that are safe."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermark.report.embedding import embedded, embedded_suspect
from countermark.report.pricing import PriceRange, money, price_range
from countermark.report.suspects import STARTING_POINT, contributions, safe_address, suspect

Make = Callable[..., dict[str, Any]]


def logistic(value: float) -> float:
    return 1 / (1 + math.exp(-value))


def test_the_weights_shown_add_up_to_the_sum_shown(told: list[dict[str, Any]]) -> None:
    one = suspect(0, told[0], {})
    assert one.total == pytest.approx(sum(weight for _, weight in one.contributions))
    assert logistic(one.total) == pytest.approx(one.score, abs=1e-4)


def test_what_the_scoring_starts_from_is_shown_as_such() -> None:
    signals = [{"name": "word_mark.exact", "weight": 3.0}]
    assert contributions(signals, logistic(3.0)) == [("word_mark.exact", 3.0)]
    assert contributions(signals, logistic(0.5)) == [("word_mark.exact", 3.0), (STARTING_POINT, -2.5)]


@pytest.mark.parametrize("score", [0.0, 1.0, 0.9999999])
def test_a_score_too_near_its_ends_to_be_turned_back_invents_no_starting_point(score: float) -> None:
    assert contributions([{"name": "a", "weight": 16.5}], score) == [("a", 16.5)]


@given(st.lists(st.floats(-4, 4, width=32), min_size=1, max_size=12))
def test_roundings_alone_are_never_shown_as_a_starting_point(weights: list[float]) -> None:
    signals = [{"name": "a", "weight": weight} for weight in weights]
    assert len(contributions(signals, logistic(sum(weights)))) == len(weights)


def test_beyond_forty_signals_the_smallest_are_one_row_and_the_sum_is_the_same(
    signal: Make, finding: Make
) -> None:
    many = [signal(f"word_mark.{at}", (at - 30) / 100, f"fact {at}") for at in range(100)]
    drawn = embedded_suspect(suspect(0, finding(1, "cap", many), {}))
    shown = [row for row in drawn["signals"] if not row.get("hidden")]
    assert len(shown) == 40
    assert shown[-1]["spoken"] == "61 more signals"
    assert sum(row["weight"] for row in shown) == pytest.approx(drawn["total"])


@pytest.mark.parametrize(
    ("text", "price", "currency", "expected"),
    [
        ("asks 39 EUR; genuine costs 420-560 EUR", "39", "EUR", ("39", "420", "560", "EUR")),
        ("asks 298 CNY (38 EUR); genuine costs 420–560 EUR", "298", "CNY", ("38", "420", "560", "EUR")),
        (
            "asks 1,249.50 USD; genuine costs 3,000 to 4,500.25 USD",
            "1249.5",
            "USD",
            ("1249.5", "3000", "4500.25", "USD"),
        ),
        ("far below 420-560 EUR", "39", "EUR", ("39", "420", "560", "EUR")),
        ("far below 420-560 EUR", "39", "TRY", None),
        ("asks 39 EUR; genuine costs 560-420 EUR", "39", "EUR", None),
        ("asks little", "39", "EUR", None),
        (None, "39", "EUR", None),
    ],
)
def test_the_range_is_read_from_what_the_price_signal_says(
    text: str | None, price: str, currency: str, expected: tuple[str, str, str, str] | None
) -> None:
    found = price_range([{"name": "price.far_below", "text": text}], Decimal(price), currency)
    wanted = None
    if expected is not None:
        asks, low, high, unit = expected
        wanted = PriceRange(Decimal(asks), Decimal(low), Decimal(high), unit)
    assert found == wanted


def test_only_price_signals_are_asked_for_a_range() -> None:
    assert price_range([{"name": "replica_talk", "text": 'says "420-560 EUR"'}], Decimal(39), "EUR") is None


@pytest.mark.parametrize(
    ("amount", "shown"),
    [("39.0000", "39 EUR"), ("1249.5", "1,249.50 EUR"), ("0", "0 EUR"), (None, ""), ("NaN", "")],
)
def test_amounts_are_written_as_people_do(amount: str | None, shown: str) -> None:
    assert money(None if amount is None else Decimal(amount), "EUR") == shown


@pytest.mark.parametrize("url", ["https://agora.example/1?a=b", "http://agora.example"])
def test_web_addresses_are_linked(url: str) -> None:
    assert safe_address(url) == url


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/hosts",
        "//agora.example",
        "https://",
        "https://[",
        "java\nscript:alert(1)",
        "https://a.example/\u202egpj",
        "HTTPS:agora",
        "https://a b",
    ],
)
def test_nothing_else_is_linked(url: str | None) -> None:
    assert safe_address(url) == ""


def test_a_finding_of_which_every_field_is_null_can_still_be_drawn() -> None:
    empty: dict[str, Any] = {"signals": [None], "listing": None}
    names = ("marketplace", "listing_id", "brand_id", "band", "score", "right_ids", "screened_at")
    drawn = embedded_suspect(suspect(0, {**dict.fromkeys(names), **empty, "signals": None}, {}))
    assert drawn["title"] == []
    nothing = dict.fromkeys(("name", "weight", "field", "start", "end", "photo", "text"))
    drawn = embedded_suspect(suspect(0, {"signals": [nothing], "listing": {}}, {}))
    assert drawn["signals"][0]["spoken"] == "Unnamed signal"


def test_attributes_are_marked_value_by_value_as_the_signals_read_them(signal: Make, finding: Make) -> None:
    values = "down\nAAA copy"
    made = finding(
        1,
        "cap",
        [signal("replica_talk.grade", 2.0, 'says "AAA"', "attributes", "AAA", values)],
        listing={"attributes": [("filling", "down"), ("grade", "AAA copy")]},
    )
    (field,) = suspect(0, made, {}).fields
    assert [(run.text, run.signals) for run in field.runs] == [("down ", ()), ("AAA", (0,)), (" copy", ())]


def test_a_signal_on_a_photo_says_which(signal: Make, finding: Make) -> None:
    on_photo = signal("photo.copied", 2.0, "copies a photo of the brand") | {"photo": 1}
    assert embedded_suspect(suspect(0, finding(1, "cap", [on_photo]), {}))["signals"][0]["place"] == "photo 2"


@given(st.text())
def test_embedded_data_cannot_end_the_element_it_stands_in(text: str) -> None:
    data = embedded([text])
    assert not set("<>&\u2028\u2029") & set(data)
