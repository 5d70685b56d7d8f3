"""The sentences of every language, from `texts/*.yaml`: loaded once, compared with each other, filled slot by slot.

A sentence's slots are names in braces, with a way of writing them after a colon where it depends on the language:
`{start:moment}`. Slots are filled in one pass and by name only, so that braces inside a value stay what they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from string import Formatter
from types import MappingProxyType
from typing import Any, Final

import yaml

from countermark_portal.casework.statements.errors import FaultyTexts, Unsayable
from countermark_portal.casework.statements.writing import WAYS, Writing

LANGUAGES: Final = ("en", "zh", "es", "de", "fr")
ONE, OTHER = "one", "other"
"""Forms of a sentence that counts: chosen by its slot `count`."""

_FOLDER: Final = files(__package__) / "texts"
_SLOT_NAME: Final = re.compile(r"[a-z][a-z0-9_]*")


class _EachKeyOnce(yaml.SafeLoader):
    """YAML lets a later key overwrite an earlier one in silence; a sentence lost that way is found by nobody."""

    def construct_mapping(
        self, node: yaml.MappingNode, deep: bool = False
    ) -> dict[Any, Any]:  # PyYAML's own signature
        keys = [key.value for key, _ in node.value]
        for key in keys:
            if keys.count(key) > 1:
                raise FaultyTexts(f"{node.start_mark}: the key {key} stands twice")
        return super().construct_mapping(node, deep)


def read(name: str) -> Any:
    """A file of the texts folder as data."""
    return yaml.load((_FOLDER / name).read_text("utf-8"), _EachKeyOnce)  # noqa: S506  # a SafeLoader that is stricter


def slots_of(sentence: str) -> frozenset[str]:
    """The slots of a sentence, each as `name` or `name:way`; what is no plain slot is refused."""
    slots = set()
    for _, name, way, conversion in Formatter().parse(sentence):
        if name is None:
            continue
        if not _SLOT_NAME.fullmatch(name) or conversion or (way and way not in WAYS):
            raise FaultyTexts(
                f"no such slot: {{{name}:{way}}}", mend=f"ways of writing are {', '.join(WAYS)}"
            )
        slots.add(f"{name}:{way}" if way else name)
    return frozenset(slots)


Sentences = Mapping[str, str | Mapping[str, str]]


def flat(tree: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, str | Mapping[str, str]]]:
    """Every sentence of a tree under its dotted key. A mapping with `other` is one sentence in its forms."""
    for key, value in tree.items():
        here = f"{above}{key}"
        if not isinstance(value, Mapping):
            yield here, str(value)
        elif OTHER in value:
            yield here, value
        else:
            yield from flat(value, here + ".")


def gaps(languages: Mapping[str, Sentences]) -> list[str]:
    """What one language says and another does not, and where their slots differ."""
    found = []
    every = sorted({key for sentences in languages.values() for key in sentences})
    for key in every:
        slots = {}
        for language, sentences in languages.items():
            if key not in sentences:
                found.append(f"{language}: {key} is missing")
                continue
            sentence = sentences[key]
            slots[language] = slots_of(sentence if isinstance(sentence, str) else sentence[OTHER])
        expected = frozenset().union(*slots.values())
        found += [
            f"{language}: {key} lacks {', '.join(sorted(expected - has))}"
            for language, has in slots.items()
            if has != expected
        ]
    return found


def _french_spaces(sentence: str) -> str:
    """French sets a space that does not break before ; : ! ? » and after «."""
    return re.sub(r" (?=[;:!?»])|(?<=«) ", "\N{NO-BREAK SPACE}", sentence)


def _of_language(language: str) -> Sentences:
    sentences = dict(flat(read(f"{language}.yaml")))
    if language != "fr":
        return sentences
    return {
        key: _french_spaces(said)
        if isinstance(said, str)
        else {form: _french_spaces(s) for form, s in said.items()}
        for key, said in sentences.items()
    }


@cache
def sentences() -> Mapping[str, Sentences]:
    """Every sentence of every language; refuses texts that do not fit each other and names all that is missing."""
    languages = {language: _of_language(language) for language in LANGUAGES}
    if found := gaps(languages):
        raise FaultyTexts(
            "\n".join([f"{len(found)} gaps in the texts", *found]), mend="fill them in every language"
        )
    return MappingProxyType(languages)


def nearest_language(tag: str | None) -> str:
    """The language to write in for a tag such as `zh-hans` or `de_AT`; English for one that we do not write."""
    first = re.split(r"[-_]", tag or "", maxsplit=1)[0].lower()
    return first if first in LANGUAGES else "en"


def codes(group: str) -> tuple[str, ...]:
    """The codes that a group of sentences knows: `codes("fact")` are the codes of facts."""
    start = group + "."
    return tuple(
        dict.fromkeys(key[len(start) :].split(".")[0] for key in sentences()["en"] if key.startswith(start))
    )


def say(language: str, key: str, /, **slots: object) -> str:
    """A sentence in a language with its slots filled. More slots than it has are no fault, fewer are."""
    if key not in sentences()[language]:
        raise Unsayable(f"there is no sentence for {key}")
    sentence = sentences()[language][key]
    if not isinstance(sentence, str):
        form = ONE if Writing(language).is_one(slots.get("count")) and ONE in sentence else OTHER
        sentence = sentence[form]
    return fill(language, key, sentence, slots)


@lru_cache(maxsize=4096)
def _pieces(sentence: str) -> tuple[tuple[str, str | None, str | None], ...]:
    """A sentence taken apart once: letters are written by the thousand."""
    return tuple((literal, name, way) for literal, name, way, _ in Formatter().parse(sentence))


def fill(language: str, key: str, sentence: str, slots: Mapping[str, object]) -> str:
    """A sentence with its slots filled."""
    writing = Writing(language)
    parts = []
    for literal, name, way in _pieces(sentence):
        parts.append(literal)
        if name is None:
            continue
        if slots.get(name) is None:
            raise Unsayable(f"{key} needs the slot {name}", mend="give every slot of the phrase a value")
        parts.append(writing.write(way or "plain", slots[name]))
    return "".join(parts)
