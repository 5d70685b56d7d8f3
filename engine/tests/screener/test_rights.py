"""Which of a brand's rights a finding names: those in force on the day, where the listing is offered."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from countermark.findings import rights_in_force
from countermark.references.model import Brand, Right
from countermark.screener import Screener
from screener.conftest import listings

DAY = dt.date(2026, 6, 1)
BEFORE, AFTER = DAY - dt.timedelta(days=1), DAY + dt.timedelta(days=1)


def in_force(offered: list[str] | None = None, **facts: Any) -> bool:
    brand = Brand(id="norrvik", name="Norrvik", rights=(Right(id="r", **facts),))
    return rights_in_force(brand, DAY, offered) == ["r"]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, True),
        ({"registered": DAY}, True),
        ({"registered": AFTER}, False),
        ({"expires": DAY}, True),
        ({"expires": BEFORE}, False),
        ({"valid_from": DAY, "valid_until": DAY}, True),
        ({"valid_from": AFTER}, False),
        ({"valid_until": BEFORE}, False),
        ({"registered": BEFORE, "valid_from": AFTER}, False),
        ({"expires": AFTER, "valid_until": BEFORE}, False),
    ],
)
def test_a_right_is_in_force_from_its_first_to_its_last_day(facts: dict[str, Any], *, expected: bool) -> None:
    assert in_force(**facts) is expected


@pytest.mark.parametrize(
    ("right", "offered", "expected"),
    [
        ([], ["US"], True),
        (["US"], None, True),
        (["US"], [], True),
        (["US"], ["US"], True),
        (["US"], ["CA"], False),
        (["US"], ["CA", "US"], True),
        (["EU"], ["DE"], True),
        (["EU"], ["GB"], False),
        (["EU"], ["EU"], True),
        (["DE"], ["EU"], True),
        (["GB"], ["EU"], False),
        (["EU", "GB"], ["GB"], True),
    ],
)
def test_a_right_covers_its_territories_and_the_union_its_members(
    right: list[str], offered: list[str] | None, *, expected: bool
) -> None:
    assert in_force(offered, territories=tuple(right)) is expected


@pytest.mark.parametrize(
    ("now", "territories", "expected"),
    [
        (dt.datetime(2026, 1, 1, tzinfo=dt.UTC), None, ["eu-new", "us", "anywhere"]),
        (dt.datetime(2019, 1, 1, tzinfo=dt.UTC), None, ["eu-old", "us", "anywhere"]),
        (dt.datetime(2026, 1, 1, tzinfo=dt.UTC), ["US"], ["us", "anywhere"]),
        (dt.datetime(2026, 1, 1, tzinfo=dt.UTC), ["FR", "CH"], ["eu-new", "anywhere"]),
        (dt.datetime(2026, 1, 1, tzinfo=dt.UTC), ["CH"], ["anywhere"]),
    ],
)
def test_a_finding_names_them(
    screener: Screener, now: dt.datetime, territories: list[str] | None, expected: list[str]
) -> None:
    table = listings("Nor\u200brvik parka", territories=[territories])
    assert screener.screen(table, now=now)["right_ids"].to_pylist() == [expected]
