"""The reason of a finding in one sentence, made of the facts that its signals state."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

FACTS_TOLD: Final = 3
LONGEST_FACT: Final = 160

# Up to the first ": " or "; " that stands outside quotation marks and brackets.
_HEAD = re.compile(r"(?:\"[^\"]*\"|“[^”]*”|„[^“”]*[“”]|«[^»]*»|\([^)]*\)|[^:;]|[:;](?!\s))+")


def reason(finding: dict[str, Any]) -> str:
    """Why the listing is suspect: at most three facts, the weightiest first; what lowers it after "but"."""
    names = frozenset(re.split(r"[\W_]+", (finding.get("brand_id") or "").casefold()))
    facts = _facts(finding.get("signals") or [], names)
    if not facts:
        return "No signal is recorded."
    told = _told(facts)
    against = [(text, weight) for text, weight in facts if weight >= 0]
    favour = [(text, weight) for text, weight in facts if weight < 0]
    parts = [_series(group, told) for group in (against, favour) if group]
    sentence = ", but ".join(parts) if against else f"only speaks for the listing: {parts[0]}"
    return f"{sentence[:1].upper()}{sentence[1:]}."


def spoken(name: str | None) -> str:
    """A signal's name for a person: `disguised_mark.zero_width` is "Disguised mark: zero width"."""
    parts = (" ".join(part.replace("_", " ").split()) for part in (name or "").split("."))
    words = ": ".join(filter(None, parts))
    return words[:1].upper() + words[1:] or "Unnamed signal"


def kind(name: str | None) -> str:
    """The last part of a signal's name, for a label: `disguised_mark.zero_width` is "zero width"."""
    return " ".join((name or "").rpartition(".")[2].replace("_", " ").split()) or "signal"


def by_weight(signals: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Signals from the one that raises suspicion most to the one that lowers it most."""
    return sorted(signals, key=lambda signal: -(signal.get("weight") or 0.0))


def _facts(signals: Sequence[dict[str, Any]], names: frozenset[str]) -> list[tuple[str, float]]:
    """Distinct facts with the largest weight of each; the same word found in two fields is one fact."""
    facts: dict[str, float] = {}
    for signal in signals:
        weight = signal.get("weight") or 0.0
        text = _fact(signal, names)
        if text not in facts or abs(weight) > abs(facts[text]):
            facts[text] = weight
    return sorted(facts.items(), key=lambda fact: -abs(fact[1]))


def _told(facts: Sequence[tuple[str, float]]) -> set[str]:
    told = [text for text, _ in facts[:FACTS_TOLD]]
    strongest = next((text for text, weight in facts if weight >= 0), None)
    if strongest is not None and strongest not in told:
        told[-1] = strongest
    return set(told)


def _series(group: Sequence[tuple[str, float]], told: set[str]) -> str:
    texts = [text for text, _ in group if text in told]
    rest = len(group) - len(texts)
    if rest:
        texts.append(
            f"{rest} more" if texts else f"{rest} {'facts speak' if rest > 1 else 'fact speaks'} for it"
        )
    return texts[0] if len(texts) == 1 else f"{', '.join(texts[:-1])} and {texts[-1]}"


def _fact(signal: dict[str, Any], names: frozenset[str]) -> str:
    text = " ".join((signal.get("text") or "").split()).rstrip(".;:,")
    if not text:
        name = spoken(signal.get("name"))
        return f"shows “{name[:1].lower()}{name[1:]}”"
    if len(text) > LONGEST_FACT:
        text = text[: LONGEST_FACT - 1].rstrip() + "…"
    head = _HEAD.match(text)
    rest = text[head.end() + 1 :].strip() if head else ""
    if head and rest:
        before = head.group().rstrip()
        text = f"{before[:-1]}; {rest})" if before.endswith(")") else f"{before} ({rest})"
    return _lowered(text, names)


def _lowered(text: str, names: frozenset[str]) -> str:
    """A fact's first word small, as it stands in a sentence; acronyms and the brand's name stay."""
    first, _, rest = text.partition(" ")
    is_word = first[:1].isupper() and first[1:].islower() and rest[:1].islower()
    return text[:1].lower() + text[1:] if is_word and first.casefold() not in names else text
