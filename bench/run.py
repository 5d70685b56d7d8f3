"""All speed benchmarks in one run: what we do, what a user would take instead, and the machine's limit.

    python bench/run.py                  every part but the long one; writes bench/RESULTS.md and bench/results.json
    python bench/run.py --full           ten million listings as well, in the memory they need and through the history
    python bench/run.py --quick          all of it, small, to try the benchmarks out
    python bench/run.py --only exact     some parts; their figures

A run that is not whole goes to bench/.cache/results instead, so that it takes no one's place.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path
from typing import Final

import machine
import workload
from context import Context
from figures import Outcome, Part, Scale, Skipped
from market import Market
from report import Results, summary, write

PARTS: Final = ("limit", "exact", "signals", "rivals", "references", "history", "millions")
"""In this order: later ones are told as a share of the first."""
LONG: Final = "millions"


def main() -> None:
    """Measure, write, and say how it stands beside the targets."""
    given = _arguments()
    scale = Scale.of(given.rows, quick=given.quick, full=given.full)
    names = [name for name in PARTS if name in (given.only or PARTS)]
    facts = machine.facts()
    with _scratch(given.scratch) as scratch:
        outcomes = _measured(names, Context(scale, Market(scratch)))
    results = Results(facts=facts, scale=scale, workload=workload.STATED, outcomes=outcomes)
    whole = tuple(names) == PARTS and given.rows is None and not scale.quick
    folder = given.out or (Path(__file__).parent if whole else workload.CACHE / "results")
    write(results, folder)
    print(summary(results))
    print(f"Written: {folder / 'RESULTS.md'} and results.json beside it")
    sys.exit(any(outcome.failed for outcome in outcomes))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", nargs="+", choices=PARTS, metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--quick", action="store_true", help="small; the figures mean nothing")
    parser.add_argument("--full", action="store_true", help="ten million listings as well; takes long")
    parser.add_argument("--rows", type=int, help="listings of the workload (two million)")
    parser.add_argument("--out", type=Path, help="folder for RESULTS.md and results.json")
    parser.add_argument("--scratch", type=Path, help="folder for what is made; kept, and used again")
    return parser.parse_args()


@contextmanager
def _scratch(kept: Path | None) -> Iterator[Path]:
    """Where files are made: on a disk, since a temporary folder in memory would count as the engine's."""
    if kept is not None:
        kept.mkdir(parents=True, exist_ok=True)
        yield kept.resolve()
        return
    workload.CACHE.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="scratch-", dir=workload.CACHE) as folder:
        yield Path(folder)


def _measured(names: list[str], context: Context) -> list[Outcome]:
    outcomes = []
    for place, name in enumerate(names, 1):
        print(f"[{place}/{len(names)}] {name}", file=sys.stderr, flush=True)
        outcome = _outcome(name, context)
        outcomes.append(outcome)
        for figure in outcome.part.figures if outcome.part else []:
            context.earlier[figure.key] = figure.value
        told = outcome.skipped or outcome.failed or f"{outcome.seconds:.0f} s"
        print(f"    {told}", file=sys.stderr, flush=True)
    return outcomes


def _outcome(name: str, context: Context) -> Outcome:
    """One part, in a process of its own, so that no part leaves memory or settings to the next."""
    began = time.perf_counter()

    def spent() -> float:
        return time.perf_counter() - began

    if name == LONG and not (context.scale.full or context.scale.quick):
        return Outcome(name=name, seconds=0, skipped="takes long: only with --full")
    try:
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            part = pool.submit(_part, name, context).result()
    except Skipped as reason:
        return Outcome(name=name, seconds=spent(), skipped=str(reason))
    except Exception as error:  # noqa: BLE001  # the other parts are measured all the same, and the run fails in the end
        traceback.print_exc()
        last = (str(error).strip() or repr(error)).splitlines()[-1]
        return Outcome(name=name, seconds=spent(), failed=f"{type(error).__name__}: {last}")
    return Outcome(name=name, seconds=spent(), part=part)


def _part(name: str, context: Context) -> Part:
    measure: Callable[[Context], Part] = import_module(f"parts.{name}").measure
    return measure(context)


if __name__ == "__main__":
    main()
