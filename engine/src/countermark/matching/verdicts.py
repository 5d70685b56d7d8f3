"""Whether a candidate really is a disguised mark, in which way, and how much that says.

The strength is 0..1: how far the writing speaks for someone who means this mark and no other word. Deliberateness is
not judged here but by the weights of the scoring. Every rule that lets an innocent word pass stands in this module,
or in `chance`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from rapidfuzz.distance import OSA

from countermark.matching.candidates import LEAST_DOUBLY, OF_WORDS, By, Candidate, Piece
from countermark.matching.chance import (
    FAMILIAR,
    LEAST_COMPOUND,
    LEAST_LONG,
    LEAST_NUMBERED,
    MODEL,
    STARRED,
    camel,
    distance_heard,
    in_address,
    in_parts,
    inflected,
    is_number,
    only_uv,
    says_itself,
    shares_half,
    tripled,
    typo_strength,
    unknown_parts,
    written_so,
)
from countermark.matching.gluing import TRADE, Rest, around, parts, rests
from countermark.matching.spelling import Spelling, as_spaced, read
from countermark.matching.terms import DROPPED, PARTS, TermKind
from countermark.matching.twofold import twofold
from countermark.matching.vocabulary import TermText, Vocabulary
from countermark.matching.ways import COST, SURE_WAYS, Way, letter_ways, skip_way
from countermark.text.chars import MASKS
from countermark.text.fold import bare_skeleton, fold, natural
from countermark.text.known_words import KnownWords
from countermark.text.sounds import cyrillic_to_latin


class Verdict(NamedTuple):
    """`term` is written in this `way`, from `start` to `end` (code points of the piece), with this `strength`.

    `word` is the place of the word within the term where only that word was recognised; -1 for the whole term.
    `sure`: every letter of the term is explained.
    """

    term: int
    way: Way
    strength: float
    start: int
    end: int
    word: int = -1
    sure: bool = False


LEAST_STRENGTH: Final = 0.2
"""Verdicts below it say nothing and are dropped."""
ORDINARY: Final = 42
"""Ten times the Zipf frequency from which on a mark that is an ordinary word is one whose misspellings mean nothing."""
COMPOUND: Final = 45
"""Ten times the Zipf frequency from which on two words written as one are a compound, whatever it is close to."""


class Judge:
    """Judges candidates; keeps what it found out about terms."""

    def __init__(self, vocabulary: Vocabulary, known: KnownWords) -> None:
        self.vocabulary = vocabulary
        self.known = known
        self._frequencies: dict[int, int] = {}
        self._compounds: dict[str, bool] = {}
        self._numbers: dict[tuple[str, int, int], bool] = {}
        self._by: dict[By, Callable[[Piece, int, TermText], Verdict | None]] = {
            By.PART_OF: self._part_of,
            By.NEAR: self._near,
            By.SOUND: self._sound,
            By.REVERSED: self._reversed,
            By.CYRILLIC: self._cyrillic,
        }

    def frequency(self, term: int) -> int:
        """Ten times the Zipf frequency of the term as an ordinary word; 0 if it is none."""
        found = self._frequencies.get(term)
        if found is None:
            text = self.vocabulary.text(term)
            found = int(self.known.ordinary_of([text.letters])[0])
            self._frequencies[term] = found
        return found

    def __call__(self, piece: Piece, candidate: Candidate) -> Verdict | None:
        """The verdict on one candidate; None if it is not that mark."""
        if candidate.by in {By.TWOFOLD, By.WORD_TWOFOLD}:
            return self._twofold(piece, candidate)
        if candidate.by in OF_WORDS:
            return self._word(piece, candidate)
        text = self.vocabulary.text(candidate.term)
        if candidate.by is By.LOOK:
            return self._look(piece, candidate.term, text, read(piece.text, text.letters, whole=True))
        if candidate.by is By.SPELLED:
            return self._spelled(piece, candidate, text)
        return self._by[candidate.by](piece, candidate.term, text)

    def _spelled(self, piece: Piece, candidate: Candidate, text: TermText) -> Verdict | None:
        found = candidate.spelling
        if found is None or Way.TYPO in found.ways:
            return None if found is None else self._near_disguised(piece, candidate, text)
        if candidate.whole:
            return self._look(piece, candidate.term, text, found)
        return self._within(piece, candidate.term, text, found)

    def _look(self, piece: Piece, term: int, text: TermText, found: Spelling | None) -> Verdict | None:
        if found is None or found.way is None or says_itself(self.known, piece.text[found.start : found.end]):
            return None
        found = as_spaced(piece.text, found)
        if Way.MASKED in found.ways:
            return self._masked(piece, term, text, found)
        if found.way is Way.SEPARATED:
            so_written = fold(piece.text[found.start : found.end]) == text.folded  # by the owner, too
            if so_written or in_address(piece.text, found.start, found.end):
                return None
        strength = self._strength(piece, term, text, found)
        if strength and found.way:
            return Verdict(term, found.way, strength, found.start, found.end, sure=True)
        return None

    def _strength(self, piece: Piece, term: int, text: TermText, found: Spelling) -> float:
        """What a whole piece that looks like the mark says."""
        size = len(text.letters)
        way = found.way
        if way in SURE_WAYS:
            return 0.0 if found.cost > MOST_GUESSED * size else 1.0 if size >= 4 else 0.6
        if (
            piece.known
            or size < 4
            or self._numberlike(piece.text, found)
            or (size < 6 and len(found.ways) > 1)
        ):
            return 0.0
        if way is Way.ACCENT and natural(piece.text) and written_so(self.known, piece.text):
            return 0.0  # a word of a language that writes it with these accents
        if way in {Way.SPACED, Way.SEPARATED} and Way.LEET not in found.ways:
            return self._parted(piece.text[found.start : found.end], text.letters)
        worth = 1.0 if size >= 7 else 0.85 if size >= 5 else 0.6
        if way is Way.SAME_LOOK and piece.plain and only_uv(piece.text.lower(), text.letters):
            return 0.3  # `Bvlgari` is how Romans, and some owners, write it
        if way in {Way.DOUBLED, Way.SAME_LOOK} and piece.plain:
            worth *= 0.0 if self.frequency(term) >= ORDINARY else 1.0 if size >= 7 else 0.4
        return worth

    def _parted(self, written: str, letters: str) -> float:
        """What it says that symbols part a mark: much, unless they are those that part words in ordinary text."""
        usual = all(char.isalnum() or char in "-–—/._&+'’ " for char in written)
        if not usual:
            return 1.0 if len(letters) >= 5 else 0.6
        return in_parts(self.known, fold(written).split(), letters)

    def _numberlike(self, piece: str, found: Spelling) -> bool:
        """Whether the digits of the piece are rather a number than letters: `WD1200`, `4way`, `top7`."""
        if MODEL.fullmatch(piece) and (len(piece) < LEAST_NUMBERED or set(found.ways) != {Way.LEET}):
            return True
        key = (piece, found.start, found.end)
        known = self._numbers.get(key)
        if known is None:
            if len(self._numbers) > 100_000:
                self._numbers = {}
            known = self._numbers[key] = is_number(self.known, *key)
        return known

    def _part_of(self, piece: Piece, term: int, text: TermText) -> Verdict | None:
        found = None if piece.known else read(piece.text, text.letters)
        return None if found is None else self._within(piece, term, text, found)

    def _within(self, piece: Piece, term: int, text: TermText, found: Spelling) -> Verdict | None:
        if piece.known or found.cost > 0.35 * max(len(text.letters) / 5, 1):
            return None
        before, behind = rests(piece.text, found)
        if not before and not behind:
            return None
        written = fold(before + piece.text[found.start : found.end] + behind)
        if int(self.known.frequency_of([written])[0]):
            return None  # the word that it stands in is one by itself
        if found.way in SURE_WAYS and len(text.letters) >= LEAST_LONG and len(before + behind) == 1:
            return Verdict(term, found.way, 0.9, found.start, found.end)  # a letter too many
        sides = around(piece.text, found, before, behind)
        worth = self._glued(term, text, sides)
        if found.way is not None and found.way not in SURE_WAYS:
            worth *= 0.0 if self._numberlike(piece.text, found) else 0.6
        return Verdict(term, found.way or Way.GLUED, worth, found.start, found.end) if worth else None

    def _glued(self, term: int, text: TermText, sides: tuple[Rest, Rest]) -> float:
        """What it says that the mark stands glued between what is on both `sides`."""
        size = len(text.letters)
        rests = [rest.letters for rest in sides if rest.letters]
        if all(rest.isdigit() for rest in rests) and size < 6:
            return 0.2  # `enel9` is a model
        if all(rest in TRADE or rest.isdigit() for rest in rests):
            return 0.9 if self.frequency(term) < ORDINARY and size >= 4 else 0.3
        if size >= 7 and self.frequency(term) < ORDINARY:
            # A coined word of seven letters does not stand in another by chance, but for its own endings.
            coined = not self.frequency(term)
            return (
                0.9 if all(parts(rest, self.known, coined=coined) for rest in sides if rest.letters) else 0.0
            )
        if size < 5 or self.frequency(term):
            return 0.0
        known = self.known.frequency_of(rests)
        if not (known >= FAMILIAR).all() or any(len(rest) < 3 for rest in rests):
            return 0.0
        heard_of = int(self.known.frequency_of([text.letters])[0]) >= FAMILIAR
        return 0.3 if heard_of else 0.5

    def _near(self, piece: Piece, term: int, text: TermText) -> Verdict | None:
        letters = text.letters
        written = piece.text.lower()
        if written == letters or self.frequency(term) >= ORDINARY or inflected(written, letters):
            return None
        long = len(written) > LEAST_COMPOUND or len(letters) < LEAST_LONG
        if long and self._compound(piece.text) and not shares_half(written, letters):
            return None
        far = OSA.distance(written, letters, score_cutoff=1)
        if far > 1 and (
            len(letters) < (LEAST_LONG if tripled(written) else LEAST_TWICE)
            or OSA.distance(bare_skeleton(written), bare_skeleton(letters), score_cutoff=1) > 1
        ):
            return None
        worth = typo_strength(written, letters) * (1.0 if far <= 1 else 0.85)
        if " " in text.folded:
            worth *= 0.3  # who mistypes a phrase still writes it as one: `brightstor` is no `Bright Store`
        return Verdict(term, Way.TYPO, worth, 0, len(piece.text))

    def _near_disguised(self, piece: Piece, candidate: Candidate, text: TermText) -> Verdict | None:
        """A mark in foreign letters or with something between its letters, and one letter wrong besides."""
        found = candidate.spelling
        if (
            found is None
            or not candidate.whole
            or len(text.letters) < LEAST_DOUBLY
            or found.ways.get(Way.TYPO, 0) > 1
        ):
            return None
        hidden = found.ways.get(Way.MASKED, 0)
        way = found.way
        between = found.ways.get(Way.SEPARATED, 0)
        if found.cost - COST[Way.SEPARATED] * between > COST[Way.TYPO] + DEAREST * len(text.letters):
            return None  # too much is guessed for a letter to be wrong besides
        parted = between >= len(text.letters) - 3 or (
            between > 0 and len(text.letters) >= LEAST_TWICE and unknown_parts(self.known, piece.text)
        )
        starred = hidden == 1 and len(text.letters) >= LEAST_TWICE and STARRED.search(piece.text) is not None
        if way is None or (hidden and not starred) or (not starred and way not in SURE_WAYS and not parted):
            return None
        shown = fold(piece.text[found.start : found.end]).replace(" ", "")
        if self.known.frequency_of([shown])[0] >= FAMILIAR:
            return None
        way = as_spaced(piece.text, found).way or way
        return Verdict(candidate.term, way, 0.9, found.start, found.end)

    def _twofold(self, piece: Piece, candidate: Candidate) -> Verdict | None:
        """A mark, or a word of one, with a letter wrong and something else besides."""
        of_word = candidate.by is By.WORD_TWOFOLD
        term, place = divmod(candidate.term, PARTS) if of_word else (candidate.term, -1)
        text = self.vocabulary.text(term)
        letters = text.folded.split()[place] if of_word else text.letters
        if not piece.loose and (" " in text.folded) and not (of_word and piece.text.isalnum()):
            return None  # who mistypes a phrase still writes it as one
        if not of_word and self.frequency(term) >= ORDINARY:
            return None
        found = twofold(self.known, piece.text, letters, of_word=of_word, loose=piece.loose)
        return None if found is None else Verdict(term, found.way, *found[1:], place)

    def _compound(self, written: str) -> bool:
        """Whether the word is two familiar words written as one, which is how products are named: `ProBook`."""
        known = self._compounds.get(written)
        if known is None:
            small = written.lower()
            places = range(3, len(written) - 2)
            flat = self.known.frequency_of([half for n in places for half in (small[:n], small[n:])])
            known = any(
                min(int(flat[2 * at]), int(flat[2 * at + 1])) >= (FAMILIAR if camel(written, n) else COMPOUND)
                for at, n in enumerate(places)
            )
            if len(self._compounds) > 100_000:
                self._compounds = {}
            self._compounds[written] = known
        return known

    def _masked(self, piece: Piece, term: int, text: TermText, found: Spelling) -> Verdict | None:
        """`G*cci`: some letters are shown, the others hidden, none wrong."""
        hidden = found.ways[Way.MASKED]
        size = len(text.letters)
        shown = piece.text[found.start : found.end]
        starred = all(not char.isascii() or char == "*" for char in shown if char in MASKS)
        # What parts words in ordinary text hides a letter only between letters that are plain: not in `j-box`.
        others = set(found.ways) - {Way.MASKED}
        innocent = others and others <= {Way.SAME_LOOK, Way.DOUBLED}
        if "*" not in shown and shown.isascii() and (innocent or not shown[-1].isalnum()):
            return None
        cut_off = shown.endswith(("…", ".."))
        guessed = hidden > 1 and found.ways.get(Way.LEET, 0) > size // 3
        if cut_off or guessed or self._numberlike(piece.text, found):
            return None
        if hidden * 2 > size or size < (4 if starred else 6) or self.frequency(term) >= ORDINARY:
            return None
        return Verdict(term, Way.MASKED, 1.0 if size >= 6 else 0.7, found.start, found.end)

    def _sound(self, piece: Piece, term: int, text: TermText) -> Verdict | None:
        written = piece.read
        size = len(text.letters)
        if len(written) * 10 < size * 7 or " " in text.folded:
            return None
        if written == text.letters or self.frequency(term) >= ORDINARY or inflected(written, text.letters):
            return None
        far = distance_heard(written, text.letters)
        if far is None or (far and (size < 7 or (size < 8 and self._compound(written)))):
            return None
        worth = (1.0 if far == 0 else 0.85) * (1.0 if size >= 7 else 0.4)
        way = Way.SOUND if piece.plain else next(filter(SURE_WAYS.__contains__, _ways(piece.text)), Way.SOUND)
        return Verdict(term, way, worth, 0, len(piece.text))

    def _reversed(self, piece: Piece, term: int, text: TermText) -> Verdict | None:
        letters = text.letters
        nickname = self.vocabulary.kinds[term] == TermKind.NICKNAME
        if letters == letters[::-1] or (len(letters) < 5 and not nickname):
            return None
        return Verdict(term, Way.REVERSED, 0.8 if len(letters) >= 6 or nickname else 0.5, 0, len(piece.text))

    def _cyrillic(self, piece: Piece, term: int, text: TermText) -> Verdict | None:
        ways = cyrillic_to_latin(fold(piece.text))
        size = len(text.letters)
        if text.letters in ways:
            return Verdict(term, Way.TRANSLITERATED, 0.9 if size >= 5 else 0.5, 0, len(piece.text))
        if piece.known or size < LEAST_HEARD or self.frequency(term) >= FAMILIAR:
            return None
        if all(distance_heard(way, text.letters) != 0 for way in ways):
            return None
        return Verdict(term, Way.TRANSLITERATED, 0.6, 0, len(piece.text))

    def _word(self, piece: Piece, candidate: Candidate) -> Verdict | None:
        """One word of a phrase; what stands around it is looked at by the matcher."""
        term, place = divmod(candidate.term, PARTS)
        word = self.vocabulary.text(term).folded.split()[place]
        written = piece.text.lower()
        if piece.plain:
            if written == word:
                return None
            if OSA.distance(written, word, score_cutoff=1) <= 1 and not inflected(written, word):
                return Verdict(term, Way.TYPO, 1.0 if len(word) >= 5 else 0.9, 0, len(piece.text), place)
            if candidate.by is By.WORD_SOUND:
                far = distance_heard(written, word)
                heard = Verdict(term, Way.SOUND, 1.0 - (far or 0) / 10, 0, len(piece.text), place)
                return None if far is None else heard
        found = candidate.spelling or read(piece.text, word, whole=True)
        if found is None or found.way is None or not candidate.whole:
            return None
        if not _meant(piece.text[found.start : found.end], word, found):
            return None
        doubtful = len(word) < LEAST_NAMED or MODEL.fullmatch(written)
        numberlike = doubtful and self._numberlike(piece.text, found)
        return Verdict(term, found.way, DOUBTFUL if numberlike else 1.0, found.start, found.end, place)


def _meant(shown: str, word: str, found: Spelling) -> bool:
    """Whether what is shown may be meant for a word of a phrase, and is no number, and not that word itself."""
    if shown.isdigit() or (shown.isascii() and fold(shown.translate(DROPPED)) == word):
        return False
    if Way.TYPO in found.ways and (found.way not in SURE_WAYS or len(word) < LEAST_DOUBLY):
        return False
    # `GA-100` hides no letters.
    return Way.MASKED not in found.ways or (shown[-1].isalnum() and not any(map(str.isdigit, shown)))


DOUBTFUL: Final = 0.3
"""Strength of what may be a word of a phrase or a number: it counts where another word is in disguise, too."""
LEAST_TWICE: Final = 8
"""Letters that a mark needs to be recognised with a letter wrong and something doubled or between them."""
LEAST_NAMED: Final = 5
"""Letters of a word of a phrase that no number spells beside the others."""
DEAREST, MOST_GUESSED = 0.22, 0.45
"""What each letter of a mark may cost at most where one is wrong besides, and where none is."""
LEAST_HEARD: Final = 5
"""Letters that a mark needs to be recognised by sound from another script."""


def _ways(written: str) -> Iterator[Way]:
    """The likeliest way of every character that is written other than plainly."""
    for char in written:
        way = next((way for _, way in letter_ways(char)), skip_way(char, "a"))
        if way is not None:
            yield way
