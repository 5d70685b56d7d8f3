"""Checking a receipt, or a whole ledger, with nothing but what stands in it and a head that was published. Pure.

The anchor is where trust comes in from outside: a day's head, kept by somebody who is not the operator. Without one a
receipt or a ledger is only shown to agree with itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from countermark_portal.ledger import digests, merkle
from countermark_portal.ledger.digests import BEGINNING, EventContent, HeadStatement, SealStatement
from countermark_portal.ledger.proofs import EventProof, Fault, Head, Receipt, SealProof, read_receipt

_REWRITTEN: Final = "keep this copy and the published head: one of the two was rewritten"


@dataclass(frozen=True, slots=True)
class Verified:
    """A receipt that holds: what happened, under which head, and whether that head was given from outside."""

    events: tuple[EventContent, ...]
    head: HeadStatement | None
    anchored: bool

    @property
    def anchor(self) -> str:
        """What the proof rests on, in words."""
        if self.head is None:
            return "none: the day's head was not published yet when the receipt was written"
        where = "as published and given" if self.anchored else "as the receipt itself states it"
        return f"the head of {self.head.day}, {where}"


@dataclass(frozen=True, slots=True)
class Sealed:
    """A seal as the database holds it, with the events that are there now under the numbers it sealed."""

    statement: SealStatement
    digest: str
    seqs: Sequence[int]
    leaves: bytes
    events: Sequence[EventContent]


@dataclass(frozen=True, slots=True)
class Chain:
    """A ledger that holds: how many seals and events, the last digest, and what it was held against."""

    seals: int
    events: int
    last: str
    anchor: str


def verify_receipt(file: bytes, anchor: Head | None = None) -> Verified | Fault:
    """Check a receipt's file, and that it ends at `anchor` if one is given."""
    receipt = read_receipt(file)
    if isinstance(receipt, Fault):
        return receipt
    fault = head_fault(receipt.heads) or _seals_fault(receipt) or _events_fault(receipt)
    if fault is None and anchor is not None:
        fault = head_fault([anchor]) or _anchor_fault(receipt, anchor)
    if fault is not None:
        return fault
    published = all(seal.path is not None for seal in receipt.seals)
    head = receipt.heads[-1].statement if receipt.heads and published else None
    return Verified(tuple(proof.event for proof in receipt.events), head, anchor is not None)


def head_fault(heads: Sequence[Head]) -> Fault | None:
    """What is wrong with heads that claim to follow one another."""
    for at, head in enumerate(heads):
        place, said = f"head of {head.statement.day}", head.statement
        if digests.head_digest(said) != head.digest:
            return Fault("altered", place, "its content does not have its digest", _REWRITTEN)
        if at == 0:
            continue
        before = heads[at - 1]
        if said.previous != before.digest or said.first != before.statement.seal + 1:
            return Fault("altered", place, f"does not follow the head of {before.statement.day}", _REWRITTEN)
    return None


def _seals_fault(receipt: Receipt) -> Fault | None:
    known: set[int] = set()
    for seal in receipt.seals:
        number, place = seal.statement.number, f"seal {seal.statement.number}"
        if number in known:
            return Fault("altered", place, "stands twice")
        known.add(number)
        if digests.seal_digest(seal.statement) != seal.digest:
            return Fault("altered", place, "its content does not have its digest", _REWRITTEN)
        above = [head for head in receipt.heads if head.statement.first <= number <= head.statement.seal]
        if bool(above) != (seal.path is not None):
            return Fault("altered", place, "its path and the head of its day do not stand together")
        if above and not _leads_to(seal, above[0].statement):
            day = above[0].statement.day
            return Fault("altered", place, f"its path does not lead to the head of {day}", _REWRITTEN)
    return None


def _leads_to(seal: SealProof, head: HeadStatement) -> bool:
    found = merkle.root_of(
        digests.seal_leaf(seal.digest),
        index=seal.statement.number - head.first,
        size=head.seal - head.first + 1,
        path=[bytes.fromhex(beside) for beside in seal.path or ()],
    )
    return found is not None and found.hex() == head.seals


def _events_fault(receipt: Receipt) -> Fault | None:
    seals = {seal.statement.number: seal.statement for seal in receipt.seals}
    used = {proof.seal for proof in receipt.events}
    if used != set(seals):
        return Fault("altered", "receipt", "its seals are not those that its events name")
    for proof in receipt.events:
        place = f"event {proof.event.seq}"
        opened = proof.opened
        if opened is not None and digests.commitment(opened.body, opened.salt) != proof.event.body:
            return Fault(
                "altered", place, "the facts that are told are not those that were sealed", _REWRITTEN
            )
        if not _is_in(proof, seals[proof.seal]):
            return Fault("altered", place, f"its path does not lead to seal {proof.seal}", _REWRITTEN)
    return None


def _is_in(proof: EventProof, seal: SealStatement) -> bool:
    found = merkle.root_of(
        digests.event_leaf(proof.event),
        index=proof.index,
        size=seal.count,
        path=[bytes.fromhex(beside) for beside in proof.path],
    )
    return found is not None and found.hex() == seal.root


def _anchor_fault(receipt: Receipt, anchor: Head) -> Fault | None:
    open_seals = [str(seal.statement.number) for seal in receipt.seals if seal.path is None]
    if open_seals:
        what = f"seal {', '.join(open_seals)} was under no published head when it was written"
        return Fault("not-published", "receipt", what, "fetch the receipt again: it ends at a head now")
    last = receipt.heads[-1]
    if last.statement.day != anchor.statement.day:
        what = f"it ends at the head of {last.statement.day}, the given one is that of {anchor.statement.day}"
        return Fault(
            "other-head", "receipt", what, f"give the head that was published on {last.statement.day}"
        )
    if last != anchor:
        what = f"its head of {last.statement.day} is not the published one"
        return Fault("contradiction", "receipt", what, _REWRITTEN)
    return None


@dataclass(slots=True)
class _Walk:
    """How far a walk along the seals came."""

    last: str = BEGINNING
    events: int = 0
    leaves: list[bytes] = field(default_factory=list)


def verify_chain(
    sealed: Iterable[Sealed], *, heads: Sequence[Head] = (), anchor: Head | None = None
) -> Chain | Fault:
    """Walk a ledger from its first seal; the first thing that is wrong, or how far it holds.

    `heads` are those that the ledger itself keeps, in order; `anchor` is one from outside.
    """
    fault = head_fault(heads) or (head_fault([anchor]) if anchor is not None else None)
    if fault is not None:
        return fault
    awaited: dict[int, list[Head]] = {}
    for head in [*([anchor] if anchor is not None else []), *heads]:
        awaited.setdefault(head.statement.seal, []).append(head)
    walk = _Walk()
    for seal in sealed:
        fault = _seal_fault(seal, walk)
        if fault is not None:
            return fault
        walk.last, walk.events = seal.digest, walk.events + seal.statement.count
        walk.leaves.append(digests.seal_leaf(seal.digest))
        for head in awaited.pop(seal.statement.number, ()):
            if not _fits(head.statement, walk):
                what = f"the head of {head.statement.day} was published over other seals than stand here"
                return Fault("contradiction", f"seal {seal.statement.number}", what, _REWRITTEN)
    if awaited:
        number, (head, *_) = min(awaited.items())
        what = f"the head of {head.statement.day} names seal {number}; the ledger ends at seal {len(walk.leaves)}"
        return Fault("cut-off", f"seal {number}", what, "what is missing was deleted, or a backup is older")
    return Chain(len(walk.leaves), walk.events, walk.last, anchor_of(anchor))


def anchor_of(anchor: Head | None) -> str:
    """What a walk along the ledger is held against, in words."""
    if anchor is None:
        return "none given: from its first seal on, the ledger is held against itself alone"
    said = anchor.statement
    return f"the published head of {said.day}: seal {said.seal}, {said.count} events, {anchor.digest}"


def _fits(head: HeadStatement, walk: _Walk) -> bool:
    since = merkle.Tree(walk.leaves[head.first - 1 : head.seal]).root.hex()
    return (head.last, head.count, head.seals) == (walk.last, walk.events, since)


def _seal_fault(seal: Sealed, walk: _Walk) -> Fault | None:
    said, expected = seal.statement, len(walk.leaves) + 1
    place = f"seal {said.number}"
    if said.number != expected:
        return Fault("cut-off", f"seal {expected}", f"is missing; the next one is seal {said.number}")
    if said.previous != walk.last:
        return Fault("altered", place, f"does not follow seal {said.number - 1}", _REWRITTEN)
    if digests.seal_digest(said) != seal.digest:
        return Fault("altered", place, "its content does not have its digest", _REWRITTEN)
    leaves = [seal.leaves[at : at + merkle.SIZE] for at in range(0, len(seal.leaves), merkle.SIZE)]
    if len(leaves) != said.count or merkle.Tree(leaves).root.hex() != said.root:
        return Fault("altered", place, "the hashes of its events do not lead to its root", _REWRITTEN)
    seqs = seal.seqs
    if len(seqs) != said.count or (said.first, said.last) != (min(seqs), max(seqs)):
        return Fault("altered", place, "the numbers of its events are not those that were sealed", _REWRITTEN)
    return _content_fault(seal, leaves)


def _content_fault(seal: Sealed, leaves: Sequence[bytes]) -> Fault | None:
    there = {event.seq: event for event in seal.events}
    for seq, leaf in zip(seal.seqs, leaves, strict=True):
        place = f"event {seq} (seal {seal.statement.number})"
        if seq not in there:
            return Fault("missing", place, "was sealed and is gone", _REWRITTEN)
        if digests.event_leaf(there[seq]) != leaf:
            return Fault("altered", place, "is not what was sealed", _REWRITTEN)
    return None
