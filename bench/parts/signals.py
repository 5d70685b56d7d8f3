"""Every signal of the default scoring, Parquet to Parquet: what `countermark screen` does, with two workers.

The tables beside the references are there (rates, categories, sellers by a first pass over the same file), every
brand has products with prices in three currencies and a right in a class, so that no signal is silent for want of
facts.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import msgspec

from closely import Looked, look
from command import program, run
from context import Context, tell
from countermark.evidence import Phase
from figures import Figure, Part, Table, median, number, percent, spread

TARGET: Final = 130_000
DEARER: Final = 1.5


@dataclass(frozen=True)
class Run:
    """One run, as `screening.py` tells it, and the most memory that its processes held."""

    told: dict[str, Any]
    memory: float
    shared: float
    exact: bool

    @property
    def rate(self) -> float:
        """Listings a second from the moment that all workers are at work."""
        return float(self.told["steady"])

    @property
    def start(self) -> float:
        """Seconds until the first worker answers."""
        return float(self.told["loaded"] + self.told["ready"])

    @property
    def whole(self) -> float:
        """Listings a second as the command counts them, the second worker's start included."""
        return float(self.told["read"] / self.told["seconds"])


def measure(context: Context) -> Part:
    """Both sizes of references; what the time goes to."""
    scale, market = context.scale, context.market
    listings, tables = market.listings(scale.rows), market.tables(scale.rows)
    names = len(market.names())
    runs: dict[int, list[Run]] = {}
    for count in (0, scale.terms):
        references = market.references(count)
        for turn in range(scale.repeats):
            runs.setdefault(count, []).append(screened(listings, references, tables, context.scratch))
            tell(f"{count or names:,} terms, run {turn + 1}: {runs[count][-1].rate:,.0f} listings/s")
    looked = look(listings, market.references(), tables, scale.looked)
    tell("the first pass over the sellers")
    profiled = run(
        "sellers", "profile", *map(str, listings), "--references", str(market.references()),
        "--out", str(context.scratch / "profiled"),
    ).check()  # fmt: skip
    few, many = runs[0], runs[scale.terms]
    first_pass = Figure(
        key="signals.profile", what="`sellers profile`, the first pass", unit="listings/s",
        value=scale.rows / profiled.seconds, how="one process, its start included",
    )  # fmt: skip
    return Part(
        title="Every signal, Parquet to Parquet, two workers",
        method=" ".join((__doc__ or "").split())
        + " Wall clock; the rate counts from the first results after every worker has answered, start and finish "
        f"stand apart; median of {scale.repeats}.",
        figures=[*_rates(context, few, many), *_apart(few, many), first_pass],
        tables=[_shares(looked, few[0].told), _costs(looked)],
    )


def _rates(context: Context, few: list[Run], many: list[Run]) -> list[Figure]:
    """Listings a second, and what more terms cost."""
    rate, more = (median([run.rate for run in runs]) for runs in (few, many))
    limit, terms = context.share("limit.rate", rate), f"{context.scale.terms:,} terms"
    return [
        Figure(
            key="signals.rate", what=f"{len(context.market.names()):,} real brand names", value=rate,
            unit="listings/s", target=TARGET, beside=f"{limit} of the bare Arrow loop" if limit else "",
            how=f"runs: {spread([run.rate for run in few])}",
        ),
        Figure(
            key="signals.whole", what="the same as the command counts it", unit="listings/s",
            value=median([run.whole for run in few]),
            how="from the first worker's answer on: the second one's start is in it",
        ),
        Figure(
            key="signals.many", what=terms, value=more, unit="listings/s",
            how=f"runs: {spread([run.rate for run in many])}",
        ),
        Figure(
            key="signals.dearer", what=f"cost at {terms}, as a multiple", value=rate / more, target=DEARER,
            better="lower",
        ),
        Figure(
            key="signals.cpu", what="processor time of all processes", unit="µs a listing",
            value=median([run.told["cpu"] / run.told["read"] * 1e6 for run in few]),
        ),
    ]  # fmt: skip


def _apart(few: list[Run], many: list[Run]) -> list[Figure]:
    """What is not in the rate: start, finish, memory."""
    return [
        Figure(
            key="signals.start", what="start-up, apart", unit="s", value=median([run.start for run in few]),
            beside=f"{median([run.start for run in many]):.1f} s with the many terms",
            how="imports, references, tables, and a worker that answers; files read before",
        ),
        Figure(
            key="signals.finish", what="putting the findings together, apart", unit="s",
            value=median([run.told["finish"] for run in few]),
        ),
        Figure(
            key="signals.memory", what="memory of all processes at most", value=max(run.shared for run in few),
            unit="GB", beside=f"{max(run.shared for run in many):.2f} GB with the many terms",
            how="resident memory, shared pages counted in each process; looked at four times a second",
        ),
    ]  # fmt: skip


def screened(listings: list[Path], references: Path, tables: Path, scratch: Path) -> Run:
    """One run in a process of its own."""
    out = scratch / "findings.parquet"
    out.unlink(missing_ok=True)
    given = [str(references), str(tables), str(out), *map(str, listings)]
    ran = program("screening.py", *given, watch=True, live=True).check()
    told = msgspec.json.decode(ran.said.splitlines()[-1])
    return Run(told, ran.memory / 1e9, ran.shared / 1e9, ran.exact)


def _shares(looked: Looked, told: dict[str, Any]) -> Table:
    """What share of the listings takes which way."""
    rows = [
        (
            "listings that name a brand, or seem to",
            looked.share(Phase.RAISE),
            "asked for price, seller, talk, claims",
        ),
        ("listings read closely", looked.share(Phase.LOWER), "suspect without fair use and authorisation"),
        ("listings that become findings", told["findings"] / told["read"], "over the whole file, by brand"),
        (
            "words never seen before",
            looked.slow(),
            "the slow path; words with no space between them count once more",
        ),
        ("the same, last quarter of the sample", looked.slow(last=True), "what it comes down to"),
        ("words worked out letter by letter", looked.worked(), "of all: neither known nor plain"),
    ]
    head = ["what", "share", "remark"]
    title = f"Which way the listings go (one process, {looked.rows:,} listings)"
    return Table(title=title, head=head, rows=[[what, percent(share), why] for what, share, why in rows])


def _costs(looked: Looked) -> Table:
    """Where a core's time goes."""
    rows = [[what, number(seconds / looked.rows * 1e6), percent(seconds / looked.seconds)]
            for what, seconds in looked.costs().items()]  # fmt: skip
    return Table(
        title="Where a core's time goes (processor time, one process, the same listings)",
        head=["step", "µs a listing", "share"],
        rows=rows,
    )
