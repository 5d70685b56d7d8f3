"""Keys of sellers and of long texts: 64-bit numbers, worked out for whole columns from their bytes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from countermark.listings.kernels import Column, pc
from countermark.text.keys import I64, LONGEST, PAD, U64, keys_of, phrase
from countermark.text.tokens import buffers


def text_keys(column: Column) -> U64:
    """A number for each text of a string column; nulls are empty texts."""
    data, offsets = buffers(column)
    return keys_of_bytes(
        np.concatenate([data, np.zeros(PAD, dtype=np.uint8)]), offsets[:-1], np.diff(offsets)
    )


def keys_of_bytes(buffer: NDArray[np.uint8], starts: I64, lengths: I64) -> U64:
    """A number for each run of bytes of any length; `buffer` ends in `PAD` bytes of anything.

    A word key ends with its 64th byte, but ids are whole URLs in some feeds, and texts are longer still.
    """
    found, _ = keys_of(buffer, starts, np.minimum(lengths, LONGEST))
    rest = np.flatnonzero(lengths > LONGEST)
    starts, lengths = starts.copy(), lengths.copy()
    while len(rest):
        starts[rest] += LONGEST
        lengths[rest] -= LONGEST
        part, _ = keys_of(buffer, starts[rest], np.minimum(lengths[rest], LONGEST))
        found[rest] = phrase(found[rest], part)
        rest = rest[lengths[rest] > LONGEST]
    return found


def seller_keys(marketplaces: Column, sellers: Column) -> tuple[U64, NDArray[np.bool_]]:
    """A number for each pair of a marketplace and a seller id, and which rows name a seller at all."""
    named = marketplaces.dictionary_encode()
    places = text_keys(named.dictionary)
    codes = named.indices.fill_null(0).to_numpy(zero_copy_only=False)
    first = places[codes] if len(places) else np.zeros(len(codes), dtype=np.uint64)
    present = pc.and_(pc.is_valid(sellers), pc.is_valid(marketplaces)).to_numpy(zero_copy_only=False)
    return phrase(first, text_keys(sellers)), present
