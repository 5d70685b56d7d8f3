"""Notices: sending many at once, reading what became of them, taking them back."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Path, Query, Router, Schema
from pydantic import Field, TypeAdapter, ValidationError

from countermark_portal.casework.notices import api_reads, queries, withdrawal
from countermark_portal.casework.notices.queries import Standing
from countermark_portal.errors import Refused
from countermark_portal.parties.rules import Scope
from countermark_portal.surfaces.api.keys import BULK, KeyAuth, caller_of, spend_items
from countermark_portal.surfaces.api.shapes import (
    FAULTS,
    Given,
    IdempotencyKey,
    NoticeReference,
    Words,
    told,
)
from countermark_portal.surfaces.api.taking import (
    MOST_ITEMS,
    NoticeAnswer,
    NoticeGiven,
    once,
    refused,
    take_in,
)

router = Router(tags=["notices"])
Reference = Annotated[NoticeReference, Path(...)]


class NoticesGiven(Given):
    """Notices, up to 10,000 listings in all. What is no notice is answered for itself; the others are taken in."""

    notices: Annotated[
        list[Annotated[NoticeGiven | Any, Field(union_mode="left_to_right")]],
        Field(min_length=1, max_length=MOST_ITEMS),
    ]


class NoticesAnswered(Schema):
    """An answer for each notice, in the order in which they were sent."""

    answers: list[NoticeAnswer]


_NOTICE = TypeAdapter(NoticeGiven)


@router.post(
    "/notices", response={200: NoticesAnswered, **FAULTS}, auth=KeyAuth(Scope.NOTICES_WRITE, most=BULK)
)
def send(request: HttpRequest, given: NoticesGiven, idempotency_key: IdempotencyKey = None) -> dict[str, Any]:
    """Send notices. Each is answered for itself: accepted with its reference, or a code and how to mend it."""
    whole = [one for one in given.notices if isinstance(one, NoticeGiven)]
    items = sum(len(one.listings) for one in whole)
    if items > MOST_ITEMS:
        raise Refused(f"{items} listings at once", mend=f"send {MOST_ITEMS} at most in one call")
    caller = caller_of(request)
    spend_items(caller, items)

    def do(now: datetime) -> dict[str, Any]:
        taken = iter(take_in(caller, now, whole, channel="api"))
        answers = [next(taken) if isinstance(one, NoticeGiven) else _no_notice(one) for one in given.notices]
        return NoticesAnswered(answers=answers).model_dump(mode="json")

    return once(request, idempotency_key, do)


def _no_notice(given: Any) -> NoticeAnswer:
    """What keeps it from being a notice."""
    try:
        _NOTICE.validate_python(given)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        place = told(first["loc"]) or "the notice"
        return refused("invalid", f"{place}: {first['msg']}", "see NoticeGiven in /api/v1/openapi.json")
    return refused("invalid", "this is no notice", "see NoticeGiven in /api/v1/openapi.json")


class FixTold(Schema):
    """What has to be mended in a notice."""

    field: str = ""
    code: str = ""
    what: str = ""
    mend: str = ""


class WhyTold(Schema):
    """A reason of a verdict."""

    code: str = ""
    text: str = ""


class ItemTold(Schema):
    """A listing of a notice: the verdict of triage on it, and the state of its case."""

    id: UUID
    marketplace: str
    listing_id: str
    standing: Standing
    verdict: str
    fixes: list[FixTold]
    reasons: list[WhyTold]
    cure_until: datetime | None
    withdrawn_at: datetime | None
    case: str | None
    case_state: str | None


class NoticeTold(Schema):
    """A notice, and a page of its listings; `after` asks for the next one."""

    reference: str
    submitted_at: datetime
    channel: str
    reason: str
    right: UUID | None
    right_as_stated: str
    withdrawn_at: datetime | None
    items: list[ItemTold]
    after: UUID | None


@router.get("/notices/{reference}", response={200: NoticeTold, **FAULTS}, auth=KeyAuth(Scope.NOTICES_READ))
def read(
    request: HttpRequest,
    reference: Reference,
    after: UUID | None = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 200,
) -> Any:
    """What became of a notice, listing by listing."""
    return api_reads.read(caller_of(request).actor, reference, after=after, most=limit)


class WithdrawalGiven(Given):
    """Taking back a notice, or some of its listings by their ids. `paid`: were you paid for it?"""

    why: Words
    paid: bool
    items: Annotated[list[UUID], Field(max_length=MOST_ITEMS)] = Field(default_factory=list)


class Withdrawn(Schema):
    """How many listings were taken back, and which cases ended with that."""

    items: int
    cases: list[str]


@router.post(
    "/notices/{reference}/withdrawal", response={200: Withdrawn, **FAULTS}, auth=KeyAuth(Scope.NOTICES_WRITE)
)
def withdraw(
    request: HttpRequest, reference: Reference, given: WithdrawalGiven, idempotency_key: IdempotencyKey = None
) -> dict[str, Any]:
    """Take a notice back. What rested on it alone is restored, and the seller is told."""
    actor = caller_of(request).actor

    def do(now: datetime) -> dict[str, Any]:
        notice = queries.find(actor, reference)
        foreign = api_reads.foreign_items(notice.id, given.items)
        if foreign:
            raise Refused(
                f"{foreign[0]} is no listing of {reference}", mend="take the ids from GET of the notice"
            )
        done = withdrawal.withdraw(
            actor=actor, now=now, notice=notice.id, items=given.items, why=given.why, paid=given.paid
        )
        return {"items": done.items, "cases": [case.reference for case in done.cases]}

    return once(request, idempotency_key, do)
