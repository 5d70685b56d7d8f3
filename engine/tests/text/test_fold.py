"""What counts as the same word: the facts, one a line, and what holds of any text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermark.text.fold import fold, natural, skeleton, skeletons
from wild import TRICKY, texts

FACTS = {
    "case": ("NORRVIK Parka", "norrvik parka"),
    "white space": ("  Norrvik\t\n Parka\u00a0", "norrvik parka"),
    "punctuation parts words": ("Norrvik-Parka/Coat", "norrvik parka coat"),
    "an apostrophe parts words": ("Norrvik's", "norrvik s"),
    "signs of protection say nothing": ("Norrvik® Parka™", "norrvik parka"),
    "accents": ("Nórrvîk", "norrvik"),
    "accents that stand by themselves": ("No\u0301rrvi\u0302k", "norrvik"),
    "letters struck through": ("N\u0338o\u0338rrvik", "norrvik"),
    "full width": ("Ｎｏｒｒｖｉｋ", "norrvik"),
    "mathematical letters": ("𝓝𝓸𝓻𝓻𝓿𝓲𝓴 𝐍𝐨𝐫𝐫𝐯𝐢𝐤 𝙽𝚘𝚛𝚛𝚟𝚒𝚔", "norrvik norrvik norrvik"),
    "letters in circles": ("ⓃⓄⓇⓇⓋⒾⓀ", "norrvik"),
    "letters in black squares": ("🅽🅾🆁🆁🆅🅸🅺", "norrvik"),
    "flags' letters": ("🇳🇴🇷🇷🇻🇮🇰", "norrvik"),
    "small capitals": ("ɴᴏʀʀᴠɪᴋ", "norrvik"),
    "raised letters": ("ⁿᵒʳʳᵛⁱᵏ", "norrvik"),
    "a Cyrillic letter inside a Latin word": ("Nоrrvіk", "norrvik"),
    "a Greek letter inside a Latin word": ("Νοrrvik", "norrvik"),
    "a Cyrillic word stays one": ("Норрвик", "норрвик"),
    "a Greek word stays one, its end sigma as any": ("ΝΟΡΡΒΙΚΟΣ νορρβικος", "νορρβικοσ νορρβικοσ"),
    "Turkish dotless and dotted i": ("DERİ ılık", "deri ilik"),
    "sharp s": ("Straße STRASSE", "strasse strasse"),
    "ligatures": ("ﬁne Œuvre Ærø", "fine oeuvre aero"),
    "strokes and hooks": ("Łódź Đorđe", "lodz dorde"),
    "Hangul, in syllables and in parts": (
        "노르빅 " + unicodedata.normalize("NFD", "노르빅"),
        "노르빅 노르빅",
    ),
    "Thai vowels and tones stay": ("น้ำหอม", unicodedata.normalize("NFKC", "น้ำหอม")),
    "kana of half width": ("ﾉﾙｳﾞｨｸ ノルヴィク", "ノルヴィク ノルヴィク"),
    "Arabic without vowel points and without its stretcher": ("نُورفِيـك", "نورفيك"),
    "Hebrew without points": ("שָׁלוֹם", "שלום"),
    "Devanagari with its vowel signs": ("नॉर्विक", "नॉर्विक"),
    "ticks, bars and prices part words": ("√Norrvik│Parka∣£99€", "norrvik parka 99"),
    "pictures part words": ("Nor🔥rvik", "nor rvik"),
    "a picture and its variation selector": ("Norrvik ❤\ufe0f Parka", "norrvik parka"),
    "zero-width characters": ("Nor\u200brv\u200dik\ufeff", "norrvik"),
    "a soft hyphen": ("Norr\u00advik", "norrvik"),
    "bidirectional controls": ("\u202eNorrvik\u202c", "norrvik"),
    "fillers": ("Norr\u3164vik", "norrvik"),
    "fractions are signs behind a number or a name": ("5½ Norrvik½", "5 norrvik"),
    "signs of registration are no letters": ("NORRVIKⓇ Norrvikᵀᴹ NorrvikᴿX", "norrvik norrvik norrvikrx"),
    "digits stay": ("Norrvik 90210", "norrvik 90210"),
    "digits of other scripts": ("٣ ３ ③", "٣ 3 3"),
    "NUL parts words": ("Nor\x00rvik", "nor rvik"),
    "nothing": ("", ""),
    "nothing but symbols": ("★ !!! — ™", ""),
    "nothing but the unseen": ("\u200b\u200d\ufe0f", ""),
}


@pytest.mark.parametrize(("written", "folded"), FACTS.values(), ids=FACTS)
def test_a_word_is_the_same_word_however_it_is_dressed(written: str, folded: str) -> None:
    assert fold(written) == folded


@given(texts)
def test_folding_what_is_folded_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_no_character_of_unicode_breaks_folding_or_folds_further_the_second_time() -> None:
    # Most code points are unassigned, private or one of many ideographs: of those every hundredth.
    dull = {"Cn", "Co", "Lo"}
    chosen = (chr(code) for code in range(0x110000))
    asked = "".join(c for c in chosen if unicodedata.category(c) not in dull or not ord(c) % 100)
    again = [char for char in asked if fold(fold(char)) != fold(char)]
    inside = [char for char in asked if fold(fold(f"a{char}b")) != fold(f"a{char}b")]
    assert (again, inside) == ([], [])


@given(texts)
def test_a_folded_text_is_small_words_with_single_spaces(text: str) -> None:
    folded = fold(text)
    assert folded == " ".join(folded.split())
    assert folded.isascii() is False or folded == folded.lower()


@given(texts, texts)
def test_white_space_between_two_texts_lets_each_fold_by_itself(one: str, other: str) -> None:
    assert fold(f"{one} {other}").split() == [*fold(one).split(), *fold(other).split()]


@given(st.text(st.sampled_from(TRICKY + "norrvik"), min_size=1, max_size=30))
def test_a_chunk_has_few_skeletons_and_none_is_empty(chunk: str) -> None:
    found = skeletons(chunk)
    assert len(found) <= 16
    assert "" not in found


@pytest.mark.parametrize(
    "written",
    [
        "Norrvik",
        "N0rrvik",
        "Norrv1k",
        "N-o-r-r-v-i-k",
        "Norrviik",
        "Norrvlk",
        "Nοrrvіk",
        "ʞᴉʌɹɹou",
        "nórrvík",
    ],
)
def test_what_looks_like_a_mark_shares_a_skeleton_with_it(written: str) -> None:
    assert skeleton("norrvik") in skeletons(written)


@pytest.mark.parametrize("word", ["près", "один", "naïve", "Größe", "λόγος", "plain"])
def test_a_word_of_one_script_is_natural(word: str) -> None:
    assert natural(word)


@pytest.mark.parametrize("word", ["nіke", "ｎｉｋｅ", "𝓷𝓲𝓴𝓮", "ni\u200bke", "ɴɪᴋᴇ", "ǝʞᴉu"])
def test_a_word_of_two_scripts_or_of_another_font_is_not_natural(word: str) -> None:
    assert not natural(word)
