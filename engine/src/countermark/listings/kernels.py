"""Arrow's kernels for columns of any type.

The published type stubs of pyarrow tie each kernel to the few types of columns that its documentation names.
Code that takes a column whatever its type is would be one long list of exceptions, so both are `Any` here.
"""

from __future__ import annotations

from typing import Any, Final

import pyarrow as pa
import pyarrow.compute
from numpy.typing import NDArray

Column = Any
"""An Arrow array of any type."""

pc: Final[Any] = pyarrow.compute

_pa: Final[Any] = pa


def without_views(kind: pa.DataType) -> pa.DataType:
    """A type with plain text in it where it has string views, which many kernels do not take yet."""
    if pa.types.is_string_view(kind):
        return pa.large_string()
    if pa.types.is_binary_view(kind):
        return pa.large_binary()
    if pa.types.is_map(kind):
        return pa.map_(without_views(kind.key_type), without_views(kind.item_type))
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        inner = without_views(kind.value_type)
        return pa.list_(inner) if pa.types.is_list(kind) else pa.large_list(inner)
    if pa.types.is_struct(kind):
        return pa.struct([field.with_type(without_views(field.type)) for field in kind])
    return kind


def nulls(rows: int, kind: pa.DataType) -> Column:
    """A column of nothing but nulls."""
    return _pa.nulls(rows, kind)


def null(kind: pa.DataType) -> Any:
    """The null of a type, for `if_else`."""
    return _pa.scalar(None, kind)


def column(values: Any, kind: pa.DataType | None = None, *, mask: NDArray[Any] | None = None) -> Column:
    """A column of Python values or of a numpy array; null where `mask` is true."""
    return _pa.array(values, kind, mask=mask)
