"""What the facts of the sellers table say of a listing, and what the brand's consent takes back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pytest

from countermark.batch import Batch
from countermark.beside import Beside
from countermark.evidence import Evidence, Pairs
from countermark.listings import conform
from countermark.matching.matcher import Matcher
from countermark.references import References
from countermark.references.examples import references_from
from countermark.signals.authorised import AuthorisedSeller
from countermark.signals.seller import SellerSignal

TODAY: Final = dt.date(2026, 11, 21)
_BRANDS: Final = {
    "brands": [
        {
            "id": "norrvik",
            "name": "Norrvik",
            "words": ["Norrvik"],
            "authorised_sellers": [
                {"marketplace": "example", "seller_id": "fjord", "valid_from": "2026-11-21"},
                {"marketplace": "example", "seller_id": "fjord", "valid_until": "2020-12-31"},
                {"marketplace": "example", "seller_id": "skerry", "valid_until": "2026-11-21"},
            ],
        },
        {"id": "velmora", "name": "Velmora", "words": ["Velmora"]},
    ]
}


@pytest.fixture(scope="module")
def references(tmp_path_factory: pytest.TempPathFactory) -> References:
    return references_from(_BRANDS, tmp_path_factory.mktemp("brands"))


def seller(name: str, age: int | None, **facts: Any) -> dict[str, Any]:
    now = dt.datetime.combine(TODAY, dt.time(12), dt.UTC)
    told = {"listings": 40, "brands": 2, "copied_share": 0.0, "risk": 0.0}
    first = now - dt.timedelta(days=age) if age is not None else None
    return {"marketplace": "example", "seller_id": name, "first_seen_at": first} | told | facts


def batch_of(
    references: References,
    folder: Path,
    sellers: list[str | None],
    rows: Sequence[Mapping[str, Any]],
    day: dt.date = TODAY,
) -> Batch:
    listed = [
        {"listing_id": str(n), "title": "Norrvik parka", "marketplace": "example", "seller_id": name}
        for n, name in enumerate(sellers)
    ]
    table, rejected, _ = conform(pa.Table.from_pylist(listed), file="test")
    assert not rejected
    beside = Beside.of({"sellers": rows}, folder) if rows else Beside()
    return Batch(table, references, beside, Matcher(references.vocabulary, references.known), today=day)


def pairs_of(batch: Batch, *brands: str) -> Pairs:
    numbers = sorted(batch.references.numbers[brand] for brand in brands)
    rows = np.repeat(np.arange(batch.rows, dtype=np.int32), len(numbers))
    return Pairs(rows, np.array(numbers * batch.rows, dtype=np.int32))


def kinds(evidence: Evidence, row: int = 0) -> dict[str, float]:
    here = np.flatnonzero(evidence.rows == row)
    return {
        SellerSignal.kinds[kind]: strength
        for kind, strength in zip(
            evidence.kinds[here].tolist(), evidence.strengths[here].tolist(), strict=True
        )
    }


def test_a_ring_stands_out_and_a_retailer_of_many_brands_does_not(
    references: References, tmp_path: Path
) -> None:
    rows = [
        seller("ring", 20, brands=14, copied_share=0.9, risk=0.85),
        seller("retailer", 3000, brands=300, listings=90_000, copied_share=0.1, risk=0.02),
    ]
    batch = batch_of(references, tmp_path, ["ring", "retailer", "unknown", None], rows)
    evidence = SellerSignal().find(batch, pairs_of(batch, "norrvik"))
    assert set(kinds(evidence)) == {"risky", "copied_texts", "many_brands", "new"}
    assert set(evidence.rows.tolist()) == {0}


def test_the_reasons_are_told_in_words(references: References, tmp_path: Path) -> None:
    rows = [seller("ring", 20, brands=14, copied_share=0.9, risk=0.85), seller("old", 900)]
    batch = batch_of(references, tmp_path, ["ring"], rows)
    evidence = SellerSignal().find(batch, pairs_of(batch, "norrvik"))
    assert [evidence.detail(n).text for n in range(len(evidence))] == [
        "the seller's catalogue stands out: 14 brands, 90% of its texts were listed by others first",
        "of the seller's texts, 90% were listed by others first",
        "the seller names 14 brands within 20 days of its first listing",
        "the seller's first listing is 20 days old",
    ]


def test_facts_speak_about_every_brand_that_a_listing_names(references: References, tmp_path: Path) -> None:
    rows = [seller("ring", 20, risk=0.85), seller("old", 900)]
    batch = batch_of(references, tmp_path, ["old", "ring"], rows)
    pairs = pairs_of(batch, "norrvik", "velmora")
    evidence = SellerSignal().find(batch, pairs)
    assert sorted(zip(evidence.rows.tolist(), evidence.brands.tolist(), strict=True)) == [
        (1, 0), (1, 0), (1, 1), (1, 1),
    ]  # fmt: skip


def test_where_everybody_is_new_nobody_is(references: References, tmp_path: Path) -> None:
    rows = [seller("ring", 20, brands=14), seller("other", 100)]
    batch = batch_of(references, tmp_path, ["ring"], rows)
    assert not len(SellerSignal().find(batch, pairs_of(batch, "norrvik")))


def test_where_everybodys_texts_are_shared_copying_says_nothing(
    references: References, tmp_path: Path
) -> None:
    shared = [seller(f"shop-{n}", 900, copied_share=0.9) for n in range(8)]
    batch = batch_of(references, tmp_path, ["shop-1"], shared)
    assert not len(SellerSignal().find(batch, pairs_of(batch, "norrvik")))


def test_the_older_a_shop_the_less_its_youth_says(references: References, tmp_path: Path) -> None:
    rows = [seller(f"day-{age}", age) for age in (0, 20, 40, 60, 2000)]
    names = [str(row["seller_id"]) for row in rows]
    batch = batch_of(references, tmp_path, [*names], rows)
    evidence = SellerSignal().find(batch, pairs_of(batch, "norrvik"))
    strengths = [kinds(evidence, row).get("new", 0.0) for row in range(5)]
    assert strengths == sorted(strengths, reverse=True)
    assert strengths[0] > 0.9
    assert strengths[3:] == [0.0, 0.0]


def test_without_the_table_the_signal_is_silent(references: References, tmp_path: Path) -> None:
    batch = batch_of(references, tmp_path, ["ring"], [])
    assert not len(SellerSignal().find(batch, pairs_of(batch, "norrvik")))


@pytest.mark.parametrize(
    ("name", "day", "consents"),
    [
        ("fjord", dt.date(2026, 11, 21), True),
        ("fjord", dt.date(2026, 11, 20), False),
        ("fjord", dt.date(2020, 12, 31), True),
        ("skerry", dt.date(2026, 11, 21), True),
        ("skerry", dt.date(2026, 11, 22), False),
        ("stranger", dt.date(2026, 11, 21), False),
    ],
)
def test_consent_holds_from_its_first_day_to_its_last(
    references: References, tmp_path: Path, name: str, day: dt.date, *, consents: bool
) -> None:
    batch = batch_of(references, tmp_path, [name], [], day)
    assert len(AuthorisedSeller().find(batch, pairs_of(batch, "norrvik"))) == consents


def test_consent_is_told_with_the_account_that_has_it(references: References, tmp_path: Path) -> None:
    batch = batch_of(references, tmp_path, ["stranger", "fjord"], [])
    evidence = AuthorisedSeller().find(batch, pairs_of(batch, "norrvik", "velmora"))
    assert evidence.rows.tolist() == [1]
    assert evidence.detail(0)[::4] == ("Norrvik has authorised this seller", "example/fjord")
