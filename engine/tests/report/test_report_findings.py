"""Findings files as they are read: Parquet and JSON Lines alike, in batches, with clear refusals."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from countermark.errors import UnusableInput
from countermark.report.findings import BATCH, batches, rows
from countermark.report.lookup import findings_of
from countermark.report.totals import count, largest
from countermark.tables import FINDING

Finding = dict[str, Any]
Write = Callable[[Sequence[Finding]], Path]
Many = Callable[[int], list[Finding]]


def test_parquet_and_json_lines_say_the_same(parquet: Write, lines: Write, told: list[Finding]) -> None:
    wanted = range(len(told))
    assert dict(rows(parquet(told), wanted)) == dict(rows(lines(told), wanted))


def test_rows_are_picked_by_number_across_batches(parquet: Write, many: Many) -> None:
    findings = many(2 * BATCH + 10)
    wanted = [0, BATCH - 1, BATCH, 2 * BATCH + 9]
    found = dict(rows(parquet(findings), wanted))
    assert {number: found[number]["listing_id"] for number in wanted} == {
        number: findings[number]["listing_id"] for number in wanted
    }


def test_photos_are_never_read_as_they_may_carry_bytes(parquet: Write, told: list[Finding]) -> None:
    told[0]["listing"]["photos"] = [{"url": "a.jpg", "sha256": None, "bytes": b"x" * 1000}]
    (batch,) = batches(parquet(told))
    assert "photos" not in batch.column("listing").type.names


def test_totals_count_findings_listings_bands_brands_and_signals(parquet: Write, told: list[Finding]) -> None:
    totals = count(parquet(told), keep=3)
    assert (totals.findings, totals.listings) == (10, 9)
    assert totals.brands == {"norrvik": 7, "kaferhaus": 1, "ostara": 1, "halden": 1}
    assert totals.bands_in_order == [("high", 7), ("medium", 2), ("low", 1)]
    assert totals.signals["replica_talk.phrase"].findings == 3
    assert totals.signals["fair_use.compatible"].mean_weight == pytest.approx(-2.6)


def test_the_best_rows_are_those_of_the_highest_scores_and_of_equals_the_earlier(
    parquet: Write, many: Many
) -> None:
    findings = many(3 * BATCH)
    expected = sorted(range(len(findings)), key=lambda at: (-round(findings[at]["score"], 7), at))[:50]
    best = count(parquet(findings), keep=50).best
    assert [findings[at]["score"] for at in best] == [findings[at]["score"] for at in expected]
    assert best == expected


def test_a_signal_twice_in_one_finding_counts_that_finding_once(
    parquet: Write, signal: Callable[..., Any], finding: Callable[..., Finding]
) -> None:
    twice = [signal("word_mark.exact", 1.0, "a"), signal("word_mark.exact", 0.5, "b")]
    totals = count(parquet([finding(1, "cap", twice), finding(2, "cap", [])]), keep=5)
    assert totals.signals["word_mark.exact"].findings == 1
    assert totals.signals["word_mark.exact"].mean_weight == pytest.approx(1.5)


def test_no_findings_at_all_are_counted_as_none(parquet: Write, lines: Write) -> None:
    assert count(parquet([]), keep=5).findings == 0
    assert count(lines([]), keep=5).findings == 0


def test_the_largest_counts_leave_no_rest_of_one() -> None:
    counts = [("a", 5), ("b", 9), ("c", 1)]
    assert largest(counts, most=1) == ([("b", 9)], (2, 6))
    assert largest(counts, most=2) == ([("b", 9), ("a", 5), ("c", 1)], (0, 0))


def test_a_file_of_other_columns_is_no_findings_file(tmp_path: Path) -> None:
    path = tmp_path / "feed.parquet"
    pq.write_table(pa.table({"listing_id": ["1"], "title": ["cap"]}), path)
    with pytest.raises(UnusableInput, match="has no column brand_id, band, score"):
        count(path, keep=5)


def test_columns_of_a_later_release_are_passed_over(tmp_path: Path, told: list[Finding]) -> None:
    path = tmp_path / "findings.parquet"
    table = pa.Table.from_pylist(told, schema=FINDING).append_column("mood", pa.array(["calm"] * len(told)))
    pq.write_table(table, path)
    assert len(dict(rows(path, range(10)))) == 10


@pytest.mark.parametrize("content", [b"", b"PAR1", b"PAR1 cut off", b"listing_id,title\n"])
def test_a_file_that_is_neither_is_refused_with_its_name(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "findings.parquet"
    path.write_bytes(content)
    with pytest.raises(UnusableInput, match=r"findings\.parquet"):
        count(path, keep=5)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "none.parquet", tmp_path):
        with pytest.raises(UnusableInput, match="cannot be read"):
            count(path, keep=5)


@pytest.mark.parametrize("line", [b"{", b"[1]", b'{"listing": 3}', b'{"screened_at": "soon"}', b"\xff"])
def test_a_broken_line_is_refused_with_its_number(lines: Write, told: list[Finding], line: bytes) -> None:
    path = lines(told[:2])
    path.write_bytes(path.read_bytes() + line + b"\n")
    with pytest.raises(UnusableInput, match=r"findings\.jsonl:3: is no finding"):
        count(path, keep=5)


def test_a_line_with_a_value_of_another_type_is_refused(lines: Write, told: list[Finding]) -> None:
    with pytest.raises(UnusableInput, match="up to line 2 is no finding"):
        count(lines([told[0], told[1] | {"brand_id": 7}]), keep=5)


def test_the_findings_of_a_listing_are_found_wherever_they_stand(
    parquet: Write, many: Many, told: list[Finding]
) -> None:
    path = parquet([*many(BATCH), *told])
    assert [finding["brand_id"] for _, finding in findings_of(path, "L-00008")] == ["kaferhaus", "ostara"]


def test_a_marketplace_tells_listings_with_the_same_id_apart(parquet: Write, told: list[Finding]) -> None:
    other = told[0] | {"marketplace": "bazaar", "brand_id": "ostara"}
    path = parquet([told[0], other])
    assert len(findings_of(path, "L-00001")) == 2
    assert [f["brand_id"] for _, f in findings_of(path, "L-00001", marketplace="bazaar")] == ["ostara"]
    with pytest.raises(UnusableInput, match="not of marketplace 'souk' but of agora, bazaar"):
        findings_of(path, "L-00001", marketplace="souk")


def test_an_unknown_listing_is_refused_with_similar_ids(parquet: Write, told: list[Finding]) -> None:
    with pytest.raises(UnusableInput, match="no finding of listing 'L-0009'") as refusal:
        findings_of(parquet(told), "L-0009")
    assert "'L-00009'" in refusal.value.mend
