"""What somebody may have meant who wrote something that we do not know."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from rapidfuzz import fuzz, process

# Below this a proposal is a guess that only misleads ("colour" is not "category").
_NEAR = 65


def nearest(given: str, known: Collection[str]) -> str | None:
    """The entry of `known` that `given` most likely stands for, or None."""
    found = process.extractOne(
        given, sorted(known), scorer=fuzz.ratio, processor=_loosely, score_cutoff=_NEAR
    )
    return str(found[0]) if found else None


def did_you_mean(given: str, known: Collection[str]) -> str:
    """A question that proposes what was meant, and what is known; to stand as a mend."""
    listed = f"Known here: {', '.join(known)}."
    meant = nearest(given, known)
    return f'Did you mean "{meant}"? {listed}' if meant else listed


def code_meant(given: str, known: Collection[str], slips: Mapping[str, str]) -> str:
    """A mend for an unknown code of a long list, of which only the likely one is worth naming."""
    upper = given.strip().upper()
    meant = slips.get(upper) or (upper if upper in known else None)
    return f'Write "{meant}". ' if meant else ""


def _loosely(text: str) -> str:
    return text.casefold().replace("_", "").replace("-", "").replace(" ", "")
