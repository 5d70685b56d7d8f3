"""Authorised sellers: who sells with the brand's consent, from when until when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from countermark_portal.catalogue.models import Marketplace
from countermark_portal.errors import NotFound, Refused
from countermark_portal.ledger import actions as ledger
from countermark_portal.ledger.actions import Entry
from countermark_portal.parties.permission_map import Permission, permit
from countermark_portal.parties.rules import Actor
from countermark_portal.registry.models import AuthorisedSeller, Brand


@dataclass(frozen=True, slots=True)
class Consent:
    """A seller account on a marketplace, and the days on which it sells with consent."""

    marketplace: str
    seller_id: str
    valid_from: date | None = None
    valid_until: date | None = None


def authorise(
    *, actor: Actor, now: datetime, brand: Brand, consents: Sequence[Consent]
) -> list[AuthorisedSeller]:
    """Give consent to sellers; given again, the newer days count."""
    permit(actor, Permission.REGISTER_RIGHT, brand)
    sites = {
        one.slug: one for one in Marketplace.objects.filter(slug__in={one.marketplace for one in consents})
    }
    for one in consents:
        if one.marketplace not in sites:
            raise NotFound(f"there is no marketplace {one.marketplace}")
        if one.valid_from and one.valid_until and one.valid_until < one.valid_from:
            raise Refused("the last day lies before the first", mend="turn the days around")
    with transaction.atomic():
        given = AuthorisedSeller.objects.bulk_create(
            [
                AuthorisedSeller(
                    brand=brand,
                    marketplace=sites[one.marketplace],
                    seller_id=one.seller_id,
                    valid_from=one.valid_from,
                    valid_until=one.valid_until,
                )
                for one in {(one.marketplace, one.seller_id): one for one in consents}.values()
            ],
            update_conflicts=True,
            unique_fields=["brand", "marketplace", "seller_id"],
            update_fields=["valid_from", "valid_until"],
        )
        if given:
            entry = Entry("consent.given", brand.id, {"sellers": len(given)})
            ledger.record(actor=actor, now=now, entries=[entry])
    return given


def end(*, actor: Actor, now: datetime, consent: int, last_day: date) -> AuthorisedSeller:
    """End a consent with a day. What was sold before stays authorised, so the row stays."""
    with transaction.atomic():
        found = (
            AuthorisedSeller.objects.select_for_update(of=("self",))
            .select_related("brand")
            .filter(id=consent)
            .first()
        )
        if found is None:
            raise NotFound("there is no such consent")
        permit(actor, Permission.REGISTER_RIGHT, found.brand)
        if found.valid_until is not None and found.valid_until < last_day and found.valid_until < now.date():
            raise Refused("this consent has ended already", mend="give it again instead")
        found.valid_until = last_day
        found.save(update_fields=["valid_until"])
        body = {"consent": found.id, "last_day": last_day.isoformat()}
        ledger.record(actor=actor, now=now, entries=[Entry("consent.ended", found.brand_id, body)])
    return found
