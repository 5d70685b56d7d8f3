"""A ledger is walked seal by seal; the first thing that is wrong is named with its place."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import msgspec
import pytest

from countermark_portal.ledger import digests
from countermark_portal.ledger.proofs import Fault, Head
from countermark_portal.ledger.verifying import Chain, Sealed, verify_chain
from ledger.receipts_by_hand import event, heads, seals

CHAIN = seals([3, 1, 5, 2])
HEADS = heads(CHAIN, [2, 4])


def fault_of(chain: list[Sealed], published: list[Head] | None = None, anchor: Head | None = None) -> Fault:
    found = verify_chain(chain, heads=published or [], anchor=anchor)
    assert isinstance(found, Fault), found
    return found


def with_statement(seal: Sealed, **values: Any) -> Sealed:
    """The seal with another statement, and the digest that fits it."""
    statement = msgspec.structs.replace(seal.statement, **values)
    return replace(seal, statement=statement, digest=digests.seal_digest(statement))


def test_a_whole_ledger_holds_and_says_that_nothing_outside_vouches_for_it() -> None:
    found = verify_chain(CHAIN, heads=HEADS)
    assert isinstance(found, Chain)
    assert (found.seals, found.events, found.last) == (4, 11, CHAIN[-1].digest)
    assert found.anchor.startswith("none given")


def test_with_an_anchor_it_names_it() -> None:
    found = verify_chain(CHAIN, anchor=HEADS[1])
    assert isinstance(found, Chain)
    assert found.anchor.startswith("the published head of 2026-03-03: seal 4, 11 events")


def test_an_empty_ledger_holds() -> None:
    assert isinstance(verify_chain([]), Chain)


def test_an_altered_event_is_named() -> None:
    wrong = replace(CHAIN[2], events=[*CHAIN[2].events[:3], event(8, body={}), *CHAIN[2].events[4:]])
    assert fault_of([*CHAIN[:2], wrong, CHAIN[3]]).place == "event 8 (seal 3)"


def test_an_event_that_is_gone_is_named() -> None:
    wrong = replace(CHAIN[2], events=CHAIN[2].events[1:])
    found = fault_of([*CHAIN[:2], wrong, CHAIN[3]])
    assert (found.code, found.place) == ("missing", "event 5 (seal 3)")


def test_a_seal_that_is_gone_is_named() -> None:
    found = fault_of([CHAIN[0], *CHAIN[2:]])
    assert (found.code, found.place) == ("cut-off", "seal 2")


def test_a_seal_with_other_content_than_its_digest_is_named() -> None:
    wrong = replace(CHAIN[1], statement=msgspec.structs.replace(CHAIN[1].statement, at="2020"))
    assert fault_of([CHAIN[0], wrong, *CHAIN[2:]]).place == "seal 2"


def test_a_seal_made_anew_breaks_the_chain_behind_it() -> None:
    wrong = with_statement(CHAIN[1], at="2020")
    assert fault_of([CHAIN[0], wrong, *CHAIN[2:]]).place == "seal 3"


@pytest.mark.parametrize("values", [{"root": "ab" * 32}, {"count": 6}, {"first": 4}, {"last": 10}])
def test_a_seal_that_says_other_than_its_events_is_named(values: dict[str, Any]) -> None:
    assert fault_of([*CHAIN[:2], with_statement(CHAIN[2], **values)]).place == "seal 3"


def test_hashes_of_events_that_were_swapped_are_found() -> None:
    leaves = CHAIN[0].leaves
    wrong = replace(CHAIN[0], leaves=leaves[32:64] + leaves[:32] + leaves[64:])
    assert fault_of([wrong]).place == "seal 1"


def test_a_ledger_rewritten_as_a_whole_is_found_by_the_published_head_alone() -> None:
    rewritten = seals([3, 1, 4, 2])
    again = heads(rewritten, [2, 4])
    assert isinstance(verify_chain(rewritten, heads=again), Chain)
    found = fault_of(rewritten, again, anchor=HEADS[1])
    assert (found.code, found.place) == ("contradiction", "seal 4")


def test_a_ledger_cut_off_at_its_end_is_found_by_the_published_head() -> None:
    assert isinstance(verify_chain(CHAIN[:3]), Chain)
    found = fault_of(CHAIN[:3], anchor=HEADS[1])
    assert (found.code, found.place) == ("cut-off", "seal 4")


def test_a_head_that_does_not_follow_the_one_before_is_named() -> None:
    other = heads(seals([3, 2, 5, 2]), [2, 4])
    assert fault_of(CHAIN, [HEADS[0], other[1]]).place == "head of 2026-03-03"


def test_an_anchor_that_was_tampered_with_is_no_anchor() -> None:
    wrong = msgspec.structs.replace(HEADS[1], digest="ab" * 32)
    assert fault_of(CHAIN, anchor=wrong).place == "head of 2026-03-03"
