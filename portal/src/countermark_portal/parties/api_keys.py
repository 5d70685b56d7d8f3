"""API keys: issued once, shown once, taken back at any time; and as whom a program acts that brings one.

A key is `cmk_<handle>_<secret>`. The handle finds the row, the secret (256 random bits) is compared in constant time
with what the row holds: an HMAC under the installation's secret. Who reads the database can make no key of it; and
who changes the installation's secret makes every key void.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from countermark_portal.errors import NotFound, Refused
from countermark_portal.ledger import actions as ledger
from countermark_portal.ledger.actions import Entry
from countermark_portal.parties.key_models import ApiKey
from countermark_portal.parties.models import Organisation
from countermark_portal.parties.permission_map import Permission, permit
from countermark_portal.parties.rules import Actor, OrganisationKind, Role, Scope

LONGEST: Final = timedelta(days=366)
"""No key lasts longer: who still needs one asks for the next."""
_KEY: Final = re.compile(r"cmk_(?P<handle>[0-9a-f]{16})_[A-Za-z0-9_-]{43}")
_HOLDERS: Final = frozenset(
    {OrganisationKind.RIGHTS_HOLDER, OrganisationKind.AGENT, OrganisationKind.ASSOCIATION}
)


@dataclass(frozen=True, slots=True)
class Issued:
    """A new key: the only time that it can be read."""

    key: ApiKey
    secret: str


@dataclass(frozen=True, slots=True)
class Caller:
    """A program that brought a good key. `marketplaces`: where it may act for sellers."""

    key: UUID
    actor: Actor
    scopes: frozenset[Scope]
    marketplaces: frozenset[str]


def issue(
    *,
    actor: Actor,
    now: datetime,
    organisation: UUID,
    name: str,
    scopes: Collection[Scope],
    expires_at: datetime,
    marketplaces: Collection[str] = (),
) -> Issued:
    """Issue a key to an organisation."""
    handle = secrets.token_hex(8)
    secret = f"cmk_{handle}_{secrets.token_urlsafe(32)}"
    with transaction.atomic():
        of = Organisation.objects.filter(id=organisation).first()
        if of is None:
            raise NotFound("there is no such organisation")
        key = ApiKey(
            organisation=of,
            name=name.strip()[:100],
            handle=handle,
            digest=_digest(secret),
            scopes=sorted(scopes),
            marketplaces=sorted(marketplaces),
            issued_at=now,
            issued_by=actor.id,
            expires_at=expires_at,
        )
        permit(actor, Permission.MANAGE_API_KEYS, key)
        _refuse_unfit(key, now)
        key.save(force_insert=True)
        body = {"organisation": str(of.id), "scopes": key.scopes, "marketplaces": key.marketplaces}
        ledger.record(actor=actor, now=now, entries=[Entry("api_key.issued", key.id, body)])
    return Issued(key, secret)


def _refuse_unfit(key: ApiKey, now: datetime) -> None:
    if not key.name:
        raise Refused("the key has no name", mend="say in a word or two what it is for")
    if not key.scopes:
        raise Refused("the key is for nothing", mend="name a scope: " + ", ".join(Scope))
    if not now < key.expires_at <= now + LONGEST:
        raise Refused(
            "a key ends within a year, and not in the past", mend=f"choose {LONGEST.days} days at most"
        )
    if Scope.SELLER_ACT in key.scopes:
        if key.organisation.kind != OrganisationKind.OPERATOR:
            raise Refused(
                "only the operator's programs act for sellers", mend=f"leave out {Scope.SELLER_ACT}"
            )
        if not key.marketplaces:
            raise Refused("it is not said for which marketplaces' sellers", mend="name the marketplaces")


def revoke(*, actor: Actor, now: datetime, key: UUID) -> ApiKey:
    """Take a key back, at once. Taking it back twice is taking it back once."""
    with transaction.atomic():
        found = ApiKey.objects.select_for_update().filter(id=key).first()
        if found is None:
            raise NotFound("there is no such key")
        permit(actor, Permission.MANAGE_API_KEYS, found)
        if found.revoked_at is None:
            found.revoked_at = now
            found.save(update_fields=["revoked_at"])
            ledger.record(actor=actor, now=now, entries=[Entry("api_key.revoked", found.id)])
    return found


def actor_of_key(key: str, *, now: datetime) -> Actor | None:
    """As whom a program acts that brings this key; None if the key is not good."""
    found = caller_of_key(key, now=now)
    return found.actor if found else None


def caller_of_key(key: str, *, now: datetime) -> Caller | None:
    """The same, with what the key is for. Notes the day on which it was used."""
    shaped = _KEY.fullmatch(key)
    handle = shaped["handle"] if shaped else ""
    found = ApiKey.objects.select_related("organisation").filter(handle=handle).first()
    # Compared even where there is nothing to compare with: an answer's time tells nothing of which handles there are.
    good = constant_time_compare(found.digest if found else "0" * 64, _digest(key))
    if found is None or not good or found.revoked_at is not None or found.expires_at <= now:
        return None
    if found.last_used_on != now.date():
        ApiKey.objects.filter(id=found.id).update(last_used_on=now.date())
    scopes = frozenset(Scope(scope) for scope in found.scopes)
    return Caller(found.id, _actor(found, scopes), scopes, frozenset(found.marketplaces))


def _actor(key: ApiKey, scopes: frozenset[Scope]) -> Actor:
    kind = OrganisationKind(key.organisation.kind)
    # A program never reviews, decides or administers: of all roles it has at most that of who sends notices.
    sends = Scope.NOTICES_WRITE in scopes and kind in _HOLDERS
    roles = frozenset({Role.BRAND_OFFICER}) if sends else frozenset[Role]()
    return Actor(key.id, key.organisation_id, kind, roles, scopes=scopes)


def _digest(secret: str) -> str:
    return salted_hmac("countermark.api_key", secret, algorithm="sha256").hexdigest()


def visible_to(actor: Actor) -> list[ApiKey]:
    """The keys that an actor may read of: the own organisation's; all for the operator and the system."""
    keys = ApiKey.objects.select_related("organisation").order_by("-issued_at")
    if actor.is_system or actor.kind is OrganisationKind.OPERATOR:
        return list(keys)
    return list(keys.filter(organisation=actor.organisation)) if actor.organisation else []
