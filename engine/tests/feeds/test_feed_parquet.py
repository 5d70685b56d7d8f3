"""Parquet: read by row group, from any place."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from countermark.errors import UnreadableFeed, UnusableInput
from countermark.feeds import open_feed
from countermark.feeds.parquet import Parquet

if TYPE_CHECKING:
    from .conftest import ReadToTheBreak


def table(rows: int, **columns: Any) -> pa.Table:
    names = pa.array([f"L{row}" for row in range(rows)], pa.string())
    return pa.table({"listing_id": names, "title": pa.array(["Norrvik Parka"] * rows, pa.string())} | columns)


def parquet(path: Path, content: pa.Table, **how: Any) -> Parquet:
    pq.write_table(content, path, **how)
    feed = open_feed(path)
    assert isinstance(feed, Parquet)
    return feed


def sizes(feed: Parquet, rows: int) -> list[int]:
    return [chunk.rows_read for chunk in feed.chunks(rows)]


def test_large_row_groups_are_cut_and_small_ones_share_a_chunk(tmp_path: Path) -> None:
    large = parquet(tmp_path / "large", table(100), row_group_size=40)
    assert sizes(large, 16) == [16, 16, 8, 16, 16, 8, 16, 4]
    assert large.splits(16) == [range(3), range(3, 6), range(6, 8)]
    small = parquet(tmp_path / "small", table(100), row_group_size=7)
    assert sizes(small, 30) == [28, 28, 28, 16]
    assert small.splits(30) == [range(1), range(1, 2), range(2, 3), range(3, 4)]


def test_a_chunk_is_read_from_any_place_in_any_order(tmp_path: Path) -> None:
    feed = parquet(tmp_path / "feed", table(100), row_group_size=40)
    here = [chunk.table.to_pylist() for chunk in feed.chunks(16)]
    for index in (7, 0, 2, 1, 1, 5, 6, 4, 3):
        chunk = feed.read_chunk(index, 16)
        assert (chunk.index, chunk.table.to_pylist()) == (index, here[index])


def test_wide_rows_make_chunks_of_fewer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("countermark.feeds.parquet.CHUNK_BYTES", 1 << 20)
    texts = [f"{row}" * 2000 for row in range(3000)]
    feed = parquet(
        tmp_path / "feed", table(3000, description=texts), use_dictionary=False, compression="none"
    )
    found = sizes(feed, 16384)
    assert max(found) == 256
    assert sum(found) == 3000


def test_rows_are_told_by_their_number(tmp_path: Path) -> None:
    prices = [5.0] * 100
    prices[0] = prices[41] = prices[99] = float("nan")
    feed = parquet(tmp_path / "feed", table(100, price=prices), row_group_size=40)
    rejected = [rejection for chunk in feed.chunks(16) for rejection in chunk.rejected]
    assert [(found.line, found.code, found.listing_id) for found in rejected] == [
        (1, "bad-price", "L0"),
        (42, "bad-price", "L41"),
        (100, "bad-price", "L99"),
    ]


def test_other_columns_and_nested_ones_are_no_trouble(tmp_path: Path) -> None:
    content = table(
        50,
        photos=pa.array([[{"url": "a.jpg", "bytes": b"x", "width": 5}]] * 50),
        attributes=pa.array([[("size", "M")]] * 50, pa.map_(pa.string(), pa.string())),
        embedding=pa.array([[0.5] * 9] * 50),
        brand=pa.array(["Norrvik"] * 50).dictionary_encode(),
    )
    feed = parquet(tmp_path / "feed", content, row_group_size=20)
    rows = [row for chunk in feed.chunks(8) for row in chunk.table.to_pylist()]
    assert len(rows) == 50
    assert rows[49]["photos"] == [{"url": "a.jpg", "sha256": None, "bytes": b"x"}]
    assert (rows[49]["attributes"], rows[49]["brand"]) == ([("size", "M")], "Norrvik")


def test_empty_files_and_row_groups_are_feeds_of_nothing(tmp_path: Path) -> None:
    assert sizes(parquet(tmp_path / "empty", table(0)), 16) == []
    with pq.ParquetWriter(tmp_path / "gaps", table(1).schema) as writer:
        for rows in (0, 3, 0, 2, 0):
            writer.write_table(table(rows))
    assert [chunk.rows_read for chunk in open_feed(tmp_path / "gaps").chunks(16)] == [5]


def test_a_file_without_a_listings_columns_is_refused_when_it_is_opened(tmp_path: Path) -> None:
    pq.write_table(pa.table({"id": ["1"], "name": ["a"]}), tmp_path / "feed")
    with pytest.raises(UnusableInput, match="no columns `listing_id` and `title`") as caught:
        open_feed(tmp_path / "feed")
    assert "id, name" in caught.value.mend


def test_a_column_of_a_hopeless_type_is_refused_by_name_and_file(tmp_path: Path) -> None:
    feed = parquet(tmp_path / "feed", table(3, price=[True] * 3))
    with pytest.raises(UnusableInput, match="feed: column `price` has the type bool"):
        list(feed.chunks())


@pytest.mark.parametrize("keep", [4, 12, 1000, -1])
def test_a_file_that_is_cut_off_is_refused(tmp_path: Path, keep: int) -> None:
    path = tmp_path / "feed"
    pq.write_table(table(1000), path)
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(UnreadableFeed, match="is damaged or not whole") as caught:
        open_feed(path)
    assert "PAR1" in caught.value.mend


def test_a_file_that_is_damaged_inside_gives_the_rows_before(
    tmp_path: Path, read_to_the_break: ReadToTheBreak
) -> None:
    path = tmp_path / "feed"
    pq.write_table(table(4000), path, row_group_size=1000, compression="gzip", use_dictionary=False)
    start = pq.ParquetFile(path).metadata.row_group(2).column(0).data_page_offset
    data = bytearray(path.read_bytes())
    data[start : start + 400] = b"\xff" * 400
    path.write_bytes(data)
    names, broken = read_to_the_break(open_feed(path), rows=1000)
    assert len(names) == 2000
    assert "breaks off in row group 3, near row 2,001" in str(broken)
