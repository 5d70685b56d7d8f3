"""Every feed, whatever its format, comes in chunks that depend on the file alone."""

from __future__ import annotations

import json
import pickle
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from countermark.feeds import Feed, Format, open_feed

if TYPE_CHECKING:
    from .conftest import Write

ROWS: Final = [
    {
        "listing_id": f"L{number}",
        "title": f"Norrvik Parka {number}",
        "price": f"{number}.50",
        "currency": "EUR",
    }
    for number in range(53)
]


def _json_ld(row: dict[str, str]) -> dict[str, object]:
    offer = {"@type": "Offer", "price": row["price"], "priceCurrency": "EUR"}
    return {"@type": "Product", "sku": row["listing_id"], "name": row["title"], "offers": offer}


def _xml(row: dict[str, str]) -> str:
    return (
        f"<item><g:id>{row['listing_id']}</g:id><title>{row['title']}</title>"
        f"<g:price>{row['price']} EUR</g:price></item>\n"
    )


def _content(kind: Format) -> str:
    lines = [",".join(row.values()) for row in ROWS]
    tabs = [f"{row['listing_id']}\t{row['title']}\t{row['price']} EUR" for row in ROWS]
    graph = {"@context": "https://schema.org", "@graph": list(map(_json_ld, ROWS))}
    items = "".join(map(_xml, ROWS))
    return {
        Format.JSON_LINES: "\n".join(map(json.dumps, ROWS)),
        Format.JSON_ARRAY: json.dumps(ROWS, indent=1),
        Format.JSON_LD: json.dumps(graph),
        Format.JSON_LD_LINES: "\n".join(json.dumps(_json_ld(row)) for row in ROWS),
        Format.CSV: "\n".join(["listing_id,title,price,currency", *lines]),
        Format.MERCHANT_CSV: "\n".join(["id\ttitle\tprice", *tabs]),
        Format.SHOPIFY_CSV: "\n".join(
            ["Handle,Title,Variant Price", *(line.removesuffix(",EUR") for line in lines)]
        ),
        Format.MERCHANT_XML: f'<rss xmlns:g="http://base.google.com/ns/1.0"><channel>{items}</channel></rss>',
    }[kind]


@pytest.fixture(params=list(Format))
def path(request: pytest.FixtureRequest, write: Write, tmp_path: Path) -> Path:
    kind: Format = request.param
    if kind is Format.PARQUET:
        target = tmp_path / "feed"
        pq.write_table(pa.Table.from_pylist(ROWS), target, row_group_size=20)
        return target
    found: Path = write(_content(kind))
    assert open_feed(found).format is kind
    return found


def test_its_chunks_hold_all_rows_in_their_order(path: Path) -> None:
    feed = open_feed(path)
    chunks = list(feed.chunks(rows=10))
    assert [chunk.index for chunk in chunks] == list(range(len(chunks)))
    assert [name for chunk in chunks for name in chunk.table["listing_id"].to_pylist()] == [
        row["listing_id"] for row in ROWS
    ]
    assert all(chunk.rows_read <= 10 and not chunk.rejected for chunk in chunks)
    prices: list[Any] = [price for chunk in chunks for price in chunk.table["price"].to_pylist()]
    assert prices == [number + 0.5 for number in range(53)]


def test_reading_may_begin_at_any_chunk(path: Path) -> None:
    feed = open_feed(path)
    chunks = list(feed.chunks(rows=10))
    for start in range(len(chunks) + 2):
        later = list(feed.chunks(rows=10, start=start))
        assert [chunk.index for chunk in later] == [chunk.index for chunk in chunks[start:]]
        assert [chunk.table.to_pylist() for chunk in later] == [
            chunk.table.to_pylist() for chunk in chunks[start:]
        ]


def test_progress_ends_at_the_end_of_the_file(path: Path) -> None:
    feed = open_feed(path)
    positions = [chunk.position for chunk in feed.chunks(rows=10)]
    assert positions == sorted(positions)
    assert positions[-1] == feed.size == path.stat().st_size


def test_pieces_are_read_alike_by_another_process_in_any_order(path: Path) -> None:
    feed = open_feed(path)
    here = [chunk.table.to_pylist() for chunk in feed.chunks(rows=10)]
    other: Feed = pickle.loads(pickle.dumps(feed))
    pieces = [pickle.loads(pickle.dumps(piece)) for piece in feed.pieces(rows=10)]
    there = {piece.index: other.read(piece) for piece in reversed(pieces)}
    assert [there[index].table.to_pylist() for index in range(len(here))] == here


def test_it_reads_the_same_through_gzip(path: Path, write: Write) -> None:
    plain = open_feed(path)
    if plain.format is Format.PARQUET:
        pytest.skip("Parquet is compressed inside")
    packed = open_feed(write(path.read_bytes(), "packed", packed=True))
    assert packed.format is plain.format
    assert [chunk.table.to_pylist() for chunk in packed.chunks(10)] == [
        chunk.table.to_pylist() for chunk in plain.chunks(10)
    ]


def test_every_row_knows_its_line(path: Path) -> None:
    lines = [int(line) for chunk in open_feed(path).chunks(10) for line in chunk.lines]
    assert len(lines) == len(ROWS)
    assert lines == sorted(lines)
