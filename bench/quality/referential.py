"""Mentions of brands in real product titles: is the brand named as the goods' own, or to say what they fit?

The titles are read from `../shared/data` at bench time and never stored here. Every mention carries a noisy
label (the product's brand column names another maker) and, where one of us read the title, a label by hand,
which `referential_labels.csv` keeps under a hash of title and place. Run as a script, this prints the counts.

Labels, judged from the title, the brand column being only a help:
    own          the listing presents the goods as of that brand; also by licence, or where the column names
                 the seller, the publisher, the parent or a sister brand
    referential  the brand is named to say what the goods fit, work with, replace, teach, hold or come with
    word         an ordinary word, a colour, a part of another name or of a model number
    unclear      two readers could differ; no part of any measure
Notes: a = the column names seller, publisher, parent or sister; c = a component; l = licence or co-brand;
m = remanufactured; s = goods of the same maker as what they fit (own by the column, yet referential by the
mention: a measure of whole listings leaves these out).

What was read: every maker's mention whose column names another maker; of the other makers' mentions 400 at
random and all that stand after the title's second word; of product lines 250 of another maker's goods and 80
of the same maker's, at random. `natural_weights` undoes the draw.
"""

import csv
import hashlib
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

LABELS = Path(__file__).with_name("referential_labels.csv")
SHARED = Path(__file__).resolve().parents[2] / ".." / "shared"

# Values of the brand column that name no maker: such a product has an own brand, but no title mentions it.
PLACEHOLDERS = {"compatible", "generic", "unknown", "grade a"}

# Registered marks of product lines, which a brand column never holds and accessory titles are full of.
PRODUCT_LINES = {
    "iphone": "apple",
    "ipad": "apple",
    "ipad2": "apple",
    "ipod": "apple",
    "macbook": "apple",
    "imac": "apple",
    "airport": "apple",
    "playstation": "sony",
    "psp": "sony",
    "vaio": "sony",
    "walkman": "sony",
    "xbox": "microsoft",
    "zune": "microsoft",
    "windows": "microsoft",
    "kindle": "amazon",
    "galaxy": "samsung",
    "droid": "motorola",
    "xoom": "motorola",
    "playbook": "blackberry",
    "laserjet": "hp",
    "officejet": "hp",
    "touchpad": "hp",
    "thinkpad": "lenovo",
    "inspiron": "dell",
    "powershot": "canon",
    "pixma": "canon",
    "coolpix": "nikon",
    "sansa": "sandisk",
}

# Older owners and second names of the same maker, as the brand column spells them.
SAME_MAKERS = {"rim": "blackberry", "hewlett packard": "hp", "ibm": "lenovo"}

_WORD = re.compile(r"[^\W_]+")
_COLUMN = re.compile(r"COL (\w+) VAL (.*?)(?= COL |\s*$)")
_LATE = 2  # words before the mention; all late ones of the own maker were read
_WIDEST_GAP = 3  # "bell ' o", "at & t": the sets' own spacing around signs

Tokens = tuple[str, ...]


@dataclass(frozen=True)
class Example:
    """One mention of a mark in a title; `start` and `end` are offsets in code points."""

    title: str
    start: int
    end: int
    brand: str
    noisy: bool
    label: str | None
    own_brand: str
    kind: str  # "maker" as in the brand column, or "line" from PRODUCT_LINES
    note: str = ""


def key_of(title: str, start: int, end: int) -> str:
    """The name under which a label is kept: it tells the title to nobody who does not have it."""
    return hashlib.sha256(f"{title}\t{start}\t{end}".encode()).hexdigest()[:16]


def examples(shared: Path) -> list[Example]:
    """Every mention of a known mark in the titles with a brand value, in the order of the files."""
    labels = _labels()
    titles = list(_titles(shared))
    starts = _marks(brand for _, brands in titles for brand in brands)
    found = []
    for title, brands in titles:
        for start, end, mark, kind in _mentions(title, starts):
            label, note = labels.get(key_of(title, start, end), (None, ""))
            noisy = not any(_same_maker(mark, own) for own in brands)
            found.append(
                Example(title, start, end, " ".join(mark), noisy, label, brands[0], kind, note),
            )
    return found


def natural_weights(found: list[Example]) -> dict[Example, float]:
    """How many mentions each labelled one stands for, were all read: drawn and whole strata weighed alike."""
    strata: dict[tuple[str, bool, bool], list[Example]] = defaultdict(list)
    for example in found:
        late = len(_tokens(example.title[: example.start])) >= _LATE
        strata[example.kind, example.noisy, late].append(example)
    weights = {}
    for members in strata.values():
        read = [example for example in members if example.label]
        weights.update(dict.fromkeys(read, len(members) / max(len(read), 1)))
    return weights


def split_by_brand(found: list[Example], folds: int) -> list[tuple[list[Example], list[Example]]]:
    """(rest, held out) a fold: no mark stands in two folds, and no held-out title in its rest."""
    by_brand: dict[str, list[Example]] = defaultdict(list)
    for example in found:
        by_brand[example.brand].append(example)
    held: list[list[Example]] = [[] for _ in range(folds)]
    for brand in sorted(by_brand, key=lambda name: (-len(by_brand[name]), name)):
        min(held, key=len).extend(by_brand[brand])
    pairs = []
    for part in held:
        brands, titles = {e.brand for e in part}, {e.title for e in part}
        pairs.append(([e for e in found if e.brand not in brands and e.title not in titles], part))
    return pairs


def _titles(shared: Path) -> Iterator[tuple[str, list[str]]]:
    """Each title once, as first written, with all brand values that its copies carry."""
    first: dict[Tokens, tuple[str, list[str]]] = {}
    for title, brand in _rows(shared / "data"):
        _, brands = first.setdefault(_tokens(title), (title, []))
        if brand not in brands:
            brands.append(brand)
    yield from first.values()


def _rows(data: Path) -> Iterator[tuple[str, str]]:
    with (data / "titles" / "titles.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["brand"].strip():
                yield row["title"], row["brand"].strip()
    for split in ("train", "valid"):
        path = data / "matching" / "walmart-amazon" / f"{split}.txt"
        for line in path.read_text(encoding="utf-8").splitlines():
            for side in line.split("\t")[:2]:
                columns = dict(_COLUMN.findall(side))
                if columns.get("brand", "").strip():
                    yield columns["title"], columns["brand"].strip()


def _tokens(text: str) -> Tokens:
    return tuple(_WORD.findall(text.lower()))


def _marks(brands: Iterable[str]) -> dict[str, list[tuple[Tokens, str]]]:
    """First token -> the marks that begin with it, longest first."""
    marks: dict[Tokens, str] = {(line,): "line" for line in PRODUCT_LINES}
    for brand in brands:
        tokens = _tokens(brand)
        if sum(map(str.isalpha, brand)) >= 2 and " ".join(tokens) not in PLACEHOLDERS:
            marks[tokens] = "maker"
    starts: dict[str, list[tuple[Tokens, str]]] = defaultdict(list)
    for tokens in sorted(marks, key=lambda tokens: (-len(tokens), tokens)):
        starts[tokens[0]].append((tokens, marks[tokens]))
    return starts


def _mentions(
    title: str,
    starts: dict[str, list[tuple[Tokens, str]]],
) -> Iterator[tuple[int, int, Tokens, str]]:
    """Marks on word borders, the longest at each place, left to right, never overlapping."""
    words = list(_WORD.finditer(title))
    lowered = tuple(word.group().lower() for word in words)
    at = 0
    while at < len(words):
        for mark, kind in starts.get(lowered[at], ()):
            span = words[at : at + len(mark)]
            gaps = (after.start() - before.end() for before, after in pairwise(span))
            if lowered[at : at + len(mark)] == mark and all(gap <= _WIDEST_GAP for gap in gaps):
                yield span[0].start(), span[-1].end(), mark, kind
                at += len(mark) - 1
                break
        at += 1


def _same_maker(mark: Tokens, own_brand: str) -> bool:
    """Equal, written in one word, the longer name of the same firm, or its product line."""
    own = _tokens(SAME_MAKERS.get(own_brand.lower(), own_brand))
    name = " ".join(mark)
    mark = _tokens(PRODUCT_LINES.get(name) or SAME_MAKERS.get(name, name))
    shorter, longer = sorted((mark, own), key=len)
    return "".join(mark) == "".join(own) or longer[: len(shorter)] == shorter


def _labels() -> dict[str, tuple[str, str]]:
    if not LABELS.exists():
        return {}
    with LABELS.open(encoding="utf-8", newline="") as file:
        return {row["key"]: (row["label"], row["note"]) for row in csv.DictReader(file)}


def _share(part: float, whole: float) -> str:
    return f"{part:7.0f} of {whole:6.0f} = {part / whole:6.1%}" if whole else "        none"


def _print_counts(found: list[Example]) -> None:
    weights = natural_weights(found)
    print(f"{len(found)} mentions in {len({e.title for e in found})} titles, {len(weights)} labelled by hand")
    for kind in ("maker", "line"):
        for noisy in (True, False):
            members = [e for e in found if e.kind == kind and e.noisy is noisy]
            read = [e for e in members if e.label]
            says = "referential" if noisy else "own"
            print(f"\n{kind}, noisy {says}: {len(members)} mentions, {len(read)} read")
            counts = Counter(e.label for e in read)
            mass: dict[str | None, float] = defaultdict(float)
            for example in read:
                mass[example.label] += weights[example]
            for label in ("own", "referential", "word", "unclear"):
                drawn, natural = _share(counts[label], len(read)), _share(mass[label], len(members))
                print(f"  {label:<12} read {drawn}   naturally {natural}")
            sure = [e for e in read if e.label in {"own", "referential"}]
            wrong = sum((e.label == "referential") is not noisy for e in sure)
            print(f"  noise        {_share(wrong, len(sure))} of the own and referential")
    print("\nnotes:", dict(sorted(Counter(note for e in found for note in e.note).items())))


if __name__ == "__main__":
    _print_counts(examples(Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED))
