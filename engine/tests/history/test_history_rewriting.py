"""Compacting, erasing and forgetting: what goes is gone from every file, what stays answers as before."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from countermark.errors import UnusableInput
from countermark.history import History, HistoryWriter, segment
from countermark.history.lock import held
from countermark.history.rewriting import compact, erase, forget
from history.kept import DAY, NOW, everything_in, found, keep, kept, listings, row, states

SECRETS = (
    "zorquenta",
    "vexmoor",
    "plimsey",
    "quaddle",
    "frimble",
    "grobnik",
    "сквожня",
    "鱻麤",
    "4006381333931",
)
SECRET: dict[str, Any] = {
    "listing_id": "vexmoor",
    "title": "Zorquenta frimble, g-r-o-b-n-i-k",
    "description": "plimsey grobnik 鱻麤 сквожня",
    "seller_id": "quaddle",
    "seller_name": "Quaddle & Frimble",
    "attributes": {"maker": "Grobnik"},
    "gtin": "4006381333931",
}


def several(folder: Path) -> History:
    """Three days of small segments; the secret one stands in each, once beside others."""
    for day in range(3):
        keep(folder, row(1), row(2, "Norrvik parka"), now=NOW + day * DAY)
        keep(folder, row(3), SECRET, row(4, "Norrvik hat"), now=NOW + day * DAY)
        keep(folder, {**SECRET, "title": "Zorquenta again"}, now=NOW + day * DAY)
    return History.open(folder)


def test_compacting_changes_no_answer(tmp_path: Path) -> None:
    history = several(tmp_path)
    rows, answers = kept(history), {text: found(history, text) for text in ("norrvik", "socks 3", "grobnik")}
    done = compact(history)
    assert (done.before, done.after, done.twice) == (9, 3, 0)
    for again in (history, History.open(tmp_path)):
        assert kept(again) == rows, "in the order of adding"
        assert {text: found(again, text) for text in answers} == answers
    assert compact(history)[:2] == (3, 3)
    assert list((tmp_path / "unfinished").iterdir()) == []


def test_compacting_drops_what_two_processes_added_in_the_same_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = HistoryWriter(tmp_path), HistoryWriter(tmp_path)
    one.add(listings(row(1), row(2)), now=NOW)
    monkeypatch.setattr(History, "of_day", lambda *_: [])
    other.add(listings(row(2), row(3)), now=NOW)
    monkeypatch.undo()
    history = History.open(tmp_path)
    assert sorted(kept(history, "listing_id")) == ["L1", "L2", "L2", "L3"]
    assert compact(history).twice == 1
    assert sorted(kept(history, "listing_id")) == ["L1", "L2", "L3"]


def test_a_rewriting_that_was_killed_is_half_done_and_can_be_done_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    history = several(tmp_path)
    rows = kept(history)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(History, "remove", killed)
    with pytest.raises(KeyboardInterrupt):
        compact(history)
    monkeypatch.undo()
    assert kept(History.open(tmp_path)) == rows, "what was replaced no longer counts"
    assert compact(History.open(tmp_path)).after == 3
    assert kept(History.open(tmp_path)) == rows
    assert len(list((tmp_path / "segments").glob("*/*"))) == 3


@pytest.mark.parametrize("compacted", [False, True])
@pytest.mark.parametrize("by", ["listing_id", "seller_id"])
def test_of_what_is_erased_nothing_is_left_in_any_file(tmp_path: Path, by: str, *, compacted: bool) -> None:
    history = several(tmp_path)
    assert all(secret in everything_in(tmp_path) for secret in SECRETS)
    if compacted:
        compact(history)
    told = list[tuple[int, int]]()
    done = erase(history, marketplace="default", **{by: SECRET[by]}, tell=lambda *at: told.append(at))
    assert (done.listings, done.elsewhere) == (6, ())
    assert done.segments == (3 if compacted else 6)
    assert told[-1][0] == told[-1][1] == (3 if compacted else 9)
    for again in (history, History.open(tmp_path)):
        assert kept(again, "listing_id") == ["L1", "L2", "L3", "L4"] * 3
        assert found(again, "norrvik") == ["L2", "L2", "L2", "L4", "L4", "L4"]
    left = everything_in(tmp_path)
    assert [secret for secret in SECRETS if secret in left] == []
    compact(history)
    left = everything_in(tmp_path)
    assert [secret for secret in SECRETS if secret in left] == []
    assert erase(history, marketplace="default", **{by: SECRET[by]})[:2] == (0, 0)


def test_erasing_that_was_killed_leaves_nothing_when_done_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    history = several(tmp_path)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(History, "remove", killed)
    with pytest.raises(KeyboardInterrupt):
        erase(history, marketplace="default", seller_id="quaddle")
    monkeypatch.undo()
    assert "zorquenta" in everything_in(tmp_path)
    erase(History.open(tmp_path), marketplace="default", seller_id="quaddle")
    left = everything_in(tmp_path)
    assert [secret for secret in SECRETS if secret in left] == []


def test_the_same_id_elsewhere_is_somebody_else(tmp_path: Path) -> None:
    history = keep(tmp_path, row(1), row(1, marketplace="bazaar"), row(2, marketplace="fair"))
    done = erase(history, marketplace="bazaar", listing_id="L1")
    assert done == (1, 1, ("default",))
    assert kept(history, "marketplace") == ["default", "fair"]


SELLERS = st.sampled_from(["a", "b", "c", None])


@given(
    segments=st.lists(st.lists(SELLERS, min_size=1, max_size=4), min_size=1, max_size=4),
    gone=st.lists(st.sampled_from("abc"), max_size=3),
    compacted=st.booleans(),
)
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_erasing_sellers_leaves_all_others_as_they_were(
    tmp_path_factory: pytest.TempPathFactory,
    segments: list[list[str | None]],
    gone: list[str],
    *,
    compacted: bool,
) -> None:
    folder = tmp_path_factory.mktemp("h")
    every: list[dict[str, Any]] = []
    for sellers in segments:
        some = [row(len(every) + n, seller_id=seller) for n, seller in enumerate(sellers)]
        keep(folder, *some)
        every += some
    history = History.open(folder)
    for seller in gone:
        erase(history, marketplace="default", seller_id=seller)
        if compacted:
            compact(history)
    left = [one["listing_id"] for one in every if one["seller_id"] not in gone]
    assert kept(history, "listing_id") == left
    assert found(history, "socks") == sorted(left)


def test_forgetting_removes_whole_days(tmp_path: Path) -> None:
    history = several(tmp_path)
    first = (NOW + 2 * DAY).date()
    assert forget(history, before=first) == 12
    assert history.days() == [first]
    assert [path.name for path in (tmp_path / "segments").iterdir()] == [first.isoformat()]
    assert forget(history, before=first) == 0


@pytest.mark.parametrize(
    "work",
    [
        compact,
        lambda history: erase(history, marketplace="default", listing_id="L1"),
        lambda history: forget(history, before=dt.date.max),
    ],
)
def test_only_one_rewrites_at_a_time_and_adding_goes_on(tmp_path: Path, work: Any) -> None:
    history = several(tmp_path)
    before = states(history)
    with history.alone():
        with pytest.raises(UnusableInput, match="another process") as refused:
            work(History.open(tmp_path))
        assert "wait" in refused.value.mend
        keep(tmp_path, row(9), now=NOW)
    assert len(states(history)) == len(before) + 1


def test_what_dead_processes_left_is_swept_and_what_is_being_written_is_not(tmp_path: Path) -> None:
    history = several(tmp_path)
    unfinished = tmp_path / "unfinished"
    for name in ("dead", "alone", "living", "done.gone"):
        (unfinished / name).mkdir()
        (unfinished / name / "index").write_bytes(b"half")
    (unfinished / "dead.lock").touch()
    with held(unfinished / "living.lock") as mine:
        assert mine
        compact(history)
        assert sorted(path.name for path in unfinished.iterdir()) == ["living", "living.lock"]


def test_an_index_made_by_other_rules_is_not_trusted_and_compacting_renews_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(segment, "rules", lambda: "older")
    keep(tmp_path, row(1, "Norrvik parka"))
    monkeypatch.undo()
    history = History.open(tmp_path)
    index = next((tmp_path / "segments").glob("*/*/index"))
    before = index.read_bytes()
    index.write_bytes(before.replace(b"norrvik", b"nothing"))
    assert found(history, "norrvik") == ["L1"], "it is made anew from the listings"
    assert compact(history)[:2] == (1, 1)
    assert history.segments()[0].facts.rules != "older"
    assert found(History.open(tmp_path), "norrvik") == ["L1"]
