"""Registering brands and rights, showing control of them, compiling them for the engine."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from countermark_portal.errors import Refused
from countermark_portal.ledger import actions as ledger
from countermark_portal.ledger.actions import Entry
from countermark_portal.parties.models import Person
from countermark_portal.parties.permission_map import Permission, permit
from countermark_portal.parties.rules import Actor
from countermark_portal.registry import compiled
from countermark_portal.registry.models import Brand, Right, Snapshot
from countermark_portal.registry.rules import ControlShown


def register(*, actor: Actor, now: datetime, brand: Brand, rights: Sequence[Right]) -> list[Right]:
    """Register rights of a brand. Nothing is restricted on them until control of them is shown."""
    permit(actor, Permission.REGISTER_RIGHT, brand)
    with transaction.atomic():
        made = Right.objects.bulk_create(rights)
        ledger.record(
            actor=actor,
            now=now,
            entries=[
                Entry("right.registered", right.id, {"office": right.office, "number": right.number})
                for right in made
            ],
        )
    return made


def show_control(
    *, actor: Actor, now: datetime, right: Right, how: ControlShown, until: date, checked_by: Person | None
) -> Right:
    """Note that who acts controls the right: how it was shown, until when it counts, and who checked a document."""
    permit(actor, Permission.VERIFY_CONTROL, right)
    if how is ControlShown.MANDATE and checked_by is None:
        raise Refused("a power of attorney counts once a person has checked it", mend="say who checked it")
    with transaction.atomic():
        right.control, right.control_at, right.control_until = how, now, until
        right.control_checked_by = checked_by
        right.save(update_fields=["control", "control_at", "control_until", "control_checked_by"])
        body = {"how": how, "until": until.isoformat()}
        ledger.record(actor=actor, now=now, entries=[Entry("right.control_shown", right.id, body)])
    return right


def compile_references(*, actor: Actor, now: datetime, asked_for: Brand | None = None) -> Snapshot:
    """Compile what all brands say of themselves for the engine, as a snapshot named by its content.

    Who acts for one brand asks for it on that brand's account; the snapshot has all brands nevertheless.
    """
    permit(actor, Permission.REGISTER_RIGHT, asked_for)
    brands = Brand.objects.order_by("slug").prefetch_related("rights", "authorised_sellers__marketplace")
    source = [said(brand) for brand in brands]
    digest = compiled.compile_snapshot(source)
    with transaction.atomic():
        snapshot, made = Snapshot.objects.get_or_create(
            digest=digest, defaults={"made_at": now, "brands": len(source)}
        )
        if made:
            subject = actor.organisation or actor.id
            body = {"digest": digest, "brands": len(source)}
            ledger.record(actor=actor, now=now, entries=[Entry("references.compiled", subject, body)])
    return snapshot


def said(brand: Brand) -> dict[str, Any]:
    """A brand as the engine's references have it."""
    rights = [
        {
            "id": f"{right.kind}-{right.office}-{right.number}".lower(),
            "kind": right.kind,
            "office": right.office,
            "number": right.number,
            "classes": right.classes,
            "territories": right.territories,
            "registered": right.registered,
            "expires": right.withdrawn or right.expires,
        }
        for right in sorted(brand.rights.all(), key=lambda right: (right.office, right.number))
    ]
    sellers = [
        {
            "marketplace": consent.marketplace.slug,
            "seller_id": consent.seller_id,
            "valid_from": consent.valid_from,
            "valid_until": consent.valid_until,
        }
        for consent in brand.authorised_sellers.all()
    ]
    own = {"words": [{"text": brand.name}], **brand.references}
    return {**own, "id": brand.slug, "name": brand.name, "rights": rights, "authorised_sellers": sellers}
