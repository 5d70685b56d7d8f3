"""All ways of finding terms, run over the words of a batch; what was found out about a word is remembered."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
import pyarrow as pa

from countermark.matching import exact
from countermark.matching.candidates import Piece, candidates
from countermark.matching.chance import LEAST_NUMBERED, MODEL, written_so
from countermark.matching.displayed import displayed
from countermark.matching.hits import PLAINLY, Disguise, Hits, of_disguises, together
from countermark.matching.joined import find_joined
from countermark.matching.phrases import whole_phrases
from countermark.matching.pieces import (
    LEAST_SPACED,
    Pieces,
    chunks,
    fancied,
    hiding_place,
    single_words,
    spaced_letters,
)
from countermark.matching.sieve import Seen
from countermark.matching.spelling import read
from countermark.matching.unspaced import Unspaced
from countermark.matching.verdicts import LEAST_STRENGTH, Judge, Verdict
from countermark.matching.vocabulary import Vocabulary
from countermark.matching.ways import DELIBERATE, Way, skip_way
from countermark.text.fold import fold, natural
from countermark.text.keys import I64, U64
from countermark.text.known_words import KnownWords
from countermark.text.tokens import Tokens, tokenise

_REMEMBERED: Final = 400_000
_HOT_BITS: Final = 21
NAMED_ABROAD: Final = 36
"""Ten times the Zipf frequency up to which a word beyond ASCII may still be a brand's name in another script."""


class _Memory:
    """What was found out about pieces. When it is full another takes its place; what began with it goes on."""

    def __init__(self, bits: int) -> None:
        self.seen = Seen(bits)
        self.verdicts: dict[int, tuple[Verdict, ...]] = {}
        self.hot = np.zeros(1 << _HOT_BITS, dtype=np.bool_)


class Matcher:
    """Finds the terms of a vocabulary. Safe to share between threads; what it remembers changes no result."""

    def __init__(
        self, vocabulary: Vocabulary, known: KnownWords, *, doubly: bool = True, seen_bits: int = 20
    ) -> None:
        """`doubly`: a letter may be wrong in a word that is disguised, too. `seen_bits`: how much is remembered."""
        self.doubly = doubly
        self._seen_bits = seen_bits
        self.vocabulary = vocabulary
        self.known = known
        self.judge = Judge(vocabulary, known)
        self._unspaced = Unspaced(vocabulary)
        self._lock = threading.Lock()
        self._memory = _Memory(seen_bits)

    def match(self, tokens: Tokens, *, disguises: bool = True) -> Hits:
        """Every term in `tokens`, written plainly and, unless told otherwise, in disguise."""
        plain, odd = self._plain(tokens)
        found = [plain, self._unspaced.find(tokens)]
        if disguises and (len(tokens) or len(tokens.unspaced)):
            odd.extend(self._as_displayed(tokens))
            seen: list[Disguise | tuple[Disguise, int]] = list(odd)
            seen.extend(self._in_pieces(tokens))
            whole = whole_phrases(tokens, self.vocabulary, seen)
            whole.extend(find_joined(tokens, self.vocabulary, self.judge))
            found.append(_undisclosed(of_disguises(tokens, whole), found))
        return together(found)

    def _plain(self, tokens: Tokens) -> tuple[Hits, list[Disguise]]:
        """Terms whose folded words stand there; those that folding had to uncover are disguises."""
        runs = exact.find(tokens, self.vocabulary)
        lasts = runs.firsts + runs.sizes - 1
        plainly = np.ones(len(runs.terms), dtype=np.bool_)
        odd: list[Disguise] = []
        if len(tokens.odd):
            # A run is odd if the number of odd words before its end is more than before its beginning.
            uncovered = np.searchsorted(tokens.odd, lasts, side="right") > np.searchsorted(
                tokens.odd, runs.firsts
            )
            for index in np.flatnonzero(uncovered).tolist():
                disguise = self._uncovered(
                    tokens, int(runs.firsts[index]), int(lasts[index]), int(runs.terms[index])
                )
                if disguise is not None:
                    plainly[index] = False
                    odd.append(disguise)
        firsts, lasts = runs.firsts[plainly], lasts[plainly]
        hits = Hits(
            tokens.segments[firsts].astype(np.int32),
            tokens.starts[firsts],
            tokens.starts[lasts] + tokens.lengths[lasts],
            runs.terms[plainly],
            np.full(len(firsts), PLAINLY, dtype=np.int8),
            np.ones(len(firsts), dtype=np.float32),
        )
        return hits, odd

    def _as_displayed(self, tokens: Tokens) -> list[Disguise]:
        """Terms that stand in no text as it is stored, but as it is shown."""
        places = np.flatnonzero(
            (tokens.raw[:-2] == 0xE2) & (tokens.raw[1:-1] == 0x80) & (tokens.raw[2:] == 0xAE)
        )
        found: list[Disguise] = []
        for segment in np.unique(np.searchsorted(tokens.offsets, places, side="right") - 1).tolist():
            text = tokens.text(segment)
            shown = displayed(text)
            read = tokenise([pa.array(["".join(char for char, _ in shown)])])
            runs = exact.find(read, self.vocabulary)
            for first, size, term in zip(
                runs.firsts.tolist(), runs.sizes.tolist(), runs.terms.tolist(), strict=True
            ):
                start, end = read.place(first, first + size - 1)
                stored = [place for _, place in shown[start:end]]
                if (
                    stored != list(range(stored[0], stored[0] + len(stored)))
                    and len(self.vocabulary.text(term).letters) > 3
                ):
                    found.append(_turned(tokens, segment, text, min(stored), max(stored) + 1, term))
        return found

    def _uncovered(self, tokens: Tokens, first: int, last: int, term: int) -> Disguise | None:
        """A run that became a term by folding, as a disguise; None where the owner writes it so, too."""
        piece = tokens.between(first, last)
        text = self.vocabulary.text(term)
        if piece.casefold() == text.text.casefold():
            return None
        found = read(piece, text.letters)
        # What stands between the words of a phrase parts no letters.
        between = {Way.SEPARATED} if " " in text.folded else set()
        way = next(
            (way for way in DELIBERATE if found is not None and way in set(found.ways) - between), None
        )
        if way is None and found is not None and not set(found.ways) - between:
            # The letters are plain, and yet something is beyond ASCII: it stands behind the last one.
            way = next(
                (
                    skipped
                    for char in reversed(piece)
                    if not char.isascii() and (skipped := skip_way(char, "a"))
                ),
                None,
            )
        if way is None:
            return None
        if way is Way.ACCENT and natural(piece.replace(" ", "")) and self._ordinary(piece, text.letters):
            return None  # a language writes it with these accents, or with points for vowels
        start, end = int(tokens.starts[first]), int(tokens.starts[last] + tokens.lengths[last])
        return Disguise(first, last, start, end, term, way, 1.0)

    def _ordinary(self, piece: str, letters: str) -> bool:
        """Whether a piece with the letters of a term stands with these accents in ordinary text."""
        return len(letters) < 4 or not letters.isascii() or written_so(self.known, piece)

    def _in_pieces(self, tokens: Tokens) -> list[tuple[Disguise, int]]:
        """Disguises within single pieces, each with the word of the term that it is of (-1: all)."""
        memory = self._memory
        if len(memory.verdicts) > _REMEMBERED:
            memory = self._memory = _Memory(self._seen_bits)
        several = (single_words(tokens), chunks(tokens), spaced_letters(tokens), fancied(tokens))
        self._learn(memory, tokens, several)
        found: list[tuple[Disguise, int]] = []
        for pieces in several:
            here = np.flatnonzero(memory.hot[_spot(pieces.keys)])
            for index, key in zip(here.tolist(), pieces.keys[here].tolist(), strict=True):
                if key in memory.verdicts:
                    found.extend(
                        (self._placed(tokens, pieces, index, verdict), verdict.word)
                        for verdict in memory.verdicts[key]
                    )
        return found

    @staticmethod
    def _placed(tokens: Tokens, pieces: Pieces, index: int, verdict: Verdict) -> Disguise:
        begin, end = int(pieces.starts[index]), int(pieces.ends[index])
        text = tokens.raw[begin:end].tobytes().decode()
        start = begin + len(text[: verdict.start].encode())
        return Disguise(
            int(pieces.firsts[index]),
            int(pieces.lasts[index]),
            start,
            start + len(text[verdict.start : verdict.end].encode()),
            verdict.term,
            verdict.way,
            verdict.strength,
        )

    def _learn(self, memory: _Memory, tokens: Tokens, several: Sequence[Pieces]) -> None:
        """Find out about every piece that was not met before."""
        met: list[U64] = []
        asked: list[tuple[int, Piece]] = []
        for pieces in several:
            new = memory.seen.unseen(pieces.keys)
            if len(new):
                keys, first = np.unique(pieces.keys[new], return_index=True)
                met.append(keys)
                asked.extend(self._doubtful(tokens, pieces, new[first]))
        if not met:
            return
        verdicts = self.about([piece for _, piece in asked])
        with self._lock:
            for (key, _), found in zip(asked, verdicts, strict=True):
                if found:
                    memory.verdicts[key] = found
                    memory.hot[key >> (64 - _HOT_BITS)] = True
            memory.seen.add(np.concatenate(met))

    def _doubtful(self, tokens: Tokens, pieces: Pieces, new: I64) -> list[tuple[int, Piece]]:
        """Those of the pieces `new` that a mark may hide in, each with its key."""
        if not len(tokens):  # letters of unspaced scripts and nothing else
            texts = [str(tokens.raw.data[pieces.starts[n] : pieces.ends[n]], "utf-8") for n in new.tolist()]
            return [
                (int(pieces.keys[n]), Piece.of(text)) for n, text in zip(new.tolist(), texts, strict=True)
            ]
        if pieces.single:
            new = new[hiding_place(tokens, new)]
        known = self._known(tokens, pieces, new)
        common = known if pieces.single else self._all_known(tokens, pieces, new)
        # Most words are known and plain: nothing can hide in them, and they are not even read.
        doubtful = np.flatnonzero(~known | tokens.is_odd[pieces.firsts[new]] | (not pieces.single))
        here = new[doubtful]
        raw = tokens.raw.data
        asked: list[tuple[int, Piece]] = []
        for key, start, end, is_known, is_common in zip(
            pieces.keys[here].tolist(),
            pieces.starts[here].tolist(),
            pieces.ends[here].tolist(),
            known[doubtful].tolist(),
            common[doubtful].tolist(),
            strict=True,
        ):
            text = str(raw[start:end], "utf-8")
            if pieces.single and text.isascii() and not _CAMEL.search(text):
                text = text.lower()  # as its key does not tell capitals
            piece = Piece.of(text, known=is_known and pieces.single)
            if _worth_a_look(piece, known=is_known, common=is_common):
                spaced = not pieces.single and _spaced(text)
                asked.append((key, piece._replace(spaced=True) if spaced else piece))
        return asked

    def _known(
        self, tokens: Tokens, pieces: Pieces, which: I64
    ) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """Which pieces are words that a language knows, or another term."""
        words = tokens.words[pieces.firsts[which]]
        frequency = self.known.frequency(words)
        # A rare word beyond ASCII may be a brand's name in Cyrillic, which the lists of words know, too.
        odd = tokens.is_odd[pieces.firsts[which]]
        # Only living terms count, so that references compiled as changes say what a fresh compile says.
        terms = np.zeros(len(words), dtype=np.bool_)
        terms[self.vocabulary.find("exact", words)[0]] = True
        known: np.ndarray[tuple[int], np.dtype[np.bool_]] = terms | (
            frequency > np.where(odd, NAMED_ABROAD, 0)
        )
        known &= pieces.firsts[which] == pieces.lasts[which]
        return known

    def _all_known(
        self, tokens: Tokens, pieces: Pieces, which: I64
    ) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """Which pieces hold words that a language knows, and no others."""
        sizes = np.maximum(pieces.lasts[which] - pieces.firsts[which] + 1, 1)
        begins = np.cumsum(sizes) - sizes
        words = np.arange(int(sizes.sum())) - np.repeat(begins - pieces.firsts[which], sizes)
        if not len(words) or not len(tokens):
            return np.zeros(len(which), dtype=np.bool_)
        return np.minimum.reduceat(self.known.frequency(tokens.words[words]), begins) > 0

    def about(self, pieces: Sequence[Piece]) -> list[tuple[Verdict, ...]]:
        """The verdicts on each piece, the strongest for each term."""
        best: list[dict[tuple[int, int], Verdict]] = [{} for _ in pieces]
        for candidate in candidates(pieces, self.vocabulary, doubly=self.doubly):
            verdict = self.judge(pieces[candidate.piece], candidate)
            if verdict is not None and verdict.strength >= LEAST_STRENGTH:
                kept = best[candidate.piece]
                key = (verdict.term, verdict.word)
                if key not in kept or _rank(kept[key]) < _rank(verdict):
                    kept[key] = verdict
        return [_told(kept.values()) for kept in best]


_TAILS: Final = re.escape(bytes(range(0x80, 0xC0)).decode("cp1252", "ignore"))
_DAMAGED: Final = re.compile(f"[ÂÃ][{_TAILS}]|[âãï][{_TAILS}]{{2}}|ð[{_TAILS}]{{2,3}}")
"""Signs that were read in a wrong encoding, each byte as a character: no one wrote them."""
_CAMEL: Final = re.compile("[a-z][A-Z]")
_DECORATED: Final = re.compile(r"[^\w@$€£¢]*([^\W\d_]+)[^\w@$€£¢]*")
_WORDS: Final = re.compile(r"[A-Za-z]{2,}(?:(?:[-/.,:;'&]|, )[A-Za-z]{2,})*")
"""Words with what usually parts words between them: whether they are a mark in parts is looked for elsewhere."""


def _worth_a_look(piece: Piece, *, known: bool, common: bool) -> bool:
    """Whether a mark may hide in the piece: not in a number, nor in a known word that is written as it is.

    `known`: it is a known word, perhaps between symbols; `common`: every word in it is known.
    """
    text = piece.text
    if known and (piece.plain or natural(text) or _decorated(text)):
        return False
    if text.isascii():
        # `I'll` and `people's` are no words in parts.
        return piece.plain or not (_short_model(text) or (common and _WORDS.fullmatch(text)))
    if _DAMAGED.sub("", text).isascii():
        return False
    return text.count("’") != 1 or not text.replace("’", "").isalpha()


def _short_model(text: str) -> bool:
    """Whether it is the number of a model that is no mark of seven letters in digits: `AX-1200`, not `n0441215`."""
    if MODEL.fullmatch(text) is None:
        return False
    return len(text) < LEAST_NUMBERED or not text.isalnum() or text.isdigit()


def _decorated(text: str) -> bool:
    """Whether the piece is an ordinary word with symbols around it that stand for no letter."""
    found = _DECORATED.fullmatch(text)
    return found is not None and (text.isascii() or natural(found[1]))


def _spaced(text: str) -> bool:
    """Whether letters stand each by itself in the piece, with white space or symbols between."""
    words = fold(text).split()
    return sum(len(word) == 1 for word in words) >= LEAST_SPACED


def _told(verdicts: Iterable[Verdict]) -> tuple[Verdict, ...]:
    """The verdicts on one piece but for those on a part of what a better one explains."""
    several = list(verdicts)
    sure = [one for one in several if one.word < 0 and one.sure]
    return tuple(one for one in several if not any(_hides(other, one) for other in sure))


def _hides(one: Verdict, other: Verdict) -> bool:
    """Whether `one` explains all that `other` does, and more."""
    wider = one.start <= other.start and other.end <= one.end
    longer = one.end - one.start > other.end - other.start
    return wider and one.term != other.term and (longer or (other.word < 0 and not other.sure))


def _undisclosed(disguises: Hits, plain: Sequence[Hits]) -> Hits:
    """`disguises` but for those where a term at least as long stands plainly: who writes it plainly hides nothing."""
    spans: dict[int, list[tuple[int, int]]] = {}
    for hits in plain:
        beside = np.flatnonzero(np.isin(hits.segments, disguises.segments))
        for place in beside.tolist():
            spans.setdefault(int(hits.segments[place]), []).append(
                (int(hits.starts[place]), int(hits.ends[place]))
            )
    hidden = np.ones(len(disguises), dtype=np.bool_)
    for place in range(len(disguises)):
        start, end = int(disguises.starts[place]), int(disguises.ends[place])
        known = spans.get(int(disguises.segments[place]), ())
        hidden[place] = not any(
            low < end and start < high and end - start <= high - low for low, high in known
        )
    return disguises.take(hidden)


def _turned(tokens: Tokens, segment: int, text: str, start: int, end: int, term: int) -> Disguise:
    """A term shown where another order is stored, from `start` to `end` (code points) of a text."""
    begin = int(tokens.offsets[segment]) + len(text[:start].encode())
    stop = begin + len(text[start:end].encode())
    first = int(np.searchsorted(tokens.starts, begin, side="right")) - 1
    last = int(np.searchsorted(tokens.starts, stop)) - 1
    return Disguise(max(first, 0), max(last, 0), begin, stop, term, Way.BIDI, 1.0)


def _rank(verdict: Verdict) -> tuple[bool, bool, float]:
    """What renders the mark in another script is told first: its letters may look like the mark's, too, by chance.

    Then what is explained letter by letter before what is only near, the strong before the weak.
    """
    rendered = verdict.way is Way.TRANSLITERATED
    return rendered, verdict.way not in {Way.SOUND, Way.TYPO, Way.GLUED}, verdict.strength


def _spot(keys: U64) -> U64:
    return keys >> np.uint64(64 - _HOT_BITS)
