"""The attacks do what they are named for; run by hand: pytest bench/quality/test_attacks.py."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # the bench is no package

from attacks import COMBINABLE, FAMILIES, GLUED, TRIAL_14, WEAK, attack, times_written

MARKS = (
    "Norrvik",
    "Velmora",
    "Auberon & Finch",
    "Zentaqua",
    "Kestrelline",
    "HALVORSEN",
    "ovo",
    "Ék",
    "7-Zorn",
    "501",
)


@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_never_leaves_the_mark_as_it_was_and_repeats_itself_for_the_same_seed(family: str) -> None:
    for mark in MARKS:
        for seed in range(60):
            out = FAMILIES[family](mark, random.Random(seed))
            assert out is None or (out.strip() and out.casefold() != mark.casefold())
            assert out == FAMILIES[family](mark, random.Random(seed))


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_the_mark_no_longer_stands_plainly_in_an_attacked_title(family: str) -> None:
    for mark in MARKS:
        title = f"New  {mark.upper()} running shoes, size 42"
        for seed in range(60):
            out = attack(title, mark, family, random.Random(seed))
            if out is not None:
                assert not times_written(out, mark)
                assert out.endswith(", size 42")
                assert family in GLUED or out.startswith("New  ")


def test_every_family_is_possible_for_a_common_mark_and_every_trial_kind_has_families() -> None:
    for family, disguise in FAMILIES.items():
        assert disguise("Kestrelline", random.Random(1)), family
    assert len(TRIAL_14) == 14
    assert {f for families in TRIAL_14.values() for f in families} <= set(FAMILIES) - WEAK
    assert set(COMBINABLE) | GLUED | WEAK <= set(FAMILIES)


def test_a_mark_inside_another_word_is_not_attacked() -> None:
    assert attack("Ovoid vase", "ovo", "split", random.Random(1)) is None
    assert attack("", "", "split", random.Random(1)) is None


def test_one_edit_is_one_edit() -> None:
    for seed in range(200):
        rng = random.Random(seed)
        assert len(FAMILIES["typo_deletion"]("Norrvik", rng) or "") == 6
        assert len(FAMILIES["typo_insertion"]("Norrvik", rng) or "") == 8
        swapped = FAMILIES["typo_substitution"]("Norrvik", rng) or ""
        assert sum(a != b for a, b in zip("Norrvik", swapped, strict=True)) == 1
        moved = FAMILIES["typo_transposition"]("Norrvik", rng) or ""
        assert sorted(moved.lower()) == sorted("norrvik")
