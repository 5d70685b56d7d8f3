"""Every word of every field is found again, however it is written, and nothing else is."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import wild
from countermark.history import History
from countermark.history.entries import grouped
from countermark.history.identity import listing_keys
from countermark.text.fold import fold
from history.kept import found, keep, listings, row

WORDS = ("norrvik", "NORRVÍK", "étui", "сумка", "42", "𝓝𝓸𝓻𝓻𝓿𝓲𝓴", "o'brien", "ﬁsh", "K2", "größe")


@given(
    texts=st.lists(
        st.lists(st.sampled_from(WORDS) | wild.letters, max_size=5).map(" ".join), min_size=1, max_size=6
    ),
    wanted=st.sampled_from(WORDS),
)
@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
def test_the_rows_that_have_a_word_are_found(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], wanted: str
) -> None:
    history = keep(tmp_path_factory.mktemp("h"), *(row(n, f"x{text}") for n, text in enumerate(texts)))
    asked = set(fold(wanted).split())
    surely = {f"L{n}" for n, text in enumerate(texts) if wanted in text.split(" ")[1:]}
    told = set(found(history, wanted))
    assert surely <= told
    assert all(asked <= set(fold(f"x{texts[int(name[1:])]}").split()) for name in told)


def test_words_are_found_in_every_field(tmp_path_factory: pytest.TempPathFactory) -> None:
    history = keep(
        tmp_path_factory.mktemp("h"),
        row(1, "Norrvik parka"),
        row(2, description="like NORRVÍK"),
        row(3, brand="Norrvik"),
        row(4, seller_name="norrvik-outlet"),
        row(5, attributes={"maker": "Norrvik", "norrvik": "no value"}),
        row(6, category="Norrvik", url="https://norrvik.example"),
    )
    assert found(history, "Norrvik") == ["L1", "L2", "L3", "L4", "L5"]
    assert found(history, "norrvik OUTLET") == ["L4"]
    assert found(history, "norrvik parka like") == []


def test_a_search_looks_through_all_days_and_parts(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("h")
    for n in range(4):
        keep(folder, row(n, f"{'Norrvik' if n % 2 else 'plain'} hat"))
    assert found(History.open(folder), "norrvik") == ["L1", "L3"]


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 30)), max_size=80))
def test_groups_have_each_key_and_row_once(pairs: list[tuple[int, int]]) -> None:
    keys = np.array([key << 16 | key for key, _ in pairs], dtype=np.uint64)
    rows = np.array([number for _, number in pairs], dtype=np.int64)
    groups = grouped(keys, rows)
    told = {
        int(key) >> 16: groups.rows[groups.at[n] : groups.at[n + 1]].tolist()
        for n, key in enumerate(groups.keys)
    }
    assert told == {key: sorted({r for k, r in pairs if k == key}) for key, _ in pairs}
    assert keys[groups.first].tolist() == groups.keys.tolist()


@given(st.lists(wild.texts.filter(lambda text: bool(text.strip())), min_size=1, max_size=5, unique=True))
@settings(max_examples=25)
def test_listings_of_other_words_have_other_numbers(titles: list[str]) -> None:
    table = listings(*({"listing_id": "L1", "title": title} for title in titles))
    assert len(set(listing_keys(table).tolist())) == len(set(table["title"].to_pylist()))
