"""Attacks on the spelling: slips of the finger, other letters for the same sound, marks above and below."""

from __future__ import annotations

import random
import re
import unicodedata
from string import ascii_lowercase

import attack_tables as tables
from attack_letters import family, insert, letters_at, same_or_mixed, some, swap
from attack_tables import Rules
from wordfreq import zipf_frequency

COMMON_WORD = 3.0  # Zipf frequency from which a respelling is a word of its own (once in a million words)
KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
VOWELS = frozenset("aeiouAEIOU")
STRIKES = "\u0335\u0336\u0337\u0338\u0332\u0333\u0305\u033f"
MARKS = "".join(
    map(chr, (*range(0x300, 0x315), *range(0x323, 0x332), 0x342, 0x346, 0x34A, 0x350, 0x357, 0x35B))
)


def _cased(new: str, like: str) -> str:
    """Small letters in the case of what they replace; capitals inside a word are not kept."""
    if like.isupper() and len(like) > 1:
        return new.upper()
    return new[:1].upper() + new[1:] if like[:1].isupper() else new


def _put(mark: str, start: int, end: int, new: str) -> str:
    """Puts small letters in place of a stretch, in capitals where the mark is written in capitals."""
    loud = mark[start:end].isupper() if end > start else mark.isupper()
    return mark[:start] + (new.upper() if loud else new) + mark[end:]


def _bare(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def _ordinary(text: str) -> bool:
    return any(zipf_frequency(word, "en") >= COMMON_WORD for word in text.split())


# --- letters more or less


@family("doubled")
def _doubled(mark: str, rng: random.Random) -> str | None:
    places = letters_at(mark)
    if not places:
        return None
    if rng.random() < 0.15:  # the end is what sellers draw out
        more = {places[-1]: rng.randint(2, 5)}
    else:
        more = {i: rng.choice((1, 1, 2)) for i in rng.sample(places, min(len(places), rng.choice((1, 1, 2))))}
    again = mark if mark.isupper() else mark.lower()
    return "".join(c + again[i] * more.get(i, 0) for i, c in enumerate(mark))


@family("undoubled")
def _undoubled(mark: str, rng: random.Random) -> str | None:
    pairs = [i for i in range(1, len(mark)) if mark[i].isalpha() and mark[i].lower() == mark[i - 1].lower()]
    dropped = some(pairs, rng) if pairs else []
    return "".join(c for i, c in enumerate(mark) if i not in dropped)


def _neighbours() -> dict[str, str]:
    """A key's neighbours on the row itself and, set off by half a key, on the rows above and below."""
    near = dict.fromkeys(ascii_lowercase, "")
    for row, keys in enumerate(KEYS):
        for at, c in enumerate(keys):
            near[c] += keys[max(at - 1, 0) : at] + keys[at + 1 : at + 2]
            near[c] += KEYS[row - 1][at : at + 2] if row else ""
            near[c] += KEYS[row + 1][max(at - 1, 0) : at + 1] if row < 2 else ""
    return near


NEIGHBOURS = _neighbours()


@family("typo_substitution")
def _substituted(mark: str, rng: random.Random) -> str | None:
    places = letters_at(mark)
    if not places:
        return None
    i = rng.choice(places)
    letter = rng.choice(NEIGHBOURS[mark[i].lower()] if rng.random() < 0.8 else ascii_lowercase)
    return _put(mark, i, i + 1, letter)


@family("typo_deletion")
def _deleted(mark: str, rng: random.Random) -> str | None:
    places = letters_at(mark)
    if len(places) < 4:
        return None
    i = rng.choice(places)
    return _cased(mark[:i] + mark[i + 1 :], mark)


@family("typo_insertion")
def _inserted(mark: str, rng: random.Random) -> str | None:
    places = letters_at(mark)
    if not places:
        return None
    i = rng.choice(places)
    letter = rng.choice(NEIGHBOURS[mark[i].lower()] if rng.random() < 0.6 else ascii_lowercase)
    at = i + rng.randint(0, 1)
    return _put(mark, at, at, letter)


@family("typo_transposition")
def _transposed(mark: str, rng: random.Random) -> str | None:
    pairs = [
        i for i in letters_at(mark) if i + 1 in letters_at(mark) and mark[i].lower() != mark[i + 1].lower()
    ]
    if not pairs:
        return None
    i = rng.choice(pairs)
    first, second = mark[i], mark[i + 1]
    if first.isupper() and second.islower():
        first, second = first.lower(), second.upper()
    return mark[:i] + second + first + mark[i + 2 :]


# --- other letters for the same sound or look


def _respelt(word: str, rules: Rules, times: int, rng: random.Random) -> str:
    """Several rules at once, each at one place of the word itself, never on what another rule wrote."""
    fitting = [(hits, outs) for pattern, outs in rules if (hits := list(pattern.finditer(word)))]
    changes: list[tuple[int, int, str]] = []
    for hits, outs in rng.sample(fitting, min(times, len(fitting))):
        hit = rng.choice(hits)
        new = hit.expand(rng.choice(outs))
        if all(hit.end() < start or hit.start() > end for start, end, _ in changes):
            changes.append((*hit.span(), new))
    for start, end, new in sorted(changes, reverse=True):
        word = word[:start] + new + word[end:]
    return word


@family("sound_alike")
def _sound_alike(mark: str, rng: random.Random) -> str | None:
    words = mark.split()
    long = [i for i, word in enumerate(words) if len(letters_at(word)) > 2]
    if not long:
        return None
    i = rng.choice(long)
    new = _respelt(words[i].lower(), tables.RULES["sounds"], rng.choice((1, 1, 2, 2, 3)), rng)
    if new == words[i].lower() or _ordinary(new):
        return None
    words[i] = _cased(new, words[i])
    return " ".join(words)


@family("look_alike_ascii")
def _look_alike(mark: str, rng: random.Random) -> str | None:
    return _respelt(mark, tables.RULES["look_alike"], rng.choice((1, 1, 2, 3)), rng)


def _written_over(word: str, rules: Rules, rng: random.Random) -> str:
    out, at = "", 0
    while at < len(word):
        for pattern, outs in rules:
            if hit := pattern.match(word, at):
                out, at = out + rng.choice(outs), hit.end()
                break
        else:
            out, at = out + word[at], at + 1
    return out


@family("cyrillic_transliteration")
def _transliterated(mark: str, rng: random.Random) -> str | None:
    rules = tables.RULES["letters"]
    if rng.random() < 0.5:
        rules = tables.RULES["heard"] + rules
    words = mark.split()
    written = (_cased(_written_over(_bare(word.lower()), rules, rng), word) for word in words)
    return rng.choice((str, str, str.lower))(" ".join(written))


# --- marks above, below and through


@family("accents")
def _accents(mark: str, rng: random.Random) -> str | None:
    way = rng.random()
    places = letters_at(mark)
    if not places:
        return None
    if way < 0.45:
        out = swap(mark, rng, tables.ACCENTED)
        return unicodedata.normalize("NFD", out) if out and way < 0.1 else out
    if way < 0.6:
        return swap(mark, rng, tables.LETTERS["stroked"])
    at = [i + len(c) for i, c in zip(places, (mark[p] for p in places), strict=True)]
    if way < 0.75:
        return insert(mark, some(at, rng), same_or_mixed(MARKS, rng))
    if way < 0.87:
        strike = rng.choice(STRIKES)
        return insert(mark, at, lambda: strike)
    return insert(mark, at, lambda: "".join(rng.choices(MARKS, k=rng.randint(1, 4))))


# --- the whole name turned or shortened


@family("reversed")
def _reversed(mark: str, rng: random.Random) -> str | None:
    way = rng.random()
    words = mark.split()
    if way < 0.4:
        return _cased(mark.lower()[::-1], mark)
    if way < 0.7:
        return " ".join(_cased(word.lower()[::-1], word) for word in words)
    return " ".join(_cased(re.sub(r"^(.+?[aeiouy])([^aeiouy].*)$", r"\2\1", w.lower()), w) for w in words)


@family("abbreviated")
def _abbreviated(mark: str, rng: random.Random) -> str | None:
    if len(letters_at(mark)) < 6:
        return None
    keep_last = rng.random() < 0.25
    short = "".join(
        c
        for i, c in enumerate(mark)
        if _bare(c) not in VOWELS or i == 0 or not mark[i - 1].isalpha() or (keep_last and i == len(mark) - 1)
    )
    return _cased(short, mark) if len(letters_at(short)) >= 3 else None
