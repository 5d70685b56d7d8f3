"""The API's tests stand at one time: rights and declarations of the demo have dates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine


@pytest.fixture(autouse=True)
def on_a_monday() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 11, 2, 9, 0, tzinfo=UTC), tick=True):
        yield
