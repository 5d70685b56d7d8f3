"""Reads of the parties."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from countermark_portal.parties.models import Membership, Person
from countermark_portal.parties.rules import PUBLIC, Actor, OrganisationKind, Role


def actor_of(user: Person | AnonymousUser) -> Actor:
    """As whom somebody who signed in acts: in the organisation of their memberships."""
    if not isinstance(user, Person):
        return PUBLIC
    memberships = list(Membership.objects.filter(person=user).select_related("organisation").order_by("id"))
    if not memberships:
        return Actor(user.id)
    organisation = memberships[0].organisation
    roles = frozenset(Role(one.role) for one in memberships if one.organisation_id == organisation.id)
    return Actor(user.id, organisation.id, OrganisationKind(organisation.kind), roles)


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody made up, as whom a visitor of the demo can act."""

    person: Person
    organisation: str
    kind: OrganisationKind
    roles: tuple[Role, ...]

    @property
    def does(self) -> str:
        """The roles, in words."""
        return ", ".join(role.replace("_", " ") for role in self.roles)

    @property
    def kind_in_words(self) -> str:
        """The kind of organisation, in words."""
        return self.kind.replace("_", " ")


def demo_people() -> list[DemoPerson]:
    """The people of the demo's organisations, the operator's first."""
    found: dict[Person, DemoPerson] = {}
    members = Membership.objects.filter(organisation__is_demo=True, person__is_active=True)
    for one in members.select_related("person", "organisation").order_by("id"):
        before = found.get(one.person)
        roles = (*(before.roles if before else ()), Role(one.role))
        kind = OrganisationKind(one.organisation.kind)
        found[one.person] = DemoPerson(one.person, one.organisation.name, kind, roles)
    return sorted(found.values(), key=lambda one: list(OrganisationKind).index(one.kind))
