"""The database's own ledger, read for checking: its seals with the events that stand under them now, batch by batch."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Final

from django.db.models import Q, Sum

from countermark_portal.ledger import sealing
from countermark_portal.ledger.heads import head_of
from countermark_portal.ledger.models import Event
from countermark_portal.ledger.proofs import Fault, Head
from countermark_portal.ledger.seal_models import PublishedHead, Seal
from countermark_portal.ledger.verifying import Chain, Sealed, verify_chain

_SEALS: Final = 50
_EVENTS: Final = 10_000

Progress = Callable[[int], object]
"""Is told how many more events were checked."""


def verify(*, anchor: Head | None = None, progress: Progress | None = None) -> Chain | Fault:
    """Check the whole ledger: every seal, every event under it, every head, and that nothing came in behind a seal."""
    walk = _Walk(progress or (lambda _: None))
    heads = [head_of(head) for head in PublishedHead.objects.order_by("day")]
    chain = verify_chain(walk.sealed(), heads=heads, anchor=anchor)
    if isinstance(chain, Fault):
        return chain
    return walk.slipped_in() or chain


def sealed() -> int:
    """Events under a seal."""
    return Seal.objects.aggregate(events=Sum("count"))["events"] or 0


def waiting() -> int:
    """Events that are recorded and not sealed yet."""
    return Event.objects.count() - sealed()


class _Walk:
    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._runs: list[tuple[int, int, int]] = []
        self._last: Seal | None = None

    def sealed(self) -> Iterator[Sealed]:
        """The seals in order, each with its events."""
        number = 0
        while seals := list(Seal.objects.filter(number__gt=number).order_by("number")[:_SEALS]):
            number = seals[-1].number
            for group in _groups(seals):
                seqs = {seal.number: sealing.seqs_of(seal) for seal in group}
                wanted = [seq for each in seqs.values() for seq in each]
                rows = Event.objects.filter(seq__in=wanted).values_list(*sealing.FIELDS)
                there = {row[0]: sealing.content_of(row) for row in rows}
                for seal in group:
                    events = [there[seq] for seq in seqs[seal.number] if seq in there]
                    self._runs += [(start, end, seal.number) for start, end in seal.runs]
                    self._last = seal
                    yield Sealed(
                        sealing.statement_of(seal), seal.digest, seqs[seal.number], bytes(seal.leaves), events
                    )
                    self._progress(len(events))

    def slipped_in(self) -> Fault | None:
        """The first event that no seal holds although sealing has passed it, or that two hold."""
        if self._last is None:
            return None
        runs = sorted(self._runs)
        for (_, end, seal), (start, _, other) in pairwise(runs):
            if start <= end:
                return Fault("altered", f"event {start}", f"stands under two seals, {seal} and {other}")
        passed = Event.objects.filter(Q(transaction__lt=self._last.horizon) | Q(seq__lte=self._last.floor))
        at, seq = 0, 0
        while seqs := list(
            passed.filter(seq__gt=seq).order_by("seq").values_list("seq", flat=True)[:_EVENTS]
        ):
            for seq in seqs:
                while at < len(runs) and runs[at][1] < seq:
                    at += 1
                if at == len(runs) or seq < runs[at][0]:
                    what = "stands under no seal although later ones do: it was put in afterwards"
                    return Fault("slipped-in", f"event {seq}", what)
        return None


def _groups(seals: list[Seal]) -> Iterator[list[Seal]]:
    """Seals together while their events are few enough for one query."""
    group: list[Seal] = []
    for seal in seals:
        if group and sum(each.count for each in group) + seal.count > _EVENTS:
            yield group
            group = []
        group.append(seal)
    if group:
        yield group
