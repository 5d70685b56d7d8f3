"""How well marks in disguise are found in real titles, and how often a clean title is suspected.

Titles: 12,849 real product titles (`shared/data/titles`, beside the repository). Marks: brands of these titles and,
for the large set, some 15,000 real brand names. Attacks: `attacks.py`, written by someone who had not read the
detector. A disguise counts as found if the title becomes a *finding* of the right brand, by its words alone.

    python bench/quality/disguises.py [--titles N] [--json OUT]
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import json
import random
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

sys.path.insert(0, str(Path(__file__).parent.parent))

from countermark.matching.matcher import Matcher
from countermark.references import References
from countermark.references.model import Brand, ReferenceSet, Word
from countermark.screener import Screener
from countermark.text.fold import fold
from countermark.text.known_words import default_words
from countermark.text.tokens import tokenise
from quality.attacks import FAMILIES, TRIAL_14, WEAK, attack, times_written
from workload import brand_names

SHARED: Final = Path(__file__).resolve().parents[2] / ".." / "shared"
NOW: Final = dt.datetime(2026, 11, 21, tzinfo=dt.UTC)
SMALL: Final = 240
EACH: Final = 400
"""Attacked titles of each family."""


class Attacked(NamedTuple):
    """A title with a mark in disguise."""

    family: str
    mark: str
    original: str
    title: str


def titles() -> list[dict[str, str]]:
    """The real titles with their source and, where known, their brand."""
    with (SHARED / "data/titles/titles.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def small_set(rows: Iterable[dict[str, str]]) -> list[str]:
    """The most frequent brands of the titles that have four letters or more and are no everyday words."""
    counted = Counter(row["brand"].lower() for row in rows if row["brand"])
    words = default_words()
    fit = [
        brand
        for brand, _ in counted.most_common()
        if len(fold(brand).replace(" ", "")) >= 4
        and int(words.ordinary_of([fold(brand).replace(" ", "")])[0]) < 42
    ]
    return fit[:SMALL]


def screener(marks: Sequence[str], folder: Path, known: Sequence[str] = ()) -> Screener:
    """A screener for `marks`, each its own brand."""
    brands = [
        Brand(id=f"b{n:05d}", name=mark, words=(Word(text=mark, common=None),))
        for n, mark in enumerate(marks)
    ]
    references = References.of(ReferenceSet(brands=tuple(brands)), folder / "index")
    tables = folder / "tables"
    tables.mkdir(exist_ok=True)
    if known:
        pq.write_table(
            pa.table({"word": list(known), "kind": ["word"] * len(known)}), tables / "known_words.parquet"
        )
    return Screener(references, tables=tables)


def suspected(screen: Screener, texts: Sequence[str]) -> list[dict[str, dict[str, Any]]]:
    """For each text the brands that it is a finding of, with the finding."""
    table = pa.table({"listing_id": [str(n) for n in range(len(texts))], "title": list(texts)})
    found: list[dict[str, dict[str, Any]]] = [{} for _ in texts]
    for row in screen.screen(table, now=NOW).to_pylist():
        found[int(row["listing_id"])][row["brand_id"]] = row
    return found


def recognised(matcher: Matcher, texts: Sequence[str]) -> list[set[int]]:
    """For each text the brands (by number) that are recognised in it, in disguise or plainly, however weakly."""
    found: list[set[int]] = [set() for _ in texts]
    hits = matcher.match(tokenise([pa.array(list(texts))]))
    brands = matcher.vocabulary.brands[hits.terms]
    for segment, brand, strength in zip(
        hits.segments.tolist(), brands.tolist(), hits.strengths.tolist(), strict=True
    ):
        if strength > 0:
            found[segment].add(brand)
    return found


def attacked(rows: Sequence[str], marks: Sequence[str], chance: random.Random) -> list[Attacked]:
    """`EACH` attacks of every family on titles that name one of the marks once."""
    naming = [
        (title, mark)
        for title in rows
        for mark in marks
        if mark in title.lower() and times_written(title, mark) == 1
    ]
    out = []
    for family in FAMILIES:
        made = 0
        for title, mark in chance.sample(naming, len(naming)) * 3:
            changed = attack(title, mark, family, chance)
            if changed is not None:
                out.append(Attacked(family, mark, title, changed))
                made += 1
            if made == EACH:
                break
    return out


def measure(
    name: str,
    marks: Sequence[str],
    targets: Sequence[str],
    rows: list[str],
    folder: Path,
    known: Sequence[str],
) -> dict[str, Any]:
    """Recall by family and length, and the share of clean titles that become findings."""
    screen = screener(marks, folder, known)
    number = {fold(mark): f"b{n:05d}" for n, mark in enumerate(marks)}
    clean = suspected(screen, rows)
    flagged = [(rows[n], hits) for n, hits in enumerate(clean) if hits]
    cases = attacked(rows, targets, random.Random(5))
    results = suspected(screen, [case.title for case in cases])
    seen = recognised(Matcher(screen.references.vocabulary, screen.known), [case.title for case in cases])
    found: dict[str, list[tuple[int, bool]]] = defaultdict(list)
    mentions: dict[str, list[tuple[int, bool]]] = defaultdict(list)
    brands = {name: n for n, name in enumerate(screen.references.ids)}
    misses: dict[str, list[str]] = defaultdict(list)
    for case, hits, named in zip(cases, results, seen, strict=True):
        hit = number[fold(case.mark)] in hits
        brand = brands[number[fold(case.mark)]]
        mentions[case.family].append((len(fold(case.mark).replace(" ", "")), brand in named))
        found[case.family].append((len(fold(case.mark).replace(" ", "")), hit))
        if not hit and len(fold(case.mark).replace(" ", "")) >= 7:
            misses[case.family].append(f"{case.mark}: {case.title}")
    return {
        "name": name,
        "marks": len(marks),
        "clean": len(rows),
        "flagged": flagged,
        "found": dict(found),
        "misses": dict(misses),
        "mentions": dict(mentions),
    }


def share(entries: Iterable[tuple[int, bool]], least: int = 0, most: int = 99) -> float:
    """Share found among marks of `least` to `most` letters."""
    hits = [hit for size, hit in entries if least <= size <= most]
    return float(np.mean(hits)) if hits else float("nan")


def show(result: dict[str, Any], *, samples: int) -> None:
    """Print a result as tables."""
    flagged = len(result["flagged"])
    print(
        f"\n== {result['name']}: {result['marks']:,} marks; clean titles suspected:"
        f" {flagged} of {result['clean']:,} = {100 * flagged / result['clean']:.2f} %"
    )
    print(f"{'family':28s} {'all':>6s} {'4-6':>6s} {'7+':>6s}   recognised: {'4-6':>6s} {'7+':>6s}")
    for family, entries in result["found"].items():
        mark = " (weak by nature)" if family in WEAK else ""
        seen = result["mentions"][family]
        print(
            f"{family:28s} {share(entries):6.3f} {share(entries, 4, 6):6.3f} {share(entries, 7):6.3f}"
            f"   {share(seen, 4, 6):18.3f} {share(seen, 7):6.3f}{mark}"
        )
    kinds = {
        kind: [e for family in families for e in result["found"].get(family, ())]
        for kind, families in TRIAL_14.items()
    }
    print("the trial's 14 kinds:")
    for kind, entries in kinds.items():
        print(f"  {kind:26s} {share(entries):6.3f} {share(entries, 4, 6):6.3f} {share(entries, 7):6.3f}")
    for low, high in ((0, 99), (4, 6), (7, 99)):
        means = [share(entries, low, high) for entries in kinds.values()]
        print(f"  mean over 14, {low}-{high} letters: {np.nanmean(means):.3f}, least {np.nanmin(means):.3f}")
    if samples:
        _show_samples(result, samples)


def _show_samples(result: dict[str, Any], samples: int) -> None:
    """Print false hits and misses, to find their causes."""
    kinds_of = Counter(
        signal["name"] for _, hits in result["flagged"] for row in hits.values() for signal in row["signals"]
    )
    print("false hits by signal:", kinds_of.most_common())
    for title, hits in result["flagged"][:samples]:
        for row in hits.values():
            told = [
                (s["name"], s["text"], round(s["weight"], 2), title[s["start"] : s["end"]])
                for s in row["signals"]
                if s["weight"] > 0
            ]
            print("  false:", title[:90], told)
    for family, missed in result["misses"].items():
        for line in missed[: samples // 4]:
            print(f"  missed {family}: {line}")


def main() -> None:
    """Measure both sets, without and with words learned from the other half of the titles."""
    options = argparse.ArgumentParser()
    options.add_argument("--samples", type=int, default=0)
    options.add_argument("--only", default="")
    options.add_argument("--json", type=Path)
    given = options.parse_args()
    rows = titles()
    marks = small_set(rows)
    order = sorted({row["title"] for row in rows})
    random.Random(3).shuffle(order)
    half = len(order) // 2
    background, test = order[:half], order[half:]
    many = list(
        {
            fold(name): name for name in [*brand_names(), *marks] if len(fold(name).replace(" ", "")) >= 3
        }.values()
    )
    counted = Counter(word for title in background for word in set(fold(title).split()))
    learned = [word for word, count in counted.items() if count >= 3 and not word.isdigit()]
    plans = {
        "240": (marks, order, ()),
        "240 learned": (marks, test, learned),
        "15000": (many, order, ()),
        "15000 learned": (many, test, learned),
    }
    told = {}
    for name, (chosen, over, known) in plans.items():
        if given.only and given.only != name:
            continue
        with tempfile.TemporaryDirectory() as folder:
            result = measure(name, chosen, marks, over, Path(folder), known)
        show(result, samples=given.samples)
        told[name] = {k: result[k] for k in ("marks", "clean", "found")} | {"flagged": len(result["flagged"])}
    if given.json:
        given.json.write_text(json.dumps(told))


if __name__ == "__main__":
    main()
