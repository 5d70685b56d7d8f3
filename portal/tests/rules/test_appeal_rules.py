"""The seller's side: complete answers, silence, windows, who hears, what follows."""

import datetime as dt
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermark_portal.casework.appeals.facts import (
    Answer,
    Consequences,
    Forward,
    Lacking,
    Outcome,
    Reply,
    Rescreen,
    Restricted,
    Side,
    StrikeFate,
    Then,
    ToPerson,
    Undo,
)
from countermark_portal.casework.appeals.rules import (
    after_window,
    answer_leads_to,
    appeal_due,
    appeal_refusal,
    counter_gaps,
    follows,
    may_hear,
)
from countermark_portal.parties.rules import SYSTEM
from countermark_portal.policies.loading import PROFILES, load
from countermark_portal.policies.model import Policy
from countermark_portal.policies.terms import ClockKind, CounterField, Ground, KeptBy, RightKind

EU, US, CN = load("eu"), load("us"), load("cn")
COUNTERFEIT = Restricted(reason="TM-CF", right=RightKind.TRADEMARK)
HELMET = Restricted(reason="TM-CF", right=RightKind.TRADEMARK, safety_critical=True)
TITLE = Restricted(reason="TM-USE", right=RightKind.TRADEMARK)
PHOTO = Restricted(reason="CR-IMG", right=RightKind.COPYRIGHT)
BOUGHT = Answer(
    ground=Ground.GENUINE_PURCHASED,
    statement="Bought from the brand's own wholesaler in May, invoice attached.",
    given=frozenset({CounterField.DECLARATION, CounterField.CONTACT, CounterField.EVIDENCE}),
)
ALL = frozenset(CounterField)
ADA, BO, CY = uuid4(), uuid4(), uuid4()


def gaps(answer: Answer, right: RightKind, policy: Policy) -> list[str]:
    return [fix.code for fix in counter_gaps(answer, right, policy)]


def test_an_empty_answer_is_told_everything_that_it_lacks() -> None:
    assert gaps(Answer(ground=None, statement=" no "), RightKind.TRADEMARK, EU) == [
        "contact-missing",
        "declaration-missing",
        "ground-missing",
        "statement-short",
    ]


def test_a_purchase_needs_proof_and_descriptive_use_does_not() -> None:
    given_ = frozenset({CounterField.DECLARATION, CounterField.CONTACT})
    bought = Answer(ground=Ground.GENUINE_PURCHASED, statement=BOUGHT.statement, given=given_)
    described = Answer(ground=Ground.DESCRIPTIVE_USE, statement=BOUGHT.statement, given=given_)
    assert gaps(bought, RightKind.TRADEMARK, EU) == ["evidence-missing"]
    assert gaps(described, RightKind.TRADEMARK, EU) == []


def test_each_profile_asks_for_what_its_law_asks() -> None:
    assert gaps(BOUGHT, RightKind.TRADEMARK, US) == []
    assert gaps(BOUGHT, RightKind.COPYRIGHT, US) == [
        "consent-to-forward-missing",
        "identity-missing",
        "jurisdiction-missing",
        "location-missing",
        "perjury-missing",
        "signature-missing",
    ]
    assert "guarantee-missing" in gaps(BOUGHT, RightKind.TRADEMARK, CN)
    assert "comparison-missing" in gaps(BOUGHT, RightKind.PATENT, CN)
    assert "comparison-missing" not in gaps(BOUGHT, RightKind.TRADEMARK, CN)


def test_a_good_answer_is_forwarded_and_the_profile_says_what_outlives_it() -> None:
    assert answer_leads_to(BOUGHT, COUNTERFEIT, EU) == Forward(ClockKind.FORWARD, KeptBy.EVIDENCE)
    full = Answer(ground=Ground.LICENCE, statement=BOUGHT.statement, given=ALL)
    assert answer_leads_to(full, PHOTO, US) == Forward(ClockKind.FORWARD_COPYRIGHT, KeptBy.COURT_FILING)
    assert answer_leads_to(full, COUNTERFEIT, CN) == Forward(ClockKind.FORWARD, KeptBy.SUIT_OR_COMPLAINT)


def test_a_corrected_title_is_screened_again_but_another_text_makes_no_counterfeit_genuine() -> None:
    corrected = Answer(ground=Ground.CORRECTED, statement=BOUGHT.statement, given=BOUGHT.given)
    assert answer_leads_to(corrected, TITLE, EU) == Rescreen()
    to_person = answer_leads_to(corrected, COUNTERFEIT, EU)
    assert isinstance(to_person, ToPerson)
    assert to_person.why.code == "NOT-CURABLE"


def test_an_answer_about_goods_that_may_harm_goes_to_a_person() -> None:
    assert isinstance(answer_leads_to(BOUGHT, HELMET, EU), ToPerson)


def test_an_incomplete_answer_is_told_what_to_mend() -> None:
    assert isinstance(answer_leads_to(Answer(ground=None, statement=""), COUNTERFEIT, EU), Lacking)


@pytest.mark.parametrize(
    ("policy", "about", "reply", "then"),
    [
        (EU, COUNTERFEIT, Reply.SILENCE, Then.RESTORE),
        (EU, COUNTERFEIT, Reply.DISAGREEMENT, Then.RESTORE),
        (EU, COUNTERFEIT, Reply.EVIDENCE, Then.PERSON),
        (EU, COUNTERFEIT, Reply.WITHDRAWAL, Then.RESTORE),
        (EU, HELMET, Reply.SILENCE, Then.PERSON),
        (EU, HELMET, Reply.WITHDRAWAL, Then.PERSON),
        (US, PHOTO, Reply.EVIDENCE, Then.RESTORE),
        (US, PHOTO, Reply.COURT_FILING, Then.KEEP),
        (US, COUNTERFEIT, Reply.EVIDENCE, Then.PERSON),
        (CN, COUNTERFEIT, Reply.EVIDENCE, Then.RESTORE),
        (CN, COUNTERFEIT, Reply.AUTHORITY_COMPLAINT, Then.KEEP),
        (CN, COUNTERFEIT, Reply.COURT_FILING, Then.KEEP),
    ],
)
def test_what_keeps_a_restriction_up(policy: Policy, about: Restricted, reply: Reply, then: Then) -> None:
    assert after_window(reply, about, policy) is then


def test_both_sides_may_appeal_for_six_months() -> None:
    told = dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)
    end = appeal_due(told, EU)
    assert end.last_day == dt.date(2027, 5, 25)
    assert appeal_refusal(told, end.at - dt.timedelta(seconds=1), EU) is None
    late = appeal_refusal(told, end.at, EU)
    assert late is not None
    assert (late.code, "2027-05-25" in late.text) == ("TOO-LATE", True)
    again = appeal_refusal(told, told, EU, was_heard=True)
    assert again is not None
    assert again.code == "HEARD-ALREADY"


def test_nobody_hears_an_appeal_against_what_they_had_a_hand_in_and_no_machine_does() -> None:
    assert not may_hear(ADA, decided_by=ADA, approved_by=None)
    assert not may_hear(BO, decided_by=ADA, approved_by=BO)
    assert not may_hear(CY, decided_by=ADA, approved_by=BO, also_involved=[CY])
    assert not may_hear(SYSTEM.id, decided_by=ADA, approved_by=BO)
    assert may_hear(CY, decided_by=ADA, approved_by=BO)
    assert may_hear(CY, decided_by=SYSTEM.id, approved_by=None)


def test_a_won_appeal_restores_all_erases_the_strike_and_gives_safe_conduct() -> None:
    assert follows(Outcome.REVERSED, Side.SELLER, verified_invoice=True) == Consequences(
        undo=Undo.ALL,
        strike=StrikeFate.ERASED,
        safe_conduct=True,
        provenance_pass=True,
        counts_against_notifier=True,
        tell=(Side.SELLER, Side.NOTIFIER),
    )


def test_a_partly_won_appeal_undoes_what_went_too_far() -> None:
    partly = follows(Outcome.PARTLY, Side.SELLER)
    assert (partly.undo, partly.strike, partly.safe_conduct) == (Undo.PART, StrikeFate.REDUCED, False)


def test_the_notifiers_appeal_leads_to_a_measure_and_never_to_an_undoing() -> None:
    won = follows(Outcome.REVERSED, Side.NOTIFIER)
    assert (won.restrict, won.undo, won.strike) == (True, Undo.NONE, StrikeFate.STAYS)


def test_only_those_concerned_are_told() -> None:
    assert follows(Outcome.UPHELD, Side.SELLER).tell == (Side.SELLER,)
    assert follows(Outcome.UPHELD, Side.NOTIFIER).tell == (Side.NOTIFIER,)
    assert follows(Outcome.REVERSED, Side.SELLER, has_notifier=False).tell == (Side.SELLER,)
    assert not follows(Outcome.REVERSED, Side.SELLER, has_notifier=False).counts_against_notifier


restricted = st.builds(
    Restricted,
    reason=st.sampled_from(sorted(EU.reasons)),
    right=st.none() | st.sampled_from(RightKind),
    safety_critical=st.booleans(),
)
policies = st.sampled_from([load(profile) for profile in PROFILES])
silent = st.sampled_from([Reply.SILENCE, Reply.DISAGREEMENT, Reply.WITHDRAWAL])


@given(restricted, policies, silent)
def test_silence_restores_everywhere_except_what_may_harm(
    about: Restricted, policy: Policy, reply: Reply
) -> None:
    assert after_window(reply, about, policy) is (Then.PERSON if about.safety_critical else Then.RESTORE)


@given(
    st.builds(Answer, ground=st.none() | st.sampled_from(Ground), statement=st.text(), given=st.just(ALL)),
    restricted,
    policies,
)
def test_a_complete_answer_always_leads_somewhere(answer: Answer, about: Restricted, policy: Policy) -> None:
    leads = answer_leads_to(answer, about, policy)
    assert isinstance(leads, Lacking) == bool(counter_gaps(answer, about.right, policy))
    if isinstance(leads, Forward):
        assert not about.safety_critical
        assert leads.window in policy.clocks


@given(st.uuids(), st.uuids(), st.none() | st.uuids())
def test_the_one_who_hears_is_always_another(
    person: UUID, decided_by: UUID, approved_by: UUID | None
) -> None:
    assert may_hear(person, decided_by, approved_by) == (person not in {decided_by, approved_by, SYSTEM.id})
