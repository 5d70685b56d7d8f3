"""The one door: listings in, findings out.

`Screener.screen` is a pure function of the listings, the references, the tables beside them, the scoring and the day.
A screener may be shared between threads; what it remembers about words changes no result. It pickles as a path and
versions, so that another process maps the same files.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from countermark import scoring as scorings
from countermark.batch import Batch
from countermark.beside import Beside
from countermark.errors import Rejection
from countermark.evidence import Pairs, Phase
from countermark.findings import Suspect, findings_table
from countermark.listings import conform
from countermark.matching.matcher import Matcher
from countermark.references import References
from countermark.scoring.model import Scoring, Weighed
from countermark.text.known_words import KnownWords
from countermark.text.tokens import Tokens

_NO_PAIRS = Pairs(np.empty(0, dtype=np.int32), np.empty(0, dtype=np.int32))


class Screening(NamedTuple):
    """Findings of a conformed table, the row of each, notes on what was left out, and the table's words."""

    findings: pa.Table
    rows: NDArray[np.int64]
    notes: Counter[str]
    tokens: Tokens


class Screened(NamedTuple):
    """What screening a batch gave: findings, rows that could not be screened, and notes on what was left out."""

    findings: pa.Table
    rejected: list[Rejection]
    notes: Counter[str]


@dataclass(frozen=True)
class _State:
    """Everything a screening reads. Replaced as a whole, so that a running screening keeps what it began with."""

    references: References
    beside: Beside
    matcher: Matcher
    scoring: Scoring


class Screener:
    """Screens listings against `references` (compiled, or a path) with a scoring and the tables of a folder."""

    def __init__(
        self,
        references: References | str | Path,
        *,
        scoring: str = scorings.DEFAULT,
        tables: str | Path | None = None,
    ) -> None:
        self._scoring = scoring
        self._tables = Path(tables) if tables is not None else None
        loaded = references if isinstance(references, References) else References.load(references)
        self._state = self._load(loaded)

    def _load(self, references: References) -> _State:
        beside = Beside.load(self._tables)
        known = references.known.with_words(beside.known_words)
        matcher = Matcher(references.vocabulary, known)
        return _State(references, beside, matcher, scorings.scoring(self._scoring, references))

    @property
    def references(self) -> References:
        """The references that count now."""
        return self._state.references

    @property
    def known(self) -> KnownWords:
        """The words that veto a near match: those of the references and of the tables beside them."""
        return self._state.matcher.known

    @property
    def scoring_version(self) -> str:
        """The version of the scoring."""
        return self._state.scoring.version

    @property
    def tables(self) -> Path | None:
        """The folder of the tables beside the references."""
        return self._tables

    def refresh(self) -> bool:
        """Take up a newer version of the references, if there is one. Screenings under way end with the old one."""
        latest = References.load(self._state.references.path)
        if latest.version == self._state.references.version:
            return False
        self._state = self._load(latest)
        return True

    def __getstate__(self) -> dict[str, Any]:
        references = self._state.references
        return {
            "path": references.path, "version": references.version, "scoring": self._scoring, "tables": self._tables,
        }  # fmt: skip

    def __setstate__(self, state: dict[str, Any]) -> None:
        self._scoring = state["scoring"]
        self._tables = state["tables"]
        self._state = self._load(References.load(state["path"], version=state["version"]))

    def screen(self, listings: pa.Table | pa.RecordBatch, *, now: dt.datetime | None = None) -> pa.Table:
        """The findings of `listings` (columns of `tables.LISTING`), in their order, as `tables.FINDING`.

        Rows that cannot be screened are left out; `screened` tells which and why. `now` is an aware time; a naive
        one is a `ValueError`.
        """
        return self.screened(listings, now=now).findings

    def screened(
        self, listings: pa.Table | pa.RecordBatch, *, now: dt.datetime | None = None, file: str = "listings"
    ) -> Screened:
        """The same, with the rows that were rejected (by their number, from 1, as line) and notes."""
        table, rejected, _ = conform(listings, file=file)
        screening = self.screen_conformed(table, now=now or dt.datetime.now(dt.UTC))
        return Screened(screening.findings, rejected, screening.notes)

    def screen_conformed(
        self, table: pa.Table, *, now: dt.datetime, brands: Collection[str] | None = None
    ) -> Screening:
        """The same for a table that is `tables.LISTING` already; findings of `brands` only, if they are given."""
        if now.utcoffset() is None:
            raise ValueError(
                f"now is {now.isoformat()}, without a zone; give an aware time: datetime.now(UTC)"
            )
        state = self._state
        batch = Batch(table, state.references, state.beside, state.matcher, today=now.date())
        pairs, totals, weighed = _judged(batch, state.scoring)
        found = totals >= state.scoring.least
        if brands is not None:
            # Only now: what else a listing names may speak for or against the brands that are asked about.
            found &= np.isin(state.references.ids, list(brands))[pairs.brands]
        which = np.flatnonzero(found)
        suspects = _suspects(pairs, totals, weighed, which)
        findings = findings_table(batch, suspects, state.scoring, screened_at=now)
        rows = np.array(sorted(suspect.row for suspect in suspects), dtype=np.int64)
        return Screening(findings, rows, batch.notes, batch.tokens)


def _judged(batch: Batch, scoring: Scoring) -> tuple[Pairs, NDArray[np.float64], list[Weighed]]:
    """Every pair that a signal named, its sum, and what the signals said of it.

    The last phase is asked only about pairs that are suspect without it: it can only lower.
    """
    brands = max(len(batch.references), 1)
    named = [(signal, signal.find(batch, _NO_PAIRS)) for signal in scoring.of_phase(Phase.NAME)]
    keys = np.unique(
        np.concatenate(
            [np.empty(0, dtype=np.int64)] + [e.rows.astype(np.int64) * brands + e.brands for _, e in named]
        )
    )
    pairs = Pairs((keys // brands).astype(np.int32), (keys % brands).astype(np.int32))
    totals = np.full(len(keys), scoring.prior, dtype=np.float64)
    weighed = [scoring.weigh(signal, evidence, pairs, brands) for signal, evidence in named]
    if len(keys):
        raised = [(signal, signal.find(batch, pairs)) for signal in scoring.of_phase(Phase.RAISE)]
        weighed += [scoring.weigh(signal, evidence, pairs, brands) for signal, evidence in raised]
    for said in weighed:
        np.add.at(totals, said.pairs, said.weights)
    suspect = totals >= scoring.least
    if suspect.any():
        asked = Pairs(pairs.rows[suspect], pairs.brands[suspect])
        for signal in scoring.of_phase(Phase.LOWER):
            said = scoring.weigh(signal, signal.find(batch, asked), pairs, brands)
            np.add.at(totals, said.pairs, said.weights)
            weighed.append(said)
    return pairs, totals, weighed


def _suspects(
    pairs: Pairs, totals: NDArray[np.float64], weighed: list[Weighed], which: NDArray[np.int64]
) -> list[Suspect]:
    """The pairs `which` with what was said of each, the heaviest first."""
    wanted = {
        int(pair): Suspect(int(pairs.rows[pair]), int(pairs.brands[pair]), float(totals[pair]), [])
        for pair in which
    }
    for said in weighed:
        for n in np.flatnonzero(np.isin(said.pairs, which)).tolist():
            entry = int(said.entries[n])
            name = f"{said.signal.name}.{said.signal.kinds[said.evidence.kinds[entry]]}"
            detail = said.evidence.detail(entry)
            wanted[int(said.pairs[n])].reasons.append((name, float(said.weights[n]), detail))
    return list(wanted.values())
