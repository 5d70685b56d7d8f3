"""Who may do what, on one page. A permission is given where one line of predicates holds as a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Final

from countermark_portal.errors import Forbidden
from countermark_portal.parties.predicates import (
    Predicate,
    acts_for_a_holder,
    administers,
    anyone,
    had_no_hand_in_it,
    holds_link_of_notifier,
    holds_link_of_seller,
    is_a_person,
    is_system,
    manages_webhooks_by_key,
    of_own_holder,
    owns_policy,
    reviews,
    reviews_as_senior,
)
from countermark_portal.parties.rules import Actor


class Permission(StrEnum):
    """Everything that can be permitted."""

    MANAGE_PARTIES = "parties.manage"
    MANAGE_API_KEYS = "parties.manage_api_keys"
    MANAGE_WEBHOOKS = "webhooks.manage"
    MANAGE_CATALOGUE = "catalogue.manage"
    REGISTER_RIGHT = "registry.register"
    VERIFY_CONTROL = "registry.verify_control"
    BRING_MANDATE = "registry.bring_mandate"
    PROPOSE_POLICY = "policies.propose"
    ACTIVATE_POLICY = "policies.activate"
    SUBMIT_NOTICE = "notices.submit"
    WITHDRAW_NOTICE = "notices.withdraw"
    CAPTURE = "evidence.capture"
    TRIAGE = "notices.triage"
    CLAIM_CASE = "cases.claim"
    DECIDE = "decisions.decide"
    DECIDE_BY_POLICY = "decisions.decide_by_policy"
    APPROVE = "decisions.approve"
    CARRY_OUT = "enforcement.carry_out"
    ANSWER_AS_SELLER = "appeals.answer"
    APPEAL = "appeals.appeal"
    HEAR_APPEAL = "appeals.hear"
    WRITE_MESSAGE = "correspondence.write"
    RUN_CLOCKS = "cases.run_clocks"
    SEAL = "ledger.seal"


Ways = Sequence[Sequence[Predicate]]

PERMISSIONS: Final[Mapping[Permission, Ways]] = {
    Permission.MANAGE_PARTIES: [[administers], [is_system]],
    Permission.MANAGE_API_KEYS: [[of_own_holder, is_a_person], [administers, is_a_person], [is_system]],
    Permission.MANAGE_WEBHOOKS: [
        [of_own_holder, is_a_person],
        [administers, is_a_person],
        [manages_webhooks_by_key],
        [is_system],
    ],
    Permission.MANAGE_CATALOGUE: [[administers], [is_system]],
    Permission.REGISTER_RIGHT: [[of_own_holder], [administers], [is_system]],
    Permission.VERIFY_CONTROL: [[reviews], [is_system]],
    Permission.BRING_MANDATE: [[acts_for_a_holder]],
    Permission.PROPOSE_POLICY: [[owns_policy], [administers]],
    Permission.ACTIVATE_POLICY: [[owns_policy, had_no_hand_in_it]],
    Permission.SUBMIT_NOTICE: [
        [anyone]
    ],  # DSA 16: whoever wishes; standing limits privileges, not the right to notify
    Permission.WITHDRAW_NOTICE: [[of_own_holder], [holds_link_of_notifier]],
    Permission.CAPTURE: [[is_system]],
    Permission.TRIAGE: [[is_system]],
    Permission.CLAIM_CASE: [[reviews]],
    Permission.DECIDE: [[reviews]],
    Permission.DECIDE_BY_POLICY: [[is_system]],
    Permission.APPROVE: [[reviews_as_senior, had_no_hand_in_it]],
    Permission.CARRY_OUT: [[is_system]],
    Permission.ANSWER_AS_SELLER: [[holds_link_of_seller]],
    Permission.APPEAL: [[holds_link_of_seller], [of_own_holder], [holds_link_of_notifier]],
    Permission.HEAR_APPEAL: [[reviews, had_no_hand_in_it]],
    Permission.WRITE_MESSAGE: [[reviews], [of_own_holder], [holds_link_of_seller], [holds_link_of_notifier]],
    Permission.RUN_CLOCKS: [[is_system]],
    Permission.SEAL: [[is_system]],
}


def may(actor: Actor, permission: Permission, subject: object = None) -> bool:
    """Whether the actor may do it to the subject."""
    return any(all(holds(actor, subject) for holds in way) for way in PERMISSIONS[permission])


def permit(actor: Actor, permission: Permission, *subjects: object) -> None:
    """Go on only if the actor may do it to every subject (to none in particular, if there are none)."""
    for subject in subjects or (None,):
        if not may(actor, permission, subject):
            raise Forbidden(f"this is not permitted to you: {permission}", mend=_who_may(permission))


def _who_may(permission: Permission) -> str:
    ways = [
        " and ".join((holds.__doc__ or holds.__name__).splitlines()[0].rstrip(".") for holds in way)
        for way in PERMISSIONS[permission]
    ]
    return "permitted to: " + "; or: ".join(ways)
