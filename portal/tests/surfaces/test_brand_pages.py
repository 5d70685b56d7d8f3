"""A rights holder reports listings on its own rights, follows them, replies to sellers, appeals, takes back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from countermark_portal import worker
from countermark_portal.casework.appeals import actions as appeals
from countermark_portal.casework.appeals.actions import Given
from countermark_portal.casework.appeals.models import Appeal, CounterNotice
from countermark_portal.casework.cases.models import Case
from countermark_portal.casework.cases.rules import State
from countermark_portal.casework.decisions import desk
from countermark_portal.casework.decisions.models import Decision
from countermark_portal.casework.decisions.rules import Outcome
from countermark_portal.casework.notices.models import Notice, NoticeItem
from countermark_portal.casework.standing.models import Strike
from countermark_portal.catalogue.models import Marketplace
from countermark_portal.connectors.demo_shop import stock
from countermark_portal.connectors.demo_shop.market import plan
from countermark_portal.parties.models import Person
from countermark_portal.parties.queries import actor_of
from countermark_portal.parties.rules import Actor, Capacity
from countermark_portal.policies.terms import CounterField, Ground
from countermark_portal.registry.models import Right

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("market")]
SECRET = "Invoice 4711 of Lindqvist Wholesale over 88 euros a piece"


def listings(truth: str = "fake", disguise: str = "openly") -> list[str]:
    found = plan(stock.DEFAULT_SEED).of(truth, "norrvik")
    return [one.listing_id for one in found if truth != "fake" or one.disguise == disguise]


@pytest.fixture
def norrvik(client: Client) -> Client:
    client.force_login(Person.objects.get(email="norrvik@brands.example"))
    return client


def report(**changes: Any) -> dict[str, Any]:
    return {
        "marketplace": "bazaar",
        "listings": listings()[0],
        "reason": "TM-CF",
        "right": str(Right.objects.get(brand__slug="norrvik").id),
        "element": "product",
        "explanation": "The parka bears our mark; we never made this model in that colour.",
        "kind_0": "indicators",
        "says_0": "Wrong label, wrong zip, a colour that we never made.",
        "declare_good_faith": "on",
        "declare_accurate": "on",
        **changes,
    }


def notified(client: Client, **changes: Any) -> Notice:
    answer = client.post("/brand/notify/", report(**changes))
    assert answer.status_code == 302, answer.content.decode()
    worker.work_off()
    return Notice.objects.latest("submitted_at")


def case_of(notice: Notice) -> Case:
    item = NoticeItem.objects.get(notice=notice)
    assert item.case is not None, item.verdict_facts
    return item.case


def contested(client: Client) -> Case:
    """A case that the seller answered; the answer waits for the holder."""
    case = case_of(notified(client))
    given = Given(
        ground=Ground.GENUINE_PURCHASED,
        statement=SECRET,
        given=frozenset(CounterField),
        evidence=[{"kind": "invoice", "name": "lindqvist.pdf", "sha256": "0" * 64, "audience": "reviewer"}],
    )
    seller = Actor(case.id, capacity=Capacity.SELLER, link=case.id)
    kept = appeals.answer(actor=seller, now=datetime.now(UTC), case=case.id, given=given)
    assert isinstance(kept, CounterNotice)
    return case


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content.decode()
    return answer.content.decode()


def test_only_who_acts_for_a_holder_comes_in(client: Client) -> None:
    assert client.get("/brand/")["Location"] == "/accounts/login/?next=/brand/"
    client.force_login(Person.objects.get(email="reviewer@demo.example"))
    assert "for rights holders" in page(client, "/brand/", 403)


def test_the_overview_begins_empty_and_shows_whether_control_of_rights_is_shown(norrvik: Client) -> None:
    text = page(norrvik, "/brand/")
    assert "Report the first listings" in text
    assert "EM 018400101" in text
    assert "018400102" not in text
    assert "Shown" in text
    Right.objects.filter(brand__slug="norrvik").update(control_until="2026-01-01")
    assert "Nothing is restricted on this right until it is" in page(norrvik, "/brand/")


def test_a_complete_notice_on_an_own_right_is_acted_on_and_followed(norrvik: Client) -> None:
    notice = notified(norrvik)
    assert notice.organisation is not None
    overview = page(norrvik, "/brand/")
    assert notice.reference in overview
    assert "1 restricted" in overview
    detail = page(norrvik, f"/brand/notice/{notice.reference}/")
    for words in (
        "Restricted",
        "Decided: restrict",
        "The marketplace shows it done",
        "We have received your notice",
    ):
        assert words in detail


def test_each_of_several_listings_is_answered_for_itself(norrvik: Client) -> None:
    lines = [listings()[0], listings("new")[0], "no-such-listing"]
    notice = notified(norrvik, listings="\n".join(lines))
    detail = page(norrvik, f"/brand/notice/{notice.reference}/")
    for words in ("1 restricted", "1 a person looks at it", "1 not acted on"):
        assert words in detail


def test_a_notice_without_the_evidence_that_its_reason_needs_is_told_what_to_mend(norrvik: Client) -> None:
    notice = notified(norrvik, kind_0="", says_0="")
    detail = page(norrvik, f"/brand/notice/{notice.reference}/")
    assert "Something is missing" in detail
    assert "The evidence is missing" in detail


def test_rights_of_others_cannot_be_chosen(norrvik: Client) -> None:
    other = Right.objects.get(brand__slug="quendrel")
    answer = norrvik.post("/brand/notify/", report(right=str(other.id), first_sold_in="Sweden"))
    assert answer.status_code == 422
    assert "Select a valid choice" in answer.content.decode()
    assert "Write two letters for each country" in answer.content.decode()


def test_another_holder_sees_nothing_of_it(norrvik: Client) -> None:
    case = contested(norrvik)
    notice = Notice.objects.get()
    other = Client()
    other.force_login(Person.objects.get(email="quendrel@brands.example"))
    assert notice.reference not in page(other, "/brand/")
    for address in (
        f"/brand/notice/{notice.reference}/",
        f"/brand/notice/{notice.reference}/withdraw/",
        f"/brand/case/{case.reference}/reply/",
        f"/brand/case/{case.reference}/appeal/",
    ):
        page(other, address, 404)


def test_an_objection_waits_with_its_clock_and_tells_no_supplier_price_or_file(norrvik: Client) -> None:
    case = contested(norrvik)
    overview = page(norrvik, "/brand/")
    assert "Sellers wait for your reply" in overview
    assert "the listing is put back" in overview
    reply = page(norrvik, f"/brand/case/{case.reference}/reply/")
    detail = page(norrvik, f"/brand/notice/{Notice.objects.get().reference}/")
    assert "genuine goods, bought with an invoice" in reply
    assert "An invoice" in reply
    for text in (overview, reply, detail):
        for secret in ("4711", "Lindqvist", "88 euros", "lindqvist.pdf"):
            assert secret not in text


def test_evidence_against_an_objection_sends_the_case_to_another_person(norrvik: Client) -> None:
    case = contested(norrvik)
    address = f"/brand/case/{case.reference}/reply/"
    assert norrvik.post(address, {"reply": "evidence"}).status_code == 422
    given = {
        "reply": "evidence",
        "text": "",
        "kind_0": "test_purchase",
        "says_0": "We bought one: it is a copy.",
    }
    assert norrvik.post(address, given).status_code == 302
    counter = CounterNotice.objects.get()
    assert (counter.reply, counter.for_person) == ("evidence", True)
    assert "We bought one" in counter.reply_evidence[0]["says"]
    page(norrvik, address, 409)
    assert "Sellers wait" not in page(norrvik, "/brand/")


def test_a_withdrawn_notice_puts_the_listing_back(norrvik: Client, market: Marketplace) -> None:
    notice = notified(norrvik)
    case = case_of(notice)
    listing = case.listing.listing_id
    assert market.port.visible([listing])[listing].is_gone
    given = {"why": "The colour is one of ours after all.", "paid": "no"}
    answer = norrvik.post(f"/brand/notice/{notice.reference}/withdraw/", given)
    assert answer["Location"] == f"/brand/notice/{notice.reference}/"
    worker.work_off()
    case.refresh_from_db()
    assert case.state == State.RESTORED
    assert market.port.visible([listing])[listing].is_back
    assert "Withdrawn" in page(norrvik, f"/brand/notice/{notice.reference}/")
    kinds = set(case.letters.filter(audience="seller").values_list("kind", flat=True))
    assert {"notice_withdrawn", "restored"} <= kinds


def test_points_that_rested_on_a_withdrawn_notice_are_taken_back(norrvik: Client) -> None:
    notice = notified(norrvik)
    case = case_of(notice)
    assert case.seller is not None
    now = datetime.now(UTC)
    decision = Decision.objects.get(case=case)
    given = {"points": 12, "reason": "TM-CF", "at": now, "expires_at": now + timedelta(days=365)}
    strike = Strike.objects.create(seller=case.seller, decision=decision, holder_id=case.holder, **given)
    given = {"why": "The colour is one of ours after all.", "paid": "unsaid"}
    norrvik.post(f"/brand/notice/{notice.reference}/withdraw/", given)
    strike.refresh_from_db()
    assert strike.erased_at is not None


def test_a_dismissal_can_be_appealed_against_once(norrvik: Client) -> None:
    notice = notified(norrvik, listings=listings("new")[0])
    case = case_of(notice)
    reviewer = actor_of(Person.objects.get(email="reviewer@demo.example"))
    desk.decide(
        actor=reviewer,
        now=datetime.now(UTC),
        case=case.id,
        outcome=Outcome.DISMISS,
        own_words="Lawful resale: nothing shows a fake.",
    )
    assert f"/brand/case/{case.reference}/appeal/" in page(norrvik, f"/brand/notice/{notice.reference}/")
    address = f"/brand/case/{case.reference}/appeal/"
    assert norrvik.post(address, {"grounds": "Wrong."}).status_code == 422
    assert norrvik.post(address, {"grounds": "We bought one and it is a copy."}).status_code == 302
    assert Appeal.objects.get().side == "notifier"
    page(norrvik, address, 409)
