"""What a notice lacks: the machine-readable fix list. Nothing here says whether the notice is right."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Final

from countermark_portal.casework.notices.facts import Fix, Notice, NoticeFacts, Right
from countermark_portal.policies.checks import HOLDERS
from countermark_portal.policies.model import Policy, Reason
from countermark_portal.policies.terms import Declaration, NotifierKind, RightKind

_DECLARATIONS: Final[Mapping[Declaration, str]] = {
    Declaration.GOOD_FAITH: "declare that you believe in good faith what the notice says",
    Declaration.ACCURATE: "declare that the notice is accurate and complete",
    Declaration.AUTHORITY: "declare, under penalty of perjury, that you may act for the owner of the right",
    Declaration.SIGNATURE: "sign the notice, electronically if you like",
    Declaration.GUARANTEE: "guarantee in writing that you answer for the damage of a wrong notice",
}


def gaps(facts: NoticeFacts, policy: Policy, on: dt.date) -> tuple[Fix, ...]:
    """Everything that the notifier has to mend, in a fixed order."""
    notice, reason = facts.notice, policy.reasons.get(facts.notice.reason)
    if reason is None or not is_valid(reason, on):
        known = ", ".join(code for code, rule in sorted(policy.reasons.items()) if is_valid(rule, on))
        return (Fix("reason", "reason-unknown", f"no such reason: {notice.reason}", f"one of: {known}"),)
    found = list(_of_form(notice, facts.right, policy))
    if notice.notifier in HOLDERS:
        found += _of_right(notice, facts.right, reason, on)
        found += _of_evidence(notice, reason)
    return tuple(sorted(found))


def is_valid(reason: Reason, on: dt.date) -> bool:
    """Whether the policy's rule on this reason holds on this day."""
    begun = reason.valid_from is None or reason.valid_from <= on
    return begun and (reason.valid_until is None or on <= reason.valid_until)


def _of_form(notice: Notice, right: Right | None, policy: Policy) -> Iterator[Fix]:
    if notice.notifier is not NotifierKind.ANONYMOUS:
        if not notice.is_named:
            yield Fix("name", "name-missing", "the notice names nobody", "say who you are")
        if not notice.has_email:
            yield Fix("email", "email-missing", "there is no address to answer to", "give an e-mail address")
    least = policy.notice.explanation_least
    if len(" ".join(notice.explanation.split())) < least:
        mend = f"say in at least {least} characters what is wrong and by what you know it"
        yield Fix("explanation", "explanation-short", "the explanation does not substantiate the claim", mend)
    if notice.element is None:
        mend = "product, packaging, title, text, image, seller_name or document"
        yield Fix("element", "element-missing", "it is not said what of the listing is complained of", mend)
    relied_on = right.kind if right is not None and notice.notifier in HOLDERS else None
    for declaration in policy.notice.demanded(relied_on):
        if declaration not in notice.declared:
            what = f"the declaration `{declaration}` is missing"
            yield Fix("declared", f"declaration-{declaration}", what, _DECLARATIONS[declaration])


def _of_right(notice: Notice, right: Right | None, reason: Reason, on: dt.date) -> Iterator[Fix]:
    if right is None:
        if reason.right_kinds:
            kinds = " or ".join(reason.right_kinds)
            yield Fix("right", "right-missing", "no right is named", f"name the {kinds} that you rely on")
        return
    if reason.right_kinds and right.kind not in reason.right_kinds:
        kinds = " or ".join(reason.right_kinds)
        what = f"a {right.kind} does not carry this reason"
        yield Fix(
            "right.kind", "right-kind", what, f"name a {kinds}, or choose the reason that fits your right"
        )
    if right.kind is not RightKind.COPYRIGHT:
        yield from _of_registration(right)
    if not right.is_controlled(on):
        mend = "show it: by the code sent to the address at the office, by your domain, or by a power of attorney"
        yield Fix("right.control", "control-not-shown", "control of the right is not shown", mend)
    if notice.notifier is NotifierKind.RIGHTS_HOLDER:
        if notice.organisation != right.owner:
            mend = "notify for its owner with a power of attorney, or name a right of your own"
            yield Fix("right.owner", "right-of-another", "the right belongs to somebody else", mend)
    elif not notice.power_of_attorney:
        mend = "record a power of attorney of the right's owner that covers this right"
        yield Fix("power_of_attorney", "power-of-attorney-missing", "no power of attorney is in force", mend)


def _of_registration(right: Right) -> Iterator[Fix]:
    known = {"office": right.office, "number": right.number, "registered": right.registered}
    for name, value in known.items():
        if not value:
            what = f"the register's {name} of the right is missing"
            yield Fix(f"right.{name}", f"right-{name}-missing", what, "copy it from the register's extract")
    if not right.territories:
        mend = "name the countries in which it is registered"
        yield Fix(
            "right.territories", "right-territories-missing", "it is not known where the right holds", mend
        )


def _of_evidence(notice: Notice, reason: Reason) -> Iterator[Fix]:
    for group in reason.evidence:
        if notice.evidence.isdisjoint(group):
            options = " or ".join(sorted(group))
            code = "evidence-" + "-or-".join(sorted(group))
            yield Fix("evidence", code, f"the evidence is missing: {options}", f"add {options}")
