"""A feed's file as blocks of UTF-8 bytes: unpacked, without its byte order mark, whatever its encoding."""

from __future__ import annotations

import codecs
import gzip
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from countermark.errors import UnreadableFeed, UnusableInput

BLOCK: Final = 1 << 20
SAMPLE: Final = 1 << 20
"""Bytes from the beginning by which format and encoding are told."""
_GZIP: Final = b"\x1f\x8b"
_COPY_AGAIN: Final = "Export or copy the file again; compare its size with the original's."


def opened(path: str) -> BinaryIO:
    """The file at `path`; `UnusableInput` if it cannot be one."""
    target = Path(path)
    try:
        if target.is_dir():
            raise UnusableInput(f"{path} is a folder", mend="Name the files in it.")
        if target.exists() and not target.is_file():
            raise UnusableInput(f"{path} is no regular file", mend="Write the feed to a file first.")
        return target.open("rb")
    except FileNotFoundError:
        raise UnusableInput(
            f"{path} does not exist", mend="Check the name; it is relative to where you are."
        ) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise UnusableInput(f"{path} cannot be opened: {reason}", mend="Check who may read it.") from error


def is_gzip(head: bytes) -> bool:
    """Whether a file that begins so is compressed with gzip."""
    return head.startswith(_GZIP)


@dataclass(frozen=True, slots=True)
class Source:
    """How the bytes of `path` become UTF-8: `codec` is Python's name for them, `skip` its mark's bytes.

    `carriage_returns`: its lines end in these alone, as in some spreadsheets' exports on a Macintosh.
    """

    path: str
    gzipped: bool
    codec: str
    skip: int = 0
    carriage_returns: bool = False


def sample(path: str) -> tuple[bytes, bool, bool]:
    """The beginning of the file, unpacked; whether that is all of it; whether it was gzip."""
    with opened(path) as file:
        stream = _Stream(path, file)
        head = stream.read(SAMPLE + 1)
        return head[:SAMPLE], len(head) <= SAMPLE and not stream.broken, stream.gzipped


class _Stream:
    """A file's bytes, unpacked if they are packed. Where it is damaged, what stands before still comes."""

    def __init__(self, path: str, file: BinaryIO) -> None:
        self._path = path
        self._file = file
        self.gzipped = is_gzip(file.read(2))
        file.seek(0)
        self._stream: BinaryIO | gzip.GzipFile = gzip.GzipFile(fileobj=file) if self.gzipped else file
        self.broken: UnreadableFeed | None = None

    def read(self, size: int) -> bytes:
        """`size` bytes, fewer only at the end or before a damage; the next reading then raises."""
        if self.broken:
            raise self.broken
        parts: list[bytes] = []
        try:
            while size and (part := self._part(size)):
                parts.append(part)
                size -= len(part)
        except (EOFError, OSError, zlib.error) as error:
            kind = "of the compressed file" if self.gzipped else "of the file"
            place = f"near byte {self._file.tell():,} {kind}"
            self.broken = UnreadableFeed(f"{self._path} breaks off {place}: {error}", mend=_COPY_AGAIN)
            if not parts:
                raise self.broken from error
        return b"".join(parts)

    def _part(self, size: int) -> bytes:
        # Smaller parts of a packed file, since a whole block is lost to a damage in it.
        return (
            self._stream.read1(size) if isinstance(self._stream, gzip.GzipFile) else self._stream.read(size)
        )


class Blocks:
    """The blocks of a source, one after the other; `position` is how much of the file was read."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.position = 0

    def __iter__(self) -> Iterator[bytes]:
        source = self.source
        decoder = None if source.codec == "utf-8" else codecs.getincrementaldecoder(source.codec)()
        done, begun = 0, False
        with opened(source.path) as file:
            stream = _Stream(source.path, file)
            block = stream.read(max(BLOCK, source.skip))[source.skip :]
            while True:
                text = block if decoder is None else self._encoded(decoder, block, done=done)
                self.position = file.tell()
                if text:
                    yield text.replace(b"\r", b"\n") if source.carriage_returns else text
                if not block and begun:
                    return
                begun = True
                done += len(block)
                block = stream.read(BLOCK)

    def _encoded(self, decoder: codecs.IncrementalDecoder, block: bytes, *, done: int) -> bytes:
        try:
            return decoder.decode(block, not block).encode()
        except UnicodeDecodeError as error:
            place = f"near its byte {done + error.start:,}"
            raise UnreadableFeed(
                f"{self.source.path} is no {self.source.codec} {place}: {error.reason}",
                mend="Save it in UTF-8, or name the encoding that it has where it declares one.",
            ) from error
