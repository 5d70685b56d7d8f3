"""Reads of the registry, each through what an actor may see."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import Now, TruncDate

from countermark_portal.blobs import store
from countermark_portal.catalogue.models import Marketplace
from countermark_portal.errors import NotFound
from countermark_portal.parties import contacts
from countermark_portal.parties.rules import Actor, OrganisationKind
from countermark_portal.registry.control_models import ControlProof, RecordAddress, RecordCopy
from countermark_portal.registry.control_rules import CopyState, Origin, ProofState, masked, stands_in_record
from countermark_portal.registry.models import AuthorisedSeller, Brand, Right, Snapshot
from countermark_portal.registry.rules import control_shown, in_force


def _brands(actor: Actor) -> QuerySet[Brand]:
    if actor.is_system or actor.kind is OrganisationKind.OPERATOR:
        return Brand.objects.all()
    if actor.organisation is None:
        return Brand.objects.none()
    # A power of attorney that was checked lets an agent see, and notify on, what its holder registered.
    given = Q(
        organisation__mandates_given__agent=actor.organisation,
        organisation__mandates_given__checked_at__isnull=False,
        organisation__mandates_given__valid_from__lte=TruncDate(Now()),
        organisation__mandates_given__valid_until__gte=TruncDate(Now()),
    )
    return Brand.objects.filter(Q(organisation=actor.organisation) | given).distinct()


def visible_rights(actor: Actor) -> list[Right]:
    """The rights of these brands."""
    return list(
        Right.objects.filter(brand__in=_brands(actor)).select_related("brand").order_by("office", "number")
    )


def latest_snapshot() -> Snapshot | None:
    """The references that count now."""
    return Snapshot.objects.order_by("-made_at").first()


@dataclass(frozen=True, slots=True)
class RightState:
    """A right, what its record is worth, and how far showing control of it has come."""

    right: Right
    in_force: bool
    control_shown: bool
    record: RecordCopy | None
    waiting: RecordCopy | None
    proof: ControlProof | None

    @property
    def is_trusted(self) -> bool:
        """Whether its record is known to be what the office has."""
        return self.record is not None and self.record.is_trusted

    @property
    def restricts(self) -> bool:
        """Whether anything can be restricted on it."""
        return self.in_force and self.control_shown

    @property
    def has_lapsed(self) -> bool:
        """Whether its control was shown once, and has run out."""
        return self.right.control_until is not None and not self.control_shown


@dataclass(frozen=True, slots=True)
class AddressSeen:
    """An address of a record, so that who knows it recognises it."""

    id: UUID
    whose: str
    name: str
    masked: str


def states(actor: Actor, on: date, *, brand: Brand | None = None) -> list[RightState]:
    """The rights that an actor may see, with their state."""
    rights = [one for one in visible_rights(actor) if brand is None or one.brand_id == brand.id]
    copies: dict[tuple[UUID, str], RecordCopy] = {
        (one.right_id, one.state): one
        for one in RecordCopy.objects.filter(right__in=rights, state__in=(CopyState.COUNTS, CopyState.WAITS))
    }
    proofs: dict[UUID | None, ControlProof] = {}
    for proof in (
        ControlProof.objects.filter(right__in=rights).exclude(state=ProofState.REPLACED).order_by("asked_at")
    ):
        proofs[proof.right_id] = proof
    return [
        RightState(
            one,
            in_force(one.facts, on),
            control_shown(one.facts, on),
            copies.get((one.id, CopyState.COUNTS)),
            copies.get((one.id, CopyState.WAITS)),
            proofs.get(one.id),
        )
        for one in rights
    ]


def state(actor: Actor, number: UUID, on: date) -> RightState:
    """One right with its state."""
    found = next((one for one in states(actor, on) if one.right.id == number), None)
    if found is None:
        raise NotFound("there is no such right that you may see")
    return found


def why_refused(actor: Actor, right: Right) -> str:
    """What the desk found to differ in the record that was sent last, if it refused that."""
    if not _brands(actor).filter(id=right.brand_id).exists():
        return ""
    newest = RecordCopy.objects.filter(right=right).order_by("taken_at", "id").last()
    return newest.why if newest is not None and newest.state == CopyState.REFUSED else ""


def own_brand(actor: Actor, slug: str) -> Brand:
    """A brand that the actor may change."""
    found = (
        Brand.objects.filter(slug=slug, organisation=actor.organisation).first()
        if actor.organisation
        else None
    )
    if found is None:
        raise NotFound(f"there is no brand {slug} of yours")
    return found


def own_brands(actor: Actor) -> list[Brand]:
    """The brands that the actor may change."""
    if actor.organisation is None:
        return []
    return list(Brand.objects.filter(organisation=actor.organisation).order_by("name"))


def addresses(actor: Actor, right: Right) -> list[AddressSeen]:
    """Where a code can be sent: the addresses of the record that counts, if it is trusted."""
    if not _brands(actor).filter(id=right.brand_id).exists():
        return []
    rows = RecordAddress.objects.filter(record__right=right, record__state=CopyState.COUNTS)
    rows = rows.filter(Q(record__origin=Origin.OPERATOR) | Q(record__compared_at__isnull=False))
    found = []
    for row in rows.select_related("contact__key").order_by("id"):
        values = contacts.opened(row.contact)
        if values.email:
            found.append(AddressSeen(row.id, row.whose, values.name, masked(values.email)))
    return found


def sellers(actor: Actor, brand: Brand) -> list[AuthorisedSeller]:
    """The authorised sellers of a brand, those whose consent goes on first."""
    rows = AuthorisedSeller.objects.filter(brand=brand, brand__in=_brands(actor)).select_related(
        "marketplace"
    )
    return sorted(rows, key=lambda one: (one.valid_until or date.max, one.seller_id), reverse=True)


def marketplaces() -> list[Marketplace]:
    """Where consent to sell can be given: which marketplaces there are is public."""
    return list(Marketplace.objects.order_by("name"))


@dataclass(frozen=True, slots=True)
class ToCheck:
    """What waits for a person of the desk: a document or a domain, with what the office's record says."""

    proof: ControlProof
    right: Right | None
    owner: str
    record_trusted: bool
    domain_in_record: bool


def to_check(actor: Actor) -> list[ToCheck]:
    """Powers of attorney and domains that wait, the oldest first."""
    if not (actor.is_system or actor.kind is OrganisationKind.OPERATOR):
        return []
    related = ("right__brand", "organisation", "mandate__holder", "mandate__agent")
    rows = ControlProof.objects.filter(state=ProofState.WAITS).select_related(*related).order_by("asked_at")
    copies = _counting(one.right_id for one in rows if one.right_id)
    found = []
    for one in rows:
        copy = copies.get(one.right_id) if one.right_id else None
        emails = _emails(copy) if copy and one.domain else []
        owner = one.right.owner_name if one.right else one.mandate.holder.name if one.mandate else ""
        trusted = copy.is_trusted if copy else one.right_id is None
        found.append(ToCheck(one, one.right, owner, trusted, stands_in_record(one.domain, emails)))
    return found


@dataclass(frozen=True, slots=True)
class ToCompare:
    """A record that a holder sent, beside the right as it stands."""

    copy: RecordCopy
    right: Right
    said: dict[str, Any]
    addresses: Sequence[AddressSeen]


def to_compare(actor: Actor) -> list[ToCompare]:
    """Records of holders that nobody has compared with the office's register, the oldest first."""
    if not (actor.is_system or actor.kind is OrganisationKind.OPERATOR):
        return []
    rows = RecordCopy.objects.filter(
        origin=Origin.HOLDER, compared_at=None, state__in=(CopyState.COUNTS, CopyState.WAITS)
    ).select_related("right__brand__organisation")
    found = []
    for copy in rows.prefetch_related("addresses__contact__key").order_by("taken_at"):
        values = [(one, contacts.opened(one.contact)) for one in copy.addresses.all()]
        # The desk compares the whole address with the register, so it sees it whole.
        seen = [AddressSeen(one.id, one.whose, value.name, value.email) for one, value in values]
        found.append(ToCompare(copy, copy.right, copy.said, seen))
    return found


def picture(actor: Actor, number: UUID) -> bytes:
    """The mark's picture of a right that the actor may see."""
    found = Right.objects.filter(id=number, brand__in=_brands(actor)).exclude(picture="").first()
    if found is None:
        raise NotFound("there is no such picture")
    return store.read(found.picture)


def document(actor: Actor, number: UUID) -> tuple[str, bytes]:
    """A power of attorney that was brought: for the desk, and for who brought it."""
    rows = ControlProof.objects.filter(id=number)
    if not (actor.is_system or actor.kind is OrganisationKind.OPERATOR):
        rows = rows.filter(organisation=actor.organisation, organisation__isnull=False)
    found = rows.first()
    if found is None or not found.document:
        raise NotFound("there is no such document")
    return str(found.document["name"]), store.read(found.document["sha256"])


def _counting(rights: Iterable[UUID]) -> dict[UUID, RecordCopy]:
    rows = RecordCopy.objects.filter(right__in=list(rights), state=CopyState.COUNTS)
    return {copy.right_id: copy for copy in rows}


def _emails(copy: RecordCopy) -> list[str]:
    rows = RecordAddress.objects.filter(record=copy).select_related("contact__key")
    return [contacts.opened(one.contact).email for one in rows]
