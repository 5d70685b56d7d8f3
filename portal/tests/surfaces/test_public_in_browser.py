"""The public pages in a real browser: on a phone and at a desk, light and dark, by keyboard; axe finds nothing."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from pytest_django.fixtures import Settings

from countermark_portal import worker
from countermark_portal.casework.notices.models import Notice
from countermark_portal.connectors.demo_shop import stock
from countermark_portal.connectors.demo_shop.market import plan
from countermark_portal.parties import links
from countermark_portal.parties.rules import Capacity
from surfaces import looking

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("market")]


def test_a_report_is_made_by_keyboard_and_every_page_is_fit_for_everyone(settings: Settings) -> None:
    fakes = [one.listing_id for one in plan(stock.DEFAULT_SEED).of("fake", "norrvik")]
    with looking.served() as site, looking.browser() as browser:
        settings.PUBLIC_URL = site
        page = browser.new_page()
        page.goto(f"{site}/notify/")
        page.get_by_role("button", name="Send the report").press("Enter")
        summary = page.get_by_role("alert")
        expect(summary).to_be_focused()
        wrong = [f"public-notify with errors: {fault}" for fault in looking.faults(page)]
        summary.get_by_role("link", name="Which listings?").press("Enter")
        expect(page.get_by_role("textbox", name="Which listings?")).to_be_focused()
        page.keyboard.type(f"{site}/shop/item/{fakes[0]}/\nno-such-listing")
        page.get_by_role("radio", name="Counterfeit goods").press("Space")
        page.get_by_label("Where do you see it?").select_option("product")
        page.get_by_label("What is wrong, and how do you know?").fill(
            "I bought it; the label is misspelt and peels off."
        )
        page.get_by_role("radio", name="A buyer").press("Space")
        page.get_by_label("Your name").fill("Mara Quist")
        page.get_by_label("Your e-mail address").fill("mara@example.org")
        page.get_by_label("I believe in good faith").press("Space")
        page.get_by_label("What I say here is accurate").press("Space")
        page.get_by_role("button", name="Send the report").press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Thank you, we have your report")
        worker.work_off()
        token = links.token(Capacity.NOTIFIER, Notice.objects.get().id)
        for name, path in {
            "public-start": "/",
            "public-notify": "/notify/",
            "public-received": f"/notify/received/{token}/",
            "public-notice": f"/notice/{token}/",
            "public-withdraw": f"/notice/{token}/withdraw/",
            "public-sign-in": "/accounts/login/",
            "public-forgot": "/accounts/password/reset/",
            "public-404": "/nowhere/",
        }.items():
            wrong += looking.look(browser, site + path, cookies=[], name=name)
    assert wrong == []
