"""What all tests share: the known words, worked out once for the machine, and a cache folder of their own."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
from collections.abc import Iterator

import pytest
from hypothesis import settings

from countermark.references import index
from countermark.text import known_words
from countermark.text.known_words import KnownWords

# The machine is shared: how long an example takes says nothing about the code.
settings.register_profile("countermark", deadline=None, print_blob=True)
settings.load_profile("countermark")
# A shell that starts a command in the background lets it ignore Ctrl-C, and so do all that it starts; tests send it.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session", autouse=True)
def _cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The cache of this process: the known words of the user's cache, and nothing else of it."""
    usual = index.cache_folder()
    usual.mkdir(parents=True, exist_ok=True)
    with (usual / ".tests.lock").open("w") as lock:
        # Processes take turns, so that the words are worked out once.
        fcntl.flock(lock, fcntl.LOCK_EX)
        words = index.cached_words()
    folder = tmp_path_factory.mktemp("cache")
    shutil.copyfile(words, folder / words.name)
    before = os.environ.get("COUNTERMARK_CACHE")
    os.environ["COUNTERMARK_CACHE"] = str(folder)
    yield
    if before is None:
        del os.environ["COUNTERMARK_CACHE"]
    else:
        os.environ["COUNTERMARK_CACHE"] = before


@pytest.fixture(scope="session")
def known(_cache: None) -> KnownWords:
    """The default known words."""
    return KnownWords.load(index.cache_folder() / f"words-{known_words.VERSION}.npy")
