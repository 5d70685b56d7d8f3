"""Reading policies: the bundled profiles, and texts that an operator wrote.

A text may say `extends: eu` and then only what differs. Rules are replaced as a whole, never field by field: a check by
counsel vouches for the rule as it was read, and must not be inherited by a rule that was changed.
"""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from typing import Any, Final

import msgspec

from countermark_portal.policies.checks import content_faults
from countermark_portal.policies.errors import PolicyFault, PolicyFaults
from countermark_portal.policies.model import Policy
from countermark_portal.policies.reading import Document, read, shape_faults

PROFILES: Final = ("default", "eu", "us", "cn")
"""The profiles that come with the package."""

_OF_MANY_RULES: Final = ("clocks", "reasons", "keeps_up", "counter_notice")
"""Sections that hold rules by key; there a profile replaces single rules."""


@lru_cache(maxsize=len(PROFILES))
def load(profile: str) -> Policy:
    """A bundled profile."""
    return _policy(_bundled(profile))


def policy_of(text: str, *, name: str = "policy") -> Policy:
    """The policy that a YAML text says (or the canonical JSON of one); raises `PolicyFaults` with every fault."""
    return _policy(_resolved(read(text, name)))


def text_of(policy: Policy) -> str:
    """The whole policy as text that `policy_of` reads again to the same id, whatever the bundled profiles become."""
    return policy.canonical.decode()


def _bundled(profile: str) -> Document:
    if profile not in PROFILES:
        mend = "profiles are: " + ", ".join(PROFILES)
        raise PolicyFaults([PolicyFault("extends", f"no such profile: {profile}", mend)])
    folder = resources.files(__package__)
    document = _resolved(read((folder / "profiles" / f"{profile}.yaml").read_text("utf-8"), profile))
    if profile != PROFILES[0]:
        return document
    reasons = read((folder / "reasons.yaml").read_text("utf-8"), "reasons")
    return _merged(reasons, document)


def _resolved(document: Document) -> Document:
    values = dict(document.values)
    base = values.pop("extends", None)
    own = Document(document.name, values, document.lines)
    return own if base is None else _merged(_bundled(str(base)), own)


def _merged(base: Document, own: Document) -> Document:
    values: dict[str, Any] = {**base.values}
    for section, value in own.values.items():
        several = section in _OF_MANY_RULES and isinstance(value, dict)
        values[section] = {**values.get(section, {}), **value} if several else value
    return Document(own.name, values, own.lines)


def _policy(document: Document) -> Policy:
    faults = list(shape_faults(document, document.values, Policy))
    if faults:
        raise PolicyFaults(faults)
    policy = msgspec.convert(document.values, Policy)
    faults = list(content_faults(policy, document))
    if faults:
        raise PolicyFaults(faults)
    return policy
