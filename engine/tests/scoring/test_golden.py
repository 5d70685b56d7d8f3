"""A released scoring says for ever what it said: it is frozen by what it says of the golden market."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from countermark.references import References
from countermark.references.check import read_references
from countermark.scoring import SCORINGS, scoring
from scoring.make_golden import AGAIN, MARKET, golden, listings, said

NEAR = 0.0002
"""Less than anyone sees: another processor may add floats up to another last digit."""


@pytest.mark.parametrize("name", SCORINGS)
def test_a_scoring_says_of_the_golden_market_what_was_written_down(name: str, tmp_path: Path) -> None:
    written = [json.loads(line) for line in golden(name).read_text(encoding="utf-8").splitlines()]
    now = said(name, tmp_path)
    other = differences(written, now)
    assert not other, "\n".join(
        [f"Scoring {name} says something else than was written down.", *other, AGAIN.format(name=name)]
    )


def differences(written: list[dict[str, Any]], now: list[dict[str, Any]]) -> list[str]:
    """A line for each listing and brand that is told otherwise."""
    before, after = ({(row["listing"], row["brand"]): row for row in rows} for rows in (written, now))
    lines = [f"  {key}: is no finding any more" for key in before if key not in after]
    lines += [f"  {key}: is a finding now" for key in after if key not in before]
    for key in before.keys() & after.keys():
        lines += [f"  {key}: {name} {one} -> {two}" for name, one, two in changes(before[key], after[key])]
    if not lines and list(before) != list(after):
        lines = ["  the findings stand in another order"]
    return sorted(lines)


def changes(one: dict[str, Any], two: dict[str, Any]) -> list[tuple[str, Any, Any]]:
    found = [(name, one[name], two[name]) for name in ("band", "rights") if one[name] != two[name]]
    if one["score"] != pytest.approx(two["score"], abs=NEAR):
        found.append(("score", one["score"], two["score"]))
    first, second = ([signal[:1] + signal[2:] for signal in row["signals"]] for row in (one, two))
    weights = [signal[1] for signal in two["signals"]]
    if first != second or [signal[1] for signal in one["signals"]] != pytest.approx(weights, abs=NEAR):
        found.append(("signals", one["signals"], two["signals"]))
    return found


@pytest.mark.parametrize("name", SCORINGS)
def test_the_golden_market_shows_most_of_what_a_scoring_can_say(name: str, tmp_path: Path) -> None:
    written = [json.loads(line) for line in golden(name).read_text(encoding="utf-8").splitlines()]
    shown = {signal[0] for row in written for signal in row["signals"]}
    made = scoring(name, References.of(read_references(MARKET), tmp_path))
    kinds = {f"{signal.name}.{kind}" for signal in made.signals for kind in signal.kinds}
    assert shown <= kinds
    assert len(shown) >= 0.6 * len(kinds), f"never shown: {sorted(kinds - shown)}"
    assert {row["band"] for row in written} == set(made.bands)
    assert len({row["listing"] for row in written}) < listings().num_rows * 0.8, "lawful trade is shown, too"
