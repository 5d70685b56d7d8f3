"""Marks in disguise: every way is found, named, and pointed at exactly where it stands."""

from __future__ import annotations

import pytest

from countermark.matching.matcher import Matcher
from countermark.matching.ways import DELIBERATE, Way
from countermark.text.known_words import KnownWords
from matching.matched import PLAIN, as_term, found_in, matcher_of, strengths_in, tokens_of, told

RLO, PDF, ZWSP, ZWJ = "\u202e", "\u202c", "\u200b", "\u200d"
WRITTEN = [
    (Way.ZERO_WIDTH, "Norrvik", f"Nor{ZWSP}rvik"),
    (Way.ZERO_WIDTH, "Norrvik", ZWJ.join("Norrvik")),
    (Way.ZERO_WIDTH, "Brindlewick", f"Brindle{'﻿' * 30}wick"),
    (Way.ZERO_WIDTH, "Velmora Atelier", f"Vel{ZWSP}mora Atelier"),
    (Way.BIDI, "Norrvik", f"{RLO}kivrroN{PDF}"),
    (Way.FLIPPED, "Norrvik", "ʞᴉʌɹɹou"),
    (Way.FLIPPED, "Brindlewick", "ʞɔᴉʍǝlpuᴉɹq"),
    (Way.FANCY, "Norrvik", "𝓝𝓸𝓻𝓻𝓿𝓲𝓴"),
    (Way.FANCY, "Norrvik", "Ｎｏｒｒｖｉｋ"),
    (Way.FANCY, "Caldera", "ᴄᴀʟᴅᴇʀᴀ"),
    (Way.FANCY, "Caldera", "🄲🄰🄻🄳🄴🅁🄰"),
    (Way.HOMOGLYPH, "Norrvik", "Nоrrvik"),
    (Way.HOMOGLYPH, "Brindlewick", "ΒRΙΝDLΕWΙCΚ"),
    (Way.HOMOGLYPH, "Brindlewick", "βrindlewιck"),
    (Way.MASKED, "Norrvik", "N*rrvik"),
    (Way.MASKED, "Brindlewick", "Brind**wick"),
    (Way.LEET, "Norrvik", "N0rrv1k"),
    (Way.LEET, "Ostrefell", "0$tr3fell"),
    (Way.SPACED, "Norrvik", "N o r r v i k"),
    (Way.SPACED, "Caldera", "c  a  l  d  e  r  a"),
    (Way.SEPARATED, "Norrvik", "N.o.r.r.v.i.k"),
    (Way.SEPARATED, "Norrvik", "nor-rvik"),
    (Way.EMOJI, "Norrvik", "Nor🔥rvik"),
    (Way.EMOJI, "Norrvik", "Nor❤\ufe0frvik"),
    (Way.EMOJI, "Norrvik", "Nor❤\ufe0f\u200d🔥rvik"),
    (Way.REVERSED, "Norrvik", "kivrron"),
    (Way.TRANSLITERATED, "Norrvik", "Норрвик"),
    (Way.ACCENT, "Norrvik", "Nórrvík"),
    (Way.ACCENT, "Norrvik", "N\u0336o\u0336r\u0336r\u0336v\u0336i\u0336k\u0336"),
    (Way.DOUBLED, "Norrvik", "Norrviik"),
    (Way.DOUBLED, "Norrvik", "Norvik"),
    (Way.SAME_LOOK, "Norrvik", "Norrvlk"),
    (Way.SAME_LOOK, "Brindlewick", "Brindlevvick"),
    (Way.SPLIT, "Norrvik", "Nor rvik"),
    (Way.GLUED, "Norrvik", "norrvikoutlet"),
    (Way.GLUED, "Ostrefell", "OstrefellShop"),
    (Way.SOUND, "Norrvik", "norrvyc"),
    (Way.TYPO, "Norrvik", "Norrvok"),
    (Way.TYPO, "Brindlewick", "Brindelwick"),
    (Way.LEET, "Velmora Atelier", "Velm0ra Ateller"),
    (Way.TYPO, "Velmora Atelier", "Velmora Ateljer"),
]  # fmt: skip


def shown(way: Way, written: str) -> str:
    """What of the written is the mark itself."""
    if way is Way.GLUED:
        return written[: written.lower().index("outlet" if "outlet" in written else "shop")]
    return written.strip(RLO + PDF) if way is Way.BIDI else written


MORE = [
    # drawn letters, and digits, signs and pictures read as the letters that they look like
    (Way.LEET, "Brindlewick", r"br1/\/|)!3vv1ck"),
    (Way.LEET, "Caldera", "(a|_|)era"),
    (Way.LEET, "Pelnaxo", "|>e|_n@%o"),
    (Way.LEET, "Ostrefell", "o57r3f311"),
    (Way.LEET, "Velmora Atelier", "V3lmor@ @te1i3r"),
    (Way.EMOJI, "Norrvik", "N⚪rrv❗k"),
    (Way.EMOJI, "Ostrefell", "⭕💲✝refell"),
    # several letters at once that pass for one, and one that passes for another
    (Way.SAME_LOOK, "Pelnaxo", "Pe1riaxo".replace("1", "l")),
    (Way.SAME_LOOK, "Thalnoc", "Tlialrioc"),
    (Way.SAME_LOOK, "Tergando", "Terqando"),
    (Way.FANCY, "Pelnaxo", "𝓹𝓮𝓵𝓻𝓲𝓪𝔁𝓸"),
    (Way.FANCY, "Ostrefell", "𝕺𝖘𝖙𝖗𝖊𝖋𝖎𝖑𝖑𝖊"),
    (Way.FANCY, "Norrvik", "𝕹𝕠’𝗋𝓇𝚟’𝐢𝓀"),
    (Way.LEET, "Edge Talo", "3d93 74l0"),
    (Way.HOMOGLYPH, "Edge Talo", "Εdgе Τalо"),
    # a wrong letter between two equal ones
    (Way.TYPO, "Norrvik", "Norervik"),
    (Way.TYPO, "Ostrefell", "Ostrefelpl"),
    # letters of one sound
    (Way.SOUND, "Cincevo", "sinssevo"),
    (Way.SOUND, "Tergando", "terrjandoh"),
    (Way.SOUND, "Norrvik Software", "Norrvik zoftvarre"),
    # a mark glued to a little word, a model, and one that begins with a capital
    (Way.GLUED, "Ostrefell", "myostrefell"),
    (Way.GLUED, "Ostrefell", "ostrefellkx-200b"),
    (Way.GLUED, "Ostrefell", "OstrefellTv"),
    (Way.GLUED, "Brindlewick", "gobrindlewick12"),
]


@pytest.mark.parametrize(("way", "mark", "written"), MORE, ids=ascii)
def test_every_way_has_many_faces(known: KnownWords, way: Way, mark: str, written: str) -> None:
    found = found_in(matcher_of(known, [mark]), written)
    assert (mark, way.value) in [(one.mark, one.way) for one in found]


@pytest.fixture(scope="module")
def few(known: KnownWords) -> Matcher:
    return matcher_of(known, ["Norrvik", "Velmora Atelier", "Caldera", "Ostrefell", "Brindlewick"])


def test_every_way_is_shown_below() -> None:
    assert {way for way, _, _ in WRITTEN} == set(Way) == set(DELIBERATE)


@pytest.mark.parametrize(("way", "mark", "written"), WRITTEN, ids=ascii)
def test_a_mark_in_disguise_is_found_named_and_pointed_at(
    few: Matcher, way: Way, mark: str, written: str
) -> None:
    told = [(found.mark, found.words) for found in found_in(few, written) if found.way == way.value]
    assert (mark, shown(way, written)) in told


@pytest.mark.parametrize("before", ["", "Été 🔥 — ", "女装 “", "١٢ ", "a" * 500 + " "], ids=ascii)
@pytest.mark.parametrize(
    "behind", ["", " für Männer 👩‍👧", "” 正品", "\n\nнорма", " " + "b" * 500], ids=ascii
)
def test_it_is_found_at_its_place_whatever_stands_around_it(few: Matcher, before: str, behind: str) -> None:
    for way, mark, written in WRITTEN:
        told = [
            (found.mark, found.words)
            for found in found_in(few, before + written + behind)
            if found.way == way.value
        ]
        assert (mark, shown(way, written)) in told, (way, written)


def test_a_disguise_says_something_and_never_more_than_a_mark_written_plainly(few: Matcher) -> None:
    for _, _, written in WRITTEN:
        for _, strength in strengths_in(few, written)[0]:
            assert 0 < strength <= 1


@pytest.mark.parametrize(
    "written", ["Norrvik", "NORRVIK", "Velmora-Atelier", "VelmoraAtelier", "Velmora & Atelier"]
)
def test_a_mark_that_stands_plainly_is_in_no_disguise(few: Matcher, written: str) -> None:
    assert {found.way for found in found_in(few, written)} == {PLAIN}


def test_a_mark_that_its_owner_writes_with_signs_is_in_no_disguise_when_written_so(known: KnownWords) -> None:
    matcher = matcher_of(known, ["Nor-Rvik", "Løvenskjold", "C.A.L.D", "Ostre·Fell"])
    for written in ("Nor-Rvik", "Løvenskjold", "C.A.L.D.", "Ostre·Fell", "NOR-RVIK", "LØVENSKJOLD"):
        assert {found.way for found in found_in(matcher, written)} == {PLAIN}, written


def test_points_for_vowels_are_no_disguise(marks: Matcher) -> None:
    assert {found.way for found in found_in(marks, "نُورفِيك")} == {PLAIN}


def test_two_disguises_at_once_are_named_by_the_more_deliberate_one(few: Matcher) -> None:
    ways = [found.way for found in found_in(few, f"N0rrv{ZWSP}ik") if found.mark == "Norrvik"]
    assert Way.ZERO_WIDTH.value in ways


def test_the_small_and_the_capital_spelling_are_judged_alike_whichever_comes_first(known: KnownWords) -> None:
    for one, other in (("RNALVERO", "rnalvero"), ("rnalvero", "RNALVERO")):
        matcher = matcher_of(known, ["Malvero"])
        found_in(matcher, one)
        assert found_in(matcher, other) == found_in(matcher_of(known, ["Malvero"]), other)


def test_a_phrase_of_the_trade_is_found_in_disguise_like_a_mark(known: KnownWords) -> None:
    matcher = matcher_of(known, [as_term("mirror quality", -1), as_term("原单", -1)])
    assert [found.words for found in found_in(matcher, "m1rror quallty")] == ["m1rror quallty"]
    assert [found.words for found in found_in(matcher, "外贸原 单正品")] == ["原 单"]


def test_where_disguises_are_not_asked_for_only_plain_marks_are_found(few: Matcher) -> None:
    tokens = tokens_of("Norrvik N0rrv1k")
    found = told(few, tokens, few.match(tokens, disguises=False))[0]
    assert [one.way for one in found] == [PLAIN]
