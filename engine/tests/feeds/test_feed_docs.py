"""docs/feeds.md tells users of every code, format, suffix and limit that the readers have."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from countermark.feeds import google, shopify
from countermark.feeds.feed import RECORD_BYTES
from countermark.feeds.opening import SUFFIXES
from countermark.feeds.sniffing import kind_of
from countermark.listings.columns import LONGEST, LONGEST_OTHER
from countermark.tables import LISTING

ROOT = Path(__file__).parents[3]
SOURCES = [
    *(ROOT / "engine/src/countermark/feeds").glob("*.py"),
    *(ROOT / "engine/src/countermark/listings").glob("*.py"),
]
DOCS = ROOT.joinpath("docs/feeds.md").read_text("utf-8")
CODE = re.compile(r'"((?:bad|missing|negative|unknown|two|wrong|line|item|field)-[a-z-]+)"')


def test_every_code_of_a_rejection_is_explained() -> None:
    named = {code for source in SOURCES for code in CODE.findall(source.read_text("utf-8"))}
    assert len(named) > 10
    made_up = {"missing-id", "missing-title", "id-too-long", "title-too-long", "description-too-long"} | {
        f"bad-{name}"
        for name in ("price", "quantity", "views", "sold", "time", "photos", "territories", "attributes")
    }
    assert [code for code in sorted(named | made_up) if f"`{code}`" not in DOCS] == []


def test_every_field_suffix_and_limit_is_named() -> None:
    assert [name for name in LISTING.names if f"`{name}`" not in DOCS] == []
    assert [suffix for suffix in SUFFIXES if suffix not in DOCS] == []
    for limit in (LONGEST["listing_id"], LONGEST["title"], LONGEST["description"], LONGEST_OTHER):
        assert f"{limit:,}" in DOCS
    assert f"{RECORD_BYTES >> 20} MiB" in DOCS


@pytest.mark.parametrize("name", ["Image Link", "g:sale_price", "additional-image-link", "ID"])
def test_columns_are_known_as_the_docs_say(name: str) -> None:
    assert google.column_name(name) in {"image_link", "sale_price", "additional_image_link", "id"}
    assert shopify.column_name("URL  Handle") == "handle"
    assert kind_of("feed", "URL handle,Title\n", whole=True).names == ("handle", "title")
