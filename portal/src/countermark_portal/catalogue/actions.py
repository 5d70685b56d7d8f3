"""Adding marketplaces to the one entry point."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from countermark_portal.catalogue import ports
from countermark_portal.catalogue.models import Marketplace
from countermark_portal.errors import Refused
from countermark_portal.ledger import actions as ledger
from countermark_portal.ledger.actions import Entry
from countermark_portal.parties.permission_map import Permission, permit
from countermark_portal.parties.rules import Actor
from countermark_portal.policies.loading import PROFILES
from countermark_portal.policies.queries import active_profiles


def connect(
    *,
    actor: Actor,
    now: datetime,
    slug: str,
    name: str,
    connector: str,
    profile: str,
    territories: Sequence[str],
    language: str = "en",
    zone: str = "UTC",
    base_url: str = "",
    settings: Mapping[str, Any] | None = None,
) -> Marketplace:
    """Add a marketplace, or change it; its connector is asked whether it makes sense of the settings."""
    permit(actor, Permission.MANAGE_CATALOGUE)
    known = {*PROFILES, *active_profiles()}
    if profile not in known:
        raise Refused(f"no such profile: {profile}", mend="profiles are: " + ", ".join(sorted(known)))
    given = dict(settings or {})
    ports.connect(connector, ports.Connection(slug, base_url, given))
    values = {
        "name": name,
        "connector": connector,
        "profile": profile,
        "territories": list(territories),
        "language": language,
        "zone": zone,
        "base_url": base_url,
        "settings": given,
    }
    with transaction.atomic():
        marketplace, _ = Marketplace.objects.update_or_create(slug=slug, defaults=values)
        body = {"slug": slug, "connector": connector, "profile": profile}
        ledger.record(actor=actor, now=now, entries=[Entry("marketplace.connected", marketplace.id, body)])
    return marketplace
