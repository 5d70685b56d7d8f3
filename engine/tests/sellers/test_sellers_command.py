"""`countermark sellers profile` as it is called."""

from __future__ import annotations

import errno
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import yaml
from click.testing import CliRunner, Result

from countermark.beside import Beside
from countermark.commands.sellers import sellers
from countermark.errors import Interrupted, OutputFailed, UnusableInput
from countermark.sellers.output import output_folder
from sellers.profiled import BRANDS

FEED = [
    {"listing_id": "1", "title": "Norrvik parka", "seller_id": "anna", "price": 10, "currency": "USD"},
    {"listing_id": "2", "title": "Velmora bag", "seller_id": "anna", "first_seen_at": "2026-01-01T00:00:00Z"},
    {"listing_id": "3", "title": "Scarf", "seller_id": "bert"},
]


@pytest.fixture
def feed(tmp_path: Path) -> Path:
    path = tmp_path / "feed.jsonl"
    path.write_text("\n".join(map(json.dumps, FEED)))
    return path


@pytest.fixture
def references(tmp_path: Path) -> Path:
    folder = tmp_path / "references"
    folder.mkdir()
    (folder / "references.yaml").write_text(yaml.safe_dump(BRANDS, allow_unicode=True))
    return folder


def profile(*options: object) -> Result:
    return CliRunner().invoke(sellers, ["profile", *map(str, options)], standalone_mode=False)


def test_facts_are_written_and_told(tmp_path: Path, feed: Path, references: Path) -> None:
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "rates.csv").write_text("currency,per_eur,date\nUSD,1.25,2026-01-01\n")
    out = tmp_path / "tables"
    result = profile(feed, "--references", references, "--tables", out, "--out", out)
    assert result.return_value == 0
    assert f"3 listings of 2 sellers: {out / 'sellers.parquet'}" in result.output
    anna, bert = pq.read_table(out / "sellers.parquet").to_pylist()
    assert (anna["seller_id"], anna["brands"], anna["median_price_eur"]) == ("anna", 2, 8.0)
    assert (bert["seller_id"], bert["brands"], bert["median_price_eur"]) == ("bert", 0, None)
    assert sorted(path.name for path in out.iterdir()) == ["rates.csv", "sellers.parquet"]


def test_what_was_left_out_is_said(tmp_path: Path, feed: Path) -> None:
    output = profile(feed, "--out", tmp_path / "out").output
    assert "brands are not counted without --references" in output
    assert "2 listings have no first_seen_at" in output


def test_rejected_rows_are_counted_and_change_the_exit_status(tmp_path: Path, feed: Path) -> None:
    feed.write_text(feed.read_text() + '\n{"listing_id": "4"}\n')
    result = profile(feed, "--out", tmp_path / "out")
    assert result.return_value == 1
    assert "1 rows rejected (1 missing-title)" in result.output


def test_the_same_feed_gives_the_same_bytes(tmp_path: Path, feed: Path, references: Path) -> None:
    for out in ("one", "two"):
        profile(feed, "--references", references, "--out", tmp_path / out)
    one, two = ((tmp_path / out / "sellers.parquet").read_bytes() for out in ("one", "two"))
    assert one == two


def test_words_cannot_be_learned_without_knowing_the_marks(tmp_path: Path, feed: Path) -> None:
    result = profile(feed, "--out", tmp_path / "out", "--learn-words")
    assert "--learn-words needs --references" in str(result.exception)


def test_learned_words_join_those_that_are_there(tmp_path: Path, references: Path) -> None:
    out = tmp_path / "out"
    Beside.of({"known_words": [{"word": "Fjellorn", "kind": "brand"}, {"word": "Kvelde"}]}, out)
    rows = [
        {
            "listing_id": f"{word}{shop}-{n}",
            "title": f"{word} parka of shop {shop} number {n}",
            "seller_id": f"{shop}",
        }
        for word in ("Trollvang", "Fjellorn")
        for shop in range(10)
        for n in range(4)
    ]
    feed = tmp_path / "feed.jsonl"
    feed.write_text("\n".join(map(json.dumps, rows)))
    result = profile(feed, "--references", references, "--out", out, "--learn-words")
    assert "2 words learned" in result.output
    assert Beside.load(out).known_words == ("Fjellorn", "Kvelde", "trollvang")


@pytest.mark.parametrize("name", ["sellers.csv", "known_words.jsonl"])
def test_a_table_in_another_format_would_stand_beside_and_is_refused(
    tmp_path: Path, feed: Path, references: Path, name: str
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / name).touch()
    result = profile(feed, "--references", references, "--out", out, "--learn-words")
    assert isinstance(result.exception, UnusableInput)
    assert name in str(result.exception)


def test_a_file_in_the_place_of_the_folder_is_refused(feed: Path) -> None:
    assert isinstance(profile(feed, "--out", feed).exception, UnusableInput)


def test_a_feed_that_breaks_off_leaves_the_tables_as_they_were(tmp_path: Path, feed: Path) -> None:
    out = tmp_path / "out"
    profile(feed, "--out", out)
    before = (out / "sellers.parquet").read_bytes()
    feed.write_bytes(b"\x1f\x8b" + b"no gzip at all")
    assert isinstance(profile(feed, "--out", out).exception, UnusableInput)
    assert (out / "sellers.parquet").read_bytes() == before
    assert [path.name for path in out.iterdir()] == ["sellers.parquet"]


def test_who_is_stopped_leaves_nothing_behind(tmp_path: Path) -> None:
    def work() -> None:
        with output_folder(tmp_path / "new", words=False) as folder:
            (folder / "half").write_text("done")
            raise KeyboardInterrupt

    with pytest.raises(Interrupted) as caught:
        work()
    assert caught.value.exit_status == 130
    assert not (tmp_path / "new").exists()


def test_a_full_disk_is_told_with_what_helps(tmp_path: Path) -> None:
    with pytest.raises(OutputFailed, match="No space left"), output_folder(tmp_path, words=False):
        raise OSError(errno.ENOSPC, "No space left on device")
    assert not list(tmp_path.iterdir())
