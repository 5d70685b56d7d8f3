"""From YAML text to plain values, each with its line; and every fault of shape, not only the first.

Policies are uploaded, so the text is not trusted: no tags, no anchors (nine of them make a billion), no key twice, no
invisible characters (two people activate what they read, so they must read what is there).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, get_args, get_origin

import msgspec
import yaml

from countermark_portal.policies.errors import PolicyFault, PolicyFaults

MOST_CHARACTERS: Final = 100_000
DEEPEST: Final = 16
"""The scanner takes minutes for some thousand open brackets; a policy is six deep."""
_PLAIN_TAGS: Final = frozenset(
    f"tag:yaml.org,2002:{kind}" for kind in "null bool int float str timestamp map seq".split()
)
_UNSEEN: Final = frozenset("Cc Cf Cn Co Cs Zl Zp".split())
"""Unicode categories of what is not seen: controls, directions, unassigned, line separators."""
Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A policy's text as plain values, and the line where each stands."""

    name: str
    values: dict[str, Any]
    lines: Mapping[Path, int] = field(default_factory=dict)

    def place(self, path: Path) -> str:
        """Where it stands, as people write it: `eu:12 clocks.triage`; the nearest line if it is missing."""
        known = next((self.lines[path[:n]] for n in range(len(path), -1, -1) if path[:n] in self.lines), None)
        return " ".join(filter(None, [self.name + (f":{known}" if known else ""), ".".join(path)]))


class _Reader:
    """One pass over the nodes of a text."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.lines: dict[Path, int] = {}
        self.faults: list[PolicyFault] = []
        self._scalars = yaml.SafeLoader("")

    def fault(self, node: yaml.Node, path: Path, what: str, mend: str) -> None:
        place = f"{self.name}:{node.start_mark.line + 1} {'.'.join(path)}".strip()
        self.faults.append(PolicyFault(place, what, mend))

    def value(self, node: yaml.Node, path: Path) -> Any:
        self.lines.setdefault(path, node.start_mark.line + 1)
        if node.tag not in _PLAIN_TAGS:
            self.fault(node, path, f"the tag {node.tag} is not read", "write a plain value")
            return None
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(child, (*path, str(at))) for at, child in enumerate(node.value)]
        if any(unicodedata.category(letter) in _UNSEEN for letter in node.value.replace("\n", "")):
            self.fault(node, path, "holds invisible characters", "type it anew")
            return None
        try:
            return self._scalars.construct_object(node)
        except ValueError as error:
            self.fault(node, path, f"not readable: {error}", "write it as YAML has it, dates as 2026-11-25")
            return None

    def mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else None
            if key is None:
                self.fault(key_node, path, "a key must be a word", "write `word: value`")
                continue
            if any(unicodedata.category(letter) in _UNSEEN for letter in key):
                self.fault(key_node, path, "a key holds invisible characters", "type it anew")
            if key in values:
                self.fault(key_node, (*path, key), "stands here twice", "keep one of the two")
            self.lines[*path, key] = key_node.start_mark.line + 1
            values[key] = self.value(value_node, (*path, key))
        return values


def read(text: str, name: str) -> Document:
    """The values of a policy's text; raises `PolicyFaults` where it is no YAML that we read."""
    if len(text) > MOST_CHARACTERS:
        raise PolicyFaults([PolicyFault(name, f"longer than {MOST_CHARACTERS} characters", "shorten it")])
    reader = _Reader(name)
    try:
        _refuse_bombs(text, name)
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        values = reader.value(node, ()) if node is not None else None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f"{name}:{mark.line + 1}" if mark else name
        fault = PolicyFault(place, f"no YAML: {error.problem}", "check indentation, quotes and colons here")
        raise PolicyFaults([fault]) from error
    except yaml.YAMLError as error:
        raise PolicyFaults(
            [PolicyFault(name, "no YAML that can be read", "save it as plain UTF-8 text")]
        ) from error
    if reader.faults:
        raise PolicyFaults(reader.faults)
    if not isinstance(values, dict):
        raise PolicyFaults(
            [PolicyFault(name, "holds no policy", "write `name: …`, `title: …` and the rules")]
        )
    return Document(name, values, reader.lines)


def _refuse_bombs(text: str, name: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        if getattr(event, "anchor", None):
            raise PolicyFaults([PolicyFault(name, "anchors and aliases are not read", "write it out")])
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise PolicyFaults([PolicyFault(name, "nested too deep", "write it as the bundled profiles are")])


def shape_faults(document: Document, value: Any, wanted: Any, path: Path = ()) -> Iterator[PolicyFault]:
    """Every place where `value` has not the shape of the type `wanted`."""
    if isinstance(wanted, type) and issubclass(wanted, msgspec.Struct):
        yield from _struct_faults(document, value, wanted, path)
    elif (
        get_origin(wanted) is not None and isinstance(value, dict) and issubclass(get_origin(wanted), Mapping)
    ):
        key_type, value_type = get_args(wanted)
        for key, inner in value.items():
            yield from _leaf_fault(document, key, key_type, (*path, key))
            yield from shape_faults(document, inner, value_type, (*path, key))
    elif get_origin(wanted) is tuple and isinstance(value, list):
        for at, inner in enumerate(value):
            yield from shape_faults(document, inner, get_args(wanted)[0], (*path, str(at)))
    else:
        yield from _leaf_fault(document, value, wanted, path)


def _struct_faults(document: Document, value: Any, wanted: Any, path: Path) -> Iterator[PolicyFault]:
    if not isinstance(value, dict):
        yield PolicyFault(document.place(path), "must be a mapping", "write its fields below it, indented")
        return
    fields = {info.name: info for info in msgspec.structs.fields(wanted)}
    for name in value.keys() - fields.keys():
        mend = "known here: " + ", ".join(sorted(fields))
        yield PolicyFault(document.place((*path, name)), f"unknown field `{name}`", mend)
    for name, info in fields.items():
        if name in value:
            yield from shape_faults(document, value[name], info.type, (*path, name))
        elif info.required:
            yield PolicyFault(document.place((*path, name)), f"`{name}` is missing", f"write `{name}: …`")


def _leaf_fault(document: Document, value: Any, wanted: Any, path: Path) -> Iterator[PolicyFault]:
    try:
        msgspec.convert(value, wanted)
    except msgspec.ValidationError as error:
        yield PolicyFault(document.place(path), str(error), _mend(wanted))


def _mend(wanted: Any) -> str:
    members = getattr(wanted, "__members__", None)
    if members:
        return "one of: " + ", ".join(str(member.value) for member in members.values())
    return "see the bundled profiles for how it is written"
