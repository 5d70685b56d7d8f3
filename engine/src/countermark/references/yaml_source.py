"""Reads `references.yaml`: the form of references that people write by hand."""

from __future__ import annotations

from pathlib import Path as FilePath
from typing import Final

from countermark.errors import Fault
from countermark.references.model import ReferenceSet
from countermark.references.nodes import Mapping, Node, Scalar, Sequence, tree_of
from countermark.references.origin import Path, Source, told
from countermark.references.reading import Reader

YAML_NAME: Final = "references.yaml"
LARGEST: Final = 64 * 2**20
"""Bytes of YAML that are read. Larger sets belong in Parquet, which reads ten times as fast."""


def read_yaml(file: FilePath, largest: int = LARGEST) -> Source:
    """What `file` holds and what is wrong with its shape; never raises for what stands in it."""
    text = _text_of(file, largest)
    if isinstance(text, Fault):
        return Source(file.name, unreadable=(text,))
    root, troubles = tree_of(text)
    refused = tuple(told(f"{file.name}:{trouble.line}", trouble.what, trouble.mend) for trouble in troubles)
    if root is None or (isinstance(root, Scalar) and root.plain and not root.text):
        empty = Fault(f"{file.name}:1", "the file is empty", 'Begin it with "brands:" and list the brands.')
        return Source(file.name, unreadable=refused or (empty,))
    reader = Reader()
    references = reader.struct(ReferenceSet, root, ())
    return Source(
        file.name,
        references,
        misshapen=tuple(reader.found),
        blanks=frozenset(reader.blanks),
        unreadable=refused,
        locate=lambda path: str(_line(root, path)),
    )


def _text_of(file: FilePath, largest: int) -> str | Fault:
    try:
        size = file.stat().st_size
        if size > largest:
            return Fault(
                file.name,
                f"the file has {size / 2**20:.0f} MiB, more than the {largest / 2**20:.0f} MiB read as YAML",
                "Write it as Parquet (brands.parquet, phrases.parquet), which is made for large sets.",
            )
        raw = file.read_bytes()
    except OSError as error:
        return Fault(file.name, f"cannot be read: {error.strerror}", "Make it a file that you may read.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        what = f"not UTF-8: the byte 0x{raw[error.start]:02X} cannot stand here"
        return Fault(f"{file.name}:{line}", what, "Save the file as UTF-8.")


def _line(root: Node, path: Path) -> int:
    """The line of the value at `path`, or of what comes nearest to it."""
    node, line = root, root.line
    for part in path:
        if isinstance(node, Mapping) and part in node.entries:
            line = node.lines.get(str(part), node.line)
            node = node.entries[str(part)]
        elif isinstance(node, Sequence) and isinstance(part, int):
            node = node.items[part]
            line = node.line
        else:
            break
    return line
