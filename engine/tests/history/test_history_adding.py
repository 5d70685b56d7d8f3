"""What is added stays, whole, once a day, whoever else adds and whatever goes wrong."""

from __future__ import annotations

import datetime as dt
import errno
import hashlib
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from countermark.errors import OutputFailed, UnusableInput
from countermark.history import History, HistoryWriter, mapped, writer
from countermark.tables import LISTING
from history.kept import DAY, NOW, found, keep, kept, listings, row

SEEN = dt.datetime(2026, 11, 1, 8, 30, tzinfo=dt.UTC)
WHOLE: dict[str, Any] = {
    "listing_id": "L1",
    "title": "Norrvik párka",
    "marketplace": "bazaar",
    "seller_id": "s1",
    "seller_name": "Nils Ärlig",
    "seller_kind": "trader",
    "description": "Warm.\nWindproof 🔥",
    "brand": "Norrvik",
    "category": "Apparel > Outerwear",
    "condition": "used",
    "price": Decimal("420.5000"),
    "currency": "EUR",
    "quantity": 3,
    "gtin": "4006381333931",
    "photos": [{"url": "https://example.com/1.jpg", "sha256": None, "bytes": None}],
    "territories": ["DE", "FR"],
    "ships_from": "SE",
    "language": "de",
    "url": "https://example.com/L1",
    "views": 12,
    "sold": 1,
    "attributes": [("colour", "blå")],
    "first_seen_at": SEEN,
    "updated_at": SEEN,
}


def test_every_column_that_a_screening_reads_is_kept(tmp_path: Path) -> None:
    assert set(WHOLE) == set(LISTING.names)
    HistoryWriter(tmp_path / "h").add(pa.Table.from_pylist([WHOLE], schema=LISTING), now=NOW)
    history = History.open(tmp_path / "h")
    (segment,) = history.segments()
    assert segment.table().schema.equals(LISTING, check_metadata=True)
    assert kept(history) == [WHOLE]
    assert [segment.take(rows).to_pylist() for segment, rows in history.find("blå windproof")] == [[WHOLE]]


def test_of_photos_the_digest_is_kept_and_not_the_bytes(tmp_path: Path) -> None:
    photo = {"url": None, "sha256": None, "bytes": b"\xff\xd8 a photo"}
    added = HistoryWriter(tmp_path / "h").add(listings(row(1, photos=[photo]), row(2)), now=NOW)
    assert added.photos == 1
    told = [{"url": None, "sha256": hashlib.sha256(b"\xff\xd8 a photo").hexdigest(), "bytes": None}]
    assert kept(History.open(tmp_path / "h"), "photos") == [told, None]


def test_an_offer_stands_once_a_day_and_again_on_the_next(tmp_path: Path) -> None:
    adding = HistoryWriter(tmp_path / "h")
    first = listings(row(1, price="10 EUR", views=1), row(2), row(2))
    assert adding.add(first, now=NOW)[:2] == (2, 1)
    watched = listings(row(1, price="10 EUR", views=99, quantity=5), row(2))
    assert adding.add(watched, now=NOW)[:2] == (0, 2), "what changes by itself is no other offer"
    assert adding.add(listings(row(1, price="9 EUR")), now=NOW)[:2] == (1, 0), "another price is"
    assert HistoryWriter(tmp_path / "h").add(first, now=NOW)[:2] == (0, 3), "nor does another process add it"
    assert adding.add(first, now=NOW + DAY)[:2] == (2, 1)
    history = History.open(tmp_path / "h")
    assert history.days() == [NOW.date(), (NOW + DAY).date()]
    assert kept(history, "listing_id") == ["L1", "L2", "L1", "L1", "L2"]
    assert kept(history, "views") == [1, None, None, 1, None], "the first of the day is kept"


def test_days_are_those_of_utc(tmp_path: Path) -> None:
    late = dt.datetime(2026, 11, 21, 23, 30, tzinfo=dt.timezone(-dt.timedelta(hours=5)))
    assert keep(tmp_path / "h", row(1), now=late).days() == [dt.date(2026, 11, 22)]


def test_what_is_larger_than_a_segment_becomes_several(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "MOST_ROWS", 4)
    history = keep(tmp_path / "h", *(row(n) for n in range(10)))
    assert [len(segment) for segment in history.segments()] == [4, 4, 2]
    assert kept(history, "listing_id") == [f"L{n}" for n in range(10)]
    assert found(history, "socks 7") == ["L7"]


def test_several_may_add_at_once(tmp_path: Path) -> None:
    def add(worker: int) -> int:
        adding = HistoryWriter(tmp_path / "h")
        return sum(adding.add(listings(*_some(worker, part)), now=NOW).rows for part in range(4))

    with ThreadPoolExecutor(4) as threads:
        assert sum(threads.map(add, range(4))) == 4 * 4 * 5
    history = History.open(tmp_path / "h")
    assert sorted(kept(history, "listing_id")) == sorted(f"L{n}" for n in range(80))
    assert list((tmp_path / "h" / "unfinished").iterdir()) == []


def _some(worker: int, part: int) -> list[dict[str, Any]]:
    first = (worker * 4 + part) * 5
    return [row(n) for n in range(first, first + 5)]


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()])
def test_what_cannot_be_written_whole_never_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    keep(tmp_path / "h", row(1))

    def full(path: Path, *_: Any) -> None:
        path.write_bytes(b"half of")
        raise error

    monkeypatch.setattr(mapped, "write", full)
    with pytest.raises((OutputFailed, KeyboardInterrupt)) as failed:
        keep(tmp_path / "h", row(2))
    if isinstance(failed.value, OutputFailed):
        assert "No space left" in str(failed.value)
        assert "make room" in failed.value.mend
    monkeypatch.undo()
    assert list((tmp_path / "h" / "unfinished").iterdir()) == []
    assert kept(keep(tmp_path / "h", row(3)), "listing_id") == ["L1", "L3"]


def test_a_folder_with_other_things_is_no_history(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(UnusableInput, match="holds other things") as refused:
        HistoryWriter(tmp_path)
    assert "empty folder" in refused.value.mend
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_history_whose_making_was_cut_short_is_made(tmp_path: Path) -> None:
    (tmp_path / "segments").mkdir()
    (tmp_path / ".history.json.77.part").write_text("{")
    assert kept(keep(tmp_path, row(1)), "listing_id") == ["L1"]
