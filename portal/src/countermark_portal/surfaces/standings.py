"""What became of listings, as badges and words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from countermark_portal.casework.notices.queries import ItemSeen, Standing
from countermark_portal.surfaces.wording import MEANINGS, STANDINGS


@dataclass(frozen=True, slots=True)
class Badge:
    """A standing as a badge: its tone, its words, what it means, and of how many listings."""

    standing: str
    tone: str
    words: str
    meaning: str
    number: int = 1


@dataclass(frozen=True, slots=True)
class ItemTold:
    """A listing of a notice, and its badge."""

    item: ItemSeen
    badge: Badge


def badge(standing: Standing, number: int = 1) -> Badge:
    """The badge of a standing."""
    tone, words = STANDINGS[standing]
    return Badge(standing.value, tone, words, MEANINGS[standing], number)


def told(item: ItemSeen) -> ItemTold:
    """The listing with its badge."""
    return ItemTold(item, badge(item.standing))


def badges(counts: Mapping[Standing, int]) -> list[Badge]:
    """Badges with their numbers, in the order of the steps."""
    known = Counter(counts)
    return [badge(one, known[one]) for one in Standing if known[one]]
