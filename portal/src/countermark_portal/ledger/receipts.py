"""Receipts: for some events, all that somebody needs to check them without us."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from countermark_portal.errors import NotFound
from countermark_portal.ledger import digests, merkle, sealing
from countermark_portal.ledger.heads import head_of
from countermark_portal.ledger.models import Event
from countermark_portal.ledger.proofs import RECEIPT, EventProof, Opened, Receipt, SealProof
from countermark_portal.ledger.seal_models import PublishedHead, Seal


@dataclass(frozen=True, slots=True)
class NotSealedYet:
    """Some of the events were recorded so lately that they are not sealed: ask again in a moment."""

    events: tuple[UUID, ...]
    code: ClassVar = "not-sealed-yet"


def receipt(events: Sequence[UUID], *, opened: bool = False) -> Receipt | NotSealedYet:
    """A receipt of events, named by their ids. `opened` tells their facts too, for those who may know them."""
    found = {row[1]: row for row in Event.objects.filter(id__in=events).values_list(*sealing.FIELDS)}
    unknown = [str(event) for event in events if event not in found]
    if unknown or not found:
        raise NotFound(f"no such event: {', '.join(unknown) or 'none was named'}")
    seals = _seals_of([row[0] for row in found.values()])
    waiting = tuple(event for event, row in found.items() if row[0] not in seals)
    if waiting:
        return NotSealedYet(waiting)
    needed = {seal.number: seal for seal in seals.values()}
    heads = _heads_of(needed)
    trees = {number: _Sealed(seal) for number, seal in needed.items()}
    return Receipt(
        format=RECEIPT,
        events=[
            trees[seals[row[0]].number].proof(row, opened=opened)
            for row in (found[event] for event in dict.fromkeys(events))
        ],
        seals=_seal_proofs(needed, heads),
        heads=[head_of(head) for head in heads],
    )


class _Sealed:
    """A seal's tree, and where each event stands in it."""

    def __init__(self, seal: Seal) -> None:
        leaves = bytes(seal.leaves)
        size = merkle.SIZE
        self._number = seal.number
        self._tree = merkle.Tree([leaves[at : at + size] for at in range(0, len(leaves), size)])
        self._index = {seq: index for index, seq in enumerate(sealing.seqs_of(seal))}

    def proof(self, row: tuple[object, ...], *, opened: bool) -> EventProof:
        content = sealing.content_of(row)
        index = self._index[content.seq]
        body, salt = row[-2:]
        assert isinstance(salt, UUID)
        return EventProof(
            event=content,
            opened=Opened(body, salt) if opened else None,
            seal=self._number,
            index=index,
            path=[beside.hex() for beside in self._tree.path(index)],
        )


def _seals_of(seqs: Sequence[int]) -> dict[int, Seal]:
    """The seal of each event that is sealed. Ranges of seals may overlap; their runs do not."""
    found: dict[int, Seal] = {}
    near = Seal.objects.defer("leaves").order_by("number")
    for seq in sorted(seqs):
        known = [seal for seal in dict.fromkeys(found.values()) if _holds(seal, seq)]
        candidates = known or [
            seal for seal in near.filter(first__lte=seq, last__gte=seq) if _holds(seal, seq)
        ]
        if candidates:
            found[seq] = candidates[0]
    return found


def _holds(seal: Seal, seq: int) -> bool:
    return any(start <= seq <= end for start, end in seal.runs)


def _heads_of(seals: Mapping[int, Seal]) -> list[PublishedHead]:
    """The heads from the first that is needed to the last, without a gap: each holds the digest of the one before."""
    above = [
        head.day
        for number in seals
        for head in PublishedHead.objects.filter(first__lte=number, seal__gte=number)
    ]
    if not above:
        return []
    return list(PublishedHead.objects.filter(day__range=(min(above), max(above))).order_by("day"))


def _seal_proofs(seals: Mapping[int, Seal], heads: Sequence[PublishedHead]) -> list[SealProof]:
    paths: dict[int, list[str]] = {}
    for head in heads:
        inside = [number for number in seals if head.first <= number <= head.seal]
        if not inside:
            continue
        day = Seal.objects.filter(number__range=(head.first, head.seal)).order_by("number")
        tree = merkle.Tree([digests.seal_leaf(digest) for digest in day.values_list("digest", flat=True)])
        for number in inside:
            paths[number] = [beside.hex() for beside in tree.path(number - head.first)]
    return [
        SealProof(statement=sealing.statement_of(seal), digest=seal.digest, path=paths.get(number))
        for number, seal in sorted(seals.items())
    ]
