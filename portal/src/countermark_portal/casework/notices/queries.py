"""Reads of notices, each through `visible_to(actor)`, and what a form for a notice offers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet

from countermark_portal.casework.cases.models import Case
from countermark_portal.casework.cases.rules import DONE, State
from countermark_portal.casework.notices.gaps import is_valid
from countermark_portal.casework.notices.models import Notice, NoticeItem
from countermark_portal.casework.standing.models import SafeConduct
from countermark_portal.casework.statements.models import Letter
from countermark_portal.catalogue.models import Marketplace
from countermark_portal.errors import NotFound
from countermark_portal.parties.rules import Actor, Capacity, OrganisationKind
from countermark_portal.policies.model import Policy, Reason
from countermark_portal.policies.queries import active
from countermark_portal.policies.terms import Declaration, RightKind, Route
from countermark_portal.registry.models import Right
from countermark_portal.registry.queries import visible_rights
from countermark_portal.registry.rules import control_shown, in_force


class Standing(StrEnum):
    """What became of one listing of a notice, in the words that a notifier is told."""

    CHECKING = "checking"
    INCOMPLETE = "incomplete"
    REFUSED = "refused"
    DESK = "desk"
    ASKED = "asked"
    RESTRICTED = "restricted"
    CONTESTED = "contested"
    RESTORED = "restored"
    UNRESTRICTED = "unrestricted"
    WITHDRAWN = "withdrawn"


OPEN: Final = frozenset(
    {Standing.CHECKING, Standing.INCOMPLETE, Standing.DESK, Standing.ASKED, Standing.CONTESTED}
)
"""Something is still to come."""
_OF_CASE: Final[Mapping[str, Standing]] = {
    State.OPEN: Standing.DESK,
    State.REVIEW: Standing.DESK,
    State.APPROVAL: Standing.DESK,
    State.ASKED: Standing.ASKED,
    State.RESTRICTED: Standing.RESTRICTED,
    State.CONTESTED: Standing.CONTESTED,
    State.RESTORED: Standing.RESTORED,
    State.CLOSED: Standing.UNRESTRICTED,
}


def standing(verdict: str, state: str | None, *, withdrawn: bool) -> Standing:
    """What became of an item, from its verdict and the state of its case."""
    if withdrawn:
        return Standing.WITHDRAWN
    if verdict in {Standing.INCOMPLETE, Standing.REFUSED}:
        return Standing(verdict)
    return _OF_CASE.get(state or "", Standing.CHECKING)


def visible_to(actor: Actor) -> QuerySet[Notice]:
    """The notices that an actor may read: all for operator and system, else the own ones, or the one of a link."""
    if actor.is_system or actor.kind is OrganisationKind.OPERATOR:
        return Notice.objects.all()
    if actor.capacity is Capacity.NOTIFIER and actor.link is not None:
        return Notice.objects.filter(id=actor.link)
    if actor.organisation is not None:
        return Notice.objects.filter(organisation=actor.organisation)
    return Notice.objects.none()


def items_visible_to(actor: Actor) -> QuerySet[NoticeItem]:
    """The items of these notices."""
    return NoticeItem.objects.filter(notice__in=visible_to(actor))


def find(actor: Actor, reference: str) -> Notice:
    """A notice by its reference."""
    found = visible_to(actor).select_related("right__brand").filter(reference=reference).first()
    if found is None:
        raise NotFound(f"there is no notice {reference} that you may see")
    return found


def linked(actor: Actor) -> Notice:
    """The notice that a notifier's link opens."""
    found = (
        visible_to(actor).select_related("right__brand").first()
        if actor.capacity is Capacity.NOTIFIER
        else None
    )
    if found is None:
        raise NotFound("this link opens no notice", mend="open it from the receipt again")
    return found


@dataclass(frozen=True, slots=True)
class ItemSeen:
    """One listing of a notice and what became of it, as the notifier sees it."""

    id: UUID
    named: str
    title: str
    url: str
    marketplace: str
    standing: Standing
    case: Case | None
    fixes: Sequence[Mapping[str, str]]
    reasons: Sequence[Mapping[str, str]]
    cure_until: datetime | None

    @property
    def can_be_withdrawn(self) -> bool:
        """Whether there is something left to take back."""
        return self.standing is not Standing.WITHDRAWN


def items(actor: Actor, notice: Notice, *, most: int = 200) -> list[ItemSeen]:
    """The listings of a notice, the first of them."""
    related = ("marketplace", "listing", "case__brand", "case__marketplace", "case__listing")
    found = items_visible_to(actor).filter(notice=notice).select_related(*related).order_by("id")
    return [_seen(item) for item in found[:most]]


def _seen(item: NoticeItem) -> ItemSeen:
    told: dict[str, Any] = item.verdict_facts
    state = item.case.state if item.case else None
    return ItemSeen(
        id=item.id,
        named=item.named,
        title=item.listing.title if item.listing else "",
        url=item.listing.url if item.listing else "",
        marketplace=item.marketplace.name,
        standing=standing(item.verdict, state, withdrawn=item.withdrawn_at is not None),
        case=item.case,
        fixes=told.get("fixes", []),
        reasons=told.get("reasons", []),
        cure_until=item.cure_until,
    )


def counts(notices: Iterable[Notice]) -> dict[UUID, Counter[Standing]]:
    """How many listings of each notice stand how: one query, however many listings there are."""
    found: dict[UUID, Counter[Standing]] = defaultdict(Counter)
    for notice, verdict, state, gone, number in _tally(
        NoticeItem.objects.filter(notice__in=list(notices)), "notice"
    ):
        found[notice][standing(verdict, state, withdrawn=gone)] += number
    return found


def totals(actor: Actor) -> Counter[Standing]:
    """How many listings of all notices of the actor's stand how."""
    found: Counter[Standing] = Counter()
    for verdict, state, gone, number in _tally(items_visible_to(actor)):
        found[standing(verdict, state, withdrawn=gone)] += number
    return found


def _tally(items: QuerySet[NoticeItem], *by: str) -> Iterable[Any]:
    gone = ExpressionWrapper(Q(withdrawn_at__isnull=False), output_field=BooleanField())
    rows = items.annotate(gone=gone).values_list(*by, "verdict", "case__state", "gone")
    return rows.annotate(number=Count("id")).order_by()


def letters(actor: Actor, notice: Notice) -> list[Letter]:
    """What the notifier was told about a notice, as it was told."""
    told = Letter.objects.filter(notice__in=visible_to(actor).filter(id=notice.id), audience="notifier")
    return list(told.select_related("case").order_by("issued_at", "id"))


@dataclass(frozen=True, slots=True)
class RightSeen:
    """A right of the holder's, and whether something may be restricted on it today."""

    right: Right
    in_force: bool
    control_shown: bool


def rights(actor: Actor, on: date) -> list[RightSeen]:
    """The rights that an actor may rely on."""
    found = visible_rights(actor)
    return [RightSeen(one, in_force(one.facts, on), control_shown(one.facts, on)) for one in found]


@dataclass(frozen=True, slots=True)
class Site:
    """A marketplace that a notice can name. `address`: where its listings are found."""

    slug: str
    name: str
    address: str
    policy: Policy


def sites() -> list[Site]:
    """The marketplaces that a notice can name."""
    return [
        Site(one.slug, one.name, one.base_url or settings.PUBLIC_URL, active(one.profile))
        for one in Marketplace.objects.order_by("name")
    ]


@dataclass(frozen=True, slots=True)
class ReasonTold:
    """A reason in plain words, and of which kinds of evidence (one of every group) it needs."""

    code: str
    rule: Reason

    @property
    def is_taken(self) -> bool:
        """Whether a notice for this reason can lead anywhere."""
        return self.rule.route is not Route.REFUSE


def reasons(at: Sequence[Site], on: date) -> list[ReasonTold]:
    """The reasons that the policies of these marketplaces know on a day."""
    policies = [site.policy for site in at] or [active("default")]
    known = {
        code: ReasonTold(code, rule)
        for policy in reversed(policies)
        for code, rule in policy.reasons.items()
        if is_valid(rule, on)
    }
    return list(known.values())


def declarations(at: Sequence[Site], right: RightKind | None) -> frozenset[Declaration]:
    """The declarations that these marketplaces demand."""
    return frozenset(one for site in at for one in site.policy.notice.demanded(right))


def busy(listing_ids: Sequence[str]) -> frozenset[str]:
    """Those of the listings that have a case under way, or that were decided on in their seller's favour."""
    cases = Case.objects.filter(listing__listing_id__in=listing_ids).exclude(state__in=DONE)
    safe = SafeConduct.objects.filter(listing_id__in=listing_ids)
    return frozenset(cases.values_list("listing__listing_id", flat=True)) | frozenset(
        safe.values_list("listing_id", flat=True)
    )
