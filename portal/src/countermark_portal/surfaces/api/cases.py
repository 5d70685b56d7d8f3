"""Cases, as the operator's and the rights holder's programs read them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Router, Schema

from countermark_portal.casework.appeals import queries as appeals
from countermark_portal.casework.cases import queries as cases
from countermark_portal.casework.decisions import queries as decisions
from countermark_portal.casework.enforcement import queries as enforcement
from countermark_portal.parties.rules import OrganisationKind, Scope
from countermark_portal.surfaces.api.keys import KeyAuth, caller_of
from countermark_portal.surfaces.api.shapes import FAULTS, CaseReference

router = Router(tags=["cases"])
Reference = Annotated[CaseReference, Path(...)]


class DecisionTold(Schema):
    """A decision; a later one names the one that it supersedes."""

    reference: str
    outcome: str
    reason: str
    at: datetime
    policy: str
    automation: str
    supersedes: str


class MeasureTold(Schema):
    """A measure; settled when the marketplace showed it done, undone when it showed it undone."""

    kind: str
    state: str
    asked_at: datetime
    until: datetime | None
    settled_at: datetime | None
    undone_at: datetime | None


class AppealTold(Schema):
    """An appeal; the outcome is empty while it is open."""

    reference: str
    side: str
    of: str
    at: datetime
    outcome: str
    ended_at: datetime | None


class ClockTold(Schema):
    """A running clock: when it is due, counted by which calendar."""

    kind: str
    due_at: datetime
    calendar: str


class CaseTold(Schema):
    """A case and its state. The seller is named to the operator alone."""

    reference: str
    state: str
    marketplace: str
    listing_id: str
    title: str
    url: str
    brand: str
    seller: str | None
    policy: str
    opened_at: datetime
    changed_at: datetime
    decisions: list[DecisionTold]
    measures: list[MeasureTold]
    appeals: list[AppealTold]
    clocks: list[ClockTold]


@router.get("/cases/{reference}", response={200: CaseTold, **FAULTS}, auth=KeyAuth(Scope.CASES_READ))
def read(request: HttpRequest, reference: Reference) -> dict[str, Any]:
    """A case: what was decided, done, appealed against, and what is due."""
    actor = caller_of(request).actor
    case = cases.find(actor, reference)
    operator = actor.kind is OrganisationKind.OPERATOR
    return {
        "reference": case.reference,
        "state": case.state,
        "marketplace": case.marketplace.slug,
        "listing_id": case.listing.listing_id,
        "title": case.listing.title,
        "url": case.listing.url,
        "brand": case.brand.name if case.brand else "",
        "seller": case.seller.seller_id if case.seller and operator else None,
        "policy": case.policy,
        "opened_at": case.opened_at,
        "changed_at": case.changed_at,
        "decisions": decisions.of_case(actor, case),
        "measures": enforcement.of_case(actor, case),
        "appeals": appeals.appeals(actor, case),
        "clocks": cases.clocks(case),
    }
