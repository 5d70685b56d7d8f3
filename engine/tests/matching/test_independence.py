"""What a matcher finds in a text depends on that text and the living terms alone."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from countermark.matching import matcher as matcher_module
from countermark.matching.matcher import Matcher
from countermark.matching.terms import Term, TermKind, compile_terms
from countermark.text.known_words import KnownWords
from countermark.text.tokens import tokenise
from matching.matched import (
    MARKS,
    PLAIN,
    Found,
    as_term,
    found_in,
    living,
    matcher_of,
    strengths_in,
    tokens_of,
    told,
    vocabulary_of,
)
from wild import texts

HIDDEN = "N" + "\u200b" * 30
WRITTEN = [
    "Norrvik", "NORRVIK", "N0rrvik", "n0rrvik", "Nor\u200brvik", "ʞᴉʌɹɹou", "ʞᴉʌɹɹoN", "Νorrvik", "νorrvik",
    "norrvok", "nor", "rvik", "rnalvero", "RNALVERO", "Velmora", "Atelier", "Velm0ra", "Ateljer", "诺维克",
    "诺", "维克", "c a l d e r a", "Cаldera", "Ostref*ll", "kivrron", "Норрвик", "норвик", "-",
    "norrvikoutlet", "'s", "®", "🔥", "winter", "jacket", "Été",
    HIDDEN + "orrvik", HIDDEN + "orrvjk", HIDDEN + "abcdef",
]  # fmt: skip
listings = st.lists(
    st.sampled_from(WRITTEN) | st.text("norvikNORVIK0 -ʞᴉʌɹо", max_size=12) | texts, max_size=6
).map(" ".join)
batches = st.lists(listings, min_size=1, max_size=5)
quick = settings(
    max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
TERMS = (*MARKS, "Malvero", "Norrvok")


VOCABULARY = vocabulary_of(TERMS)


def fresh(known: KnownWords) -> Matcher:
    """A matcher that has read nothing yet."""
    return Matcher(VOCABULARY, known)


@contextmanager
def remembering(pieces: int) -> Iterator[None]:
    """Matchers that remember only so many pieces."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(matcher_module, "_REMEMBERED", pieces)
        yield


@quick
@given(before=batches, after=batches)
def test_what_was_read_before_changes_nothing(known: KnownWords, before: list[str], after: list[str]) -> None:
    matcher = fresh(known)
    strengths_in(matcher, *before)
    assert strengths_in(matcher, *after) == strengths_in(fresh(known), *after)


@quick
@given(rows=st.lists(listings, min_size=2, max_size=6), cut=st.integers(1, 5))
def test_how_rows_are_put_into_batches_changes_nothing(known: KnownWords, rows: list[str], cut: int) -> None:
    together = strengths_in(fresh(known), *rows)
    parts = [rows[:cut], rows[cut:]]
    assert together == [row for part in parts if part for row in strengths_in(fresh(known), *part)]
    assert together == [strengths_in(fresh(known), row)[0] for row in rows]


@quick
@given(titles=batches)
def test_the_field_that_a_text_stands_in_changes_nothing(known: KnownWords, titles: list[str]) -> None:
    matcher = fresh(known)
    alone = tokens_of(*titles)
    beside = tokenise([pa.array([None] * len(titles), pa.string()), pa.array(titles)])
    assert told(matcher, beside, matcher.match(beside))[len(titles) :] == told(
        matcher, alone, matcher.match(alone)
    )


@quick
@given(rows=st.lists(batches, min_size=2, max_size=4))
def test_forgetting_changes_nothing(known: KnownWords, rows: list[list[str]]) -> None:
    with remembering(0):
        forgetful = fresh(known)
        found = [strengths_in(forgetful, *batch) for batch in rows]
    assert found == [strengths_in(fresh(known), *batch) for batch in rows]


def test_a_matcher_that_forgets_in_the_middle_still_knows_the_rows_that_it_had_met(known: KnownWords) -> None:
    with remembering(2):
        matcher = fresh(known)
        strengths_in(matcher, "N0rrvik Ostref*ll")
        found = strengths_in(matcher, "Nor\u200brvik", "N0rrvik Ostref*ll")
    assert [one.words for one, _ in found[1]] == ["N0rrvik", "Ostref*ll"]


def test_many_threads_that_share_a_matcher_find_what_one_finds(known: KnownWords) -> None:
    chance = np.random.default_rng(7)
    rows = [[" ".join(chance.choice(WRITTEN, 5)) for _ in range(20)] for _ in range(16)]
    expected = [strengths_in(fresh(known), *batch) for batch in rows]
    with remembering(5):
        shared = fresh(known)
        barrier = threading.Barrier(4)

        def work(thread: int) -> list[list[list[tuple[Found, float]]]]:
            barrier.wait(timeout=30)
            turned = rows[thread * 4 :] + rows[: thread * 4]
            found = [strengths_in(shared, *batch) for batch in turned]
            return found[len(rows) - thread * 4 :] + found[: len(rows) - thread * 4]

        with ThreadPoolExecutor(4) as threads:
            assert all(found == expected for found in threads.map(work, range(4)))


@quick
@given(rows=batches, cut=st.integers(0, len(TERMS)))
def test_terms_in_two_segments_are_found_like_terms_in_one(
    known: KnownWords, rows: list[str], cut: int
) -> None:
    one, two = fresh(known), matcher_of(known, TERMS[:cut], TERMS[cut:])
    assert strengths_in(two, *rows) == strengths_in(one, *rows)


@quick
@given(rows=batches, dead=st.sets(st.sampled_from(TERMS)))
def test_a_dead_term_is_never_found_and_vetoes_nothing(
    known: KnownWords, rows: list[str], dead: set[str]
) -> None:
    table = compile_terms([as_term(term, number) for number, term in enumerate(TERMS)])
    alive = np.array([term not in dead for term in TERMS])
    buried = Matcher(living([table], [alive]), known)
    assert strengths_in(buried, *rows) == strengths_in(
        matcher_of(known, [term for term in TERMS if term not in dead]), *rows
    )


def test_a_brand_that_was_taken_out_no_longer_vetoes_a_misspelling(known: KnownWords) -> None:
    table = compile_terms([Term("Norrvik", 0, TermKind.WORD), Term("Norrvok", 1, TermKind.WORD)])
    both, one = (
        Matcher(living([table], [np.array(alive)]), known) for alive in ([True, True], [True, False])
    )
    assert found_in(both, "norrvok") == [Found("Norrvok", PLAIN, "norrvok")]
    assert found_in(one, "norrvok") == [Found("Norrvik", "typo", "norrvok")]


def test_the_same_terms_compile_to_the_same_bytes() -> None:
    terms = [as_term(term, number) for number, term in enumerate(TERMS)]
    one, other = compile_terms(terms), compile_terms(list(terms))
    for name, view in one.views.items():
        assert view.keys.tobytes() == other.views[name].keys.tobytes()
        assert view.terms.tobytes() == other.views[name].terms.tobytes()
        assert (view.keys[1:] >= view.keys[:-1]).all(), f"{name} is sorted"
