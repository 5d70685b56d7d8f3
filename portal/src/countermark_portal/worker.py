"""The worker: jobs handed on by the outbox, and what is due by the clock.

procrastinate keeps the jobs in PostgreSQL and runs them; a job owns a batch. The beat hands the outbox on as soon as
the database says that something is there, and looks every second for orders, clocks and letters that are due.
"""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Final, Protocol
from uuid import UUID

import procrastinate
from django.db import close_old_connections, connection, transaction
from procrastinate.contrib.django import app

from countermark_portal.casework.appeals import clocks
from countermark_portal.casework.appeals import jobs as appeals
from countermark_portal.casework.enforcement import carrying
from countermark_portal.casework.notices import jobs as notices
from countermark_portal.casework.statements import sending
from countermark_portal.connectors.webhook import delivering
from countermark_portal.ledger import clock, heads, outbox, sealing
from countermark_portal.parties.rules import SYSTEM
from countermark_portal.registry import jobs as registry

log = logging.getLogger(__name__)


class Job(Protocol):
    """A job: the subjects of its events, and the time. Runs as often as it takes."""

    def __call__(self, subjects: Sequence[UUID], /, *, now: datetime) -> object:
        """Do it."""


def _carry_out(cases: Sequence[UUID], /, *, now: datetime) -> None:
    carrying.carry_out(actor=SYSTEM, now=now, cases=cases)


def _send(subjects: Sequence[UUID], /, *, now: datetime) -> None:
    sending.send(actor=SYSTEM, now=now, about=subjects)


def _tell_programs(subjects: Sequence[UUID], /, *, now: datetime) -> None:
    delivering.queue(subjects, now=now)
    delivering.deliver(now=now)


JOBS: Final[Mapping[str, Job]] = {
    "notices.acknowledge": notices.acknowledge,
    "notices.capture": notices.capture_items,
    "notices.triage": notices.triage_items,
    "enforcement.carry_out": _carry_out,
    "appeals.tell_restored": appeals.tell_restored,
    "statements.send": _send,
    "registry.send_codes": registry.send_codes,
    "registry.compile": registry.compile_changed,
    "webhook.deliver": _tell_programs,
}
"""The jobs that `wiring` names."""


@app.task(name="countermark.run", retry=procrastinate.RetryStrategy(max_attempts=8, exponential_wait=2))
def run(job: str, subjects: list[str]) -> None:
    """Run a job for its subjects."""
    JOBS[job]([UUID(subject) for subject in subjects], now=clock.now())


def defer(job: str, subjects: Sequence[UUID]) -> None:
    """Hand a job to procrastinate, in the transaction that takes it out of the outbox."""
    run.defer(job=job, subjects=[str(subject) for subject in subjects])


def _retry_webhooks(now: datetime) -> None:
    """Ask for one job at most: posting waits for others, and the beat must not."""
    if delivering.is_due(now):
        with contextlib.suppress(procrastinate.exceptions.AlreadyEnqueued):
            again = run.configure(queueing_lock="webhook.deliver")
            again.defer(job="webhook.deliver", subjects=[])


def work_off(*, now: Callable[[], datetime] = clock.now, rounds: int = 100) -> None:
    """Do here and now, until nothing is left, what workers would do: for commands and tests."""
    for _ in range(rounds):
        asked = _Asked()
        outbox.hand_on(asked)
        for job, subjects in asked:
            JOBS[job](subjects, now=now())
        if not asked and not beat(now()) and not delivering.deliver(now=now()):
            return


class _Asked(list[tuple[str, Sequence[UUID]]]):
    """Jobs that were handed on, kept to be run when the outbox's own transaction is done."""

    def __call__(self, job: str, subjects: Sequence[UUID]) -> None:
        self.append((job, subjects))


def beat(now: datetime) -> int:
    """Do what is due by the clock; how much that was."""
    done = clocks.run(actor=SYSTEM, now=now)
    done += carrying.carry_out(actor=SYSTEM, now=now)
    done += sending.send(actor=SYSTEM, now=now)
    while sealing.seal(actor=SYSTEM, now=now) is not None:
        pass  # a seal takes so many events at most; the next one goes on where it ended
    heads.publish_head(now=now)
    return done


class Beat(threading.Thread):
    """Hands the outbox on and keeps the clocks, in a thread beside procrastinate's own."""

    def __init__(self, *, every: float = 1.0) -> None:
        super().__init__(name="beat", daemon=True)
        self._every = every
        self._ended = threading.Event()

    def end(self) -> None:
        """Ask it to stop."""
        self._ended.set()

    def run(self) -> None:
        """Until it is asked to stop."""
        due = 0.0
        while not self._ended.is_set():
            try:
                close_old_connections()
                _listen()
                moved = outbox.hand_on(defer)
                if time.monotonic() >= due:
                    due = time.monotonic() + self._every
                    beat(clock.now())
                    _retry_webhooks(clock.now())
                if not moved:
                    _wait(self._every / 2)
            except Exception:
                # The database may be away for a moment; what is due stays due.
                log.exception("the beat missed a stroke")
                connection.close()
                self._ended.wait(self._every)


def _listen() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"LISTEN {outbox.CHANNEL}")


def _wait(seconds: float) -> None:
    """Until the outbox tells of something new, or so many seconds."""
    for _ in connection.connection.notifies(timeout=seconds, stop_after=1):
        return
