"""Notices by the API: many at once, each answered, once under a key, read, taken back."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from api.programs import HOLDER, Program, fake, key, listing, notice, of_holder, of_market, restricted, work
from countermark_portal.casework.notices.models import Notice, NoticeItem
from countermark_portal.parties.key_models import ApiKey
from countermark_portal.parties.rules import Scope

pytestmark = pytest.mark.usefixtures("market")


def test_a_program_sends_a_notice_and_reads_that_its_listing_is_restricted() -> None:
    program = of_holder()
    answer = program.post("/notices", {"notices": [notice()]})
    assert answer.status_code == 200, answer.content
    [one] = answer.json()["answers"]
    assert one["accepted"]
    assert one["items"] == 1
    work()
    told = program.get(f"/notices/{one['reference']}").json()
    assert told["channel"] == "api"
    [item] = told["items"]
    assert (item["verdict"], item["standing"], item["case_state"]) == ("act", "restricted", "restricted"), (
        item
    )
    case = program.get(f"/cases/{item['case']}").json()
    assert case["decisions"][0]["outcome"] == "restrict"
    assert case["measures"][0]["settled_at"]
    assert case["seller"] is None
    sent = Notice.objects.get(reference=one["reference"])
    assert sent.person is None
    assert sent.organisation == ApiKey.objects.get().organisation


def test_each_notice_of_a_call_is_answered_for_itself() -> None:
    several: list[Any] = [
        notice(fake()),
        {"no": "notice"},
        notice(listing(number=1), right={"id": "00000000-0000-4000-8000-000000000000"}),
        notice(listings=[{"marketplace": "elsewhere", "listing_id": "7"}]),
        notice(
            listings=[
                {"marketplace": "bazaar", "listing_id": listing(number=2)},
                {"marketplace": "elsewhere", "listing_id": "7"},
            ]
        ),
        notice(listing(number=3), evidence=[{"kind": "hearsay"}]),
        "nothing at all",
    ]
    answers = of_holder().post("/notices", {"notices": several}).json()["answers"]
    codes = [one["code"] for one in answers]
    assert codes == [None, "invalid", "no-right", "no-listing", None, "no-evidence-kind", "invalid"]
    assert [one["accepted"] for one in answers] == [True, False, False, False, True, False, False]
    assert answers[1]["what"].startswith("listings: ")
    assert all(one["mend"] for one in answers if not one["accepted"])
    assert [out["code"] for out in answers[4]["left_out"]] == ["no-marketplace"]
    assert NoticeItem.objects.count() == 2


def test_ten_thousand_listings_come_in_with_one_call() -> None:
    program = of_holder()
    many = [notice(*(f"{place}-{number}" for number in range(2500))) for place in range(4)]
    answer = program.post("/notices", {"notices": many})
    assert answer.status_code == 200, answer.content
    assert [one["items"] for one in answer.json()["answers"]] == [2500] * 4
    one_more = program.post("/notices", {"notices": [*many, notice("x")]})
    assert one_more.status_code == 422
    assert one_more.json()["mend"].startswith("send 10000")


def test_a_long_notice_is_read_page_by_page() -> None:
    program = of_holder()
    reference = program.post("/notices", {"notices": [notice("a", "b", "c")]}).json()["answers"][0][
        "reference"
    ]
    first = program.get(f"/notices/{reference}", limit="2").json()
    second = program.get(f"/notices/{reference}", limit="2", after=first["after"]).json()
    assert [one["listing_id"] for one in first["items"] + second["items"]] == ["a", "b", "c"]
    assert second["after"] is None


def test_the_same_request_under_the_same_key_happens_once_and_another_one_not_at_all() -> None:
    program = of_holder()
    first = program.post("/notices", {"notices": [notice()]}, Idempotency_Key="monday-1")
    again = program.post("/notices", {"notices": [notice()]}, Idempotency_Key="monday-1")
    assert first.json() == again.json()
    assert Notice.objects.count() == 1
    other = program.post("/notices", {"notices": [notice(listing(number=1))]}, Idempotency_Key="monday-1")
    assert (other.status_code, other.json()["code"]) == (409, "idempotency-key-reused")
    of_another = Program(key("Quendrel AB"))
    mine = of_another.post("/notices", {"notices": [notice(listing(number=1))]}, Idempotency_Key="monday-1")
    assert mine.status_code == 200
    assert Notice.objects.count() == 2


def test_a_sign_that_the_database_does_not_keep_spoils_one_notice_only() -> None:
    several = [{**notice(), "\x00": 1}, notice("a\x00b"), notice()]
    answers = of_holder().post("/notices", {"notices": several}, Idempotency_Key="nul").json()["answers"]
    assert [one["accepted"] for one in answers] == [False, False, True]


def test_evidence_is_checked_by_its_content_and_kept() -> None:
    program = of_holder()
    text = base64.b64encode(b"The seam is sewn twice.").decode()
    good = notice(evidence=[{"kind": "indicators", "file": {"name": "seam.txt", "content": text}}])
    assert program.post("/notices", {"notices": [good]}).json()["answers"][0]["accepted"]
    [kept] = Notice.objects.get().evidence
    assert kept["content_type"] == "text/plain"
    bomb = base64.b64encode(b"MZ\x90\x00\x03 a program").decode()
    bad = notice(evidence=[{"kind": "indicators", "file": {"name": "seam.exe", "content": bomb}}])
    two = program.post("/notices", {"notices": [bad, notice(listing(number=1))]}).json()["answers"]
    assert [(one["accepted"], one["code"]) for one in two] == [(False, "file"), (True, None)]
    assert "seam.exe" in two[0]["what"]


def test_a_notice_is_taken_back_and_what_rested_on_it_ends() -> None:
    program = of_holder()
    case = restricted(program)
    reference = Notice.objects.get().reference
    foreign = program.post(
        f"/notices/{reference}/withdrawal",
        {"why": "our own batch", "paid": False, "items": ["00000000-0000-4000-8000-000000000000"]},
    )
    assert foreign.status_code == 422
    done = program.post(f"/notices/{reference}/withdrawal", {"why": "our own batch", "paid": False})
    assert done.json() == {"items": 1, "cases": [case]}
    work()
    assert program.get(f"/cases/{case}").json()["state"] == "restored"
    again = program.post(f"/notices/{reference}/withdrawal", {"why": "our own batch", "paid": False})
    assert again.status_code == 409


def test_others_see_nothing_of_a_notice_and_cannot_take_it_back() -> None:
    case = restricted(of_holder())
    reference = Notice.objects.get().reference
    other = Program(key("Quendrel AB"))
    assert other.get(f"/notices/{reference}").status_code == 404
    assert other.get(f"/cases/{case}").status_code == 404
    body = {"why": "because", "paid": False}
    assert other.post(f"/notices/{reference}/withdrawal", body).status_code == 404
    operator = Program(key("Bazaar Lane", *HOLDER))
    assert operator.get(f"/cases/{case}").json()["seller"]
    assert operator.post(f"/notices/{reference}/withdrawal", body).status_code == 403


def test_marketplaces_say_what_they_ask_of_a_notice() -> None:
    [bazaar] = of_holder().get("/marketplaces").json()
    assert bazaar["slug"] == "bazaar"
    counterfeit = next(one for one in bazaar["reasons"] if one["code"] == "TM-CF")
    assert "indicators" in counterfeit["evidence"][0]
    assert bazaar["declarations"]["any"] == ["good_faith", "accurate"]


def test_a_key_without_the_scope_is_told_which_one_it_lacks() -> None:
    reader = Program(key("Norrvik AB", Scope.NOTICES_READ))
    answer = reader.post("/notices", {"notices": [notice()]})
    assert answer.status_code == 403
    assert answer.json()["mend"] == "ask for a key with notices:write"
    assert of_market().post("/notices", {"notices": [notice(listing())]}).status_code == 403
