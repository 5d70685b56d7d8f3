"""The page of results: every figure of quality with target, bounds, date and versions; nothing of the data itself."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from attacks import TRIAL_14, WEAK
from fair_use import FOLDS
from fair_use import _beside as marks_beside
from fair_use import _crossed as cross_validated
from fair_use import _matrix as facts_of
from lawful_market import A_DAY, PREVALENCES, Rate
from numpy.typing import NDArray
from referential import examples, natural_weights

sys.path.append(str(Path(__file__).parent.parent))

import machine
from countermark.demo.score import Share
from countermark.tables import BANDS
from countermark.text.reference_use import WEIGHTS

if TYPE_CHECKING:
    from lawful import Trade

SUSPECTED: Final = 0.01
"""Share of honest resale that may become a finding."""
FAIR: Final = 0.95
MEAN, LEAST, CLEAN = 0.95, 0.85, 0.002
"""Recall of disguises for marks of seven letters and more, in the mean and in each; clean titles suspected."""
LONG: Final = 7
ABOVE: Final = {band: band if band == BANDS[-1] else f"{band}+" for band in BANDS}
ABOUT: Final = ("Date", "Processor", "Python", "Commit", "Packages")
Lines = list[str]

_HEAD: Final = (
    "Made by `python bench/quality/lawful.py`; nothing here is written by hand."
    " What it means, and what the false hits are: [docs/quality.md](../../docs/quality.md)."
)
_TRADE: Final = (
    "{brands} real brands with {products:,} products and prices are the references; the marks stand plainly, sellers"
    " (but the brand's own) on nobody's list. Every finding is a false hit. In brackets 95 % bounds (Wilson)."
)
_CAUSES: Final = "What raised the suspicion, the heaviest first; the brand's name alone raises none."
_PRECISION: Final = (
    "Fakes are simulated. Lawful listings are those of the simulated markets, the honest resale with real titles"
    " above, or both. Bands are cumulative: `low+` is low or higher. In brackets 95 %: of the rates Wilson's bounds,"
    " of the precision what the worse, then the better of both rates' bounds give."
)
_FAIR_USE: Final = (
    "{mentions:,} mentions in real titles read by hand, {fair} of them fair use; judged from the title alone."
    " `python bench/quality/fair_use.py` tells more."
)
_DISGUISED: Final = (
    "Share of disguised marks in real titles that become findings by their words alone, by letters of the mark;"
    " first the trial's 14 kinds, then every family. Measured by `python bench/quality/disguises.py`."
)


class Page:
    """What was measured so far, and what could not be."""

    def __init__(self) -> None:
        self.missing: list[str] = []
        self._targets: list[list[str]] = []
        self._lines: Lines = []
        self._seconds = 0.0

    def add(self, section: tuple[Lines, list[list[str]]] | Lines) -> None:
        """A section, with its rows of the table of targets."""
        lines, targets = section if isinstance(section, tuple) else (section, [])
        self._lines += [*lines, ""]
        self._targets += targets

    def left_out(self, what: str, why: str) -> None:
        """Something that cannot be measured here."""
        self.missing.append(f"{what}: {why}")

    def timing(self, seconds: float) -> None:
        """How long it took."""
        self._seconds = seconds

    def trade(self, trade: Trade) -> None:
        """Lawful trade: groups and causes."""
        self.add((_trade(trade), _trade_targets(trade)))
        causes = Counter((hit.band, hit.cause, hit.listing.group) for hit in trade.hits)
        self.add(causes_table("What raised them", causes))

    def disguises(self, file: Path | None) -> None:
        """Recall of disguises, where someone measured it."""
        if file is None:
            self.add(["## Disguised marks", "", "Not given to this run (`--disguises FILE`)."])
            return
        measured = dt.datetime.fromtimestamp(file.stat().st_mtime, dt.UTC)
        lines, targets = _disguises(json.loads(file.read_text(encoding="utf-8")))
        self.add(([*lines, f"Measured {measured:%Y-%m-%d %H:%M} UTC, not by this run."], targets))

    def text(self) -> str:
        """The page."""
        facts = {name: value for name, value in machine.facts().items() if name in ABOUT}
        facts["Time"] = f"{self._seconds:.0f} s"
        lines = ["# Quality: what was measured", "", _HEAD, "",
                 *table(["", ""], [[name, value] for name, value in facts.items()])]  # fmt: skip
        if self.missing:
            lines += ["**This run is not whole.** Left out:", "", *(f"- {what}" for what in self.missing), ""]
        lines += ["## Targets", "", *table(["what", "measured", "target", ""], self._targets), *self._lines]
        return "\n".join(lines).rstrip() + "\n"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Lines:
    """A table, and an empty line."""
    return [*("| " + " | ".join(row) + " |" for row in (head, ["---"] * len(head), *rows)), ""]


def percent(value: float) -> str:
    """A share, with the digits that it deserves."""
    if value != value:  # noqa: PLR0124  # not a number: nothing was asked
        return "–"
    shown = 100 * value
    return (
        f"{shown:.1f} %"
        if shown >= 10 or not shown
        else f"{shown:.3f} %"
        if shown < 0.1
        else f"{shown:.2f} %"
    )


def share(part: Share) -> str:
    """A share with its 95 % bounds."""
    if not part.of:
        return "–"
    low, high = part.bounds
    return f"{percent(part.value)} ({percent(low)} to {percent(high)})"


def _met(reached: bool) -> str:
    return "met" if reached else "**not met**"


def _trade_targets(trade: Trade) -> list[list[str]]:
    found, high = (trade.share(trade.resale, band) for band in (BANDS[0], BANDS[-1]))
    return [
        ["honest resale that becomes a finding", f"{found.hits} of {found.of:,} = {share(found)}",
         f"≤ {percent(SUSPECTED)}", _met(found.value <= SUSPECTED)],
        ["honest resale in band high", f"{high.hits} of {high.of:,}, at most {percent(high.bounds[1])}", "0",
         _met(not high.hits)],
    ]  # fmt: skip


def _trade(trade: Trade) -> Lines:
    rows = []
    for name, groups in [
        ("**honest resale, all**", trade.resale),
        *((group, [group]) for group in trade.counts),
    ]:
        shares = [trade.share(groups, band) for band in BANDS]
        other = sum(not hit.own for hit in trade.hits if hit.listing.group in groups)
        rows.append([name, f"{shares[0].of:,}", str(shares[0].hits), share(shares[0]), str(shares[1].hits),
                     str(shares[2].hits), "" if groups == ["bare titles"] else str(other)])  # fmt: skip
    return [
        "## Lawful trade, real titles",
        "",
        _TRADE.format(brands=trade.brands, products=trade.products),
        "",
        *table(["listings", "of them", "findings", "share", "medium+", "high", "of another brand"], rows),
    ]


def causes_table(title: str, causes: Mapping[tuple[str, tuple[str, ...], str], int]) -> Lines:
    """False hits by what raised them; given by band, cause and kind of listing."""
    by_cause: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for (band, cause, kind), count in causes.items():
        by_cause[cause].update({f"band {band}": count, f"in {kind}": count})
    rows = []
    for cause, counts in sorted(by_cause.items(), key=lambda entry: (-entry[1].total(), entry[0])):
        bands = [counts[f"band {band}"] for band in BANDS]
        kinds = [f"{name[3:]} {count}" for name, count in counts.most_common() if name.startswith("in ")]
        rows.append(
            [" + ".join(cause) or "the name alone", str(sum(bands)), *map(str, bands), "; ".join(kinds)]
        )
    return [f"### {title}", "", _CAUSES, "", *table(["cause", "findings", *BANDS, "in"], rows)]


def precision_sections(rates: Mapping[str, Mapping[str, Rate]]) -> Lines:
    """Rates, precision and findings a day."""
    lines = ["## Precision to expect", "", _PRECISION, ""]
    rows = [
        [
            name,
            ABOVE[band],
            f"{share(rate.found)} of {rate.found.of:,}",
            f"{share(rate.hit)} of {rate.hit.of:,}",
        ]
        for name, bands in rates.items()
        for band, rate in bands.items()
    ]
    lines += table(["lawful listings", "band", "fakes found", "lawful listings hit"], rows)
    heads = [f"at {prevalence:.1%} fakes" for prevalence in PREVALENCES]
    rows = [
        [name, ABOVE[band], *(_precision(rate, prevalence) for prevalence in PREVALENCES)]
        for name, bands in rates.items()
        for band, rate in bands.items()
    ]
    lines += table(["lawful listings", "band", *heads], rows)
    lines += ["### Findings a day", "", f"Of {A_DAY:,} listings a day: true and false findings.", ""]
    rows = [
        [name, ABOVE[band], *(_a_day(rate, prevalence) for prevalence in PREVALENCES)]
        for name, bands in rates.items()
        for band, rate in bands.items()
    ]
    return lines + table(["lawful listings", "band", *heads], rows)


def _precision(rate: Rate, prevalence: float) -> str:
    worst, usual, best = rate.precision(prevalence)
    return f"{percent(usual)} ({percent(worst)} to {percent(best)})"


def _a_day(rate: Rate, prevalence: float) -> str:
    true, false = rate.findings(prevalence)
    most = (A_DAY - round(A_DAY * prevalence)) * rate.hit.bounds[1]
    return f"{true.hits:,} true, {false.hits:,} false (at most {most:,.0f})"


def told(title: str, kinds: Mapping[str, Sequence[Share]]) -> Lines:
    """Hits of the simulated market by kind."""
    rows = [[kind, f"{hits[0].of:,}", *map(share, hits)] for kind, hits in kinds.items()]
    return [f"### {title}", "", *table(["kind", "listings", *ABOVE.values()], rows)]


def fair_use_section(shared: Path) -> tuple[Lines, list[list[str]]]:
    """Fair use against own-brand use on mentions read by hand: the measure of `fair_use.py`."""
    found = examples(shared)
    read = [example for example in found if example.label in {"own", "referential"}]
    rows = facts_of(read, marks_beside(found))
    truth = np.array([example.label == "referential" for example in read])
    natural = natural_weights(found)
    shipped = rows @ np.array(list(WEIGHTS.values()))
    crossed = cross_validated(read, rows, truth)
    weights = np.array([natural[example] for example in read])
    measured = {
        "as shipped, weights fitted on all of them": _scores(shipped > 0, truth),
        f"weights fitted on other brands only, {FOLDS} folds": _scores(crossed > 0, truth),
        "the same, mentions weighed as they occur in the titles": _scores(crossed > 0, truth, weights),
    }
    f1 = list(measured.values())[1][2]
    lines = ["## Fair use against own-brand use", "",
             _FAIR_USE.format(mentions=len(read), fair=int(truth.sum())), "",
             *table(["", "precision", "recall", "F1"], [[what, *(f"{value:.3f}" for value in values)]
                                                       for what, values in measured.items()])]  # fmt: skip
    return lines, [["fair use, F1 on brands not fitted on", f"{f1:.3f}", f"≥ {FAIR}", _met(f1 >= FAIR)]]


def _scores(
    called: NDArray[np.bool_], truth: NDArray[np.bool_], weights: NDArray[np.float64] | None = None
) -> tuple[float, float, float]:
    mass = np.ones(len(truth)) if weights is None else weights
    right, wrong, missed = (mass[which].sum() for which in (called & truth, called & ~truth, ~called & truth))
    return right / (right + wrong), right / (right + missed), 2 * right / (2 * right + wrong + missed)


def _disguises(sets: Mapping[str, Mapping[str, Any]]) -> tuple[Lines, list[list[str]]]:
    """Recall of each disguise by length of mark, of every set that was measured."""
    lines = ["## Disguised marks", "", _DISGUISED, ""]
    targets: list[list[str]] = []
    for name, told_of in sets.items():
        found: Mapping[str, Sequence[tuple[int, bool]]] = told_of["found"]
        flagged = Share(told_of["flagged"], told_of["clean"])
        kinds = {
            kind: [hit for family in families for hit in found.get(family, ())]
            for kind, families in TRIAL_14.items()
        }
        long = {kind: _recall(hits, LONG, 99) for kind, hits in kinds.items()}
        known = {kind: value for kind, value in long.items() if value == value}  # noqa: PLR0124  # not a number: none made
        mean, least = float(np.mean(list(known.values()))), min(known, key=lambda kind: known[kind])
        targets += _disguise_targets(
            f"{name} ({told_of['marks']:,} marks)", mean, (least, known[least]), flagged
        )
        clean = f"Clean titles suspected: {flagged.hits} of {flagged.of:,} = {share(flagged)}."
        lines += [f"### {name}: {told_of['marks']:,} marks", "", clean, ""]
        lines += table(["disguise", "all", "4 to 6", f"{LONG}+"], _recalls(kinds, found))
    return lines, targets


def _disguise_targets(
    name: str, mean: float, least: tuple[str, float], flagged: Share
) -> Iterator[list[str]]:
    yield [f"disguises, {name}: mean of 14 kinds", f"{mean:.3f}", f"≥ {MEAN}", _met(mean >= MEAN)]
    yield [
        f"disguises, {name}: least of 14 kinds",
        f"{least[1]:.3f} ({least[0]})",
        f"≥ {LEAST}",
        _met(least[1] >= LEAST),
    ]
    yield [
        f"disguises, {name}: clean titles suspected",
        share(flagged),
        f"≤ {percent(CLEAN)}",
        _met(flagged.value <= CLEAN),
    ]


def _recalls(*sets: Mapping[str, Sequence[tuple[int, bool]]]) -> Iterator[list[str]]:
    for number, families in enumerate(sets):
        for family, hits in families.items():
            name = (
                f"**{family}**" if not number else f"{family} (weak by nature)" if family in WEAK else family
            )
            yield [name, *(f"{_recall(hits, *ends):.3f}" for ends in ((0, 99), (4, 6), (LONG, 99)))]


def _recall(hits: Iterable[tuple[int, bool]], least: int, most: int) -> float:
    found = [hit for size, hit in hits if least <= size <= most]
    return float(np.mean(found)) if found else float("nan")
