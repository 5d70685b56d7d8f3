"""The encoding of a feed, told from its beginning: its mark, its declaration, else UTF-8, else a guess."""

from __future__ import annotations

import codecs
import re
from typing import Final, NamedTuple

from charset_normalizer import from_bytes

from countermark.errors import UnusableInput


class Encoding(NamedTuple):
    """Python's name of an encoding, and the bytes that its byte order mark takes."""

    codec: str
    mark: int = 0


_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# In the order of how common they are.
_GUESSES: Final = (
    "cp1252", "cp1251", "cp1250", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "iso8859_2",
    "koi8_r", "gb18030", "big5", "cp932", "euc_jp", "cp949",
)  # fmt: skip
_DECLARED: Final = re.compile(rb"""\s*<\?xml\s[^>]*?encoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""")
_TELLING: Final = 32 << 10
"""Bytes of lines with other than ASCII letters that a guess is made from."""
_EVEN: Final = 0.02
_CONTROLS: Final = bytes({*range(32), 127} - set(b"\t\n\r\f"))
_SAVE: Final = "Save it in UTF-8."


def encoding_of(path: str, sample: bytes, *, whole: bool) -> Encoding:
    """The encoding of the file that begins with `sample` (`whole`: that is all of it)."""
    for mark, codec in _MARKS:
        if sample.startswith(mark):
            return Encoding(codec, len(mark))
    declared = _DECLARED.match(sample)
    if declared:
        return _checked(path, declared[1].decode(), sample, whole=whole)
    wide = _wide(sample)
    if wide:
        return Encoding(wide)
    return Encoding("utf-8" if _is_utf8(sample, whole=whole) else _guess(path, sample))


def _checked(path: str, name: str, sample: bytes, *, whole: bool) -> Encoding:
    """The encoding that an XML file declares, if that can be true."""
    try:
        codec = codecs.lookup(name).name
        codecs.getincrementaldecoder(codec)
    except LookupError:
        raise UnusableInput(f"{path} declares the unknown encoding {name}", mend=_SAVE) from None
    codec = "utf-8" if codec == "ascii" else codec
    if codec.startswith(("utf-16", "utf-32")):
        raise UnusableInput(
            f"{path} declares {name} but has one byte a letter", mend=f"{_SAVE} And declare that."
        )
    fault = _fault(codec, sample, whole=whole)
    if fault is not None:
        line = sample.count(b"\n", 0, fault) + 1
        raise UnusableInput(
            f"{path} declares {name}, but its byte {fault + 1:,} (line {line}) is none of that",
            mend="Declare the encoding that it has, or save it in UTF-8.",
        )
    if codec != "utf-8" and not sample[:-4].isascii() and _fault("utf-8", sample, whole=whole) is None:
        raise UnusableInput(f"{path} declares {name} but is in UTF-8", mend="Declare UTF-8.")
    return Encoding(codec)


def _fault(codec: str, sample: bytes, *, whole: bool) -> int | None:
    """Where `sample` cannot be in that encoding; a letter cut in two at its end is no fault."""
    try:
        codecs.getincrementaldecoder(codec)().decode(sample, whole)
    except UnicodeDecodeError as error:
        return error.start
    return None


def _wide(sample: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of plain letters and spaces is zero."""
    head = sample[:4096]
    pairs = len(head) // 2
    if pairs < 2:
        return None
    first, second = head[0 : 2 * pairs : 2].count(0), head[1 : 2 * pairs : 2].count(0)
    if second > pairs * 0.4 and first < pairs * 0.05:
        return "utf-16-le"
    return "utf-16-be" if first > pairs * 0.4 and second < pairs * 0.05 else None


def _is_utf8(sample: bytes, *, whole: bool) -> bool:
    """Whether `sample` is UTF-8, a few broken rows apart."""
    if _fault("utf-8", sample, whole=whole) is None:
        return True
    text = sample.decode(errors="surrogateescape")
    broken = sum("\udc80" <= char <= "\udcff" for char in text)
    good = sum(char > "\x7f" for char in text) - broken
    return good > broken


def _guess(path: str, sample: bytes) -> str:
    telling, size = [], 0
    for line in sample.splitlines():
        if not line.isascii():
            telling.append(line)
            size += len(line)
            if size > _TELLING:
                break
    matches = from_bytes(b"\n".join(telling)[:_TELLING], cp_isolation=list(_GUESSES))
    best = matches.best()
    if best is None:
        # Text has tabs and line ends, and hardly any other control.
        if len(sample.translate(None, _CONTROLS)) < 0.98 * len(sample):
            raise UnusableInput(
                f"{path} is binary data of an unknown kind", mend="Give a feed: see docs/feeds.md."
            )
        raise UnusableInput(f"the encoding of {path} cannot be told", mend=_SAVE)
    # Where a few letters leave several as likely, the more common encoding is meant.
    even = {
        name
        for match in matches
        if match.chaos <= best.chaos + _EVEN and match.coherence >= best.coherence - _EVEN
        for name in (match.encoding, *match.could_be_from_charset)
    }
    return codecs.lookup(next(name for name in (*_GUESSES, best.encoding) if name in even)).name
