"""The desk: a queue that says what waits and why, a case page with everything on it, decisions that are made once."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from countermark_portal.blobs import store
from countermark_portal.casework.appeals import hearing
from countermark_portal.casework.appeals.facts import Outcome as Heard
from countermark_portal.casework.appeals.models import Appeal
from countermark_portal.casework.cases import actions as cases
from countermark_portal.casework.cases.models import Case
from countermark_portal.casework.correspondence import actions as correspondence
from countermark_portal.casework.correspondence.actions import Audience
from countermark_portal.casework.correspondence.models import Message
from countermark_portal.casework.decisions.models import Decision
from countermark_portal.casework.evidence.models import Capture
from countermark_portal.catalogue.models import Marketplace
from countermark_portal.ledger import clock
from surfaces.cases_told import (
    answered,
    appealed,
    browsing,
    by_link,
    for_review,
    listing_of,
    notify,
    restricted,
    signed_in,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(market: Marketplace) -> Client:
    del market  # asked for, so that it is there
    return browsing("reviewer@demo.example")


def url(case: Case, name: str = "case", *more: Any) -> str:
    return reverse(f"review:{name}", args=[case.reference, *more])


def first_fact(page: str) -> str:
    return page.split('name="facts" value="', 1)[1].split('"', 1)[0]


def test_the_queue_says_what_waits_why_until_when_and_who_has_it(ada: Client) -> None:
    case = for_review()
    page = ada.get("/review/").content.decode()
    assert case.reference in page
    assert "a person&#x27;s look before anything is restricted" in page
    assert "left" in page
    assert "Nobody" in page
    ada.post(url(case, "claim"))
    assert "You</span>" in ada.get("/review/").content.decode()
    other = browsing("second.reviewer@demo.example").get("/review/").content.decode()
    assert "Ada Falk" in other


def test_the_queue_is_filtered_by_what_is_waited_for_and_by_brand(ada: Client) -> None:
    case = for_review()
    assert case.reference in ada.get("/review/?wait=decision&brand=norrvik").content.decode()
    assert case.reference not in ada.get("/review/?wait=hearing").content.decode()
    assert case.reference not in ada.get("/review/?brand=quendrel").content.decode()


def test_a_measure_that_the_marketplace_cannot_do_waits_for_a_person_in_the_queue(ada: Client) -> None:
    Marketplace.objects.update(settings={"holds_stock": True})
    case = restricted()
    page = ada.get("/review/?wait=stuck").content.decode()
    assert case.reference in page
    assert "Hold the stock" in page


def test_an_appeal_waits_for_the_desk_only_once_the_rights_holder_has_had_its_say(ada: Client) -> None:
    waiting, ready = answered(restricted()), appealed(restricted(1))
    page = ada.get("/review/?wait=hearing").content.decode()
    assert ready.reference in page
    assert waiting.reference not in page


@pytest.mark.parametrize("number", [1, 3])
def test_the_queue_asks_the_database_as_often_for_one_case_as_for_three(ada: Client, number: int) -> None:
    for one in range(number):
        for_review(one)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        ada.get("/review/")
    assert len(asked) <= 22, [one["sql"] for one in asked]


def test_the_case_page_asks_the_database_a_bounded_number_of_times(ada: Client) -> None:
    case = answered(restricted())
    restricted(1)
    for_review()
    with CaptureQueriesContext(connection) as asked:
        ada.get(url(case))
    assert len(asked) <= 45, [one["sql"] for one in asked]


def test_the_case_page_shows_listing_and_reference_and_marks_what_was_seen_in_its_place(ada: Client) -> None:
    case = for_review()
    page = ada.get(url(case)).content.decode()
    capture = Capture.objects.get(listing=case.listing)
    title, span = capture.fields["title"], capture.findings[0]["signals"][0]
    assert f"<mark>{title[span['start'] : span['end']]}<sup>" in page
    assert span["text"] in page
    for shown in (
        "018400101",
        "Control shown",
        "In force",
        "Norrvik Tarn down parka",
        "2000000000015",
        "420–560 EUR",
    ):
        assert shown in page
    assert "The mark stands in title, text, picture or shop name" in page
    assert "EUTMR 9(2), 14" in page
    assert "Norrvik AB" in page


def test_photos_are_served_only_re_encoded_and_only_those_of_the_case(ada: Client) -> None:
    case, other = for_review(), restricted()
    capture = Capture.objects.get(listing=case.listing)
    answer = ada.get(url(case, "media", capture.media[0]["sha256"]))
    assert answer["Content-Type"] == "image/webp"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert Image.open(io.BytesIO(answer.content)).format == "WEBP"
    foreign = (
        Capture.objects.filter(listing=other.listing).exclude(media=[]).earliest("at").media[0]["sha256"]
    )
    assert ada.get(url(case, "media", foreign)).status_code == 404
    assert ada.get(url(case, "media", capture.warc)).status_code == 404


def test_a_picture_bomb_among_the_photos_is_refused_and_not_decoded(ada: Client) -> None:
    case = for_review()
    out = io.BytesIO()
    Image.new("1", (9000, 6000)).save(out, "PNG")
    capture = Capture.objects.get(listing=case.listing)
    capture.media = [
        {"url": "x", "sha256": store.put(out.getvalue()), "content_type": "image/png", "bytes": 1}
    ]
    capture.save()
    assert ada.get(url(case, "media", capture.media[0]["sha256"])).status_code == 422


def test_a_sellers_file_is_downloaded_under_a_safe_name_and_never_opened(ada: Client) -> None:
    page = b"<html><script>alert(1)</script></html>"
    name = '..\\..\\inv"oice\r\n.html'
    file = {
        "kind": "invoice",
        "sha256": store.put(page),
        "name": name,
        "content_type": "text/plain",
        "audience": "both",
    }
    case = answered(restricted(), (file,))
    answer = ada.get(url(case, "file", file["sha256"]))
    assert answer["Content-Disposition"].startswith("attachment")
    assert "\\" not in answer["Content-Disposition"]
    assert answer["Content-Type"] == "application/octet-stream"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_decision_rests_on_chosen_facts_and_on_words_that_are_marked_as_the_reviewers(ada: Client) -> None:
    case = for_review()
    fact = first_fact(ada.get(url(case)).content.decode())
    words = "The o is a letter of another script."
    answer = ada.post(
        url(case, "decide"), {"outcome": "restrict", "facts": [fact], "own_words": words}, follow=True
    )
    assert "restrict. Both sides are told" in answer.content.decode()
    made = Decision.objects.get(case=case)
    assert made.outcome == "restrict"
    assert made.facts[0]["code"] == "mark_disguised"
    page = ada.get(url(case)).content.decode()
    assert words in page
    assert "In a reviewer&#x27;s words" in page or "In a reviewer's words" in page


def test_a_restriction_without_facts_is_sent_back_with_what_was_written(ada: Client) -> None:
    case = for_review()
    answer = ada.post(url(case, "decide"), {"outcome": "restrict"})
    assert answer.status_code == 422
    assert "A decision needs its facts" in answer.content.decode()
    assert not Decision.objects.filter(case=case).exists()


def test_who_comes_too_late_is_told_who_was_faster_and_what_they_decided(ada: Client) -> None:
    case = for_review()
    ada.post(url(case, "decide"), {"outcome": "dismiss", "own_words": "It only says what it fits."})
    late = browsing("second.reviewer@demo.example").post(url(case, "decide"), {"outcome": "dismiss"})
    assert late.status_code == 409
    page = late.content.decode()
    assert "Somebody was faster" in page
    assert "Ada Falk" in page
    assert "No restriction" in page
    assert Decision.objects.filter(case=case).count() == 1


def test_a_case_that_somebody_has_is_not_offered_to_another_and_not_decided_by_them(ada: Client) -> None:
    case = for_review()
    ada.post(url(case, "claim"))
    jonas = browsing("second.reviewer@demo.example")
    page = jonas.get(url(case)).content.decode()
    assert "Ada Falk works on this until" in page
    assert 'data-key="r"' not in page
    late = jonas.post(url(case, "claim"))
    assert late.status_code == 409
    assert "Ada Falk works on" in late.content.decode()


def test_a_grave_decision_is_only_proposed_and_another_senior_person_agrees(ada: Client) -> None:
    case = for_review()
    Case.objects.filter(id=case.id).update(priority=20)
    assert "Propose: Require a correction" in ada.get(url(case)).content.decode()
    ada.post(url(case, "decide"), {"outcome": "restrict", "own_words": "It hides the mark."})
    page = ada.get(url(case)).content.decode()
    assert "A senior reviewer who had no hand in the proposal decides" in page
    assert 'data-key="y"' not in page
    assert ada.post(url(case, "approve"), {"agrees": "yes"}).status_code == 403
    senior = browsing("senior@demo.example")
    assert 'data-key="y"' in senior.get(url(case)).content.decode()
    senior.post(url(case, "approve"), {"agrees": "yes"})
    case.refresh_from_db()
    assert case.state == "restricted"


def test_an_appeal_is_heard_by_another_person_who_gives_the_reasons(ada: Client) -> None:
    case = for_review()
    ada.post(url(case, "decide"), {"outcome": "restrict", "own_words": "It hides the mark."})
    case.refresh_from_db()
    appeal = Appeal.objects.get(case=appealed(case))
    assert "another person hears it" in ada.get(url(case)).content.decode()
    assert 'data-key="v"' not in ada.get(url(case)).content.decode()
    verdict = {"outcome": "reversed", "own_words": "Page two names the model."}
    assert ada.post(url(case, "hear", appeal.id), verdict).status_code == 403
    jonas = browsing("second.reviewer@demo.example")
    page = jonas.get(url(case)).content.decode()
    assert "The second page of the invoice" in page
    assert 'data-key="v"' in page
    assert jonas.post(url(case, "hear", appeal.id), {"outcome": "reversed"}).status_code == 422
    jonas.post(url(case, "hear", appeal.id), verdict)
    case.refresh_from_db()
    assert case.state == "restored"


def test_an_appeal_of_another_case_is_not_heard_from_here(ada: Client) -> None:
    case, other = for_review(), appealed(restricted())
    appeal = Appeal.objects.get(case=other)
    answer = ada.post(url(case, "hear", appeal.id), {"outcome": "upheld", "own_words": "No."})
    assert answer.status_code == 404


def test_notes_of_the_desk_and_messages_to_the_parties_are_kept_apart(ada: Client) -> None:
    case = restricted()
    ada.post(url(case, "note"), {"note-text": "Looks like the seller of last week."})
    ada.post(url(case, "write"), {"audience": "seller", "text": "Please send the second page."})
    assert list(Message.objects.order_by("at").values_list("side", "audience")) == [
        ("desk", "internal"),
        ("desk", "seller"),
    ]
    assert ada.post(url(case, "write"), {"audience": "internal", "text": "x"}).status_code == 422
    page = ada.get(url(case)).content.decode()
    assert page.index("Please send the second page.") < page.index("Looks like the seller of last week.")


def test_what_a_seller_wrote_waits_in_the_queue_until_the_desk_answers(ada: Client) -> None:
    case = restricted()
    correspondence.write(
        actor=by_link(case),
        now=clock.now(),
        case=case.id,
        audience=Audience.SELLER,
        text="Where do I send it?",
    )
    assert "Where do I send it?" in ada.get("/review/").content.decode()
    ada.post(url(case, "write"), {"audience": "seller", "text": "Here, please."})
    assert "Where do I send it?" not in ada.get("/review/").content.decode()


def test_the_history_of_both_sides_and_earlier_decisions_stand_beside_the_case(ada: Client) -> None:
    won, decided = restricted(), for_review()
    ada.post(url(decided, "decide"), {"outcome": "dismiss", "own_words": "It only says what it fits."})
    appeal = Appeal.objects.get(case=appealed(won))
    hearing.hear(
        actor=signed_in("reviewer@demo.example"), now=clock.now(), appeal=appeal.id, outcome=Heard.REVERSED,
        own_words="The invoice is good.",
    )  # fmt: skip
    case = for_review(4)
    page = ada.get(url(case)).content.decode()
    assert won.reference in page
    assert "<dt>Appeals won</dt><dd>1</dd>" in page
    assert "<dt>Reversed on appeal</dt><dd>1</dd>" in page
    assert "It only says what it fits." in page


def test_a_clock_that_runs_short_is_red(ada: Client) -> None:
    case = for_review()
    deadline = case.deadlines.get()
    deadline.due_at = clock.now() + timedelta(minutes=40)
    deadline.save()
    assert 'badge bad">39 min left' in ada.get("/review/").content.decode()


@pytest.mark.usefixtures("market")
def test_the_desk_is_for_reviewers_alone() -> None:
    case = restricted()
    assert Client().get("/review/")["Location"].startswith("/accounts/login/")
    for email in ("norrvik@brands.example", "policy@demo.example", "admin@demo.example"):
        outside = browsing(email)
        for path in ("/review/", url(case)):
            assert outside.get(path).status_code == 403, (email, path)
        assert outside.post(url(case, "claim")).status_code == 403
    assert browsing("reviewer@demo.example").get("/review/case/CASE-NONE/").status_code == 404
    assert browsing("reviewer@demo.example").get(url(case, "claim")).status_code == 405


def test_a_claim_ends_by_itself(ada: Client) -> None:
    case = for_review()
    cases.claim(
        actor=signed_in("second.reviewer@demo.example"), now=clock.now() - timedelta(hours=1), case=case.id
    )
    assert "Take this case" in ada.get(url(case)).content.decode()


def test_text_of_a_listing_is_never_taken_for_markup(ada: Client) -> None:
    case = notify(listing_of(number=3), reason="TM-USE", evidence="exact_element")
    capture = Capture.objects.get(listing=case.listing)
    capture.fields["description"] = "<img src=x onerror=alert(1)>"
    capture.save()
    page = ada.get(url(case)).content.decode()
    assert "<img src=x" not in page
    assert "&lt;img src=x" in page
