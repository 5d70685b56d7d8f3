"""Anyone reports a listing without an account, follows it by a private link, and may take it back."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from countermark_portal import worker
from countermark_portal.blobs import store
from countermark_portal.casework.cases.rules import State
from countermark_portal.casework.notices.models import Notice, NoticeItem
from countermark_portal.catalogue.models import Marketplace
from countermark_portal.connectors.demo_shop import stock
from countermark_portal.connectors.demo_shop.market import plan
from countermark_portal.ledger.models import Event
from countermark_portal.parties import contacts, links
from countermark_portal.parties.models import Person
from countermark_portal.parties.rules import Capacity

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("market")]
NOW = datetime.now(UTC)


def picture() -> SimpleUploadedFile:
    content = io.BytesIO()
    Image.new("RGB", (64, 48), "teal").save(content, "JPEG")
    return SimpleUploadedFile("label.jpg", content.getvalue(), "image/jpeg")


def fakes() -> list[str]:
    return [one.listing_id for one in plan(stock.DEFAULT_SEED).of("fake", "norrvik")]


def report(**changes: Any) -> dict[str, Any]:
    return {
        "marketplace": "bazaar",
        "listings": fakes()[0],
        "reason": "TM-CF",
        "element": "product",
        "explanation": "I bought it: the label is misspelt and the stitching comes loose.",
        "right_as_stated": "Norrvik",
        "kind_0": "test_purchase",
        "says_0": "What came in the parcel",
        "notifier_kind": "buyer",
        "name": "Mara Quist",
        "email": "mara@example.org",
        "declare_good_faith": "on",
        "declare_accurate": "on",
        **changes,
    }


def sent(client: Client, **changes: Any) -> tuple[Notice, str]:
    answer = client.post("/notify/", report(**changes))
    assert answer.status_code == 302, answer.content.decode()
    token = re.fullmatch(r"/notify/received/(.+)/", answer["Location"])
    assert token is not None
    return Notice.objects.get(), token[1]


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def test_the_start_page_tells_each_audience_where_to_go(client: Client) -> None:
    text = page(client, "/")
    for words in ("You saw a fake", "You own a brand", "You sell", "You review", 'href="/notify/"'):
        assert words in text
    assert "without a password" not in text


def test_anyone_reports_a_listing_and_gets_a_reference_and_a_private_link(client: Client) -> None:
    notice, token = sent(client, files_0=picture())
    receipt = page(client, f"/notify/received/{token}/")
    assert notice.reference in receipt
    assert f"/notice/{token}/" in receipt
    assert notice.organisation is None
    assert notice.notifier_kind == "buyer"
    [kept] = notice.evidence
    assert (kept["kind"], kept["content_type"]) == ("test_purchase", "image/jpeg")
    assert store.read(kept["sha256"])
    assert notice.contact is not None
    assert contacts.opened(notice.contact).email == "mara@example.org"


def test_listings_are_named_by_number_or_by_the_address_of_their_page(client: Client) -> None:
    first, second, third = fakes()[:3]
    there = "127.0.0.1:8000/shop/item"
    lines = f"{first}\n\n http://{there}/{second}/?from=search \n{there}/{third}\n{first}"
    notice, _ = sent(client, listings=lines)
    assert set(notice.items.values_list("named", flat=True)) == {first, second, third}


def test_one_report_names_listings_on_several_marketplaces(client: Client) -> None:
    Marketplace.objects.create(
        slug="harbour",
        name="Harbour",
        connector="demo_shop",
        base_url="https://harbour.example/",
        profile="us",
    )
    assert "any of our marketplaces" in page(client, "/notify/")
    lines = (
        f"https://harbour.example/goods/77?ref=a\nhttp://127.0.0.1:8000/shop/item/{fakes()[0]}/\n{fakes()[1]}"
    )
    notice, _ = sent(client, marketplace="bazaar", listings=lines)
    named = set(notice.items.values_list("marketplace__slug", "named"))
    assert named == {("harbour", "77"), ("bazaar", fakes()[0]), ("bazaar", fakes()[1])}


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("listings", "", "Name at least one listing"),
        ("listings", "https://elsewhere.example/item/1", "none of our marketplaces: Bazaar Lane"),
        ("listings", "http://127.0.0.1:8000/", "the address of the listing&#x27;s own page is needed"),
        ("listings", "two words", "Line 1: this is neither"),
        ("listings", "http://[bad/1", "no address"),
        ("reason", "", "Choose what is wrong"),
        ("reason", "NOT-IP", "Select a valid choice"),
        ("explanation", "Fake!", "at least 30 characters"),
        ("name", "", "Say who you are"),
        ("email", "mara", "This is no e-mail address"),
        ("declare_accurate", "", "needs this declaration"),
        ("kind_0", "", "Choose what this is"),
    ],
)
def test_what_is_missing_is_told_beside_the_field_and_on_top_with_a_link(
    client: Client, field: str, value: str, words: str
) -> None:
    answer = client.post("/notify/", report(**{field: value}))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert f'<a href="#id_{field}">' in text
    assert text.count(words) >= 2, text
    assert not Notice.objects.exists()


def test_a_file_that_came_once_survives_an_error_elsewhere(client: Client) -> None:
    answer = client.post("/notify/", report(email="", files_0=picture()))
    text = answer.content.decode()
    assert "label.jpg" in text
    carried = re.search(r'name="carried" value="([^"]+)"', text)
    assert carried is not None
    again = report(carried=carried[1], kind_0="", says_0="")
    notice, _ = sent(client, **again)
    assert [one["name"] for one in notice.evidence] == ["label.jpg"]


def test_what_is_carried_cannot_be_forged(client: Client) -> None:
    notice, _ = sent(client, carried="W3sic2hhMjU2IjoieCJ9XQ:1:x", kind_0="", says_0="")
    assert notice.evidence == []


def test_a_file_that_is_no_picture_is_refused_by_name(client: Client) -> None:
    bad = SimpleUploadedFile("label.jpg", b"\xff\xd8\xff\xe0 broken", "image/jpeg")
    text = client.post("/notify/", report(files_0=bad)).content.decode()
    assert "label.jpg" in text
    assert not Notice.objects.exists()


def test_the_link_shows_what_became_of_each_listing_and_what_was_written(client: Client) -> None:
    _, token = sent(client, listings=f"{fakes()[0]}\nno-such-listing")
    assert page(client, f"/notice/{token}/").count("Being checked") == 2
    worker.work_off()
    text = page(client, f"/notice/{token}/")
    assert "A person looks at it" in text
    assert "Not acted on" in text
    assert "there is no such listing" in text.lower() or "listing is not offered" in text.lower()
    assert "We have received your notice" in text


def test_a_report_is_taken_back_with_a_reason_and_the_case_ends(client: Client) -> None:
    notice, token = sent(client)
    worker.work_off()
    item = NoticeItem.objects.get()
    assert item.case is not None
    assert item.case.state == State.REVIEW
    address = f"/notice/{token}/withdraw/"
    assert "Were you paid for it" in page(client, address)
    assert client.post(address, {"why": "", "paid": "no"}).status_code == 422
    answer = client.post(address, {"why": "I mixed up two listings.", "paid": "yes"}, follow=True)
    assert "Taken back for 1 listing" in answer.content.decode()
    notice.refresh_from_db()
    item.case.refresh_from_db()
    assert (notice.withdrawn_why, notice.paid_to_withdraw) == ("I mixed up two listings.", True)
    assert item.case.state == State.CLOSED
    assert Event.objects.get(kind="notice.withdrawn").body["paid"] is True
    assert client.post(address, {"why": "Once more.", "paid": "no"}).status_code == 409


def test_single_listings_are_taken_back_and_the_others_stay(client: Client) -> None:
    notice, token = sent(client, listings="\n".join(fakes()[:3]))
    gone = NoticeItem.objects.filter(notice=notice).first()
    assert gone is not None
    address = f"/notice/{token}/withdraw/"
    given = {"scope": "some", "why": "Not that one.", "paid": "no"}
    assert "Tick at least one listing" in client.post(address, given).content.decode()
    client.post(address, {**given, "items": [str(gone.id)]})
    notice.refresh_from_db()
    assert notice.withdrawn_at is None
    assert NoticeItem.objects.filter(withdrawn_at=None).count() == 2


def test_links_of_sellers_and_broken_links_open_no_notice(client: Client) -> None:
    notice, token = sent(client)
    page(client, f"/notice/{links.token(Capacity.SELLER, notice.id)}/", 404)
    page(client, f"/notice/{token[:-3]}/", 404)
    page(client, "/notice/nonsense/withdraw/", 404)


def test_who_signed_in_as_the_operator_reports_as_anybody_and_brands_on_their_own_page(
    client: Client,
) -> None:
    client.force_login(Person.objects.get(email="reviewer@demo.example"))
    notice, _ = sent(client)
    assert (notice.organisation, notice.person) == (None, None)
    client.force_login(Person.objects.get(email="norrvik@brands.example"))
    assert client.get("/notify/")["Location"] == "/brand/notify/"


def test_sign_in_and_pages_that_are_not_there_wear_our_look(client: Client) -> None:
    assert "Forgot your password?" in page(client, "/accounts/login/")
    assert "There is no such page" in page(client, "/nowhere/", 404)
    assert "Skip to the content" in page(client, "/accounts/password/reset/")
