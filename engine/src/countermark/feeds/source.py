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
    if target.is_dir():
        raise UnusableInput(
            f"{path} is a folder", mend="Name the files in it, or a folder where feeds are listed."
        )
    if target.exists() and not target.is_file():
        raise UnusableInput(f"{path} is no regular file", mend="Write the feed to a file first.")
    try:
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
        gzipped = is_gzip(file.read(2))
        file.seek(0)
        head = _read(path, file, gzip.GzipFile(fileobj=file) if gzipped else file, SAMPLE + 1)
    return head[:SAMPLE], len(head) <= SAMPLE, gzipped


def _read(path: str, file: BinaryIO, stream: BinaryIO | gzip.GzipFile, size: int) -> bytes:
    """`size` bytes, fewer only at the end."""
    try:
        return stream.read(size)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        place = f"near byte {file.tell():,} of the compressed file"
        raise UnreadableFeed(f"{path} breaks off {place}: {error}", mend=_COPY_AGAIN) from error
    except OSError as error:
        raise UnreadableFeed(
            f"{path} cannot be read on at byte {file.tell():,}: {error}", mend=_COPY_AGAIN
        ) from error


class Blocks:
    """The blocks of a source, one after the other; `position` is how much of the file was read."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.position = 0

    def __iter__(self) -> Iterator[bytes]:
        source = self.source
        decoder = None if source.codec == "utf-8" else codecs.getincrementaldecoder(source.codec)()
        done = 0
        with opened(source.path) as file:
            stream = gzip.GzipFile(fileobj=file) if source.gzipped else file
            block = _read(source.path, file, stream, BLOCK)[source.skip :]
            while True:
                self.position = file.tell()
                more = _read(source.path, file, stream, BLOCK) if block else b""
                text = block if decoder is None else self._encoded(decoder, block, final=not more, done=done)
                if text:
                    yield text.replace(b"\r", b"\n") if source.carriage_returns else text
                if not more:
                    return
                done += len(block)
                block = more

    def _encoded(self, decoder: codecs.IncrementalDecoder, block: bytes, *, final: bool, done: int) -> bytes:
        try:
            return decoder.decode(block, final).encode()
        except UnicodeDecodeError as error:
            place = f"near its byte {done + error.start:,}"
            raise UnreadableFeed(
                f"{self.source.path} is no {self.source.codec} {place}: {error.reason}",
                mend="Save it in UTF-8, or name the encoding that it has where it declares one.",
            ) from error
