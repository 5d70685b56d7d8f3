"""Which policy counts, and every version that ever did."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import msgspec

from countermark_portal.errors import NotFound
from countermark_portal.parties.rules import Actor, OrganisationKind
from countermark_portal.policies.loading import PROFILES, load
from countermark_portal.policies.model import Policy
from countermark_portal.policies.models import PolicyVersion


def active(profile: str) -> Policy:
    """The policy that counts for a profile: the one that two people put in force, else the bundled one."""
    return active_of([profile])[profile]


def active_of(profiles: Iterable[str]) -> dict[str, Policy]:
    """The policies that count, asked for at once: jobs that own a batch ask one time."""
    wanted = set(profiles)
    rows = PolicyVersion.objects.filter(active_profile__in=wanted).values_list("active_profile", "id")
    ids = {str(profile): number for profile, number in rows}
    return {one: policy_by_id(ids[one]) if one in ids else load(one) for one in wanted}


def active_profiles() -> list[str]:
    """Profiles of which two people have put a version in force."""
    named = PolicyVersion.objects.exclude(active_profile=None).values_list("active_profile", flat=True)
    return sorted({str(one) for one in named})


@lru_cache(maxsize=64)
def policy_by_id(number: str) -> Policy:
    """The policy that a decision cites, whatever counts by now. An id names one content, so it is kept in memory."""
    row = PolicyVersion.objects.filter(id=number).values_list("text", flat=True).first()
    if row is not None:
        # Not through today's checks: what counted once stays readable, whatever may be proposed by now.
        return msgspec.json.decode(row, type=Policy)
    bundled = next((load(one) for one in PROFILES if load(one).id == number), None)
    if bundled is None:
        raise NotFound(
            f"there is no policy {number}", mend="the list of policies has every version that counted"
        )
    return bundled


def versions(actor: Actor) -> list[PolicyVersion]:
    """Every version that was proposed or cited, the newest first; the operator's people see them."""
    if not (actor.is_system or actor.kind is OrganisationKind.OPERATOR):
        return []
    found = PolicyVersion.objects.select_related("proposed_by", "activated_by")
    return list(found.order_by("profile", "-proposed_at", "id"))


def version(actor: Actor, number: str) -> PolicyVersion:
    """One of them."""
    found = next((one for one in versions(actor) if one.id == number), None)
    if found is None:
        raise NotFound(f"there is no version {number} that you may see")
    return found
