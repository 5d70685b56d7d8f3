"""The engine's own run over the demo's market: what `countermark screen` does, with its report."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq
from django.conf import settings

from countermark_portal.casework.evidence.actions import columns
from countermark_portal.catalogue.models import Marketplace
from countermark_portal.catalogue.ports import Offer
from countermark_portal.errors import Misconfigured
from countermark_portal.registry.queries import latest_snapshot

_COMMAND: Final = "from countermark.cli import main; main()"


def folder() -> Path:
    """Where the run's files lie."""
    return Path(settings.DATA) / "screening"


def report() -> Path:
    """The run's report."""
    return folder() / "report.html"


def screen() -> None:
    """Screen everything that the demo shop offers, unless it was done already."""
    snapshot = latest_snapshot()
    if report().exists() or snapshot is None:
        return
    folder().mkdir(parents=True, exist_ok=True)
    listings = folder() / "listings.parquet"
    pq.write_table(pa.Table.from_pylist([columns(offer, "bazaar") for offer in _offers()]), listings)
    references = Path(settings.DATA) / "references" / snapshot.digest
    arguments = ["screen", listings, "--references", references, "--out", folder() / "findings.parquet"]
    arguments += ["--report", report(), "--overwrite", "--workers", "1"]
    done = subprocess.run(
        [sys.executable, "-c", _COMMAND, *map(str, arguments)], capture_output=True, text=True, check=False
    )
    if done.returncode not in {0, 1}:
        raise Misconfigured(f"the engine's run over the demo market failed: {done.stderr.strip()[-400:]}")


def _offers() -> list[Offer]:
    port = Marketplace.objects.get(slug="bazaar").port
    offers: list[Offer] = []
    cursor = ""
    while True:
        page, cursor = port.list(since=None, cursor=cursor)
        offers += page
        if not cursor:
            return offers
