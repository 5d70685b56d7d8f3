"""Folding: the forms under which two spellings count as the same word.

- `fold`: what any reader would call the same word. Case, accents, width, font, invisible characters are gone; a
  foreign letter inside a Latin word is read as the Latin letter that it passes for.
- `skeletons`: what looks the same at a glance. Leetspeak, look-alike letters, doubled letters and whatever stands
  between letters are gone. Many words share one: it finds candidates, never proves anything.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import product
from typing import Final

from countermark.text.chars import (
    BIDI_OVERRIDES,
    LEET,
    Kind,
    flipped,
    flipped_marks,
    kind,
    latin,
    plain,
    readings,
)

_ASCII_PLAIN: Final = str.maketrans({chr(c): " " for c in range(128) if not chr(c).isalnum()})
_ASCII_LINES: Final = {code: to for code, to in _ASCII_PLAIN.items() if code != ord("\n")}
_SPACES: Final = re.compile(r" {2,}")


def fold(text: str) -> str:
    """The words of `text`, folded, with single spaces between them. Idempotent.

    >>> fold("Louis  VUITTÖN®") == "louis vuitton"
    True
    """
    if text.isascii():
        if text.isalnum():
            return text.lower()
        return _SPACES.sub(" ", text.translate(_ASCII_PLAIN).lower()).strip()
    words: list[list[tuple[str, str]]] = [[]]
    for char in _REGISTERED.sub("", text):
        # Folding one character may yield symbols of its own ("½" is "1⁄2"), which separate like any other.
        for part in plain(char) if kind(char) > Kind.SYMBOL else " ":
            if kind(part) > Kind.SYMBOL:
                words[-1].append((part, char))
            else:
                words.append([])
    shown = " ".join(_one_script(word) for word in words if word)
    # Syllables of Hangul and voiced kana come in one character or in several (file names of some systems, half width).
    return unicodedata.normalize("NFC", shown)


def fold_all(texts: Sequence[str]) -> list[str]:
    """`fold` of each of `texts`. Those in ASCII are worked on all at once, as the lines of one text."""
    found = ["" if text.isascii() and "\n" not in text else fold(text) for text in texts]
    here = [number for number, text in enumerate(texts) if text.isascii() and "\n" not in text]
    lines = "\n".join(texts[number] for number in here).translate(_ASCII_LINES).lower()
    for number, line in zip(here, _SPACES.sub(" ", lines).split("\n"), strict=False):
        found[number] = line.strip()
    return found


_REGISTERED: Final = re.compile("(?<=[A-Za-z])(?:[Ⓡⓡᴿ🄬🅪🅫]|[ᵀᵗ][ᴹᵐ]|[ˢ][ᴹᵐ])(?![\\wⒶ-ⓩ])")
"""What says behind a name that it is registered, where it is written with what elsewhere are letters."""


def _one_script(word: list[tuple[str, str]]) -> str:
    """A word (each letter folded, and as written) with foreign letters read as Latin ones among Latin letters.

    It is the letter as written that passes for another: `Ν` for N, but `ν` for v.
    """
    if any(part.isascii() and part.isalpha() for part, _ in word):
        looks = [
            part if part.isascii() or kind(part) is not Kind.LETTER else _look(part, char)
            for part, char in word
        ]
        if all(looks):
            return "".join(looks)
    return "".join(part for part, _ in word)


def _look(part: str, char: str) -> str:
    return latin(char) or latin(part)


SAME_LOOK: Final = str.maketrans({"l": "i", "j": "i", "v": "u", "q": "g"})
"""Letters that change places in look-alike spellings: `BVLGARI`, `Ni1on`."""
_DOUBLES: Final = re.compile(r"(.)\1+")
_DECORATION: Final = "!|.,;:()[]{}<>'\"*#-_~"


def skeleton(letters: str) -> str:
    """The skeleton of a word that is already plain letters, without spaces."""
    single = _DOUBLES.sub(r"\1", letters.replace("vv", "w"))
    return _DOUBLES.sub(r"\1", single.replace("rn", "m").translate(SAME_LOOK))


def bare_skeleton(letters: str) -> str:
    """The skeleton without letters run together, so that a wrong letter among them is one wrong letter."""
    return _DOUBLES.sub(r"\1", letters.translate(SAME_LOOK))


@lru_cache(maxsize=8192)
def _way(char: str, choice: int) -> str:
    ways = readings(char)
    if not ways:
        return plain(char) if char.isalpha() else ""
    return ways[min(choice, len(ways) - 1)]


_ASCII: Final = [chr(code) for code in range(128)]
_EVERYTHING: Final = tuple(str.maketrans({char: _way(char, choice) for char in _ASCII}) for choice in (0, 1))
_WORDS_ONLY: Final = tuple(
    str.maketrans({char: _way(char, choice) if char.isalnum() else "" for char in _ASCII})
    for choice in (0, 1)
)


_STROKES: Final = {
    "a": r"/\ /-\ @- (L /_\ ",
    "b": r"|3 13 !3 |8 ]3 (3 |: 1:",
    "d": r"|) |> |] [) l) I> 1) 1> (| c| cl",
    "e": r"[- |- (- €- =-",
    "f": r"|= |# ph /= ]=",
    "g": r"(_- (_+ (? [, (, <- (_, [_-",
    "h": r"|-| (-) ]-[ [-] )-( }-{ {-} /-/ |~| !-! \-\ :-: ]~[ (~)",
    "i": r"][ []_",
    "j": r"_| _/ _] ,| </ (/",
    "k": r"|< |{ 1< |( ]{ ]< [< l< /< |X !<",
    "l": r"|_ [_ 1_ ]_",
    "m": r"/\/\ |\/| |v| [v] (v) (\/) /v\ ^^ <\/> {v} [\/] ]v[ |^^| //\\//\\ nn",
    "n": r"|\| /\/ ^/ [\] (\) {\} <\> ]\[ |v /v ][\][ //\\//",
    "o": "() [] {} <> (]",
    "p": r"|* |° |^ |> |o ]D |D |7",
    "q": r"(_,) (,) O, O_ 0_ <| (). 0,",
    "r": r"12 |2 /2 |? |^ |` |~ l2 [z |9 1? I2 |®",
    "t": r"-|- '|' ']' ~|~ '][' -][- 7` ~+~",
    "u": r"|_| (_) [_] {_} \_\ /_/ \_/ ]_[ L| l_| !_! (_|",
    "v": r"\/ |/ \| \\//",
    "w": r"\/\/ |/\| \^/ (/\) \V/ \X/ \|/ \_|_/ [/\] '// \\' {/\} ]/\[ vv uu VV",
    "x": r">< }{ )( ][",
    "y": r"`/ '/ \-/ `( -/ \|/ (j \'/ ¥-",
    "z": r"7_ -/_ >_ ~/_ 7/_ ~\_ ",
}  # fmt: skip


def _drawn() -> dict[str, str]:
    letters: dict[str, str] = {}
    for letter, several in _STROKES.items():
        for drawn in several.lower().split():
            if (not drawn.isalpha() or letter in "dfw") and letter not in letters.get(drawn, ""):
                letters[drawn] = letters.get(drawn, "") + letter
    return letters


DRAWN: Final = _drawn()
"""The letters that several symbols may draw, as in the leetspeak of old: `|>` is a d or a p."""
_DRAWN: Final = re.compile("|".join(re.escape(drawn) for drawn in sorted(DRAWN, key=len, reverse=True)))


def drawn(text: str) -> str:
    """The text, with the letters that symbols draw in their places."""
    return _DRAWN.sub(lambda found: DRAWN[found[0]][0], text)


ALIKE: Final = {"ri": "n", "li": "h", "nn": "m", "cl": "d", "ii": "u", "lc": "k"}
"""Two letters that pass for one, besides `rn` and `vv`, which every skeleton undoes."""


def alike(words: Sequence[str]) -> list[tuple[int, str]]:
    """The skeletons of small Latin words: as they are, and with two letters read as the one that they pass for.

    (number of the word, skeleton), each once. All words are worked on at once, as the lines of one text.
    """
    text = "\n".join(words)
    shown = set(enumerate(skeleton(text).split("\n"))) if words else set()
    if not any(two in text for two in ALIKE):
        return sorted(shown)
    several, every = [0] * len(words), text
    for two, one in ALIKE.items():
        every = every.replace(two, one)
        # The words that have the two, each to be read with the one.
        here = [number for number, word in enumerate(words) if two in word]
        changed = skeleton("\n".join(words[number] for number in here).replace(two, one))
        shown.update(zip(here, changed.split("\n"), strict=False))
        for number in here:
            several[number] += 1
    lines = skeleton(every).split("\n")
    shown.update((number, lines[number]) for number, pairs in enumerate(several) if pairs > 1)
    return sorted(shown)


def digits_read(chunk: str) -> list[str]:
    """An ASCII chunk in small letters, with its digits read as letters: once for each way to read all alike."""
    doubtful = [[(digit, letter) for letter in LEET[digit]] for digit in "679" if digit in chunk]
    if not doubtful:
        return [chunk.translate(_WORDS_ONLY[0])]
    return [
        "".join(dict(choice).get(char, char) for char in chunk).translate(_WORDS_ONLY[0])
        for choice in product(*doubtful)
    ]


def skeletons(chunk: str) -> set[str]:
    """Every skeleton that `chunk` (as written, without white space) may have. Usually one to three, at most eight.

    A symbol that passes for a letter is read once as the letter, once as decoration.
    """
    if chunk.isascii() and chunk.isalnum():
        return {form for _, form in alike(digits_read(chunk))}
    if chunk.isascii():
        read = {chunk.translate(table) for table in (*_EVERYTHING, *_WORDS_ONLY)}
        inner = chunk.strip(_DECORATION)
        if inner != chunk:
            read.add(inner.translate(_EVERYTHING[0]))
        letters = drawn(chunk)
        if letters != chunk:
            read.add(letters.translate(_EVERYTHING[0]))
    else:
        read = _foreign(chunk)
    shown = {skeleton(letters) for letters in read}
    shown.discard("")
    return shown


_MIRRORED: Final = str.maketrans("bdpq", "dbqp")
PICTURES: Final = re.compile("[\U0001f1e6-\U0001f1ff]{2}|[0-9#*]\ufe0f?\u20e3")
"""Flags and keys of a telephone: pictures made of what elsewhere are letters and digits."""


def _foreign(chunk: str) -> set[str]:
    """The letters that a chunk with characters beyond ASCII may be read as."""
    read: set[str] = set()
    for choice in (0, 1):
        read.add("".join(_way(char, choice) for char in chunk))
        read.add("".join(_way(char, choice) for char in chunk if kind(char) > Kind.SYMBOL))
    inner = chunk.strip(_DECORATION)
    if inner != chunk:
        read.add("".join(_way(char, 0) for char in inner))
    if any(char in flipped_marks() for char in chunk):
        turned = "".join(flipped().get(char, flipped().get(char.lower(), plain(char))) for char in chunk)
        mirrored = "".join(flipped()[char] if char in flipped_marks() else plain(char) for char in chunk)
        swapped = mirrored.translate(_MIRRORED)
        read |= {swapped, swapped[::-1]}
        read |= {turned[::-1], turned, mirrored[::-1], mirrored}
    pictured = PICTURES.sub("", chunk)
    if pictured != chunk:
        read.add("".join(_way(char, 0) for char in pictured if kind(char) > Kind.SYMBOL))
    if any(char in BIDI_OVERRIDES for char in chunk):
        read.add("".join(_way(char, 0) for char in reversed(chunk)))
    return read


@lru_cache(maxsize=8192)
def _hand(char: str) -> str:
    """Whose hand a letter is of: the name of its script, `x` for what no ordinary text holds."""
    if kind(char) is Kind.INVISIBLE:
        return "x"
    name = unicodedata.name(char, "")
    if not plain(char):
        return ""  # an accent by itself
    if (
        name.startswith("LATIN ")
        and unicodedata.normalize("NFKC", char) == char
        and "LETTER SMALL CAPITAL" not in name
    ):
        return "LATIN" if char not in flipped_marks() else "x"
    script = name.split(" ")[0]
    if script == "CYRILLIC" and char.lower() not in MODERN_CYRILLIC:
        return "x"
    if script == "GREEK" and not "α" <= plain(char) <= "ω":
        return "x"
    return (
        script
        if script in {"CYRILLIC", "GREEK", "ARABIC", "HEBREW", "DEVANAGARI", "BENGALI", "TAMIL"}
        else "x"
    )


MODERN_CYRILLIC: Final = frozenset("абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґўјљњћђџѓќѕ")
"""Letters of the languages that goods are offered in; a text with others is likelier Latin in disguise."""
TWINS: Final = frozenset("авекмнорстухіїјѕё" + "αβεικμνορτυχ" + "ϲϳ")
"""Cyrillic and Greek letters whose small or capital form is a Latin letter to the eye."""


def twin(word: str) -> bool:
    """Whether a word in another script may be Latin to the eye: every letter has a Latin twin (`СОСА`)."""
    return all(char.lower() in TWINS or not plain(char) for char in word)


def foreign(word: str) -> bool:
    """Whether `word` is one of another script that no reader takes for Latin.

    A long one whose every letter has a look-alike is rather the disguise of a name than a word.
    """
    if any(plain(char).isascii() and plain(char) for char in word) or not natural(word) or twin(word):
        return False
    return len(word) < LEAST_TAKEN or not all(latin(char) for char in word)


LEAST_TAKEN: Final = 6
"""Letters of a word in another script that is taken for Latin by loose look-alikes."""


def natural(word: str) -> bool:
    """Whether all letters of `word` are of one script, in forms that ordinary text has: `près`, `один`, not `nіke`."""
    if word.isascii() and word.isalnum():
        return True
    if sum(0x0300 <= ord(char) <= 0x036F for char in word) > 2:
        return False  # accents heaped up, or a stroke through every letter
    hands = {_hand(char) for char in word if not char.isdigit()} - {""}
    return len(hands) <= 1 and "x" not in hands
