"""What a brand is named for: as the maker of the goods, or to say what they fit, contain or speak of.

A small model that a person can follow: some twenty yes-or-no facts about the words around a mention, each
with a weight in log-odds, added up. The words stand in `phrases/fair_use.yaml` and `phrases/look_alike.yaml`,
what the facts mean in `facts`, the weights on this screen. That goods are "inspired by" a brand or "look
like" its own is no fair use.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from countermark.text.lexicon import Cue
from countermark.text.mention import FARTHEST, Found, Mark, Mention, Parsed

WEIGHTS: Final = {
    "always": -0.3,
    # Words for it: before the mark (no, two or more words between), behind it, behind it and the goods.
    "for": 3.9, "for_near": 1.6, "for_far": -0.9,
    "compatible": 1.9, "compatible_later": 3.8, "compatible_before": 1.8,
    # The place of the mark in the title, where no such word stands beside it.
    "first": -3.7, "second": -1.3, "third": -1.2, "last": -1.1, "after_itself": -2.3,
    # Goods that are made to go with others, and the name of such other goods.
    "goods_before": 1.3, "goods_behind": 2.5, "goods_later": 1.2, "goods_behind_first": 0.9,
    "device": 0.8, "generation": 2.5, "several": 2.5, "for_behind": -1.3, "with": -0.3,
    # Set by hand, as too few of the mentions read have them.
    "alike": -8.0, "adorned": -3.0, "own_after": -3.0, "by": -1.5,
    "disowned": 5.0, "part": 4.0, "spoken_of": 4.5, "listed": 1.5, "surely": 4.5, "disclosed": 4.5,
}  # fmt: skip
"""Fitted on the mentions read by hand (`bench/quality/fair_use.py` prints the fit); rounded."""
GOODS: Final = frozenset(
    {"goods_before", "goods_behind", "goods_later", "goods_behind_first", "device", "generation"}
)
"""The facts that tell of goods that go with others."""
FIXED: Final = frozenset(
    {"alike", "adorned", "own_after", "by", "disowned", "part", "spoken_of", "listed", "surely", "disclosed"}
)
"""The weights that were not fitted."""
DIRECT: Final = frozenset({"for", "surely", "compatible", "spoken_of"})
"""The facts beside which it says nothing more where in the title the mark stands."""
COLUMN_DIFFERS: Final = 1.0
"""What it adds that the seller names another brand. A fit gives 2.0, but makers of fakes do it, too."""


class Use(NamedTuple):
    """How likely the mark is named for what the goods are for (0..1), why, and where the words say so."""

    likely: float
    facts: frozenset[str]
    cue: tuple[int, int] | None


def referential(text: str, start: int, end: int, marks: Sequence[Mark] = ()) -> float:
    """How likely the mark from `start` to `end` of the title `text` says what the goods are for; 0..1.

    `marks` are the others in `text`.
    """
    parsed = Parsed(text, [Mark(start, end), *marks])
    number = next(n for n, mark in enumerate(parsed.marks) if mark.start == start)
    return _use(Mention(parsed, number), title=True, hint=0.0).likely


def uses(text: str, marks: Sequence[Mark], *, title: bool = True, hint: float = 0.0) -> list[Use]:
    """What each of `marks` (in order, apart from each other) is named for. `hint`: what else is known, in
    log-odds.

    In running text (`title=False`) it says nothing where a mark stands.
    """
    parsed = Parsed(text, marks)
    return [_use(Mention(parsed, number), title=title, hint=hint) for number in range(len(parsed.marks))]


def _use(mention: Mention, *, title: bool, hint: float) -> Use:
    found, cue = facts(mention, title=title)
    total = hint + sum(WEIGHTS[fact] for fact in found)
    items = mention.parsed.items
    words = None if cue is None else (items[cue.first].start, items[cue.last].end)
    return Use(1 / (1 + math.exp(-total)), frozenset(found), words)


def facts(mention: Mention, *, title: bool = True) -> tuple[set[str], Cue | None]:
    """The facts of a mention, and the words that say most clearly what it is for."""
    found = {"always"}
    cue = _said_before(mention, found) or _said_after(mention, found)
    found |= _beside(mention, cue)
    if title and not (DIRECT & found and "own_after" not in found):
        found |= _place(mention)
    found |= _goods(mention, title=title)
    return found, cue


def _said_before(mention: Mention, found: set[str]) -> Cue | None:
    """Words before the mark that say what it is named for: directly, at some distance, or beyond doubt at
    any.
    """
    parsed = mention.parsed
    compatible = mention.before("fits_after")
    before = mention.looking_back("fits", "talk") or (compatible and Found("fits", compatible, 0))
    sure = mention.looking_back("surely")
    if before is None or before.passed:
        if compatible is not None:
            before = Found("fits", compatible, 0)
        elif sure is not None and not parsed.apart(sure.cue.last, mention.first):
            found.add("surely")
            return sure.cue
    if before is None:
        return None
    if before.group == "talk" and not before.passed:
        found.add("spoken_of")
    else:
        near = before.passed <= 2 and any(cue.last < mention.first for cue in parsed.goods)
        found.add("for" if before.passed == 0 else "for_near" if near else "for_far")
    return before.cue


def _said_after(mention: Mention, found: set[str]) -> Cue | None:
    """Words behind the mark that say that the goods fit it; far behind only of goods made to fit others."""
    parsed = mention.parsed
    goods = any(cue.first > mention.last for cue in parsed.goods)
    for cue in parsed.cues("fits_after"):
        distance = cue.first - mention.last
        if 0 < distance <= 2:
            found.add("compatible")
            return cue
        if 2 < distance < FARTHEST and goods and not parsed.is_mark(cue.first - 1):
            found.add("compatible_later")
            return cue
    return None


def _beside(mention: Mention, cue: Cue | None) -> set[str]:
    """What stands directly beside the mark, and what the title says of the goods as a whole."""
    before, behind, parsed = mention.before, mention.behind, mention.parsed
    found = set()
    if before("alike_before") or behind("alike_after"):
        found.add("alike")
    if behind("adorned"):
        found.add("adorned")
    if behind("own_after"):
        found.add("own_after")
    if before("by") and cue is None:
        found.add("by")
    if before("disowned"):
        found.add("disowned")
    if behind("talk_after", 3):
        found.add("spoken_of")
    inside = mention.looking_back("within")
    if inside and cue is None and not inside.passed and mention.first - inside.cue.last <= 2:
        found.add("part" if behind("component", 3) else "with")
    if any(other.last < mention.first - 1 for other in parsed.cues("fits_after")):
        found.add("compatible_before")
    if parsed.goods and parsed.cues("disclosed"):
        found.add("disclosed")
    return found


def _place(mention: Mention) -> set[str]:
    """Where in a title the mark stands: the maker is named first."""
    place = mention.first - mention.lead
    found = {("first", "second", "third")[place]} if place < 3 else set()
    if mention.after_itself:
        found.add("after_itself")
    if mention.last == len(mention.parsed.items) - 1:
        found.add("last")
    return found


def _goods(mention: Mention, *, title: bool) -> set[str]:
    """What the goods are, and whether that what the mark names is some other thing."""
    parsed = mention.parsed
    found = set()
    next_goods = any(
        0 < cue.first - mention.last <= 4 and not parsed.apart(mention.last, cue.first)
        for cue in parsed.goods
    )
    if mention.behind("device", 3):
        found.add("device")
    if any(cue.first > mention.last and cue.last + 1 not in parsed.whom for cue in parsed.cues("fits")):
        found.add("for_behind")
    if title and mention.first == mention.lead:
        return found | ({"goods_behind_first"} if next_goods else set())
    if title and mention.after_itself:
        return found
    if next_goods:
        found.add("goods_behind")
    return found | _other_thing(mention)


def _other_thing(mention: Mention) -> set[str]:
    """What tells that the goods and what the mark names are two things."""
    parsed = mention.parsed
    found = set()
    if any(cue.last < mention.first for cue in parsed.goods):
        found.add("goods_before")
    if any(
        cue.first - mention.last > 4 and not parsed.apart(mention.last, cue.first) for cue in parsed.goods
    ):
        found.add("goods_later")
    if mention.listed and parsed.goods:
        found.add("listed")
    if mention.together > 1:
        found.add("several")
    if mention.behind("generation") or _which_one(mention):
        found.add("generation")
    return found


_WHICH_ONE: Final = re.compile(r"\d{1,2}(?:g|gs|s)?")


def _which_one(mention: Mention) -> bool:
    """Whether a short number stands behind the mark, as behind the name of a device: `X 4`, not `X 4.5`."""
    at = mention.last + 1
    if at >= len(mention.parsed.items):
        return False
    item = mention.parsed.items[at]
    return bool(_WHICH_ONE.fullmatch(item.word)) and mention.parsed.text[item.end : item.end + 1] in {"", " "}
