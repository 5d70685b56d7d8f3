"""Taking notices back, whole or by listing: what rested on them alone is restored, and both sides are told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from countermark_portal.casework.cases import actions as cases
from countermark_portal.casework.cases.models import Case
from countermark_portal.casework.cases.rules import Move, State, after
from countermark_portal.casework.enforcement import actions as enforcement
from countermark_portal.casework.notices import telling
from countermark_portal.casework.notices.models import Notice, NoticeItem
from countermark_portal.casework.standing.models import Strike
from countermark_portal.casework.statements import issuing
from countermark_portal.errors import NotFound, Refused, Stale
from countermark_portal.ledger import actions as ledger
from countermark_portal.ledger.actions import Entry
from countermark_portal.parties.permission_map import Permission, permit
from countermark_portal.parties.rules import Actor
from countermark_portal.policies.terms import ClockKind

LONGEST_REASON = 400
"""Characters of a reason for a withdrawal."""


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """What a withdrawal did: how many listings of the notice it took back, and which cases ended with it."""

    items: int
    cases: tuple[Case, ...]


def withdraw(
    *, actor: Actor, now: datetime, notice: UUID, items: Sequence[UUID] = (), why: str, paid: bool | None
) -> Withdrawn:
    """Take a notice back: these items of it, or all if none are named. `paid`: whether the notifier was paid for it."""
    if not why.strip():
        raise Refused("the reason for the withdrawal is missing", mend="say in a few words why")
    with transaction.atomic():
        found = Notice.objects.select_for_update(of=("self",)).filter(id=notice).first()
        if found is None:
            raise NotFound("there is no such notice")
        permit(actor, Permission.WITHDRAW_NOTICE, found)
        standing = list(_standing(found))
        chosen = [item for item in standing if not items or item.id in set(items)]
        if not chosen:
            raise Stale(f"{found.reference}: nothing is left to take back", mend="look at the notice again")
        _note(found, chosen, whole=len(chosen) == len(standing), now=now, why=why, paid=paid)
        ended = _ended(chosen)
        _restore(actor, now, ended)
        body = {
            "items": [str(item.id) for item in chosen],
            "paid": paid,
            "whole": found.withdrawn_at is not None,
        }
        ledger.record(actor=actor, now=now, entries=[Entry("notice.withdrawn", found.id, body)])
        issuing.issue(actor=actor, now=now, letters=telling.withdrawn(found, ended, now))
    return Withdrawn(len(chosen), tuple(ended))


def _standing(notice: Notice) -> Sequence[NoticeItem]:
    waiting = NoticeItem.objects.select_for_update(of=("self",)).filter(notice=notice, withdrawn_at=None)
    return list(waiting.order_by("id"))


def _note(
    notice: Notice, chosen: Sequence[NoticeItem], *, whole: bool, now: datetime, why: str, paid: bool | None
) -> None:
    for item in chosen:
        item.withdrawn_at = now
    NoticeItem.objects.bulk_update(chosen, ["withdrawn_at"], batch_size=1000)
    notice.withdrawn_at = now if whole else None
    notice.withdrawn_why = why.strip()[:LONGEST_REASON]
    # Who was paid once for a part was paid: a later no does not wash it off.
    notice.paid_to_withdraw = True if notice.paid_to_withdraw else paid
    notice.save(update_fields=["withdrawn_at", "withdrawn_why", "paid_to_withdraw"])


def _ended(chosen: Sequence[NoticeItem]) -> list[Case]:
    """Cases that rest on nothing any more: no other notice names them, and they are not over yet."""
    touched = sorted({item.case_id for item in chosen if item.case_id})
    others = NoticeItem.objects.filter(case__in=touched, withdrawn_at=None)
    kept_up = set(others.values_list("case", flat=True))
    locked = [cases.locked(case) for case in touched if case not in kept_up]
    return [case for case in locked if after(State(case.state), Move.WITHDRAW) is not None]


def _restore(actor: Actor, now: datetime, ended: Sequence[Case]) -> None:
    """End the cases, stop their clocks, take back measures and points: nothing is left that they could rest on."""
    cases.move(actor=actor, now=now, moves=[(case, Move.WITHDRAW) for case in ended])
    cases.stop_clocks(now=now, cases=ended, kinds=list(ClockKind), how="dropped")
    enforcement.undo(actor=actor, now=now, cases=ended, decision=None)
    for case in ended:
        # Nothing is left to hear; the appeal's outcome says so, it is not inferred.
        case.appeals.filter(outcome="").update(outcome="moot", ended_at=now)
    standing = Strike.objects.select_for_update(of=("self",)).filter(decision__case__in=ended, erased_at=None)
    strikes = list(standing.select_related("decision"))
    for strike in strikes:
        strike.erased_at = now
    Strike.objects.bulk_update(strikes, ["erased_at"])
    entries = [Entry("strike.erased", one.decision.case_id, {"points": one.points}) for one in strikes]
    ledger.record(actor=actor, now=now, entries=entries)
