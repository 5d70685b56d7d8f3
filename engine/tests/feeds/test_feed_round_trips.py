"""A table of listings, written in any format that has its columns, is read back as it was."""

from __future__ import annotations

import base64
import csv
import datetime as dt
import io
import json
import tempfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countermark.feeds import open_feed
from countermark.listings import digests
from countermark.tables import CONDITIONS, LISTING, SELLER_KINDS

word = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
seen = word.filter(lambda text: not text.isspace())
place = st.text("abc/.:%,é 0", min_size=1, max_size=9).map(lambda text: f"x{text}x")
count = st.integers(0, 2**63 - 1)
instant = st.datetimes(dt.datetime(1, 1, 2), dt.datetime(9999, 12, 30), timezones=st.just(dt.UTC))  # noqa: DTZ001  # bounds
photo = st.fixed_dictionaries(
    {
        "url": place,
        "sha256": st.none() | st.text("0f", min_size=1, max_size=4),
        "bytes": st.none() | st.binary(min_size=1, max_size=9),
    }
)
KNOWN: dict[str, st.SearchStrategy[Any]] = {
    "condition": st.sampled_from(CONDITIONS),
    "seller_kind": st.sampled_from(SELLER_KINDS),
    "price": st.decimals(0, Decimal("99999999999999.9998"), places=4),
    "currency": st.sampled_from(["EUR", "USD", "JPY"]),
    "photos": st.lists(photo, min_size=1, max_size=3),
    "territories": st.lists(st.sampled_from(["DE", "FR", "US"]), min_size=1, max_size=3),
    "attributes": st.dictionaries(word, word, min_size=1, max_size=3).map(lambda pairs: list(pairs.items())),
    "listing_id": seen,
    "title": seen,
    "marketplace": word,
}


def _field(name: str) -> st.SearchStrategy[Any]:
    kind = LISTING.field(name).type
    values = KNOWN.get(
        name, count if kind == pa.int64() else instant if pa.types.is_timestamp(kind) else word
    )
    return values if not LISTING.field(name).nullable else st.none() | values


tables = st.lists(st.fixed_dictionaries({name: _field(name) for name in LISTING.names}), max_size=5).map(
    lambda rows: pa.Table.from_pylist(rows, LISTING)
)


def _json(row: dict[str, Any]) -> dict[str, Any]:
    """A row as JSON has it."""

    def plain(value: Any) -> Any:
        if isinstance(value, Decimal):
            return str(value)
        if isinstance(value, dt.datetime):
            return value.isoformat()
        if isinstance(value, bytes):
            return base64.b64encode(value).decode()
        return value

    shown = {name: plain(value) for name, value in row.items()}
    if row["photos"]:
        shown["photos"] = [{name: plain(part) for name, part in photo.items()} for photo in row["photos"]]
    if row["attributes"]:
        shown["attributes"] = dict(row["attributes"])
    return shown


def _json_lines(table: pa.Table, path: Path) -> None:
    path.write_text("".join(f"{json.dumps(_json(row))}\n" for row in table.to_pylist()) or "[]")


def _json_array(table: pa.Table, path: Path) -> None:
    path.write_text(json.dumps([_json(row) for row in table.to_pylist()], ensure_ascii=False), "utf-8")


def _csv(table: pa.Table, path: Path, separator: str = ",") -> None:
    out = io.StringIO()
    writer = csv.DictWriter(out, table.column_names, delimiter=separator)
    writer.writeheader()
    for row in map(_json, table.to_pylist()):
        writer.writerow(
            {
                name: json.dumps(value) if isinstance(value, list | dict) else value
                for name, value in row.items()
            }
        )
    path.write_bytes(out.getvalue().encode())


def _tsv(table: pa.Table, path: Path) -> None:
    _csv(table, path, "\t")


def _parquet(table: pa.Table, path: Path) -> None:
    pq.write_table(table, path, row_group_size=2)


@pytest.mark.parametrize("written", [_json_lines, _json_array, _csv, _tsv, _parquet])
@given(table=tables)
@settings(max_examples=40)
def test_it_comes_back_equal_and_with_the_same_digests(
    written: Callable[[pa.Table, Path], None], table: pa.Table
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "feed"
        written(table, path)
        chunks = list(open_feed(path).chunks(rows=3))
    assert [rejection for chunk in chunks for rejection in chunk.rejected] == []
    back = (
        pa.concat_tables([chunk.table for chunk in chunks], promote_options="none")
        if chunks
        else LISTING.empty_table()
    )
    assert back.schema == LISTING
    assert back.to_pylist() == table.to_pylist()
    assert digests(back, range(back.num_rows)) == digests(table, range(table.num_rows))
