"""Policies change by two people; what counted before stays readable for as long as decisions cite it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction

from countermark_portal.casework.decisions.models import Decision
from countermark_portal.catalogue.models import Marketplace
from countermark_portal.errors import Forbidden, NotFound, Refused, Stale
from countermark_portal.ledger.models import Event
from countermark_portal.parties.models import Membership, Organisation, Person
from countermark_portal.parties.queries import actor_of
from countermark_portal.parties.rules import Actor, Role
from countermark_portal.policies import actions, queries
from countermark_portal.policies.changes import differences
from countermark_portal.policies.errors import PolicyFaults
from countermark_portal.policies.loading import load
from countermark_portal.policies.models import PolicyVersion
from countermark_portal.policies.terms import ClockKind

NOW = datetime(2026, 10, 5, 9, 0, tzinfo=UTC)
LONGER = """\
extends: eu
name: eu
clocks:
  hold:
    source: "Our own default, lengthened for a test"
    starts: when the listing is held
    amount: 4
    unit: business_days
    at_end: restore
    at_end_safety_critical: person
"""


def signed_in(email: str) -> Actor:
    return actor_of(Person.objects.get(email=email))


def owner() -> Actor:
    return signed_in("policy@demo.example")


def admin() -> Actor:
    return signed_in("admin@demo.example")


def proposed(text: str = LONGER) -> PolicyVersion:
    return actions.propose(actor=admin(), now=NOW, text=text, note="Sellers asked for more time.")


@pytest.mark.usefixtures("market")
def test_where_nothing_was_activated_the_bundled_profile_counts() -> None:
    assert queries.active("eu") == load("eu")
    assert queries.active_of(["eu", "us"]) == {"eu": load("eu"), "us": load("us")}


@pytest.mark.usefixtures("market")
def test_a_proposal_changes_nothing_until_another_person_activates_it() -> None:
    version = proposed()
    assert version.waits
    assert queries.active("eu") == load("eu")
    actions.activate(actor=owner(), now=NOW, number=version.id, instead_of=load("eu").id)
    assert queries.active("eu").id == version.id
    assert queries.active("eu").clock(ClockKind.HOLD).amount == 4
    assert queries.active("us") == load("us")
    event = Event.objects.get(kind="policy.activated")
    assert event.body["instead_of"] == load("eu").id
    assert "clocks.hold" in event.body["unchecked"]


@pytest.mark.usefixtures("market")
def test_who_proposed_it_cannot_activate_it() -> None:
    version = actions.propose(actor=owner(), now=NOW, text=LONGER)
    with pytest.raises(Forbidden, match=r"policies\.activate"):
        actions.activate(actor=owner(), now=NOW, number=version.id, instead_of=load("eu").id)
    assert queries.active("eu") == load("eu")


@pytest.mark.usefixtures("market")
@pytest.mark.parametrize("email", ["reviewer@demo.example", "norrvik@brands.example"])
def test_reviewers_and_rights_holders_propose_and_activate_nothing(email: str) -> None:
    with pytest.raises(Forbidden):
        actions.propose(actor=signed_in(email), now=NOW, text=LONGER)
    version = proposed()
    with pytest.raises(Forbidden):
        actions.activate(actor=signed_in(email), now=NOW, number=version.id, instead_of=load("eu").id)


@pytest.mark.usefixtures("market")
def test_an_administrator_who_is_no_policy_owner_does_not_activate() -> None:
    version = actions.propose(actor=owner(), now=NOW, text=LONGER)
    with pytest.raises(Forbidden):
        actions.activate(actor=admin(), now=NOW, number=version.id, instead_of=load("eu").id)


@pytest.mark.usefixtures("market")
def test_a_text_with_faults_is_answered_with_all_of_them() -> None:
    with pytest.raises(PolicyFaults) as told:
        proposed(LONGER.replace("amount: 4", "amount: 0").replace("at_end: restore", "at_end: never"))
    assert len(told.value.faults) == 2
    assert not PolicyVersion.objects.filter(proposed_by__isnull=False).exists()


@pytest.mark.usefixtures("market")
def test_what_is_in_force_is_not_proposed_and_a_proposal_is_not_made_twice() -> None:
    with pytest.raises(Refused, match="in force"):
        proposed("extends: eu\nname: eu\n")
    assert proposed() == proposed()
    assert Event.objects.filter(kind="policy.proposed").count() == 1


@pytest.mark.usefixtures("market")
def test_who_compared_with_another_version_is_told_that_it_changed() -> None:
    first, second = proposed(), proposed(LONGER.replace("amount: 4", "amount: 5"))
    actions.activate(actor=owner(), now=NOW, number=first.id, instead_of=load("eu").id)
    with pytest.raises(Stale, match=first.id):
        actions.activate(actor=owner(), now=NOW, number=second.id, instead_of=load("eu").id)
    with pytest.raises(Stale):
        actions.activate(actor=owner(), now=NOW, number=first.id, instead_of=first.id)
    actions.activate(actor=owner(), now=NOW, number=second.id, instead_of=first.id)
    assert queries.active("eu").id == second.id


@pytest.mark.usefixtures("market")
def test_going_back_to_an_older_version_takes_two_people_again() -> None:
    first, second = proposed(), proposed(LONGER.replace("amount: 4", "amount: 5"))
    actions.activate(actor=owner(), now=NOW, number=first.id, instead_of=load("eu").id)
    actions.activate(actor=owner(), now=NOW, number=second.id, instead_of=first.id)
    again = proposed()
    assert again.id == first.id
    assert again.waits
    actions.activate(actor=owner(), now=NOW, number=again.id, instead_of=second.id)
    assert queries.active("eu").id == first.id


def test_cases_are_decided_under_what_counts_and_old_decisions_are_explained_by_what_counted(
    market: Marketplace,
) -> None:
    del market
    actions.keep(now=NOW, policies=[load("eu")])
    version = proposed()
    actions.activate(actor=owner(), now=NOW + timedelta(days=1), number=version.id, instead_of=load("eu").id)
    queries.policy_by_id.cache_clear()
    assert queries.policy_by_id(load("eu").id) == load("eu")
    assert differences(queries.policy_by_id(load("eu").id), queries.active("eu"))
    with pytest.raises(NotFound):
        queries.policy_by_id("eu@000000000000")
    assert not Decision.objects.exists()


@pytest.mark.usefixtures("market")
def test_the_database_itself_refuses_to_change_a_versions_text_or_to_delete_it() -> None:
    version = proposed()
    with pytest.raises(DatabaseError), transaction.atomic():
        PolicyVersion.objects.filter(id=version.id).update(text="{}")
    with pytest.raises(DatabaseError), transaction.atomic():
        version.delete()


@pytest.mark.usefixtures("market")
def test_a_profile_of_an_operators_own_counts_once_it_is_activated() -> None:
    version = proposed("extends: eu\nname: bazaar\ntitle: Bazaar Lane's own\n")
    assert version.profile == "bazaar"
    actions.activate(actor=owner(), now=NOW, number=version.id, instead_of="")
    assert queries.active("bazaar").title == "Bazaar Lane's own"


@pytest.mark.usefixtures("market")
def test_versions_are_the_operators_to_read() -> None:
    version = proposed()
    assert queries.version(signed_in("reviewer@demo.example"), version.id) == version
    assert queries.versions(signed_in("norrvik@brands.example")) == []


@pytest.mark.usefixtures("market")
def test_a_second_policy_owner_activates_what_the_first_proposed() -> None:
    version = actions.propose(actor=owner(), now=NOW, text=LONGER)
    second = Person.objects.create_user("second.policy@demo.example", name="Runa Berg")
    operator = Organisation.objects.get(kind="operator")
    Membership.objects.create(person=second, organisation=operator, role=Role.POLICY_OWNER)
    actions.activate(actor=actor_of(second), now=NOW, number=version.id, instead_of=load("eu").id)
    version.refresh_from_db()
    assert version.activated_by == second
