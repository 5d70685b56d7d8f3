"""The same matching on one core, beside what a user would take instead.

Whole words, any case, the same terms over the same listings, every hit handed to Python with its place. Ours is
given the texts as they come and does its own normalising, also of accents and letters beyond ASCII. The others are
given texts in small letters, title and description as one, and that is not counted. Those that know no words find
them in one of two ways: the letters beside every hit are looked at in Python, as most users do, or, which is kinder,
texts are folded, rid of punctuation and given a space at both ends beforehand, and so are the terms; the time of that
is not theirs unless said. Processor time. Ours is warm: its memory of folded words was filled by other listings.
"""

from __future__ import annotations

import os
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from context import Context, tell
from countermark.matching import exact
from countermark.matching.vocabulary import Vocabulary
from countermark.references import References
from countermark.text.fold import fold
from countermark.text.tokens import tokenise
from figures import Figure, Part, Skipped, Table, median, number
from parts.exact import FIELDS, ROWS, places

TARGETS: Final = {"flashtext": 8.0, "pyahocorasick": 3.5}
SLOW: Final = 200
"""Listings for what takes milliseconds each."""
KINDER: Final = ", folded beforehand"
COMPARED: Final = 20_000

Search = Callable[[Sequence[str]], int]


def measure(context: Context) -> Part:
    """Every rival at both sizes."""
    os.environ["POLARS_MAX_THREADS"] = "1"  # read when polars is loaded
    pa.set_cpu_count(1)
    market, sample, repeats = context.market, context.scale.sample, context.scale.repeats
    table = _some(market.listings(context.scale.rows), sample * (2 * repeats + 1))
    texts = Texts.of(table.slice(sample, sample))
    part = Part(title="One core, beside its rivals", method=" ".join((__doc__ or "").split()))
    head = ["terms", "engine", "listings/s, one core", "µs a listing", "times ours"]
    every = Table(title="All engines", head=head, rows=[])
    part.tables.append(every)
    sizes = (0, context.scale.terms)
    vocabularies = {count: References.load(market.references(count)).vocabulary for count in sizes}
    ours = _ours(vocabularies, table, sample, repeats)
    for count in sizes:
        terms = Terms.of(market.terms(count))
        spent = {"countermark": ours[count]} | dict(_rivals(terms, texts, repeats, with_slow=not count))
        for name, one in spent.items():
            tell(f"{len(terms.small):,} terms, {name}: {1e6 / one:,.0f} listings/s")
            every.rows.append(
                [f"{len(terms.small):,}", name, *map(number, (1e6 / one, one, one / ours[count]))]
            )
        part.figures += _figures(spent, len(terms.small), first=not count)
    part.notes += _compared(vocabularies[0], table.slice(sample, COMPARED), Terms.of(market.terms(0)))
    return part


@dataclass(frozen=True)
class Terms:
    """The terms in small letters, and folded with a space at both ends."""

    small: list[str]
    padded: list[str]

    @classmethod
    def of(cls, terms: Sequence[str]) -> Terms:
        """Each once."""
        folded = sorted({fold(term) for term in terms} - {""})
        return cls(sorted({term.lower() for term in terms}), [f" {term} " for term in folded])


@dataclass(frozen=True)
class Texts:
    """Titles and descriptions in small letters, and folded with a space at both ends."""

    small: list[str]
    padded: list[str]

    @classmethod
    def of(cls, table: pa.Table) -> Texts:
        """One text a listing."""
        pairs = list(zip(*(table[name].to_pylist() for name in FIELDS), strict=True))
        return cls(
            [f"{title}\n{description}".lower() for title, description in pairs],
            [f" {fold(title)} \n {fold(description)} " for title, description in pairs],
        )


def _figures(spent: dict[str, float], terms: int, *, first: bool) -> list[Figure]:
    ours, named = spent["countermark"], f"{terms:,} terms"
    rate = Figure(
        key=f"rivals.ours.{terms}", what=f"countermark, {named}", value=1e6 / ours, unit="listings/s"
    )
    found = [rate]
    for name, target in TARGETS.items():
        if name in spent:
            kinder = spent.get(name + KINDER)
            also = f"; {kinder / ours:.2f} times if it is given folded texts for nothing" if kinder else ""
            found.append(
                Figure(
                    key=f"rivals.{name}.{terms}", what=f"times {name}, {named}", value=spent[name] / ours,
                    target=target if first else None, beside=f"{name}: {1e6 / spent[name]:,.0f} listings/s{also}",
                )
            )  # fmt: skip
    return found


def _some(paths: list[Path], rows: int) -> pa.Table:
    """The first `rows` listings."""
    found: list[pa.RecordBatch] = []
    for path in paths:
        for batch in pq.ParquetFile(path).iter_batches(ROWS, columns=list(FIELDS)):
            if sum(map(len, found)) >= rows:
                break
            found.append(batch)
    table = pa.Table.from_batches(found).slice(0, rows)
    if table.num_rows < rows:
        raise Skipped(f"needs {rows:,} listings, there are {table.num_rows:,}")
    return table


def _ours(
    vocabularies: dict[int, Vocabulary], table: pa.Table, sample: int, repeats: int
) -> dict[int, float]:
    """Microseconds a listing with each vocabulary. No listing is read twice, lest its words be remembered."""
    stretches = (
        table.slice(n * sample, sample).combine_chunks().to_batches(ROWS) for n in range(2 * repeats + 1)
    )
    _spent(vocabularies[0], next(stretches))
    turns = [
        {count: _spent(known, next(stretches)) for count, known in vocabularies.items()}
        for _ in range(repeats)
    ]
    return {count: median([turn[count] for turn in turns]) for count in vocabularies}


def _spent(vocabulary: Vocabulary, batches: list[pa.RecordBatch]) -> float:
    began = time.process_time()
    for batch in batches:
        _found(vocabulary, batch)
    return (time.process_time() - began) / sum(map(len, batches)) * 1e6


def _found(vocabulary: Vocabulary, batch: pa.RecordBatch) -> list[tuple[int, int, int, int]]:
    """(text, start, end, term) of every hit, as Python numbers."""
    tokens = tokenise([batch[name] for name in FIELDS])
    runs = exact.find(tokens, vocabulary)
    starts, ends = places(tokens, runs)
    segments = tokens.segments[runs.firsts]
    return list(zip(segments.tolist(), starts.tolist(), ends.tolist(), runs.terms.tolist(), strict=True))


def _rivals(terms: Terms, texts: Texts, repeats: int, *, with_slow: bool) -> Iterator[tuple[str, float]]:
    """Microseconds a listing of every rival that is there."""
    plain, padded = (texts.small, terms.small), (texts.padded, terms.padded)
    engines: list[tuple[str, Callable[[list[str]], Search], tuple[list[str], list[str]]]] = [
        ("flashtext", flashtext, plain),
        ("pyahocorasick", pyahocorasick, plain),
        (f"pyahocorasick{KINDER}", padded_pyahocorasick, padded),
        (f"pyahocorasick{KINDER}, and that counted", folding_pyahocorasick, (texts.small, terms.padded)),
        (f"ahocorasick-rs{KINDER}", padded_ahocorasick_rs, padded),
        (f"polars{KINDER}; not told which term", padded_polars, padded),
    ]
    if with_slow:
        few = (texts.small[:SLOW], terms.small)
        engines += [("`re`, one alternation", alternation, few), ("`for term in terms`", loop, few)]
    for name, prepare, (asked, given) in engines:
        try:
            search = prepare(given)
        except ImportError as error:
            tell(f"{name} is left out: {error}")
            continue
        yield name, median([_asked(search, asked) for _ in range(repeats)])


def _asked(search: Search, texts: list[str]) -> float:
    began = time.process_time()
    search(texts)
    return (time.process_time() - began) / len(texts) * 1e6


def flashtext(terms: list[str]) -> Search:
    """flashtext: a tree of letters in dictionaries; the longest of nested terms only."""
    extract = keywords(terms)
    return lambda texts: sum(len(extract(text)) for text in texts)


def keywords(terms: list[str]) -> Callable[[str], list[tuple[str, int, int]]]:
    """flashtext's search, which tells the term's number, start and end.

    By itself it takes only ASCII for letters, and finds `re` in `être`: it is told of all the others.
    """
    import flashtext as package  # noqa: PLC0415  # a rival may be missing

    processor = package.KeywordProcessor(case_sensitive=True)
    processor.non_word_boundaries.update(filter(str.isalnum, map(chr, range(sys.maxunicode + 1))))
    for n, term in enumerate(terms):
        processor.add_keyword(term, str(n))
    return partial(processor.extract_keywords, span_info=True)


def automaton(terms: list[str]) -> Any:
    """pyahocorasick's automaton, which tells the term and its length."""
    import ahocorasick  # noqa: PLC0415  # a rival may be missing

    found = ahocorasick.Automaton()
    for n, term in enumerate(terms):
        found.add_word(term, (n, len(term)))
    found.make_automaton()
    return found


def pyahocorasick(terms: list[str]) -> Search:
    """pyahocorasick: Aho and Corasick's automaton in C; the borders of words are looked at in Python."""
    built = automaton(terms)

    def whole_words(text: str) -> list[tuple[int, int, int]]:
        text = f" {text} "
        return [
            (end - size + 1, end + 1, term)
            for end, (term, size) in built.iter(text)
            if not text[end + 1].isalnum() and not text[end - size].isalnum()
        ]

    return lambda texts: sum(len(whole_words(text)) for text in texts)


def padded_pyahocorasick(terms: list[str]) -> Search:
    """The same where spaces in terms and texts are the borders of words."""
    built = automaton(terms)

    def whole_words(text: str) -> list[tuple[int, int, int]]:
        return [(end - size + 1, end, term) for end, (term, size) in built.iter(text)]

    return lambda texts: sum(len(whole_words(text)) for text in texts)


def folding_pyahocorasick(terms: list[str]) -> Search:
    """The same, with the least that makes a text ready for it: punctuation becomes a space."""
    search, separate = padded_pyahocorasick(terms), re.compile(r"[\W_]+").sub
    return lambda texts: search([f" {separate(' ', text)} " for text in texts])


def padded_ahocorasick_rs(terms: list[str]) -> Search:
    """ahocorasick-rs: the same in Rust, which the engine itself uses for scripts without spaces."""
    import ahocorasick_rs as package  # noqa: PLC0415  # as the others

    found = package.AhoCorasick(terms).find_matches_as_indexes
    return lambda texts: sum(len(found(text, overlapping=True)) for text in texts)


def padded_polars(terms: list[str]) -> Search:
    """polars: all texts in one call; places, but not which term stands there."""
    import polars as pl  # noqa: PLC0415  # as the others

    def search(texts: Sequence[str]) -> int:
        return len(pl.Series(texts).str.find_many(terms, overlapping=True).explode().to_list())

    return search


def alternation(terms: list[str]) -> Search:
    """One pattern of all terms, the longest first."""
    longest = sorted(terms, key=len, reverse=True)
    pattern = re.compile(r"\b(?:" + "|".join(map(re.escape, longest)) + r")\b")
    return lambda texts: sum(len([found.span() for found in pattern.finditer(text)]) for text in texts)


def loop(terms: list[str]) -> Search:
    """What most people write first; it knows no borders of words."""
    return lambda texts: sum(len([text.find(term) for term in terms if term in text]) for text in texts)


def _compared(vocabulary: Vocabulary, table: pa.Table, terms: Terms) -> list[str]:
    """Whether ours and the rivals find the same terms in the same listings. Terms that fold alike count as one."""
    batch = table.combine_chunks().to_batches()[0]
    texts = Texts.of(table)
    distinct = {
        (segment, start, end, vocabulary.text(term).folded)
        for segment, start, end, term in _found(vocabulary, batch)
    }
    ours = Counter((segment % len(batch), folded) for segment, _, _, folded in distinct)
    told = []
    for name, theirs, why in (
        (
            "pyahocorasick in folded texts",
            _by_automaton,
            "a mark with punctuation, written without (`C&A` as `ca`)",
        ),
        (
            "flashtext in small letters",
            _by_flashtext,
            "accents written otherwise, and terms within longer ones (only theirs: words with a hidden character)",
        ),
    ):
        try:
            found = theirs(texts, terms)
        except ImportError:
            continue
        both, mine, other = (ours & found).total(), (ours - found).total(), (found - ours).total()
        told.append(
            f"Over {len(batch):,} listings ours finds {ours.total():,} terms, {name} {found.total():,}; {both:,} are "
            f"the same, {mine:,} only ours, {other:,} only theirs. Only ours: {why}."
        )
    return told


def _by_automaton(texts: Texts, terms: Terms) -> Counter[tuple[int, str]]:
    """(listing, folded term) of all that pyahocorasick finds."""
    built = automaton(terms.padded)
    return Counter(
        (row, terms.padded[term].strip())
        for row, text in enumerate(texts.padded)
        for _, (term, _) in built.iter(text)
    )


def _by_flashtext(texts: Texts, terms: Terms) -> Counter[tuple[int, str]]:
    """(listing, folded term) of all that flashtext finds."""
    extract = keywords(terms.small)
    return Counter(
        (row, fold(terms.small[int(term)]))
        for row, text in enumerate(texts.small)
        for term, _, _ in extract(text)
    )
