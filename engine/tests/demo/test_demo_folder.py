from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import NoReturn

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml
from click.testing import CliRunner

from countermark.commands.demo import demo, score
from countermark.demo import market, market_references
from countermark.demo.folder import MARKER, _Dumper, read_findings, read_truth, write_market
from countermark.errors import CountermarkError, Interrupted, OutputFailed, UnusableInput
from countermark.references.check import check as checked
from countermark.references.check import read_references
from countermark.tables import LISTING

FILES = {
    MARKER,
    "listings.parquet",
    "truth.parquet",
    "references/references.yaml",
    "tables/categories.parquet",
    "tables/known_words.parquet",
    "tables/rates.parquet",
}


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def findings_for(folder: Path, band: str = "high") -> None:
    truth = read_truth(folder)
    rows = [
        {
            "marketplace": row["marketplace"],
            "listing_id": row["listing_id"],
            "brand_id": row["brand_id"],
            "band": band,
        }
        for row in truth.to_pylist()
        if row["infringing"]
    ]
    pq.write_table(pa.Table.from_pylist(rows), folder / "findings.parquet")


def test_the_same_seed_and_number_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_market(tmp_path / name, listings=2000, seed=5)
    assert set(files(tmp_path / "a")) == FILES
    assert files(tmp_path / "a") == files(tmp_path / "b")


def test_the_file_holds_the_stream_in_row_groups_of_a_batch(tmp_path: Path) -> None:
    made = write_market(tmp_path / "market", listings=20_000)
    file = pq.ParquetFile(tmp_path / "market" / "listings.parquet")
    assert [file.metadata.row_group(n).num_rows for n in range(file.num_row_groups)] == [16_384, 3_616]
    read = pq.read_table(tmp_path / "market" / "listings.parquet")
    assert read.schema.equals(LISTING)
    assert read.equals(pa.Table.from_batches(market(listings=20_000)))
    assert made.infringing == read_truth(tmp_path / "market").column("infringing").to_pylist().count(True)


def test_the_references_are_read_back_without_a_fault(tmp_path: Path) -> None:
    write_market(tmp_path / "market", listings=10, seed=9)
    assert read_references(tmp_path / "market" / "references") == market_references(seed=9)


def test_the_references_of_any_seed_have_no_fault_although_ids_may_look_like_numbers(tmp_path: Path) -> None:
    for seed in (0, 3, 4, 11, 2026):  # in 3 a seller is called 4e93333314
        write_market(tmp_path / str(seed), listings=10, seed=seed)
        found = checked(tmp_path / str(seed) / "references")
        assert (found.faults, found.warnings) == ((), ())


@pytest.mark.parametrize("number", ["4e93333314", "1_000", "0o17", "12:30", "-7", "+.5", "0x1f", "007"])
def test_a_text_that_could_be_a_number_is_written_as_text(number: str) -> None:
    written = yaml.dump({number: [number]}, Dumper=_Dumper)
    assert written.count(f'"{number}"') == 2
    assert yaml.safe_load(written) == {number: [number]}


def test_an_older_market_is_made_anew_and_what_was_screened_there_stays(tmp_path: Path) -> None:
    folder = tmp_path / "market"
    write_market(folder, listings=50)
    (folder / "report.html").write_text("kept")
    write_market(folder, listings=60)
    assert read_truth(folder).num_rows == 60
    assert (folder / "report.html").read_text() == "kept"


def test_a_folder_with_other_content_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(UnusableInput, match=r"holds other things \(thesis\.txt\)"):
        write_market(tmp_path, listings=10)
    assert files(tmp_path) == {"thesis.txt": b"years of work"}


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "market").write_text("a file")
    with pytest.raises(UnusableInput, match="is a file"):
        write_market(tmp_path / "market", listings=10)


def interrupt(_rows: int) -> NoReturn:
    raise KeyboardInterrupt


def full_disk(_rows: int) -> NoReturn:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_ctrl_c_leaves_no_half_market(tmp_path: Path) -> None:
    with pytest.raises(Interrupted, match="nothing of the new market was kept"):
        write_market(tmp_path / "market", listings=40_000, tell=interrupt)
    assert not (tmp_path / "market").exists()


def test_ctrl_c_leaves_an_older_market_as_it_was(tmp_path: Path) -> None:
    folder = tmp_path / "market"
    write_market(folder, listings=50)
    before = files(folder)
    with pytest.raises(Interrupted):
        write_market(folder, listings=40_000, tell=interrupt)
    assert files(folder) == before
    assert not (folder / ".unfinished").exists()


def test_a_full_disk_is_told_and_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(OutputFailed, match="No space left on device"):
        write_market(tmp_path / "market", listings=10, tell=full_disk)
    assert not (tmp_path / "market").exists()


def test_what_a_killed_run_left_behind_is_cleared_away(tmp_path: Path) -> None:
    left = tmp_path / "market" / ".unfinished"
    left.mkdir(parents=True)
    (left / "listings.parquet").write_bytes(b"half")
    write_market(tmp_path / "market", listings=10)
    assert set(files(tmp_path / "market")) == FILES


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_is_not_ours_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(stat.S_IRUSR | stat.S_IXUSR)
    with pytest.raises(OutputFailed, match="Permission denied"):
        write_market(tmp_path / "market", listings=10)


def test_the_command_writes_the_market_and_says_that_it_is_simulated(tmp_path: Path) -> None:
    told = CliRunner().invoke(
        demo, [str(tmp_path / "market"), "--listings", "300", "--brands", "5", "--seed", "2"]
    )
    assert told.exit_code == 0, told.output
    assert "A simulated market is in" in told.output
    assert "300 listings in ten languages" in told.output
    assert "5 fictional brands" in told.output


def test_the_score_command_ends_with_the_honest_sentence(tmp_path: Path) -> None:
    write_market(tmp_path / "market", listings=500)
    findings_for(tmp_path / "market")
    told = CliRunner().invoke(score, [str(tmp_path / "market")])
    assert told.exit_code == 0, told.output
    assert "100.0%" in told.output
    assert " ".join(told.output.split()).endswith("how it would fare on a real marketplace.")


def test_scoring_before_screening_says_what_to_do(tmp_path: Path) -> None:
    write_market(tmp_path / "market", listings=50)
    with pytest.raises(CountermarkError, match="screen the market first"):
        read_findings(tmp_path / "market")
    with pytest.raises(CountermarkError, match="countermark demo DIR"):
        read_truth(tmp_path / "elsewhere")


def test_findings_older_than_the_market_are_refused(tmp_path: Path) -> None:
    folder = tmp_path / "market"
    write_market(folder, listings=50)
    findings_for(folder)
    os.utime(folder / "findings.parquet", (1_000_000, 1_000_000))
    with pytest.raises(UnusableInput, match="older than the market"):
        read_findings(folder)


def test_a_broken_findings_file_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "market"
    write_market(folder, listings=50)
    (folder / "findings.parquet").write_bytes(b"not parquet")
    with pytest.raises(UnusableInput, match="cannot be read"):
        read_findings(folder)
    pq.write_table(pa.table({"listing_id": ["1"]}), folder / "findings.parquet")
    with pytest.raises(UnusableInput, match="cannot be read"):
        read_findings(folder)
