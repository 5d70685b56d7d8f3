"""What differs between two policies, and what nobody has checked: read by the two people who activate one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from countermark_portal.policies.model import Part, Policy, Rule


@dataclass(frozen=True, slots=True)
class Change:
    """One value that differs. `before` or `after` is None where there is nothing on that side."""

    rule: str
    field: str
    before: str | None
    after: str | None

    def __str__(self) -> str:
        where = f"{self.rule}.{self.field}" if self.field else self.rule
        if self.before is None:
            return f"{where}: new: {self.after}"
        if self.after is None:
            return f"{where}: gone; was: {self.before}"
        return f"{where}: {self.before} → {self.after}"


@dataclass(frozen=True, slots=True)
class Unchecked:
    """A rule that nobody vouches for on a day, and why not."""

    rule: str
    source: str
    code: str
    why: str


def rules_of(policy: Policy) -> Iterator[tuple[str, Rule]]:
    """Every rule of the policy under its place: `hold`, `clocks.triage`."""
    for section in policy.__struct_fields__:
        value = getattr(policy, section)
        if isinstance(value, Rule):
            yield section, value
        elif isinstance(value, Mapping):
            yield from ((f"{section}.{key}", rule) for key, rule in value.items())


def differences(old: Policy, new: Policy) -> list[Change]:
    """What changes for whoever goes from `old` to `new`, by rule and field."""
    changes = [
        Change("policy", name, _said(getattr(old, name)), _said(getattr(new, name)))
        for name in ("name", "title", "territories")
        if getattr(old, name) != getattr(new, name)
    ]
    before, after = dict(rules_of(old)), dict(rules_of(new))
    for place in [*before, *(place for place in after if place not in before)]:
        changes += _rule_changes(place, before.get(place), after.get(place))
    return changes


def unchecked(policy: Policy, on: dt.date) -> list[Unchecked]:
    """Every rule that nobody has checked, or whose check or validity does not cover the day `on`."""
    found = []
    for place, rule in rules_of(policy):
        if rule.checked_by is None or rule.checked_at is None:
            found.append(Unchecked(place, rule.source, "never-checked", "nobody has checked it"))
        elif rule.checked_at > on:
            found.append(
                Unchecked(place, rule.source, "check-ahead", f"its check is dated {rule.checked_at}")
            )
        elif rule.valid_from is not None and rule.valid_from > on:
            found.append(Unchecked(place, rule.source, "not-yet-valid", f"valid from {rule.valid_from}"))
        elif rule.valid_until is not None and rule.valid_until < on:
            found.append(Unchecked(place, rule.source, "no-longer-valid", f"valid until {rule.valid_until}"))
    return found


def _rule_changes(place: str, before: Rule | None, after: Rule | None) -> Iterator[Change]:
    if before is None or after is None:
        gone, new = (None if rule is None else _said(rule) for rule in (before, after))
        yield Change(place, "", gone, new)
        return
    for name in before.__struct_fields__:
        was, is_now = getattr(before, name), getattr(after, name)
        if was != is_now:
            yield Change(place, name, _said(was), _said(is_now))


def _said(value: Any) -> str:
    """A value as a person reads it in a list of changes."""
    if isinstance(value, Rule | Part):
        fields = ((name, getattr(value, name)) for name in value.__struct_fields__)
        return ", ".join(f"{name} {_said(item)}" for name, item in fields if item not in (None, (), {}))
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {_said(item)}" for key, item in sorted(value.items())) or "none"
    if isinstance(value, tuple):
        return "; ".join(map(_said, value)) or "none"
    plain = {None: "none", True: "yes", False: "no"}
    return plain[value] if value is None or isinstance(value, bool) else str(msgspec.to_builtins(value))
