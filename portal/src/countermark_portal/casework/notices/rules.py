"""Triage: what becomes of a notice before any person has looked at it.

The order is: what leads nowhere is refused, so that nobody mends the form of a hopeless notice; then what is lacking is
told; a tip goes to a person; so does all that is not plain. Only then may something be restricted, and *act* without a
person is left for counterfeits, on a right whose control is shown, where the capture shows what is complained of.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from typing import Final

from countermark_portal.casework.notices.facts import (
    Act,
    Ask,
    ForPerson,
    Incomplete,
    Listing,
    NoticeFacts,
    Refusal,
    Right,
    Seen,
    Verdict,
)
from countermark_portal.casework.notices.gaps import gaps, is_valid
from countermark_portal.policies.calendars import today
from countermark_portal.policies.checks import HOLDERS
from countermark_portal.policies.model import Policy, Reason
from countermark_portal.policies.terms import ClockKind, ExhaustionKind, Measure, RightKind, Route, Tier, Why
from countermark_portal.policies.territories import countries, meet

PARALLEL_IMPORT: Final = "TM-EXH"
"""The reason that the territory of exhaustion decides on."""
_POOR_STANDING: Final = frozenset({Tier.WATCH, Tier.SUSPENDED})


def triage(facts: NoticeFacts, policy: Policy, now: dt.datetime) -> Verdict:
    """What becomes of the notice."""
    on = today(now, policy.calendar)
    reason = policy.reasons.get(facts.notice.reason)
    refusals = tuple(_refusals(facts, policy, reason, on))
    if refusals:
        return Refusal(refusals)
    fixes = gaps(facts, policy, on)
    if fixes or reason is None or facts.listing is None:
        return Incomplete(fixes)
    if facts.notice.notifier not in HOLDERS:
        text = "a tip restricts nothing by itself: a person looks at it"
        return ForPerson((Why("TIP", text),), triage_clock(facts))
    doubts = (*_doubts_of_parties(facts, facts.listing), *_doubts_of_matter(facts, facts.listing, reason))
    if doubts:
        return ForPerson(doubts, triage_clock(facts), reason.measure(facts.tier))
    if reason.route in {Route.ASK, Route.PAUSE}:
        return _ask(reason, policy)
    return _act(facts, facts.listing, reason, policy)


def triage_clock(facts: NoticeFacts) -> ClockKind:
    """By which clock a person has to look at the notice."""
    if facts.listing is not None and facts.listing.safety_critical:
        return ClockKind.TRIAGE_SAFETY_CRITICAL
    return ClockKind.TRIAGE_PROVEN if facts.tier is Tier.PROVEN else ClockKind.TRIAGE


def shown(listing: Listing, facts: NoticeFacts, policy: Policy) -> tuple[Seen, ...]:
    """What the capture shows of what is complained of; empty if that is not enough to act on without a person.

    All signals count for the sum, so that a sign of lawful trade weighs against; only those that can see the element
    count as seen.
    """
    weights = [finding.weight for finding in listing.findings]
    if facts.notice.element is None or not all(map(math.isfinite, weights)):
        return ()
    able = policy.automation.seen_by.get(facts.notice.element, ())
    seen = [finding for finding in listing.findings if finding.signal in able and finding.weight > 0]
    if not seen or math.fsum(weights) < policy.automation.least_weight:
        return ()
    return tuple(sorted(seen, key=lambda finding: (-finding.weight, finding.signal, finding.text)))


def _refusals(facts: NoticeFacts, policy: Policy, reason: Reason | None, on: dt.date) -> Iterator[Why]:
    notice, listing = facts.notice, facts.listing
    if reason is not None and is_valid(reason, on) and reason.route is Route.REFUSE:
        yield Why(notice.reason, reason.guidance)
    if listing is None:
        yield Why("LISTING-UNKNOWN", "there is no such listing; look at the marketplace and the listing's id")
    elif not listing.exists:
        yield Why("LISTING-GONE", "the listing is not offered any more; notify again if it returns")
    if facts.tier is Tier.SUSPENDED and not (listing is not None and listing.safety_critical):
        text = "your notices are not worked on for now; the letter on it says until when and how to appeal"
        yield Why("NOTIFIER-SUSPENDED", text)
    if facts.right is not None and listing is not None and notice.notifier in HOLDERS:
        yield from _of_right(facts.right, listing, on)
    if notice.reason == PARALLEL_IMPORT and _is_exhausted(notice.first_sold_in, policy):
        text = "goods first sold there by the owner may be resold here; altered goods: TM-COND"
        yield Why("EXHAUSTED", text)
    if facts.before.open_case is not None:
        text = f"it is being worked on as {facts.before.open_case}; you will be told what becomes of it"
        yield Why("DUPLICATE", text)
    if facts.before.safe_conduct is not None and not notice.new_facts:
        text = (
            f"decided in the seller's favour ({facts.before.safe_conduct}); notify again with new facts only"
        )
        yield Why("SAFE-CONDUCT", text)


def _of_right(right: Right, listing: Listing, on: dt.date) -> Iterator[Why]:
    if right.is_lapsed or (right.expires is not None and right.expires < on):
        yield Why("RIGHT-LAPSED", "the right is not in force any more; record its renewal, or name another")
    if right.registered is not None and right.registered > on:
        yield Why("RIGHT-PENDING", "the right is not registered yet; notify when it is")
    # Unknown places refuse nothing: a copyright arises without a register, and others have a gap or a doubt for it.
    known = right.territories and listing.territories
    if known and not meet(right.territories, listing.territories):
        text = "the right does not hold where the goods are offered; name one that does"
        yield Why("OTHER-TERRITORY", text)


def _is_exhausted(first_sold_in: frozenset[str], policy: Policy) -> bool:
    exhaustion = policy.exhaustion
    if exhaustion.kind is ExhaustionKind.INTERNATIONAL:
        return True
    if exhaustion.kind is ExhaustionKind.UNSETTLED or not first_sold_in:
        return False
    return countries(first_sold_in) <= countries(exhaustion.territories)


def _doubts_of_parties(facts: NoticeFacts, listing: Listing) -> Iterator[Why]:
    """Why a person has to look, from who notifies and who sells."""
    if facts.tier in _POOR_STANDING:
        yield Why("POOR-STANDING", "too many notices of this notifier proved wrong")
    if not facts.automation:
        yield Why("AUTOMATION-OFF", "automatic effect is switched off here")
    if listing.seller_authorised:
        yield Why("SELLER-AUTHORISED", "the seller is recorded as authorised by the brand")
    if listing.provenance_pass:
        yield Why("PROVENANCE", "a verified invoice shows where these goods come from")
    if facts.before.safe_conduct is not None:
        yield Why("SAFE-CONDUCT-NEW-FACTS", "decided in the seller's favour before; new facts are alleged")
    if listing.prominent_seller:
        yield Why("PROMINENT-SELLER", "decisions on prominent sellers need people")


def _doubts_of_matter(facts: NoticeFacts, listing: Listing, reason: Reason) -> Iterator[Why]:
    """Why a person has to look, from the reason, the right and the goods."""
    right = facts.right
    if reason.route is Route.PERSON:
        yield Why("NEUTRAL-LOOK", "for this reason a person looks before anything is restricted")
    if right is not None and right.kind is not RightKind.COPYRIGHT and not listing.territories:
        yield Why("TERRITORY-UNKNOWN", "it is not known where the goods are offered")
    if right is not None and right.classes and listing.classes and right.classes.isdisjoint(listing.classes):
        # No refusal: classes are an office's drawers, and marks with a reputation reach beyond them.
        yield Why("OTHER-CLASS", "the right is registered for other classes of goods")
    if reason.route is Route.PAUSE and facts.before.held_for_same_cause:
        yield Why("HOLD-SPENT", "it was held once for this cause, and is not held again")


def _ask(reason: Reason, policy: Policy) -> Ask:
    if reason.route is Route.PAUSE:
        text = "held for a short while, which ends by itself; the seller is asked"
        return Ask(Measure.HOLD, policy.hold.clock, (Why("PAUSED", text),))
    text = "the goods may be genuine: the seller is asked first and nothing is restricted meanwhile"
    return Ask(None, ClockKind.SELLER_ANSWER, (Why("SELLER-FIRST", text),))


def _act(facts: NoticeFacts, listing: Listing, reason: Reason, policy: Policy) -> Verdict:
    """Restrict at once if the policy's automation allows it here; otherwise a person."""
    automation = policy.automation
    seen = shown(listing, facts, policy)
    measure = reason.measure(facts.tier)
    why = []
    if facts.notice.reason not in automation.reasons or not reason.counterfeit:
        why.append(Why("NOT-AUTOMATIC", "the policy leaves this reason to people"))
    if facts.notice.notifier not in automation.notifiers:
        why.append(Why("NOTIFIER-KIND", "the policy leaves notices of such notifiers to people"))
    if facts.tier not in automation.tiers:
        why.append(Why("STANDING", "the policy leaves notices of this standing to people"))
    if not seen:
        text = (
            "the capture does not show enough of what is complained of; lawful resellers write the name too"
        )
        why.append(Why("NOT-SEEN", text))
    if why or measure is None or facts.right is None:
        return ForPerson(tuple(why), triage_clock(facts), measure)
    return Act((measure, *reason.also), seen)
