"""A digest names an offer: the same offer always by the same, another offer by another."""

from __future__ import annotations

import datetime as dt
import hashlib
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermark.listings import canonical, conform, digests
from countermark.tables import LISTING, VOLATILE_FIELDS

PARKA: dict[str, Any] = {
    "listing_id": "17",
    "title": 'Norrvik "Arctic" Parka ❄',
    "marketplace": "demo",
    "price": Decimal("420.50"),
    "currency": "EUR",
    "quantity": 3,
    "photos": [{"url": "a.jpg", "sha256": None, "bytes": None}],
    "territories": ["DE", "AT"],
    "attributes": [("size", "M"), ("color", "blue")],
    "first_seen_at": dt.datetime(2026, 1, 2, tzinfo=dt.UTC),
}


def digest(**changes: Any) -> str:
    table = pa.Table.from_pylist([PARKA | changes], LISTING)
    return digests(table, [0])[0]


def test_the_canonical_form_is_the_documented_one() -> None:
    form = (
        '{"attributes":{"color":"blue","size":"M"},"currency":"EUR","listing_id":"17","marketplace":"demo",'
        '"photos":[{"url":"a.jpg"}],"price":"420.5","territories":["DE","AT"],'
        '"title":"Norrvik \\"Arctic\\" Parka ❄"}'
    )
    assert canonical(PARKA) == form.encode()
    assert digest() == hashlib.sha256(form.encode()).hexdigest()


@pytest.mark.parametrize(
    "changes",
    [
        {"quantity": None},
        {"quantity": 0, "views": 10, "sold": 2},
        {"updated_at": dt.datetime(2026, 5, 5, tzinfo=dt.UTC), "first_seen_at": None},
        {"price": Decimal("420.5000")},
        {"description": ""},
        {"attributes": [("color", "blue"), ("size", "M"), ("fit", "")]},
        {"photos": [{"url": "a.jpg", "sha256": None, "bytes": b""}]},
    ],
    ids=str,
)
def test_what_does_not_change_the_offer_does_not_change_its_digest(changes: dict[str, Any]) -> None:
    assert digest(**changes) == digest()


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "Norrvik Parka"},
        {"marketplace": "other"},
        {"price": Decimal("420.51")},
        {"price": None},
        {"currency": "USD"},
        {"territories": ["AT", "DE"]},
        {"attributes": [("size", "L"), ("color", "blue")]},
        {"photos": [{"url": "b.jpg", "sha256": None, "bytes": None}]},
        {"photos": []},
        {"condition": "used"},
        {"seller_id": "s1"},
    ],
    ids=str,
)
def test_what_changes_the_offer_changes_its_digest(changes: dict[str, Any]) -> None:
    assert digest(**changes) != digest()


def test_a_photo_counts_by_its_bytes_wherever_it_stands() -> None:
    sha256 = hashlib.sha256(b"jpeg").hexdigest()
    given_bytes = digest(photos=[{"url": "a.jpg", "sha256": None, "bytes": b"jpeg"}])
    assert given_bytes == digest(photos=[{"url": "b.jpg", "sha256": "wrong", "bytes": b"jpeg"}])
    assert given_bytes == digest(photos=[{"url": None, "sha256": sha256, "bytes": None}])
    assert given_bytes != digest(photos=[{"url": "a.jpg", "sha256": None, "bytes": b"png"}])


def test_digests_come_for_chosen_rows_in_their_order() -> None:
    table = pa.Table.from_pylist([PARKA | {"listing_id": str(number)} for number in range(5)], LISTING)
    every = digests(table, range(5))
    assert len(set(every)) == 5
    assert digests(table, [3, 0, 3]) == [every[3], every[0], every[3]]
    assert digests(table, []) == []


texts = st.none() | st.text(max_size=20)
rows = st.lists(
    st.fixed_dictionaries(
        {
            "listing_id": st.text(min_size=1, max_size=8).map(lambda text: f"L{text}"),
            "title": st.text(min_size=1, max_size=20).map(lambda text: f"T{text}"),
            "brand": texts,
            "description": texts,
            "price": st.none() | st.decimals(0, 10**6, places=2),
            "territories": st.none() | st.lists(st.sampled_from(["DE", "FR", "US"]), max_size=3),
            "photos": st.none() | st.lists(st.text(min_size=1, max_size=9), max_size=3),
            "attributes": st.none() | st.dictionaries(st.text(max_size=5), st.text(max_size=5), max_size=3),
        }
    ),
    min_size=1,
    max_size=6,
)


@given(rows, st.integers(1, 4), st.randoms(use_true_random=False))
def test_a_digest_is_the_same_whatever_the_types_chunks_and_order_of_columns(
    rows: list[dict[str, Any]], cut: int, chance: Any
) -> None:
    pairs = [row | {"attributes": row["attributes"] and list(row["attributes"].items())} for row in rows]
    kinds: dict[str, pa.DataType] = {
        "listing_id": pa.string(),
        "title": pa.string(),
        "brand": pa.string(),
        "description": pa.string(),
        "price": pa.decimal128(12, 2),
        "territories": pa.list_(pa.string()),
        "photos": pa.list_(pa.string()),
        "attributes": pa.map_(pa.string(), pa.string()),
    }
    schema = pa.schema(kinds)
    plain = pa.Table.from_pylist(pairs, schema)
    wide = plain.cast(pa.schema([field.with_type(_widened(field.type)) for field in schema]))
    pieces = [wide.slice(start, cut) for start in range(0, len(rows), cut)]
    names = list(schema.names)
    chance.shuffle(names)
    shuffled = pa.concat_tables(pieces).select(names)
    first, rejected, _ = conform(plain, file="feed")
    second, _, _ = conform(shuffled, file="feed")
    assert not rejected
    assert digests(first, range(len(rows))) == digests(second, range(len(rows)))
    assert first.to_pylist() == second.to_pylist()


def _widened(kind: pa.DataType) -> pa.DataType:
    if pa.types.is_decimal(kind):
        return pa.decimal256(30, 6)
    if pa.types.is_string(kind):
        return pa.large_string()
    return pa.large_list(pa.large_string()) if pa.types.is_list(kind) else kind


def test_volatile_fields_are_left_out_of_the_form() -> None:
    everything = PARKA | dict.fromkeys(VOLATILE_FIELDS, 5)
    assert canonical(everything) == canonical(PARKA)
