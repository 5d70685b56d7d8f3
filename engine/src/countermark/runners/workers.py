"""Worker processes: started anew, deaf to Ctrl-C, gone when the main process is; and work that no Ctrl-C cuts
in half.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any

import pyarrow as pa


def pool(workers: int, start: Callable[..., None], *args: Any) -> ProcessPoolExecutor:
    """Processes that begin with `start`, which must call `begin`."""
    context = multiprocessing.get_context("spawn")
    # Arrow's own pool keeps for itself what it once needed; this way numpy's arrays take the same place. A worker
    # reads it when it loads Arrow.
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    return ProcessPoolExecutor(workers, mp_context=context, initializer=start, initargs=args)


def begin() -> None:
    """Begin a worker. Ctrl-C is the main process's business."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # What a worker remembers about words are many small objects that no cycle holds: looking them over costs more
    # than it ever finds.
    gc.freeze()
    gc.set_threshold(100_000, 50, 1_000)
    pa.set_cpu_count(1)
    pa.set_io_thread_count(1)


def _end_with_parent() -> None:
    """A main process that was killed cannot tell its workers, which would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def submit(workers: ProcessPoolExecutor, work: Callable[..., Any], *args: Any) -> Future[Any]:
    """Hand `work` to the pool. Workers that this starts never see Ctrl-C, not even before `begin`."""
    blocked = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        return workers.submit(work, *args)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, blocked)


@contextmanager
def undivided(*, last: bool = False) -> Iterator[None]:
    """Holds Ctrl-C back until what must not be done by half is done; for good if that is the `last` thing."""
    if threading.current_thread() is not threading.main_thread():
        yield  # signals reach the main thread only
        return
    caught: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: caught.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if caught and callable(before) and not last:
        before(signal.SIGINT, None)
