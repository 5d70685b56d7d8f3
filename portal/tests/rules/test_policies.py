"""Policies are data that people read, compare and check."""

import contextlib
import datetime as dt

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countermark.references.model import RightKind as EngineRightKind
from countermark_portal.catalogue.ports import MeasureKind
from countermark_portal.policies.changes import differences, rules_of, unchecked
from countermark_portal.policies.errors import PolicyFaults
from countermark_portal.policies.loading import PROFILES, load, policy_of, text_of
from countermark_portal.policies.terms import (
    AtEnd,
    ClockKind,
    ExhaustionKind,
    KeptBy,
    Measure,
    RightKind,
    Route,
)

TODAY = dt.date(2026, 11, 25)
every_profile = pytest.mark.parametrize("profile", PROFILES)


def faults_of(text: str) -> str:
    with pytest.raises(PolicyFaults) as caught:
        policy_of(text, name="mine")
    assert all(fault.place and fault.what and fault.mend for fault in caught.value.faults)
    return str(caught.value)


@every_profile
def test_a_policy_written_out_is_read_again_to_the_same_id(profile: str) -> None:
    policy = load(profile)
    again = policy_of(text_of(policy))
    assert again == policy
    assert again.id == policy.id
    assert policy.id.startswith(f"{profile}@")
    assert len(policy.id.split("@")[1]) == 12


@every_profile
def test_nobody_has_checked_the_bundled_rules_and_they_say_so(profile: str) -> None:
    policy = load(profile)
    assert len(unchecked(policy, TODAY)) == len(list(rules_of(policy)))
    assert all(rule.source for _, rule in rules_of(policy))


@every_profile
def test_a_hold_ends_by_itself_and_silence_restores_except_where_goods_may_harm(profile: str) -> None:
    policy = load(profile)
    assert policy.clock(policy.hold.clock).at_end is AtEnd.RESTORE
    for rule in policy.keeps_up.values():
        assert (rule.silence, rule.silence_safety_critical) == (AtEnd.RESTORE, AtEnd.PERSON)
        assert policy.clock(rule.window).end(safety_critical=False) is AtEnd.RESTORE
        assert policy.clock(rule.window).end(safety_critical=True) is AtEnd.PERSON


@every_profile
def test_genuine_goods_are_no_counterfeits_and_prices_are_no_matter_of_ip(profile: str) -> None:
    reasons = load(profile).reasons
    for code in ("TM-EXH", "TM-COND"):
        assert not reasons[code].counterfeit
        assert reasons[code].route is Route.ASK
    assert reasons["NOT-IP"].route is Route.REFUSE


def test_what_keeps_a_restriction_up_differs_by_profile() -> None:
    assert load("eu").kept_up(RightKind.COPYRIGHT).by is KeptBy.EVIDENCE
    assert load("us").kept_up(RightKind.COPYRIGHT).by is KeptBy.COURT_FILING
    assert load("us").kept_up(RightKind.TRADEMARK).by is KeptBy.EVIDENCE
    assert load("cn").kept_up(RightKind.TRADEMARK).by is KeptBy.SUIT_OR_COMPLAINT
    assert load("eu").exhaustion.kind is ExhaustionKind.REGIONAL


def test_what_a_marketplace_cannot_do_falls_to_the_named_substitute_or_to_a_person() -> None:
    substitutes = load("eu").substitutes
    able = {Measure.HOLD, Measure.DISABLE}
    assert substitutes.possible(Measure.DISABLE, able) is Measure.DISABLE
    assert substitutes.possible(Measure.REMOVE, able) is Measure.DISABLE
    assert substitutes.possible(Measure.REMOVE, {Measure.HOLD}) is Measure.HOLD
    assert substitutes.possible(Measure.STOCK_HOLD, able) is None


def test_the_words_are_those_of_the_engine_and_of_the_port_to_marketplaces() -> None:
    assert {str(kind) for kind in RightKind} == {str(kind) for kind in EngineRightKind}
    assert {str(kind) for kind in MeasureKind} <= {str(measure) for measure in Measure}


def test_every_fault_is_named_with_line_and_mend() -> None:
    told = faults_of(
        "extends: eu\nname: X!\nclocks:\n  triage:\n    source: me\n    starts: now\n    amount: -1\n"
        "    unit: weeks\n    att_end: person\nladder: 3\n"
    )
    assert told.startswith("6 faults")
    for expected in (
        "mine:2 name",
        "mine:7 clocks.triage.amount",
        "mine:8 clocks.triage.unit",
        "att_end",
        "ladder",
    ):
        assert expected in told
    assert "hours, days, business_days, months" in told


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "holds no policy"),
        ("extends: mars", "no such profile"),
        ("extends: eu\nextends: us", "stands here twice"),
        ("a: &a [1]\nb: *a", "anchors"),
        ("extends: eu\ntitle: !!python/object:os.system x", "tag"),
        ("extends: eu\ntitle: [", "no YAML"),
        ("[" * 90_000, "too deep"),
        ("{a: " * 20_000, "too deep"),
        ("x" * 100_001, "longer"),
        ('extends: eu\ntitle: "safe \\u202e elif"', "invisible"),
        ("extends: eu\ntitle: 2026-13-77", "not readable"),
    ],
)
def test_hostile_text_is_a_fault_and_no_crash(text: str, what: str) -> None:
    assert what in faults_of(text)


CLOCK = "{source: me, starts: now, amount: 3, unit: business_days, at_end: %s}"
REASON = "{source: me, title: t, meaning: m, right_kinds: [trademark], route: %s, otherwise: disable%s}"
AUTOMATION = "{source: me, reasons: [%s], notifiers: [%s], tiers: [%s], seen_by: {title: [word_mark]}, least_weight: 4}"
LADDER = (
    "ladder: {source: me, expires_days: 9, batch_days: 1, cured_percent: 5, reentry_points: 9, steps: [%s]}"
)
CLOSURE = "{step: closure, points: 8, measures: [terminate]}"


@pytest.mark.parametrize(
    ("section", "what"),
    [
        ("clocks:\n  hold: " + CLOCK % "person", "a hold must end by itself"),
        ("clocks:\n  appeal: " + CLOCK % "refuse", "six months"),
        ("reasons:\n  TM-EXH: " + REASON % ("ask", ", counterfeit: true"), "never counterfeits"),
        ("reasons:\n  TM-COND: " + REASON % ("pause", ""), "asked first"),
        ("reasons:\n  TM-USE: " + REASON % ("restrict", ""), "only counterfeits"),
        ("automation: " + AUTOMATION % ("TM-LOOK", "agent", "proven"), "without a person"),
        ("automation: " + AUTOMATION % ("TM-CF", "buyer", "proven"), "alone restricts nothing"),
        ("automation: " + AUTOMATION % ("TM-CF", "agent", "watch"), "no good standing"),
        ("claimant: {source: me, named_to_seller: [buyer]}", "never named"),
        ("calendar: {source: me, country: ZZ, zone: Mars/Olympus}", "no such time zone"),
        ("calendar: {source: me, country: ZZ, zone: UTC}", "no calendar of holidays"),
        ("hold: {source: me, clock: hold, checked_by: Ada}", "not when"),
        (LADDER % CLOSURE, "second person"),
        ("exhaustion: {source: me, kind: regional}", "territory is missing"),
    ],
)
def test_no_file_takes_back_a_promise(section: str, what: str) -> None:
    assert what in faults_of(f"extends: eu\nname: mine\n{section}\n")


def test_a_changed_rule_does_not_inherit_the_check_of_the_old_one() -> None:
    checked = policy_of(
        text_of(load("eu")).replace(
            '"hold":{"clock":', '"hold":{"checked_by":"Ada","checked_at":"2026-11-01","clock":'
        )
    )
    assert "hold" not in {rule.rule for rule in unchecked(checked, TODAY)}
    before_the_check = unchecked(checked, dt.date(2026, 10, 1))
    assert ("hold", "check-ahead") in {(rule.rule, rule.code) for rule in before_the_check}
    changed = policy_of("extends: eu\nname: mine\nhold: {source: me, clock: hold}\n")
    assert "hold" in {rule.rule for rule in unchecked(changed, TODAY)}


def test_differences_are_told_in_words_and_by_rule() -> None:
    mine = policy_of("extends: eu\nname: mine\nclocks:\n  triage: " + CLOCK % "escalate")
    told = [str(change) for change in differences(load("eu"), mine)]
    assert "policy.name: eu → mine" in told
    assert "clocks.triage.amount: 24 → 3" in told
    assert "clocks.triage.unit: hours → business_days" in told
    assert not any(line.startswith("reasons") for line in told)
    assert any("counter_notice.patent: new" in str(change) for change in differences(load("eu"), load("cn")))
    assert any("counter_notice.patent: gone" in str(change) for change in differences(load("cn"), load("eu")))


def test_a_policy_differs_from_itself_in_nothing_and_every_profile_from_the_others() -> None:
    for profile in PROFILES:
        assert differences(load(profile), load(profile)) == []
    assert len({load(profile).id for profile in PROFILES}) == len(PROFILES)


@given(st.text(max_size=200))
def test_no_text_crashes_the_reader(text: str) -> None:
    with contextlib.suppress(PolicyFaults):
        policy_of(text)


@settings(max_examples=25)
@given(
    st.text(
        alphabet=st.characters(exclude_categories=["Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"]), min_size=1
    ),
    st.sampled_from(ClockKind),
    st.integers(1, 1000),
)
def test_what_can_be_seen_survives_being_written_and_read(title: str, kind: ClockKind, amount: int) -> None:
    eu = load("eu")
    clocks = {**eu.clocks, kind: msgspec.structs.replace(eu.clocks[kind], amount=amount)}
    if kind is ClockKind.APPEAL:
        clocks = dict(eu.clocks)
    changed = msgspec.structs.replace(eu, title=title, clocks=clocks)
    again = policy_of(text_of(changed))
    assert again == changed
    assert again.id == changed.id
