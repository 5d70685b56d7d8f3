"""The seller's side: is the answer complete, does it count, what does silence do; who hears an appeal, what follows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from typing import Final
from uuid import UUID

from countermark_portal.casework.appeals.facts import (
    Answer,
    AnswerLeadsTo,
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
from countermark_portal.casework.notices.facts import Fix
from countermark_portal.parties.rules import SYSTEM
from countermark_portal.policies.calendars import Due, due
from countermark_portal.policies.model import Policy
from countermark_portal.policies.terms import AtEnd, ClockKind, CounterField, Ground, KeptBy, RightKind, Why

_MENDS: Final[Mapping[CounterField, str]] = {
    CounterField.DECLARATION: "declare that what you say is true",
    CounterField.EVIDENCE: "add what shows it: an invoice, a licence, a letter; prices and suppliers may be hidden",
    CounterField.CONTACT: "say how you can be reached",
    CounterField.CONSENT_TO_FORWARD: "agree that the answer is forwarded to the rights holder",
    CounterField.IDENTITY: "give your name and address",
    CounterField.LOCATION: "name the listing and where it stood",
    CounterField.SIGNATURE: "sign it, electronically if you like",
    CounterField.PERJURY: "declare under penalty of perjury that it was taken down by mistake",
    CounterField.JURISDICTION: "consent to the jurisdiction of the court and to service of process",
    CounterField.GUARANTEE: "guarantee in writing that you answer for a wrong declaration",
    CounterField.COMPARISON: "compare your goods with what the right claims",
}
_KEEPS: Final[Mapping[KeptBy, frozenset[Reply]]] = {
    KeptBy.EVIDENCE: frozenset({Reply.EVIDENCE, Reply.COURT_FILING, Reply.AUTHORITY_COMPLAINT}),
    KeptBy.COURT_FILING: frozenset({Reply.COURT_FILING}),
    KeptBy.SUIT_OR_COMPLAINT: frozenset({Reply.COURT_FILING, Reply.AUTHORITY_COMPLAINT}),
}


def counter_gaps(answer: Answer, right: RightKind | None, policy: Policy) -> tuple[Fix, ...]:
    """What a counter-notice lacks under this profile, in a fixed order."""
    return tuple(sorted(_gaps(answer, right, policy)))


def _gaps(answer: Answer, right: RightKind | None, policy: Policy) -> Iterator[Fix]:
    content = policy.counter_content(right)
    needed = set(content.fields)
    if answer.ground in policy.answers.need_evidence:
        needed.add(CounterField.EVIDENCE)
    if CounterField.GROUND in needed and answer.ground is None:
        mend = "choose one of: " + ", ".join(policy.answers.grounds)
        yield Fix("ground", "ground-missing", "it is not said on what ground the measure is wrong", mend)
    if CounterField.STATEMENT in needed and len(" ".join(answer.statement.split())) < content.statement_least:
        mend = f"say in at least {content.statement_least} characters why the measure is wrong"
        yield Fix("statement", "statement-short", "the statement is missing or too short", mend)
    for field, mend in _MENDS.items():
        if field in needed and field not in answer.given:
            yield Fix(field, f"{field.replace('_', '-')}-missing", f"`{field}` is missing", mend)


def answer_leads_to(answer: Answer, about: Restricted, policy: Policy) -> AnswerLeadsTo:
    """What an answer does. To merely disagree is no answer: it names no ground that the policy knows."""
    fixes = counter_gaps(answer, about.right, policy)
    if fixes:
        return Lacking(fixes)
    if answer.ground is not None and answer.ground not in policy.answers.grounds:
        mend = "choose one of: " + ", ".join(policy.answers.grounds)
        return Lacking((Fix("ground", "ground-unknown", "this ground is no answer here", mend),))
    if about.safety_critical:
        return ToPerson(Why("SAFETY-CRITICAL", "goods that may harm go to a person before they return"))
    if answer.ground is Ground.CORRECTED:
        reason = policy.reasons.get(about.reason)
        if reason is None or reason.counterfeit:
            return ToPerson(Why("NOT-CURABLE", "another text makes no counterfeit genuine: a person looks"))
        return Rescreen()
    kept = policy.kept_up(about.right)
    return Forward(kept.window, kept.by)


def after_window(reply: Reply, about: Restricted, policy: Policy) -> Then:
    """What follows when the holder's window closes. Mere disagreement counts as silence.

    A filing keeps the measure up by law; evidence does not decide, it is weighed by another person. Withdrawn notices
    restore like silence does, and safety-critical goods go to a person in both cases.
    """
    kept = policy.kept_up(about.right)
    if reply in _KEEPS[kept.by]:
        return Then.PERSON if kept.by is KeptBy.EVIDENCE else Then.KEEP
    silence = kept.silence_safety_critical if about.safety_critical else kept.silence
    if reply is Reply.WITHDRAWAL and not about.safety_critical:
        return Then.RESTORE
    return Then.RESTORE if silence is AtEnd.RESTORE else Then.PERSON


def appeal_due(told_at: dt.datetime, policy: Policy) -> Due:
    """Until when a party may appeal that was told of the decision at `told_at`."""
    return due(told_at, policy.clock(ClockKind.APPEAL), policy.calendar)


def appeal_refusal(
    told_at: dt.datetime, now: dt.datetime, policy: Policy, *, was_heard: bool = False
) -> Why | None:
    """Why an appeal is not taken, or None. `was_heard`: this side's appeal against this decision was decided."""
    if was_heard:
        return Why("HEARD-ALREADY", "decided on appeal already; an out-of-court body or a court can be asked")
    end = appeal_due(told_at, policy)
    if now >= end.at:
        return Why(
            "TOO-LATE", f"it could be appealed until {end.last_day:%Y-%m-%d}; courts can still be asked"
        )
    return None


def may_hear(
    person: UUID, decided_by: UUID, approved_by: UUID | None, *, also_involved: Collection[UUID] = ()
) -> bool:
    """Whether this person may hear the appeal: nobody who decided, approved or otherwise took part; never a machine."""
    return person not in {decided_by, approved_by, SYSTEM.id, *also_involved}


def follows(
    outcome: Outcome, side: Side, *, has_notifier: bool = True, verified_invoice: bool = False
) -> Consequences:
    """What follows from the outcome of an appeal of this side.

    `has_notifier`: the case came from a notice, so its notifier is told; otherwise only the seller is.
    """
    told = (Side.SELLER, Side.NOTIFIER) if has_notifier else (Side.SELLER,)
    if outcome is Outcome.UPHELD:
        # An appeal of one side that changes nothing concerns that side alone.
        return Consequences(tell=(side,))
    if side is Side.NOTIFIER:
        return Consequences(restrict=True, tell=told)
    if outcome is Outcome.PARTLY:
        return Consequences(undo=Undo.PART, strike=StrikeFate.REDUCED, tell=told)
    return Consequences(
        undo=Undo.ALL,
        strike=StrikeFate.ERASED,
        safe_conduct=True,
        provenance_pass=verified_invoice,
        counts_against_notifier=has_notifier,
        tell=told,
    )
