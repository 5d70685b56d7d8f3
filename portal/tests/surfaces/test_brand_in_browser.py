"""The pages of rights holders in a real browser: a notice by keyboard; every page fit for phone, desk, dark, axe."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import expect
from pytest_django.fixtures import Settings

from countermark_portal import worker
from countermark_portal.casework.appeals import actions as appeals
from countermark_portal.casework.appeals.actions import Given
from countermark_portal.casework.cases.models import Case
from countermark_portal.casework.decisions import desk
from countermark_portal.casework.decisions.rules import Outcome
from countermark_portal.casework.notices.models import Notice
from countermark_portal.connectors.demo_shop import stock
from countermark_portal.connectors.demo_shop.market import plan
from countermark_portal.parties.models import Person
from countermark_portal.parties.queries import actor_of
from countermark_portal.parties.rules import Actor, Capacity
from countermark_portal.policies.terms import CounterField, Ground
from surfaces import looking

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("market")]


def play_on(now: datetime) -> None:
    """The seller of the restricted listing objects; the lawful one is let be."""
    restricted = Case.objects.get(state="restricted")
    given = Given(
        ground=Ground.GENUINE_PURCHASED,
        statement="I bought these jackets from the brand's own outlet and have the invoice.",
        given=frozenset(CounterField),
        evidence=[{"kind": "invoice", "sha256": "0" * 64, "audience": "reviewer"}],
    )
    seller = Actor(restricted.id, capacity=Capacity.SELLER, link=restricted.id)
    appeals.answer(actor=seller, now=now, case=restricted.id, given=given)
    lawful = Case.objects.get(state="review")
    reviewer = actor_of(Person.objects.get(email="reviewer@demo.example"))
    words = "Lawful resale: nothing shows a fake."
    desk.decide(actor=reviewer, now=now, case=lawful.id, outcome=Outcome.DISMISS, own_words=words)
    worker.work_off()


def test_a_notice_is_sent_by_keyboard_and_every_page_is_fit_for_everyone(
    settings: Settings, client: Client
) -> None:
    wares = plan(stock.DEFAULT_SEED)
    fake = next(one.listing_id for one in wares.of("fake", "norrvik") if one.disguise == "openly")
    lawful = wares.of("new", "norrvik")[0].listing_id
    client.force_login(Person.objects.get(email="norrvik@brands.example"))
    with looking.served() as site, looking.browser() as browser:
        settings.PUBLIC_URL = site
        session: Any = {
            "name": "sessionid",
            "value": client.cookies["sessionid"].value,
            "url": site,
        }
        context = browser.new_context()
        context.add_cookies([session])
        page = context.new_page()
        page.goto(f"{site}/brand/")
        page.get_by_role("link", name="Report the first listings").press("Enter")
        page.get_by_role("textbox", name="Which listings?").fill(
            f"{fake}\n{site}/shop/item/{lawful}/\nno-such-listing"
        )
        page.get_by_role("radio", name="Counterfeit goods").press("Space")
        page.get_by_label("Where do you see it?").select_option("product")
        page.get_by_label("What is wrong, and how do you know?").fill(
            "The label is wrong and we never made this colour."
        )
        evidence = page.get_by_role("group", name="Evidence 1 (optional)")
        evidence.get_by_label("What it is").select_option("indicators")
        evidence.get_by_label("What it shows").fill("Wrong label, wrong zip.")
        page.get_by_label("I believe in good faith").press("Space")
        page.get_by_label("What I say here is accurate").press("Space")
        page.get_by_role("button", name="Send the notice").press("Enter")
        expect(page.get_by_role("status")).to_contain_text("Received as NOTICE-")
        worker.work_off()
        play_on(datetime.now(UTC))
        notice = Notice.objects.get().reference
        contested = Case.objects.get(state="contested").reference
        dismissed = Case.objects.get(state="closed").reference
        wrong = []
        for name, path in {
            "brand-overview": "/brand/",
            "brand-notify": "/brand/notify/",
            "brand-notice": f"/brand/notice/{notice}/",
            "brand-withdraw": f"/brand/notice/{notice}/withdraw/",
            "brand-reply": f"/brand/case/{contested}/reply/",
            "brand-appeal": f"/brand/case/{dismissed}/appeal/",
            "brand-refused": "/brand/notice/NOTICE-NONE/",
        }.items():
            wrong += looking.look(browser, site + path, cookies=[session], name=name)
    assert wrong == []
