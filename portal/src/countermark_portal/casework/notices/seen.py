"""From what the engine saw in a capture to the coded facts that a decision may rest on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from countermark_portal.casework.evidence.models import Capture
from countermark_portal.casework.statements.restriction import Fact
from countermark_portal.registry.models import Right

_Coded = tuple[str, tuple[tuple[str, str], ...]]
MOST: Final = 6
"""Facts that are told; the others add nothing that a reader would weigh."""


def facts(capture: Capture | None, right: Right | None, reason: str) -> tuple[Fact, ...]:
    """The facts, weightiest first; where nothing was seen, the one that the reason itself alleges."""
    found: dict[_Coded, float] = {}
    if capture is not None and right is not None:
        for finding in capture.findings:
            if finding["brand"] == right.brand.slug:
                for signal in finding["signals"]:
                    for fact in _fact(signal, capture.fields, right):
                        found[fact] = max(found.get(fact, 0.0), signal["weight"])
    best = sorted(found, key=lambda fact: -found[fact])[:MOST]
    told = tuple(Fact(code, dict(slots)) for code, slots in best)
    return told or tuple(_alleged(reason, right))


def _fact(signal: Mapping[str, Any], fields: Mapping[str, Any], right: Right) -> Iterator[_Coded]:
    """The fact of one signal; signals that no coded sentence fits are left out, they are in the capture."""
    if signal["weight"] <= 0:
        return
    name, field = signal["name"].split(".")[0], signal["field"]
    mark = right.text or right.brand.name
    text = fields.get(field) if field else None
    words = text[signal["start"] : signal["end"]] if text and signal["end"] else ""
    if name == "word_mark":
        code = "mark_in_title" if field == "title" else "mark_in_text"
        yield code, (("mark", mark),)
    elif name == "disguised_mark" and words:
        yield "mark_disguised", (("mark", mark), ("written", words))
    elif name == "replica_talk" and words:
        yield "replica_talk", (("words", words),)
    elif name == "claim" and words:
        yield "claims_official", (("words", words),)


def _alleged(reason: str, right: Right | None) -> Iterator[Fact]:
    name = (right.text or right.brand.name) if right else ""
    territories = ",".join(right.territories) if right else ""
    known = {
        "TM-3D": ("shape_matches", {"mark": name}),
        "TM-LOOK": ("shape_matches", {"mark": name}),
        "DS-REG": ("design_matches", {"design": name}),
        "TM-EXH": ("first_sale_outside", {"territories": territories}),
        "CR-TXT": ("text_copied", {"work": name}),
        "CR-PROD": ("work_copied", {"work": name}),
        "GI": ("gi_name", {"name": name}),
    }
    if reason in known and all(known[reason][1].values()):
        code, slots = known[reason]
        yield Fact(code, slots)
