"""Reads of the registry."""

from __future__ import annotations

from countermark_portal.parties.rules import Actor, OrganisationKind
from countermark_portal.registry.models import Brand, Right, Snapshot


def visible_brands(actor: Actor) -> list[Brand]:
    """The brands that an actor works with: their own; all of them for the operator and the system."""
    brands = Brand.objects.order_by("name")
    if actor.is_system or actor.kind is OrganisationKind.OPERATOR:
        return list(brands)
    return list(brands.filter(organisation=actor.organisation)) if actor.organisation else []


def visible_rights(actor: Actor) -> list[Right]:
    """The rights of these brands."""
    return list(
        Right.objects.filter(brand__in=visible_brands(actor))
        .select_related("brand")
        .order_by("office", "number")
    )


def latest_snapshot() -> Snapshot | None:
    """The references that count now."""
    return Snapshot.objects.order_by("-made_at").first()
