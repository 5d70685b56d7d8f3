from __future__ import annotations

import io
import math
from typing import Any

import pyarrow as pa
import pytest
from rich.console import Console

from countermark.demo.score import Score, Share, score
from countermark.demo.scoreboard import HONEST_SENTENCE, scoreboard
from countermark.demo.truth import TRUTH
from countermark.errors import UnusableInput

FOUND = pa.schema([(name, pa.string()) for name in ("marketplace", "listing_id", "brand_id", "band")])


def truth(*rows: tuple[str, str | None, str, str | None, bool]) -> pa.Table:
    names = ("listing_id", "brand_id", "kind", "disguise", "infringing")
    told: list[dict[str, Any]] = [dict(zip(names, row, strict=True)) for row in rows]
    return pa.Table.from_pylist([{"marketplace": "demo", "ring": None} | row for row in told], schema=TRUTH)


def findings(*rows: tuple[str, str, str]) -> pa.Table:
    names = ("listing_id", "brand_id", "band")
    told: list[dict[str, Any]] = [dict(zip(names, row, strict=True)) for row in rows]
    return pa.Table.from_pylist([{"marketplace": "demo"} | row for row in told], schema=FOUND)


MARKET = truth(
    ("1", "norrvik", "fake_plain", None, True),
    ("2", "norrvik", "fake_disguised", "leet", True),
    ("3", "quendrel", "fake_disguised", "bidi", True),
    ("4", "quendrel", "fake_weak", None, True),
    ("5", "norrvik", "reseller_new", None, False),
    ("6", None, "unrelated", None, False),
    ("7", None, "unrelated", None, False),
    ("8", "norrvik", "accessory", None, False),
)


def test_recall_counts_the_fakes_found_at_a_band_or_higher() -> None:
    got = score(
        MARKET, findings(("1", "norrvik", "high"), ("2", "norrvik", "low"), ("3", "quendrel", "medium"))
    )
    low, medium, high = got.bands
    assert (low.recall, medium.recall, high.recall) == (Share(3, 4), Share(2, 4), Share(1, 4))
    assert low.precision == Share(3, 3)
    assert got.listings == 8
    assert got.prevalence == 0.5


def test_a_lawful_listing_that_is_hit_is_a_false_hit_of_its_kind() -> None:
    got = score(
        MARKET, findings(("1", "norrvik", "high"), ("5", "norrvik", "medium"), ("6", "norrvik", "low"))
    )
    low, medium, high = got.bands
    assert (low.precision, medium.precision, high.precision) == (Share(1, 3), Share(1, 2), Share(1, 1))
    assert low.false_hits == Share(2, 4)
    kinds = {group.name: group.hits for group in got.false_hits}
    assert kinds["unrelated"] == (Share(1, 2), Share(0, 2), Share(0, 2))
    assert kinds["reseller_new"] == (Share(1, 1), Share(1, 1), Share(0, 1))
    assert kinds["accessory"][0] == Share(0, 1)


def test_a_fake_hit_for_another_brand_is_not_found_and_spoils_precision() -> None:
    got = score(MARKET, findings(("1", "quendrel", "high"), ("2", "norrvik", "high")))
    assert got.bands[0].recall == Share(1, 4)
    assert got.bands[0].precision == Share(1, 2)
    assert got.bands[0].wrong_brand == Share(1, 4)


def test_a_fake_hit_for_its_own_and_for_another_brand_is_found_once() -> None:
    got = score(
        MARKET, findings(("1", "quendrel", "high"), ("1", "norrvik", "low"), ("1", "norrvik", "high"))
    )
    assert got.bands[2].recall == Share(1, 4)
    assert got.bands[2].precision == Share(1, 1)
    assert got.bands[2].wrong_brand == Share(0, 4)


def test_recall_is_told_by_kind_and_by_disguise_of_the_infringing_ones_alone() -> None:
    got = score(MARKET, findings(("2", "norrvik", "high"), ("5", "norrvik", "high")))
    assert [group.name for group in got.kinds] == ["fake_disguised", "fake_plain", "fake_weak"]
    assert [group.name for group in got.disguises] == ["bidi", "leet"]
    assert {group.name: group.hits[2] for group in got.disguises} == {
        "bidi": Share(0, 1),
        "leet": Share(1, 1),
    }


def test_precision_falls_with_the_prevalence_and_at_worst_admits_what_was_not_seen() -> None:
    got = score(MARKET, findings(("1", "norrvik", "high"), ("5", "norrvik", "high")))
    # Recall 1/4, false hits 1/4: at one in a hundred, one of a hundred hits is right.
    usual, worst = got.bands[2].precision_at(0.01)
    assert usual == pytest.approx(0.01)
    assert worst < usual
    clean = score(MARKET, findings(("1", "norrvik", "high"))).bands[2]
    usual, worst = clean.precision_at(0.001)
    assert usual == 1.0
    assert worst < 0.01  # four lawful listings prove nothing


def test_no_findings_at_all_are_a_score_too() -> None:
    got = score(MARKET, findings())
    assert got.bands[0].recall == Share(0, 4)
    assert math.isnan(got.bands[0].precision.value)
    assert math.isnan(got.bands[0].precision_at(0.01)[0])
    assert printed(got)


def test_a_market_without_fakes_has_no_recall_but_false_hits() -> None:
    lawful = truth(("1", "norrvik", "reseller_new", None, False))
    got = score(lawful, findings(("1", "norrvik", "low")))
    assert math.isnan(got.bands[0].recall.value)
    assert got.bands[0].false_hits == Share(1, 1)
    assert printed(got)


def test_findings_of_another_market_are_refused() -> None:
    with pytest.raises(UnusableInput, match="first about demo/99"):
        score(MARKET, findings(("99", "norrvik", "low")))


def test_a_band_that_does_not_exist_is_refused() -> None:
    with pytest.raises(UnusableInput, match="unknown band"):
        score(MARKET, findings(("1", "norrvik", "certain")))


def test_the_bounds_of_a_share_hold_it_and_stay_honest_at_the_ends() -> None:
    assert Share(0, 0).bounds == (0.0, 1.0)
    low, high = Share(0, 100).bounds
    assert low == 0.0
    assert 0.03 < high < 0.04
    low, high = Share(50, 100).bounds
    assert low < 0.5 < high


def printed(got: Score) -> str:
    told = io.StringIO()
    Console(width=140, file=told).print(scoreboard(got))
    return told.getvalue()


def test_the_board_tells_everything_and_ends_with_the_honest_sentence() -> None:
    text = printed(score(MARKET, findings(("1", "norrvik", "high"), ("5", "norrvik", "low"))))
    for word in ("8 listings", "4 of them infringing", "fake_weak", "leet", "reseller_new", "at 0.1% fakes"):
        assert word in text
    assert " ".join(text.split()).endswith(HONEST_SENTENCE)
