"""What becomes of a notice before anyone has looked at it."""

import dataclasses
import datetime as dt
from typing import Any

import pytest

from countermark_portal.casework.notices.facts import (
    Act,
    Ask,
    ForPerson,
    Incomplete,
    NoticeFacts,
    Refusal,
    Right,
    Seen,
)
from countermark_portal.casework.notices.rules import triage
from countermark_portal.policies.loading import load
from countermark_portal.policies.terms import (
    ClockKind,
    Element,
    Evidence,
    Measure,
    NotifierKind,
    RightKind,
    Tier,
)
from rules.complaint import EU, GOOD, LOOK_ALIKE, NOW, REPLICA, TODAY, but, offered, parallel_import


def codes(verdict: Refusal | ForPerson | Ask) -> list[str]:
    return [why.code for why in verdict.reasons]


def refused(facts: NoticeFacts, profile: str = "eu") -> list[str]:
    verdict = triage(facts, load(profile), NOW)
    assert isinstance(verdict, Refusal)
    assert all(why.text for why in verdict.reasons)
    return codes(verdict)


def fixes(facts: NoticeFacts, profile: str = "eu") -> list[str]:
    verdict = triage(facts, load(profile), NOW)
    assert isinstance(verdict, Incomplete)
    assert verdict.clock is ClockKind.CURE
    assert all(fix.field and fix.what and fix.mend for fix in verdict.fixes)
    return [fix.code for fix in verdict.fixes]


def for_person(facts: NoticeFacts) -> list[str]:
    verdict = triage(facts, EU, NOW)
    assert isinstance(verdict, ForPerson)
    return codes(verdict)


def test_a_replica_of_a_verified_mark_is_disabled_at_once_and_what_was_seen_is_told() -> None:
    verdict = triage(GOOD, EU, NOW)
    assert isinstance(verdict, Act)
    assert verdict.measures == (Measure.DISABLE, Measure.STOCK_HOLD)
    assert [seen.text for seen in verdict.seen] == ["1:1 quality", "Norrvik in the title"]


def test_for_a_proven_notifier_it_is_removed() -> None:
    verdict = triage(but(tier=Tier.PROVEN), EU, NOW)
    assert isinstance(verdict, Act)
    assert verdict.measures[0] is Measure.REMOVE


def test_an_agent_acts_by_a_power_of_attorney_and_an_association_goes_to_a_person() -> None:
    agent = but(notifier=NotifierKind.AGENT, organisation="tarnwick-agents")
    assert fixes(agent) == ["power-of-attorney-missing"]
    assert isinstance(triage(but(agent, power_of_attorney=True), EU, NOW), Act)
    association = but(agent, notifier=NotifierKind.ASSOCIATION, power_of_attorney=True)
    assert for_person(association) == ["NOTIFIER-KIND"]


def test_the_bare_name_is_what_lawful_resellers_write_too() -> None:
    assert for_person(but(findings=REPLICA.findings[:1])) == ["NOT-SEEN"]
    talk_of_parts = (*REPLICA.findings, Seen(signal="fair_use", weight=-3.0, text="fits Norrvik"))
    assert for_person(but(findings=talk_of_parts)) == ["NOT-SEEN"]
    assert for_person(but(element=Element.IMAGE)) == ["NOT-SEEN"], "no signal sees photos yet"


@pytest.mark.parametrize("weight", [float("nan"), float("inf"), float("-inf")])
def test_a_broken_weight_shows_nothing(weight: float) -> None:
    assert for_person(but(findings=(*REPLICA.findings, Seen(signal="claim", weight=weight)))) == ["NOT-SEEN"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"tier": Tier.WATCH}, "POOR-STANDING"),
        ({"automation": False}, "AUTOMATION-OFF"),
        ({"seller_authorised": True}, "SELLER-AUTHORISED"),
        ({"provenance_pass": True}, "PROVENANCE"),
        ({"prominent_seller": True}, "PROMINENT-SELLER"),
        ({"safe_conduct": "APP-1", "new_facts": True}, "SAFE-CONDUCT-NEW-FACTS"),
    ],
)
def test_what_is_not_plain_goes_to_a_person(changes: dict[str, Any], code: str) -> None:
    assert for_person(but(**changes)) == [code]


def test_another_class_or_an_unknown_place_refuses_nothing_and_goes_to_a_person() -> None:
    assert for_person(offered(classes=frozenset({9}))) == ["OTHER-CLASS"]
    assert for_person(offered(territories=frozenset())) == ["TERRITORY-UNKNOWN"]
    assert isinstance(triage(offered(classes=frozenset()), EU, NOW), Act), "nobody knows the classes"


def test_a_watched_notifier_gets_a_pause_proposed_in_place_of_a_removal() -> None:
    verdict = triage(but(tier=Tier.WATCH), EU, NOW)
    assert isinstance(verdict, ForPerson)
    assert verdict.proposed is Measure.HOLD


@pytest.mark.parametrize("kind", [NotifierKind.BUYER, NotifierKind.COMPETITOR, NotifierKind.ANONYMOUS])
def test_a_tip_needs_no_right_and_goes_to_a_person_who_is_proposed_nothing(kind: NotifierKind) -> None:
    verdict = triage(but(notifier=kind, organisation=None, right=None, evidence=frozenset()), EU, NOW)
    assert isinstance(verdict, ForPerson)
    assert codes(verdict) == ["TIP"]
    assert verdict.proposed is None


def test_safety_critical_goods_are_looked_at_within_the_hour_even_if_the_notifier_is_suspended() -> None:
    assert refused(but(tier=Tier.SUSPENDED)) == ["NOTIFIER-SUSPENDED"]
    verdict = triage(but(tier=Tier.SUSPENDED, safety_critical=True), EU, NOW)
    assert isinstance(verdict, ForPerson)
    assert verdict.clock is ClockKind.TRIAGE_SAFETY_CRITICAL


def test_everything_that_is_lacking_is_told_at_once() -> None:
    empty = but(
        explanation="  fake   ! ",
        element=None,
        is_named=False,
        has_email=False,
        declared=frozenset(),
        evidence=frozenset(),
        number=None,
        control_until=None,
    )
    assert fixes(empty) == [
        "declaration-accurate",
        "declaration-good_faith",
        "element-missing",
        "email-missing",
        "evidence-authentication-or-indicators-or-test_purchase",
        "explanation-short",
        "name-missing",
        "control-not-shown",
        "right-number-missing",
    ]


def test_control_ends_with_its_last_day() -> None:
    assert isinstance(triage(but(control_until=TODAY), EU, NOW), Act)
    assert fixes(but(control_until=TODAY - dt.timedelta(days=1))) == ["control-not-shown"]


def test_nobody_acts_on_the_right_of_somebody_else() -> None:
    assert fixes(but(owner="quendrel")) == ["right-of-another"]


def test_a_design_does_not_carry_a_complaint_of_counterfeits() -> None:
    assert fixes(but(kind=RightKind.DESIGN)) == ["right-kind"]


def test_a_reason_that_nobody_knows_is_a_fix_with_the_list_of_those_there_are() -> None:
    assert fixes(but(reason="TM-XX")) == ["reason-unknown"]


def test_profiles_ask_for_their_own_declarations() -> None:
    chinese = offered(but(territories=frozenset({"CN"})), territories=frozenset({"CN"}))
    assert fixes(chinese, "cn") == ["declaration-guarantee"]
    photo = but(
        reason="CR-IMG",
        kind=RightKind.COPYRIGHT,
        evidence=frozenset({Evidence.ORIGINAL, Evidence.FIRST_PUBLICATION}),
    )
    photo = dataclasses.replace(
        photo, right=Right(kind=RightKind.COPYRIGHT, owner="norrvik", control_until=dt.date(2027, 1, 1))
    )
    assert fixes(photo, "us") == ["declaration-authority", "declaration-signature"]
    assert for_person(photo) == ["NEUTRAL-LOOK"]


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (but(listing=None), "LISTING-UNKNOWN"),
        (but(exists=False), "LISTING-GONE"),
        (but(expires=TODAY - dt.timedelta(days=1)), "RIGHT-LAPSED"),
        (but(is_lapsed=True), "RIGHT-LAPSED"),
        (but(registered=TODAY + dt.timedelta(days=1)), "RIGHT-PENDING"),
        (offered(territories=frozenset({"US"})), "OTHER-TERRITORY"),
        (but(reason="NOT-IP"), "NOT-IP"),
        (but(open_case="CASE-1"), "DUPLICATE"),
        (but(safe_conduct="APP-1"), "SAFE-CONDUCT"),
    ],
)
def test_what_leads_nowhere_is_refused_with_guidance_even_if_the_form_is_wanting(
    facts: NoticeFacts, code: str
) -> None:
    assert refused(facts) == [code]
    assert refused(but(facts, explanation="", declared=frozenset())) == [code]


def test_only_what_speaks_for_the_complaint_is_told_as_seen() -> None:
    harmless = Seen(signal="price", weight=-0.2, text="priced as usual")
    elsewhere = Seen(signal="made-up", weight=1.0, text="not a signal that sees products")
    verdict = triage(but(findings=(*REPLICA.findings, harmless, elsewhere)), EU, NOW)
    assert isinstance(verdict, Act)
    assert [seen.signal for seen in verdict.seen] == ["replica_talk", "word_mark"]


def test_a_right_is_in_force_through_its_last_day_where_the_profile_lives() -> None:
    assert isinstance(triage(but(expires=TODAY), EU, NOW), Act)
    next_day_in_brussels = dt.datetime(2026, 11, 25, 23, 30, tzinfo=dt.UTC)
    assert isinstance(triage(but(expires=TODAY), EU, next_day_in_brussels), Refusal)


def test_goods_first_sold_in_the_territory_may_be_resold() -> None:
    assert refused(parallel_import("NO", "DE")) == ["EXHAUSTED"]
    worldwide = but(parallel_import("JP"), territories=frozenset({"WORLD"}))
    assert refused(offered(worldwide, territories=frozenset({"US"})), "us") == ["EXHAUSTED"]


@pytest.mark.parametrize("facts", [parallel_import("JP"), parallel_import("JP", "DE"), parallel_import()])
def test_of_a_parallel_import_the_seller_is_asked_and_nothing_is_restricted(facts: NoticeFacts) -> None:
    verdict = triage(facts, EU, NOW)
    assert isinstance(verdict, Ask)
    assert verdict.measure is None
    assert verdict.clock is ClockKind.SELLER_ANSWER


def test_a_look_alike_is_paused_once_and_not_again_for_the_same_cause() -> None:
    verdict = triage(LOOK_ALIKE, EU, NOW)
    assert isinstance(verdict, Ask)
    assert verdict.measure is Measure.HOLD
    assert verdict.clock is ClockKind.HOLD
    assert for_person(but(LOOK_ALIKE, held_for_same_cause=True)) == ["HOLD-SPENT"]
