"""Turns a tree of nodes into the model and notes every value whose shape is wrong, going on after each."""

from __future__ import annotations

import json
from collections.abc import Mapping as Lookup
from decimal import Decimal
from typing import Any, Final

import msgspec

from countermark.references import scalars
from countermark.references.nodes import Mapping, Node, Refused, Scalar, Sequence
from countermark.references.origin import Flaw, Path
from countermark.references.shape import PLAIN_FORM, Field, Kind, shape_of
from countermark.references.suggestions import did_you_mean

_BLANKS: Final = {Kind.TEXT: "", Kind.AMOUNT: Decimal(0), Kind.INTEGER: 0}
_MENDS: Final = {
    Kind.FLAG: "Write true or false, without quotes.",
    Kind.INTEGER: "Write a whole number without quotes and leading zeros, like 25.",
    Kind.AMOUNT: "Write digits and at most one point, like 420 or 419.90; the currency stands beside it.",
    Kind.DAY: "Write an existing day as YYYY-MM-DD, like 2021-05-01.",
}
_NAMES: Final = {Sequence: "a list", Mapping: "a mapping", Scalar: "a single value"}


class Reader:
    """Reads nodes by the shape of the model.

    `found` collects what is wrong, `blanks` where a blank fills in.
    """

    def __init__(self) -> None:
        self.found: list[Flaw] = []
        self.blanks: set[Path] = set()

    def struct(self, struct: type[msgspec.Struct], node: Node, path: Path) -> Any:
        """`node` as a `struct`, with blanks where a required value is missing or misshapen."""
        fields = shape_of(struct)
        plain = PLAIN_FORM.get(struct)
        if plain and isinstance(node, Scalar):
            node = Mapping(node.line, {plain: node})
        values: dict[str, Any] = {}
        if isinstance(node, Mapping):
            values = self._values(fields, node, path)
        else:
            names = [field.name for field in fields.values() if field.required] or list(fields)[:1]
            self._misshapen(node, path, f"Write a mapping: {{{', '.join(f'{name}: …' for name in names)}}}.")
        for field in fields.values():
            if field.required:
                values.setdefault(field.name, _BLANKS[field.kind])
        return struct(**values)

    def _values(self, fields: Lookup[str, Field], node: Mapping, path: Path) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key, child in node.entries.items():
            field = fields.get(key)
            if field is None:
                if not isinstance(child, Refused):
                    self._note((*path, key), f'unknown key "{key}"', did_you_mean(key, fields))
            elif not _nothing(child):
                value = self._field(field, child, (*path, key))
                if value is not None:
                    values[key] = value
        for field in fields.values():
            if "<<" in node.entries and field.name not in values:
                # Whatever the refused alias would have merged in is not missing for its writer.
                self.blanks.add((*path, field.name))
            elif field.required and _nothing(node.entries.get(field.name)):
                self._note((*path, field.name), f'"{field.name}" is missing', f'Add "{field.name}: …".')
        return values

    def _field(self, field: Field, node: Node, path: Path) -> Any:
        if not field.many:
            return self._one(field, node, path)
        if isinstance(node, Sequence):
            return tuple(self._item(field, item, (*path, index)) for index, item in enumerate(node.items))
        if isinstance(node, Scalar):
            self._note(path, f'"{field.name}" is not a list', f"Write a list: [{node.text}].")
        else:
            self._misshapen(node, path, 'Write a list: each entry on its own line, after "- ".')
        return None

    def _item(self, field: Field, node: Node, path: Path) -> Any:
        if _nothing(node):
            self._note(path, f'an entry of "{field.name}" is empty', "Fill it in or take it out.")
            node = Refused(node.line)
        value = self._one(field, node, path)
        return _BLANKS[field.kind] if value is None else value

    def _one(self, field: Field, node: Node, path: Path) -> Any:
        if field.kind is Kind.STRUCT:
            return self.struct(field.of, node, path)
        if not isinstance(node, Scalar):
            self._misshapen(node, path, f"Write {field.kind.value} here.")
            return None
        if field.kind is Kind.TEXT:
            return self._text(node, path)
        if field.kind is Kind.CHOICE:
            return self._choice(field, node, path)
        return self._measure(field.kind, node, path)

    def _text(self, node: Scalar, path: Path) -> str:
        taken = scalars.taken_for(node.text) if node.plain else None
        if taken:
            quoted = json.dumps(node.text, ensure_ascii=False)
            self._note(path, f"{node.text} is {taken} to YAML, not text", f"Quote it: {quoted}.")
        return node.text

    def _choice(self, field: Field, node: Scalar, path: Path) -> Any:
        known = {member.value: member for member in field.of}
        if node.text not in known:
            self._note(path, f'unknown {field.name} "{node.text}"', did_you_mean(node.text, known))
        return known.get(node.text)

    def _measure(self, kind: Kind, node: Scalar, path: Path) -> Any:
        value: Any = None
        if kind is Kind.FLAG:
            value = {"true": True, "false": False}.get(node.text.lower()) if node.plain else None
        elif kind is Kind.INTEGER:
            value = scalars.whole(node.text) if node.plain else None
        elif kind is Kind.AMOUNT:
            value = scalars.amount(node.text)
        else:
            value = scalars.day(node.text)
        if value is None:
            self._note(path, f'"{node.text}" is not {kind.value}', _MENDS[kind])
        return value

    def _misshapen(self, node: Node, path: Path, mend: str) -> None:
        if isinstance(node, Refused):
            self.blanks.add(path)
            return
        key = next((f'"{part}"' for part in reversed(path) if isinstance(part, str)), "the file")
        self._note(path, f"{_NAMES[type(node)]} in {key}, where something else belongs", mend)

    def _note(self, path: Path, what: str, mend: str) -> None:
        self.found.append(Flaw(path, what, mend))
        self.blanks.add(path)


def _nothing(node: Node | None) -> bool:
    return node is None or (isinstance(node, Scalar) and node.plain and node.text in scalars.NOTHING)
