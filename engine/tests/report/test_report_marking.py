"""What of a listing's text reaches a reader: marks where the signals point, and nothing that could act."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermark.report.invisible import short_name
from countermark.report.marking import Part, Run, Span, plain, runs

WILD = st.text(st.characters(codec=None), max_size=400)
NEVER_SHOWN = {"Cc", "Cs"}


def texts(found: list[Run]) -> list[tuple[str, tuple[int, ...]]]:
    return [(run.text, run.signals) for run in found]


def test_a_span_is_marked_where_it_points_and_nothing_else_is() -> None:
    found = runs("Buy Norrvik here", [Span(4, 11, 0)], limit=100)
    assert texts(found) == [("Buy ", ()), ("Norrvik", (0,)), (" here", ())]


def test_offsets_are_code_points_so_letters_beyond_the_basic_plane_count_once() -> None:
    found = runs("🧥 𝓝𝓸𝓻𝓻 cap", [Span(2, 6, 0)], limit=100)
    assert texts(found) == [("🧥 ", ()), ("𝓝𝓸𝓻𝓻", (0,)), (" cap", ())]


def test_overlapping_spans_share_what_they_share_and_are_labelled_once_at_their_end() -> None:
    found = runs("abcdef", [Span(0, 4, 0), Span(2, 6, 1)], limit=100)
    assert texts(found) == [("ab", (0,)), ("cd", (0, 1)), ("ef", (1,))]
    assert [run.ends for run in found] == [(), (0,), (1,)]


def test_a_span_inside_another_leaves_the_outer_one_whole() -> None:
    found = runs("abcdef", [Span(0, 6, 0), Span(2, 4, 1)], limit=100)
    assert texts(found) == [("ab", (0,)), ("cd", (0, 1)), ("ef", (0,))]
    assert [run.ends for run in found] == [(), (1,), (0,)]


@pytest.mark.parametrize("span", [Span(5, 5, 0), Span(7, 3, 0), Span(90, 99, 0), Span(-5, -1, 0)])
def test_a_span_that_points_at_nothing_marks_nothing(span: Span) -> None:
    assert texts(runs("a short title", [span], limit=100)) == [("a short title", ())]


def test_a_span_that_reaches_beyond_the_text_is_cut_to_it() -> None:
    assert texts(runs("cap", [Span(1, 99, 0)], limit=100)) == [("c", ()), ("ap", (0,))]


def test_a_zero_width_space_is_shown_as_a_box_with_its_name() -> None:
    (run,) = runs("N\u200borr", limit=100)
    assert run.parts == (Part("N"), Part("ZWSP", "U+200B ZERO WIDTH SPACE"), Part("orr"))


def test_many_of_the_same_unseen_character_are_one_box_with_their_number() -> None:
    (run,) = runs("a" + 1500 * "\u200b" + "b", limit=5000)
    assert [part.text for part in run.parts] == ["a", "ZWSP×1,500", "b"]


@pytest.mark.parametrize("char", "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")
def test_no_character_that_turns_text_around_is_ever_handed_on(char: str) -> None:
    found = plain(f"Arctic {char}parka")
    assert char not in found
    assert f"⟨{short_name(char)}⟩" in found


def test_controls_are_named_and_line_ends_are_spaces() -> None:
    assert plain("a\x00b\x1b[31m\nc\td") == "a⟨NUL⟩b⟨ESC⟩[31m c d"


@pytest.mark.parametrize(
    "spelling", ["👨\u200d👩\u200d👧", "❤\ufe0f", "می\u200cخواهم", "1\ufe0f\u20e3", "👩\u200d⚕\ufe0f"]
)
def test_a_joiner_that_belongs_to_the_spelling_stays_unboxed(spelling: str) -> None:
    assert plain(spelling) == spelling


@pytest.mark.parametrize(
    "disguise", ["Nor\u200drvik", "Nor\u200crvik", "Nor\ufe0frvik", "N\u200b", "\u200dNorrvik"]
)
def test_the_same_joiner_between_latin_letters_is_shown(disguise: str) -> None:
    assert "⟨" in plain(disguise)


def test_a_long_text_keeps_its_beginning_and_what_stands_around_the_marks() -> None:
    text = "start " + 400 * "word " + "mirror quality" + 400 * " more"
    at = text.index("mirror")
    found = runs(text, [Span(at, at + 14, 0)], limit=300)
    assert found[0].text.startswith("start word")
    assert ("mirror quality", (0,)) in texts(found)
    cuts = [part.name for run in found for part in run.parts if part.text == "…"]
    assert len(cuts) == 2
    assert all(name.endswith("characters not shown") for name in cuts)
    assert sum(len(run.text) for run in found) < 340


def test_a_long_text_is_cut_between_words() -> None:
    text = 100 * "seventeen " + "AAA " + 100 * "eighteen "
    found = runs(text, [Span(1000, 1003, 0)], limit=300)
    before, after = (run.text for run in found if not run.signals and run.text not in {"…", found[0].text})
    assert before.split()[0] == "seventeen"
    assert after.split()[-1] == "eighteen"


def test_the_beginning_of_a_text_without_marks_ends_with_a_word_too() -> None:
    assert plain("genuine leather " * 20, limit=50) == "genuine leather genuine leather genuine leather …"
    assert plain("革" * 60, limit=50) == "革" * 50 + "…"


@given(
    WILD, st.lists(st.tuples(st.integers(-5, 420), st.integers(-5, 420)), max_size=6), st.integers(10, 500)
)
def test_whatever_a_text_holds_only_what_is_safe_to_show_comes_out(
    text: str, places: list[tuple[int, int]], limit: int
) -> None:
    found = runs(text, [Span(start, end, at) for at, (start, end) in enumerate(places)], limit=limit)
    for run in found:
        for char in run.text:
            assert unicodedata.category(char) not in NEVER_SHOWN
            assert unicodedata.bidirectional(char) not in {
                "LRE",
                "RLE",
                "PDF",
                "LRO",
                "RLO",
                "LRI",
                "RLI",
                "FSI",
                "PDI",
            }
    ends = [signal for run in found for signal in run.ends]
    assert len(ends) == len(set(ends))


@given(st.text(st.characters(categories=("L", "N", "P", "S", "Zs")), max_size=300))
def test_a_text_without_unseen_characters_comes_out_as_it_went_in(text: str) -> None:
    assert "".join(run.text for run in runs(text, [Span(3, 40, 0), Span(20, 60, 1)], limit=300)) == text
