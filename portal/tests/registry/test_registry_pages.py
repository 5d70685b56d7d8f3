"""The registry's pages: a holder brings records and shows control; the desk checks; both in a real browser too."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from countermark_portal.parties.models import Membership, Organisation, Person
from countermark_portal.parties.rules import Role
from countermark_portal.registry import jobs
from countermark_portal.registry.control_models import ControlProof, RecordCopy
from countermark_portal.registry.models import AuthorisedSeller, Brand, Right
from registry import records_by_hand as by_hand
from surfaces import looking
from surfaces.cases_told import browsing

pytestmark = pytest.mark.usefixtures("market")
NEXT_YEAR = (datetime.now(UTC) + timedelta(days=200)).date().isoformat()


def holder() -> Client:
    return browsing("norrvik@brands.example")


def desk() -> Client:
    return browsing("reviewer@demo.example")


def file(content: bytes, name: str = "mark.xml") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def imported(client: Client, content: bytes | None = None, name: str = "mark.xml") -> Any:
    given = {"brand": "norrvik", "file": file(content or by_hand.st96(), name)}
    return client.post(reverse("registry:import"), given)


def right() -> Right:
    return Right.objects.get(number="018400777")


def page(name: str, *args: object) -> str:
    return reverse(f"registry:{name}", args=args)


def text(answer: Any) -> str:
    assert isinstance(answer, HttpResponse)
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_a_record_is_imported_compared_and_its_control_shown_by_code() -> None:
    brand, reviewer = holder(), desk()
    answer = imported(brand)
    assert answer.status_code == 200
    assert "EM 018400777 NORRVIK SKUA New" in text(answer)
    assert "Control not shown" in text(brand.get(page("rights")))
    assert "Codes go to no address that was not compared" in text(brand.get(page("right", right().id)))
    queue = text(reviewer.get(page("mandates")))
    assert "docket@lund.example" in queue
    copy = RecordCopy.objects.get(right=right())
    reviewer.post(page("compare", copy.id), {"agrees": "yes"})
    shown = text(brand.get(page("right", right().id)))
    assert "Edda Lund, representative: do…@lund.example" in shown
    assert "docket@lund.example" not in shown
    address = copy.addresses.get(whose="representative")
    brand.post(page("ask-code", right().id), {"address": str(address.id)})
    proof = ControlProof.objects.get()
    jobs.send_codes([proof.id], now=datetime.now(UTC))
    wrong = brand.post(page("enter-code", right().id, proof.id), {"code": "wrong"})
    assert wrong.status_code == 422
    assert "4 more tries" in text(wrong)
    found = re.search(r"([0-9A-Z]{5}-[0-9A-Z]{5})\n", str(mail.outbox[-1].body))
    assert found is not None
    done = brand.post(page("enter-code", right().id, proof.id), {"code": found[1]}, follow=True)
    assert "is shown until" in text(done)
    assert right().control_until is not None


def test_a_file_with_faults_is_answered_with_all_of_them_and_nothing_is_taken() -> None:
    answer = imported(holder(), b"office,kind,number\nUS,brand,1\nX,trademark,2\n", "rights.csv")
    assert answer.status_code == 422
    assert "rights.csv:2 kind" in text(answer)
    assert "rights.csv:3 office" in text(answer)
    assert "Nothing was taken" in text(answer)
    assert "Choose a file" in text(holder().post(page("import"), {"brand": "norrvik"}))
    nothing = holder().post(page("import"), {"brand": "quendrel", "file": file(by_hand.st96())})
    assert nothing.status_code == 422
    assert not Right.objects.filter(number="018400777").exists()


def test_what_a_record_says_is_shown_as_text_and_never_run() -> None:
    evil = by_hand.st96(by_hand.mark(text="&lt;script&gt;alert(1)&lt;/script&gt;", owner="=cmd()"))
    imported(holder(), evil)
    for client, path in ((holder(), page("rights")), (desk(), page("mandates"))):
        shown = client.get(path).content.decode()
        assert "<script>alert" not in shown
        assert "&lt;script&gt;alert" in shown


def test_the_picture_of_a_mark_is_shown_encoded_anew_to_its_holder_only() -> None:
    imported(
        holder(), by_hand.zipped(status__xml=by_hand.st96(), markImage__png=by_hand.picture()), "mark.zip"
    )
    answer = holder().get(page("picture", right().id))
    assert answer["Content-Type"] == "image/webp"
    assert answer.content[:4] == b"RIFF"
    assert browsing("quendrel@brands.example").get(page("picture", right().id)).status_code == 404


def test_a_power_of_attorney_is_checked_by_a_person_of_the_desk() -> None:
    brand, reviewer = holder(), desk()
    imported(brand)
    pdf = file(b"%PDF-1.7 power of attorney", "power.pdf")
    bad = brand.post(
        page("mandate", right().id), {"file": file(b"\x00\x01", "x.exe"), "valid_until": NEXT_YEAR}
    )
    assert bad.status_code == 422
    past = brand.post(page("mandate", right().id), {"file": pdf, "valid_until": "2020-01-01"})
    assert "has run out" in text(past)
    pdf.seek(0)
    brand.post(page("mandate", right().id), {"file": pdf, "valid_until": NEXT_YEAR})
    proof = ControlProof.objects.get()
    document = reviewer.get(page("document", proof.id))
    assert document.content == b"%PDF-1.7 power of attorney"
    assert "attachment" in document["Content-Disposition"]
    assert "sandbox" in document["Content-Security-Policy"]
    unsure = reviewer.post(page("check", proof.id), {"agrees": "yes"}, follow=True)
    assert "was not compared" in text(unsure)
    reviewer.post(page("check", proof.id), {"agrees": "yes", "record_compared": "on"})
    assert right().control == "mandate"
    late = reviewer.post(page("check", proof.id), {"agrees": "no", "why": "late"}, follow=True)
    assert "somebody has checked this already" in text(late)


def test_who_may_not_is_sent_away() -> None:
    imported(holder())
    assert Client().get(page("rights")).status_code == 302
    assert Client().get(page("mandates")).status_code == 302
    assert desk().get(page("rights")).status_code == 403
    assert holder().get(page("mandates")).status_code == 403
    other = browsing("quendrel@brands.example")
    assert other.get(page("right", right().id)).status_code == 404
    assert other.get(page("brand", "norrvik")).status_code == 404
    assert other.post(page("mandate", right().id), {}).status_code == 404
    copy = RecordCopy.objects.get()
    assert holder().post(page("compare", copy.id), {"agrees": "yes"}).status_code == 403
    for path in (page("import"), page("ask-code", right().id), page("compile", "norrvik")):
        assert holder().get(path).status_code == 405


def test_sellers_are_authorised_and_ended_by_the_brand() -> None:
    brand = holder()
    given = {
        "seller-marketplace": "bazaar",
        "seller-seller_id": "fjell-outlet",
        "seller-valid_until": NEXT_YEAR,
    }
    brand.post(page("authorise", "norrvik"), given)
    made = AuthorisedSeller.objects.get(seller_id="fjell-outlet")
    today = datetime.now(UTC).date()
    brand.post(page("end-seller", "norrvik", made.id), {f"end-{made.id}-last_day": today.isoformat()})
    made.refresh_from_db()
    assert made.valid_until == today
    bad = {**given, "seller-valid_from": "2090-01-01"}
    assert "before the first" in text(brand.post(page("authorise", "norrvik"), bad))


def form_of(client: Client, slug: str = "norrvik") -> dict[str, Any]:
    context = client.get(page("brand", slug)).context
    values: dict[str, Any] = dict(context["words_form"].initial)
    products = context["products"]
    values |= {f"product-{key}": value for key, value in products.management_form.initial.items()}
    for row in products.initial_forms:
        values |= {f"{row.prefix}-{key}": value for key, value in row.initial.items()}
    return values


def test_words_and_products_are_said_in_a_form_and_compiled() -> None:
    brand = holder()
    values = form_of(brand)
    assert "诺维克 = Norrvik" in values["words"]
    values["words"] += "\nTarn Parka"
    values["product-0-high"] = "600"
    values["product-1-DELETE"] = "on"
    answer = brand.post(page("say", "norrvik"), values)
    assert answer.status_code == 302, text(answer)
    said = Brand.objects.get(slug="norrvik").references
    assert {"text": "Tarn Parka"} in said["words"]
    assert {"text": "诺维克", "renders": "Norrvik"} in said["words"]
    assert said["products"][0]["price"]["high"] == "600"
    assert len(said["products"]) == 2
    assert "Compiled as" in text(brand.post(page("compile", "norrvik"), follow=True))
    wrong = brand.post(page("say", "norrvik"), {**values, "product-0-gtin": "2000000000016"})
    assert wrong.status_code == 422
    assert "GTIN" in text(wrong)


def test_references_come_as_a_file_too() -> None:
    brand = holder()
    good = b"brands:\n  - {id: norrvik, name: Norrvik, words: [Norrvik, NORRVIK SKUA]}\n"
    assert brand.post(page("say-by-file", "norrvik"), {"file": file(good, "r.yaml")}).status_code == 302
    bad = brand.post(page("say-by-file", "norrvik"), {"file": file(b"brands:\n - {id: x", "r.yaml")})
    assert bad.status_code == 422
    assert "references.yaml:" in text(bad)


def test_an_agent_adds_a_brand_and_a_power_of_attorney_for_a_holder() -> None:
    firm = Organisation.objects.create(kind="agent", name="Lund and Partners")
    person = Person.objects.create_user("edda@lund.example", name="Edda Lund")
    Membership.objects.create(person=person, organisation=firm, role=Role.BRAND_OFFICER)
    agent = browsing("edda@lund.example")
    assert "Act for a holder" in text(agent.get(page("rights")))
    today = datetime.now(UTC).date().isoformat()
    given = {"for-brand": "norrvik", "for-valid_from": today, "for-valid_until": NEXT_YEAR}
    agent.post(page("act-for"), {**given, "for-file": file(b"%PDF-1.7 power", "power.pdf")})
    desk().post(page("check", ControlProof.objects.get().id), {"agrees": "yes"})
    listed = text(agent.get(page("rights")))
    assert "EM 018400101" in listed
    norrvik = Right.objects.get(number="018400101")
    assert "Its holder shows control" in text(agent.get(page("right", norrvik.id)))
    assert agent.post(page("ask-domain", norrvik.id), {"domain": "lund.example"}).status_code == 403
    answer = agent.post(page("add-brand"), {"name": "Skua House"}, follow=True)
    assert "Skua House is here" in text(answer)


def test_every_page_is_fit_for_everyone(settings: Settings) -> None:
    brand, reviewer = holder(), desk()
    imported(brand, by_hand.zipped(status__xml=by_hand.st96(), markImage__png=by_hand.picture()), "mark.zip")
    brand.post(page("ask-domain", right().id), {"domain": "norrvik.example"})
    shown = Right.objects.get(number="018400101")
    pdf = file(b"%PDF-1.7 power", "power.pdf")
    brand.post(page("mandate", shown.id), {"file": pdf, "valid_until": NEXT_YEAR})
    wrong = []
    with looking.served() as site, looking.browser() as browser:
        settings.PUBLIC_URL = site
        for client, name, path in (
            (brand, "registry-rights", page("rights")),
            (brand, "registry-right", page("right", right().id)),
            (brand, "registry-right-shown", page("right", shown.id)),
            (brand, "registry-brand", page("brand", "norrvik")),
            (reviewer, "registry-mandates", page("mandates")),
        ):
            cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}
            wrong += looking.look(browser, site + path, cookies=[cookie], name=name)
    assert wrong == []
