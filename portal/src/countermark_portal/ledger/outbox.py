"""The outbox: from an event to the jobs that it asks for, handed on in batches, exactly once.

The ledger does not know which jobs there are: `wiring` names them at start.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Final
from uuid import UUID

from django.db import connection, transaction

from countermark_portal.errors import Misconfigured
from countermark_portal.ledger.models import Outbox

CHANNEL: Final = "countermark_outbox"
"""The PostgreSQL channel on which the worker is woken."""
BATCH: Final = 1000
"""Subjects that one job is given at most."""

Defer = Callable[[str, Sequence[UUID]], object]
"""Hands a job on: its name, the subjects of its events."""

_jobs_of: dict[str, tuple[str, ...]] = {}
_wanted: dict[str, Callable[[], bool]] = {}


def wire(jobs_of: Mapping[str, Sequence[str]]) -> None:
    """Say which jobs each kind of event asks for. Kinds that are not named here cannot be recorded."""
    _jobs_of.clear()
    _jobs_of.update({kind: tuple(jobs) for kind, jobs in jobs_of.items()})


def only_if(job: str, wanted: Callable[[], bool]) -> None:
    """Ask before a job is asked for: where nobody listens, no entry is written for every event."""
    _wanted[job] = wanted


def jobs_of(kind: str) -> tuple[str, ...]:
    """The jobs that a kind of event asks for."""
    if kind not in _jobs_of:
        raise Misconfigured(f"no such kind of event: {kind}", mend="name it in countermark_portal/wiring.py")
    return tuple(job for job in _jobs_of[kind] if job not in _wanted or _wanted[job]())


def wake() -> None:
    """Tell the workers, when this transaction is done, that there is something to hand on."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, '')", [CHANNEL])


def hand_on(defer: Defer, *, most: int = 10 * BATCH) -> int:
    """Hand waiting jobs on, oldest first; how many entries there were. Several workers may do so at once."""
    with transaction.atomic():
        waiting = list(
            Outbox.objects.select_for_update(skip_locked=True, of=("self",))
            .order_by("id")
            .values_list("id", "job", "event__subject")[:most]
        )
        by_job: dict[str, list[UUID]] = defaultdict(list)
        for _, job, subject in waiting:
            by_job[job].append(subject)
        for job, subjects in by_job.items():
            for start in range(0, len(subjects), BATCH):
                defer(job, subjects[start : start + BATCH])
        Outbox.objects.filter(id__in=[number for number, _, _ in waiting]).delete()
    return len(waiting)
