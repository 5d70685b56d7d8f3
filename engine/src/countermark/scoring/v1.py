"""Scoring v1: set by hand from the trade's experience and the figures of bench/quality. Frozen: changes make a v2.

Weights are log-odds. A brand's name alone is no suspicion (-4.0 + 0.8); a deliberate disguise alone is; a typing
mistake, a phrase of the trade or a price far below the product's is where a person should look.
"""

from __future__ import annotations

from typing import Final

from countermark.references import References
from countermark.scoring.model import Scoring
from countermark.signals.authorised import AuthorisedSeller
from countermark.signals.claim import Claim
from countermark.signals.disguised_mark import DisguisedMark
from countermark.signals.fair_use import FairUse
from countermark.signals.price import FairPrice, PriceSignal
from countermark.signals.replica_talk import ReplicaTalk
from countermark.signals.seller import SellerSignal
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
    "replica_talk": {
        "strong": 3.8, "medium": 1.9, "weak": 0.6, "look_alike": 0.7,
        "strong_disguised": 5.0, "medium_disguised": 3.4, "weak_disguised": 2.0,
    },
    "claim": {
        "claims_official": 2.0, "claims_authorised": 1.4, "gtin_check_digit": 0.5, "gtin_other_brand": 1.4,
        "gtin_other_product": 0.6,
    },
    "price": {
        "below_product": 3.6, "below_likely_product": 2.8, "below_category": 2.6, "below_brand": 1.2, "below_used": 0.8,
    },
    "seller": {"risky": 1.2, "copied_texts": 0.8, "many_brands": 0.5, "new": 0.25},
    "fair_use": {"compatible": -3.0, "accessory": -1.5, "made_with": -2.5, "review": -2.5, "second_hand": -0.8},
    "fair_price": {"plausible": -1.0},
    "authorised": {"authorised": -6.0},
}  # fmt: skip


def scoring(references: References) -> Scoring:
    """Scoring v1, its signals built for `references`."""
    return Scoring(
        version="v1",
        signals=(
            WordMark(),
            DisguisedMark(),
            ReplicaTalk(references),
            Claim(references),
            PriceSignal(),
            SellerSignal(),
            FairUse(),
            FairPrice(),
            AuthorisedSeller(),
        ),
        weights=WEIGHTS,
        prior=PRIOR,
        bands=BANDS,
    )
