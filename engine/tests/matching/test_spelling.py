"""Reading a mark letter by letter: whatever is done to its letters, it is found where it stands."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from countermark.matching.spelling import Spelling, read
from countermark.matching.ways import COST, DELIBERATE, Way
from wild import texts

LOOKS = {
    "a": "а@4αᴀ", "b": "Ь8ʙ", "c": "с¢ᴄ", "d": "ԁᴅ", "e": "е3єᴇ", "f": "ꜰƒ", "g": "9ɢ", "h": "һн#ʜ",
    "i": "і1!ɪ", "j": "јᴊ", "k": "кᴋ", "l": "1|ʟ", "m": "мᴍ", "n": "пɴη", "o": "о0οᴏ", "p": "рρᴘ", "q": "ԛ9",
    "r": "гʀ", "s": "ѕ$5", "t": "т7+ᴛ", "u": "υᴜ", "v": "νᴠ", "w": "ѡш", "x": "х×", "y": "уγʏ", "z": "2ᴢ",
}  # fmt: skip
BETWEEN = "\u200b\u200d\u2060.-_~·🔥★ \u0301\u0336"


def fonts(letter: str) -> str:
    """The letter in other fonts of Unicode."""
    place = ord(letter) - ord("a")
    return "".join(chr(base + place) for base in (0xFF41, 0x1D41A, 0x1D5EE, 0x24D0, 0x1D4EA))


letter_by_letter = st.sampled_from(["plain", "capital", "look", "font", "accent", "masked"])


@st.composite
def disguises(draw: st.DrawFn) -> tuple[str, str]:
    """A mark and one way to write it: each letter done up by itself, something between some."""
    mark = draw(st.text("abcdefghijklmnopqrstuvwxyz", min_size=3, max_size=12))
    written = ""
    for place, letter in enumerate(mark):
        if place and draw(st.booleans()):
            written += draw(st.sampled_from(BETWEEN))
        what = draw(letter_by_letter)
        written += {
            "plain": letter,
            "capital": letter.upper(),
            "look": draw(st.sampled_from(LOOKS[letter])),
            "font": draw(st.sampled_from(fonts(letter))),
            "accent": letter + "\u0308",
            "masked": "*" if place else letter,
        }[what]
    return mark, written


@given(disguises())
def test_a_mark_is_read_whatever_is_done_to_each_of_its_letters(disguise: tuple[str, str]) -> None:
    mark, written = disguise
    found = read(written, mark)
    assert found is not None
    assert (found.start, found.end) <= (found.start, len(written))
    assert found.cost >= 0


@settings(max_examples=50)
@given(
    disguises(), st.sampled_from(["", "„", "女", "9 ", "zz-"]), st.sampled_from(["", "”", "女", " 9", "-zz"])
)
def test_it_is_read_within_what_stands_around_it(disguise: tuple[str, str], before: str, behind: str) -> None:
    mark, written = disguise
    assume("*" not in written and not (set(mark) & set("zg")))
    found = read(before + written + behind, mark)
    assert found is not None
    alone = read(written, mark)
    assert alone is not None
    # A shorter spelling may begin later or end earlier, but nothing cheaper is left in the surroundings.
    assert found.cost <= alone.cost
    assert found.start >= len(before) - 1


@given(st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12))
def test_a_mark_written_plainly_costs_nothing_and_is_in_no_way_disguised(mark: str) -> None:
    found = read(mark.upper(), mark)
    assert found == Spelling(0, len(mark), 0.0, {})
    assert found is not None
    assert found.way is None


@given(texts, st.text("abcdefghijklmnopqrstuvwxyz0123456789", max_size=12), st.integers(0, 2))
def test_any_text_is_read_without_failing(piece: str, mark: str, typos: int) -> None:
    found = read(piece, mark, typos=typos)
    if found is not None:
        assert 0 <= found.start <= found.end <= len(piece)
        assert found.cost >= 0
        assert found.ways.get(Way.TYPO, 0) <= typos
        assert (found.way is None) == (not found.ways)


@pytest.mark.parametrize(
    ("piece", "mark", "start", "end", "way"),
    [
        ("superN0rrv1kshop", "norrvik", 5, 12, Way.LEET),
        ("x\u200bNor\u200brvik", "norrvik", 2, 10, Way.ZERO_WIDTH),
        ("ʞᴉʌɹɹou", "norrvik", 0, 7, Way.FLIPPED),
        ("a ʞᴉʌɹɹou b", "norrvik", 2, 9, Way.FLIPPED),
        ("\u202ekivrron\u202c", "norrvik", 1, 8, Way.BIDI),
        ("BURN", "bum", 0, 4, Way.SAME_LOOK),
        ("VVinder", "winder", 0, 7, Way.SAME_LOOK),
        ("noorrvik", "norrvik", 0, 8, Way.DOUBLED),
        ("norvik", "norrvik", 0, 6, Way.DOUBLED),
        ("strasse", "strasse", 0, 7, None),
        ("Straße", "strasse", 0, 6, None),
        ("G*cci", "gucci", 0, 5, Way.MASKED),
    ],
)
def test_a_spelling_says_where_it_is_and_in_which_way(
    piece: str, mark: str, start: int, end: int, way: Way | None
) -> None:
    found = read(piece, mark)
    assert found is not None
    assert (piece[found.start : found.end], found.way) == (piece[start:end], way)


@pytest.mark.parametrize(
    ("piece", "mark"), [("marrvik", "norrvik"), ("norrvi", "norrvik"), ("", "a"), ("nrrvk", "norrvik")]
)
def test_what_leaves_a_letter_unexplained_is_no_spelling(piece: str, mark: str) -> None:
    assert read(piece, mark) is None


@pytest.mark.parametrize(
    ("piece", "typos"), [("norrvok", 1), ("norrvki", 1), ("nrorvik", 1), ("norrvkk", 1), ("xorrvix", 2)]
)
def test_typos_are_read_where_they_are_allowed(piece: str, typos: int) -> None:
    assert read(piece, "norrvik") is None
    found = read(piece, "norrvik", typos=typos)
    assert found is not None
    assert found.ways[Way.TYPO] <= typos


def test_every_way_has_a_rank_and_every_way_of_a_letter_a_cost() -> None:
    assert set(DELIBERATE) == set(Way)
    whole = {Way.BIDI, Way.SPACED, Way.REVERSED, Way.TRANSLITERATED, Way.SPLIT, Way.GLUED, Way.SOUND}
    assert set(COST) == set(Way) - whole
    assert all(cost >= 0 for cost in COST.values())


@pytest.mark.parametrize("piece", ["n" * 48, "n*" * 24, "ооо000" * 8, "🔥\u200b" * 24, "rnvv" * 12])
def test_a_piece_full_of_beginnings_is_read_in_a_moment(piece: str) -> None:
    # 49 x 49 places with a handful of steps each: nothing grows faster than the piece times the mark.
    found = read(piece, "n" * 48, typos=2)
    assert found is None or found.end <= len(piece)
