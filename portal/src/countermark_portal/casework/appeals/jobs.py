"""Jobs of appeals: telling the seller that everything is back, once it was seen to be back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from countermark_portal.casework.appeals import telling
from countermark_portal.casework.appeals.models import Appeal
from countermark_portal.casework.cases.models import Case
from countermark_portal.casework.cases.rules import State
from countermark_portal.casework.decisions.models import Decision
from countermark_portal.casework.decisions.rules import Outcome
from countermark_portal.casework.enforcement.models import Measure
from countermark_portal.casework.enforcement.rules import MeasureState
from countermark_portal.casework.statements import codes, issuing
from countermark_portal.casework.statements.codes import LetterKind
from countermark_portal.parties.rules import SYSTEM


def tell_restored(cases: Sequence[UUID], *, now: datetime) -> None:
    """Write the letter for cases in which everything is undone; one for each restoration."""
    with transaction.atomic():
        found = Case.objects.select_for_update(of=("self",)).filter(id__in=cases, state=State.RESTORED)
        letters = []
        for case in found.select_related("marketplace", "listing", "seller"):
            measures = list(Measure.objects.filter(case=case))
            decision = Decision.objects.filter(case=case).order_by("-at", "-id").first()
            if decision is None or any(measure.state != MeasureState.UNDONE for measure in measures):
                continue
            if decision.letters.filter(kind=LetterKind.RESTORED).exists():
                continue
            letters.append(telling.restored(case, decision, measures, _cause(decision), now))
        issuing.issue(actor=SYSTEM, now=now, letters=letters)


def _cause(decision: Decision) -> codes.Cause:
    """Why it came back: that is stored with the appeal or follows from there being no decision to restore."""
    if decision.outcome != Outcome.RESTORE:
        return codes.Cause.WITHDRAWN
    heard = Appeal.objects.filter(decision=decision).select_related("counter_notice").first()
    if heard is not None and decision.made_by == SYSTEM.id:
        return codes.Cause.SILENCE
    if heard is not None and heard.counter_notice is not None:
        return codes.Cause.COUNTER_NOTICE
    return codes.Cause.APPEAL if heard is not None else codes.Cause.DECISION_REVERSED
