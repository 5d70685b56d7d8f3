"""The seller's side on a real phone's width: a statement is read and answered; every page is fit for everyone."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from playwright.sync_api import expect

from countermark_portal.casework.appeals.models import CounterNotice
from countermark_portal.catalogue.models import SellerAccount
from countermark_portal.parties import links
from countermark_portal.parties.rules import Capacity
from surfaces import looking
from surfaces.cases_told import answered, appealed, restricted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("market")]


def test_a_seller_objects_on_a_phone_and_every_page_is_fit_for_everyone() -> None:
    case, contested, heard = restricted(), answered(restricted(1)), appealed(restricted(2))
    token = links.token(Capacity.SELLER, case.id)
    out = io.BytesIO()
    Image.new("RGB", (600, 800), "white").save(out, "JPEG")
    wrong = []
    with looking.served() as site, looking.browser() as browser:
        for name, path in {
            "seller-case": f"/seller/{token}/",
            "seller-answer": f"/seller/{token}/answer/",
            "seller-corrected": f"/seller/{token}/corrected/",
            "seller-appeal": f"/seller/{token}/appeal/",
            "seller-pressed": f"/seller/{token}/pressed/",
            "seller-contested": f"/seller/{links.token(Capacity.SELLER, contested.id)}/",
            "seller-heard": f"/seller/{links.token(Capacity.SELLER, heard.id)}/",
        }.items():
            wrong += looking.look(browser, site + path, cookies=[], name=name)
        page = browser.new_page(viewport={"width": 360, "height": 740}, has_touch=True)
        page.goto(f"{site}/seller/{token}/")
        page.get_by_role("link", name="Object to this").tap()
        page.get_by_label("The goods are genuine").tap()
        page.get_by_label("Say it in your own words").fill(
            "I bought these jackets from the brand's own outlet."
        )
        page.get_by_label("What is it?").first.select_option("invoice")
        files = page.get_by_label("Files").first
        files.set_input_files({"name": "invoice.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()})
        page.get_by_label("How can we reach you?").fill("rosa@shop.example")
        page.get_by_role("button", name="Send the objection").tap()
        expect(page.get_by_role("alert")).to_contain_text("declare that what you say is true")
        wrong += [f"seller-faults: {fault}" for fault in looking.faults(page)]
        expect(page.get_by_text("Leave out: invoice.jpg")).to_be_visible()
        page.get_by_label("What I say here is true").tap()
        page.get_by_role("button", name="Send the objection").tap()
        expect(page.get_by_role("status")).to_contain_text("We have your objection")
        SellerAccount.objects.filter(cases=case).update(language="zh")
        wrong += looking.look(browser, f"{site}/seller/{token}/", cookies=[], name="seller-chinese")
    assert [one["name"] for one in CounterNotice.objects.get(case=case).evidence] == ["invoice.jpg"]
    assert wrong == []
