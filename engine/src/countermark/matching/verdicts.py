"""Whether a candidate really is a disguised mark, in which way, and how much that says.

The strength is 0..1: how far the writing speaks for someone who means this mark and no other word. Deliberateness is
not judged here but by the weights of the scoring. Every rule that lets an innocent word pass stands in this module.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from rapidfuzz.distance import OSA

from countermark.matching.candidates import OF_WORDS, By, Candidate, Piece
from countermark.matching.spelling import Spelling, read
from countermark.matching.terms import PARTS, TermKind
from countermark.matching.vocabulary import TermText, Vocabulary
from countermark.matching.ways import Way
from countermark.text.chars import MASKS
from countermark.text.fold import fold, natural
from countermark.text.known_words import KnownWords
from countermark.text.sounds import cyrillic_to_latin, heard


class Verdict(NamedTuple):
    """`term` is written in this `way`, from `start` to `end` (code points of the piece), with this `strength`.

    `word` is the place of the word within the term where only that word was recognised; -1 for the whole term.
    """

    term: int
    way: Way
    strength: float
    start: int
    end: int
    word: int = -1


LEAST_STRENGTH: Final = 0.2
"""Verdicts below it say nothing and are dropped."""
ORDINARY: Final = 42
"""Ten times the Zipf frequency from which on a mark that is an ordinary word is one whose misspellings mean nothing."""
COMPOUND: Final = 45
"""Ten times the Zipf frequency from which on two words written as one are a compound, whatever it is close to."""
FAMILIAR: Final = 30
"""Ten times the Zipf frequency from which on what is left of a glued word is a word itself."""
SURE_WAYS: Final = frozenset({Way.ZERO_WIDTH, Way.BIDI, Way.FLIPPED, Way.FANCY, Way.HOMOGLYPH, Way.EMOJI})
"""Ways in which nobody writes an ordinary word by accident."""
TRADE: Final = frozenset(
    "shop store outlet official offical deal deals sale sales online factory replica copy fake style bag bags shoe shoes"
    " watch watches case cases cover wear fashion original originals brand best cheap new club world fan fans team pro"
    " shirt shirts hoodie cap belt wallet kids men women mens womens uk us usa eu de fr it es cn ru air max tienda"
    " boutique laden oficial offiziell officiel negozio loja".split()
)
"""What sellers glue to a mark."""


class Judge:
    """Judges candidates; keeps what it found out about terms."""

    def __init__(self, vocabulary: Vocabulary, known: KnownWords) -> None:
        self.vocabulary = vocabulary
        self.known = known
        self._frequencies: dict[int, int] = {}
        self._compounds: dict[str, bool] = {}

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
        if candidate.by in OF_WORDS:
            return self._word(piece, candidate)
        text = self.vocabulary.text(candidate.term)
        match candidate.by:
            case By.LOOK | By.PATTERN:
                return self._look(piece, candidate.term, text)
            case By.PART_OF:
                return self._part_of(piece, candidate.term, text)
            case By.NEAR:
                return self._near(piece, candidate.term, text)
            case By.SOUND:
                return self._sound(piece, candidate.term, text)
            case By.REVERSED:
                return self._reversed(piece, candidate.term, text)
            case _:
                return self._cyrillic(piece, candidate.term, text)

    def _look(self, piece: Piece, term: int, text: TermText) -> Verdict | None:
        found = read(piece.text, text.letters, whole=True)
        if found is None or found.way is None:
            return None
        if Way.MASKED in found.ways:
            return self._masked(piece, term, text)
        if found.way is Way.SEPARATED and fold(piece.text[found.start : found.end]) == text.folded:
            return None  # the owner writes it so, too
        strength = self._strength(piece, term, text, found)
        return Verdict(term, found.way, strength, found.start, found.end) if strength else None

    def _strength(self, piece: Piece, term: int, text: TermText, found: Spelling) -> float:
        """What a whole piece that looks like the mark says."""
        size = len(text.letters)
        way = found.way
        if way in SURE_WAYS:
            return 1.0 if size >= 4 else 0.6
        if piece.known or size < 4 or self._numberlike(piece.text, found):
            return 0.0
        if way is Way.ACCENT and self.frequency(term) and natural(piece.text):
            return 0.0  # an ordinary word in a language that writes it with accents
        if size < 6 and len(found.ways) > 1:
            return 0.0
        if way is Way.SEPARATED and Way.LEET not in found.ways:
            return self._parted(piece.text[found.start : found.end], text.letters)
        worth = 1.0 if size >= 7 else 0.85 if size >= 5 else 0.6
        if way is Way.SAME_LOOK and piece.plain and _only_uv(piece.text.lower(), text.letters):
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
        shown = piece[found.start : found.end]
        if any(char.isdigit() for char in piece[: found.start] + piece[found.end :]):
            return any(char.isdigit() for char in shown)  # `br3d-12u3` is a model
        digits = sum(char.isdigit() for char in shown)
        letters = sum(char.isalpha() for char in shown)
        if not digits:
            return False
        if letters < 2 or (digits > letters and len(shown) < 7):
            return True
        word = shown.strip("0123456789-/. ").lower()
        return word.isalpha() and (len(word) < 3 or bool(self.known.frequency_of([word])[0] >= FAMILIAR))

    def _part_of(self, piece: Piece, term: int, text: TermText) -> Verdict | None:
        if piece.known:
            return None
        found = read(piece.text, text.letters)
        if found is None or found.cost > 0.35 * max(len(text.letters) / 5, 1):
            return None
        before, behind = _rest(piece.text, found)
        if not before and not behind:
            return None
        written = fold(before + piece.text[found.start : found.end] + behind)
        if int(self.known.frequency_of([written])[0]):
            return None  # the word that it stands in is one by itself
        worth = self._glued(term, text, before, behind)
        if found.way is not None and found.way not in SURE_WAYS:
            worth *= 0.0 if self._numberlike(piece.text, found) else 0.6
        return Verdict(term, found.way or Way.GLUED, worth, found.start, found.end) if worth else None

    def _glued(self, term: int, text: TermText, before: str, behind: str) -> float:
        """What it says that the mark stands glued between `before` and `behind`, both folded."""
        size = len(text.letters)
        rests = [rest for rest in (before, behind) if rest]
        if all(rest.isdigit() for rest in rests) and size < 6:
            return 0.2  # `enel9` is a model
        if all(rest in TRADE or rest.isdigit() for rest in rests):
            return 0.9 if self.frequency(term) < ORDINARY and size >= 4 else 0.3
        if size < 5 or self.frequency(term):
            return 0.0
        if size >= 7:
            # A coined word of seven letters does not stand in another by chance, but for its own endings.
            return 0.9 if all(_stands_alone(rest) for rest in rests) else 0.0
        known = self.known.frequency_of(rests)
        if not (known >= FAMILIAR).all() or any(len(rest) < 3 for rest in rests):
            return 0.0
        heard_of = int(self.known.frequency_of([text.letters])[0]) >= FAMILIAR
        return 0.3 if heard_of else 0.5

    def _near(self, piece: Piece, term: int, text: TermText) -> Verdict | None:
        letters = text.letters
        if not piece.plain:
            return self._near_disguised(piece, term, text)
        written = piece.text.lower()
        if written == letters or self.frequency(term) >= ORDINARY or _inflected(written, letters):
            return None
        if self._compound(piece.text) and not _shares_half(written, letters):
            return None
        if OSA.distance(written, letters, score_cutoff=1) > 1:
            return None
        worth = self._typo_strength(written, letters)
        if " " in text.folded:
            worth *= 0.3  # who mistypes a phrase still writes it as one: `brightstor` is no `Bright Store`
        return Verdict(term, Way.TYPO, worth, 0, len(piece.text))

    @staticmethod
    def _near_disguised(piece: Piece, term: int, text: TermText) -> Verdict | None:
        """A mark in foreign letters or with something between its letters, and one letter wrong besides."""
        found = read(piece.text, text.letters, typos=1, whole=True)
        if found is None or found.way not in SURE_WAYS or len(text.letters) < LEAST_DOUBLY:
            return None
        return Verdict(term, found.way, 0.9, found.start, found.end)

    def _compound(self, written: str) -> bool:
        """Whether the word is two familiar words written as one, which is how products are named: `ProBook`."""
        known = self._compounds.get(written)
        if known is None:
            small = written.lower()
            places = range(3, len(written) - 2)
            flat = self.known.frequency_of([half for n in places for half in (small[:n], small[n:])])
            known = any(
                min(int(flat[2 * at]), int(flat[2 * at + 1])) >= (FAMILIAR if _camel(written, n) else COMPOUND)
                for at, n in enumerate(places)
            )
            if len(self._compounds) > 100_000:
                self._compounds = {}
            self._compounds[written] = known
        return known

    @staticmethod
    def _typo_strength(written: str, letters: str) -> float:
        size = len(letters)
        worth = 1.0 if size >= 7 else 0.4 if size >= 6 else 0.25
        return worth * (0.9 if written[0] != letters[0] else 1.0)

    def _masked(self, piece: Piece, term: int, text: TermText) -> Verdict | None:
        """`G*cci`: some letters are shown, the others hidden, none wrong."""
        found = read(piece.text, text.letters, whole=True)
        if found is None or Way.MASKED not in found.ways:
            return None
        hidden = found.ways[Way.MASKED]
        size = len(text.letters)
        shown = piece.text[found.start : found.end]
        starred = all(not char.isascii() or char == "*" for char in shown if char in MASKS)
        if hidden * 2 > size or size < (4 if starred else 6) or self.frequency(term) >= ORDINARY:
            return None
        return Verdict(term, Way.MASKED, 1.0 if size >= 6 else 0.7, found.start, found.end)

    def _sound(self, piece: Piece, term: int, text: TermText) -> Verdict | None:
        written = piece.text.lower()
        if written == text.letters or self.frequency(term) >= ORDINARY or _inflected(written, text.letters):
            return None
        far = _distance_heard(written, text.letters)
        size = len(text.letters)
        if len(written) * 10 < size * 7 or " " in text.folded:
            return None
        if far is None or (far and size < 7) or self._compound(piece.text):
            return None
        worth = (1.0 if far == 0 else 0.85) * (1.0 if size >= 7 else 0.4)
        return Verdict(term, Way.SOUND, worth, 0, len(piece.text))

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
        if all(_distance_heard(way, text.letters) != 0 for way in ways):
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
            if OSA.distance(written, word, score_cutoff=1) <= 1 and not _inflected(written, word):
                return Verdict(term, Way.TYPO, 1.0 if len(word) >= 5 else 0.9, 0, len(piece.text), place)
            if candidate.by is By.WORD_SOUND:
                far = _distance_heard(written, word)
                return None if far is None else Verdict(term, Way.SOUND, 1.0 - far / 10, 0, len(piece.text), place)
        found = read(piece.text, word, whole=True)
        if found is None or found.way is None:
            return None
        if self._numberlike(piece.text, found):
            return None
        return Verdict(term, found.way, 1.0, found.start, found.end, place)


LEAST_DOUBLY: Final = 6
"""Letters that a mark needs to be recognised with a wrong letter under another disguise."""
LEAST_HEARD: Final = 5
"""Letters that a mark needs to be recognised by sound from another script."""


EVERYDAY: Final = 42
LITTLE_WORD: Final = 58
"""Ten times the Zipf frequency from which on a part is an everyday word; the second for parts of one or two letters."""


def in_parts(known: KnownWords, words: Sequence[str], letters: str) -> float:
    """What it says that a mark stands in parts: little where the parts are words themselves."""
    if all(len(word) == 1 for word in words) or sum(len(word) == 1 for word in words) >= max(3, len(words) - 1):
        return 1.0 if len(letters) >= 5 else 0.7
    size = len(letters)
    worth = 0.1 if all(_word_by_itself(word, known) for word in words) else 1.0
    return worth * (1.0 if len(letters) >= 7 else 0.8 if len(letters) == 6 else 0.4)


def _word_by_itself(part: str, known: KnownWords) -> bool:
    """Whether a part of a mark stands by itself in ordinary text, so that its neighbours are mere chance."""
    if len(part) > 2:
        return int(known.ordinary_of([part])[0]) >= EVERYDAY
    return int(known.frequency_of([part])[0]) >= LITTLE_WORD


def _shares_half(written: str, letters: str) -> bool:
    """Whether four letters in front or at the end are those of the mark: `StrTech` is no compound beside `StarTech`."""
    return written[:4] == letters[:4] or written[-4:] == letters[-4:]


def _camel(written: str, place: int) -> bool:
    """Whether a capital tells that a new word begins at `place`."""
    return written[place].isupper() and written[place - 1].islower()


def _stands_alone(rest: str) -> bool:
    """Whether what is glued to a mark is something by itself, and no mere ending."""
    return any(char.isdigit() for char in rest) or (len(rest) > 2 and rest not in ENDINGS)


def _only_uv(written: str, letters: str) -> bool:
    """Whether two spellings differ only by v for u."""
    return written.translate(_UV) == letters.translate(_UV)


_UV: Final = str.maketrans("v", "u")


ENDINGS: Final = frozenset("s es er ers ed ing en n e a o i y is us um an ian ia ist ie el le ic al".split())
"""What ends a word; a mark with one behind it is another word, or the mark in the plural."""


def _inflected(written: str, letters: str) -> bool:
    """Whether the word is the mark with the ending of a plural or a genitive, which is no misspelling."""
    endings = ("s", "es") if len(letters) >= 7 else ("s", "es", "er", "n", "en", "e")
    return written in {letters + ending for ending in endings} or written + "s" == letters


def _distance_heard(written: str, letters: str) -> int | None:
    """0 if both are heard the same, 1 if almost, None if not."""
    one, other = heard(written), heard(letters)
    if one == other:
        return 0
    if one[:1] != other[:1]:
        return None
    if OSA.distance(one, other, score_cutoff=1) <= 1 and OSA.distance(written, letters, score_cutoff=3) <= 3:
        return 1
    # The consonants are the same; two wrong vowels in a long name are heard as that name.
    vowels_only = len(letters) >= 8 and OSA.distance(written, letters, score_cutoff=2) <= 2
    return 1 if vowels_only else None


def _rest(piece: str, found: Spelling) -> tuple[str, str]:
    """The letters and digits that stand before and behind the spelling without a border, folded."""
    start, end = found.start, found.end
    while start and piece[start - 1].isalnum():
        start -= 1
    while end < len(piece) and piece[end].isalnum():
        end += 1
    return fold(piece[start : found.start]), fold(piece[found.end : end])
