"""Every letter of a case, in every language, for every reason, with nothing in it that it must not tell."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermark_portal.casework.statements import codes, letters
from countermark_portal.casework.statements.errors import Unsayable
from countermark_portal.casework.statements.letters import letter
from countermark_portal.casework.statements.rules import LANGUAGES, again
from countermark_portal.casework.statements.rules import codes as known
from countermark_portal.policies.terms import KeptBy
from rules.told import LISTING, REDRESS, every_letter


def one(kind: type[letters.About], **changed: object) -> letters.About:
    found = next(told for told in every_letter() if isinstance(told, kind))
    return replace(found, **changed)  # type: ignore[arg-type]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_letter_can_be_said_for_every_reason(language: str) -> None:
    for reason in known("reason"):
        for told in every_letter(reason):
            written = letter(told, language)
            assert written.subject
            assert len(written.subject) < 400
            assert not set("{}\x01\x02") & set(written.text + written.html)
            assert written.template == told.kind
            assert len(written.template_version) <= 64
            assert again(written) == written


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_way_that_a_letter_can_go_is_written(language: str) -> None:
    ways = [
        *(one(letters.NoticeRefused, refusal=refusal, reason=None) for refusal in codes.Refusal),
        *(one(letters.CounterNoticeForwarded, keeps=keeps, declared_by="Ada Quendrel") for keeps in KeptBy),
        *(
            one(letters.CounterNoticeReceived, forwarded=way, silence=codes.Silence.PERSON)
            for way in (True, False)
        ),
        *(
            one(letters.AppealOutcome, to=to, outcome=outcome, effect=effect, redress=REDRESS)
            for to in codes.AppealSide
            for outcome in codes.Outcome
            for effect in codes.Effect
        ),
        *(one(letters.Restored, cause=cause, lost=tuple(codes.Lost), loss=None) for cause in codes.Cause),
        one(letters.Restored, listing=None, lost=(), strikes_erased=False, safe_conduct=False, link=None),
        *(
            one(letters.NoticeWithdrawn, to=to, consequence=consequence, pressed_link=None)
            for to in codes.Party
            for consequence in codes.Consequence
        ),
        *(one(letters.HoldEnded, cause=cause) for cause in codes.HoldCause),
        one(letters.Warned, listing=None, next_step=None, next_at=None, training_link=None, points_given=1),
        one(letters.ShopSuspended, until=None, warned_on=None, payout_held=False, listings=1),
        one(letters.NoticeReceived, listings=1, name_shared=False, link=None),
        one(letters.NoticeIncomplete, days_to_cure=1, link=None),
    ]
    texts = {letter(told, language).text for told in ways}
    assert len(texts) == len(ways)


def test_the_receipt_names_reference_clocks_and_what_comes_next() -> None:
    text = letter(one(letters.NoticeReceived), "en").text
    assert "NOTE-2026-0007" in text
    assert "3 listings" in text
    assert "we decide by 27 November 2026, 17:30 (UTC)" in text


def test_an_incomplete_notice_lists_every_fix_and_the_days_to_cure() -> None:
    written = letter(one(letters.NoticeIncomplete, fixes=(codes.Fix.RIGHT, codes.Fix.EVIDENCE)), "de")
    assert written.text.count("\n- ") == 2
    assert "10 Tage Zeit" in written.text


def test_a_refusal_guides_and_names_redress_and_says_that_a_program_decided() -> None:
    text = letter(one(letters.NoticeRefused), "en").text
    assert "genuine goods may be resold" in text
    assert "taken by a program" in text
    assert "Quendrel Dispute Centre" in text


def test_the_notifier_is_told_the_decision_on_each_item_and_the_automation() -> None:
    text = letter(one(letters.NoticeDecided), "en").text
    assert "Listing removed. Reason: counterfeit goods." in text
    assert "No restriction." in text
    assert "A program prepared the decision" in text


def test_the_holder_learns_that_a_purchase_was_verified_and_nothing_else_of_it() -> None:
    told = one(letters.CounterNoticeForwarded, proofs=(codes.Proof.PURCHASE_VERIFIED,))
    assert "Proof of purchase verified" in letter(told, "en").text
    names = {field.name for field in fields(told)}
    assert not names & {"own_words", "facts", "evidence", "supplier", "price", "invoice", "explanation"}


def test_an_outcome_without_reasons_is_not_sent() -> None:
    with pytest.raises(Unsayable, match="needs its reasons"):
        one(letters.AppealOutcome, facts=(), own_words=None)


def test_a_restoration_says_how_long_what_is_lost_and_what_it_cost() -> None:
    text = letter(one(letters.Restored), "en").text
    assert "5 days" in text
    assert "- the former place in search results" in text
    assert "1,240.50\N{NO-BREAK SPACE}EUR" in text
    assert "An appeal was successful." in text


def test_a_warning_says_where_the_shop_stands_and_what_comes_next() -> None:
    text = letter(one(letters.Warned), "en").text
    assert "Total: 18 points" in text
    assert "no new listings for 14 days (at 24 points)" in text
    assert "22 November 2027" in text
    assert "appeal free of charge" in text


@given(title=st.text(max_size=200), language=st.sampled_from(LANGUAGES))
def test_a_title_never_changes_the_structure_of_a_letter(title: str, language: str) -> None:
    for told in (
        one(letters.HoldEnded, listing=replace(LISTING, title=title)),
        one(letters.AppealReceived, title=title),
    ):
        written = letter(told, language)
        assert written.html.count("<") == letter(one(type(told)), language).html.count("<")
        assert "\n" not in written.subject
