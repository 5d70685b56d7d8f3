"""Policies change by two people: one proposes a text, another puts it in force."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from countermark_portal.errors import NotFound, Refused, Stale
from countermark_portal.ledger import actions as ledger
from countermark_portal.ledger.actions import Entry
from countermark_portal.parties.permission_map import Permission, permit
from countermark_portal.parties.rules import Actor
from countermark_portal.policies.changes import differences, unchecked
from countermark_portal.policies.loading import PROFILES, load, policy_of, text_of
from countermark_portal.policies.model import Policy
from countermark_portal.policies.models import PolicyVersion
from countermark_portal.policies.queries import active


def propose(*, actor: Actor, now: datetime, text: str, note: str = "") -> PolicyVersion:
    """Propose a policy; `PolicyFaults` tells every fault of the text. Nothing changes until it is activated."""
    permit(actor, Permission.PROPOSE_POLICY)
    policy = policy_of(text)
    with transaction.atomic():
        known = PolicyVersion.objects.select_for_update().filter(id=policy.id).first()
        before = active(policy.name) if _is_known(policy.name) else None
        if before is not None and policy.id == before.id:
            raise Refused(f"{policy.id} is in force already", mend="change something, then propose it")
        if known is not None and known.waits:
            return known
        values = {"proposed_by_id": actor.id, "proposed_at": now, "note": note[:500]}
        # A version that counted before is proposed again: it needs two people again.
        values |= {"activated_by": None, "activated_at": None}
        fixed = {"profile": policy.name, "text": text_of(policy)}
        version, _ = PolicyVersion.objects.update_or_create(
            id=policy.id, defaults=values, create_defaults=values | fixed
        )
        changes = len(differences(before, policy)) if before is not None else None
        body = {"policy": policy.id, "changes": changes}
        ledger.record(actor=actor, now=now, entries=[Entry("policy.proposed", _subject(actor), body)])
    return version


def activate(*, actor: Actor, now: datetime, number: str, instead_of: str) -> PolicyVersion:
    """Put a proposed version in force instead of the one that its activator compared it with.

    Open cases go on: clocks that run keep their due dates, and what is decided from now on is decided under it.
    """
    with transaction.atomic():
        version = PolicyVersion.objects.select_for_update().filter(id=number).first()
        if version is None:
            raise NotFound(f"there is no version {number}")
        permit(actor, Permission.ACTIVATE_POLICY, version)
        # All rows of the profile are held, so that of two who activate at once one waits and is told.
        rivals = list(PolicyVersion.objects.select_for_update().filter(profile=version.profile))
        before = next((one for one in rivals if one.active_profile), None)
        replaced = before.id if before else _bundled(version.profile)
        if not version.waits:
            raise Stale(f"{number} waits for nobody", mend="look at the list: somebody was faster")
        if replaced != instead_of:
            raise Stale(
                f"{replaced or 'another version'} is in force by now, not what you compared with",
                mend="read the differences to it, then activate",
            )
        policy = policy_of(version.text, name=number)
        PolicyVersion.objects.filter(active_profile=version.profile).update(active_profile="")
        version.active_profile, version.activated_by_id, version.activated_at = version.profile, actor.id, now
        version.save(update_fields=["active_profile", "activated_by", "activated_at"])
        body = {
            "policy": version.id,
            "instead_of": replaced,
            "proposed_by": str(version.proposed_by_id),
            "unchecked": [one.rule for one in unchecked(policy, now.date())],
        }
        ledger.record(actor=actor, now=now, entries=[Entry("policy.activated", _subject(actor), body)])
    return version


def keep(*, now: datetime, policies: Iterable[Policy]) -> None:
    """Keep what decisions are made under: the bundled profiles of a later release may say something else."""
    by_id = {policy.id: policy for policy in policies}
    there = set(PolicyVersion.objects.filter(id__in=by_id).values_list("id", flat=True))
    PolicyVersion.objects.bulk_create(
        [
            PolicyVersion(id=number, profile=policy.name, text=text_of(policy), proposed_at=now)
            for number, policy in by_id.items()
            if number not in there
        ],
        ignore_conflicts=True,
    )


def _subject(actor: Actor) -> UUID:
    """A policy has a name, no UUID: the event is the operator's."""
    return actor.organisation or actor.id


def _is_known(profile: str) -> bool:
    return PolicyVersion.objects.filter(active_profile=profile).exists() or _bundled(profile) != ""


def _bundled(profile: str) -> str:
    return load(profile).id if profile in PROFILES else ""
