"""Writes a reference set as a folder that can be read again: for tools that make references, for tests."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
import yaml

from countermark.references import scalars
from countermark.references.columns import arrow_schema
from countermark.references.model import ReferenceSet
from countermark.references.parquet_source import PARQUET_ROWS
from countermark.references.shape import PLAIN_FORM, Kind, shape_of
from countermark.references.yaml_source import YAML_NAME


def write_yaml(references: ReferenceSet, folder: Path) -> None:
    """Write `references.yaml` into `folder`, as short as the format allows: defaults are left out."""
    folder.mkdir(parents=True, exist_ok=True)
    text = yaml.dump(
        _sparse(references),
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        width=110,
        default_flow_style=None,
    )
    (folder / YAML_NAME).write_text(text, encoding="utf-8")


def write_parquet(references: ReferenceSet, folder: Path) -> None:
    """Write `brands.parquet` and `phrases.parquet` into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for stem, struct in PARQUET_ROWS.items():
        rows = msgspec.to_builtins(getattr(references, stem), builtin_types=(Decimal, dt.date))
        pq.write_table(
            pa.Table.from_pylist(list(rows), schema=arrow_schema(struct)), folder / f"{stem}.parquet"
        )


class _Dumper(yaml.SafeDumper):
    """Quotes whatever some YAML reader could take for other than text, and writes out what stands twice."""

    def ignore_aliases(self, data: object) -> bool:
        """Always: readers refuse aliases."""
        del data
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = '"' if scalars.taken_for(text) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


def _amount(dumper: yaml.SafeDumper, amount: Decimal) -> yaml.ScalarNode:
    text = f"{amount:f}"
    return dumper.represent_scalar(f"tag:yaml.org,2002:{'float' if '.' in text else 'int'}", text)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(Decimal, _amount)


def _sparse(struct: msgspec.Struct) -> dict[str, Any]:
    """`struct` as a mapping without what is only its default."""
    sparse: dict[str, Any] = {}
    for field in shape_of(type(struct)).values():
        value = getattr(struct, field.name)
        if not field.required and value == field.default:
            continue
        if field.kind is Kind.STRUCT:
            value = [_short(entry) for entry in value] if field.many else _sparse(value)
        elif field.kind is Kind.CHOICE:
            value = value.value
        sparse[field.name] = list(value) if field.many else value
    return sparse


def _short(struct: msgspec.Struct) -> Any:
    """`struct` in its plain form where it has one and says no more."""
    sparse = _sparse(struct)
    plain = PLAIN_FORM.get(type(struct))
    return sparse[plain] if plain and set(sparse) == {plain} else sparse
