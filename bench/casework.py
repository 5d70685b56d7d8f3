"""Casework under load: notices through the API to a settled measure, on an own PostgreSQL with durable commits.

Everything runs on this machine at once: the load generator, the web server, the workers, PostgreSQL and the marketplace
itself (the demo shop). A notice is done when its measure is settled: the marketplace was looked at and shows it done.
Beside it: the same with one notice a call, which is what a program without bulk calls would do.

    python bench/casework.py [--notices 5000] [--workers 2]
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
PORT = 8765
SETTINGS = {
    "API_PER_MINUTE": "1000000",
    "API_BURST": "1000000",
    "SECRET_KEY": "of a benchmark",
    "EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend",
}
"""Nothing is measured of limits, nor of a mail server."""
SINGLES = 100
"""Notices that are sent one a call."""


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notices", type=int, default=5000)
    parser.add_argument("--workers", type=int, default=2)
    return parser.parse_args()


def prepare(notices: int) -> str:
    """Brands, and as many openly fake listings as there will be notices; an API key of the brand."""
    from django.core.management import call_command

    from countermark_portal.connectors.demo_shop import stock
    from countermark_portal.connectors.demo_shop.models import ShopListing
    from countermark_portal.demo import parties
    from countermark_portal.ledger import clock
    from countermark_portal.parties import api_keys
    from countermark_portal.parties.models import Organisation
    from countermark_portal.parties.rules import SYSTEM, Scope

    call_command("migrate", verbosity=0)
    now = clock.now()
    parties.settle(now)
    stock.crowd(notices, sellers=max(notices // 10, 1))
    fake = "Norrvik Tarn down parka 1:1 replica, mirror quality"
    ShopListing.objects.filter(listing_id__startswith="crowd-").update(
        title=fake, price=60, currency="EUR", category="Apparel > Outerwear"
    )
    issued = api_keys.issue(
        actor=SYSTEM,
        now=now,
        organisation=Organisation.objects.get(name="Norrvik AB").id,
        name="bench",
        scopes=[Scope.NOTICES_WRITE, Scope.NOTICES_READ],
        expires_at=now + dt.timedelta(days=1),
    )
    return issued.secret


@contextmanager
def running(data: Path, workers: int) -> Iterator[None]:
    """The web server and so many workers."""
    web = ["granian", "--interface", "wsgi", "--port", str(PORT), "--blocking-threads", "4", "--no-log"]
    commands = [[*web, "countermark_portal.wsgi:application"]]
    commands += [["countermark_portal.commands.worker", "--data", str(data), "--concurrency", "1"]] * workers
    started = [subprocess.Popen([sys.executable, "-m", *command]) for command in commands]
    try:
        for _ in range(100):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{PORT}/healthz", timeout=5).read()
                break
            except OSError:
                time.sleep(0.2)
        yield
    finally:
        for process in started:
            process.terminate()
        for process in started:
            process.wait(30)


def notice(number: int) -> dict[str, Any]:
    return {
        "listings": [{"marketplace": "bazaar", "listing_id": f"crowd-{number}"}],
        "notifier_kind": "rights_holder",
        "reason": "TM-CF",
        "element": "product",
        "explanation": "We never made this parka in that colour, and the seam of the hood is single.",
        "right": {"office": "EM", "number": "018400101"},
        "declarations": ["good_faith", "accurate", "authority"],
        "evidence": [{"kind": "indicators", "says": "seam of the hood"}],
        "notifier": {"name": "Signe Dahl", "email": "ip@norrvik.example"},
    }


def send(key: str, numbers: Sequence[int]) -> None:
    body = json.dumps({"notices": [notice(number) for number in numbers]}).encode()
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    asked = urllib.request.Request(f"http://127.0.0.1:{PORT}/api/v1/notices", body, headers)
    with urllib.request.urlopen(asked, timeout=300) as answer:
        answered = json.loads(answer.read())["answers"]
    refused = [one for one in answered if not one.get("accepted")]
    assert not refused, refused[0]


def settled() -> int:
    from countermark_portal.casework.enforcement.models import Measure

    return Measure.objects.filter(state="settled").count()


def until_settled(wanted: int) -> None:
    while settled() < wanted:
        time.sleep(0.2)


def waits() -> list[float]:
    """Seconds from submitting to a settled measure, of every notice."""
    from countermark_portal.casework.enforcement.models import Measure

    rows = Measure.objects.filter(state="settled").values_list(
        "settled_at", "case__items__notice__submitted_at"
    )
    return sorted((done - sent).total_seconds() for done, sent in rows)


def measure(key: str, notices: int) -> dict[str, float]:
    send(key, [0])
    until_settled(1)  # texts, references and kernels are loaded
    began = time.monotonic()
    for number in range(1, 1 + SINGLES):
        send(key, [number])
    until_settled(1 + SINGLES)
    one_by_one = SINGLES / (time.monotonic() - began)
    rest = range(1 + SINGLES, notices)
    began = time.monotonic()
    for start in range(rest.start, rest.stop, 1000):
        send(key, range(start, min(start + 1000, rest.stop)))
    until_settled(notices)
    rate = len(rest) / (time.monotonic() - began)
    of_bulk = waits()[-len(rest) :]
    return {"rate": rate, "one_by_one": one_by_one, "p95": of_bulk[int(len(of_bulk) * 0.95)]}


def page(found: dict[str, float], asked: argparse.Namespace) -> str:
    when = dt.datetime.now(dt.UTC).strftime("%Y-%m-%d %H:%M UTC")
    met = "met" if found["rate"] >= 300 else "**not met**"
    return f"""# Casework under load: what was measured

Made by `python bench/casework.py`; how, stands in it. {when}, {os.cpu_count()} cores,
Python {platform.python_version()}, {asked.notices:,} notices, {asked.workers} workers; load generator, web server,
workers, PostgreSQL (durable commits) and the marketplace on the same machine.

A notice goes through intake, capture, screening, triage, decision, statement, ledger to a settled measure.

| what | measured | target |
| --- | --- | --- |
| notices, calls of 1,000 | {found["rate"]:.0f} a second | ≥ 300, {met} |
| notices, one a call | {found["one_by_one"]:.0f} a second | |
| calls of 1,000 beside one a call | {found["rate"] / found["one_by_one"]:.1f} times | |
| from submitting to settled, 95 of 100 notices (all sent at once) | {found["p95"]:.1f} s | stated |
"""


def main() -> None:
    asked = arguments()
    data = Path(tempfile.mkdtemp(prefix="countermark-bench-"))
    os.environ |= SETTINGS
    os.environ.pop("DATABASE_URL", None)  # an own, empty database: what lies in another would be counted too
    from countermark_portal import database
    from countermark_portal.setup import configure

    try:
        with database.running(data) as url:
            configure(url, data=data)
            key = prepare(asked.notices)
            with running(data, asked.workers):
                found = measure(key, asked.notices)
        text = page(found, asked)
        (ROOT / "bench" / "CASEWORK.md").write_text(text, encoding="utf-8")
        print(text)
    finally:
        shutil.rmtree(data, ignore_errors=True)


if __name__ == "__main__":
    main()
