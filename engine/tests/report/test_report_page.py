"""The report as a file: self-contained, strict, honest about what it leaves out, safe with any listing."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from countermark.errors import OutputFailed, UnusableInput
from countermark.report import RunFacts, write_report
from countermark.report.facts import without_secrets
from countermark.report.figures import duration_text, moment, score_text, signed

Finding = dict[str, Any]
Write = Callable[[Sequence[Finding]], Path]
Facts = Callable[..., RunFacts]


@pytest.fixture
def page(tmp_path: Path, parquet: Write, facts: Facts) -> Callable[..., str]:
    def written(findings: Sequence[Finding], *, limit: int = 2000, **told: Any) -> str:
        out = tmp_path / "report.html"
        write_report(parquet(findings), out, run=facts(**told), limit=limit)
        return out.read_text(encoding="utf-8")

    return written


def data_of(page: str) -> list[dict[str, Any]]:
    (data,) = re.findall(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    read: list[dict[str, Any]] = json.loads(data)
    return read


def digest(content: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"


def test_the_policy_allows_nothing_but_the_style_and_the_script_that_stand_in_the_page(
    page: Callable[..., str], told: list[Finding]
) -> None:
    html = page(told)
    (policy,) = re.findall(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', html)
    (style,) = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    (script,) = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
    allowed = policy.replace("&#39;", "'")
    assert allowed.startswith("default-src 'none';")
    assert f"style-src {digest(style)};" in allowed
    assert f"script-src {digest(script)};" in allowed


def test_the_page_asks_nothing_of_any_network_and_carries_no_inline_style_or_handler(
    page: Callable[..., str], told: list[Finding]
) -> None:
    html = re.sub(r"<(style|script)\b.*?</\1>", "", page(told), flags=re.DOTALL)
    assert not re.findall(r"<(?:link|img|iframe|object|embed)\b(?![^>]*href=\"data:)", html)
    assert not re.findall(r"<[^>]*\s(?:style|on\w+)=", html)
    assert "@import" not in html


def test_every_link_out_hides_where_it_came_from(page: Callable[..., str], told: list[Finding]) -> None:
    links = re.findall(r'<a [^>]*href="(?!#)[^>]*>', page(told))
    assert links
    assert all('rel="noreferrer"' in link for link in links)


@pytest.mark.parametrize(
    "title",
    [
        "<script>alert(1)</script>",
        "</script><script>alert(1)</script>",
        "<!--<script>",
        '"><img src=x onerror=alert(1)>',
        "{{ 7 * 7 }}",
        "NUL \x00 and ESC \x1b[2J",
        "\u202e\u2066" * 50,
        "x" * 5000,
        "a\u0301" * 2500,
    ],
)
def test_a_hostile_title_stays_a_title(page: Callable[..., str], told: list[Finding], title: str) -> None:
    listing = told[0]["listing"] | {
        "title": title,
        "description": title,
        "seller_name": title,
        "url": title,
        "category": title,
    }
    hostile = told[0] | {"listing": listing, "listing_id": title, "seller_id": title, "marketplace": title}
    hostile["signals"] = [s | {"text": title, "name": f"claim.{title[:40]}"} for s in told[0]["signals"]]
    html = page([hostile], feeds=(title,), skipped=(title,), command=title, rejected={title: 1})
    tame = page([told[0]])
    for tag in ("<script", "</script", "<img", "<!--"):
        assert html.count(tag) == tame.count(tag)
    assert not set("\x00\x1b\u202e\u2066") & set(html)
    assert len(data_of(html)) == 1
    assert len(html) < len(tame) + 40_000


def test_a_finding_full_of_nulls_is_drawn(
    tmp_path: Path, lines: Write, told: list[Finding], facts: Facts
) -> None:
    nothing = dict.fromkeys(told[0]) | {"listing": {}, "signals": [dict.fromkeys(told[0]["signals"][0])]}
    write_report(lines([nothing, dict.fromkeys(told[0])]), tmp_path / "report.html", run=facts())
    first, second = data_of((tmp_path / "report.html").read_text(encoding="utf-8"))
    assert (first["title"], second["title"]) == ([], [])


def test_the_page_says_how_many_of_the_suspects_it_shows_and_shows_the_highest_scores(
    page: Callable[..., str], many: Callable[[int], list[Finding]]
) -> None:
    findings = many(300)
    html = page(findings, limit=40)
    assert "<strong>40 of 300 shown</strong>" in html
    assert "findings.parquet" in html
    shown = [one["score"] for one in data_of(html)]
    best = sorted((one["score"] for one in findings), reverse=True)[:40]
    assert shown == pytest.approx(best, rel=1e-6)
    assert shown == sorted(shown, reverse=True)


def test_totals_are_those_of_all_findings_however_few_are_shown(
    page: Callable[..., str], many: Callable[[int], list[Finding]]
) -> None:
    html = page(many(300), limit=40)
    assert "300 of 20,000 listings are suspect" in html
    assert re.search(r"Halden</bdi></span>.*?<span class=\"count\">75</span>", html, re.DOTALL)


def test_without_a_script_the_first_fifty_stand_in_a_table(
    page: Callable[..., str], many: Callable[[int], list[Finding]]
) -> None:
    html = page(many(300))
    (static,) = re.findall(r"<noscript>(.*?)</noscript>", html, re.DOTALL)
    assert static.count("<tr>") == 51
    assert "<mark" in static


def test_a_run_without_suspects_says_so(page: Callable[..., str]) -> None:
    html = page([])
    assert "None of 20,000 listings is suspect" in html
    assert data_of(html) == []


def test_what_was_not_looked_at_and_what_was_rejected_is_said(
    page: Callable[..., str], told: list[Finding]
) -> None:
    html = page(told)
    assert "price: no rate for TRY" in html
    assert "9 <bdi" in html
    assert "bad-price" in html
    assert "14,286 listings/s" in html


def test_a_hundred_thousand_findings_make_a_page_of_bounded_size(
    tmp_path: Path, many: Callable[[int], list[Finding]], facts: Facts, parquet: Write
) -> None:
    small = parquet(many(1000))
    large = tmp_path / "large.parquet"
    table = pq.read_table(small)
    with pq.ParquetWriter(large, table.schema) as writer:
        for _ in range(100):
            writer.write_table(table)
    write_report(large, tmp_path / "report.html", run=facts())
    html = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "2,000 of 100,000 shown" in html
    assert len(html) < 6_000_000


def test_a_page_that_cannot_be_written_is_an_error_and_leaves_nothing_behind(
    tmp_path: Path, told: list[Finding], facts: Facts, parquet: Write
) -> None:
    findings = parquet(told)
    with pytest.raises(OutputFailed, match="could not be written"):
        write_report(findings, tmp_path / "no" / "report.html", run=facts())
    with pytest.raises(UnusableInput):
        write_report(tmp_path / "none.parquet", tmp_path / "report.html", run=facts())
    assert [path.name for path in tmp_path.iterdir()] == ["findings.parquet"]


@pytest.mark.parametrize(
    ("command", "shown"),
    [
        ("screen https://ann:s3cret@a.example/f.xml", "screen https://***@a.example/f.xml"),
        ("screen https://a.example/f?sig=abc&x=1", "screen https://a.example/f?sig=***&x=1"),
        ("screen https://a.example/f?X-Amz-Signature=abc", "screen https://a.example/f?X-Amz-Signature=***"),
        ("screen f --api-key abc --token='a b' --out x", "screen f --api-key *** --token=*** --out x"),
        ("DB_PASSWORD=abc screen f", "DB_PASSWORD=*** screen f"),
        (
            "screen keys.csv --out tokens.parquet --keyring x",
            "screen keys.csv --out tokens.parquet --keyring x",
        ),
    ],
)
def test_secrets_of_a_command_line_are_masked(command: str, shown: str) -> None:
    assert without_secrets(command) == shown


def test_the_command_and_the_feeds_are_masked_by_the_page_itself(
    page: Callable[..., str], told: list[Finding]
) -> None:
    html = page(told, command="screen --token abc123", feeds=("https://u:abc123@a.example/f",))
    assert "abc123" not in html
    assert "--token ***" in html


def test_figures_are_written_for_readers() -> None:
    assert (signed(4.2), signed(-1.5)) == ("+4.20", "−1.50")
    assert [score_text(score) for score in (0.123, 0.994, 0.9999, 1.0)] == ["0.12", "0.99", ">0.99", "1.00"]
    assert (
        moment(dt.datetime(2026, 3, 1, 1, 5, tzinfo=dt.timezone(dt.timedelta(hours=2))))
        == "28 February 2026, 23:05 UTC"
    )
    seconds = (1.44, 200, 3725)
    assert [duration_text(dt.timedelta(seconds=s)) for s in seconds] == ["1.4 s", "3 min 20 s", "1 h 02 min"]
