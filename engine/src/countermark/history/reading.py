"""How words are read, as a number: an index made by other rules of folding than today's must not be trusted.

A segment keeps the number of the rules that its index was made by. Where it differs, the index is made anew
from the listings, in memory by who reads and on disk by `compact`.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import Final

import pyarrow as pa

from countermark.history.entries import entries
from countermark.tables import LISTING, TEXT_FIELDS
from countermark.text.tokens import tokenise

_SHOWN: Final = (
    "Norrvik NORRVÍK nоrrvik N0rrv1k norrvık 𝓝𝓸𝓻𝓻𝓿𝓲𝓴 ʞᴉʌɹɹou nor\u200brvik nor-rvik",
    "N.o.r N°5 $hoes kit! l'été ½ ㎏ ™ ⓝ ﬁn ß İ ı ſ _ # + @ \u202eabc\u202c \u3164 NorrvikShop myNorrvik",
    "诺维克 ノルヴィク ﾉﾙｳﾞｨｸ 노르빅 นอร์วิก Норрвик نورفيك नॉरविक",
)
_STEP: Final = 29
"""Of the code points in use every so many are looked at: a rule seldom changes for one alone."""


@lru_cache(maxsize=1)
def rules() -> str:
    """The number of today's rules."""
    some = [chr(code) for code in range(0xA0, 0x1FC00, _STEP) if not 0xD800 <= code <= 0xDFFF]
    texts = pa.array([*_SHOWN, *(f"a{char}b {char}" for char in some)])
    tokens = tokenise([texts] * len(TEXT_FIELDS))
    told = hashlib.sha256()
    for name, array in entries(tokens, LISTING.empty_table(), None).items():
        told.update(name.encode() + array.tobytes())
    return told.hexdigest()[:16]
