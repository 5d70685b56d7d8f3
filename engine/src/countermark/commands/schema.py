"""`countermark schema`: the formats at Countermark's doors as JSON Schemas.

Names and types come from the Arrow tables and the references' model, so that they cannot differ from what is
read. What only a person can say (meaning, limits) is laid over them from the package's `schemas` folder.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib import resources
from typing import Any, Final

import click
import msgspec
import pyarrow as pa

from countermark import tables
from countermark.listings.currencies import CURRENCIES
from countermark.references.codes import OFFICES, TERRITORIES
from countermark.references.model import ReferenceSet
from countermark.references.shape import PLAIN_FORM, Field, Kind, shape_of

Schema = dict[str, Any]

_TABLES: Final = {
    "listing": tables.LISTING,
    "finding": tables.FINDING,
    "signal": pa.schema(list(tables.SIGNAL)),
    **tables.BESIDE,
}
NAMES: Final = ("reference", *_TABLES)
_CHOICES: Final = {
    "band": tables.BANDS,
    "condition": tables.CONDITIONS,
    "seller_kind": tables.SELLER_KINDS,
}
_CODES: Final = {
    "office": sorted(OFFICES),
    "territories": sorted(TERRITORIES),
    "currency": sorted(CURRENCIES),
}
_DECIMAL: Final[Schema] = {"type": ["number", "string"], "pattern": r"^[0-9]+(\.[0-9]{1,4})?$"}
_DAY: Final[Schema] = {"type": "string", "format": "date"}
_TEXT: Final[Schema] = {"type": "string"}
_SINGLE: Final[tuple[tuple[Callable[[Any], bool], Schema], ...]] = (
    (pa.types.is_decimal, _DECIMAL),
    (pa.types.is_timestamp, {"type": "string", "format": "date-time"}),
    (pa.types.is_date, _DAY),
    (pa.types.is_binary, {"type": "string", "contentEncoding": "base64"}),
    (pa.types.is_integer, {"type": "integer"}),
    (pa.types.is_floating, {"type": "number"}),
    (pa.types.is_string, _TEXT),
)
_OF_KIND: Final = {
    Kind.TEXT: _TEXT,
    Kind.FLAG: {"type": "boolean"},
    Kind.INTEGER: {"type": "integer", "minimum": 1, "maximum": 45},
    Kind.AMOUNT: _DECIMAL,
    Kind.DAY: _DAY,
}


@click.command()
@click.argument("name", required=False, type=click.Choice(NAMES), metavar="[NAME]")
def schema(name: str | None) -> None:
    """Print the JSON Schema of the format NAME; without NAME, list the formats.

    A reference is `references.yaml` as a whole; any other schema is about one row.
    """
    if name is not None:
        click.echo(json.dumps(json_schema(name), ensure_ascii=False, indent=2))
        return
    width = max(map(len, NAMES))
    for each in NAMES:
        click.echo(f"{each:<{width}}  {_said(each)['description']}")


def json_schema(name: str) -> Schema:
    """The JSON Schema of the format `name`, one of `NAMES`."""
    metadata = {} if name == "reference" else _TABLES[name].metadata or {}
    version = metadata.get(b"countermark.version", b"1").decode()
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:countermark:{name}:{version}",
    }
    types = _references() if name == "reference" else _row(_TABLES[name])
    said: Schema = _laid_over(types, _said(name))
    return head | said


def _said(name: str) -> Schema:
    """What the package says of a format beyond its types."""
    file = resources.files("countermark") / "schemas" / f"{name}.json"
    said: Schema = json.loads(file.read_text(encoding="utf-8"))
    if name == "finding":
        said["properties"]["listing"] = _said("listing") | said["properties"]["listing"]
        said["properties"]["signals"]["items"] = _said("signal")
    return said


def _laid_over(below: Any, above: Any) -> Any:
    if not (isinstance(below, dict) and isinstance(above, dict)):
        return above
    both = {key: _laid_over(value, above[key]) for key, value in below.items() if key in above}
    return below | above | both


def _row(columns: Any) -> Schema:
    return {
        "type": "object",
        "properties": {column.name: _column(column) for column in columns},
        "required": [column.name for column in columns if not column.nullable],
    }


def _column(column: Any) -> Schema:
    value = _value(column.type)
    if column.name in _CHOICES:
        value["enum"] = [*_CHOICES[column.name], *([None] if column.nullable else [])]
    if column.nullable and "type" in value:
        kinds = value["type"]
        value["type"] = [*([kinds] if isinstance(kinds, str) else kinds), "null"]
    return value


def _value(kind: Any) -> Schema:
    if kind.equals(tables.PHOTO):
        return {"anyOf": [{"type": "string"}, _row(kind)]}
    if pa.types.is_struct(kind):
        return _row(kind)
    if pa.types.is_map(kind):
        return {"type": "object", "additionalProperties": {"type": ["string", "null"]}}
    if pa.types.is_list(kind) or pa.types.is_fixed_size_list(kind):
        size = getattr(kind, "list_size", None)
        bounds = {} if size is None else {"minItems": size, "maxItems": size}
        return {"type": "array", "items": _value(kind.value_type)} | bounds
    return next(dict(value) for fits, value in _SINGLE if fits(kind))


def _references() -> Schema:
    structs: dict[str, Schema] = {}
    root = _struct(ReferenceSet, structs)
    return root | {"required": ["brands"], "$defs": structs}


def _struct(struct: type[msgspec.Struct], structs: dict[str, Schema]) -> Schema:
    fields = shape_of(struct)
    return {
        "type": "object",
        "properties": {name: _field(field, structs) for name, field in fields.items()},
        "required": [name for name, field in fields.items() if field.required],
        "additionalProperties": False,
    }


def _field(field: Field, structs: dict[str, Schema]) -> Schema:
    one: Schema
    if field.kind is Kind.STRUCT:
        name = field.of.__name__
        structs[name] = _struct(field.of, structs)
        one = {"$ref": f"#/$defs/{name}"}
        if field.of in PLAIN_FORM:
            one = {"anyOf": [{"type": "string"}, one]}
    elif field.kind is Kind.CHOICE:
        one = {"enum": [member.value for member in field.of], "default": field.default.value}
    elif field.name in _CODES:
        one = {"enum": _CODES[field.name]}
    else:
        one = dict(_OF_KIND[field.kind])
    return {"type": "array", "items": one} if field.many else one
