"""How evidence becomes a score: what counts in full, what in part, what is asked of whom, what is listed."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermark import scoring as scorings
from countermark.evidence import NOTHING, Detail, Entry, Evidence, Example, Pairs, Phase, Signal, evidence_of
from countermark.references import References
from countermark.references.examples import references_from
from countermark.scoring.model import FURTHER, Scoring, probability
from countermark.screener import Screener
from screener.conftest import NOW, listings

KINDS = ("a", "b", "c")
WEIGHTS = {"a": 2.0, "b": 1.0, "c": -3.0}
Said = tuple[int, int, int, float]
"""Row, brand, kind, strength."""


def says(name: str, phase: Phase, said: Callable[[Pairs], Sequence[Said]]) -> Signal:
    """A signal that says what `said` answers. Made here, so that no other test takes it for real."""

    class Said(Signal):
        kinds: ClassVar = KINDS

        def find(self, batch: Any, pairs: Pairs) -> Evidence:
            for note in getattr(self, "silent", ()):
                batch.notes[note] += 1
            return evidence_of(
                [
                    Entry(row, brand, kind, strength, Detail(f"{name} {KINDS[kind]}"))
                    for row, brand, kind, strength in said(pairs)
                ]
            )

        @classmethod
        def examples(cls) -> Sequence[Example]:
            return ()

    Said.name, Said.phase = name, phase
    return Said()


def scoring_of(*signals: Signal, prior: float = -1.0) -> Scoring:
    return Scoring(
        "toy", signals, {signal.name: WEIGHTS for signal in signals}, prior, {"low": 0.0, "high": 2.0}
    )


def weighed(*said: Said, pairs: tuple[tuple[int, int], ...] = ((0, 0),)) -> list[float]:
    """The sum of the weights of each pair."""
    signal = says("one", Phase.NAME, lambda _: said)
    asked = Pairs(*np.array(pairs, dtype=np.int32).reshape(-1, 2).T)
    counted = scoring_of(signal).weigh(signal, signal.find(None, asked), asked, brands=10)
    totals = [0.0] * len(pairs)
    for pair, weight in zip(counted.pairs.tolist(), counted.weights.tolist(), strict=True):
        totals[pair] += weight
    return totals


def test_evidence_counts_its_weight_times_its_strength() -> None:
    assert weighed((0, 0, 0, 1.0)) == [2.0]
    assert weighed((0, 0, 0, 0.5)) == [1.0]
    assert weighed() == [0.0]


def test_saying_a_thing_twice_does_not_make_it_twice_as_true() -> None:
    assert weighed((0, 0, 0, 1.0), (0, 0, 0, 1.0), (0, 0, 0, 0.3)) == [2.0]


def test_a_further_kind_counts_a_share_the_strongest_in_full() -> None:
    assert weighed((0, 0, 1, 1.0), (0, 0, 0, 1.0)) == [2.0 + FURTHER * 1.0]
    assert weighed((0, 0, 1, 1.0), (0, 0, 0, 0.25)) == [1.0 + FURTHER * 0.5]
    assert weighed((0, 0, 0, 1.0), (0, 0, 2, 1.0)) == [-3.0 + FURTHER * 2.0]


def test_evidence_about_other_pairs_is_left_out() -> None:
    pairs = ((0, 1), (2, 0))
    assert weighed(
        (0, 1, 0, 1.0), (0, 0, 0, 1.0), (1, 1, 0, 1.0), (2, 0, 1, 1.0), (9, 9, 0, 1.0), pairs=pairs
    ) == [2.0, 1.0]


entries = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 2), st.integers(0, 2), st.floats(0.125, 1.0, width=32)),
    max_size=12,
)


@given(entries, st.randoms())
def test_the_order_in_which_evidence_comes_changes_no_sum(said: list[Said], chance: Any) -> None:
    pairs = tuple((row, brand) for row in range(3) for brand in range(3))
    mixed = chance.sample(said, len(said))
    assert weighed(*mixed, pairs=pairs) == pytest.approx(weighed(*said, pairs=pairs))


@given(entries)
def test_what_is_listed_is_what_was_counted_one_entry_a_kind(said: list[Said]) -> None:
    signal = says("one", Phase.NAME, lambda _: said)
    pairs = Pairs(np.array([0, 1, 2], dtype=np.int32), np.array([0, 1, 2], dtype=np.int32))
    counted = scoring_of(signal).weigh(signal, signal.find(None, pairs), pairs, brands=3)
    listed = [(int(pair), said[entry][2]) for pair, entry in zip(counted.pairs, counted.entries, strict=True)]
    assert len(listed) == len(set(listed))
    assert set(listed) == {(row, kind) for row, brand, kind, _ in said if row == brand}
    for pair, entry in zip(counted.pairs.tolist(), counted.entries.tolist(), strict=True):
        assert said[entry][:2] == (pair, pair)


def test_a_band_begins_where_it_says() -> None:
    scoring = scoring_of()
    assert [scoring.band(total) for total in (-0.1, 0.0, 1.9, 2.0, 99.0)] == [
        None,
        "low",
        "low",
        "high",
        "high",
    ]
    assert scoring.least == 0.0


@given(st.floats(-500, 500))
def test_a_sum_becomes_a_number_from_0_to_1_that_keeps_the_order(total: float) -> None:
    assert 0 <= probability(total) <= 1
    assert probability(total) <= probability(total + 1)
    if abs(total) < 15:
        assert math.log(probability(total) / (1 - probability(total))) == pytest.approx(total, abs=1e-6)


@pytest.fixture
def two_brands(tmp_path: Path) -> References:
    brands = [{"id": name, "name": name.title(), "words": [name.title()]} for name in ("caldera", "norrvik")]
    return references_from({"brands": brands}, tmp_path)


def screen(
    references: References, patch: pytest.MonkeyPatch, *signals: Signal, prior: float = -1.0
) -> list[tuple[str, str, list[str]]]:
    """Listing, band and reasons of each finding of three listings."""
    patch.setattr(scorings, "SCORINGS", {"toy": lambda _: scoring_of(*signals, prior=prior)})
    found = Screener(references, scoring="toy").screen(listings("one", "two", "three"), now=NOW).to_pylist()
    return [(row["listing_id"], row["band"], [reason["name"] for reason in row["signals"]]) for row in found]


def test_each_phase_is_asked_about_what_the_one_before_left(
    two_brands: References, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: dict[str, list[tuple[int, int]]] = {}

    def noting(name: str, said: Sequence[Said]) -> Callable[[Pairs], Sequence[Said]]:
        def answer(pairs: Pairs) -> Sequence[Said]:
            asked[name] = list(zip(pairs.rows.tolist(), pairs.brands.tolist(), strict=True))
            return said

        return answer

    found = screen(
        two_brands,
        monkeypatch,
        says("lower", Phase.LOWER, noting("lower", [(2, 0, 2, 1.0), (0, 0, 2, 1.0)])),
        says("raise", Phase.RAISE, noting("raise", [(2, 1, 0, 1.0), (1, 0, 0, 1.0)])),
        says(
            "name",
            Phase.NAME,
            noting("name", [(2, 0, 0, 1.0), (2, 1, 0, 0.2), (0, 0, 1, 0.5), (0, 0, 1, 0.4)]),
        ),
    )
    assert asked["name"] == []
    assert asked["raise"] == [(0, 0), (2, 0), (2, 1)], "every pair that was named, in order, once"
    assert asked["lower"] == [(2, 0), (2, 1)], "those that are suspect by then"
    # (2, 0) was lowered away; (1, 0) was never named, whoever raises it.
    assert found == [("2", "low", ["raise.a", "name.a"])]


def test_reasons_are_listed_the_heaviest_first_and_those_against_last(
    two_brands: References, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = screen(
        two_brands,
        monkeypatch,
        says("name", Phase.NAME, lambda _: [(0, 0, 1, 1.0), (0, 0, 0, 1.0)]),
        says("raise", Phase.RAISE, lambda _: [(0, 0, 0, 1.0), (0, 0, 2, 0.1)]),
        prior=0.0,
    )
    assert found == [("0", "high", ["name.a", "raise.a", "name.b", "raise.c"])]


def test_a_scoring_of_signals_that_say_nothing_finds_nothing(
    two_brands: References, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert screen(two_brands, monkeypatch) == []
    assert screen(two_brands, monkeypatch, says("name", Phase.NAME, lambda _: ())) == []
    assert len(NOTHING) == 0


def test_what_a_signal_left_out_is_noted(two_brands: References, monkeypatch: pytest.MonkeyPatch) -> None:
    signal = says("name", Phase.NAME, lambda _: ())
    signal.silent = ("no rate for XYZ",)  # type: ignore[attr-defined]  # read by `find` above
    monkeypatch.setattr(scorings, "SCORINGS", {"toy": lambda _: scoring_of(signal)})
    result = Screener(two_brands, scoring="toy").screened(listings("one"), now=NOW)
    assert dict(result.notes) == {"no rate for XYZ": 1}


def test_a_kind_without_a_weight_is_told_when_the_scoring_is_made() -> None:
    signal = says("one", Phase.NAME, lambda _: ())
    with pytest.raises(AssertionError, match="no weight"):
        Scoring("toy", (signal,), {"one": {"a": 1.0}}, 0.0, {"low": 0.0})
