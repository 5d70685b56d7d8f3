"""The desk in a real browser: a case is decided by keys alone; every page is fit for everyone."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import expect

from countermark_portal.blobs import store
from countermark_portal.casework.correspondence import actions as correspondence
from countermark_portal.casework.correspondence.actions import Audience
from countermark_portal.ledger import clock
from surfaces import looking
from surfaces.cases_told import answered, appealed, browsing, by_link, for_review, restricted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("market")]


def cookies(email: str, site: str) -> list[Any]:
    session = browsing(email).cookies[settings.SESSION_COOKIE_NAME].value
    return [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site}]


def test_a_case_is_decided_by_keys_alone_and_every_page_is_fit_for_everyone() -> None:
    waiting, heard = for_review(), appealed(restricted())
    invoice = {
        "kind": "invoice",
        "sha256": store.put(b"Invoice 4711"),
        "name": "invoice.txt",
        "content_type": "text/plain",
    }
    contested = answered(restricted(1), ({**invoice, "bytes": 12, "audience": "reviewer"},))
    correspondence.write(
        actor=by_link(heard),
        now=clock.now(),
        case=heard.id,
        audience=Audience.SELLER,
        text="Where do I send page two?",
    )
    wrong = []
    with looking.served() as site, looking.browser() as browser:
        signed_in = cookies("reviewer@demo.example", site)
        for name, path in {
            "review-queue": "/review/",
            "review-decide": f"/review/case/{waiting.reference}/",
            "review-hear": f"/review/case/{heard.reference}/",
            "review-contested": f"/review/case/{contested.reference}/",
        }.items():
            wrong += looking.look(browser, site + path, cookies=signed_in, name=name)
        context = browser.new_context()
        context.add_cookies(signed_in)
        page = context.new_page()
        page.goto(f"{site}/review/case/{waiting.reference}/")
        page.keyboard.press("c")
        expect(page.get_by_role("status")).to_contain_text("is yours until")
        page.keyboard.press("w")
        page.keyboard.type("drr: typed words decide nothing")
        page.keyboard.press("Escape")
        page.keyboard.press("1")
        expect(page.get_by_role("checkbox").first).to_be_checked()
        page.keyboard.press("r")
        expect(page.get_by_role("status")).to_contain_text("restrict. Both sides are told.")
    waiting.refresh_from_db()
    assert waiting.state == "restricted"
    assert waiting.decisions.get().own_words == "drr: typed words decide nothing"
    assert wrong == []
