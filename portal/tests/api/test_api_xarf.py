"""XARF v4 reports as notices; and whatever else comes in their place."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from django.conf import settings as configured
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.programs import Program, fake, key, of_holder, work
from countermark_portal.casework.notices.models import Notice, NoticeItem

pytestmark = pytest.mark.usefixtures("market")
PARTY = {"org": "Norrvik AB", "contact": "norrvik@brands.example", "domain": "brands.example"}
DECLARED = "good_faith, accurate, authority, signature, guarantee"


def address(listing: str = "") -> str:
    return f"{configured.PUBLIC_URL}/shop/item/{listing or fake()}"


def report(**more: Any) -> dict[str, Any]:
    return {
        "xarf_version": "4.2.0",
        "report_id": "6f1bbd1c-0a0e-4f5c-9a3e-2d1d8f2f9a11",
        "timestamp": "2026-11-01T10:00:00Z",
        "reporter": PARTY,
        "sender": PARTY,
        "source_identifier": "bazaar-lane.example",
        "category": "content",
        "type": "brand_infringement",
        "url": address(),
        "infringement_type": "counterfeit",
        "legitimate_site": "https://norrvik.example/",
        "target_brand": "Norrvik",
        "trademark_details": {"registration_number": "018400101", "jurisdiction": "EU"},
        "description": "The label is wrong and we never made this colour.",
        "_internal": {"ticket": 7},
        **more,
    }


def copying(**more: Any) -> dict[str, Any]:
    told = report(
        category="copyright", type="copyright", infringing_url=address(), work_title="Tarn, a poster"
    )
    for name in ("url", "infringement_type", "legitimate_site", "trademark_details"):
        del told[name]
    return {**told, **more}


def send(program: Program, body: Any, declared: str = DECLARED) -> Any:
    return program.post("/xarf", body, Countermark_Declarations=declared)


def test_a_brand_infringement_leads_to_a_restriction_as_any_notice_does() -> None:
    answer = send(of_holder(), report())
    assert answer.status_code == 200, answer.content
    work()
    sent = Notice.objects.get(reference=answer.json()["reference"])
    assert (sent.channel, sent.reason, sent.notifier_kind) == ("xarf", "TM-CF", "rights_holder")
    assert sent.right is not None
    item = NoticeItem.objects.get(notice=sent)
    assert (item.named, item.verdict) == (fake(), "act"), item.verdict_facts


@pytest.mark.parametrize("more", [{}, {"type": "ugc_platform", "platform_name": "Bazaar Lane"}])
def test_copyright_reports_become_notices_of_a_copied_work(more: dict[str, Any]) -> None:
    body = copying(original_url="https://norrvik.example/tarn", **more)
    assert send(of_holder(), body).status_code == 200
    sent = Notice.objects.get()
    assert sent.reason == "CR-PROD"
    assert {one["kind"] for one in sent.evidence} == {"work", "original", "first_publication"}


def test_a_report_without_declarations_is_told_which_it_lacks() -> None:
    for declared, missing in (("", ["good_faith", "accurate"]), ("good_faith", ["accurate"])):
        answer = send(of_holder(), report(), declared)
        assert answer.status_code == 422
        assert [fix["code"] for fix in answer.json()["fixes"]] == [f"declaration-{one}" for one in missing]
    assert not Notice.objects.exists()


def test_the_same_report_is_taken_in_once() -> None:
    program = of_holder()
    first, again = send(program, report()), send(program, report())
    assert first.json() == again.json()
    assert send(program, report(description="Another text.")).status_code == 409
    assert send(Program(key("Quendrel AB")), report()).status_code == 200
    assert Notice.objects.count() == 2


def test_what_is_sent_along_is_kept_if_it_is_of_a_type_that_we_take() -> None:
    told = base64.b64encode(b"we compared the seams").decode()
    item = {"content_type": "text/plain", "payload": told, "description": "comparison"}
    assert send(of_holder(), report(evidence=[item])).status_code == 200
    assert [one["content_type"] for one in Notice.objects.get().evidence if one["sha256"]] == ["text/plain"]
    zipped = {"content_type": "application/zip", "payload": base64.b64encode(b"PK\x03\x04\x00").decode()}
    assert send(of_holder(), report(evidence=[zipped])).status_code == 422


@pytest.mark.parametrize(
    "more",
    [
        {"type": "phishing"},
        {"category": "messaging", "type": "spam"},
        {"category": "copyright", "type": "link_site"},
        {"report_id": "7"},
        {"timestamp": "yesterday"},
        {"xarf_version": "3.0.0"},
        {"reporter": {"org": "Norrvik AB"}},
        {"sender": None},
        {"url": "https://elsewhere.example/item/1"},
        {"url": "norrvik"},
        {"infringement_type": "annoying"},
        {"description": "a\x00b"},
    ],
)
def test_a_report_that_is_none_or_not_for_us_is_refused_with_a_reason(more: dict[str, Any]) -> None:
    answer = send(of_holder(), report(**more))
    assert answer.status_code == 422
    assert answer.json()["message"]
    assert answer.json()["mend"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(sorted(report())), value=JSON)
def test_whatever_stands_in_a_field_the_answer_is_an_answer(name: str, value: Any) -> None:
    answer = send(of_holder(), {**report(), name: value})
    assert answer.status_code in {200, 409, 422}, answer.content
    if answer.status_code != 200:
        assert {"code", "message", "mend"} <= set(answer.json())
