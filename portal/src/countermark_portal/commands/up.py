"""`countermark up`: the portal on one machine: its database, a worker, the web server, and the demo if wanted."""

from __future__ import annotations

import ipaddress
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

import click

from countermark.errors import UnusableInput
from countermark_portal import database
from countermark_portal.errors import Misconfigured
from countermark_portal.setup import configure

_PATIENCE: Final = 15.0
"""Seconds that a process of ours has to end by itself."""


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("countermark-data"),
    show_default=True,
    help="database, evidence, mail and keys",
)
@click.option("--demo", is_flag=True, help="a demo marketplace with fictional brands; on this machine only")
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="web processes")
def up(host: str, port: int, data: Path, *, demo: bool, workers: int) -> None:
    """Start the portal and everything that it needs, and keep it running until Ctrl-C.

    Without DATABASE_URL it starts a PostgreSQL of its own in the data folder.
    """
    if demo and not _is_loopback(host):
        raise UnusableInput(
            f"--demo on {host}: in the demo nobody needs a password",
            mend="leave --host out, so that it listens on 127.0.0.1 only",
        )
    _free(host, port)
    data = data.absolute()
    # Started in the background of a script, Ctrl-C and so SIGTERM would be ignored.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    began = time.monotonic()
    with _step("Starting the database"):
        data.mkdir(parents=True, exist_ok=True)
        _secret(data)
    with database.running(data) as url:
        os.environ["PUBLIC_URL"] = os.environ.get("PUBLIC_URL") or f"http://{_named(host)}:{port}"
        configure(url, data=data, demo=demo)
        with _step("Bringing the tables up to date"):
            _migrate()
        if demo:
            _fill_demo()
        address = click.style(os.environ["PUBLIC_URL"], bold=True)
        click.echo(f"\nCountermark is ready after {time.monotonic() - began:.0f} s: {address}")
        click.echo("Ctrl-C stops it; the next start finds everything again.")
        _serve(host, port, data, workers)
    click.echo("Stopped.")


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _named(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _free(host: str, port: int) -> None:
    """Nothing is started where nobody could reach it."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((host, port))
        except OSError as error:
            raise Misconfigured(
                f"cannot listen on {host}:{port}: {error.strerror}", mend="choose another: --port 8001"
            ) from error


def _secret(data: Path) -> None:
    """The installation's secret: from the environment, else made once and kept where only its owner reads it."""
    if os.environ.get("SECRET_KEY") or os.environ.get("SECRET_KEY_FILE"):
        return
    file = data / "secret-key"
    if not file.exists():
        with os.fdopen(os.open(file, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600), "w") as out:
            out.write(secrets.token_urlsafe(50))
    os.environ["SECRET_KEY_FILE"] = str(file)


@contextmanager
def _step(text: str) -> Iterator[None]:
    began = time.monotonic()
    click.echo(f"{text} … ", nl=False)
    yield
    click.echo(f"{time.monotonic() - began:.1f} s")


def _migrate() -> None:
    from django.core.management import call_command  # noqa: PLC0415  # Django must be ready

    call_command("migrate", verbosity=0, interactive=False)


def _fill_demo() -> None:
    from countermark_portal.demo import story  # noqa: PLC0415  # as above

    for text, act in story.STEPS:
        with _step(text):
            act()


@contextmanager
def _beside(*arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """A process of ours beside this one, in a group of its own: Ctrl-C reaches us alone, and we end all in order."""
    process = subprocess.Popen([sys.executable, "-m", *arguments], start_new_session=True)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _serve(host: str, port: int, data: Path, workers: int) -> None:
    """The web server and a worker, until Ctrl-C or until one of them ends by itself."""
    web = ["granian", "--interface", "wsgi", "--host", host, "--port", str(port), "--workers", str(workers)]
    web += ["--blocking-threads", "8", "--workers-kill-timeout", "5", "--no-log"]
    with (
        _beside("countermark_portal.commands.worker", "--data", str(data)) as worker,
        _beside(*web, "countermark_portal.wsgi:application") as server,
        suppress(KeyboardInterrupt),
    ):
        while worker.poll() is None and server.poll() is None:
            time.sleep(0.3)
        ended = "the worker" if worker.poll() is not None else "the web server"
        raise Misconfigured(
            f"{ended} ended by itself", mend="its message stands above; countermark doctor says more"
        )
