"""The folder of tables beside the references: what is read, what is refused, what is only remarked on."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from countermark.beside import Beside
from countermark.errors import UnusableInput
from countermark.tables import RATES

DAY = dt.date(2026, 11, 20)
RATES_CSV = "currency,per_eur,date\nUSD,1.2,2026-11-20\nCNY,7.8,2026-11-20\n"


def folder(root: Path, **files: str) -> Path:
    """A folder with text files; `rates_csv` is rates.csv."""
    for name, text in files.items():
        stem, _, suffix = name.rpartition("_")
        (root / f"{stem}.{suffix}").write_text(text, encoding="utf-8")
    return root


def refused(root: Path) -> str:
    with pytest.raises(UnusableInput) as caught:
        Beside.load(root)
    assert caught.value.exit_status == 2
    return str(caught.value)


def test_without_a_folder_nothing_is_known_but_the_euro() -> None:
    beside = Beside.load(None)
    assert dict(beside.rates) == {"EUR": 1.0}
    assert (len(beside.categories), beside.known_words, beside.sellers) == (0, (), None)


def test_an_empty_folder_is_as_good_as_none(tmp_path: Path) -> None:
    beside = Beside.load(tmp_path)
    assert dict(beside.rates) == {"EUR": 1.0}
    assert (beside.sellers, beside.folder, beside.notes) == (None, tmp_path, ())


@pytest.mark.parametrize("suffix", ["parquet", "csv", "jsonl"])
def test_a_table_reads_the_same_in_every_format(tmp_path: Path, suffix: str) -> None:
    match suffix:
        case "csv":
            folder(tmp_path, rates_csv=RATES_CSV)
        case "jsonl":
            rows = [f'{{"currency": "{code}", "per_eur": {rate}, "date": "2026-11-20"}}' for code, rate in
                    (("USD", 1.2), ("CNY", 7.8))]  # fmt: skip
            folder(tmp_path, rates_jsonl="\n".join(rows))
        case _:
            rows_ = [
                {"currency": "USD", "per_eur": 1.2, "date": DAY},
                {"currency": "CNY", "per_eur": 7.8, "date": DAY},
            ]
            pq.write_table(pa.Table.from_pylist(rows_, schema=RATES), tmp_path / "rates.parquet")
    assert dict(Beside.load(tmp_path).rates) == {"USD": 1.2, "CNY": 7.8, "EUR": 1.0}


def test_the_newest_rate_of_a_currency_counts_wherever_it_stands(tmp_path: Path) -> None:
    text = "currency,per_eur,date\nUSD,1.1,2026-01-01\nUSD,1.3,2026-11-20\nUSD,1.2,2026-06-01\n"
    assert Beside.load(folder(tmp_path, rates_csv=text)).rates["USD"] == 1.3


def test_a_currency_may_be_written_small_and_the_euro_may_stand_there_as_one(tmp_path: Path) -> None:
    text = "currency,per_eur,date\nusd,1.1,2026-01-01\nEUR,1,2026-01-01\n"
    assert dict(Beside.load(folder(tmp_path, rates_csv=text)).rates) == {"USD": 1.1, "EUR": 1.0}


def test_spreadsheets_that_part_by_semicolons_and_begin_with_a_mark_are_read(tmp_path: Path) -> None:
    (tmp_path / "rates.csv").write_bytes("\ufeffdate;currency;per_eur\n2026-01-01;USD;1.1\n".encode())
    assert Beside.load(tmp_path).rates["USD"] == 1.1


def test_all_faults_of_all_tables_are_told_at_once_with_place_and_mend(tmp_path: Path) -> None:
    rates = (
        "currency,per_eur,date\n"
        "USD,0,2026-11-20\n"
        "QQQ,1.2,2026-11-20\n"
        'CNY,"7,8",2026-11-20\n'
        "EUR,0.9,2026-11-20\n"
        "\n"
        "SEK,11.1,20.11.2026\n"
        ",1.0,2026-11-20\n"
        "CHF,inf,2026-11-20\n"
        "GBP,0.9\n"
    )
    categories = "category,class\nCoats,25\nCoats,46\n > ,25\n"
    said = refused(folder(tmp_path, rates_csv=rates, categories_csv=categories))
    assert said.startswith(f"{tmp_path}: 10 faults in the tables\n")
    for place, what in {
        "rates.csv:2": "the rate 0.0 is no rate",
        "rates.csv:3": 'the currency "QQQ" is not known',
        "rates.csv:4": '`per_eur` is "7,8"',
        "rates.csv:5": "one euro is said to buy 0.9 euros",
        "rates.csv:7": '`date` is "20.11.2026"',
        "rates.csv:8": "`currency` is missing",
        "rates.csv:9": "the rate inf is no rate",
        "rates.csv:10": "the line has 2 values, the header 3",
        "categories.csv:3": "there is no Nice class 46",
        "categories.csv:4": '">" is no category',
    }.items():
        assert f"{place}: {what}" in said
    assert said.count("Mend: ") == 10


def test_two_rates_for_one_day_are_a_fault_unless_they_agree(tmp_path: Path) -> None:
    text = "currency,per_eur,date\nUSD,1.1,2026-01-01\nUSD,1.1,2026-01-01\nUSD,1.2,2026-01-01\n"
    said = refused(folder(tmp_path, rates_csv=text))
    assert "rates.csv:4: a second rate for USD on 2026-01-01; the first stands in row 2" in said


def test_a_missing_column_is_told_once_with_those_that_are_needed(tmp_path: Path) -> None:
    said = refused(folder(tmp_path, rates_csv="currency,rate,date\nUSD,1.2,2026-11-20\n"))
    assert "rates.csv: there is no column `per_eur`" in said
    assert "`currency`, `per_eur`, `date`" in said
    assert "1 fault " in said


def test_a_column_that_stands_twice_is_told(tmp_path: Path) -> None:
    said = refused(folder(tmp_path, known_words_csv="word,word\na,b\n"))
    assert "there are two columns `word`" in said


def test_a_column_of_a_foreign_type_is_told_once(tmp_path: Path) -> None:
    pq.write_table(pa.table({"word": [[1], [2]]}), tmp_path / "known_words.parquet")
    said = refused(tmp_path)
    assert "the column `word` is list<" in said
    assert said.count("known_words.parquet") == 1


def test_many_faulty_rows_are_counted_not_listed(tmp_path: Path) -> None:
    lines = "".join(f"USD,-{n},2026-01-01\n" for n in range(1, 501))
    said = refused(folder(tmp_path, rates_csv=f"currency,per_eur,date\n{lines}"))
    assert "480 more rows have faults" in said
    assert len(said) < 4000


def test_rows_of_parquet_are_counted_from_one(tmp_path: Path) -> None:
    rows = [{"currency": "USD", "per_eur": rate, "date": DAY} for rate in (1.2, -1.0)]
    pq.write_table(pa.Table.from_pylist(rows, schema=RATES), tmp_path / "rates.parquet")
    assert "rates.parquet row 2: the rate -1.0 is no rate" in refused(tmp_path)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("rates.parquet", b"PAR1 cut short"),
        ("rates.parquet", b""),
        ("rates.csv", b"currency,per_eur,date\nUSD\xff\xfe,1,2026-01-01\n"),
        ("rates.csv", b'currency,per_eur,date\n"USD,1.2,2026-01-01\n'),
        ("rates.csv", b""),
        ("rates.jsonl", b'{"currency": "USD", "per_eur": 1.2, "date": \n'),
        ("rates.jsonl", b"[1, 2]\n"),
        ("rates.jsonl", b""),
    ],
)
def test_files_that_are_broken_are_told_not_crashed_on(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    assert name in refused(tmp_path)


def test_a_folder_that_is_not_there_and_a_file_in_its_place_are_told(tmp_path: Path) -> None:
    assert "no such folder" in refused(tmp_path / "nowhere")
    (tmp_path / "file").touch()
    assert "is no folder" in refused(tmp_path / "file")


def test_a_table_in_two_files_is_refused_since_only_one_can_count(tmp_path: Path) -> None:
    folder(
        tmp_path, rates_csv=RATES_CSV, rates_jsonl='{"currency": "USD", "per_eur": 1.2, "date": "2026-11-20"}'
    )
    assert "rates.jsonl: rates.csv holds the same table" in refused(tmp_path)


def test_what_is_no_table_is_remarked_on_and_hidden_files_are_not(tmp_path: Path) -> None:
    folder(tmp_path, rates_csv=RATES_CSV, notes_txt="", rate_csv="")
    (tmp_path / ".hidden").touch()
    (tmp_path / "archive").mkdir()
    notes = Beside.load(tmp_path).notes
    assert [note.split()[0] for note in notes] == ["archive", "notes.txt", "rate.csv"]


def test_known_words_may_lack_their_kind_and_empty_lines_are_none(tmp_path: Path) -> None:
    assert Beside.load(folder(tmp_path, known_words_csv="word\nNorvika\n\nNorrwick\n")).known_words == (
        "Norvika",
        "Norrwick",
    )


def test_known_words_of_another_kind_or_without_letters_are_told(tmp_path: Path) -> None:
    said = refused(folder(tmp_path, known_words_csv="word,kind\nNorvika,company\n!!!,word\n"))
    assert 'the kind "company" is not known' in said
    assert '"!!!" has neither letters nor digits' in said


def test_nothing_of_the_tables_can_be_changed(tmp_path: Path) -> None:
    beside = Beside.load(folder(tmp_path, rates_csv=RATES_CSV))
    with pytest.raises(TypeError):
        beside.rates["USD"] = 2.0  # type: ignore[index]  # that it fails is the point
    with pytest.raises(AttributeError):
        beside.known_words = ()  # type: ignore[misc]  # as above


def test_values_that_break_lines_do_not_shift_the_places_of_faults(tmp_path: Path) -> None:
    text = 'word,kind\n"two\nlines",word\nNorvika,company\n'
    assert "known_words.csv:4: the kind" in refused(folder(tmp_path, known_words_csv=text))
