"""The first people of a portal come by a command; who has a grave role needs a second factor."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from countermark_portal.errors import Forbidden
from countermark_portal.ledger import clock
from countermark_portal.ledger.models import Event
from countermark_portal.parties import actions
from countermark_portal.parties.queries import actor_of
from countermark_portal.parties.rules import PUBLIC, SYSTEM, OrganisationKind, Role

pytestmark = pytest.mark.django_db


def test_somebody_joins_and_leaves_again() -> None:
    now = clock.now()
    where = actions.organise(actor=SYSTEM, now=now, kind=OrganisationKind.OPERATOR, name="Bazaar Lane")
    person = actions.join(
        actor=SYSTEM,
        now=now,
        email="Ada@example.org",
        name="Ada Falk",
        organisation=where,
        role=Role.REVIEWER,
    )
    assert actor_of(person).has(Role.REVIEWER)
    assert not person.has_usable_password()
    assert actions.leave(actor=SYSTEM, now=now, email="ada@example.org") == person
    person.refresh_from_db()
    assert not person.is_active
    assert actor_of(person).kind is None
    assert list(Event.objects.values_list("kind", flat=True).order_by("seq")) == [
        "organisation.made",
        "person.joined",
        "person.left",
    ]


def test_nobody_brings_themselves_in() -> None:
    with pytest.raises(Forbidden):
        actions.organise(actor=PUBLIC, now=clock.now(), kind=OrganisationKind.OPERATOR, name="Mine")


def test_a_reviewer_without_a_second_factor_sees_nothing_else(settings: Settings) -> None:
    settings.DEMO, settings.MFA_ROLES = False, ["reviewer"]
    now = clock.now()
    where = actions.organise(actor=SYSTEM, now=now, kind=OrganisationKind.OPERATOR, name="Bazaar Lane")
    person = actions.join(
        actor=SYSTEM, now=now, email="ada@example.org", name="Ada", organisation=where, role=Role.REVIEWER
    )
    client = Client()
    client.force_login(person)
    assert client.get("/review/").headers["Location"] == "/accounts/2fa/"
    settings.MFA_ROLES = []
    assert client.get("/review/").status_code == 200
