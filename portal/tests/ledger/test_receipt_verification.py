"""A receipt is checked with nothing but its own bytes and, from outside, a published head."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countermark_portal.ledger import proofs
from countermark_portal.ledger.proofs import Fault, written
from countermark_portal.ledger.verifying import Verified, verify_receipt
from ledger.receipts_by_hand import BODY, event, heads, receipt, seals

CHAIN = seals([3, 1, 5, 2, 8])
HEADS = heads(CHAIN, [2, 4])
FILE = written(receipt(CHAIN, HEADS, [2, 7]))
UNPUBLISHED = written(receipt(CHAIN, [], [14, 15], opened=False))


def fault_of(file: bytes, anchor: proofs.Head | None = None) -> str:
    found = verify_receipt(file, anchor)
    assert isinstance(found, Fault), found
    assert found.place
    assert found.what
    return found.code


def test_a_receipt_holds_and_names_the_head_it_rests_on() -> None:
    found = verify_receipt(FILE)
    assert isinstance(found, Verified)
    assert [each.seq for each in found.events] == [2, 7]
    assert found.anchor == "the head of 2026-03-03, as the receipt itself states it"


def test_held_against_the_published_head_it_rests_on_something_outside() -> None:
    found = verify_receipt(FILE, HEADS[-1])
    assert isinstance(found, Verified)
    assert found.anchored
    assert found.anchor == "the head of 2026-03-03, as published and given"


def test_before_the_days_head_is_published_it_says_that_it_rests_on_nothing_outside() -> None:
    found = verify_receipt(UNPUBLISHED)
    assert isinstance(found, Verified)
    assert found.head is None
    assert found.anchor.startswith("none")
    assert fault_of(UNPUBLISHED, HEADS[-1]) == "not-published"


def test_the_head_of_another_day_is_named_as_such() -> None:
    found = verify_receipt(FILE, HEADS[0])
    assert isinstance(found, Fault)
    assert found.code == "other-head"
    assert "2026-03-03" in found.mend


def test_a_rewritten_ledger_contradicts_the_published_head() -> None:
    rewritten = seals([3, 1, 6, 2])
    file = written(receipt(rewritten, heads(rewritten, [2, 4]), [2]))
    assert isinstance(verify_receipt(file), Verified)
    assert fault_of(file, HEADS[-1]) == "contradiction"


@pytest.mark.parametrize("file", [FILE, UNPUBLISHED])
@settings(max_examples=400)
@given(data=st.data())
def test_one_altered_byte_anywhere_is_found(file: bytes, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(file) - 1))
    to = data.draw(st.integers(0, 255).filter(lambda byte: byte != file[at]))
    fault_of(file[:at] + bytes([to]) + file[at + 1 :])


def test_one_flipped_bit_anywhere_in_a_small_receipt_is_found() -> None:
    small = written(receipt(CHAIN, HEADS, [2]))
    for at, byte in enumerate(small):
        for bit in (0x01, 0x20):
            fault_of(small[:at] + bytes([byte ^ bit]) + small[at + 1 :])


@given(st.integers(0, len(FILE) - 1))
def test_a_truncated_file_is_called_truncated(end: int) -> None:
    assert fault_of(FILE[:end]) == "truncated"


@pytest.mark.parametrize(
    "file", [b"%PDF-1.7 ...", b"{}", b"[1, 2]", b'{"format": "something else"}', written(HEADS[0])]
)
def test_a_foreign_file_is_called_foreign(file: bytes) -> None:
    assert fault_of(file) == "foreign"


def test_a_head_given_for_a_receipt_is_told_apart_and_the_other_way_round() -> None:
    found = verify_receipt(written(HEADS[0]))
    assert isinstance(found, Fault)
    assert "countermark head 1" in found.what
    assert isinstance(proofs.read_head(FILE), Fault)
    assert proofs.read_head(written(HEADS[0])) == HEADS[0]


@given(st.binary(max_size=300))
def test_whatever_follows_a_receipts_beginning_is_a_fault_and_no_crash(rest: bytes) -> None:
    fault_of(FILE[:40] + rest)
    fault_of(FILE[:40] + rest + b"\n}\n")


def test_a_file_nested_without_end_is_a_fault_and_no_crash() -> None:
    fault_of(FILE[:40] + b'  "events": ' + b"[" * 100_000 + b"\n}\n")


def changed(**values: Any) -> bytes:
    """The receipt with other facts, written as a forger would: well-formed."""
    document = json.loads(FILE)
    document["events"][0]["event"] |= values
    return written(msgspec.convert(document, proofs.Receipt))


def test_another_kind_actor_subject_or_time_is_not_what_was_sealed() -> None:
    for values in ({"kind": "measure.undone"}, {"actor": "x"}, {"subject": "y"}, {"at": "2026"}, {"seq": 9}):
        assert fault_of(changed(**values)) == "altered"


def test_other_facts_than_the_sealed_ones_are_found() -> None:
    document = json.loads(FILE)
    document["events"][0]["opened"]["body"]["reason"] = "TM-COND"
    found = verify_receipt(written(msgspec.convert(document, proofs.Receipt)))
    assert isinstance(found, Fault)
    assert found.place == "event 2"


def test_without_its_salt_a_body_cannot_be_guessed_from_what_stands_for_it() -> None:
    assert event(1).body == event(2).body  # one salt, in this test alone
    assert BODY["reason"] not in UNPUBLISHED.decode()


def test_checking_a_receipt_loads_neither_django_nor_a_database_driver(tmp_path: Any) -> None:
    (tmp_path / "receipt.json").write_bytes(FILE)
    (tmp_path / "head.json").write_bytes(written(HEADS[-1]))
    code = (
        "import sys\n"
        "from countermark_portal.commands.ledger import receipt\n"
        "try:\n"
        "    receipt(['verify', 'receipt.json', '--head', 'head.json'])\n"
        "except SystemExit as end:\n"
        "    assert not end.code, end.code\n"
        "loaded = {name.split('.')[0] for name in sys.modules}\n"
        "assert not loaded & {'django', 'psycopg', 'pgtrigger'}, loaded\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "the head of 2026-03-03, as published and given" in done.stdout
