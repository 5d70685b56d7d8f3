"""A screener takes up newer references while it screens."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from countermark.references import index
from countermark.references.examples import references_from
from countermark.screener import Screener
from screener.conftest import BRANDS, NOW, listings

TABLE = listings("Nor\u200brvik parka", "Br\u200bindlewick vase", "wool socks")
ALL = ["norrvik", "velmora", "velmora-home"]


def found(screener: Screener) -> list[str]:
    return [str(name) for name in screener.screen(TABLE, now=NOW)["brand_id"].to_pylist()]


def test_without_newer_references_nothing_is_taken_up(tmp_path: Path) -> None:
    screener = Screener(references_from({"brands": BRANDS}, tmp_path))
    assert not screener.refresh()
    index.compact(tmp_path / "index")
    assert not screener.refresh()
    assert found(screener) == ALL


def test_a_brand_taken_out_is_found_no_more_and_one_put_in_is_found(tmp_path: Path) -> None:
    screener = Screener(references_from({"brands": BRANDS[:1]}, tmp_path))
    assert found(screener) == ["norrvik"]
    references_from({"brands": BRANDS[1:]}, tmp_path)
    assert found(screener) == ["norrvik"], "until it is told to"
    assert screener.refresh()
    assert found(screener) == ["velmora", "velmora-home"]


def test_screenings_under_way_end_with_the_references_that_they_began_with(tmp_path: Path) -> None:
    screener = Screener(references_from({"brands": BRANDS}, tmp_path))
    done = threading.Event()

    def screen() -> set[tuple[str, ...]]:
        seen = set()
        while not done.is_set():
            seen.add(tuple(found(screener)))
        return seen

    with ThreadPoolExecutor(2) as threads:
        work = [threads.submit(screen) for _ in range(2)]
        try:
            for turn in range(5):
                references_from({"brands": BRANDS[:1] if turn % 2 else BRANDS}, tmp_path)
                screener.refresh()
        finally:
            done.set()
        seen = set().union(*(one.result(timeout=30) for one in work))
    assert seen <= {tuple(ALL), ("norrvik",)}
