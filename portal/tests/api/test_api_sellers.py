"""The sellers' side by the API: a marketplace's own seller centre reads, answers, appeals and writes."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from api.programs import OPERATOR, Program, fake, key, of_holder, of_market, restricted
from countermark_portal.casework.appeals.models import CounterNotice
from countermark_portal.casework.cases.models import Case
from countermark_portal.casework.correspondence.models import Message
from countermark_portal.catalogue.models import Listing, Marketplace, SellerAccount
from countermark_portal.ledger.models import Event
from countermark_portal.parties.key_models import ApiKey
from countermark_portal.policies.terms import CounterField

pytestmark = pytest.mark.usefixtures("market")
STATEMENT = "I bought these jackets from the brand's own outlet in Gothenburg and have the invoice."


def query_of(case: str) -> str:
    seller = Case.objects.get(reference=case).seller
    assert seller is not None
    return f"?marketplace=bazaar&seller={seller.seller_id}"


def answer(**more: Any) -> dict[str, Any]:
    invoice = base64.b64encode(b"Invoice 4711: two parkas").decode()
    return {
        "ground": "genuine_purchased",
        "statement": STATEMENT,
        "given": [str(one) for one in CounterField],
        "evidence": [{"kind": "invoice", "file": {"name": "invoice.txt", "content": invoice}}],
        **more,
    }


def test_a_seller_centre_shows_the_statement_and_what_can_be_done() -> None:
    case = restricted(of_holder())
    centre, query = of_market(), query_of(case)
    seller = query.rpartition("=")[2]
    [line] = centre.get("/seller/cases", marketplace="bazaar", seller=seller).json()
    assert (line["reference"], line["state"], line["listing_id"]) == (case, "restricted", fake())
    told = centre.get(f"/seller/cases/{case}{query}").json()
    assert told["statement"]["kind"] == "statement"
    assert told["statement"]["text"]
    assert "genuine_purchased" in told["open"]["demanded"]["grounds"]
    assert told["open"]["appeal_until"]
    assert told["measures"][0]["settled_at"]


def test_a_seller_answers_through_the_seller_centre() -> None:
    case = restricted(of_holder())
    centre, query = of_market(), query_of(case)
    lacking = centre.post(
        f"/seller/cases/{case}/counter-notice", answer(ground=None, evidence=[], given=[]), query=query
    )
    assert (lacking.status_code, lacking.json()["code"]) == (422, "lacking")
    assert "ground-missing" in [fix["code"] for fix in lacking.json()["fixes"]]
    taken = centre.post(f"/seller/cases/{case}/counter-notice", answer(), query=query, Idempotency_Key="one")
    assert (taken.status_code, taken.json()["state"]) == (201, "contested"), taken.content
    again = centre.post(f"/seller/cases/{case}/counter-notice", answer(), query=query, Idempotency_Key="one")
    assert again.json() == taken.json()
    late = centre.post(f"/seller/cases/{case}/counter-notice", answer(), query=query)
    assert late.status_code == 409
    [kept] = CounterNotice.objects.all()
    assert kept.evidence[0]["audience"] == "reviewer"
    assert (
        Event.objects.get(kind="counter_notice.received").actor
        == ApiKey.objects.get(organisation__name="Bazaar Lane").id
    )
    [told] = centre.get(f"/seller/cases/{case}{query}").json()["answers"]
    assert told["statement"] == STATEMENT


def test_a_seller_appeals_and_writes_through_the_seller_centre() -> None:
    case = restricted(of_holder())
    centre, query = of_market(), query_of(case)
    written = centre.post(f"/seller/cases/{case}/messages", {"text": "Which model do you mean?"}, query=query)
    assert written.status_code == 201
    assert Message.objects.get().side == "seller"
    short = centre.post(f"/seller/cases/{case}/appeal", {"grounds": "wrong"}, query=query)
    assert short.status_code == 422
    grounds = {"grounds": "The second page of the invoice names it."}
    opened = centre.post(f"/seller/cases/{case}/appeal", grounds, query=query)
    assert opened.status_code == 201, opened.content
    assert opened.json()["reference"].startswith("APPEAL-")
    told = centre.get(f"/seller/cases/{case}{query}").json()
    assert [one["side"] for one in told["appeals"]] == ["seller"]
    assert [one["text"] for one in told["messages"]] == ["Which model do you mean?"]


def test_a_key_acts_for_sellers_of_its_own_marketplaces_and_for_one_seller_at_a_time() -> None:
    case = restricted(of_holder())
    query = query_of(case)
    elsewhere = of_market("another")
    refused = elsewhere.get(f"/seller/cases/{case}{query}")
    assert (refused.status_code, refused.json()["mend"]) == (403, "it acts on: another")
    other = "?marketplace=bazaar&seller=somebody-else"
    assert of_market().get(f"/seller/cases/{case}{other}").status_code == 404
    assert (
        of_market().post(f"/seller/cases/{case}/messages", {"text": "hello"}, query=other).status_code == 404
    )
    assert of_holder().get(f"/seller/cases/{case}{query}").status_code == 403
    nobody = Program(key("Bazaar Lane", *OPERATOR[:1]))
    assert nobody.get("/seller/cases", marketplace="bazaar", seller="x").status_code == 403


def test_a_seller_learns_of_no_case_before_being_told() -> None:
    account = SellerAccount.objects.create(marketplace_id=_bazaar(), seller_id="quiet-shop")
    listing = Listing.objects.create(marketplace_id=_bazaar(), listing_id="quiet-1", seller=account)
    now = "2026-11-01T09:00:00Z"
    Case.objects.create(
        reference="CASE-00000-00000",
        marketplace_id=_bazaar(),
        listing=listing,
        seller=account,
        policy="eu@1",
        opened_at=now,
        changed_at=now,
    )
    centre = of_market()
    assert centre.get("/seller/cases", marketplace="bazaar", seller="quiet-shop").json() == []
    query = "?marketplace=bazaar&seller=quiet-shop"
    assert centre.get(f"/seller/cases/CASE-00000-00000{query}").status_code == 404


def _bazaar() -> Any:
    return Marketplace.objects.get(slug="bazaar").id
