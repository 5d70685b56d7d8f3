"""Attacks on the letters' looks and on the places between them, and what all attacks are made with."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from string import ascii_letters

import attack_tables as tables
from attack_tables import Table, clusters

Disguise = Callable[[str, random.Random], str | None]

FAMILIES: dict[str, Disguise] = {}
TRIES = 12  # a draw may undo itself (s to z to s); after this many the way is held impossible for the mark


def family(name: str) -> Callable[[Disguise], Disguise]:
    """Registers a disguise so that it is drawn again while it leaves the mark as it was."""

    def register(draw: Disguise) -> Disguise:
        def disguise(mark: str, rng: random.Random) -> str | None:
            for _ in range(TRIES):
                out = draw(mark, rng)
                if out is not None and out.casefold() != mark.casefold():
                    return out
            return None

        FAMILIES[name] = disguise
        return disguise

    return register


# --- places


def some(places: Sequence[int], rng: random.Random) -> list[int]:
    """One place, a few, half or all: sellers are seldom thorough."""
    wanted = rng.choice((1, 1, 2, 2, 3, len(places) // 2, len(places), len(places)))
    return sorted(rng.sample(places, max(1, min(wanted, len(places)))))


def swap(mark: str, rng: random.Random, table: Table, *, whole: bool = False) -> str | None:
    places = [i for i, c in enumerate(mark) if c in table]
    if not places:
        return None
    chosen = places if whole else some(places, rng)
    return "".join(rng.choice(table[c]) if i in chosen else c for i, c in enumerate(mark))


def gaps(mark: str) -> list[int]:
    """Where something may stand between two characters of one word."""
    ends = [0]
    for cluster in clusters(mark):
        ends.append(ends[-1] + len(cluster))
    return [i for i in ends[1:-1] if not mark[i - 1].isspace() and not mark[i].isspace()]


def insert(mark: str, at: Sequence[int], piece: Callable[[], str]) -> str:
    for i in sorted(at, reverse=True):
        mark = mark[:i] + piece() + mark[i:]
    return mark


def same_or_mixed(options: Sequence[str], rng: random.Random) -> Callable[[], str]:
    one = rng.choice(options)
    return (lambda: one) if rng.random() < 0.6 else (lambda: rng.choice(options))


def letters_at(mark: str) -> list[int]:
    return [i for i, c in enumerate(mark) if c in ascii_letters]


# --- letters that look alike, and alphabets of fancy-text pages


def _backwards(text: str) -> str:
    return "".join(reversed(clusters(text)))


@family("homoglyph_cyrillic")
def _cyrillic(mark: str, rng: random.Random) -> str | None:
    return swap(mark, rng, tables.CYRILLIC)


@family("homoglyph_greek")
def _greek(mark: str, rng: random.Random) -> str | None:
    return swap(mark, rng, tables.GREEK)


@family("homoglyph_unicode")
def _unicode(mark: str, rng: random.Random) -> str | None:
    return swap(mark, rng, tables.UNICODE)


@family("mixed_script")
def _mixed(mark: str, rng: random.Random) -> str | None:
    known = (
        tables.CYRILLIC,
        tables.GREEK,
        tables.UNICODE,
        tables.FULL_WIDTH,
        rng.choice(tables.MATHEMATICAL),
    )
    scripts = rng.sample(known, 3)
    places = letters_at(mark)
    if len(places) < 2:
        return None
    letters = list(mark)
    for turn, i in enumerate(rng.sample(places, rng.randint(2, len(places)))):
        letters[i] = rng.choice(scripts[turn % 3].get(mark[i], [mark[i]]))
    return "".join(letters)


@family("full_width")
def _full_width(mark: str, rng: random.Random) -> str | None:
    if rng.random() < 0.25:
        return swap(mark, rng, {c: tables.FULL_WIDTH[c] for c in ascii_letters})
    wide = swap(rng.choice((mark, mark, mark.upper())), rng, tables.FULL_WIDTH, whole=True)
    return wide and wide.replace(" ", rng.choice((" ", "\u3000")))


@family("mathematical")
def _mathematical(mark: str, rng: random.Random) -> str | None:
    table = rng.choice(tables.MATHEMATICAL) if rng.random() < 0.85 else tables.merged(*tables.MATHEMATICAL)
    return swap(mark, rng, table, whole=rng.random() < 0.8)


@family("enclosed")
def _enclosed(mark: str, rng: random.Random) -> str | None:
    way = rng.random()
    if way < 0.15:  # neighbours would join into flags, so pages put something between them
        between = rng.choice(("", " ", "\u200b", "\u2009"))
        words = (between.join(swap(c, rng, tables.REGIONAL) or c for c in word) for word in mark.split())
        return "  ".join(words)
    if way < 0.25:
        ring = rng.choice("\u20dd\u20de\u20df\u20e3\u20e0")
        return "".join(c + ring if c.isalnum() else c for c in mark)
    return swap(mark, rng, rng.choice(tables.ENCLOSED), whole=rng.random() < 0.85)


@family("small_caps")
def _small_caps(mark: str, rng: random.Random) -> str | None:
    keep = rng.random() < 0.5
    words = (
        w[:keep] + (swap(w[keep:], rng, tables.SMALL_CAPS, whole=True) or w[keep:]) for w in mark.split()
    )
    return " ".join(words) if rng.random() < 0.75 else swap(mark, rng, tables.SMALL_CAPS)


@family("fancy_alphabets")
def _fancy(mark: str, rng: random.Random) -> str | None:
    way = rng.random()
    if way < 0.15:
        wrap = rng.choice(tables.WRAPS)
        return "".join(c if c.isspace() else wrap.format(c) for c in clusters(mark))
    table = tables.merged(*tables.FANCY) if way < 0.25 else rng.choice(tables.FANCY)
    return swap(mark, rng, table, whole=way < 0.9)


@family("flipped")
def _flipped(mark: str, rng: random.Random) -> str | None:
    table = rng.choice(tables.FLIPS)
    turned = swap(rng.choice((mark, mark.lower())), rng, table, whole=True)
    return _backwards(turned) if turned and rng.random() < 0.6 else turned


@family("leetspeak")
def _leetspeak(mark: str, rng: random.Random) -> str | None:
    way = rng.random()
    if way < 0.45:
        return swap(mark, rng, tables.LEET)
    if way < 0.7:
        return swap(mark, rng, {c: options[:1] for c, options in tables.LEET.items()}, whole=True)
    return swap(mark, rng, tables.HEAVY_LEET, whole=rng.random() < 0.4)


# --- things put between letters


@family("spaced")
def _spaced(mark: str, rng: random.Random) -> str | None:
    pick = same_or_mixed(tables.SPACES, rng) if rng.random() < 0.5 else lambda: " "
    width = rng.choice((1, 1, 1, 2))
    words = rng.choice((mark, mark, mark.upper())).split()
    return rng.choice((" ", "  ", "   ")).join(insert(w, gaps(w), lambda: pick() * width) for w in words)


@family("dotted")
def _dotted(mark: str, rng: random.Random) -> str | None:
    dots: list[str] = tables.INSERTIONS["dots"]
    dot = rng.choice(dots[:6] if rng.random() < 0.6 else dots)
    shown = rng.choice((mark, mark, mark.upper()))
    out = insert(shown, gaps(shown), lambda: dot)
    return out + dot.strip() if rng.random() < 0.1 else out


@family("split")
def _split(mark: str, rng: random.Random) -> str | None:
    places = gaps(mark)
    if not places:
        return None
    cuts = rng.sample(places, 2 if len(places) > 3 and rng.random() < 0.35 else 1)
    return insert(
        mark, cuts, same_or_mixed((" ", " ", " ", "-", "-", "  ", "\u00a0", " - ", "- ", "‑", "–"), rng)
    )


@family("zero_width")
def _zero_width(mark: str, rng: random.Random) -> str | None:
    places = gaps(mark)
    pick = same_or_mixed(tables.COMMON_INVISIBLE if rng.random() < 0.6 else tables.INVISIBLE, rng)
    run = rng.choice((1, 1, 1, 2, 3))
    return insert(mark, some(places, rng), lambda: pick() * run) if places else None


@family("bidi")
def _bidi(mark: str, rng: random.Random) -> str | None:
    places = gaps(mark)
    if not places:
        return None
    same_both_ways = _backwards(mark).casefold() == mark.casefold()
    way = rng.choice((2, 4) if same_both_ways else range(5))
    if way == 0:
        return "\u202e" + _backwards(mark) + "\u202c"
    if way == 1:  # only a stretch stands reversed
        start, end = sorted(rng.sample([0, *places, len(mark)], 2))
        return mark[:start] + "\u202e" + _backwards(mark[start:end]) + "\u202c" + mark[end:]
    if way == 2:
        opening, closing = rng.choice(("\u2066\u2069", "\u2068\u2069", "\u202a\u202c", "\u202d\u202c"))
        cut = rng.choice(places)
        return opening + mark[:cut] + closing + opening + mark[cut:] + closing
    if way == 3:
        return "\u2067\u202e" + _backwards(mark) + "\u202c\u2069"
    return insert(mark, some(places, rng), same_or_mixed(tables.DIRECTION_MARKS, rng))


@family("emoji_inside")
def _emoji_inside(mark: str, rng: random.Random) -> str | None:
    places, pad = gaps(mark), rng.choice(("", "", "", " "))
    pick = same_or_mixed(tables.EMOJI, rng)
    return insert(mark, some(places, rng), lambda: f"{pad}{pick()}{pad}") if places else None


@family("emoji_for_letter")
def _emoji_for_letter(mark: str, rng: random.Random) -> str | None:
    return swap(mark, rng, tables.EMOJI_LETTERS)


@family("symbol_inside")
def _symbol_inside(mark: str, rng: random.Random) -> str | None:
    places = gaps(mark)
    pick = same_or_mixed(tables.SYMBOLS[:9] if rng.random() < 0.6 else tables.SYMBOLS, rng)
    return insert(mark, some(places, rng), pick) if places else None


@family("masked")
def _masked(mark: str, rng: random.Random) -> str | None:
    inner = [
        i
        for i in range(1, len(mark) - 1)
        if mark[i - 1].isalnum() and mark[i].isalnum() and mark[i + 1].isalnum()
    ]
    vowels = [i for i in inner if mark[i] in "aeiouAEIOU"]
    if not inner:
        return None
    places = vowels if vowels and rng.random() < 0.5 else inner
    hidden = rng.sample(places, 2 if len(inner) > 3 and len(places) > 1 and rng.random() < 0.4 else 1)
    mask = rng.choice(tables.INSERTIONS["masks"][: 3 if rng.random() < 0.5 else None])
    return "".join(mask if i in hidden else c for i, c in enumerate(mark))
