"""From a template and slots to a letter: subject, text and html, which say the same.

A template is written in lines whose first characters give their part: `# ` title, `## ` heading, `- ` item, `> ` quote,
`= term :: value`, `@ label :: address`; any other line is a paragraph. The signs become control characters when the
template is loaded. Values of slots cannot hold control characters or line breaks, so whatever a listing's title or
a reviewer's words contain, they stay text in the line where the template puts them.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache, partial
from importlib.resources import files
from typing import Any, Final
from urllib.parse import urlsplit

from jinja2 import Environment, FunctionLoader, StrictUndefined, Template, UndefinedError, meta

from countermark_portal.casework.statements import structure, texts
from countermark_portal.casework.statements.errors import Unsayable
from countermark_portal.casework.statements.writing import Writing, plain

Slot = str | int | bool | None | list["Slot"] | dict[str, "Slot"]
"""A value of a slot as it is kept: plain JSON, without language."""

PERSONAL_SLOTS: Final = frozenset({"claimant", "own_words", "declared_by"})
"""Slots that may hold a person's name or words: kept by reference, under that person's key."""

_FOLDER: Final = files(__package__) / "templates"


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as it is sent. `template_version` changes with every word that could stand in it."""

    subject: str
    text: str
    html: str
    language: str
    template: str
    template_version: str
    slots: Mapping[str, Slot]


def slots_from(told: object) -> dict[str, Slot]:
    """The slots that a frozen value fills: its fields as plain JSON."""
    if not is_dataclass(told):
        raise TypeError(f"{type(told).__name__} is no frozen value")
    return {part.name: _kept(getattr(told, part.name)) for part in fields(told)}


def _kept(value: Any) -> Slot:
    if type(value) is str:
        return plain(value)
    if is_dataclass(value):
        return slots_from(value)
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str | Decimal | Enum):
        return plain(value.value if isinstance(value, Enum) else value)
    return _kept_together(value)


def _kept_together(value: Any) -> Slot:
    if isinstance(value, Mapping):
        return {plain(key): _kept(item) for key, item in value.items()}
    if isinstance(value, Sequence):
        return [_kept(item) for item in value]
    raise TypeError(f"a slot cannot hold {type(value).__name__}")


def web_address(value: object) -> str:
    """A link that may stand in a letter: http or https, nothing that a browser would run, no hidden sign-in name."""
    address = str(value)
    try:
        parts = urlsplit(address)
        good = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.username is None
    except ValueError:
        good = False
    if not good or not re.fullmatch(r"[!#-;=?-\[\]_a-z~]+", address):
        raise Unsayable(f"no web address: {plain(address)}", mend="links are https://…")
    return address


def _source(name: str) -> str | None:
    path = _FOLDER / name
    return structure.with_signs(path.read_text("utf-8")) if path.is_file() else None


@cache
def _environment() -> Environment:
    # The output is text; html is made from it afterwards and escaped there, piece by piece.
    environment = Environment(  # noqa: S701  # see above: escaping here would escape twice
        loader=FunctionLoader(_source),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["web_address"] = web_address
    return environment


@cache
def _parts(name: str) -> tuple[str, ...]:
    """A template and every template that it includes, by name."""
    source = _source(name)
    if source is None:
        raise Unsayable(f"there is no template {name}")
    included = meta.find_referenced_templates(_environment().parse(source))
    return tuple(dict.fromkeys([name, *(part for inner in included if inner for part in _parts(inner))]))


@cache
def version(name: str, language: str) -> str:
    """The digest of all that a letter of this template can say in this language: signs, sentences, formats."""
    digest = hashlib.sha256()
    for part in _parts(f"{name}.txt"):
        digest.update((_FOLDER / part).read_bytes())
    digest.update(json.dumps(dict(texts.sentences()[language]), sort_keys=True, default=dict).encode())
    for shared in ("formats.yaml", "countries.yaml"):
        digest.update((files(__package__) / "texts" / shared).read_bytes())
    return f"{name}@{digest.hexdigest()[:16]}"


@cache
def _template(name: str) -> Template:
    return _environment().get_template(name)


def render(name: str, language: str, slots: Mapping[str, Slot]) -> Letter:
    """The letter of a template in a language. The same slots and version give the same letter."""
    if language not in texts.LANGUAGES:
        raise Unsayable(f"no texts in {plain(language)}", mend="languages are " + ", ".join(texts.LANGUAGES))
    kept = {key: _kept(value) for key, value in slots.items()}
    writing = Writing(language)
    given = {"say": partial(texts.say, language), "write": writing.write, "gap": writing.gap}
    try:
        raw = _template(f"{name}.txt").render(kept | given)
    except UndefinedError as unknown:
        raise Unsayable(f"{name}: {unknown}") from unknown
    blocks = structure.blocks(raw)
    if not blocks or blocks[0].kind is not structure.Kind.SUBJECT:
        raise Unsayable(f"{name} begins without a subject")
    subject, *rest = blocks
    return Letter(
        subject=subject.text,
        text=structure.as_text(rest, writing.colon),
        html=structure.as_html(rest, language),
        language=language,
        template=name,
        template_version=version(name, language),
        slots=kept,
    )
