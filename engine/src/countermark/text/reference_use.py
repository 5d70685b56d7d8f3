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
from countermark.text.mention import Mark, Mention

WEIGHTS: Final = {
    "always": -0.3,
    # Words for it: before the mark (no, two or more words between), behind it, behind it and the goods.
    "for": 3.9, "for_near": 1.6, "for_far": -0.9,
    "compatible": 1.9, "compatible_later": 3.8, "compatible_before": 2.3,
    # The place of the mark in the title, where no such word stands beside it.
    "first": -3.7, "second": -1.3, "third": -1.2, "last": -1.1, "after_itself": -2.3,
    # Goods that are made to go with others, and the name of such other goods.
    "goods_before": 1.3, "goods_behind": 2.5, "goods_later": 1.2, "goods_behind_first": 0.9,
    "device": 0.8, "generation": 2.5, "several": 2.5, "for_behind": -1.3, "with": -0.3,
    # Set by hand, as too few of the mentions read have them.
    "alike": -8.0, "adorned": -3.0, "own_after": -3.0, "by": -1.5,
    "disowned": 5.0, "part": 4.0, "spoken_of": 4.5, "listed": 1.5,
}  # fmt: skip
"""Fitted on the mentions read by hand (`bench/quality/fair_use.py` prints the fit); rounded."""
GOODS: Final = frozenset(
    {"goods_before", "goods_behind", "goods_later", "goods_behind_first", "device", "generation"}
)
"""The facts that tell of goods that go with others."""
FIXED: Final = frozenset({"alike", "adorned", "own_after", "by", "disowned", "part", "spoken_of", "listed"})
"""The weights that were not fitted."""
COLUMN_DIFFERS: Final = 1.0
"""What it adds that the seller names another brand. A fit gives 2.0, but makers of fakes do it, too."""


class Use(NamedTuple):
    """How likely the mark is named for what the goods are for (0..1), why, and where the words say so."""

    likely: float
    facts: frozenset[str]
    cue: tuple[int, int] | None


def referential(text: str, start: int, end: int, marks: Sequence[Mark] = ()) -> float:
    """How likely the mark from `start` to `end` of the title `text` says what the goods are for; 0..1."""
    return use_of(text, start, end, marks).likely


def use_of(
    text: str, start: int, end: int, marks: Sequence[Mark] = (), *, title: bool = True, hint: float = 0.0
) -> Use:
    """What the mark is named for. `marks` are the others in `text`; `hint` is what else is known, in log-
    odds.

    In running text (`title=False`) it says nothing where a mark stands.
    """
    mention = Mention(text, start, end, marks)
    found, cue = facts(mention, title=title)
    total = hint + sum(WEIGHTS.get(fact, 0.0) for fact in found)
    words = None if cue is None else (mention.items[cue.first].start, mention.items[cue.last].end)
    return Use(1 / (1 + math.exp(-total)), frozenset(found), words)


def facts(mention: Mention, *, title: bool = True) -> tuple[set[str], Cue | None]:
    """The facts of a mention that have a weight, and the words that say most clearly what it is for."""
    found = {"always"}
    before = mention.looking_back("fits", "talk")
    after = _said_after(mention, found)
    cue = before.cue if before else after
    if before is not None and before.group == "talk" and not before.passed:
        found.add("spoken_of")
    elif before is not None:
        found.add("for" if before.passed == 0 else "for_near" if before.passed <= 2 else "for_far")
    found |= _beside(mention, cue)
    if title and not ({"for", "compatible", "spoken_of"} & found and "own_after" not in found):
        found |= _place(mention)
    found |= _goods(mention, title=title)
    return found, cue


def _said_after(mention: Mention, found: set[str]) -> Cue | None:
    """Words behind the mark that say that the goods fit it; far behind only of goods made to fit others."""
    goods = any(cue.first > mention.last for cue in mention.cues("goods"))
    for cue in mention.cues("fits_after"):
        distance = cue.first - mention.last
        if 0 < distance <= 2:
            found.add("compatible")
            return cue
        if 2 < distance < 12 and goods and not mention.is_mark(cue.first - 1):
            found.add("compatible_later")
            return cue
    return None


def _beside(mention: Mention, cue: Cue | None) -> set[str]:
    """What stands directly beside the mark."""
    before, behind = mention.before, mention.behind
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
    if any(cue.last < mention.first for cue in mention.cues("fits_after")):
        found.add("compatible_before")
    return found


def _place(mention: Mention) -> set[str]:
    """Where in a title the mark stands: the maker is named first."""
    place = mention.first - mention.lead
    found = {("first", "second", "third")[place]} if place < 3 else set()
    if mention.after_itself:
        found.add("after_itself")
    if mention.last == len(mention.items) - 1:
        found.add("last")
    return found


_WHICH_ONE: Final = re.compile(r"\d{1,2}(?:g|gs|s)?")


def _goods(mention: Mention, *, title: bool) -> set[str]:
    """What the goods are, and whether that what the mark names is some other thing."""
    found = set()
    next_goods = any(0 < cue.first - mention.last <= 4 for cue in mention.cues("goods"))
    if mention.behind("device", 3):
        found.add("device")
    whom = {cue.first for cue in mention.cues("for_whom")}
    if any(cue.first > mention.last and cue.last + 1 not in whom for cue in mention.cues("fits")):
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
    found = set()
    goods = mention.cues("goods")
    if any(cue.last < mention.first for cue in goods):
        found.add("goods_before")
    if any(cue.first - mention.last > 4 for cue in goods):
        found.add("goods_later")
    if mention.listed and goods:
        found.add("listed")
    if mention.together > 1:
        found.add("several")
    if mention.behind("generation") or _which_one(mention):
        found.add("generation")
    return found


def _which_one(mention: Mention) -> bool:
    """Whether a short number stands behind the mark, as behind the name of a device: `X 4`, not `X 4.5`."""
    at = mention.last + 1
    if at >= len(mention.items):
        return False
    item = mention.items[at]
    return bool(_WHICH_ONE.fullmatch(item.word)) and mention.text[item.end : item.end + 1] in {"", " "}
