"""`countermark up --demo` for real: its own PostgreSQL, a worker, the web server; stopped and started again."""

from __future__ import annotations

import email
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from email import policy
from pathlib import Path

import pytest

RUNNING: list[subprocess.Popen[str]] = []
"""What a test has started and not yet stopped."""
COMMAND = [sys.executable, "-c", "from countermark.cli import main; main()"]


@pytest.fixture
def data() -> Iterator[Path]:
    # Not pytest's folder: started by root, PostgreSQL is somebody else and could not enter it.
    folder = Path(tempfile.mkdtemp(prefix="countermark-up-"))
    yield folder
    for left in RUNNING:
        # Only where a test failed in the middle.
        left.kill()
        left.communicate()
    RUNNING.clear()
    shutil.rmtree(folder, ignore_errors=True)


def free_port() -> int:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])


def environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "PUBLIC_URL"}}


def started(data: Path, port: int) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [*COMMAND, "up", "--demo", "--data", str(data), "--port", str(port)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=environment(),
        start_new_session=True,
    )
    RUNNING.append(process)
    return process


def answered(port: int, path: str, running: subprocess.Popen[str]) -> str:
    """The page, as soon as there is one."""
    until = time.monotonic() + 120
    while time.monotonic() < until:
        if running.poll() is not None:
            pytest.fail(f"it ended: {running.stdout.read() if running.stdout else ''}")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
                return str(answer.read().decode())
        except OSError:
            time.sleep(0.3)
    pytest.fail("no page in two minutes")


def stopped(running: subprocess.Popen[str]) -> str:
    os.killpg(running.pid, signal.SIGINT)
    try:
        out, _ = running.communicate(timeout=60)
    finally:
        running.kill()
        RUNNING.remove(running)
    return out


def assert_a_proof_verifies_without_the_portal(data: Path, port: int, running: subprocess.Popen[str]) -> None:
    """The link of a letter leads to a file that the command checks against the published head."""
    letters = "".join(
        email.message_from_bytes(mail.read_bytes(), policy=policy.default).get_body(["plain"]).get_content()  # type: ignore[union-attr]
        for mail in sorted((data / "mail").glob("*.log"))[:3]
    )
    link = re.search(r"/notice/[^/\s]+/", letters)
    assert link, letters
    receipt, head = data / "notice.receipt.json", data / "head.json"
    receipt.write_text(answered(port, f"{link[0]}proof/", running), encoding="utf-8")
    day = json.loads(receipt.read_bytes())["heads"][-1]["statement"]["day"]
    assert day in answered(port, "/ledger/", running)
    head.write_text(answered(port, f"/ledger/heads/{day}.json", running), encoding="utf-8")
    checked = subprocess.run(
        [*COMMAND, "receipt", "verify", str(receipt), "--head", str(head)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "notice.submitted" in checked.stdout


def test_it_starts_from_nothing_stops_on_ctrl_c_and_finds_its_data_again(data: Path) -> None:
    port = free_port()
    first = started(data, port)
    assert "Countermark" in answered(port, "/", first)
    assert "Norrvik" in answered(port, "/shop/", first)
    assert "Norrvik" in answered(port, "/demo/report/", first)
    assert_a_proof_verifies_without_the_portal(data, port, first)
    out = stopped(first)
    assert first.returncode == 0, out
    assert "Playing the cases of the last weeks" in out
    assert not (data / "postgres" / "postmaster.pid").exists()

    again = started(data, port)
    assert "Norrvik" in answered(port, "/shop/", again)
    assert stopped(again)
    sick = subprocess.run(
        [*COMMAND, "doctor", "--data", str(data)],
        capture_output=True,
        text=True,
        env=environment(),
        check=False,
    )
    assert "the tables are up to date" in sick.stdout, sick.stdout + sick.stderr


def test_the_demo_is_refused_where_others_could_reach_it(data: Path) -> None:
    refused = subprocess.run(
        [*COMMAND, "up", "--demo", "--host", "0.0.0.0", "--data", str(data)],
        capture_output=True,
        text=True,
        env=environment(),
        check=False,
    )
    assert refused.returncode == 2
    assert "nobody needs a password" in refused.stderr


def test_a_port_that_is_taken_is_told_before_anything_starts(data: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        refused = subprocess.run(
            [*COMMAND, "up", "--data", str(data), "--port", port],
            capture_output=True,
            text=True,
            env=environment(),
            check=False,
        )
    assert refused.returncode == 2
    assert "cannot listen" in refused.stderr
    assert not (data / "postgres").exists()
