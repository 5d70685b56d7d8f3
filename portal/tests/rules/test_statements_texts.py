"""The texts of the languages fit each other, and a gap is named."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermark_portal.casework.statements import codes, letters, restriction, texts
from countermark_portal.casework.statements.errors import FaultyTexts
from countermark_portal.casework.statements.writing import cut, plain
from countermark_portal.catalogue.ports import MeasureKind
from countermark_portal.policies.terms import Ground, KeptBy, LadderStep

TEMPLATES = files("countermark_portal.casework.statements") / "templates"
GROUPS = {
    "measure": MeasureKind,
    "right": restriction.RightKind,
    "origin": restriction.Origin,
    "automation": restriction.Automation,
    "ground_stated": Ground,
    "keeps": KeptBy,
    "step": LadderStep,
    "fix": codes.Fix,
    "refusal": codes.Refusal,
    "proof": codes.Proof,
    "silence": codes.Silence,
    "outcome": codes.Outcome,
    "effect": codes.Effect,
    "cause": codes.Cause,
    "lost": codes.Lost,
    "hold_cause": codes.HoldCause,
}


def test_every_code_has_its_sentence_and_no_sentence_is_without_its_code() -> None:
    for group, known in GROUPS.items():
        assert set(texts.codes(group)) == {code.value for code in known}, group


def test_the_templates_say_only_what_the_texts_know() -> None:
    keys = set(texts.sentences()["en"])
    for template in TEMPLATES.iterdir():
        for key in re.findall(r'say\("([^"]+)"[,)]', template.read_text("utf-8")):
            assert key in keys, f"{template.name}: {key}"


def test_no_sentence_stands_unused() -> None:
    everything = "".join(template.read_text("utf-8") for template in TEMPLATES.iterdir())
    starts = set(re.findall(r'"([a-z_.]+\.)" ~', everything))
    for key in texts.sentences()["en"]:
        assert (
            f'"{key}"' in everything
            or any(key.startswith(start) for start in starts)
            or key.startswith("value.")
        ), key


def test_what_a_language_lacks_is_named() -> None:
    found = texts.gaps({"en": {"a": "x {b}", "c": "y"}, "de": {"a": "x {d:date}"}})
    assert found == ["en: a lacks d:date", "de: a lacks b", "de: c is missing"]


def test_a_key_that_stands_twice_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "en.yaml").write_text("a: 1\na: 2\n")
    monkeypatch.setattr(texts, "_FOLDER", tmp_path)
    with pytest.raises(FaultyTexts, match="a stands twice"):
        texts.read("en.yaml")


@pytest.mark.parametrize("sentence", ["{a.b}", "{a!r}", "{a[0]}", "{}", "{a:>10}", "{A}"])
def test_a_slot_that_could_reach_further_is_refused(sentence: str) -> None:
    with pytest.raises(FaultyTexts):
        texts.slots_of(sentence)


def test_one_is_told_apart_from_many_as_the_language_does() -> None:
    assert texts.say("en", "value.days", count=1) == "1 day"
    assert texts.say("en", "value.days", count=0) == "0 days"
    assert texts.say("fr", "value.days", count=0) == "0 jour"
    assert texts.say("zh", "value.days", count=1) == "1 天"


@given(st.text(), st.integers(1, 40))
def test_a_cut_text_is_never_longer_than_allowed(text: str, longest: int) -> None:
    assert len(cut(text, longest)) <= longest


@given(st.text())
def test_a_plain_value_is_one_printable_line_and_stays_so(text: str) -> None:
    said = plain(text)
    assert said == plain(said)
    assert len(said.splitlines()) <= 1


def test_the_letters_know_every_kind() -> None:
    known = {one.kind for one in letters.About.__subclasses__()}
    assert known | {codes.LetterKind.STATEMENT} == set(codes.LetterKind)
