"""Findings written by hand: fictional brands, every kind of signal, scripts and characters of many kinds."""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from countermark.report import RunFacts, write_report
from countermark.tables import FINDING

SCREENED = dt.datetime(2026, 11, 21, 22, 36, tzinfo=dt.UTC)
Finding = dict[str, Any]
ZWSP, RLO, PDF = "\u200b", "\u202e", "\u202c"


def build_signal(  # read as a sentence where it is called
    name: str, weight: float, text: str | None, field: str = "", words: str = "", of: str = ""
) -> dict[str, Any]:
    start = of.index(words) if words else None
    return {
        "name": name,
        "weight": weight,
        "text": text,
        "field": field or None,
        "start": start,
        "end": None if start is None else start + len(words),
    }


def build_finding(number: int, title: str, signals: Sequence[dict[str, Any]], **facts: Any) -> Finding:
    score = 1 / (1 + math.exp(-sum(signal["weight"] or 0 for signal in signals)))
    listing = {
        "listing_id": f"L-{number:05}",
        "title": title,
        "marketplace": "agora",
        "seller_id": f"s-{number % 7}",
        "seller_name": f"Shop {number % 7}",
        "url": f"https://agora.example/item/{number}",
    } | facts.pop("listing", {})
    finding = {
        "marketplace": "agora",
        "listing_id": listing["listing_id"],
        "listing_digest": "0" * 64,
        "seller_id": listing["seller_id"],
        "brand_id": "norrvik",
        "right_ids": ["eu-018123456"],
        "score": score,
        "probability": None,
        "band": "high" if score > 0.95 else "medium" if score > 0.7 else "low",
        "signals": list(signals),
        "listing": listing,
        "scoring_version": "v1",
        "calibration_version": None,
        "references_version": "b7c1f09e",
        "screened_at": SCREENED,
    }
    return finding | facts


def signals_in(title: str) -> Callable[..., dict[str, Any]]:
    def in_title(name: str, weight: float, text: str | None, words: str = "") -> dict[str, Any]:
        return build_signal(name, weight, text, "title" if words else "", words, title)

    return in_title


def detailed_finding() -> Finding:
    """Signals of every family, in the title, in the description and in neither; every field that is shown."""
    title = "N\u043errvik Arctic Parka, mirror quality, free shipping"
    about = (
        "Warm winter parka for men and women, all sizes in stock. AAA grade with original packaging, "
        "the same factory as the real one. Ships in two days from our warehouse, no questions asked, returns "
        "within 14 days. Contact us for more models and colours before you order, our catalogue is large."
    )
    s = signals_in(title)
    signals = [
        s("disguised_mark.mixed_scripts", 4.2, "reads as Norrvik: \u043e is Cyrillic", title[:7]),
        s("replica_talk.phrase", 2.4, 'says "mirror quality"', "mirror quality"),
        build_signal("replica_talk.grade", 1.6, 'says "AAA grade"', "description", "AAA grade", about),
        s("price.far_below", 2.1, "asks 39 EUR; genuine costs 420-560 EUR"),
        s("seller.many_brands", 0.7, "sells 41 registered brands"),
        build_signal(
            "fair_use.shipping_talk", -0.4, 'says "returns within 14 days"', "description", "returns", about
        ),
    ]
    listing = {
        "description": about,
        "price": Decimal(39),
        "currency": "EUR",
        "condition": "new",
        "category": "Apparel > Outerwear",
        "seller_kind": "trader",
        "language": "en",
        "attributes": [("material", "down"), ("label", "none")],
    }
    return build_finding(1, title, signals, listing=listing)


def hidden_finding() -> Finding:
    """Zero-width spaces in the mark, and two signals that overlap."""
    title = f"N{ZWSP}orr{ZWSP}vik winter jacket 1:1"
    s = signals_in(title)
    signals = [
        s("disguised_mark.zero_width", 5.0, "reads as Norrvik: zero-width spaces inside", title[:9]),
        s("disguised_mark.split", 0.8, "reads as Norrvik: broken in 3", f"orr{ZWSP}vik"),
        s("replica_talk.ratio", 1.9, 'says "1:1"', "1:1"),
    ]
    return build_finding(2, title, signals, listing={"price": Decimal("1249.50"), "currency": "TRY"})


def foreign_findings() -> list[Finding]:
    """Titles in Chinese and Arabic, letters beyond the basic plane, text turned around."""
    chinese, arabic = "高仿 诺维克 羽绒服 一比一 2026 新款", "سترة نورفيك شتوية نسخة طبق الأصل"
    fancy, turned = (
        "𝓝𝓸𝓻𝓻𝓿𝓲𝓴 🧥 hooded parka 👨\u200d👩\u200d👧 family set ❤\ufe0f",
        f"Arctic {RLO}kivrroN{PDF} parka",
    )
    s = signals_in(chinese)
    in_chinese = [
        s("replica_talk.phrase", 3.1, 'says "高仿"', "高仿"),
        s("word_mark.rendering", 1.2, "writes 诺维克, which renders Norrvik", "诺维克"),
        s("price.far_below", 2.0, "asks 298 CNY (38 EUR); genuine costs 420-560 EUR"),
    ]
    s = signals_in(arabic)
    in_arabic = [
        s("word_mark.rendering", 1.1, "writes نورفيك, which renders Norrvik", "نورفيك"),
        s("replica_talk.phrase", 2.2, 'says "نسخة طبق الأصل"', "نسخة طبق الأصل"),
    ]
    s = signals_in(fancy)
    in_fancy = [s("disguised_mark.fancy_letters", 3.4, "reads as Norrvik: mathematical letters", fancy[:7])]
    s = signals_in(turned)
    in_turned = [s("disguised_mark.reversed", 4.4, "reads as Norrvik backwards", "kivrroN")]
    yuan = {"price": Decimal(298), "currency": "CNY", "language": "zh"}
    euro = {"price": Decimal(75), "currency": "EUR", "language": "ar"}
    return [
        build_finding(3, chinese, in_chinese, listing=yuan),
        build_finding(4, arabic, in_arabic, listing=euro),
        build_finding(6, fancy, in_fancy),
        build_finding(7, turned, in_turned),
    ]


def lawful_finding() -> Finding:
    """An accessory that says so: what lowers suspicion outweighs what raises it."""
    title = "Replacement zip puller compatible with Norrvik Arctic Parka"
    s = signals_in(title)
    signals = [
        s("word_mark.exact", 1.4, "writes Norrvik", "Norrvik"),
        s("price.below", 1.0, "asks 4.50 EUR; genuine costs 420-560 EUR"),
        s("fair_use.compatible", -2.6, 'names Norrvik after "compatible with"', "compatible with"),
    ]
    return build_finding(5, title, signals, listing={"price": Decimal("4.5"), "currency": "EUR"})


def other_brands_findings() -> list[Finding]:
    """One listing with two brands, so two findings; and signals that no release knows yet."""
    chair, bag = (
        "Käferhaus lounge chair, inspired by the original",
        "H\u0430ld\u0435n weekend bag, official store, AAA",
    )
    price = {"price": Decimal(180), "currency": "EUR"}
    unknown = [
        build_signal("photo.same_design", 2.0, None),
        build_signal("claim", 0.9, "Claims to be the original"),
    ]
    written = [signals_in(chair)("word_mark.exact", 1.0, "writes Käferhaus", "Käferhaus")]
    s = signals_in(bag)
    in_bag = [
        s("disguised_mark.mixed_scripts", 4.0, "reads as Halden: \u0430, \u0435 are Cyrillic", bag[:6]),
        s("claim.official", 1.8, 'claims "official store", is not authorised', "official store"),
        s("replica_talk.grade", 1.6, 'says "AAA"', "AAA"),
    ]
    return [
        build_finding(8, chair, unknown, brand_id="kaferhaus", listing=price),
        build_finding(8, chair, written, brand_id="ostara"),
        build_finding(9, bag, in_bag, brand_id="halden", listing={"price": Decimal(55), "currency": "EUR"}),
    ]


def told_findings() -> list[Finding]:
    """One finding of each kind that a reader should see well, in the order of their ids."""
    chinese, arabic, fancy, turned = foreign_findings()
    first = [detailed_finding(), hidden_finding(), chinese, arabic, lawful_finding(), fancy, turned]
    return [*first, *other_brands_findings()]


def many_findings(count: int) -> list[Finding]:
    """`count` plain findings with scores and prices that differ: for lists that are long."""
    s = build_signal
    brands = ("norrvik", "halden", "ostara", "kaferhaus")
    return [
        build_finding(
            100 + number,
            title := f"Lot {number} {brands[number % 4].capitalize()} cap",
            [
                s(
                    "word_mark.exact",
                    1 + (number * 37 % 100) / 25,
                    "writes the mark",
                    "title",
                    f"Lot {number}",
                    title,
                ),
                s("price.below", 0.5, f"asks {10 + number % 50} EUR; genuine costs 60-90 EUR"),
            ],
            brand_id=brands[number % 4],
            listing={"price": Decimal(10 + number % 50), "currency": "EUR"},
        )
        for number in range(count)
    ]


def save_parquet(path: Path, findings: Sequence[Finding]) -> Path:
    pq.write_table(pa.Table.from_pylist(list(findings), schema=FINDING), path, row_group_size=500)
    return path


def save_lines(path: Path, findings: Sequence[Finding]) -> Path:
    def as_json(value: object) -> object:
        return value.isoformat() if isinstance(value, dt.datetime) else float(str(value))

    lines = (json.dumps(finding, default=as_json, ensure_ascii=False) for finding in findings)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def run_facts(**facts: Any) -> RunFacts:
    told: dict[str, Any] = {
        "listings": 20_000,
        "rejected": {"no-title": 3, "bad-price": 9},
        "duration": dt.timedelta(seconds=1.4),
        "scoring_version": "v1",
        "references_version": "b7c1f09e",
        "screened_at": SCREENED,
        "feeds": ("listings.parquet",),
        "skipped": ("price: no rate for TRY", "photos: 1,204 addresses not fetched"),
        "command": "countermark screen listings.parquet --references references --out findings.parquet",
        "brand_names": {
            "norrvik": "Norrvik",
            "halden": "Halden",
            "kaferhaus": "Käferhaus",
            "ostara": "Ostara",
        },
    }
    return RunFacts(**(told | facts))


@pytest.fixture
def signal() -> Callable[..., dict[str, Any]]:
    return build_signal


@pytest.fixture
def finding() -> Callable[..., Finding]:
    return build_finding


@pytest.fixture
def facts() -> Callable[..., RunFacts]:
    return run_facts


@pytest.fixture
def parquet(tmp_path: Path) -> Callable[[Sequence[Finding]], Path]:
    return lambda findings: save_parquet(tmp_path / "findings.parquet", findings)


@pytest.fixture
def lines(tmp_path: Path) -> Callable[[Sequence[Finding]], Path]:
    return lambda findings: save_lines(tmp_path / "findings.jsonl", findings)


@pytest.fixture
def told() -> list[Finding]:
    return told_findings()


@pytest.fixture
def many() -> Callable[[int], list[Finding]]:
    return many_findings


@pytest.fixture(scope="session")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report with every kind of suspect and enough plain ones for the list to go on."""
    folder = tmp_path_factory.mktemp("report")
    findings = save_parquet(folder / "findings.parquet", [*told_findings(), *many_findings(120)])
    write_report(findings, folder / "report.html", run=run_facts())
    return folder / "report.html"
