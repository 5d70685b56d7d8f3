"""The reason of a finding, in one sentence, whatever signals a release may have."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermark.report.sentences import kind, reason, spoken

Signal = Callable[..., dict[str, Any]]


def of(*signals: dict[str, Any], brand_id: str = "norrvik") -> str:
    return reason({"brand_id": brand_id, "signals": list(signals)})


def test_the_weightiest_facts_are_told_first_in_one_sentence(signal: Signal) -> None:
    assert of(
        signal("price.far_below", 2.1, "asks 39 EUR; genuine costs 420-560 EUR"),
        signal("disguised_mark.mixed_scripts", 4.2, "reads as Norrvik: о is Cyrillic"),
        signal("replica_talk.phrase", 2.4, 'says "mirror quality"'),
    ) == (
        'Reads as Norrvik (о is Cyrillic), says "mirror quality" and asks 39 EUR (genuine costs 420-560 EUR).'
    )


def test_at_most_three_facts_are_told_and_the_rest_is_counted(signal: Signal) -> None:
    facts = [signal(f"word_mark.{at}", 5 - at / 2, f"says {at}") for at in range(5)]
    assert of(*facts) == "Says 0, says 1, says 2 and 2 more."


def test_what_speaks_for_the_listing_follows_after_but(signal: Signal) -> None:
    assert (
        of(
            signal("word_mark.exact", 1.4, "writes Norrvik"),
            signal("fair_use.compatible", -2.6, 'names Norrvik after "compatible with"'),
        )
        == 'Writes Norrvik, but names Norrvik after "compatible with".'
    )


def test_what_raises_suspicion_most_is_told_however_much_speaks_for_the_listing(signal: Signal) -> None:
    facts = [signal(f"fair_use.{at}", -4 + at / 10, f"fits {at}") for at in range(4)]
    assert of(*facts, signal("word_mark.exact", 0.3, "writes Norrvik")) == (
        "Writes Norrvik, but fits 0, fits 1 and 2 more."
    )


def test_a_listing_that_nothing_speaks_against_is_said_to_be_so(signal: Signal) -> None:
    only = of(signal("seller.authorised", -5, "is sold by an authorised seller"))
    assert only == "Only speaks for the listing: is sold by an authorised seller."


def test_the_same_fact_found_in_two_fields_is_told_once(signal: Signal) -> None:
    twice = [signal("word_mark.exact", weight, "writes Norrvik") for weight in (1.0, 1.5)]
    assert of(*twice) == "Writes Norrvik."


def test_a_separator_inside_quotation_marks_stays_as_it_is(signal: Signal) -> None:
    assert of(signal("replica_talk.phrase", 1, 'says "quality: AAA; 1:1"')) == 'Says "quality: AAA; 1:1".'


def test_a_remark_in_brackets_takes_the_explanation_in(signal: Signal) -> None:
    text = "asks 298 CNY (38 EUR); genuine costs 420-560 EUR"
    assert of(signal("price.far_below", 1, text)) == "Asks 298 CNY (38 EUR; genuine costs 420-560 EUR)."


def test_an_unknown_signal_without_a_text_still_reads_well(signal: Signal) -> None:
    assert of(signal("photo.same_design", 1, None)) == "Shows “photo: same design”."


def test_a_fact_written_as_a_sentence_joins_the_others_and_a_brand_keeps_its_capital(signal: Signal) -> None:
    assert (
        of(
            signal("claim", 3, "claims to be official"),
            signal("photo.copied", 2, "Shows a photo of the brand."),
        )
        == "Claims to be official and shows a photo of the brand."
    )
    assert (
        of(signal("claim", 3, "claims to be official"), signal("word", 2, "Norrvik is in the title"))
        == "Claims to be official and Norrvik is in the title."
    )


def test_a_very_long_fact_is_cut(signal: Signal) -> None:
    assert len(of(signal("word", 2, "says " + 5000 * "x"))) < 200


@pytest.mark.parametrize("signals", [None, [], [{"name": None, "weight": None, "text": None}]])
def test_findings_with_nothing_in_them_have_a_sentence_too(signals: list[dict[str, Any]] | None) -> None:
    assert reason({"signals": signals}).endswith(".")


@pytest.mark.parametrize(
    ("name", "whole", "label"),
    [
        ("disguised_mark.zero_width", "Disguised mark: zero width", "zero width"),
        ("claim", "Claim", "claim"),
        ("a.b.c_d", "A: b: c d", "c d"),
        ("", "Unnamed signal", "signal"),
        (None, "Unnamed signal", "signal"),
    ],
)
def test_names_of_signals_are_spoken(name: str | None, whole: str, label: str) -> None:
    assert (spoken(name), kind(name)) == (whole, label)


@given(st.lists(st.tuples(st.text(max_size=30), st.floats(-9, 9), st.text(max_size=200)), max_size=8))
def test_any_signals_make_one_sentence(signals: list[tuple[str, float, str]]) -> None:
    told = reason({"signals": [{"name": n, "weight": w, "text": t} for n, w, t in signals]})
    assert told.endswith(".")
    assert "\n" not in told
