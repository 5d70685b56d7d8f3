from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from countermark.references import References
from countermark.references.examples import references_from
from countermark.screener import Screener

NOW = dt.datetime(2026, 11, 21, 12, 0, tzinfo=dt.UTC)
BRANDS: list[dict[str, Any]] = [
    {
        "id": "norrvik",
        "name": "Norrvik",
        "words": [
            "Norrvik",
            {"text": "Arctic", "common": True, "classes": [25]},
            {"text": "诺维克", "renders": "Norrvik"},
        ],
        "rights": [
            {"id": "eu-old", "territories": ["EU"], "expires": dt.date(2020, 1, 1)},
            {"id": "eu-new", "territories": ["EU"], "registered": dt.date(2020, 1, 1)},
            {"id": "us", "territories": ["US"]},
            {"id": "anywhere"},
        ],
    },
    {"id": "velmora", "name": "Velmora Atelier", "words": ["Velmora Atelier", "Brindlewick"]},
    {"id": "velmora-home", "name": "Velmora Home", "words": ["Velmora Home", "Brindlewick"]},
]  # fmt: skip
Rows = Callable[..., pa.Table]


@pytest.fixture(scope="session")
def references(tmp_path_factory: pytest.TempPathFactory) -> References:
    return references_from({"brands": BRANDS}, tmp_path_factory.mktemp("references"))


@pytest.fixture(scope="session")
def screener(references: References) -> Screener:
    """A screener that all tests share, since what it remembers must change nothing."""
    return Screener(references)


@pytest.fixture
def index(references: References) -> Path:
    return references.path


def listings(*titles: str, **columns: Any) -> pa.Table:
    """Listings with these titles; other columns have a value a row, or one for all."""
    rows = {
        name: value if isinstance(value, list) else [value] * len(titles) for name, value in columns.items()
    }
    return pa.table({"listing_id": [str(n) for n in range(len(titles))], "title": list(titles), **rows})
