"""Compiled references on disk: written as changes, swapped as a whole, the same bytes for the same."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from countermark.errors import OutputFailed, UnusableInput
from countermark.references import References, index
from countermark.references.index import KEPT, compact, compile_references, read_manifest, source_of
from countermark.references.model import Brand, Phrase, ReferenceSet, Word
from countermark.references.segments import FORMAT

Files = dict[str, tuple[bytes, int]]


def brand(name: str, *words: str) -> Brand:
    return Brand(
        id=name, name=name.title(), words=tuple(Word(text=word) for word in words or (name.title(),))
    )


def references(*brands: Brand, phrases: tuple[str, ...] = ("mirror quality",)) -> ReferenceSet:
    ordered = tuple(sorted(brands, key=lambda one: one.id))
    return ReferenceSet(brands=ordered, phrases=tuple(Phrase(text=text) for text in phrases))


NORRVIK, CALDERA, VELMORA = brand("norrvik"), brand("caldera"), brand("velmora", "Velmora Atelier", "Velmora")
START = references(NORRVIK, CALDERA)


def files(folder: Path) -> Files:
    """Every file of an index with its bytes and when it was written."""
    return {
        str(path.relative_to(folder)): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def content(folder: Path) -> dict[str, bytes]:
    """What the current version is made of."""
    manifest = read_manifest(folder)
    needed = {"current", manifest.words, f"manifests/{manifest.version}.json"}
    segments = {f"segments/{entry.name}" for entry in manifest.segments}
    every = files(folder)
    return {
        name: data
        for name, (data, _) in every.items()
        if name in needed or str(Path(name).parent) in segments
    }


def marks(found: References) -> set[str]:
    """The texts of the terms that live."""
    vocabulary = found.vocabulary
    return {vocabulary.text(term).text for term in range(len(vocabulary)) if vocabulary.alive[term]}


def test_a_first_compile_writes_one_segment_and_what_it_says_can_be_read_back(tmp_path: Path) -> None:
    manifest = compile_references(START, tmp_path)
    assert len(manifest.segments) == 1
    assert read_manifest(tmp_path) == manifest
    assert source_of(tmp_path, manifest) == START
    assert marks(References.load(tmp_path)) == {"Norrvik", "Caldera", "mirror quality"}


def test_the_same_references_again_write_nothing(tmp_path: Path) -> None:
    first = compile_references(START, tmp_path)
    before = files(tmp_path)
    assert compile_references(START, tmp_path) == first
    after = files(tmp_path)
    del before[".lock"], after[".lock"]
    assert after == before


@pytest.mark.parametrize(
    ("after", "written", "living"),
    [
        (references(NORRVIK, CALDERA, VELMORA), ["Velmora Atelier", "Velmora"], 5),
        (references(NORRVIK, brand("caldera", "Caldera", "CLDR")), ["Caldera", "CLDR"], 4),
        (references(NORRVIK), [], 2),
        (references(NORRVIK, CALDERA, phrases=("mirror quality", "原单")), ["mirror quality", "原单"], 4),
        (references(NORRVIK, CALDERA, phrases=()), [], 2),
        (references(), [], 1),
    ],
    ids=["a brand more", "a brand changed", "a brand less", "a phrase more", "no phrases", "no brands"],
)
def test_a_change_writes_what_is_new_and_leaves_what_stands_alone(
    tmp_path: Path, after: ReferenceSet, written: list[str], living: int
) -> None:
    base = compile_references(START, tmp_path).segments[0].name
    before = {name: data for name, data in files(tmp_path).items() if base in name}
    manifest = compile_references(after, tmp_path)
    assert {name: data for name, data in files(tmp_path).items() if base in name} == before
    new = [entry.name for entry in manifest.segments if entry.name != base]
    assert len(new) == bool(written)
    for segment in index.read_segments(tmp_path, manifest):
        if segment.name in new:
            assert list(segment.terms.texts) == written
    assert source_of(tmp_path, manifest) == after
    assert len(marks(References.load(tmp_path))) == living


def test_a_brand_that_comes_back_as_it_was_needs_nothing_new(tmp_path: Path) -> None:
    both = compile_references(START, tmp_path)
    compile_references(references(NORRVIK), tmp_path)
    again = compile_references(START, tmp_path)
    assert again.version == both.version
    assert source_of(tmp_path, again) == START


brands = st.dictionaries(
    st.sampled_from(["norrvik", "caldera", "velmora", "ostrefell", "brindle"]),
    st.lists(
        st.sampled_from(["Norrvik", "N0X", "诺维克", "Velmora Atelier", "Arctic"]), min_size=1, unique=True
    ),
)
phrases = st.lists(st.sampled_from(["mirror quality", "1:1", "原单"]), unique=True).map(tuple)
sources = st.builds(
    lambda named, said: references(*(brand(name, *words) for name, words in named.items()), phrases=said),
    brands,
    phrases,
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(sources, min_size=1, max_size=4))
def test_whatever_changes_came_before_compacting_gives_the_bytes_of_a_fresh_compile(
    tmp_path_factory: pytest.TempPathFactory, several: list[ReferenceSet]
) -> None:
    grown, fresh = tmp_path_factory.mktemp("grown"), tmp_path_factory.mktemp("fresh")
    for source in several:
        assert source_of(grown, compile_references(source, grown)) == source
    compact(grown)
    compile_references(several[-1], fresh)
    assert content(grown) == content(fresh)


def test_compacting_changes_no_version_and_a_loaded_one_goes_on(tmp_path: Path) -> None:
    compile_references(START, tmp_path)
    manifest = compile_references(references(NORRVIK, CALDERA, VELMORA), tmp_path)
    loaded = References.load(tmp_path)
    assert compact(tmp_path).version == manifest.version
    assert marks(loaded) == marks(References.load(tmp_path))
    assert loaded.brand(loaded.numbers["velmora"]) == VELMORA


def test_the_last_versions_stay_and_older_ones_are_swept_with_what_only_they_need(tmp_path: Path) -> None:
    versions = [
        compile_references(references(NORRVIK, brand("caldera", f"C{n}")), tmp_path).version
        for n in range(KEPT + 3)
    ]
    for version in versions[-KEPT:]:
        assert References.load(tmp_path, version=version).version == version
    with pytest.raises(UnusableInput, match="no longer there"):
        References.load(tmp_path, version=versions[0])
    assert len(list((tmp_path / "manifests").iterdir())) == KEPT
    needed = {entry.name for v in versions[-KEPT:] for entry in read_manifest(tmp_path, v).segments}
    assert {path.name for path in (tmp_path / "segments").iterdir()} == needed


def keep_compiling(
    folder: Path, done: threading.Event, failed: list[BaseException], *, compacting: bool
) -> None:
    try:
        n = 0
        while not done.is_set():
            n += 1
            compile_references(references(NORRVIK, brand("caldera", "Caldera", f"C{n}")), folder)
            if compacting and not n % 3:
                compact(folder)
    except BaseException as error:  # noqa: BLE001  # told by the test
        failed.append(error)


@pytest.mark.parametrize("compacting", [False, True], ids=["compiling", "compiling and compacting"])
def test_a_reader_always_sees_a_whole_version_while_others_are_written(
    tmp_path: Path, *, compacting: bool
) -> None:
    compile_references(START, tmp_path)
    done, failed = threading.Event(), list[BaseException]()
    writer = threading.Thread(
        target=keep_compiling, args=(tmp_path, done, failed), kwargs={"compacting": compacting}
    )
    writer.start()
    versions = set()
    try:
        for _ in range(60):
            loaded = References.load(tmp_path)
            versions.add(loaded.version)
            assert marks(loaded) >= {"Norrvik", "Caldera", "mirror quality"}
            assert len(marks(loaded)) in {3, 4}
            assert loaded.brand(loaded.numbers["caldera"]).name == "Caldera"
    finally:
        done.set()
        writer.join(timeout=30)
    assert not failed
    assert len(versions) > 1


def compile_in_turn(folder: Path, several: tuple[ReferenceSet, ...]) -> None:
    for _ in range(10):
        for source in several:
            compile_references(source, folder)


def test_several_processes_that_compile_at_once_take_turns(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    several = (START, references(NORRVIK, CALDERA, VELMORA), references(CALDERA))
    workers = [context.Process(target=compile_in_turn, args=(tmp_path, several)) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=60)
    assert [worker.exitcode for worker in workers] == [0, 0]
    assert source_of(tmp_path, read_manifest(tmp_path)) in several


def damaged(kind: str) -> Callable[[Path], None]:
    def damage(path: Path) -> None:
        if kind == "missing":
            path.unlink()
        elif kind == "cut":
            path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
        else:
            path.write_bytes({"empty": b"", "garbage": os.urandom(200)}[kind])

    return damage


@pytest.mark.parametrize("kind", ["missing", "empty", "cut", "garbage"])
def test_whatever_file_of_an_index_is_damaged_is_named_and_compiling_again_mends_it(
    tmp_path: Path, kind: str
) -> None:
    compile_references(START, tmp_path)
    for name in content(tmp_path):
        if kind != "missing" and name.endswith("keys.npy"):
            continue  # read like the others
        if name == "current" and kind == "missing":
            continue  # then it is a folder of sources, and told so
        damaged(kind)(tmp_path / name)
        with pytest.raises(UnusableInput) as refused:
            References.load(tmp_path)
        assert str(tmp_path) in str(refused.value), name
        assert "references compile" in refused.value.mend, name
        compile_references(START, tmp_path)
        assert marks(References.load(tmp_path)) == {"Norrvik", "Caldera", "mirror quality"}, name


def test_a_segment_of_which_one_file_is_of_another_is_refused(tmp_path: Path) -> None:
    one = compile_references(START, tmp_path / "one").segments[0].name
    other = compile_references(references(NORRVIK), tmp_path / "other").segments[0].name
    for name in ("kinds.npy", "letters.terms.npy", "terms.arrow"):
        (tmp_path / "one/segments" / one / name).write_bytes(
            (tmp_path / "other/segments" / other / name).read_bytes()
        )
        with pytest.raises(UnusableInput, match="cannot be read"):
            References.load(tmp_path / "one")
        compile_references(START, tmp_path / "one")


def test_an_index_of_another_version_of_countermark_is_told_and_made_anew(tmp_path: Path) -> None:
    manifest = compile_references(START, tmp_path)
    path = tmp_path / "manifests" / f"{manifest.version}.json"
    path.write_text(path.read_text().replace(f'"format": "{FORMAT}"', '"format": "0"'))
    with pytest.raises(UnusableInput, match="another version of countermark"):
        References.load(tmp_path)
    assert compile_references(START, tmp_path) == manifest
    assert References.load(tmp_path).version == manifest.version


def test_a_folder_that_cannot_be_written_is_an_error_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OutputFailed, match="could not be written") as refused:
        compile_references(START, tmp_path / "file" / "index")
    assert refused.value.mend


def test_a_folder_without_an_index_has_none_to_compact(tmp_path: Path) -> None:
    with pytest.raises(UnusableInput, match="no compiled references"):
        compact(tmp_path)
    assert list(tmp_path.iterdir()) == []
