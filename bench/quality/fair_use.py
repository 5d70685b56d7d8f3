"""Fair use against own-brand use, measured on mentions read by hand: `python bench/quality/fair_use.py
[SHARED]`.

Prints precision, recall and F1 of the rule as shipped, of the same facts with weights fitted on other brands
only (five folds by brand, no held-out title among those fitted), and what the shipped weights become when
fitted anew on all labels. Labels `word` and `unclear` are no part of it. A mention is judged from its title
alone, as a marketplace would see it without a brand column, and once more with the column.

The facts themselves were worked out with all these titles in sight, so the figures of the folds speak for the
weights only. Nobody had read what "unread" says: mentions of the titles' own makers without a label, 99 % of
which are own-brand use; the share of them that the rule calls fair use is its false alarm on titles never
looked at.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from referential import PRODUCT_LINES, SAME_MAKERS, SHARED, Example, examples, natural_weights, split_by_brand

from countermark.text.mention import Mark, Mention, Parsed
from countermark.text.reference_use import COLUMN_DIFFERS, FIXED, WEIGHTS, facts

FOLDS = 5
RIDGE = 0.5  # a prior on each fitted weight: normal with variance 1 / RIDGE
Matrix = NDArray[np.float64]
Flags = NDArray[np.bool_]


def main(shared: Path) -> None:
    found = examples(shared)
    beside = _beside(found)
    read = [e for e in found if e.label in {"own", "referential"}]
    said = sum(e.label == "referential" for e in read)
    print(f"{len(read)} mentions read by hand, {said} of them referential\n")
    rows = _matrix(read, beside)
    truth = np.array([e.label == "referential" for e in read])
    column = np.array([COLUMN_DIFFERS * e.noisy for e in read])
    shipped = rows @ np.array([WEIGHTS[name] for name in WEIGHTS])
    crossed = _crossed(read, rows, truth)
    natural = natural_weights(found)
    weights = np.array([natural[e] for e in read])
    print(f"{'':<52} precision  recall      F1")
    _print("as shipped, fitted on all of them", shipped, truth)
    _print(f"cross-validated by brand, {FOLDS} folds", crossed, truth)
    apart = np.array(["s" not in e.note for e in read])
    _print("  without goods of the same maker as what they fit", crossed[apart], truth[apart])
    _print("  by (title, brand): own if any mention is own", *_by_title(read, crossed, truth))
    _print("  weighed as mentions occur in the titles", crossed, truth, weights)
    _print("as shipped, the brand column known", shipped + column, truth)
    unread = [e for e in found if e.label is None and not e.noisy and e.kind == "maker"]
    called = _matrix(unread, beside) @ np.array([WEIGHTS[name] for name in WEIGHTS]) > 0
    share = f"{called.sum()} of {len(unread)} = {called.mean():.2%}"
    print(f"\nunread mentions of own makers called fair use: {share}")
    print("\nweights fitted on all labels, those set by hand left:")
    for name, weight in zip(WEIGHTS, _fitted(rows, truth), strict=True):
        hand = "  by hand" if name in FIXED else ""
        seen = int(rows[:, _at(name)].sum())
        print(f"  {name:<20} shipped {WEIGHTS[name]:5.1f}  fitted {weight:6.2f}{hand}  {seen:5}")


def _beside(found: Sequence[Example]) -> dict[Example, list[Mark]]:
    """The other mentions of the same maker in the title of each example."""
    by_title: dict[str, list[Example]] = defaultdict(list)
    for example in found:
        by_title[example.title].append(example)
    return {
        example: [
            Mark(other.start, other.end, same=True)
            for other in by_title[example.title]
            if other is not example and other.label != "word" and _maker(other) == _maker(example)
        ]
        for example in found
    }


def _maker(example: Example) -> str:
    return PRODUCT_LINES.get(example.brand) or SAME_MAKERS.get(example.brand, example.brand)


def _at(name: str) -> int:
    return list(WEIGHTS).index(name)


def _matrix(read: Sequence[Example], beside: dict[Example, list[Mark]]) -> Matrix:
    rows = np.zeros((len(read), len(WEIGHTS)))
    for row, e in enumerate(read):
        parsed = Parsed(e.title, [Mark(e.start, e.end), *beside[e]])
        number = next(n for n, mark in enumerate(parsed.marks) if mark.start == e.start)
        found, _ = facts(Mention(parsed, number))
        rows[row, [_at(name) for name in found if name in WEIGHTS]] = 1.0
    return rows


def _crossed(read: Sequence[Example], rows: Matrix, truth: Flags) -> Matrix:
    """The log-odds of each mention by weights fitted without its brand."""
    number = {example: n for n, example in enumerate(read)}
    out = np.zeros(len(read))
    for rest, held in split_by_brand(list(read), FOLDS):
        fit, test = [number[e] for e in rest], [number[e] for e in held]
        out[test] = rows[test] @ _fitted(rows[fit], truth[fit])
    return out


def _fitted(rows: Matrix, truth: Flags) -> Matrix:
    """Weights by ridge-penalised logistic regression (Newton's method); those set by hand stay."""
    weights = np.array([WEIGHTS[name] if name in FIXED else 0.0 for name in WEIGHTS])
    free = np.array([name not in FIXED for name in WEIGHTS])
    offset, x = rows[:, ~free] @ weights[~free], rows[:, free]
    penalty = RIDGE * np.array([name != "always" for name in WEIGHTS if name not in FIXED])
    fitted = np.zeros(x.shape[1])
    for _ in range(30):
        chance = 1 / (1 + np.exp(-(x @ fitted + offset)))
        slope = x.T @ (truth - chance) - penalty * fitted
        curve = (x.T * (chance * (1 - chance))) @ x + np.diag(penalty + 1e-9)
        fitted += np.linalg.solve(curve, slope)
    weights[free] = fitted
    return weights


def _by_title(read: Sequence[Example], scores: Matrix, truth: Flags) -> tuple[Matrix, Flags]:
    """Whole listings: a title speaks of fair use of a maker's marks if every mention does."""
    said: dict[tuple[str, str], tuple[float, bool]] = {}
    for example, score, is_true in zip(read, scores.tolist(), truth.tolist(), strict=True):
        key = (example.title, _maker(example))
        before, before_true = said.get(key, (score, is_true))
        said[key] = min(before, score), before_true and is_true
    return np.array([score for score, _ in said.values()]), np.array(
        [is_true for _, is_true in said.values()]
    )


def _print(what: str, scores: Matrix, truth: Flags, weights: Matrix | None = None) -> None:
    mass = np.ones(len(truth)) if weights is None else weights
    called = scores > 0
    right, wrong, missed = (
        mass[called & truth].sum(),
        mass[called & ~truth].sum(),
        mass[~called & truth].sum(),
    )
    f1 = 2 * right / (2 * right + wrong + missed)
    print(f"{what:<52} {right / (right + wrong):9.3f} {right / (right + missed):7.3f} {f1:7.3f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED)
