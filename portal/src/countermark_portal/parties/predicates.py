"""Conditions of the permission map: an actor and what they want to do it to. Two lines each.

What a subject must tell of itself is a protocol here; the modules above hand in what fits.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol
from uuid import UUID

from countermark_portal.parties.rules import Actor, Capacity, OrganisationKind, Role, Scope

Predicate = Callable[[Actor, object], bool]


class Decided(Protocol):
    """What somebody decided or approved."""

    @property
    def decided_by(self) -> frozenset[UUID]:
        """Everyone who had a hand in it."""


def anyone(_actor: Actor, _subject: object) -> bool:
    """Anybody at all, without an account."""
    return True


def is_system(actor: Actor, _subject: object) -> bool:
    """The program itself, under a policy."""
    return actor.is_system


def reviews(actor: Actor, _subject: object) -> bool:
    """Reviewers of the operator."""
    return actor.kind is OrganisationKind.OPERATOR and actor.has(Role.REVIEWER, Role.SENIOR_REVIEWER)


def reviews_as_senior(actor: Actor, _subject: object) -> bool:
    """Senior reviewers of the operator."""
    return actor.kind is OrganisationKind.OPERATOR and actor.has(Role.SENIOR_REVIEWER)


def administers(actor: Actor, _subject: object) -> bool:
    """Administrators of the operator."""
    return actor.kind is OrganisationKind.OPERATOR and actor.has(Role.ADMINISTRATOR)


def owns_policy(actor: Actor, _subject: object) -> bool:
    """Policy owners of the operator."""
    return actor.kind is OrganisationKind.OPERATOR and actor.has(Role.POLICY_OWNER)


def acts_for_a_holder(actor: Actor, _subject: object) -> bool:
    """Whoever acts for a rights holder, an agent or an association."""
    kinds = {OrganisationKind.RIGHTS_HOLDER, OrganisationKind.AGENT, OrganisationKind.ASSOCIATION}
    return actor.kind in kinds and actor.has(Role.BRAND_OFFICER, Role.ADMINISTRATOR)


def of_own_holder(actor: Actor, subject: object) -> bool:
    """Whoever acts for the rights holder whose it is, or sent the notice that it came from."""
    if not acts_for_a_holder(actor, subject):
        return False
    own = getattr(subject, "holder", None) == actor.organisation
    return own or actor.organisation in getattr(subject, "notifiers", ())


def holds_link_of_seller(actor: Actor, subject: object) -> bool:
    """The seller who opened the link that was sent with the statement of this case."""
    return actor.capacity is Capacity.SELLER and actor.link == getattr(subject, "id", None)


def holds_link_of_notifier(actor: Actor, subject: object) -> bool:
    """The notifier who opened the link of the receipt of this notice, or of one that this case came from."""
    if actor.capacity is not Capacity.NOTIFIER:
        return False
    return actor.link == getattr(subject, "id", None) or actor.link in getattr(subject, "notices", ())


def had_no_hand_in_it(actor: Actor, subject: object) -> bool:
    """Another person than who decided or approved."""
    return actor.id not in getattr(subject, "decided_by", frozenset())


def is_a_person(actor: Actor, _subject: object) -> bool:
    """Somebody, not a program with a key."""
    return actor.scopes is None


def manages_webhooks_by_key(actor: Actor, subject: object) -> bool:
    """A program of the organisation whose it is, whose key is for webhooks."""
    may_manage = Scope.WEBHOOKS_MANAGE in (actor.scopes or ())
    return may_manage and getattr(subject, "holder", None) == actor.organisation
