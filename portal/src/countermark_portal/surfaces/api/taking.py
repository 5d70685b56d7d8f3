"""Notices as programs send them, in whichever format, and the answer to each of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any, Final
from uuid import UUID

from django.http import HttpRequest
from ninja import Schema
from pydantic import Field, StringConstraints

from countermark_portal.casework.notices import actions, api_reads, queries
from countermark_portal.casework.notices.actions import Named, NotTaken, Submission
from countermark_portal.errors import Refused
from countermark_portal.ledger import answers, clock
from countermark_portal.parties.api_keys import Caller
from countermark_portal.parties.contacts import Values
from countermark_portal.policies.terms import Declaration, Element, Evidence, NotifierKind
from countermark_portal.surfaces.api.keys import caller_of, digest_of
from countermark_portal.surfaces.api.shapes import (
    Address,
    Country,
    EvidenceGiven,
    Given,
    Line,
    Name,
    Slug,
    Text,
)

MOST_ITEMS: Final = actions.MOST_ITEMS


class ListingGiven(Given):
    """A listing: the marketplace's slug, and the listing's id there."""

    marketplace: Slug
    listing_id: Name


class RightGiven(Given):
    """The right that is relied on: by our id, or by its office (WIPO ST.3: EM, DE, US …) and number."""

    id: UUID | None = None
    office: Country | None = None
    number: Annotated[str, StringConstraints(max_length=60, pattern=r"^[^\x00]*$")] = ""


class NotifierGiven(Given):
    """Who answers for the notice, and where letters about it go."""

    name: Line = ""
    email: Address | None = None
    phone: Line = ""


class NoticeGiven(Given):
    """A notice: one right, one reason, the listings that it is about."""

    listings: Annotated[list[ListingGiven], Field(min_length=1, max_length=MOST_ITEMS)]
    notifier_kind: NotifierKind
    reason: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{2,8}(-[A-Z0-9]{1,8})?$", max_length=12)]
    explanation: Text
    element: Element | None = None
    right: RightGiven | None = None
    right_as_stated: Annotated[str, StringConstraints(max_length=400, pattern=r"^[^\x00]*$")] = ""
    declarations: list[Declaration] = Field(default_factory=list)
    evidence: Annotated[list[EvidenceGiven], Field(max_length=10)] = Field(default_factory=list)
    first_sold_in: Annotated[list[Country], Field(max_length=60)] = Field(default_factory=list)
    new_facts: bool = False
    notifier: NotifierGiven = NotifierGiven()
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")] = "en"


class ListingRefused(Schema):
    """A listing that was left out of its notice, and why."""

    marketplace: str
    listing_id: str
    code: str
    what: str
    mend: str


class NoticeAnswer(Schema):
    """The answer to one notice: its reference, or why it was not taken in and how it can be."""

    accepted: bool
    reference: str | None = None
    items: int = 0
    left_out: list[ListingRefused] = Field(default_factory=list)
    code: str | None = None
    what: str | None = None
    mend: str | None = None


def refused(code: str, what: str, mend: str, left_out: Sequence[ListingRefused] = ()) -> NoticeAnswer:
    """The answer to a notice that is not taken in."""
    return NoticeAnswer(accepted=False, code=code, what=what, mend=mend, left_out=list(left_out))


def once(request: HttpRequest, key: str | None, do: Callable[[datetime], dict[str, Any]]) -> dict[str, Any]:
    """Do what a request asks, once for each idempotency key; without a key, as often as it is asked."""
    now = clock.now()
    if key is None:
        return do(now)
    caller = caller_of(request)
    return answers.once(asker=caller.key, key=key, asked=digest_of(request), now=now, do=lambda: do(now))


def take_in(
    caller: Caller,
    now: datetime,
    given: Sequence[NoticeGiven],
    *,
    channel: str,
    also: Sequence[dict[str, Any]] = (),
) -> list[NoticeAnswer]:
    """Take notices in; an answer for each, in their order. `also`: evidence that was kept already, for all of them."""
    known = {site.slug for site in queries.sites()}
    rights = _rights(given)
    submissions: list[Submission] = []
    answers_to: list[NoticeAnswer] = []
    taken: list[int] = []
    for place, one in enumerate(given):
        left_out = [_unknown(listing, known) for listing in one.listings if listing.marketplace not in known]
        unfit = _unfit(one) or (_no_listing(left_out) if len(left_out) == len(one.listings) else None)
        read = unfit or _read(one, known, rights, channel)
        if isinstance(read, Submission):
            submissions.append(replace(read, evidence=[*read.evidence, *also]))
            taken.append(place)
            read = NoticeAnswer(accepted=True, left_out=left_out)
        answers_to.append(read)
    results = actions.submit(actor=caller.actor, now=now, submissions=submissions)
    for place, submission, result in zip(taken, submissions, results, strict=True):
        answers_to[place] = _answer(answers_to[place], submission, result)
    return answers_to


def _answer(before: NoticeAnswer, submission: Submission, result: Any) -> NoticeAnswer:
    if isinstance(result, NotTaken):
        return refused(result.code, result.what, result.mend, before.left_out)
    before.reference = result.reference
    before.items = len(set(submission.listings))
    return before


def _unfit(one: NoticeGiven) -> NoticeAnswer | None:
    kinds = frozenset(Evidence)
    unknown = sorted({e.kind for e in one.evidence} - {str(kind) for kind in kinds})
    if unknown:
        return refused(
            "no-evidence-kind",
            f"no such kind of evidence: {', '.join(unknown)}",
            "choose of: " + ", ".join(kinds),
        )
    return None


def _no_listing(left_out: Sequence[ListingRefused]) -> NoticeAnswer:
    return refused("no-listing", "no listing of the notice can be found", "see left_out", left_out)


def _unknown(listing: ListingGiven, known: set[str]) -> ListingRefused:
    return ListingRefused(
        marketplace=listing.marketplace,
        listing_id=listing.listing_id,
        code="no-marketplace",
        what=f"no such marketplace: {listing.marketplace}",
        mend="marketplaces are: " + ", ".join(sorted(known)),
    )


def _rights(given: Sequence[NoticeGiven]) -> Mapping[tuple[str, str], UUID]:
    named = {
        (one.right.office, one.right.number.strip())
        for one in given
        if one.right and one.right.id is None and one.right.office and one.right.number
    }
    return api_reads.rights_by_number(named)


def _read(
    one: NoticeGiven, known: set[str], rights: Mapping[tuple[str, str], UUID], channel: str
) -> Submission | NoticeAnswer:
    """The notice; or, if a file that it brings is none that we take, why."""
    try:
        return _submission(one, known, rights, channel)
    except Refused as error:
        return refused("file", str(error.args[0]), error.mend or "")


def _submission(
    one: NoticeGiven, known: set[str], rights: Mapping[tuple[str, str], UUID], channel: str
) -> Submission:
    right, stated = None, one.right_as_stated
    if one.right is not None:
        number = (one.right.office or "", one.right.number.strip())
        right = one.right.id or rights.get(number)
        # A right that is not registered here is what the notifier states; triage says what is missing.
        stated = stated or (" ".join(number).strip() if right is None else "")
    listings = dict.fromkeys(
        Named(marketplace=listing.marketplace, listing_id=listing.listing_id)
        for listing in one.listings
        if listing.marketplace in known
    )
    return Submission(
        notifier_kind=one.notifier_kind,
        reason=one.reason,
        listings=list(listings),
        explanation=one.explanation.strip(),
        element=one.element or "",
        right=right,
        right_as_stated=stated,
        declarations=frozenset(str(declared) for declared in one.declarations),
        evidence=[brought.as_kept(with_audience=False) for brought in one.evidence],
        first_sold_in=frozenset(one.first_sold_in),
        new_facts=one.new_facts,
        notifier=Values(one.notifier.name, one.notifier.email or "", one.notifier.phone),
        language=one.language,
        channel=channel,
    )
