"""The whole loop in one browser: notice, capture, decision, measure, statement, answer, appeal, everything back."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Page, expect
from pytest_django.fixtures import Settings

from countermark_portal import worker
from countermark_portal.casework.cases.models import Case
from countermark_portal.casework.notices.models import Notice
from surfaces.looking import browser, served

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("market")]


def act_as(page: Page, site: str, name: str) -> None:
    """Go back to the page of the play, and on as somebody else."""
    page.goto(f"{site}/play/")
    page.get_by_role("button", name=name).click()


def a_photo_of_an_invoice() -> FilePayload:
    """A picture, as a phone would take it."""
    out = BytesIO()
    Image.new("RGB", (640, 480), "white").save(out, "PNG")
    return {"name": "invoice.png", "mimeType": "image/png", "buffer": out.getvalue()}


def status_of(page: Page, address: str) -> int:
    answer = page.request.get(address)
    return answer.status


def test_one_case_goes_from_a_form_to_removal_and_back_again(settings: Settings) -> None:
    settings.DEMO = True
    with served() as site, browser() as opened:
        settings.PUBLIC_URL = site
        page = opened.new_page()

        act_as(page, site, "Act as Signe Dahl")
        page.get_by_label("I believe in good faith").check()
        page.get_by_label("What I say here is accurate").check()
        page.get_by_role("button", name="Send the notice").click()
        worker.work_off()
        listing = Notice.objects.latest("submitted_at").items.get().named
        shown = f"{site}/shop/item/{listing}/"
        assert status_of(page, shown) == 200, "a tip or a doubt restricts nothing"

        act_as(page, site, "Act as Ada Falk")
        page.get_by_label("In your own words").fill("The label shown is not one that the brand has used.")
        page.locator("button[name=outcome][value=restrict]").click()
        worker.work_off()
        case = Case.objects.get(listing__listing_id=listing)
        assert case.state == "restricted"
        assert status_of(page, shown) in {404, 410}, "a buyer no longer finds it"

        page.goto(f"{site}/play/")
        page.get_by_role("link", name="Open the seller's link").click()
        expect(page.get_by_role("heading", name="Statement of reasons")).to_be_visible()
        page.get_by_role("link", name="Object to this").click()
        page.locator("input[name=ground][value=genuine_purchased]").check()
        page.locator("#id_statement").fill("I bought it from the brand's own outlet and have the invoice.")
        page.locator("#id_kind_0").select_option("invoice")
        page.locator("#id_files_0").set_input_files(a_photo_of_an_invoice())
        page.locator("#id_contact").fill("shop@seller.example")
        page.locator("#id_declaration").check()
        page.get_by_role("button", name="Send the objection").click()
        worker.work_off()
        case.refresh_from_db()
        assert case.state == "contested"

        act_as(page, site, "Act as Signe Dahl")
        assert "invoice.png" not in page.content(), (
            "the holder sees that there is an invoice, not what stands in it"
        )
        page.locator("input[name=reply][value=evidence]").check()
        page.locator("textarea[name=text]").fill("The number on the label is none of ours.")
        page.get_by_role("button", name="Send").last.click()
        worker.work_off()

        act_as(page, site, "Act as Jonas Brandt")
        page.locator("#id_hear_words").fill("The invoice of the outlet names this very piece.")
        page.locator("input[name=verified_invoice]").check()
        page.locator("button[name=outcome][value=reversed]").click()
        worker.work_off()
        case.refresh_from_db()
        assert case.state == "restored"
        assert status_of(page, shown) == 200, "a buyer finds it as before"
        page.goto(f"{site}/play/")
        expect(page.get_by_text("That was a whole case")).to_be_visible()
    assert {"statement", "counter_notice_received", "appeal_outcome", "restored"} <= set(
        case.letters.filter(audience="seller").values_list("kind", flat=True)
    )
