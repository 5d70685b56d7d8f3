"""docs/references.md says what is so: its example is sound, its tables know every fault and every field."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from countermark.references.check import check, read_references
from countermark.references.model import AuthorisedSeller, Brand, Phrase, Price, Product, Right, Word
from countermark.references.shape import shape_of

Write = Callable[..., Path]

PAGE = (Path(__file__).parents[3] / "docs" / "references.md").read_text(encoding="utf-8")
EXAMPLE = PAGE.split("```yaml\n")[1].split("```")[0]
PICTURES = ("logos/norrvik.svg", "logos/norrvik-on-a-sleeve.jpg", "photos/parka-1.jpg")

BAD = r"""
brands:
  - id: a b
    name: ""
    words: [LONG, "!", "", {text: Vane, renders: Fane, classes: [99]}, "a\tb"]
  - {id: b, name: B1}
  - {id: c, name: C1, words: c, wrods: 1, nicknames: [12, NO, 2021-05-01, ~, [x1]], common_word: maybe}
  - id: d
    name: D1
    logos: ["", 'a\b.png', ../x.png, x.gif, x.png, empty.png, dir.png, out.png]
  - id: e
    name: E1
    name: E2
    products:
      - {id: " p", title: "", gtin: "123", price: {low: 2, high: 1, currency: HRK}}
      - {id: q, title: Q, gtin: "4006381333932", price: {low: -1, high: 1.23456, currency: Euro}}
      - {id: q, title: Q, gtin: abc, price: {low: 0, high: 0, currency: EUR}}
      - {id: s, title: S, price: {low: 1 2, high: 1, currency: EUR}}
    rights:
      - {id: r, office: EUIPO, territories: [UK], classes: [0, "1"], kind: brandmark, number: ""}
      - {id: r, registered: 2021-05-01, expires: 2020-05-01}
      - {id: t, valid_from: 2021-02-30}
      - {kind: design}
  - {id: e, name: !x E1, words: [*alias]}
phrases: [{text: fake, weight: heavy}]
""".replace("LONG", "y" * 101)


def rows(begin: str, end: str = "## End") -> list[re.Pattern[str]]:
    """The first column of the tables from one heading to another, as patterns: `…` stands for anything."""
    part = PAGE.split(f"\n{begin}\n")[1].split(f"\n{end}\n")[0]
    said = re.findall(r"^\| (?!what is )([^|]+) \| [^|]+ \|$", part, re.MULTILINE)
    return [re.compile(".+".join(map(re.escape, row.split("…"))), re.DOTALL) for row in said]


@pytest.fixture
def told(write: Write) -> list[str]:
    """What is told of a folder with every fault that a value can have."""
    folder = write(BAD)
    (folder / "empty.png").touch()
    (folder / "dir.png").mkdir()
    (folder / "out.png").symlink_to("/")
    return [fault.what for fault in check(folder).faults]


def test_the_example_is_read_as_it_stands(write: Write) -> None:
    folder = write(EXAMPLE, *PICTURES)
    report = check(folder)
    assert (report.faults, report.warnings) == ((), ())
    assert report.counts["brands"] == 2
    norrvik = read_references(folder).brands[1]
    assert all(getattr(norrvik, name) != field.default for name, field in shape_of(Brand).items())


@pytest.mark.parametrize("struct", [Brand, Word, Right, Product, Price, AuthorisedSeller, Phrase])
def test_the_example_shows_every_field(struct: type) -> None:
    for name in shape_of(struct):
        assert re.search(rf"\b{name}:", EXAMPLE), name


def test_every_fault_that_is_told_stands_in_the_tables(told: list[str]) -> None:
    known = rows("## Faults", "## Warnings")
    assert len(told) > 50
    assert not [what for what in told if not any(row.fullmatch(what) for row in known)]


def test_every_fault_in_the_tables_of_values_can_be_told(told: list[str]) -> None:
    known = rows("### The shape of a value", "## Warnings")
    assert not [row.pattern for row in known if not any(map(row.fullmatch, told))]


def test_every_warning_stands_in_its_table(write: Write) -> None:
    folder = write(
        """
brands:
  - {id: a, name: A1, words: [X, Vane, VANE], nicknames: [🐊]}
  - {id: b, name: B1, words: [Vane], rights: [{id: r, expires: 2020-01-01}]}
phrases: [reissue, reissue]
"""
    )
    (folder / "old.parquet").touch()
    known = rows("## Warnings")
    warnings = [warning.what for warning in check(folder, today=dt.date(2026, 1, 1)).warnings]
    assert len(warnings) == 7
    assert not [what for what in warnings if not any(row.fullmatch(what) for row in known)]
