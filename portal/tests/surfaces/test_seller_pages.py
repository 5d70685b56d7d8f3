"""A seller opens a letter's link on a phone: reads why, sees what happens now, objects, corrects, appeals, writes."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from countermark_portal.blobs import store
from countermark_portal.casework.appeals.models import Appeal, CounterNotice
from countermark_portal.casework.cases.models import Case
from countermark_portal.casework.correspondence import actions as correspondence
from countermark_portal.casework.correspondence.actions import Audience
from countermark_portal.casework.correspondence.models import Message
from countermark_portal.casework.evidence.models import Capture
from countermark_portal.casework.statements.models import Letter
from countermark_portal.catalogue.models import SellerAccount
from countermark_portal.connectors.demo_shop import stock
from countermark_portal.connectors.demo_shop.market import plan
from countermark_portal.ledger import clock
from countermark_portal.parties import links
from countermark_portal.parties.contacts import opened
from countermark_portal.parties.rules import Capacity
from countermark_portal.surfaces.seller import wording
from surfaces.cases_told import (
    answered,
    appealed,
    browsing,
    by_link,
    for_review,
    notify,
    restricted,
    signed_in,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("market")]


def url(case: Case, page: str = "") -> str:
    return f"/seller/{links.token(Capacity.SELLER, case.id)}/{page}"


def photo(name: str = "invoice.jpg", size: tuple[int, int] = (40, 30)) -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", size, "white").save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), content_type="image/jpeg")


def an_answer(**changes: Any) -> dict[str, Any]:
    return {
        "ground": "genuine_purchased",
        "statement": "I bought these jackets from the brand's own outlet in Gothenburg.",
        "kind_0": "invoice",
        "files_0": photo(),
        "declaration": "on",
        "contact": "rosa@shop.example",
        **changes,
    }


def test_the_link_of_the_letter_opens_the_statement_as_it_was_sent_and_says_what_can_be_done(
    client: Client,
) -> None:
    case = restricted()
    statement = Letter.objects.get(case=case, kind="statement")
    link = re.search(r"https?://[^/]+(/seller/[^\s\"]+)", statement.text)
    assert link is not None
    answer = client.get(link[1])
    page = answer.content.decode()
    assert statement.html in page
    assert '<div class="letter" lang="en">' in page
    for shown in ("Object to this", "I have corrected it", "Appeal", "Until", "The measure took effect"):
        assert shown in page
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex"


def test_an_objection_with_a_photo_of_the_invoice_goes_in_and_the_case_is_contested(client: Client) -> None:
    case = restricted()
    answer = client.post(url(case, "answer/"), an_answer(), follow=True)
    page = answer.content.decode()
    assert "We have your objection" in page
    assert "If it brings none, your listing is put back by itself" in page
    kept = CounterNotice.objects.get(case=case)
    assert kept.ground == "genuine_purchased"
    [file] = kept.evidence
    assert (file["kind"], file["name"], file["content_type"], file["audience"]) == (
        "invoice", "invoice.jpg", "image/jpeg", "reviewer",
    )  # fmt: skip
    assert store.read(file["sha256"])
    case.refresh_from_db()
    assert case.state == "contested"


def test_where_a_seller_is_reached_is_sealed_with_the_account_and_not_written_into_the_answer(
    client: Client,
) -> None:
    case = restricted()
    client.post(url(case, "answer/"), an_answer())
    seller = SellerAccount.objects.get(cases=case)
    assert seller.contact is not None
    assert opened(seller.contact).email == "rosa@shop.example"
    kept = CounterNotice.objects.get(case=case)
    assert "rosa@" not in str(kept.evidence) + kept.explanation
    assert (
        "rosa@shop.example"
        in browsing("reviewer@demo.example").get(f"/review/case/{case.reference}/").content.decode()
    )


def test_files_for_other_eyes_have_to_be_chosen_as_such(client: Client) -> None:
    case = restricted()
    more = {"kind_1": "photo", "files_1": photo("label.jpg"), "audience_1": "both"}
    client.post(url(case, "answer/"), an_answer(**more))
    audiences = {one["name"]: one["audience"] for one in CounterNotice.objects.get(case=case).evidence}
    assert audiences == {"invoice.jpg": "reviewer", "label.jpg": "both"}


def test_what_is_missing_is_said_beside_its_field_and_no_file_has_to_be_chosen_again(client: Client) -> None:
    case = restricted()
    lacking = client.post(url(case, "answer/"), an_answer(ground="", declaration="", statement="no"))
    assert lacking.status_code == 422
    page = lacking.content.decode()
    for fix in (
        "Choose why the measure is wrong.",
        "Say a little more",
        "Please declare that what you say is true.",
    ):
        assert fix in page
    assert "Leave out: invoice.jpg" in page
    assert not CounterNotice.objects.exists()
    carried = re.search(r'name="carried" value="([^"]+)"', page)
    assert carried is not None
    again = an_answer(carried=carried[1])
    del again["files_0"], again["kind_0"]
    client.post(url(case, "answer/"), again)
    assert [one["name"] for one in CounterNotice.objects.get(case=case).evidence] == ["invoice.jpg"]


def test_a_ground_that_needs_to_be_shown_is_not_taken_without_anything_that_shows_it(client: Client) -> None:
    case = restricted()
    bare = an_answer()
    del bare["files_0"], bare["kind_0"]
    lacking = client.post(url(case, "answer/"), bare)
    assert lacking.status_code == 422
    assert "Add something that shows it" in lacking.content.decode()
    client.post(url(case, "answer/"), {**bare, "ground": "wrong_listing"})
    assert CounterNotice.objects.get(case=case).ground == "wrong_listing"


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("invoice.pdf", b"MZ\x90\x00 a program", "is of a type that is not taken"),
        ("page.jpg", b"\xff\xd8\xff broken", "cannot be read as a picture"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_named_and_refused(
    client: Client, name: str, content: bytes, why: str
) -> None:
    case = restricted()
    refused = client.post(url(case, "answer/"), an_answer(files_0=SimpleUploadedFile(name, content)))
    assert refused.status_code == 422
    page = refused.content.decode()
    assert name in page
    assert why in page


def test_a_seller_who_was_pressed_to_pay_says_so_in_the_answer_or_by_itself(client: Client) -> None:
    case = restricted()
    client.post(url(case, "pressed/"), {"text": "A caller wanted 900 euros on Monday."})
    written = Message.objects.get(case=case)
    assert (written.side, written.audience) == ("seller", "seller")
    assert "900 euros" in written.text
    client.post(url(case, "answer/"), an_answer(pressed_to_pay="on"))
    assert CounterNotice.objects.get(case=case).pressed_to_pay
    page = browsing("reviewer@demo.example").get(f"/review/case/{case.reference}/").content.decode()
    assert "pressed them to pay" in page


def test_a_corrected_listing_is_told_as_corrected(client: Client) -> None:
    case = restricted()
    given = {
        "statement": "I took the brand's name out of the title.",
        "declaration": "on",
        "contact": "0049 30 123",
    }
    answer = client.post(url(case, "corrected/"), given, follow=True)
    assert "We have your objection" in answer.content.decode()
    assert CounterNotice.objects.get(case=case).ground == "corrected"


def test_an_appeal_takes_a_sentence_and_is_taken_once(client: Client) -> None:
    case = restricted()
    assert client.post(url(case, "appeal/"), {"text": "no"}).status_code == 422
    page = client.post(
        url(case, "appeal/"), {"text": "The invoice names the model."}, follow=True
    ).content.decode()
    assert "Another person decides" in page
    assert Appeal.objects.get(case=case).side == "seller"
    again = client.post(url(case, "appeal/"), {"text": "The invoice names the model."})
    assert again.status_code in {409, 422}
    assert Appeal.objects.filter(case=case).count() == 1
    assert "Object to this" not in client.get(url(case)).content.decode()


def test_a_seller_who_is_asked_first_answers_and_is_told_until_when(client: Client) -> None:
    offered = [
        one.listing_id for one in plan(stock.DEFAULT_SEED).listings if one.seller_id == "style-rush-77"
    ]
    case = notify(offered[4], reason="TM-LOOK", evidence="comparison")
    assert case.state == "asked"
    page = client.get(url(case)).content.decode()
    assert "Please answer until" in page
    assert f'href="{url(case, "appeal/")}"' not in page
    client.post(url(case, "answer/"), an_answer())
    case.refresh_from_db()
    assert case.state == "review"


def test_messages_go_to_the_desk_and_notes_and_words_for_the_notifier_stay_unseen(client: Client) -> None:
    case = restricted()
    for audience, text in (
        (Audience.INTERNAL, "secret note"),
        (Audience.NOTIFIER, "for the brand"),
        (Audience.SELLER, "for you"),
    ):
        correspondence.write(
            actor=signed_in("reviewer@demo.example"),
            now=clock.now(),
            case=case.id,
            audience=audience,
            text=text,
        )
    client.post(url(case, "write/"), {"text": "Thank you."})
    page = client.get(url(case)).content.decode()
    assert "for you" in page
    assert "Thank you." in page
    assert "secret note" not in page
    assert "for the brand" not in page
    assert "Ada Falk" not in page
    assert client.post(url(case, "write/"), {"text": ""}).status_code == 422


def test_letters_to_the_other_side_are_not_shown(client: Client) -> None:
    case = answered(restricted())
    others = Letter.objects.filter(case=case, audience="notifier")
    assert others.exists()
    page = client.get(url(case)).content.decode()
    for letter in others:
        assert letter.html not in page


def test_a_link_opens_its_own_case_and_nothing_else(client: Client) -> None:
    case, other = restricted(), for_review()
    assert client.get("/seller/not-a-token/").status_code == 404
    foreign = f"/seller/{links.token(Capacity.NOTIFIER, case.items.get().notice_id)}/"
    assert client.get(foreign).status_code == 404
    capture = Capture.objects.filter(listing=other.listing).earliest("at")
    assert client.get(url(case, f"photo/{capture.media[0]['sha256']}/")).status_code == 404
    own = Capture.objects.filter(listing=case.listing).exclude(media=[]).earliest("at")
    assert client.get(url(case, f"photo/{own.media[0]['sha256']}/"))["Content-Type"] == "image/webp"
    assert client.get("/review/").status_code == 302


def test_the_pages_speak_the_language_of_the_letters(client: Client) -> None:
    case = restricted()
    for language, word, html in (("de", "Widersprechen", "de"), ("zh", "提出异议", "zh-Hans")):
        SellerAccount.objects.filter(cases=case).update(language=language)
        page = client.get(url(case)).content.decode()
        assert word in page
        assert f'<html lang="{html}">' in page


def test_every_language_says_everything_with_the_same_slots() -> None:
    def flat(tree: Any, above: str = "") -> dict[str, frozenset[str]]:
        found: dict[str, frozenset[str]] = {}
        for key, said in tree.items():
            found |= flat(said, f"{above}{key}.") if isinstance(said, dict) else {
                above + key: frozenset(re.findall(r"{(\w+)}", said))
            }  # fmt: skip
        return found

    english = flat(wording.words("en"))
    for language in wording.LANGUAGES:
        assert flat(wording.words(language)) == english, language


def test_the_page_asks_the_database_a_bounded_number_of_times(client: Client) -> None:
    case = appealed(restricted())
    with CaptureQueriesContext(connection) as asked:
        client.get(url(case))
    assert len(asked) <= 24, [one["sql"] for one in asked]


def test_a_restored_case_says_that_nothing_has_to_be_done(client: Client) -> None:
    case = restricted()
    Case.objects.filter(id=case.id).update(state="restored")
    page = client.get(url(case)).content.decode()
    assert "You do not have to do anything" in page
    assert client.get(url(case, "answer/")).status_code == 409
    assert by_link(case).link == case.id
