"""Tiers of notifiers: how their decided notices turned out, replayed through the rules of standing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef

from countermark_portal.casework.cases.rules import State
from countermark_portal.casework.notices.models import NoticeItem
from countermark_portal.casework.standing.events import Outcome
from countermark_portal.casework.standing.models import SafeConduct
from countermark_portal.casework.standing.tiers import tier
from countermark_portal.policies.model import Policy
from countermark_portal.policies.queries import active
from countermark_portal.policies.terms import Tier

_ENDED = (State.RESTRICTED, State.RESTORED, State.CLOSED)


def tiers(organisations: Sequence[UUID], *, now: datetime, policy: Policy | None = None) -> dict[UUID, Tier]:
    """The tier of each organisation, from what became of its notices."""
    rules = policy or active("default")
    since = now - timedelta(days=rules.tiers.window_days)
    won = SafeConduct.objects.filter(appeal__case=OuterRef("case"))
    decided = NoticeItem.objects.filter(notice__organisation__in=organisations, triaged_at__gt=since)
    outcomes: dict[UUID, list[Outcome]] = defaultdict(list)
    rows = decided.annotate(won=Exists(won)).values_list(
        "notice__organisation", "triaged_at", "verdict", "case__state", "won", "withdrawn_at"
    )
    for organisation, at, verdict, state, was_won, withdrawn in rows:
        if organisation is not None and at is not None and (verdict == "refused" or state in _ENDED):
            accepted = state == State.RESTRICTED or (state == State.RESTORED and not was_won)
            outcomes[organisation].append(
                Outcome(
                    decided_at=at,
                    accepted=accepted,
                    answered=was_won,
                    countered=was_won,
                    withdrawn_after_answer=was_won and withdrawn is not None,
                )
            )
    return {one: tier(outcomes[one], rules, now).tier for one in organisations}
