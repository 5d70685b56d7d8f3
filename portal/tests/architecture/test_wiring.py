"""Everything that happens is named on one page, and every job that it asks for is there."""

from __future__ import annotations

import re
from pathlib import Path

from countermark_portal import worker
from countermark_portal.wiring import WIRING

SOURCE = Path(__file__).parents[2] / "src" / "countermark_portal"
KIND = re.compile(r"Entry\(\s*\"([a-z_]+\.[a-z_]+)\"")


def test_every_event_that_is_recorded_stands_in_the_wiring() -> None:
    recorded = {
        kind for path in SOURCE.rglob("*.py") for kind in KIND.findall(path.read_text(encoding="utf-8"))
    }
    assert len(recorded) > 15
    assert recorded <= set(WIRING)


def test_every_job_that_is_asked_for_can_be_run() -> None:
    asked = {job for jobs in WIRING.values() for job in jobs}
    assert asked == set(worker.JOBS)
