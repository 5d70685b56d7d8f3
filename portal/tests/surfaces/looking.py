"""Looking at pages in a real browser: at a phone's and a desk's width, in the light and in the dark, with axe."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connections
from django.test.testcases import QuietWSGIRequestHandler
from playwright.sync_api import Browser, ConsoleMessage, Page, ViewportSize, sync_playwright

WIDTHS: Final = {"phone": 360, "desk": 1280}
OWN_BROWSERS: Final = ("/usr/bin/chromium", "/usr/bin/chromium-browser")
SCHEMES: Final = ("light", "dark")
# The standing of WCAG 2.2 AA and axe's own good practices.
RULES: Final = {"resultTypes": ["violations"]}


class _Server(ThreadedWSGIServer):
    """Answers from within the test's own transaction, and leaves its connection open."""

    def _close_connections(self) -> None:
        pass


@contextmanager
def served() -> Iterator[str]:
    """The portal on a port of this machine, inside the test's own transaction; its address.

    pytest-django's `live_server` empties the tables behind itself, which the ledger does not allow.
    """
    connection = connections["default"]
    connection.inc_thread_sharing()
    shared = {"default": connection}
    server = _Server(
        ("127.0.0.1", 0), QuietWSGIRequestHandler, allow_reuse_address=False, connections_override=shared
    )
    server.set_app(StaticFilesHandler(WSGIHandler()))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    # As Django's own test client does: in the middle of a transaction a connection looks left over.
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
        for signal in signals:
            signal.connect(close_old_connections)
        connection.dec_thread_sharing()


@contextmanager
def browser() -> Iterator[Browser]:
    """A browser: the machine's own if CHROMIUM names one, else Playwright's."""
    # Playwright runs a loop of its own in this thread: there Django would refuse to ask its database, or open another.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    ours = connections["default"]
    own = next((path for path in OWN_BROWSERS if Path(path).exists()), None)
    path = os.environ.get("CHROMIUM") or own
    with sync_playwright() as playwright:
        connections["default"] = ours
        opened = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        try:
            yield opened
        finally:
            opened.close()


def faults(page: Page) -> list[str]:
    """What axe finds, and whatever is wider than the window."""
    found = [
        f"{one['id']}: {node['target']} {node['html'][:120]}"
        for one in Axe().run(page, options=RULES).response["violations"]
        for node in one["nodes"]
    ]
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [*found, *([f"{overflow} px wider than the window"] if overflow > 0 else [])]


def _into(bad: list[str]) -> Callable[[ConsoleMessage], None]:
    """Notes what the browser complains of, as a breach of the content security policy; pages may be missing."""

    def note(message: ConsoleMessage) -> None:
        if message.type == "error" and "404" not in message.text:
            bad.append(message.text)

    return note


def look(browser: Browser, address: str, *, cookies: Sequence[Any], name: str) -> list[str]:
    """Open a page at every width and in every scheme; what is wrong with it. Pictures go where SCREENSHOTS says."""
    wrong = []
    for width, pixels in WIDTHS.items():
        for scheme in SCHEMES:
            size: ViewportSize = {"width": pixels, "height": 800}
            context = browser.new_context(viewport=size, color_scheme=scheme)
            context.add_cookies(list(cookies))
            page = context.new_page()
            bad: list[str] = []
            page.on("console", _into(bad))
            page.goto(address)
            wrong += [f"{name}, {width}, {scheme}: {fault}" for fault in faults(page)]
            wrong += [f"{name}, {width}, {scheme}: {text}" for text in bad]
            if os.environ.get("SCREENSHOTS"):
                page.screenshot(
                    path=f"{os.environ['SCREENSHOTS']}/{name}-{width}-{scheme}.png", full_page=True
                )
            context.close()
    return wrong
