"""A reference folder as a whole: what lies in it, what is said twice, what is odd, how much there is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from countermark.errors import ReferenceFaults
from countermark.references.check import check, read_references
from countermark.references.model import Brand, Phrase, ReferenceSet, Right, Word
from countermark.references.writing import write_parquet

Write = Callable[..., Path]


def of(*entries: str) -> str:
    return "\n".join(["brands:", *(f"  - {entry}" for entry in entries), ""])


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    (fault,) = check(tmp_path / "nowhere").faults
    assert fault.what == "there is no such folder"


def test_a_file_in_the_place_of_the_folder_is_told_which_folder_to_name(write: Write) -> None:
    folder = write(of("{id: a, name: A1, words: [A1]}"))
    (fault,) = check(folder / "references.yaml").faults
    assert fault.what == "is a file, not a folder"
    assert str(folder) in fault.mend


def test_a_folder_without_references_is_told_what_belongs_there(tmp_path: Path) -> None:
    (fault,) = check(tmp_path).faults
    assert "none of references.yaml, brands.parquet, phrases.parquet" in fault.what
    (tmp_path / "references.yml").touch()
    assert "Rename references.yml" in check(tmp_path).faults[0].mend


def test_reading_raises_what_checking_reports(tmp_path: Path) -> None:
    with pytest.raises(ReferenceFaults) as caught:
        read_references(tmp_path)
    assert caught.value.faults == check(tmp_path).faults
    assert caught.value.exit_status == 2


def test_brands_come_in_the_order_of_their_ids_and_inside_as_given(write: Write) -> None:
    folder = write(of("{id: b, name: B1, words: [Z1, A1]}", "{id: a, name: A2, words: [A2]}"))
    brands = read_references(folder).brands
    assert [brand.id for brand in brands] == ["a", "b"]
    assert [word.text for word in brands[1].words] == ["Z1", "A1"]


def test_yaml_and_parquet_side_by_side_are_one_set(write: Write) -> None:
    folder = write(of("{id: a, name: Aldervane, words: [Aldervane]}") + "phrases: [reissue]\n")
    brimholt = Brand(id="b", name="Brimholt", words=(Word(text="Brimholt"),))
    write_parquet(ReferenceSet(brands=(brimholt,), phrases=(Phrase(text="mirror quality"),)), folder)
    references = read_references(folder)
    assert [brand.id for brand in references.brands] == ["a", "b"]
    assert [phrase.text for phrase in references.phrases] == ["reissue", "mirror quality"]


def test_an_id_given_in_both_is_a_fault_that_names_the_first(write: Write) -> None:
    folder = write(of("{id: a, name: Aldervane, words: [Aldervane], rights: [{id: r}]}"))
    again = Brand(id="a", name="Brimholt", words=(Word(text="Brimholt"),), rights=(Right(id="r"),))
    write_parquet(ReferenceSet(brands=(again,)), folder)
    faults = [(fault.place, fault.mend.partition("first at ")[2]) for fault in check(folder).faults]
    assert faults == [
        ("brands.parquet:1 id", "references.yaml:2."),
        ("brands.parquet:1 rights[0].id", "references.yaml:2."),
    ]


def test_rights_are_unique_in_the_set_and_products_in_their_brand(write: Write) -> None:
    folder = write(
        of(
            "{id: a, name: A1, words: [A1], rights: [{id: r}], products: [{id: p, title: P}]}",
            "{id: b, name: B1, words: [B1], rights: [{id: r}], products: [{id: p, title: P}]}",
            "{id: c, name: C1, words: [C1], products: [{id: q, title: Q}, {id: q, title: Q}]}",
        )
    )
    assert [(fault.place, fault.what) for fault in check(folder).faults] == [
        ("references.yaml:3", 'the right id "r" is given a second time'),
        ("references.yaml:4", 'the product id "q" is given a second time'),
    ]


def warnings_of(folder: Path, today: dt.date | None = None) -> list[tuple[str, str]]:
    report = check(folder, today=today)
    assert not report.faults
    return [(warning.place, warning.what) for warning in report.warnings]


def test_a_word_that_two_brands_claim_is_a_warning_and_no_fault(write: Write) -> None:
    folder = write(
        of("{id: a, name: Aldervane, words: [Arctic]}", "{id: b, name: Brimholt, words: [ARCTIC®]}")
    )
    assert warnings_of(folder) == [
        ("references.yaml:3", 'the word "ARCTIC®" is claimed by the brand "a" too'),
    ]
    assert len(read_references(folder).brands) == 2


def test_odd_words_are_warned_of(write: Write) -> None:
    folder = write(
        of("{id: a, name: Aldervane, words: [X, {text: Q, common: true}, Vane, VANE], nicknames: [Z]}")
    )
    assert [what for _, what in warnings_of(folder)] == [
        '"VANE" is already a word of this brand',
        'the nickname "Z" is a single letter or digit',
        'the word "X" is a single letter or digit',
    ]


def test_a_nickname_that_cannot_be_found_is_warned_of(write: Write) -> None:
    folder = write(of("{id: a, name: Aldervane, words: [Vane], nicknames: [🐊]}"))
    assert [what for _, what in warnings_of(folder)] == ['the nickname "🐊" has no letter or digit']


def test_one_gtin_for_two_products_is_warned_of_however_it_is_written(write: Write) -> None:
    folder = write(
        of(
            '{id: a, name: A1, products: [{id: p, title: P, gtin: "036000291452"}]}',
            '{id: b, name: B1, products: [{id: p, title: P, gtin: "0036000291452"}]}',
        )
    )
    assert warnings_of(folder) == [
        ("references.yaml:3", 'the GTIN 0036000291452 is given to "p" of "a" too'),
    ]


def test_a_right_that_has_run_out_is_warned_of_when_the_day_is_known(write: Write) -> None:
    folder = write(of("{id: a, name: A1, words: [A1], rights: [{id: r, expires: 2024-05-01}]}"))
    assert warnings_of(folder) == []
    assert warnings_of(folder, today=dt.date(2024, 5, 1)) == []
    assert warnings_of(folder, today=dt.date(2024, 5, 2)) == [
        ("references.yaml:2", 'the right "r" ran out on 2024-05-01'),
    ]


def test_a_phrase_that_stands_twice_is_warned_of(write: Write) -> None:
    folder = write(
        of("{id: a, name: A1, words: [A1]}") + "phrases:\n  - mirror quality\n  - Mirror Quality\n"
    )
    assert [place for place, _ in warnings_of(folder)] == ["references.yaml:5"]


def test_a_file_with_a_name_that_is_not_read_is_warned_of(write: Write) -> None:
    folder = write(of("{id: a, name: A1, words: [A1]}"))
    (folder / "phrase.parquet").touch()
    (folder / "notes.txt").touch()
    assert warnings_of(folder) == [("phrase.parquet", "the file is not read")]


def test_what_was_read_is_counted(write: Write) -> None:
    folder = write(
        of(
            "{id: a, name: A1, words: [A1, A2], nicknames: [A3], rights: [{id: r}], logos: [m.svg],"
            " products: [{id: p, title: P, photos: [m.svg, m.svg]}],"
            " authorised_sellers: [{marketplace: m1, seller_id: s1}]}",
            "{id: b, name: B1, words: [B1]}",
        )
        + "phrases: [reissue]\n",
        "m.svg",
    )
    assert check(folder).counts == {
        "brands": 2,
        "words": 3,
        "nicknames": 1,
        "rights": 1,
        "logos": 1,
        "products": 1,
        "authorised_sellers": 1,
        "photos": 2,
        "phrases": 1,
    }
