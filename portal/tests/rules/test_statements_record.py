"""The EU database's record: its conditional rules, the table of measures, and nothing personal."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermark_portal.casework.statements import texts
from countermark_portal.casework.statements.errors import Unsayable
from countermark_portal.casework.statements.eu_record import (
    MEASURES,
    PUBLIC_SLOTS,
    REASONS,
    ean13,
    record_sentences,
)
from countermark_portal.casework.statements.restriction import Restriction
from countermark_portal.casework.statements.rules import (
    Automation,
    Claimant,
    Fact,
    Ground,
    Origin,
    Site,
    codes,
    database_record,
    record_faults,
)
from countermark_portal.catalogue.ports import OF_LISTING, MeasureKind
from rules.told import LATER, LISTING, RESTRICTION, fact, restriction

SCHEMA = Path(__file__).parents[3] / ".." / "shared" / "reference" / "dsa" / "sor.schema.json"
PUID = "CASE-2026-0042-1"


def record(told: Restriction) -> dict[str, Any]:
    made = database_record(told, puid=PUID)
    assert made is not None
    assert record_faults(made) == ()
    return made


def every_restriction() -> list[Restriction]:
    grounds = [
        replace(RESTRICTION.reason, ground=Ground.CONTRACTUAL, provision="x" * 900, also_illegal=also)
        for also in (True, False, None)
    ]
    return [
        *(restriction(measure=measure, end=LATER) for measure in MeasureKind),
        *(restriction(reason=code) for code in REASONS),
        *(restriction(origin=origin) for origin in Origin),
        *(restriction(automation=automation, automated_detection=False) for automation in Automation),
        *(restriction(reason=reason) for reason in grounds),
        restriction(facts=tuple(fact(code) for code in codes("fact"))),
        restriction(facts=(), listing=replace(LISTING, gtin=None, language=None, listed_on=None)),
        restriction(territory=None, marketplace=Site(name="Everywhere")),
    ]


@pytest.mark.skipif(
    not SCHEMA.exists(), reason="the EU database's schema lies in ../shared, which is not here"
)
def test_every_record_fits_the_schema_of_the_database() -> None:
    validator = jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text("utf-8")))
    for told in every_restriction():
        made = record(told)
        assert list(validator.iter_errors(made)) == []
        assert json.loads(json.dumps(made)) == made


def test_every_record_keeps_the_conditional_rules() -> None:
    for told in every_restriction():
        record(told)


DECISIONS: list[tuple[MeasureKind, dict[str, Any], str | None]] = [
    (MeasureKind.REMOVE, {"decision_visibility": ["DECISION_VISIBILITY_CONTENT_REMOVED"]}, "visibility"),
    (MeasureKind.DISABLE, {"decision_visibility": ["DECISION_VISIBILITY_CONTENT_DISABLED"]}, "visibility"),
    (MeasureKind.DEMOTE, {"decision_visibility": ["DECISION_VISIBILITY_CONTENT_DEMOTED"]}, "visibility"),
    (MeasureKind.HOLD, {"decision_visibility": ["DECISION_VISIBILITY_CONTENT_DISABLED"]}, "visibility"),
    (
        MeasureKind.REMOVE_MEDIA,
        {"decision_visibility": ["DECISION_VISIBILITY_CONTENT_REMOVED"]},
        "visibility",
    ),
    (
        MeasureKind.EDIT_REQUIRED,
        {
            "decision_visibility": ["DECISION_VISIBILITY_OTHER"],
            "decision_visibility_other": "Correction of the listing required",
        },
        None,
    ),
    (
        MeasureKind.BLOCK_NEW_LISTINGS,
        {"decision_provision": "DECISION_PROVISION_PARTIAL_SUSPENSION"},
        "service",
    ),
    (MeasureKind.PAYOUT_HOLD, {"decision_monetary": "DECISION_MONETARY_SUSPENSION"}, "monetary"),
    (MeasureKind.SUSPEND, {"decision_account": "DECISION_ACCOUNT_SUSPENDED"}, "account"),
    (MeasureKind.TERMINATE, {"decision_account": "DECISION_ACCOUNT_TERMINATED"}, None),
]


@pytest.mark.parametrize(("measure", "decision", "end"), DECISIONS)
def test_each_measure_is_told_in_the_words_of_the_database(
    measure: MeasureKind, decision: dict[str, Any], end: str | None
) -> None:
    made = record(restriction(measure=measure, end=LATER))
    assert {
        key: value for key, value in made.items() if key.startswith("decision_") and key[9] in "vmpa"
    } == decision
    ends = {key: value for key, value in made.items() if key.startswith("end_date_")}
    assert ends == ({f"end_date_{end}_restriction": "2026-11-27"} if end else {})


def test_the_table_knows_every_measure_and_every_reason_that_restricts() -> None:
    assert {measure for measure, _, _ in DECISIONS} == set(MEASURES) == set(MeasureKind)
    assert set(REASONS) | {"NOT-IP"} == set(codes("reason"))


def test_no_end_means_no_end_date() -> None:
    assert not [key for key in record(restriction(end=None)) if key.startswith("end_date")]


@pytest.mark.parametrize("territory", [("US",), ("CH", "GB"), ("CN",)])
def test_a_restriction_outside_the_eu_and_eea_has_no_record(territory: tuple[str, ...]) -> None:
    assert database_record(restriction(territory=territory), puid=PUID) is None


def test_the_scope_holds_countries_of_the_eu_and_eea_only() -> None:
    assert record(restriction(territory=("DE", "US", "NO", "EL")))["territorial_scope"] == ["DE", "GR", "NO"]
    assert record(restriction(territory=None))["territorial_scope"] == ["DE", "FR"]
    assert len(record(restriction(territory=None, marketplace=Site(name="All")))["territorial_scope"]) == 30
    swiss = restriction(territory=None, marketplace=Site(name="Alps", territories=("CH",)))
    assert database_record(swiss, puid=PUID) is None


def test_nothing_personal_stands_in_the_record() -> None:
    secret = "Anna Svensson +46 70 1234567"
    told = restriction(
        listing=replace(LISTING, id=secret, title=secret),
        own_words=secret,
        reference=secret,
        claimant=Claimant(name=secret, natural_person=True),
        right=replace(RESTRICTION.right, text=secret) if RESTRICTION.right else None,
        facts=tuple(
            Fact(
                code,
                {slot: value if slot in PUBLIC_SLOTS else secret for slot, value in fact(code).slots.items()},
            )
            for code in codes("fact")
        ),
        marketplace=Site(name=secret),
    )
    made = json.dumps(record(told))
    assert "Anna" not in made
    assert "1234567" not in made


def test_the_sentences_of_the_record_take_public_slots_only() -> None:
    assert set(record_sentences()) == set(codes("fact"))
    for code, sentence in record_sentences().items():
        assert {slot.partition(":")[0] for slot in texts.slots_of(sentence)} <= PUBLIC_SLOTS, code


def test_a_notifier_is_named_only_if_it_is_no_person_and_gave_notice() -> None:
    assert record(restriction())["source_identity"] == "Norrvik AB"
    assert "source_identity" not in record(restriction(origin=Origin.OWN_INITIATIVE))
    person = Claimant(name="Anna Svensson", natural_person=True)
    assert "source_identity" not in record(restriction(claimant=person))


def test_a_contractual_ground_says_whether_it_is_illegal_too() -> None:
    reason = replace(RESTRICTION.reason, ground=Ground.CONTRACTUAL, also_illegal=True)
    made = record(restriction(reason=reason))
    assert made["incompatible_content_illegal"] == "Yes"
    assert "illegal_content_legal_ground" not in made


def test_long_texts_are_cut_and_long_addresses_left_out() -> None:
    reason = replace(RESTRICTION.reason, provision="law " * 400, url="https://law.example/" + "x" * 500)
    made = record(restriction(reason=reason, facts=(Fact("mark_in_title", {"mark": "m" * 9000}),) * 3))
    assert len(made["illegal_content_legal_ground"]) <= 500
    assert len(made["decision_facts"]) <= 5000
    assert made["decision_facts"].endswith("…")
    assert "decision_ground_reference_url" not in made


def test_days_stay_within_what_the_database_takes() -> None:
    made = record(
        restriction(
            listing=replace(LISTING, listed_on=date(1970, 1, 1)), end=datetime(2099, 1, 1, tzinfo=UTC)
        )
    )
    assert made["content_date"] == "2000-01-01"
    assert made["end_date_visibility_restriction"] == "2038-01-01"
    unknown = record(restriction(listing=replace(LISTING, listed_on=None)))
    assert unknown["content_date"] == unknown["application_date"] == "2026-11-22"


@pytest.mark.parametrize(
    ("gtin", "expected"),
    [
        ("4006381333931", "4006381333931"),
        ("04006381333931", "4006381333931"),
        ("036000291452", "0036000291452"),
        ("400-638-133-3931", "4006381333931"),
        ("14006381333938", None),
        ("4006381333930", None),
        ("96385074", None),
        ("", None),
        (None, None),
    ],
)
def test_a_product_number_is_told_only_as_a_true_ean_13(gtin: str | None, expected: str | None) -> None:
    assert ean13(gtin) == expected


@given(st.text())
def test_no_text_is_taken_for_a_product_number_by_mistake(text: str) -> None:
    found = ean13(text)
    assert found is None or re.fullmatch("[0-9]{13}", found)


@given(words=st.text(max_size=300), mark=st.text(max_size=300), language=st.text(max_size=8))
def test_no_slot_breaks_a_record(words: str, mark: str, language: str) -> None:
    told = restriction(
        facts=(Fact("mark_disguised", {"mark": mark, "written": words}),),
        listing=replace(LISTING, language=language),
    )
    record(told)


@pytest.mark.parametrize("puid", ["", "a b", "ä", "x" * 501, "a/b", "a\n"])
def test_a_puid_that_the_database_would_refuse_is_refused_here(puid: str) -> None:
    with pytest.raises(Unsayable, match="no puid"):
        database_record(restriction(), puid=puid)


def test_a_shop_measure_is_about_the_account() -> None:
    made = record(restriction(measure=MeasureKind.SUSPEND))
    assert made["content_type"] == ["CONTENT_TYPE_OTHER"]
    assert made["content_type_other"] == "Seller account"
    assert "content_id" not in made
    for measure in OF_LISTING:
        assert "content_type_other" not in record(restriction(measure=measure))


def test_a_danger_to_safety_is_told_as_such_too() -> None:
    made = record(restriction(facts=(fact("safety_risk"),)))
    assert made["category_addition"] == ["STATEMENT_CATEGORY_UNSAFE_AND_PROHIBITED_PRODUCTS"]
    assert "KEYWORD_UNSAFE_PRODUCTS" in made["category_specification"]


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"decision_visibility": []}, "one decision"),
        ({"decision_visibility": ["DECISION_VISIBILITY_OTHER"]}, "decision_visibility_other is missing"),
        ({"content_type": ["CONTENT_TYPE_OTHER"]}, "content_type_other is missing"),
        ({"content_type_other": "x"}, "goes only with"),
        ({"illegal_content_explanation": ""}, "illegal_content_explanation is missing"),
        ({"incompatible_content_illegal": "No"}, "does not go with this ground"),
        ({"content_date": "1999-12-31"}, "lies outside"),
        ({"application_date": "soon"}, "is no day"),
        ({"decision_facts": "x" * 5001}, "too long"),
        ({"puid": "a b"}, "puid"),
        ({"territorial_scope": ["US"]}, "outside the EU"),
        ({"source_type": "SOURCE_VOLUNTARY"}, "own initiative"),
        ({"content_id": {"EAN-13": "12"}}, "no EAN-13"),
        ({"category": None}, "category is missing"),
    ],
)
def test_a_record_that_the_database_would_refuse_is_found_before(changed: dict[str, Any], fault: str) -> None:
    faults = record_faults(record(restriction()) | changed)
    assert any(fault in found for found in faults), faults
