"""A YAML text as a tree of nodes that know their line; nothing is resolved, built or expanded.

The tree grows from PyYAML's events rather than from its node graph: ten times as fast, an eighth of the
memory, and an alias is seen where it stands. References refuse aliases, tags and deep nesting: they need
none, and each is a way to make a small file large.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

import yaml

_DEEPEST: Final = 20
_PLAIN_TAGS: Final = {None, "tag:yaml.org,2002:str"}


@dataclass(slots=True)
class Scalar:
    """A single value as written. `plain`: without quotes, so that YAML may take it for other than text."""

    line: int
    text: str
    plain: bool


@dataclass(slots=True)
class Sequence:
    """A list."""

    line: int
    items: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class Mapping:
    """Keys and values, with the line of each key."""

    line: int
    entries: dict[str, Node] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Refused:
    """Stands where something was refused; what was wrong is already said."""

    line: int


Node = Scalar | Sequence | Mapping | Refused


@dataclass(frozen=True, slots=True)
class Trouble:
    """What keeps a text from being read, at a line."""

    line: int
    what: str
    mend: str


def tree_of(text: str) -> tuple[Node | None, list[Trouble]]:
    """The tree of a YAML text, and what was refused in it. No tree where it cannot be read to its end."""
    grower = _Grower()
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            grower.take(event)
    except yaml.MarkedYAMLError as error:
        return None, [*grower.troubles, _syntax(error, text)]
    except yaml.reader.ReaderError as error:
        return None, [*grower.troubles, _character(error, text)]
    except _Beyond as beyond:
        return None, [*grower.troubles, beyond.trouble]
    return grower.root, grower.troubles


class _Beyond(Exception):  # noqa: N818  # ends the reading, is no error of its own
    def __init__(self, line: int, what: str, mend: str) -> None:
        super().__init__(what)
        self.trouble = Trouble(line, what, mend)


class _Grower:
    """Takes events and grows the tree, without recursion: a hostile file cannot exhaust the stack."""

    def __init__(self) -> None:
        self.root: Node | None = None
        self.troubles: list[Trouble] = []
        self._open: list[Sequence | Mapping] = []
        self._keys: list[Scalar | None] = []
        self._documents = 0

    def take(self, event: Any) -> None:
        kind = type(event)
        if kind is yaml.ScalarEvent:
            self._place(self._scalar(event))
        elif kind is yaml.SequenceStartEvent:
            self._begin(Sequence(event.start_mark.line + 1), event)
        elif kind is yaml.MappingStartEvent:
            self._begin(Mapping(event.start_mark.line + 1), event)
        elif kind in {yaml.SequenceEndEvent, yaml.MappingEndEvent}:
            self._open.pop()
            self._keys.pop()
        elif kind is yaml.AliasEvent:
            self._alias(event)
        elif kind is yaml.DocumentStartEvent:
            self._documents += 1
            if self._documents > 1:
                raise _Beyond(
                    event.start_mark.line + 1,
                    "a second document begins here",
                    'Keep one document in the file: take out the line "---" and join the lists.',
                )

    def _scalar(self, event: Any) -> Node:
        line = event.start_mark.line + 1
        if event.tag not in _PLAIN_TAGS:
            return self._tagged(line, event.tag)
        return Scalar(line, event.value, event.implicit[0] and event.tag is None)

    def _tagged(self, line: int, tag: str) -> Refused:
        self.troubles.append(Trouble(line, f"the tag {tag} is refused", "Write the value without a tag."))
        return Refused(line)

    def _alias(self, event: Any) -> None:
        line = event.start_mark.line + 1
        mend = "Write out what it stands for: references are read without aliases."
        self.troubles.append(Trouble(line, f"the alias *{event.anchor} is refused", mend))
        if self._wants_key():
            raise _Beyond(line, "an alias stands for a key", mend)
        self._place(Refused(line))

    def _begin(self, node: Sequence | Mapping, event: Any) -> None:
        if event.tag is not None:
            self._tagged(node.line, event.tag)
        if self._wants_key():
            raise _Beyond(node.line, "a list or mapping stands for a key", "Write the key as plain text.")
        if len(self._open) >= _DEEPEST:
            mend = "References need six levels: check the indentation."
            raise _Beyond(node.line, f"nested more than {_DEEPEST} deep", mend)
        self._place(node)
        self._open.append(node)
        self._keys.append(None)

    def _wants_key(self) -> bool:
        return bool(self._open) and isinstance(self._open[-1], Mapping) and self._keys[-1] is None

    def _place(self, node: Node) -> None:
        if not self._open:
            self.root = node
            return
        parent = self._open[-1]
        if isinstance(parent, Sequence):
            parent.items.append(node)
            return
        key = self._keys[-1]
        if key is None:
            self._keys[-1] = node if isinstance(node, Scalar) else Scalar(node.line, "", plain=False)
            return
        self._keys[-1] = None
        if key.text in parent.entries:
            self._twice(key, parent)
        else:
            parent.entries[key.text] = node
            parent.lines[key.text] = key.line

    def _twice(self, key: Scalar, parent: Mapping) -> None:
        first = parent.lines[key.text]
        mend = f"Keep one: it already stands in line {first}, and only one can count."
        self.troubles.append(Trouble(key.line, f'the key "{key.text}" stands here a second time', mend))


def _syntax(error: yaml.MarkedYAMLError, text: str) -> Trouble:
    mark = error.problem_mark or error.context_mark
    problem = str(error.problem or error.context or "cannot be read")
    begun = error.context_mark
    since = ""
    if begun is not None and mark is not None and begun.line != mark.line:
        since = f" ({error.context}, begun in line {begun.line + 1})"
    line = mark.line + 1 if mark is not None else 1
    shown = "".join(text.splitlines()[line - 1 : line])
    at_tab = mark is not None and "\t" in shown[: mark.column + 1]
    return Trouble(line, f"not YAML: {problem}{since}", _syntax_mend(problem, at_tab=at_tab))


def _syntax_mend(problem: str, *, at_tab: bool) -> str:
    if at_tab or "tab character" in problem:
        return "Replace the tab by spaces: YAML takes no tab for indentation."
    if "mapping values" in problem:
        return 'Quote a text that holds ": ", or check the indentation of this line and the one before.'
    if "cannot start any token" in problem:
        return "Quote a text that begins with one of @ ` % * & ! | > , [ ] { } #."
    if "end of stream" in problem:
        return "Close the quotes that are open."
    return "Check the indentation, brackets and quotes of this line and those before it."


def _character(error: yaml.reader.ReaderError, text: str) -> Trouble:
    read = text.encode()[: error.position or 0]
    shown = f"U+{error.character:04X}" if isinstance(error.character, int) else repr(error.character)
    return Trouble(
        read.count(b"\n") + 1,
        f"the character {shown} cannot stand in YAML",
        "Take it out; it is a control character that no editor shows.",
    )
