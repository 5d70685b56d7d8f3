"""Texts as wild as Unicode allows, for tests that say what holds of any text."""

from __future__ import annotations

from typing import Final

from hypothesis import strategies as st

TRICKY: Final = (
    "abcNORvik019 -_.'&@$!*()\n\t\x00\x7f"  # plain, symbols that pass for letters, control characters
    "áéÅñßæøłıİſ½ﬁ™®Ⓡ①"  # accents, ligatures, what folds to several characters
    "\u0301\u0338\u20e3"  # accents by themselves
    "\u200b\u200d\u202e\u202c\ufe0f\u00ad\ufeff\u3164"  # invisible
    "аоіеНρνΩИЯ"  # letters of other scripts, some in disguise
    "诺维克のカﾞ\u3099한\u1112\u1161\u11abกำ"  # scripts without spaces, composed and not
    "हिकֹאّع"  # signs that are letters, signs that are none
    "𝓝𝕆ｎⓃ🅽🇳ɴᴏʞɹ"  # other fonts, upside down
    "❤🔥👩\U000e0041\ue000\U0010ffff"  # pictures, tags, private use, the last of all
)

characters = st.characters(exclude_categories=["Cs"]) | st.sampled_from(TRICKY)
"""Any code point that UTF-8 can hold; half of them those with a story."""
texts = st.text(characters, max_size=40)
letters = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40)
"""Strings of any characters but the control ones."""
