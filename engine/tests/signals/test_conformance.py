"""Every signal says of its own examples exactly what they state, and keeps the contract of its phase."""

from __future__ import annotations

import datetime as dt
import importlib
import json
import pkgutil
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

import countermark.signals
from countermark.batch import Batch
from countermark.beside import Beside
from countermark.evidence import Evidence, Example, Pairs, Phase, Signal
from countermark.listings import conform
from countermark.matching.matcher import Matcher
from countermark.references import References
from countermark.references.examples import references_from

TODAY = dt.date(2026, 11, 21)


def _signals() -> list[type[Signal]]:
    for module in pkgutil.iter_modules(countermark.signals.__path__):
        importlib.import_module(f"countermark.signals.{module.name}")
    return sorted(Signal.__subclasses__(), key=lambda signal: signal.name)


SIGNALS = _signals()
CASES = [
    pytest.param(signal, example, id=f"{signal.name}-{number}-{str(example.listing.get('title'))[:30]}")
    for signal in SIGNALS
    for number, example in enumerate(signal.examples())
]


def _built(signal: type[Signal], references: References) -> Signal:
    """Signals with phrases of their own are built for the references; others need nothing."""
    return signal(references) if "__init__" in vars(signal) else signal()  # type: ignore[call-arg]


_FOLDERS: list[tempfile.TemporaryDirectory[str]] = []
"""Removed when the tests end."""


@cache
def _prepared(signal: type[Signal], references: str) -> tuple[References, Signal]:
    """References and the signal built for them; examples share them, and building them takes the time."""
    folder = tempfile.TemporaryDirectory(prefix="conformance-")
    _FOLDERS.append(folder)
    loaded = references_from(json.loads(references), Path(folder.name))
    return loaded, _built(signal, loaded)


def _judged(signal: type[Signal], example: Example, folder: Path) -> tuple[Batch, Pairs, Evidence, Signal]:
    references, built = _prepared(signal, json.dumps(example.references, default=str))
    beside = Beside.of(example.beside, folder / "tables")
    matcher = Matcher(references.vocabulary, references.known.with_words(beside.known_words))
    row: dict[str, Any] = {"listing_id": "1", **example.listing}
    table, rejected, _ = conform(pa.Table.from_pylist([row]), file="example", first_line=1)
    assert not rejected
    batch = Batch(table, references, beside, matcher, today=TODAY)
    numbers = [references.numbers[example.brand]] if example.brand else []
    pairs = Pairs(np.zeros(len(numbers), dtype=np.int32), np.array(numbers, dtype=np.int32))
    return batch, pairs, built.find(batch, pairs), built


@pytest.mark.parametrize(("signal", "example"), CASES)
def test_a_signal_says_of_its_example_what_the_example_states(
    signal: type[Signal], example: Example, tmp_path: Path
) -> None:
    batch, _, evidence, built = _judged(signal, example, tmp_path)
    assert {built.kinds[kind] for kind in evidence.kinds} == example.kinds
    details = [evidence.detail(n) for n in range(len(evidence))]
    shown = {
        batch.text(int(row), detail.field)[detail.start : detail.end]
        for row, detail in zip(evidence.rows, details, strict=True)
        if detail.field and detail.start is not None
    }
    assert set(example.spans) <= shown
    assert all(detail.text for detail in details)


@pytest.mark.parametrize(("signal", "example"), CASES)
def test_strengths_are_shares_and_later_phases_keep_to_their_pairs(
    signal: type[Signal], example: Example, tmp_path: Path
) -> None:
    _, pairs, evidence, built = _judged(signal, example, tmp_path)
    assert ((evidence.strengths > 0) & (evidence.strengths <= 1)).all()
    assert ((evidence.kinds >= 0) & (evidence.kinds < len(built.kinds))).all()
    if signal.phase is not Phase.NAME:
        asked = set(zip(pairs.rows.tolist(), pairs.brands.tolist(), strict=True))
        assert set(zip(evidence.rows.tolist(), evidence.brands.tolist(), strict=True)) <= asked


@pytest.mark.parametrize("signal", SIGNALS, ids=lambda signal: signal.name)
def test_every_kind_of_a_signal_has_an_example_and_something_innocent_has_one_too(
    signal: type[Signal],
) -> None:
    shown = {kind for example in signal.examples() for kind in example.kinds}
    assert shown == set(signal.kinds)
    assert any(not example.kinds for example in signal.examples())
