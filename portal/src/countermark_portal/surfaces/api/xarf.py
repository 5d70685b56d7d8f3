"""XARF v4: abuse reports as other systems write them, taken in as notices."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Final

from django.http import HttpRequest
from ninja import Body, Header, Router

from countermark_portal.casework.notices import queries
from countermark_portal.parties.api_keys import Caller
from countermark_portal.parties.rules import OrganisationKind, Scope
from countermark_portal.policies.terms import Declaration, NotifierKind, word
from countermark_portal.surfaces import listing_lines
from countermark_portal.surfaces.api.errors import Lacking, NotTakenIn
from countermark_portal.surfaces.api.keys import BULK, KeyAuth, caller_of
from countermark_portal.surfaces.api.shapes import FAULTS, Fix, IdempotencyKey, keep
from countermark_portal.surfaces.api.taking import NoticeAnswer, NoticeGiven, once, take_in
from countermark_portal.surfaces.api.xarf_reports import AnyReport, EvidenceItem

router = Router(tags=["notices"])
DEMANDED: Final = (Declaration.GOOD_FAITH, Declaration.ACCURATE)
"""What XARF has no place for, and a notice needs (DSA 16(2)(d)): sent beside the report."""
_NOTIFIERS: Final = {
    OrganisationKind.RIGHTS_HOLDER: NotifierKind.RIGHTS_HOLDER,
    OrganisationKind.AGENT: NotifierKind.AGENT,
    OrganisationKind.ASSOCIATION: NotifierKind.ASSOCIATION,
    OrganisationKind.SELLER: NotifierKind.COMPETITOR,
}
Declared = Annotated[
    str,
    Header(
        alias="Countermark-Declarations",
        max_length=200,
        description="good_faith, accurate; and authority, signature, guarantee where the marketplace demands them",
    ),
]


@router.post("/xarf", response={200: NoticeAnswer, **FAULTS}, auth=KeyAuth(Scope.NOTICES_WRITE, most=BULK))
def send(
    request: HttpRequest,
    report: Annotated[AnyReport, Body(...)],
    declarations: Declared = "",
    idempotency_key: IdempotencyKey = None,
) -> Any:
    """Send an XARF v4 report as it is; the declarations stand in a header. The report's id makes it happen once."""
    caller = caller_of(request)
    declared = _declared(declarations)
    # Made before anything is locked: pictures are decoded once to see whether they are whole.
    notice = _notice(caller, report, declared)
    files = [_file(item) for item in report.evidence]

    def do(now: datetime) -> dict[str, Any]:
        [answer] = take_in(caller, now, [notice], channel="xarf", also=files)
        if not answer.accepted:
            raise NotTakenIn(answer.code or "refused", answer.what or "", mend=answer.mend or "")
        return answer.model_dump(mode="json")

    return once(request, idempotency_key or f"xarf:{report.report_id}", do)


def _declared(given: str) -> list[Declaration]:
    """The declarations of the header; without the two that every notice needs, nothing is taken in."""
    words = [part.strip() for part in given.split(",") if part.strip()]
    declared = [found for one in words if (found := word(Declaration, one)) is not None]
    missing = [one for one in DEMANDED if one not in declared]
    if missing:
        header = "send the header Countermark-Declarations: good_faith, accurate"
        fixes = [
            Fix(
                field="Countermark-Declarations",
                code=f"declaration-{one}",
                what=f"`{one}` is not declared",
                mend=header,
            )
            for one in missing
        ]
        raise Lacking("a notice needs declarations that XARF has no place for", mend=header, fixes=fixes)
    return declared


def _notice(caller: Caller, report: Any, declared: Sequence[Declaration]) -> NoticeGiven:
    named, unreadable = listing_lines.read(report.place, queries.sites(), "")
    if unreadable or not named:
        why = unreadable[0].why if unreadable else "the address names no listing"
        raise NotTakenIn("no-listing", why, mend="give the address of the listing's own page")
    kind = caller.actor.kind or OrganisationKind.SELLER
    return NoticeGiven.model_validate(
        {
            **report.as_notice(),
            "listings": [{"marketplace": one.marketplace, "listing_id": one.listing_id} for one in named],
            "notifier_kind": _NOTIFIERS.get(kind, NotifierKind.BUYER),
            "declarations": declared,
            "notifier": {"name": report.reporter.org, "email": report.reporter.contact},
        }
    )


def _file(item: EvidenceItem) -> dict[str, Any]:
    """What is sent along, kept if its content is of a type that we take."""
    kept = keep(item.description[:60] or "evidence", item.payload)
    return kept.as_evidence("indicators", says=item.description)
