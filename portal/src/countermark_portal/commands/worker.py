"""`countermark worker`: runs jobs and keeps the clocks. `countermark up` starts one; more may run beside it."""

from __future__ import annotations

import signal
from pathlib import Path

import click

from countermark_portal import database
from countermark_portal.setup import configure


@click.command()
@click.option("--data", type=click.Path(path_type=Path, file_okay=False), default=Path("countermark-data"))
@click.option("--concurrency", type=click.IntRange(1, 64), default=2, show_default=True, help="jobs at once")
def worker(data: Path, concurrency: int) -> None:
    """Run jobs and keep the clocks until it is stopped (Ctrl-C)."""
    with database.running(data.absolute()) as url:
        configure(url, data=data.absolute())
        run(concurrency)


def run(concurrency: int) -> None:
    """Work until interrupted. Django must be ready."""
    from procrastinate.contrib.django import app  # noqa: PLC0415  # Django must be ready

    from countermark_portal.worker import Beat  # noqa: PLC0415  # as above

    beat = Beat()
    beat.start()
    try:
        with app.replace_connector(app.connector.get_worker_connector()) as working:  # type: ignore[attr-defined]
            working.run_worker(
                concurrency=concurrency, fetch_job_polling_interval=1.0, delete_jobs="successful"
            )
    finally:
        beat.end()
        beat.join(timeout=10)


if __name__ == "__main__":
    # `countermark up` ends it in order by SIGTERM.
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
    worker()
