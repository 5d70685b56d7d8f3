"""What triage promises for every input there is."""

import dataclasses
import datetime as dt
from collections.abc import Iterable
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from countermark_portal.casework.notices.facts import (
    Act,
    Ask,
    Before,
    ForPerson,
    Incomplete,
    Listing,
    Notice,
    NoticeFacts,
    Refusal,
    Right,
    Seen,
)
from countermark_portal.casework.notices.rules import triage
from countermark_portal.policies.loading import PROFILES, load
from countermark_portal.policies.terms import (
    Declaration,
    Element,
    Evidence,
    Measure,
    NotifierKind,
    RightKind,
    Tier,
)
from rules.complaint import EU, GOOD, LOOK_ALIKE, NOW, REPLICA, TODAY, parallel_import


def subsets(of: Iterable[Any]) -> st.SearchStrategy[frozenset[Any]]:
    return st.frozensets(st.sampled_from(list(of)))


maybe_day = st.none() | st.dates(dt.date(2024, 1, 1), dt.date(2029, 1, 1))
often = st.sampled_from([True, True, True, False])
notices = st.builds(
    Notice,
    reason=st.sampled_from(["TM-CF", "TM-CF", *EU.reasons, "??"]),
    notifier=st.sampled_from(NotifierKind),
    explanation=st.sampled_from([GOOD.notice.explanation, "no", ""]),
    element=st.none() | st.sampled_from(Element),
    organisation=st.sampled_from(["norrvik", "norrvik", "quendrel", None]),
    is_named=often,
    has_email=often,
    power_of_attorney=often,
    declared=st.just(frozenset(Declaration)) | subsets(Declaration),
    evidence=st.just(frozenset(Evidence)) | subsets(Evidence),
    first_sold_in=subsets(["DE", "JP", "NO"]),
    new_facts=st.booleans(),
)
rights = st.builds(
    Right,
    kind=st.sampled_from([RightKind.TRADEMARK, *RightKind]),
    owner=st.just("norrvik"),
    office=st.sampled_from(["EM", "EM", None]),
    number=st.sampled_from(["1", "1", None]),
    territories=subsets(["EU", "US", "CN", "WORLD"]),
    classes=subsets([9, 25]),
    registered=maybe_day,
    expires=maybe_day,
    is_lapsed=st.sampled_from([False, False, True]),
    control_until=maybe_day,
)
seen = st.builds(
    Seen,
    signal=st.sampled_from(["word_mark", "disguised_mark", "replica_talk", "fair_use", "made-up"]),
    weight=st.floats(-8, 8) | st.floats(),
    text=st.text(max_size=3),
)
listings = st.builds(
    Listing,
    exists=often,
    findings=st.just(REPLICA.findings) | st.lists(seen, max_size=5).map(tuple),
    seller_authorised=st.sampled_from([False, False, True]),
    provenance_pass=st.sampled_from([False, False, True]),
    territories=subsets(["DE", "US", "CN"]),
    classes=subsets([9, 25]),
    safety_critical=st.booleans(),
    prominent_seller=st.sampled_from([False, False, True]),
)
befores = st.just(Before()) | st.builds(
    Before,
    open_case=st.sampled_from([None, "CASE-1"]),
    safe_conduct=st.sampled_from([None, "APP-1"]),
    held_for_same_cause=st.booleans(),
)
wild_facts = st.builds(
    NoticeFacts,
    notice=notices,
    right=rights | st.none(),
    listing=listings | st.none(),
    before=befores,
    tier=st.sampled_from(Tier),
    automation=often,
)


@st.composite
def nearly_good(draw: st.DrawFn) -> NoticeFacts:
    """The good notice with a few things about it changed: wild facts alone hardly ever come as far as acting."""
    facts = draw(st.sampled_from([GOOD, GOOD, LOOK_ALIKE, parallel_import("JP")]))
    for _ in range(draw(st.integers(0, 3))):
        wild = draw(wild_facts)
        name = draw(st.sampled_from(["notice", "notice", "right", "listing", "before", "tier", "automation"]))
        part, other = getattr(facts, name), getattr(wild, name)
        if dataclasses.is_dataclass(part) and not isinstance(part, type) and other is not None:
            field = draw(st.sampled_from([field.name for field in dataclasses.fields(part)]))
            other = dataclasses.replace(part, **{field: getattr(other, field)})
        facts = dataclasses.replace(facts, **{name: other})
    return facts


every_facts = nearly_good() | wild_facts
policies = st.sampled_from([load(profile) for profile in PROFILES])
TIPS = {NotifierKind.BUYER, NotifierKind.COMPETITOR, NotifierKind.ANONYMOUS}


@given(every_facts, policies)
def test_nothing_acts_without_control_standing_a_counterfeit_code_and_something_seen(
    facts: NoticeFacts, policy: Any
) -> None:
    verdict = triage(facts, policy, NOW)
    if isinstance(verdict, Act):
        notice, right, listing = facts.notice, facts.right, facts.listing
        assert right is not None
        assert listing is not None
        assert right.control_until is not None
        assert right.control_until >= TODAY
        assert policy.reasons[notice.reason].counterfeit
        assert facts.tier not in {Tier.WATCH, Tier.SUSPENDED}
        assert notice.notifier is NotifierKind.AGENT or notice.organisation == right.owner
        assert notice.notifier is not NotifierKind.AGENT or notice.power_of_attorney
        assert facts.automation
        assert verdict.seen
        assert not listing.seller_authorised
        assert not listing.provenance_pass
        assert facts.before.safe_conduct is None


@given(every_facts, policies)
def test_nothing_is_held_without_control_and_a_tip_restricts_nothing(facts: NoticeFacts, policy: Any) -> None:
    verdict = triage(facts, policy, NOW)
    if facts.notice.notifier in TIPS:
        assert isinstance(verdict, Incomplete | Refusal | ForPerson)
        assert not isinstance(verdict, ForPerson) or verdict.proposed is None
    if isinstance(verdict, Ask) and verdict.measure is not None:
        assert verdict.measure is Measure.HOLD
        assert facts.right is not None
        assert facts.right.is_controlled(TODAY)
        assert not facts.before.held_for_same_cause
    if facts.notice.reason in {"TM-EXH", "TM-COND"}:
        assert not isinstance(verdict, Act)
        assert not isinstance(verdict, Ask) or verdict.measure is None


@given(every_facts, policies)
def test_every_verdict_says_why_in_codes(facts: NoticeFacts, policy: Any) -> None:
    verdict = triage(facts, policy, NOW)
    if isinstance(verdict, Incomplete):
        assert verdict.fixes
    elif isinstance(verdict, Act):
        assert verdict.measures
    else:
        assert verdict.reasons
        assert all(why.code.isupper() and why.text for why in verdict.reasons)


@given(every_facts, policies, st.randoms(use_true_random=False))
def test_the_order_of_what_was_seen_changes_nothing(facts: NoticeFacts, policy: Any, chance: Any) -> None:
    if facts.listing is None:
        return
    findings = list(facts.listing.findings)
    chance.shuffle(findings)
    shuffled = dataclasses.replace(
        facts, listing=dataclasses.replace(facts.listing, findings=tuple(findings))
    )
    assert triage(shuffled, policy, NOW) == triage(facts, policy, NOW)
