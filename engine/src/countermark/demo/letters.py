"""The letters and signs that those who disguise a mark put in place of others: plain tables for `disguises`.

Written by hand for the demo market, from what sellers of fakes do. It is no detector's table and must not
become one.
"""

from __future__ import annotations

from typing import Final

TWINS: Final = {
    "a": "аɑα", "b": "Ьƅ", "c": "сϲ", "d": "ԁ", "e": "еҽ", "f": "ƒ", "g": "ɡ", "h": "һ", "i": "іι",
    "j": "ј", "k": "кκ", "l": "ӏⅼ", "m": "мⅿ", "n": "ոп", "o": "оοօ", "p": "рρ", "q": "ԛ", "r": "гꭇ",
    "s": "ѕꜱ", "t": "тτ", "u": "υս", "v": "νѵ", "w": "ԝѡ", "x": "хχ", "y": "уγ", "z": "ᴢ", "A": "АΑ",
    "B": "ВΒ", "C": "СϹ", "D": "Ꭰ", "E": "ЕΕ", "F": "Ϝ", "G": "Ԍ", "H": "НΗ", "I": "ІΙ", "J": "Ј",
    "K": "КΚ", "L": "Ꮮ", "M": "МΜ", "N": "Ν", "O": "ОΟ", "P": "РΡ", "Q": "Ԛ", "R": "Ꭱ", "S": "Ѕ", "T": "ТΤ",
    "U": "Ս", "V": "Ѵ", "W": "Ԝ", "X": "ХΧ", "Y": "ΥҮ", "Z": "Ζ",
}  # fmt: skip
"""Letters of other scripts that look like a Latin letter."""

ACCENTED: Final = {
    "a": "àáâãäåāą", "c": "çćč", "d": "ďđ", "e": "èéêëēęě", "g": "ğģ", "h": "ħ", "i": "ìíîïīį", "k": "ķ",
    "l": "łľ", "n": "ñńň", "o": "òóôõöøō", "r": "řŕ", "s": "śšş", "t": "ťţ", "u": "ùúûüūů", "w": "ŵ",
    "y": "ýÿ", "z": "źžż",
}  # fmt: skip

COMBINING: Final = "̸̱̣́̈̃"
"""Combining accents, for any letter."""

LEET: Final = {
    "a": ("4", "@"), "b": ("8",), "e": ("3",), "g": ("9", "6"), "h": ("#",), "i": ("1", "!"), "k": ("|<",),
    "l": ("1", "|"), "m": ("rn",), "n": ("|\\|",), "o": ("0",), "q": ("9",), "r": ("12",), "s": ("5", "$"),
    "t": ("7", "+"), "u": ("v",), "v": ("\\/",), "w": ("vv",), "x": ("><",), "z": ("2",),
}  # fmt: skip

FLIPPED: Final = dict(
    zip(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ23456790!?.,&",
        "ɐqɔpǝɟƃɥᴉɾʞlɯuodbɹsʇnʌʍxʎz∀qƆpƎℲפHIſʞ˥WNOԀQɹS┴∩ΛMX⅄ZᄅƐㄣϛ9ㄥ60¡¿˙'⅋",
        strict=True,
    )
)

SMALL_CAPITALS: Final = dict(zip("abcdefghijklmnopqrstuvwyz", "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘꞯʀꜱᴛᴜᴠᴡʏᴢ", strict=True))

MATHEMATICAL: Final = (
    (0x1D400, 0x1D41A),  # bold
    (0x1D468, 0x1D482),  # bold italic
    (0x1D4D0, 0x1D4EA),  # bold script
    (0x1D56C, 0x1D586),  # bold Fraktur
    (0x1D5A0, 0x1D5BA),  # sans-serif
    (0x1D5D4, 0x1D5EE),  # sans-serif bold
    (0x1D63C, 0x1D656),  # sans-serif bold italic
    (0x1D670, 0x1D68A),  # monospace
)
"""Where the capital A and the small a of a mathematical alphabet stand; only alphabets without holes."""

ENCLOSED: Final = (
    (0x24B6, 0x24D0),  # circled
    (0x1F130, 0x1F130),  # squared
    (0x1F150, 0x1F150),  # circled, white on black
    (0x1F170, 0x1F170),  # squared, white on black
    (0x1F1E6, 0x1F1E6),  # regional indicators
)

INVISIBLE: Final = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u034f"
DIRECTION_MARKS: Final = "\u200e\u200f\u061c"
EMOJI: Final = ("🔥", "✨", "💎", "⭐", "❤️", "👑", "🌸", "✅", "🎁", "💯")
ROUND: Final = ("⭕", "🔵", "🟠", "◯", "●", "🌕")
"""What stands for the letter o."""

SPACES: Final = (" ", " ", " ", "\u00a0", "\u2009", "\u3000")
DOTS: Final = (".", "·", "-", "_", "•", "~", "'")
CUTS: Final = (" ", "-", "/", "_", "|", " - ", "\\")
MASKS: Final = "***#_•°"

BEFORE: Final = ("new", "best", "top", "original", "the", "my", "super", "buy")
AFTER: Final = ("outlet", "shop", "2026", "style", "store", "sale", "co", "original", "world", "x")

NEIGHBOURS: Final = {
    "q": "wa", "w": "qes", "e": "wrd", "r": "etf", "t": "ryg", "y": "tuh", "u": "yij", "i": "uok",
    "o": "ipl", "p": "ol", "a": "qsz", "s": "adw", "d": "sfe", "f": "dgr", "g": "fht", "h": "gjy",
    "j": "hku", "k": "jli", "l": "ko", "z": "xa", "x": "zcs", "c": "xvd", "v": "cbf", "b": "vng",
    "n": "bmh", "m": "nj",
}  # fmt: skip
"""The keys beside a key."""

SOUNDS: Final = (
    ("qu", "kw"), ("kw", "qu"), ("ck", "k"), ("ph", "f"), ("f", "ph"), ("x", "ks"), ("ks", "x"), ("v", "w"),
    ("w", "v"), ("k", "c"), ("c", "k"), ("z", "s"), ("s", "z"), ("y", "i"), ("i", "y"), ("ll", "l"),
    ("rr", "r"), ("bb", "b"), ("tt", "t"), ("nn", "n"), ("ss", "s"), ("ou", "oo"), ("ei", "ai"),
    ("lle", "l"), ("nne", "n"), ("ü", "ue"), ("ø", "oe"), ("é", "e"), ("o", "oe"), ("d", "dt"), ("l", "ll"),
    ("n", "nn"),
)  # fmt: skip
"""Spellings that sound alike; the rarer ones first."""

CYRILLIC: Final = (
    ("sch", "щ"), ("ch", "ч"), ("sh", "ш"), ("zh", "ж"), ("kh", "х"), ("ts", "ц"), ("qu", "кв"),
    ("kw", "кв"), ("ck", "к"), ("ph", "ф"), ("th", "т"), ("yo", "ё"), ("yu", "ю"), ("ya", "я"), ("ou", "у"),
    ("oo", "у"), ("ee", "и"), ("a", "а"), ("b", "б"), ("c", "к"), ("d", "д"), ("e", "е"), ("f", "ф"),
    ("g", "г"), ("h", "х"), ("i", "и"), ("j", "дж"), ("k", "к"), ("l", "л"), ("m", "м"), ("n", "н"),
    ("o", "о"), ("p", "п"), ("q", "к"), ("r", "р"), ("s", "с"), ("t", "т"), ("u", "у"), ("v", "в"),
    ("w", "в"), ("x", "кс"), ("y", "и"), ("z", "з"), ("é", "э"), ("ø", "ё"), ("ü", "ю"), ("ö", "ё"),
    ("ä", "э"),
)  # fmt: skip
"""Latin to Cyrillic as a Russian seller would write it by ear; longer ones first."""
