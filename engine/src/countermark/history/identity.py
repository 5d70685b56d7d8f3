"""A number for each listing by all that its digest is of: equal numbers are the same offer, added again.

`listings.digests` says the same in a way that others can compute; here it is done for whole columns at once,
since every listing that is added must be held against the day's others.
"""

from __future__ import annotations

import hashlib
from typing import Any, Final

import numpy as np
import pyarrow as pa

from countermark.listings.kernels import Column, column, pc
from countermark.tables import LISTING, PHOTO, VOLATILE_FIELDS
from countermark.text.keys import FIRST_BYTES, I64, PAD, U64, mix, windows
from countermark.text.tokens import buffers

_FIELDS: Final = tuple(name for name in LISTING.names if name not in VOLATILE_FIELDS)
_STEP: Final = np.uint64(0x9E3779B97F4A7C15)
_EIGHT: Final = 8
_WEIGHTS: Final[U64] = mix(np.arange(1, 4097, dtype=np.uint64) * _STEP) | np.uint64(1)
"""What each eight bytes of a text count, by their place; odd, so that none is lost."""


def listing_keys(table: pa.Table) -> U64:
    """A number for each row of `table` (`tables.LISTING`, without the bytes of photos)."""
    whole: Any = table.combine_chunks()
    total = np.zeros(table.num_rows, dtype=np.uint64)
    for number, name in enumerate(_FIELDS, start=1):
        chunks = whole[name].chunks
        if not chunks or chunks[0].null_count == len(chunks[0]):
            continue
        found = _values(name, chunks[0])
        total += np.where(found == 0, np.uint64(0), mix(found + _WEIGHTS[number]))
    return mix(total)


def _values(name: str, values: Column) -> U64:
    """A number for each value of a column; 0 for what is null or empty."""
    if name == "photos":
        said = pc.if_else(
            pc.is_null(pc.struct_field(values.values, "sha256")),
            _field(values, "url"),
            _field(values, "sha256"),
        )
        return _lists(values, _texts(said))
    if name == "territories":
        return _lists(values, _texts(values.values))
    if name == "attributes":
        return _lists(values, mix(_texts(values.keys) + _STEP) + _texts(values.items))
    return _texts(values.cast(pa.string()))


def _field(values: Column, name: str) -> Column:
    return pc.struct_field(values.values, name)


def _lists(values: Column, of_parts: U64) -> U64:
    """Numbers of lists from those of their parts; the order counts."""
    ends = values.offsets.to_numpy().astype(np.int64)
    sizes = np.where(values.is_null().to_numpy(zero_copy_only=False), 0, np.diff(ends))
    place, number = _spread(ends[:-1], sizes)
    return _summed(mix(of_parts[place]) * _WEIGHTS[number & 4095], sizes)


def _texts(values: Column) -> U64:
    """Numbers of texts, every byte counted, eight at a time."""
    data, ends = buffers(values)
    padded = np.concatenate([data, np.zeros(PAD, dtype=np.uint8)])
    lengths = np.diff(ends)
    lanes = (lengths + _EIGHT - 1) // _EIGHT
    place, number = _spread(ends[:-1], lanes, step=_EIGHT)
    read = windows(padded)[place]
    # The last eight bytes of a text may reach into the next one.
    last = np.cumsum(lanes)[lanes > 0] - 1
    read[last] &= FIRST_BYTES[(lengths[lanes > 0] - 1) % _EIGHT + 1]
    read *= _WEIGHTS[number & 4095]
    return mix(_summed(read, lanes) + lengths.astype(np.uint64))


def _spread(starts: I64, counts: I64, step: int = 1) -> tuple[I64, I64]:
    """For every part of every run of `counts` parts: where it stands, and its number within the run."""
    number = np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts)
    return np.repeat(starts, counts) + number * step, number


def _summed(values: U64, counts: I64) -> U64:
    """The sum of each run of `counts` values, modulo 2^64."""
    sums = np.zeros(len(values) + 1, dtype=np.uint64)
    np.cumsum(values, out=sums[1:])
    ends = np.cumsum(counts)
    out: U64 = sums[ends] - sums[ends - counts]
    return out


def without_bytes(table: pa.Table) -> tuple[pa.Table, int]:
    """`table` without the bytes of its photos, which are named by their SHA-256 instead; and how many there
    were.
    """
    place = LISTING.get_field_index("photos")
    if not table.num_rows or table["photos"].null_count == table.num_rows:
        return table, 0
    given = pa.concat_arrays(table["photos"].chunks)
    held: Column = given.values
    content = pc.struct_field(held, "bytes")
    count = len(held) - content.null_count
    if not count:
        return table, 0
    stated = pc.struct_field(held, "sha256")
    told = [hashlib.sha256(part).hexdigest() if part else None for part in content.to_pylist()]
    named = pc.coalesce(column(told, pa.string()), stated)
    bare = pa.StructArray.from_arrays(
        [pc.struct_field(held, "url"), named, pa.nulls(len(held), pa.binary())], fields=list(PHOTO)
    )
    lists: Any = pa.ListArray
    photos = lists.from_arrays(given.offsets, bare, mask=given.is_null())
    return table.set_column(place, LISTING.field(place), photos), count
