"""Compiled references on disk: segments, and manifests that say which count and what is dead in them.

    INDEX/
      current                     the version that counts: its manifest's name
      manifests/<version>.json    segments in order, the brands that are dead in each
      segments/<name>/            written once, see `segments`
      words-<version>.npy         the known words

A change writes one new segment with what changed and a manifest that buries what it replaces; `compact`
writes one segment of everything. `current` is replaced in one step, so a reader sees the old or the new and
never half of either. The last few versions stay, since a run that began with one must be able to end with it.
Whoever compiles waits for others who do.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import msgspec

from countermark.errors import OutputFailed, UnusableInput
from countermark.references.model import Brand, Phrase, ReferenceSet
from countermark.references.segments import FORMAT, Segment, brand_digest, read_segment, write_segment
from countermark.text import known_words
from countermark.text.known_words import KnownWords

KEPT: Final = 4
"""Versions that stay on disk, the current one included."""


class SegmentEntry(msgspec.Struct, frozen=True):
    """One segment of a manifest, the ids of its dead brands, and whether its phrases are dead."""

    name: str
    dead: tuple[str, ...] = ()
    phrases_dead: bool = False


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What counts. `version` follows from what the references say, not from their cut into segments."""

    format: str = FORMAT
    version: str
    words: str
    segments: tuple[SegmentEntry, ...] = ()


def is_index(folder: Path) -> bool:
    """Whether `folder` holds compiled references."""
    return (folder / "current").is_file()


def read_manifest(folder: Path, version: str | None = None) -> Manifest:
    """The current manifest, or that of `version`."""
    name = ""
    try:
        name = version or _current(folder)
        manifest = msgspec.json.decode((folder / "manifests" / f"{name}.json").read_bytes(), type=Manifest)
    except FileNotFoundError as error:
        if name and not version and _current(folder) != name:
            return read_manifest(folder)  # swept away since its name was read: there is a newer one
        what = f"version {version} is no longer there" if version else "no compiled references here"
        raise UnusableInput(
            f"{folder}: {what}", mend="compile them: countermark references compile DIR --out INDEX"
        ) from error
    except (OSError, ValueError, msgspec.MsgspecError) as error:
        raise UnusableInput(
            f"{folder}: the manifest cannot be read ({error})",
            mend="compile the references again: countermark references compile DIR --out INDEX",
        ) from error
    if manifest.format != FORMAT:
        raise UnusableInput(
            f"{folder}: compiled by another version of countermark (format {manifest.format}, not {FORMAT})",
            mend="compile them again: countermark references compile DIR --out INDEX",
        )
    return manifest


def _current(folder: Path) -> str:
    return (folder / "current").read_text(encoding="ascii").strip()


def read_segments(folder: Path, manifest: Manifest) -> list[Segment]:
    """The segments of `manifest`, mapped."""
    return [read_segment(folder / "segments", entry.name) for entry in manifest.segments]


def compile_references(source: ReferenceSet, folder: Path) -> Manifest:
    """Bring the index in `folder` up to `source`: a first segment, or one with the changes only.

    An index that cannot be read, or that another version of countermark wrote, is made anew.
    """
    with _alone(folder):
        words = _write_known_words(folder)
        version = _version(source)
        before = _standing(folder)
        if before is None:
            return _publish(folder, _fresh(source, folder, version, words))
        manifest = before[0]
        if (manifest.version, manifest.words) == (version, words):
            return manifest
        return _publish(folder, _changed(source, folder, before, version, words))


def compact(folder: Path) -> Manifest:
    """Write everything that counts as one segment: byte for byte what a fresh compile of the same gives."""
    read_manifest(folder)
    with _alone(folder):
        manifest = read_manifest(folder)
        source = source_of(folder, manifest)
        return _publish(folder, _fresh(source, folder, manifest.version, manifest.words))


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Waits until no one else writes to the index; what cannot be written is an `OutputFailed`."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
    except OSError as error:
        raise OutputFailed(
            f"{folder}: the compiled references could not be written ({error})",
            mend="make room or give a folder that may be written to",
        ) from error


def _standing(folder: Path) -> tuple[Manifest, list[Segment]] | None:
    """The index as it stands; None if there is none or it cannot be read: then its remains are taken away."""
    if not is_index(folder):
        return None
    try:
        manifest = read_manifest(folder)
        return manifest, read_segments(folder, manifest)
    except UnusableInput:
        for part in ("segments", "manifests"):
            shutil.rmtree(folder / part, ignore_errors=True)
        return None


def source_of(folder: Path, manifest: Manifest) -> ReferenceSet:
    """The references that an index was compiled from."""
    brands: list[Brand] = []
    phrases: tuple[Phrase, ...] = ()
    for entry, segment in zip(manifest.segments, read_segments(folder, manifest), strict=True):
        dead = set(entry.dead)
        ids, sources = segment.brands["id"].to_pylist(), segment.brands["source"].to_pylist()
        brands.extend(
            msgspec.json.decode(source, type=Brand)
            for name, source in zip(ids, sources, strict=True)
            if name not in dead
        )
        if not entry.phrases_dead and segment.phrases:
            phrases = segment.phrases
    return ReferenceSet(brands=tuple(sorted(brands, key=lambda brand: brand.id)), phrases=phrases)


def _version(source: ReferenceSet) -> str:
    told = hashlib.sha256()
    for brand in source.brands:
        told.update(brand_digest(brand).encode())
    told.update(msgspec.json.encode(source.phrases))
    return told.hexdigest()[:16]


def _fresh(source: ReferenceSet, folder: Path, version: str, words: str) -> Manifest:
    name = write_segment(folder / "segments", source.brands, source.phrases)
    return Manifest(version=version, words=words, segments=(SegmentEntry(name),))


def _changed(
    source: ReferenceSet, folder: Path, before: tuple[Manifest, list[Segment]], version: str, words: str
) -> Manifest:
    wanted = {brand.id: brand_digest(brand) for brand in source.brands}
    standing: set[str] = set()
    entries: list[SegmentEntry] = []
    phrases_stand = False
    manifest, segments = before
    for entry, segment in zip(manifest.segments, segments, strict=True):
        told = zip(segment.brands["id"].to_pylist(), segment.brands["digest"].to_pylist(), strict=True)
        living = {name for name, digest in told if name not in entry.dead and wanted.get(name) == digest}
        standing |= living
        same_phrases = not entry.phrases_dead and segment.phrases == source.phrases
        phrases_stand |= same_phrases and bool(segment.phrases)
        dead = tuple(name for name in segment.brands["id"].to_pylist() if name not in living)
        if living or same_phrases:
            entries.append(SegmentEntry(segment.name, dead, phrases_dead=not same_phrases))
    new = [brand for brand in source.brands if brand.id not in standing]
    phrases = () if phrases_stand else source.phrases
    if new or phrases:
        entries.append(SegmentEntry(write_segment(folder / "segments", new, phrases)))
    return Manifest(version=version, words=words, segments=tuple(entries))


def _publish(folder: Path, manifest: Manifest) -> Manifest:
    manifests = folder / "manifests"
    manifests.mkdir(exist_ok=True)
    _replace(
        manifests / f"{manifest.version}.json", msgspec.json.format(msgspec.json.encode(manifest), indent=1)
    )
    _replace(folder / "current", manifest.version.encode())
    _sweep(folder, manifest.version)
    return manifest


def _replace(path: Path, content: bytes) -> None:
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    part.write_bytes(content)
    part.replace(path)


def _sweep(folder: Path, current: str) -> None:
    """Remove what none of the last versions needs."""
    manifests = sorted(
        (folder / "manifests").glob("*.json"), key=lambda path: path.stat().st_mtime_ns, reverse=True
    )
    manifests.sort(key=lambda path: path.stem != current)
    needed: set[str] = set()
    for path in manifests[:KEPT]:
        needed |= _named(folder, path.stem)
    for path in manifests[KEPT:]:
        path.unlink()
    for segment in (folder / "segments").iterdir():
        if segment.name not in needed:
            shutil.rmtree(segment, ignore_errors=True)


def _named(folder: Path, version: str) -> set[str]:
    """The segments of a version; none if its manifest cannot be read: then no one can begin with it."""
    try:
        return {entry.name for entry in read_manifest(folder, version).segments}
    except UnusableInput:
        return set()


def _write_known_words(folder: Path) -> str:
    """Put the default known words beside the segments, where they are not yet; the name of the file."""
    name = f"words-{known_words.VERSION}.npy"
    target = folder / name
    if not _holds_words(target):
        part = target.with_name(f".{name}.{os.getpid()}.part")
        shutil.copyfile(cached_words(), part)
        part.replace(target)
    return name


def cached_words() -> Path:
    """The file of the default known words; worked out once for each user of the machine."""
    cache = cache_folder()
    target = cache / f"words-{known_words.VERSION}.npy"
    if not _holds_words(target):
        cache.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f".{target.name}.{os.getpid()}.part")
        known_words.default_words().save(part)
        part.replace(target)
    return target


def _holds_words(path: Path) -> bool:
    try:
        return path.exists() and len(KnownWords.load(path)) > 0
    except UnusableInput:
        return False


def cache_folder() -> Path:
    """Where what can be worked out again is kept: COUNTERMARK_CACHE, else the user's cache folder."""
    stated = os.environ.get("COUNTERMARK_CACHE")
    if stated:
        return Path(stated)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "countermark"


def read_known_words(folder: Path, manifest: Manifest) -> KnownWords:
    """The known words that `manifest` was compiled with."""
    return KnownWords.load(folder / manifest.words)
