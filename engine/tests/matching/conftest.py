from __future__ import annotations

import pytest

from countermark.matching.matcher import Matcher
from countermark.text.known_words import KnownWords
from matching.matched import MARKS, matcher_of


@pytest.fixture(scope="session")
def marks(known: KnownWords) -> Matcher:
    """A matcher of fictional marks; shared by all tests, since what it remembers must change nothing."""
    return matcher_of(known, MARKS)
