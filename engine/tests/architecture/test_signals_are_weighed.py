"""Every signal, and every kind of evidence that it may give, counts in the newest scoring."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

import pytest

import countermark.signals
from countermark.evidence import Signal
from countermark.references import References
from countermark.references.model import Brand, ReferenceSet
from countermark.scoring import DEFAULT, SCORINGS, scoring
from countermark.tables import BANDS


@pytest.fixture
def references(tmp_path: Path) -> References:
    return References.of(ReferenceSet(brands=(Brand(id="norrvik", name="Norrvik"),)), tmp_path)


def written() -> dict[str, type[Signal]]:
    """The signals that stand in `countermark.signals`."""
    for module in pkgutil.walk_packages(countermark.signals.__path__, "countermark.signals."):
        importlib.import_module(module.name)
    return {
        one.name: one for one in Signal.__subclasses__() if one.__module__.startswith("countermark.signals.")
    }


def test_the_newest_scoring_asks_every_signal_that_is_written(references: References) -> None:
    assert {signal.name for signal in scoring(DEFAULT, references).signals} == set(written())


@pytest.mark.parametrize("name", SCORINGS)
def test_every_kind_has_a_weight_and_every_weight_a_kind(references: References, name: str) -> None:
    made = scoring(name, references)
    assert {signal.name: set(signal.kinds) for signal in made.signals} == {
        signal: set(weights) for signal, weights in made.weights.items()
    }


@pytest.mark.parametrize("name", SCORINGS)
def test_bands_follow_each_other_from_the_least_grave(references: References, name: str) -> None:
    bands = scoring(name, references).bands
    assert tuple(sorted(bands, key=lambda band: bands[band])) == BANDS


@pytest.mark.parametrize("name", SCORINGS)
def test_a_kind_has_one_name_that_a_file_of_findings_can_hold(references: References, name: str) -> None:
    made = scoring(name, references)
    assert made.version == name
    assert len({signal.name for signal in made.signals}) == len(made.signals)
    for signal in made.signals:
        for kind in (signal.name, *signal.kinds):
            assert kind.isascii()
            assert kind.replace("_", "").isalnum()
