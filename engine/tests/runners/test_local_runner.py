"""All cores of one machine: the same output whatever the workers do, and nothing is screened twice."""

from __future__ import annotations

import json
import multiprocessing
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from countermark.errors import OutputFailed, UnreadableFeed, UnusableInput
from countermark.runners.journal import rejected_path
from countermark.screener import Screener
from countermark.tables import FINDING
from runners.conftest import (
    LARGE,
    SMALL,
    SMALL_FEEDS,
    Watcher,
    rejections,
    rows,
    screen,
    write_lines,
    written,
)


@pytest.mark.parametrize("workers", [2, 3])
def test_the_output_is_the_same_bytes_whatever_the_number_of_workers(
    feeds: tuple[Path, ...], screener: Screener, whole: dict[str, bytes], tmp_path: Path, workers: int
) -> None:
    watcher = Watcher()
    state = screen(feeds, tmp_path / "findings.parquet", screener, watcher, workers=workers)
    assert written(tmp_path) == whole
    assert state.read == LARGE + SMALL * SMALL_FEEDS
    assert watcher.positions == sorted(watcher.positions)
    assert watcher.positions[-1] == watcher.total == sum(feed.stat().st_size for feed in feeds)


def test_findings_are_those_of_one_screening_in_the_order_of_the_feeds(
    whole: dict[str, bytes], tmp_path: Path
) -> None:
    (tmp_path / "findings.parquet").write_bytes(whole["findings.parquet"])
    found = pq.read_table(tmp_path / "findings.parquet")
    assert found.schema.equals(FINDING)
    hidden = [f"L{n}" for n in range(LARGE + SMALL * SMALL_FEEDS) if n % 4 == 2]
    assert found["listing_id"].to_pylist() == [name for name in hidden if name != f"L{LARGE + 2 * SMALL + 2}"]


def test_an_id_that_stood_before_is_rejected_with_its_file_and_line(
    feeds: tuple[Path, ...], whole: dict[str, bytes]
) -> None:
    told = [json.loads(line) for line in whole["findings.rejected.jsonl"].decode().splitlines()]
    again = [(row["file"], row["line"]) for row in told if row["code"] == "duplicate-id"]
    assert again == [(str(feed), SMALL) for feed in feeds[1:]]
    assert len(told) == 2 * SMALL_FEEDS


def test_ids_are_of_a_marketplace_and_the_first_listing_counts(screener: Screener, tmp_path: Path) -> None:
    several = [
        {"listing_id": "1", "title": "Nor\u200brvik"},
        {"listing_id": "1", "title": "Nor\u200brvik", "marketplace": "other"},
        {"listing_id": "1", "title": "socks"},
        {"listing_id": "1", "title": "Nor\u200brvik", "marketplace": "default"},
    ]
    feed = write_lines(tmp_path / "feed.jsonl", several)
    state = screen([feed, feed], tmp_path / "out.jsonl", screener)
    found = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(row["marketplace"], row["listing"]["title"]) for row in found] == [
        ("default", "Nor\u200brvik"),
        ("other", "Nor\u200brvik"),
    ]
    assert [row["line"] for row in rejections(tmp_path / "out.rejected.jsonl")] == [3, 4, 1, 2, 3, 4]
    assert state.rejected == {"duplicate-id": 6}


def test_a_run_without_bad_rows_leaves_no_file_of_them_and_plain_json(
    screener: Screener, tmp_path: Path
) -> None:
    out = tmp_path / "out.jsonl"
    rejected_path(out).write_text("of an older run")
    row = {"listing_id": "1", "title": "Nor\u200brvik", "price": "1200 EUR", "attributes": {"size": "L"}}
    screen([write_lines(tmp_path / "feed.jsonl", [row])], out, screener)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["feed.jsonl", "out.jsonl"]
    found = json.loads(out.read_text(encoding="utf-8"))
    assert found["listing"]["price"] == 1200
    assert found["listing"]["attributes"] == {"size": "L"}
    assert found["screened_at"].startswith("2026-11-21T12:00:00")
    assert set(found) == set(FINDING.names)


def test_a_feed_that_breaks_off_is_told_and_what_stood_before_is_kept(
    screener: Screener, tmp_path: Path
) -> None:
    good = write_lines(tmp_path / "a.jsonl", rows(0, 400))
    broken = tmp_path / "b.xml"
    item = "<item><g:id>X{n}</g:id><g:title>Nor&#x200b;rvik {n}</g:title></item>"
    items = "".join(item.format(n=n) for n in range(50))
    broken.write_text(
        f'<rss xmlns:g="http://base.google.com/ns/1.0"><channel>{items}<item><g:id>', encoding="utf-8"
    )
    with pytest.raises(
        UnreadableFeed, match=r"b\.xml.*findings of the 450 listings before are in .*out\.jsonl"
    ):
        screen([good, broken], tmp_path / "out.jsonl", screener)
    assert len((tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()) == 100 + 50
    assert not (tmp_path / "out.jsonl.partial").exists()


def test_a_worker_that_is_killed_ends_the_run_and_it_can_go_on(
    feeds: tuple[Path, ...], screener: Screener, whole: dict[str, bytes], tmp_path: Path
) -> None:
    def kill() -> None:
        for worker in multiprocessing.active_children():
            worker.kill()

    out = tmp_path / "findings.parquet"
    with pytest.raises(OutputFailed, match="worker") as failed:
        screen(feeds, out, screener, Watcher(1, kill))
    assert "--resume" in failed.value.mend
    screen(feeds, out, screener, resume=True)
    assert written(tmp_path) == whole


@pytest.mark.parametrize("missing", ["feed", "folder of the output"])
def test_what_is_not_there_is_told_before_anything_starts(
    screener: Screener, tmp_path: Path, missing: str
) -> None:
    feed = write_lines(tmp_path / "feed.jsonl", rows(0, 1))
    feeds, out = [feed], tmp_path / "out.jsonl"
    if missing == "feed":
        feeds.append(tmp_path / "nothing.jsonl")
    else:
        out = tmp_path / "nothing" / "out.jsonl"
    with pytest.raises(UnusableInput, match="nothing"):
        screen(feeds, out, screener)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["feed.jsonl"]
