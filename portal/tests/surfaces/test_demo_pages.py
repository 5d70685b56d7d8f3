"""The demo signs in without a password, from its own machine alone, and plays one case through all sides."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from countermark_portal import worker
from countermark_portal.casework.appeals import actions as appeals
from countermark_portal.casework.appeals import hearing
from countermark_portal.casework.appeals.actions import Given
from countermark_portal.casework.appeals.facts import Outcome
from countermark_portal.casework.appeals.models import Appeal
from countermark_portal.casework.cases.models import Case
from countermark_portal.casework.decisions import desk
from countermark_portal.casework.decisions.rules import Outcome as Decided
from countermark_portal.catalogue.models import Marketplace
from countermark_portal.connectors.demo_shop import stock
from countermark_portal.connectors.demo_shop.market import plan
from countermark_portal.parties.models import Organisation, Person
from countermark_portal.parties.queries import actor_of
from countermark_portal.parties.rules import Actor, Capacity
from countermark_portal.policies.terms import CounterField, Ground
from countermark_portal.registry.models import Right

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]


@pytest.fixture
def demo(settings: Settings, market: Marketplace) -> Marketplace:
    settings.DEMO = True
    return market


def signed_in(email: str) -> Actor:
    return actor_of(Person.objects.get(email=email))


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


def test_outside_the_demo_these_pages_do_not_exist(client: Client, settings: Settings) -> None:
    settings.DEMO = False
    assert client.get("/play/").status_code == 404
    assert client.post("/demo/sign-in/", {"email": "reviewer@demo.example"}).status_code == 404
    assert "Demo" not in page(client, "/")


def test_the_start_page_has_a_button_for_each_role(client: Client) -> None:
    text = page(client, "/")
    for words in (
        "Ada Falk",
        "Senior Reviewer",
        "Policy Owner",
        "Administrator",
        "Norrvik AB",
        "without a password",
    ):
        assert words.lower() in text.lower()
    assert text.count('action="/demo/sign-in/"') == Person.objects.count()


def test_one_press_signs_in_and_the_next_changes_roles(client: Client) -> None:
    answer = client.post("/demo/sign-in/", {"email": "norrvik@brands.example", "next": "/brand/"})
    assert answer["Location"] == "/brand/"
    assert "Signe Dahl" in page(client, "/brand/")
    client.post("/demo/sign-in/", {"email": "policy@demo.example"})
    assert "Tomasz Lind" in page(client, "/")


def test_sign_in_without_a_password_is_refused_from_elsewhere_and_for_real_people(client: Client) -> None:
    given = {"email": "reviewer@demo.example"}
    assert client.post("/demo/sign-in/", given, REMOTE_ADDR="192.0.2.7").status_code == 403
    assert client.post("/demo/sign-in/", given, REMOTE_ADDR="").status_code == 403
    assert client.post("/demo/sign-in/", given, headers={"X-Forwarded-For": "127.0.0.1"}).status_code == 403
    assert client.get("/demo/sign-in/").status_code == 405
    assert Client(enforce_csrf_checks=True).post("/demo/sign-in/", given).status_code == 403
    Organisation.objects.filter(kind="operator").update(is_demo=False)
    assert client.post("/demo/sign-in/", given).status_code == 404
    assert "_auth_user_id" not in client.session


def test_sign_in_leads_to_no_other_site(client: Client) -> None:
    for elsewhere in ("https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"):
        given = {"email": "reviewer@demo.example", "next": elsewhere}
        assert client.post("/demo/sign-in/", given)["Location"] == "/"


def done(client: Client) -> int:
    return page(client, "/play/").count('<li class="done">')


def press(client: Client) -> str:
    """Press the one button that is offered; where it led."""
    text = page(client, "/play/")
    form = re.search(r'<li class="now">.*?</li>', text, re.DOTALL)
    assert form is not None
    fields = dict(re.findall(r'name="(email|next|begin)" value="([^"]*)"', form[0]))
    if not fields:
        link = re.search(r'class="button" href="([^"]+)"', form[0])
        assert link is not None
        return link[1]
    return client.post("/demo/sign-in/", fields)["Location"]


def test_one_case_is_played_through_all_sides_and_each_step_is_ticked(client: Client) -> None:
    assert done(client) == 0
    assert press(client) == "/brand/notify/"
    form = page(client, "/brand/notify/")
    lawful = {one.listing_id for one in plan(stock.DEFAULT_SEED).of("new", "norrvik")}
    listing = re.search(r'aria-describedby="id_listings_helptext">(\d+)<', form)
    assert listing is not None
    assert listing[1] in lawful
    client.post(
        "/brand/notify/",
        {
            "marketplace": "bazaar",
            "listings": listing[1],
            "reason": "TM-CF",
            "element": "product",
            "explanation": "The price is far below ours and the seller is no dealer of ours.",
            "right": str(Right.objects.get(brand__slug="norrvik").id),
            "kind_0": "indicators",
            "says_0": "Price far below the usual one.",
            "declare_good_faith": "on",
            "declare_accurate": "on",
        },
    )
    worker.work_off()
    assert done(client) == 1
    case = Case.objects.get()
    assert press(client) == f"/review/case/{case.reference}/"
    now = datetime.now(UTC)
    desk.decide(
        actor=signed_in("reviewer@demo.example"),
        now=now,
        case=case.id,
        outcome=Decided.RESTRICT,
        own_words="It looks wrong to me.",
    )
    worker.work_off()
    assert done(client) == 2
    client.post("/accounts/logout/")
    assert done(client) == 2, "signing out forgets nothing of the play"
    assert press(client).startswith("/seller/")
    given = Given(
        ground=Ground.GENUINE_PURCHASED,
        statement="Bought from an authorised shop; the invoice names this very piece.",
        given=frozenset(CounterField),
        evidence=[{"kind": "invoice", "sha256": "0" * 64, "audience": "reviewer"}],
    )
    seller = Actor(case.id, capacity=Capacity.SELLER, link=case.id)
    appeals.answer(actor=seller, now=now, case=case.id, given=given)
    assert done(client) == 3
    assert press(client) == f"/brand/case/{case.reference}/reply/"
    assert client.cookies["play"]["httponly"]
    client.post(
        f"/brand/case/{case.reference}/reply/", {"reply": "evidence", "text": "It is a copy, we think."}
    )
    assert done(client) == 4
    assert press(client) == f"/review/case/{case.reference}/"
    hearing.hear(
        actor=signed_in("second.reviewer@demo.example"),
        now=now,
        appeal=Appeal.objects.get().id,
        outcome=Outcome.REVERSED,
        own_words="The invoice is good.",
        verified_invoice=True,
    )
    worker.work_off()
    assert "That was a whole case" in page(client, "/play/")
    client.post("/play/")
    assert done(client) == 0
    assert press(client) == "/brand/notify/"
    again = re.search(r'aria-describedby="id_listings_helptext">(\d+)<', page(client, "/brand/notify/"))
    assert again is not None
    assert again[1] != listing[1]
