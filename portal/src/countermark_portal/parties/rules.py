"""Who acts, and the words for kinds of organisations and roles. Plain Python."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final
from uuid import UUID


class OrganisationKind(StrEnum):
    """What an organisation is. Seller accounts are not organisations: those are in the catalogue."""

    OPERATOR = "operator"
    RIGHTS_HOLDER = "rights_holder"
    AGENT = "agent"
    ASSOCIATION = "association"
    SELLER = "seller"
    AUTHORITY = "authority"
    ALLIANCE_MEMBER = "alliance_member"
    AUDITOR = "auditor"


class Role(StrEnum):
    """What a person does for an organisation."""

    ADMINISTRATOR = "administrator"
    REVIEWER = "reviewer"
    SENIOR_REVIEWER = "senior_reviewer"
    POLICY_OWNER = "policy_owner"
    ACCOUNT_MANAGER = "account_manager"
    BRAND_OFFICER = "brand_officer"
    SELLER = "seller"
    OFFICER = "officer"
    AUDITOR = "auditor"


class Capacity(StrEnum):
    """As what somebody without an account acts: what a signed link lets them do."""

    SELLER = "seller"
    NOTIFIER = "notifier"


class Scope(StrEnum):
    """What an API key may be used for."""

    NOTICES_READ = "notices:read"
    NOTICES_WRITE = "notices:write"
    CASES_READ = "cases:read"
    SELLER_ACT = "seller:act"
    """To read and answer for the sellers of the marketplaces that the key names: the operator's own programs."""
    WEBHOOKS_MANAGE = "webhooks:manage"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a person in their organisation, a program with its key, who holds a signed link, or the system itself.

    `link` is the id of what a signed link opens (a case for a seller, a notice for a notifier). `scopes` is None for
    everybody but programs.
    """

    id: UUID
    organisation: UUID | None = None
    kind: OrganisationKind | None = None
    roles: frozenset[Role] = field(default_factory=frozenset)
    capacity: Capacity | None = None
    link: UUID | None = None
    is_system: bool = False
    scopes: frozenset[Scope] | None = None

    def has(self, *roles: Role) -> bool:
        """Whether the actor has one of `roles`."""
        return not self.roles.isdisjoint(roles)


SYSTEM: Final = Actor(UUID(int=1), is_system=True)
"""What the program does by itself, under a policy."""
PUBLIC: Final = Actor(UUID(int=2))
"""Anybody, not known to us."""
