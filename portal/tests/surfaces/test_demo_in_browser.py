"""The demo's pages in a real browser: one press signs in; every page fit for phone, desk, dark, axe."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from pytest_django.fixtures import Settings

from countermark_portal import worker
from surfaces import looking

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("market")]


def test_the_play_begins_with_one_press_and_its_pages_are_fit_for_everyone(settings: Settings) -> None:
    settings.DEMO = True
    with looking.served() as site, looking.browser() as browser:
        settings.PUBLIC_URL = site
        context = browser.new_context()
        page = context.new_page()
        page.goto(site)
        page.get_by_role("link", name="Play one case in three minutes").press("Enter")
        page.get_by_role("button", name="Act as Signe Dahl").press("Enter")
        expect(page.get_by_role("textbox", name="Which listings?")).not_to_be_empty()
        expect(page.get_by_role("radio", name="Counterfeit goods")).to_be_checked()
        page.get_by_label("I believe in good faith").press("Space")
        page.get_by_label("What I say here is accurate").press("Space")
        page.get_by_role("button", name="Send the notice").press("Enter")
        worker.work_off()
        page.get_by_role("link", name="Play one case").press("Enter")
        expect(page.get_by_role("heading", name="The brand reports a listing")).to_contain_text("done")
        cookies = context.cookies()
        wrong = looking.look(browser, f"{site}/play/", cookies=cookies, name="demo-play")
        wrong += looking.look(browser, f"{site}/", cookies=cookies, name="demo-start")
    assert wrong == []
