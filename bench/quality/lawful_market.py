"""What precision to expect: the share of fakes found, of lawful listings wrongly hit, restated for real prevalences.

The fakes are those of the simulated market (`countermark demo`): nobody publishes real ones with the truth about
them. Lawful listings are those of the same market and, apart, those made of real titles.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from countermark.demo.folder import read_findings, read_truth
from countermark.demo.score import PREVALENCES, Score, Share, score
from countermark.tables import BANDS

A_DAY: Final = 10_000_000
"""Listings that a large marketplace screens a day."""
NAMING: Final = "word_mark."
Cause = tuple[str, ...]
_COMMAND: Final = "from countermark.cli import main; main()"


class Rate(NamedTuple):
    """Of the fakes those found at a band or above, of the lawful listings those hit."""

    found: Share
    hit: Share

    def precision(self, prevalence: float) -> tuple[float, float, float]:
        """At the worst, to expect, at the best: with the 95 % bounds of both shares against each other."""
        (least, most), (low, high) = self.found.bounds, self.hit.bounds
        pairs = ((least, high), (self.found.value, self.hit.value), (most, low))
        worst, usual, best = (_precision(prevalence, found, hit) for found, hit in pairs)
        return worst, usual, best

    def findings(self, prevalence: float) -> tuple[Share, Share]:
        """True and false findings a day, each as a share of the fakes and the lawful listings of a day."""
        fakes = round(A_DAY * prevalence)
        lawful = A_DAY - fakes
        return Share(round(fakes * self.found.value), fakes), Share(round(lawful * self.hit.value), lawful)


def _precision(prevalence: float, found: float, hit: float) -> float:
    true, false = prevalence * found, (1 - prevalence) * hit
    return true / (true + false) if true + false else float("nan")


class Market(NamedTuple):
    """A simulated market: its score, and its false hits by band, cause and kind."""

    score: Score
    causes: Counter[tuple[str, Cause, str]]


def cause_of(signals: Sequence[Mapping[str, Any]]) -> Cause:
    """The signals that raised a suspicion, the heaviest first; that a brand is named is none."""
    raised = sorted((s for s in signals if s["weight"] > 0), key=lambda s: -s["weight"])
    return tuple(dict.fromkeys(s["name"] for s in raised if not s["name"].startswith(NAMING)))


def markets(seeds: Sequence[int], listings: int) -> Iterator[Market]:
    """A simulated market for each seed, made and screened by the commands that users have."""
    for seed in seeds:
        with tempfile.TemporaryDirectory() as folder:
            market = Path(folder) / "market"
            _run("demo", str(market), "--listings", str(listings), "--seed", str(seed))
            _run(
                "screen", str(market / "listings.parquet"), "--references", str(market / "references"),
                "--tables", str(market / "tables"), "--out", str(market / "findings.parquet"),
            )  # fmt: skip
            truth = read_truth(market)
            yield Market(score(truth, read_findings(market)), _causes(truth, market / "findings.parquet"))


def _causes(truth: pa.Table, findings: Path) -> Counter[tuple[str, Cause, str]]:
    ids, kinds, infringing = (truth[name].to_pylist() for name in ("listing_id", "kind", "infringing"))
    lawful = {number: kind for number, kind, bad in zip(ids, kinds, infringing, strict=True) if not bad}
    rows = pq.read_table(findings, columns=["listing_id", "band", "signals"]).to_pylist()
    return Counter(
        (row["band"], cause_of(row["signals"]), lawful[row["listing_id"]])
        for row in rows
        if row["listing_id"] in lawful
    )


def _run(*words: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _COMMAND, *words], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(
            f"countermark {' '.join(words)} ended with {done.returncode}: {done.stderr.strip()}"
        )


def summed(shares: Sequence[Share]) -> Share:
    """Several shares as one."""
    return Share(sum(share.hits for share in shares), sum(share.of for share in shares))


def rates(scores: Sequence[Score], real: Mapping[str, Share]) -> dict[str, dict[str, Rate]]:
    """The rates at each band, by whose lawful listings they are: simulated, of real titles, both."""
    out: dict[str, dict[str, Rate]] = {}
    for n, band in enumerate(BANDS):
        found = summed([score.bands[n].recall for score in scores])
        simulated = summed([score.bands[n].false_hits for score in scores])
        lawful = {"simulated": simulated}
        if real:
            lawful |= {"real titles": real[band], "both": summed([simulated, real[band]])}
        for name, hit in lawful.items():
            out.setdefault(name, {})[band] = Rate(found, hit)
    return out


def by_kind(scores: Sequence[Score], what: str) -> dict[str, tuple[Share, ...]]:
    """Hits by kind over all markets, at each band; `what` is a field of `Score`."""
    found: dict[str, list[tuple[Share, ...]]] = {}
    for several in scores:
        for group in getattr(several, what):
            found.setdefault(group.name, []).append(group.hits)
    return {name: tuple(map(summed, zip(*hits, strict=True))) for name, hits in sorted(found.items())}


__all__ = ["A_DAY", "PREVALENCES", "Rate", "by_kind", "markets", "rates", "summed"]
