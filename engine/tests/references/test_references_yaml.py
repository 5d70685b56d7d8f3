"""A rights holder writes references.yaml by hand, and gets it wrong in every way that people do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermark.errors import ReferenceFaults
from countermark.references.check import check, read_references
from countermark.references.model import PhraseWeight, RightKind, Word
from countermark.references.nodes import tree_of
from countermark.references.yaml_source import read_yaml

Write = Callable[..., Path]

NORRVIK = """\
brands:
  - id: norrvik
    name: Norrvik
    words:
      - Norrvik
      - {text: Arctic, common: true, classes: [25]}
      - {text: 诺维克, renders: Norrvik}
    common_word: false
    nicknames: [NRVK]
    rights:
      - {id: eu-018123456, kind: trademark, office: EM, number: "018123456", classes: [18, 25],
         territories: [EU, "NO"], registered: 2021-05-01, expires: "2031-05-01"}
    logos: [logos/norrvik.svg]
    products:
      - {id: arctic-parka, title: Norrvik Arctic Parka, gtin: "4006381333931",
         category: "Apparel > Outerwear", price: {low: 420, high: 559.90, currency: EUR},
         photos: [photos/parka-1.jpg]}
    authorised_sellers:
      - {marketplace: example, seller_id: norrvik-official, valid_from: 2024-01-01}
phrases:
  - {text: "mirror quality", weight: strong}
  - reissue
"""


def brand(*lines: str) -> str:
    """A sound brand in four lines, with `lines` added from the fifth on."""
    head = ["brands:", "  - id: norrvik", "    name: Norrvik", "    words: [Norrvik]"]
    return "\n".join([*head, *(f"    {line}" for line in lines), ""])


def test_every_field_of_a_full_example_is_read(write: Write) -> None:
    folder = write(NORRVIK, "logos/norrvik.svg", "photos/parka-1.jpg")
    (norrvik,) = read_references(folder).brands
    plain, common, rendering = norrvik.words
    assert plain == Word(text="Norrvik")
    assert common == Word(text="Arctic", common=True, classes=(25,))
    assert rendering.renders == "Norrvik"
    assert norrvik.common_word is False
    assert norrvik.nicknames == ("NRVK",)
    (right,) = norrvik.rights
    assert right.kind is RightKind.TRADEMARK
    assert (right.number, right.territories) == ("018123456", ("EU", "NO"))
    assert (right.registered, right.expires) == (dt.date(2021, 5, 1), dt.date(2031, 5, 1))
    (product,) = norrvik.products
    assert product.price is not None
    assert (product.price.low, product.price.high) == (Decimal(420), Decimal("559.90"))
    assert norrvik.authorised_sellers[0].valid_from == dt.date(2024, 1, 1)


def test_a_phrase_written_as_plain_text_weighs_medium(write: Write) -> None:
    folder = write(NORRVIK, "logos/norrvik.svg", "photos/parka-1.jpg")
    assert [phrase.weight for phrase in read_references(folder).phrases] == [
        PhraseWeight.STRONG,
        PhraseWeight.MEDIUM,
    ]


def test_an_optional_key_with_nothing_behind_it_counts_as_left_out(write: Write) -> None:
    folder = write(brand("logos:", "common_word: null", "rights: ~"))
    (norrvik,) = read_references(folder).brands
    assert (norrvik.logos, norrvik.common_word, norrvik.rights) == ((), None, ())


SHAPES = [
    ("wrods: [x]", 'unknown key "wrods"', 'Did you mean "words"?'),
    ("authorized_sellers: []", "unknown key", 'Did you mean "authorised_sellers"?'),
    ("colour: red", "unknown key", "Known here: id, name, words"),
    ("rights: [{id: r, number: 018123456}]", "018123456 is a number to YAML", 'Quote it: "018123456"'),
    ("rights: [{id: r, number: 18123456}]", "is a number", "Quote it"),
    ("rights: [{id: r, territories: [DE, NO]}]", "NO is true or false to YAML", 'Quote it: "NO"'),
    ("nicknames: [2021-05-01]", "is a date to YAML", "Quote it"),
    ("nicknames: [1:1]", "1:1 is a number to YAML", 'Quote it: "1:1"'),
    ("nicknames: [~]", 'an entry of "nicknames" is empty', "take it out"),
    ("nicknames: NRVK", '"nicknames" is not a list', "[NRVK]"),
    ("nicknames: [[NRVK]]", "a list in", "Write text here"),
    ("logos: {a: b}", "a mapping in", "Write a list"),
    ("common_word: maybe", '"maybe" is not true or false', "true or false"),
    ("common_word: yes", '"yes" is not true or false', "true or false"),
    ("rights: [eu-1]", "a single value in", "{id: …}"),
    ("rights: [{kind: trademark}]", '"id" is missing', 'Add "id: …"'),
    ("rights: [{id: r, kind: trade mark}]", 'unknown kind "trade mark"', 'Did you mean "trademark"?'),
    ('rights: [{id: r, classes: ["25"]}]', '"25" is not a whole number', "without quotes"),
    ("rights: [{id: r, classes: [010]}]", '"010" is not a whole number', "leading zeros"),
    ("rights: [{id: r, expires: 2021-02-30}]", '"2021-02-30" is not a date', "existing day"),
    ("rights: [{id: r, expires: 2021-05-01 10:00:00}]", "is not a date", "YYYY-MM-DD"),
    ('products: [{id: p, title: P, price: {low: "4,2", high: 5, currency: EUR}}]', "not an amount", "point"),
    ("products: [{id: p, title: P, price: {low: .nan, high: 5, currency: EUR}}]", "not an amount", "digits"),
    ("products: [{id: p, title: P, price: 420}]", "a single value in", "{low: …, high: …, currency: …}"),
    ("authorised_sellers: [{marketplace: example}]", '"seller_id" is missing', 'Add "seller_id: …"'),
    ("authorised_sellers: [{seller_id: x1}]", '"marketplace" is missing', 'Add "marketplace: …"'),
    ("name: Norrvik", 'the key "name" stands here a second time', "line 3"),
    ("nicknames: [!!python/object:os.system x]", "tag", "without a tag"),
    ("nicknames: !list [x1]", "the tag !list is refused", "without a tag"),
]


@pytest.mark.parametrize(("line", "what", "mend"), SHAPES)
def test_a_misshapen_value_is_the_one_fault_told_with_its_line_and_mend(
    write: Write, line: str, what: str, mend: str
) -> None:
    (fault,) = check(write(brand(line))).faults
    assert fault.place == "references.yaml:5"
    assert what in fault.what
    assert mend in fault.mend


def test_every_fault_is_told_at_once_each_with_its_line(write: Write) -> None:
    text = brand("wrods: [x]", "rights:", "  - {id: r, office: EUIPO}", "  - {id: r, classes: [46]}")
    with pytest.raises(ReferenceFaults) as caught:
        read_references(write(text + "phrases: [{text: fake, weight: heavy}]\n"))
    assert [(fault.place, fault.what) for fault in caught.value.faults] == [
        ("references.yaml:5", 'unknown key "wrods"'),
        ("references.yaml:7", 'unknown office "EUIPO"'),
        ("references.yaml:8", 'the right id "r" is given a second time'),
        ("references.yaml:8", "there is no Nice class 46"),
        ("references.yaml:9", 'unknown weight "heavy"'),
    ]
    assert "5 faults in the references" in str(caught.value)


def test_what_follows_from_a_fault_is_not_told_as_another(write: Write) -> None:
    text = "brands:\n  - {id: a1, name: Aldervane, words: {}}\n  - {name: Brimholt, words: [Brimholt]}\n"
    whats = [fault.what for fault in check(write(text)).faults]
    assert whats == ['a mapping in "words", where something else belongs', '"id" is missing']


SYNTAX = [
    ("brands:\n\t- id: a\n", 2, "tab"),
    ("brands:\n  - id: a\n\tname: b\n", 3, "tab"),
    ("brands:\n  - id: a\n    name: b: c\n", 3, 'Quote a text that holds ": "'),
    ("brands:\n  - id: a\n   name: b\n", 3, "indentation"),
    ("brands: [a, {\n", 2, "brackets"),
    ('brands:\n  - name: "Foo\n', 3, "Close the quotes"),
    ("brands:\n  - name: @foo\n", 2, "Quote a text that begins with"),
    ("brands: []\n---\nbrands: []\n", 2, "one document"),
    ("? [a]\n: b\n", 1, "plain text"),
    ('brands:\n  - name: "A\x01"\n', 2, "control character"),
]


@pytest.mark.parametrize(("text", "line", "mend"), SYNTAX)
def test_what_is_not_yaml_is_told_with_its_line(write: Write, text: str, line: int, mend: str) -> None:
    (fault,) = check(write(text)).faults
    assert fault.place == f"references.yaml:{line}"
    assert mend in fault.mend


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing yet\n", "---\n"])
def test_an_empty_file_is_told_what_to_begin_with(write: Write, text: str) -> None:
    (fault,) = check(write(text)).faults
    assert "empty" in fault.what
    assert "brands:" in fault.mend


@pytest.mark.parametrize("text", ["brands:\n", "brands: []\n", "phrases: [fake]\n"])
def test_a_set_without_a_brand_cannot_be_screened_with(write: Write, text: str) -> None:
    (fault,) = check(write(text)).faults
    assert fault.what == "there is no brand"


def test_a_bomb_of_aliases_is_refused_and_never_expanded(write: Write) -> None:
    bomb = "".join(f"x{n}: &x{n} [{', '.join([f'*x{n - 1}'] * 9)}]\n" for n in range(1, 30))
    faults = check(write("x0: &x0 [lol]\n" + bomb + "brands: *x29\n")).faults
    refused = [fault for fault in faults if "alias" in fault.what]
    assert len(refused) == 29 * 9 + 1
    assert refused[-1].place == "references.yaml:31"


def test_a_merged_alias_is_one_fault_and_not_the_lack_of_what_it_held(write: Write) -> None:
    text = brand("nicknames: &n [x1]") + "  - <<: *n\n    id: b\n"
    (fault,) = check(write(text)).faults
    assert "alias" in fault.what


@pytest.mark.parametrize("text", ["[" * 50_000, "- " * 50_000, "{a: " * 900])
def test_deep_nesting_is_refused_before_it_exhausts_anything(write: Write, text: str) -> None:
    (fault,) = check(write(text)).faults
    assert "deep" in fault.what


def test_a_byte_order_mark_is_no_fault(write: Write) -> None:
    assert not check(write("\ufeff" + brand())).faults


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16"])
def test_another_encoding_than_utf_8_is_told_with_its_line(write: Write, encoding: str) -> None:
    (fault,) = check(write("# first\nbrands: [{id: a, name: Café}]\n".encode(encoding))).faults
    assert fault.place == f"references.yaml:{1 if encoding == 'utf-16' else 2}"
    assert fault.mend == "Save the file as UTF-8."


def test_a_file_too_large_for_yaml_is_sent_to_parquet(write: Write) -> None:
    folder = write(brand())
    (fault,) = read_yaml(folder / "references.yaml", largest=20).unreadable
    assert "Parquet" in fault.mend


def test_a_folder_in_the_place_of_the_file_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "references.yaml").mkdir()
    (fault,) = check(tmp_path).faults
    assert "cannot be read" in fault.what


def test_what_a_fault_quotes_cannot_flood_or_steer_a_terminal(write: Write) -> None:
    escape, long = r'"\e[2J"', "x" * 1000
    faults = check(write(brand(f"nicknames: [{escape}]", f"{long}: 1"))).faults
    assert len(faults) == 2
    assert all(len(fault.what) < 400 and fault.what.isprintable() for fault in faults)


@given(st.text(alphabet=st.sampled_from("ab:-[]{}&*!|>'\"%@#?, \n\t\u2028é诺"), max_size=60))
def test_no_text_breaks_the_reading_of_a_tree(text: str) -> None:
    root, troubles = tree_of(text)
    assert root is not None or troubles or not text.strip() or "#" in text or "%" in text


@given(st.data())
def test_a_damaged_file_is_read_or_told_what_is_wrong_with_it(data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(NORRVIK)))
    put = data.draw(st.text(alphabet="{}[]:-\n\t\"'&*x0", max_size=3))
    drop = data.draw(st.integers(0, 5))
    _, troubles = tree_of(NORRVIK[:cut] + put + NORRVIK[cut + drop :])
    assert all(trouble.line >= 1 and trouble.mend for trouble in troubles)
