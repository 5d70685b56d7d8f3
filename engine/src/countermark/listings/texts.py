"""The text fields of a table of listings, as everything that reads words takes them."""

from __future__ import annotations

import pyarrow as pa

from countermark.listings.kernels import Column, nulls, pc
from countermark.tables import TEXT_FIELDS


def texts(table: pa.Table) -> dict[str, Column]:
    """The text fields as string arrays; `attributes` value by value, joined by newlines."""
    return {name: _text(table[name]) for name in TEXT_FIELDS}


def _text(column: Column) -> Column:
    array = column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)
    if isinstance(array, pa.ChunkedArray):  # an empty column has no chunk
        array = nulls(0, array.type)
    if not pa.types.is_map(array.type):
        return array
    if array.null_count == len(array):
        return nulls(len(array), pa.string())
    lists: Column = pa.ListArray
    # Nulls are put in behind: Arrow takes no mask beside the offsets of a part of a table.
    values = lists.from_arrays(array.offsets, array.items.fill_null(""))
    return pc.if_else(pc.is_null(array), pa.scalar(None, pa.string()), pc.binary_join(values, "\n"))
