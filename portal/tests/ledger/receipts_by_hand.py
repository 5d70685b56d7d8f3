"""Seals, heads and receipts made by hand, without a database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from countermark_portal.ledger import digests, merkle
from countermark_portal.ledger.digests import EventContent, HeadStatement, SealStatement
from countermark_portal.ledger.proofs import HEAD, RECEIPT, EventProof, Head, Opened, Receipt, SealProof
from countermark_portal.ledger.verifying import Sealed

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SALT = UUID(int=7)
BODY: dict[str, Any] = {"reason": "TM-CF", "marketplace": "tarnwick", "words": "Fälschung 仿", "count": 3}


def event(seq: int, *, body: Any = BODY) -> EventContent:
    return EventContent(
        seq=seq,
        id=str(UUID(int=seq)),
        at=digests.stamp(NOON),
        kind="decision.made",
        actor=str(UUID(int=1)),
        subject=str(UUID(int=2)),
        body=digests.commitment(body, SALT),
    )


def seals(sizes: Sequence[int]) -> list[Sealed]:
    """A chain of seals over events 1, 2, 3 …"""
    chain: list[Sealed] = []
    seq, previous = 1, digests.BEGINNING
    for number, size in enumerate(sizes, start=1):
        events = [event(each) for each in range(seq, seq + size)]
        leaves = [digests.event_leaf(each) for each in events]
        statement = SealStatement(
            number=number,
            previous=previous,
            count=size,
            first=seq,
            last=seq + size - 1,
            root=merkle.Tree(leaves).root.hex(),
            horizon=1000 + number,
            floor=0,
            server="1",
            at=digests.stamp(NOON),
            by=str(UUID(int=1)),
        )
        previous = digests.seal_digest(statement)
        chain.append(Sealed(statement, previous, range(seq, seq + size), b"".join(leaves), events))
        seq += size
    return chain


def heads(chain: Sequence[Sealed], ends: Sequence[int]) -> list[Head]:
    """A head a day; `ends` are the seals that they end at."""
    made: list[Head] = []
    day, first, previous = date(2026, 3, 2), 1, digests.BEGINNING
    for end in ends:
        inside = chain[first - 1 : end]
        statement = HeadStatement(
            day=day,
            first=first,
            seal=end,
            last=chain[end - 1].digest,
            count=sum(seal.statement.count for seal in chain[:end]),
            seals=merkle.Tree([digests.seal_leaf(seal.digest) for seal in inside]).root.hex(),
            previous=previous,
        )
        previous = digests.head_digest(statement)
        made.append(Head(format=HEAD, statement=statement, digest=previous))
        day, first = day + timedelta(days=1), end + 1
    return made


def receipt(
    chain: Sequence[Sealed], above: Sequence[Head], wanted: Sequence[int], *, opened: bool = True
) -> Receipt:
    """A receipt of the events with these numbers."""
    of = {each.seq: seal for seal in chain for each in seal.events}
    numbers = sorted({of[seq].statement.number for seq in wanted})
    return Receipt(
        format=RECEIPT,
        events=[_event_proof(of[seq], seq, opened=opened) for seq in wanted],
        seals=[_seal_proof(chain[number - 1], chain, above) for number in numbers],
        heads=list(above),
    )


def _event_proof(seal: Sealed, seq: int, *, opened: bool) -> EventProof:
    index = list(seal.seqs).index(seq)
    tree = merkle.Tree([digests.event_leaf(each) for each in seal.events])
    return EventProof(
        event=seal.events[index],
        opened=Opened(BODY, SALT) if opened else None,
        seal=seal.statement.number,
        index=index,
        path=[beside.hex() for beside in tree.path(index)],
    )


def _seal_proof(seal: Sealed, chain: Sequence[Sealed], above: Sequence[Head]) -> SealProof:
    number = seal.statement.number
    for head in above:
        said = head.statement
        if said.first <= number <= said.seal:
            tree = merkle.Tree([digests.seal_leaf(each.digest) for each in chain[said.first - 1 : said.seal]])
            path = [beside.hex() for beside in tree.path(number - said.first)]
            return SealProof(seal.statement, seal.digest, path)
    return SealProof(seal.statement, seal.digest, None)
