"""The seller's statement of reasons: all that DSA 17(3) asks, in five languages; no slot smuggles anything in."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from html.parser import HTMLParser
from importlib.resources import files
from itertools import chain

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from countermark_portal.casework.statements.errors import Unsayable
from countermark_portal.casework.statements.rules import (
    LANGUAGES,
    Automation,
    Claimant,
    Fact,
    Ground,
    ListingShown,
    Origin,
    Right,
    RightKind,
    Site,
    Statement,
    again,
    codes,
    nearest_language,
    statement,
)
from countermark_portal.catalogue.ports import MeasureKind
from rules.told import LATER, NOON, REDRESS, RESTRICTION, fact, restriction

RESTRICTING = [code for code in codes("reason") if code != "NOT-IP"]
WILD = st.text(max_size=80) | st.sampled_from(
    [
        "<script>alert(1)</script>",
        "{{ 7*7 }}{% include 'statement.txt' %}",
        "{reference}{0}",
        "\n# Title\n\n- item\n@ x :: https://evil.example",
        "\x01# sign\x02",
        "a\u202eb\u2028c\x00",
        '"><img src=x onerror=y>',
        "\ud800",
    ]
)


class Elements(HTMLParser):
    """Every tag and attribute of a page, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs


def elements(html: str) -> Elements:
    found = Elements()
    found.feed(html)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_measure_reason_fact_origin_and_right_can_be_said(language: str) -> None:
    told = chain(
        (restriction(measure=measure) for measure in MeasureKind),
        (restriction(reason=code) for code in RESTRICTING),
        (restriction(origin=origin, claimant=None) for origin in Origin),
        (restriction(automation=automation, automated_detection=False) for automation in Automation),
        (restriction(right=Right(kind=kind, text="Velmora", number=None)) for kind in RightKind),
        [restriction(facts=tuple(fact(code) for code in codes("fact")), right=None, own_words=None)],
        [restriction(redress=replace(REDRESS, body=None, court=None), territory=None)],
        [
            restriction(
                reason=replace(RESTRICTION.reason, ground=Ground.CONTRACTUAL, also_illegal=also, url=None)
            )
            for also in (True, False, None)
        ],
    )
    for one in told:
        written = statement(one, language)
        assert written.subject
        assert "\n" not in written.subject
        assert not set("{}\x01\x02") & set(written.text + written.html)
        assert len(written.template_version) <= 64


def test_the_reasons_of_the_policies_are_all_known_here() -> None:
    policy = yaml.safe_load((files("countermark_portal.policies") / "reasons.yaml").read_text("utf-8"))
    assert set(codes("reason")) == set(policy["reasons"])


def test_a_statement_says_all_that_the_law_asks() -> None:
    text = statement(restriction(end=LATER), "en").text
    for said in (
        "Listing removed",  # (a) the measure, its territory, its duration
        "France and Germany",
        "From: 22 November 2026, 12:00 (UTC)",
        "Until: 27 November 2026, 17:30 (UTC)",
        "The title contains the mark “Norrvik”.",  # (b) facts, origin, who claims the right
        "We received a notice about it.",
        "The right is claimed by Norrvik AB.",
        "A program drew our attention",  # (c) automated means in finding and deciding
        "A program prepared the decision; a person took it.",
        "Art. 9(2)(a) Regulation (EU) 2017/1001",  # (d) the legal ground and why
        "was not made by the brand's owner",
        "EUIPO no. 018123456",
        "appeal free of charge until 22 May 2027",  # (f) redress: appeal, out of court, court
        "Quendrel Dispute Centre",
        "Landgericht Musterstadt",
        "> The zip is not the brand's.\n> The label is glued on.",
    ):
        assert said in text, said


def test_a_contractual_ground_says_whether_it_is_also_illegal() -> None:
    reason = replace(
        RESTRICTION.reason, ground=Ground.CONTRACTUAL, provision="Seller terms, section 7", also_illegal=False
    )
    text = statement(restriction(reason=reason), "en").text
    assert "not compatible with our terms. The basis is Seller terms, section 7." in text  # DSA 17(3)(e)
    assert "We do not say that it is against the law." in text


def test_a_claimant_who_is_not_named_stays_unnamed() -> None:
    text = statement(restriction(claimant=None), "en").text
    assert "Norrvik AB" not in text
    assert "We do not give the name of whoever told us." in text


def test_parallel_imports_and_altered_goods_are_never_called_counterfeit() -> None:
    for code in ("TM-EXH", "TM-COND"):
        told = restriction(reason=code, facts=(fact("first_sale_outside"), fact("condition_changed")))
        text = statement(told, "en").text.lower()
        assert "counterfeit" not in text
        assert "may well be genuine" in text


def test_a_hold_is_told_as_a_suspicion_with_its_end() -> None:
    text = statement(restriction(measure=MeasureKind.HOLD), "en").text
    assert "It is not yet a finding." in text
    assert "Until: 27 November 2026" in text


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"measure": MeasureKind.HOLD, "end": None}, "needs an end"),
        ({"end": NOON}, "does not lie after the start"),
        ({"start": NOON.replace(tzinfo=None)}, "no zone"),
        ({"listing": None}, "needs its listing"),
        ({"reason": "NOT-IP"}, "NOT-IP never restricts"),
        ({"facts": (), "own_words": None}, "gives no reasons"),
        ({"territory": ()}, "neither a country nor the whole"),
    ],
)
def test_a_restriction_that_contradicts_itself_is_not_told(changed: dict[str, object], why: str) -> None:
    with pytest.raises(Unsayable, match=why):
        restriction(**changed)


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "https://",
        "https://user@evil.example/",
        "https://a.example/ b",
        'https://a"b.example',
    ],
)
def test_a_link_that_is_no_web_address_is_refused(address: str) -> None:
    with pytest.raises(Unsayable, match="no web address"):
        statement(restriction(redress=replace(REDRESS, appeal_link=address)), "en")


@pytest.mark.parametrize(
    "told",
    [
        Fact("never_heard_of"),
        Fact("mark_in_title"),
        Fact("test_purchase", {"date": "soon"}),
        Fact("price_far_below", {"price": "cheap", "usual": "1 EUR"}),
    ],
)
def test_a_fact_without_its_sentence_or_slots_is_refused(told: Fact) -> None:
    with pytest.raises(Unsayable):
        statement(restriction(facts=(told,)), "en")


@given(wild=WILD, language=st.sampled_from(LANGUAGES))
def test_no_slot_can_bring_in_html_structure_or_template_words(wild: str, language: str) -> None:
    def written(value: str) -> Statement:
        return statement(
            restriction(
                listing=ListingShown(id=value, title=value),
                facts=(Fact("replica_talk", {"words": value}),),
                own_words=f"a{' '.join(value.split())}z",
                claimant=Claimant(name=value, natural_person=False),
                marketplace=Site(name=value),
                reference=value,
                right=Right(kind=RightKind.TRADEMARK, text=value, office=value, number=f"1{value}"),
            ),
            language,
        )

    said, tame = written(wild), written("Norrvik")
    assert elements(said.html).tags == elements(tame.html).tags
    assert [name for name, _ in elements(said.html).attributes] == ["lang", "href", "href", "href"]
    assert said.text.count("\n\n") == tame.text.count("\n\n")
    assert said.text.count("49") == tame.text.count("49") or "49" in wild
    said.text.encode()
    assert "\n" not in said.subject


def test_braces_in_a_title_stay_braces() -> None:
    listing = ListingShown(id="1", title="Box {reference} {{ 7*7 }} <b>")
    written = statement(restriction(listing=listing), "en")
    assert "“Box {reference} {{ 7*7 }} <b>”" in written.text
    assert "{{ 7*7 }} &lt;b&gt;" in written.html


def test_a_statement_is_the_same_again_from_the_slots_that_were_kept() -> None:
    for language in LANGUAGES:
        written = statement(restriction(), language)
        assert again(written) == written


def test_each_language_has_its_own_template_version() -> None:
    assert len({statement(restriction(), language).template_version for language in LANGUAGES}) == len(
        LANGUAGES
    )


def test_moments_are_told_with_the_offset_of_their_zone() -> None:
    berlin = datetime(2026, 7, 1, 9, 5, tzinfo=timezone(timedelta(hours=2)))
    delhi = datetime(2026, 7, 1, 9, 5, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    assert "ab 1. Juli 2026, 09:05 Uhr (UTC+2)" in statement(restriction(start=berlin), "de").text
    assert "du 1er juillet 2026 à 09:05 (UTC+5:30)" in statement(restriction(start=delhi), "fr").text
    assert (
        "2026年7月1日 09:05（UTC）"
        in statement(restriction(start=berlin.astimezone(UTC).replace(hour=9)), "zh").text
    )


def test_a_territory_is_named_as_people_name_it() -> None:
    assert (
        "the European Union and the United States"
        in statement(restriction(territory=("EU", "US")), "en").text
    )
    assert (
        "Espace économique européen et Suisse" in statement(restriction(territory=("EEA", "CH")), "fr").text
    )
    assert "整个平台" in statement(restriction(territory=None), "zh").text


def test_a_statement_can_be_read_in_three_minutes() -> None:
    told = restriction(facts=tuple(fact(code) for code in codes("fact")[:5]))
    for language in LANGUAGES:
        text = statement(told, language).text
        assert len(text) < 1100 if language == "zh" else len(text.split()) < 500


def test_a_language_that_we_do_not_write_is_answered_in_english() -> None:
    assert [nearest_language(tag) for tag in ("zh-hans", "de_AT", "pl", "", None)] == [
        "zh",
        "de",
        "en",
        "en",
        "en",
    ]
    with pytest.raises(Unsayable, match="no texts in pl"):
        statement(restriction(), "pl")
