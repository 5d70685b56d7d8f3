"""A file of named arrays and some facts: written once, mapped when read. Whether it is whole is seen at its
end.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import msgspec
import numpy as np
from numpy.typing import NDArray

_MAGIC: Final = b"CMHIST01"
_ALIGNED: Final = 64
_KINDS: Final = {"|u1": 1, "<u2": 2, "<u4": 4, "<u8": 8}
"""The types of arrays, as numpy names them, and the bytes of a value."""


class Place(msgspec.Struct, frozen=True, array_like=True):
    """Where an array stands: its type, its first byte, and how many values it has."""

    kind: str
    start: int
    count: int


class _Directory(msgspec.Struct, frozen=True):
    arrays: dict[str, Place]
    facts: msgspec.Raw


def write(path: Path, arrays: Mapping[str, NDArray[Any]], facts: bytes) -> None:
    """Write `arrays` and `facts` (JSON) to `path`, down to the disk. Raises `OSError`."""
    places: dict[str, Place] = {}
    with path.open("wb") as file:
        file.write(_MAGIC)
        for name, array in arrays.items():
            file.write(b"\0" * (-file.tell() % _ALIGNED))
            places[name] = Place(array.dtype.str, file.tell(), len(array))
            file.write(np.ascontiguousarray(array).data)
        directory = msgspec.json.encode(_Directory(places, msgspec.Raw(facts)))
        file.write(directory)
        file.write(len(directory).to_bytes(8, "little") + _MAGIC)
        file.flush()
        os.fsync(file.fileno())


def facts(path: Path) -> bytes:
    """The facts of the file at `path`. Raises `OSError`, or `ValueError` if it is not whole."""
    return bytes(_directory(path)[0].facts)


def _directory(path: Path) -> tuple[_Directory, int]:
    """The directory of a file, and where it begins: behind all arrays."""
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(size - 16, 0))
        tail = file.read()
        length = int.from_bytes(tail[:8], "little")
        if tail[8:] != _MAGIC or length > size - 16:
            raise ValueError("it does not end as it should")
        file.seek(size - 16 - length)
        try:
            return msgspec.json.decode(file.read(length), type=_Directory), size - 16 - length
        except msgspec.MsgspecError as error:
            raise ValueError(str(error)) from error


class Mapped:
    """The arrays of a file, left in it until they are asked for."""

    def __init__(self, path: Path) -> None:
        """Raises `OSError`, or `ValueError` if the file is not whole."""
        found, end = _directory(path)
        self.facts = bytes(found.facts)
        self._places = found.arrays
        self._bytes = np.memmap(path, dtype=np.uint8, mode="r")
        for place in self._places.values():
            if place.kind not in _KINDS or place.start + place.count * _KINDS[place.kind] > end:
                raise ValueError("an array does not lie within it")

    def __getitem__(self, name: str) -> NDArray[Any]:
        place = self._places[name]
        kind = np.dtype(place.kind)
        return (
            self._bytes[place.start : place.start + place.count * kind.itemsize].view(np.ndarray).view(kind)
        )

    def bytes_of(self, prefix: str) -> int:
        """Bytes of the arrays whose names begin so."""
        return sum(
            place.count * np.dtype(place.kind).itemsize
            for name, place in self._places.items()
            if name.startswith(prefix)
        )
