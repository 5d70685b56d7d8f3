"""What is to be hunted for: the brands and phrases that are new or changed since the last hunt, or those
asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from countermark.errors import UnusableInput
from countermark.history.cursor import Cursor
from countermark.references import References
from countermark.references.model import Phrase
from countermark.references.segments import brand_digest
from countermark.references.suggestions import nearest


class Changes(NamedTuple):
    """Ids of brands, each with the digest of all that is said of it, and phrases."""

    brands: dict[str, str]
    phrases: tuple[Phrase, ...]

    def __bool__(self) -> bool:
        return bool(self.brands or self.phrases)


def changes_since(cursor: Cursor, references: References, asked: Sequence[str] = ()) -> Changes:
    """What `references` say that was not hunted for yet; or the brands `asked` for, hunted or not."""
    unknown = [name for name in asked if name not in references.numbers]
    if unknown:
        near = nearest(unknown[0], references.numbers)
        raise UnusableInput(
            f"{references.path}: there is no brand {unknown[0]!r}",
            mend=f"Did you mean {near!r}?" if near else "give the id of a brand in the references",
        )
    wanted = asked or references.numbers
    digests = {name: brand_digest(references.brand(references.numbers[name])) for name in wanted}
    if asked:
        return Changes(digests, ())
    new = {name: digest for name, digest in digests.items() if cursor.brands.get(name) != digest}
    return Changes(new, tuple(phrase for phrase in references.phrases if _told(phrase) not in cursor.phrases))


def now_hunted(cursor: Cursor, references: References, changes: Changes) -> Cursor:
    """The cursor when the hunt for `changes` is done. Brands that are gone are forgotten."""
    living = {name: digest for name, digest in cursor.brands.items() if name in references.numbers}
    phrases = {_told(phrase) for phrase in references.phrases}
    hunted = {*cursor.phrases, *map(_told, changes.phrases)}
    return Cursor(
        references_version=references.version,
        brands={**living, **changes.brands},
        phrases=tuple(sorted(hunted & phrases)),
    )


def _told(phrase: Phrase) -> str:
    """A phrase with its weight: one that weighs more is hunted again."""
    return f"{phrase.weight}: {phrase.text}"
