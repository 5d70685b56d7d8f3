"""Writing changed columns of many rows at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from django.db.models import Model

Row = TypeVar("Row", bound=Model)


def save(rows: Sequence[Row], fields: Sequence[str], *, batch: int = 500) -> None:
    """Write these columns of rows that are there already.

    An upsert by primary key: Django's `bulk_update` says each column as a CASE over all rows, which takes several times
    as long. The rows must be whole, as they were read.
    """
    if rows:
        type(rows[0])._default_manager.bulk_create(  # noqa: SLF001  # the model's own manager, whatever its name
            rows, update_conflicts=True, unique_fields=["pk"], update_fields=fields, batch_size=batch
        )
