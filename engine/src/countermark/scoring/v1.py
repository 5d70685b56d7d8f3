"""Scoring v1: set by hand from the trade's experience and the figures of bench/quality. Frozen: changes make a v2."""

from __future__ import annotations

from typing import Final

from countermark.references import References
from countermark.scoring.model import Scoring
from countermark.signals.disguised_mark import DisguisedMark
from countermark.signals.word_mark import WordMark

PRIOR: Final = -4.0
BANDS: Final = {"low": -1.5, "medium": 0.0, "high": 2.0}

WEIGHTS: Final = {
    "word_mark": {"exact": 0.8, "rendered": 0.8, "nickname": 1.2, "in_context": 0.4, "brand_field": 0.8},
    "disguised_mark": {
        "zero_width": 6.0, "bidi": 6.0, "flipped": 5.5, "homoglyph": 5.5, "masked": 5.0, "fancy_letters": 4.5,
        "emoji_inside": 4.5, "leetspeak": 4.5, "reversed": 4.5, "spaced": 4.2, "separated": 4.0, "same_look": 3.6,
        "accent": 3.4, "doubled": 3.4, "split": 3.4, "glued": 3.2, "sound_alike": 3.2, "typo": 3.0,
        "transliterated": 1.4,
    },
}  # fmt: skip


def scoring(references: References) -> Scoring:
    """Scoring v1, its signals built for `references`."""
    del references
    return Scoring(
        version="v1",
        signals=(WordMark(), DisguisedMark()),
        weights=WEIGHTS,
        prior=PRIOR,
        bands=BANDS,
    )
