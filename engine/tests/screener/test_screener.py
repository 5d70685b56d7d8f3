"""The one door: listings in, findings out; a pure function of listings, references, tables and day."""

from __future__ import annotations

import datetime as dt
import math
import pickle
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import countermark
from countermark.errors import UnusableInput
from countermark.listings import conform, digests
from countermark.references import References
from countermark.references.examples import references_from
from countermark.scoring import scoring
from countermark.screener import Screener
from countermark.tables import BANDS, FINDING, LISTING
from screener.conftest import BRANDS, NOW, listings
from wild import texts

HIDDEN = "Warm Nor\u200brvik parka"
TITLES = [
    HIDDEN,
    "Norrvik parka",
    "wool socks",
    "N0rrv1k 诺维克 jacket",
    "Br\u200bindlewick vase",
    "Nοrrvik or Br1ndlewick",
    "",
    "女装 🔥 ʞᴉʌɹɹou",
    "Velm0ra Ateller handbag",
    "norrvikoutlet",
    "Kivrron kivrron",
]


def as_bytes(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table.combine_chunks())
    return bytes(sink.getvalue().to_pybytes())


def screened(screener: Screener, table: pa.Table) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = screener.screen(table, now=NOW).to_pylist()
    return rows


def test_the_package_itself_opens_the_door(index: Path) -> None:
    found = countermark.Screener(countermark.References.load(index)).screen(
        listings(HIDDEN, "wool socks"), now=NOW
    )
    assert found.schema.equals(FINDING, check_metadata=True)
    assert found["brand_id"].to_pylist() == ["norrvik"]


def test_the_same_listings_give_the_same_bytes(screener: Screener, index: Path) -> None:
    table = listings(*TITLES)
    first = as_bytes(screener.screen(table, now=NOW))
    screener.screen(listings(*reversed(TITLES), "norrvik " * 40), now=NOW)
    assert as_bytes(screener.screen(table, now=NOW)) == first
    assert as_bytes(Screener(index).screen(table, now=NOW)) == first
    assert as_bytes(Screener(str(index)).screen(table.to_batches()[0], now=NOW)) == first


def test_a_time_without_a_zone_is_refused_since_nobody_can_say_which_day_it_is(screener: Screener) -> None:
    with pytest.raises(ValueError, match=r"2026-11-21T12:00:00, without a zone.*datetime\.now\(UTC\)"):
        screener.screen(listings(HIDDEN), now=dt.datetime(2026, 11, 21, 12))  # noqa: DTZ001  # the test's subject


def test_the_listings_stay_as_they_were(screener: Screener) -> None:
    table = listings(*TITLES)
    before = as_bytes(table)
    screener.screen(table, now=NOW)
    assert as_bytes(table) == before


rows = st.lists(st.sampled_from(TITLES) | texts, min_size=1, max_size=8)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(titles=rows, described=rows, cut=st.integers(0, 8))
def test_any_texts_are_screened_alike_in_one_batch_or_in_two(
    screener: Screener, titles: list[str], described: list[str], cut: int
) -> None:
    count = min(len(titles), len(described))
    table = listings(
        *titles[:count], description=described[:count], attributes=[[("a", t)] for t in described[:count]]
    )
    whole = screener.screen(table, now=NOW)
    parts = [screener.screen(part, now=NOW) for part in (table.slice(0, cut), table.slice(cut))]
    assert pa.concat_tables(parts).to_pylist() == whole.to_pylist()
    whole.validate(full=True)


def test_findings_stand_in_the_order_of_the_listings_and_of_one_listing_the_gravest_first(
    screener: Screener,
) -> None:
    found = screened(screener, listings("wool socks", f"Brindlevvick {HIDDEN}", HIDDEN, "Br\u200bindlewick"))
    order = [(row["listing_id"], row["brand_id"]) for row in found]
    assert [listing for listing, _ in order] == sorted(listing for listing, _ in order)
    assert order[0] == ("1", "norrvik")
    of_one = [row["score"] for row in found if row["listing_id"] == "1"]
    assert of_one == sorted(of_one, reverse=True)


def test_a_word_that_two_brands_own_is_a_finding_for_each(screener: Screener) -> None:
    found = screened(screener, listings("Br\u200bindlewick vase"))
    assert [row["brand_id"] for row in found] == ["velmora", "velmora-home"]
    assert found[0]["score"] == found[1]["score"]
    assert found[0]["signals"] == found[1]["signals"]


def test_a_listing_that_names_no_brand_has_no_finding(screener: Screener) -> None:
    assert screened(screener, listings("wool socks", "", "🔥", "Arctic landscape poster")) == []
    assert screener.screen(listings(), now=NOW).schema.equals(FINDING)


def test_weights_and_prior_add_up_to_the_score(screener: Screener) -> None:
    prior = scoring("v1", screener.references).prior
    found = screened(screener, listings(*TITLES))
    assert found
    for row in found:
        total = prior + sum(signal["weight"] for signal in row["signals"])
        assert row["score"] == pytest.approx(1 / (1 + math.exp(-total)), abs=1e-6)
        if total < 6:  # past it the float of a score near 1 holds no more digits
            assert math.log(row["score"] / (1 - row["score"])) == pytest.approx(total, abs=1e-4)


def test_a_finding_points_at_the_words_that_it_is_about(screener: Screener) -> None:
    for row in screened(screener, listings(*TITLES, description=[f"été 🔥 {title}" for title in TITLES])):
        for signal in row["signals"]:
            assert signal["name"].count(".") == 1
            assert signal["text"]
            if signal["start"] is not None:
                assert 0 <= signal["start"] < signal["end"] <= len(row["listing"][signal["field"]])
    hidden = screened(screener, listings(f"🔥 女装 {HIDDEN}"))[0]
    said = {signal["name"]: signal for signal in hidden["signals"]}["disguised_mark.zero_width"]
    assert hidden["listing"]["title"][said["start"] : said["end"]] == "Nor\u200brvik"
    assert said["reference_id"] == "Norrvik"


def test_a_finding_carries_the_listing_as_it_was_screened_and_what_it_was_screened_with(
    screener: Screener,
) -> None:
    table = listings(
        HIDDEN, HIDDEN, seller_id=["s", None], price=["12,50 €", None], views=[3, 4], marketplace=[None, "m"]
    )
    conformed, _, _ = conform(table, file="listings")
    found = screener.screen(table, now=NOW)
    assert found["listing"].to_pylist() == conformed.to_pylist()
    assert found["listing_digest"].to_pylist() == digests(conformed, range(2))
    assert found["marketplace"].to_pylist() == ["default", "m"]
    assert found["seller_id"].to_pylist() == ["s", None]
    assert set(found["references_version"].to_pylist()) == {screener.references.version}
    assert set(found["scoring_version"].to_pylist()) == {screener.scoring_version} == {"v1"}
    assert set(found["screened_at"].to_pylist()) == {NOW}
    assert found["probability"].null_count == found["calibration_version"].null_count == 2
    assert set(found["band"].to_pylist()) <= set(BANDS)
    assert pa.schema(found.schema.field("listing").type).names == LISTING.names


def test_the_digest_changes_with_the_offer_and_not_with_what_is_counted(screener: Screener) -> None:
    same = {"listing_id": ["1"], "title": [HIDDEN], "seller_id": ["s"], "views": [1]}
    changes: list[dict[str, Any]] = [{}, {"views": [2]}, {"seller_id": ["t"]}]
    tables = [pa.table({**same, **change}) for change in changes]
    first, counted, offered = (screened(screener, table)[0]["listing_digest"] for table in tables)
    assert first == counted != offered


def test_rows_that_cannot_be_screened_are_told_and_the_others_screened(screener: Screener) -> None:
    table = listings(HIDDEN, HIDDEN, HIDDEN, price=["12 EUR", "nan", "-1 EUR"])
    result = screener.screened(table, now=NOW, file="feed.parquet")
    assert result.findings["listing_id"].to_pylist() == ["0"]
    assert [(one.file, one.line) for one in result.rejected] == [("feed.parquet", 2), ("feed.parquet", 3)]
    assert all(one.reason for one in result.rejected)


@pytest.mark.parametrize("missing", ["listing_id", "title"])
def test_listings_without_id_or_title_are_refused(screener: Screener, missing: str) -> None:
    with pytest.raises(UnusableInput, match=missing):
        screener.screen(listings(HIDDEN).drop_columns([missing]), now=NOW)


def test_an_unknown_scoring_is_refused_and_the_known_ones_are_named(references: References) -> None:
    with pytest.raises(UnusableInput, match="v0") as refused:
        Screener(references, scoring="v0")
    assert "v1" in refused.value.mend


def test_the_tables_beside_the_references_are_read(references: References, tmp_path: Path) -> None:
    (tmp_path / "known_words.csv").write_text("word,kind\nBrindlevick,brand\n", encoding="utf-8")
    title = listings("Brindlevick vase")
    assert screened(Screener(references), title)
    assert not screened(Screener(references, tables=tmp_path), title)


def test_a_screener_pickles_as_a_path_and_versions_and_screens_the_same(
    screener: Screener, index: Path
) -> None:
    screener.screen(listings(*TITLES), now=NOW)
    packed = pickle.dumps(screener)
    assert len(packed) < 1000
    again = pickle.loads(packed)
    assert as_bytes(again.screen(listings(*TITLES), now=NOW)) == as_bytes(
        screener.screen(listings(*TITLES), now=NOW)
    )
    assert again.references.path == index


def test_a_screener_that_was_pickled_keeps_to_its_version_when_a_newer_one_comes(tmp_path: Path) -> None:
    screener = Screener(references_from({"brands": BRANDS}, tmp_path))
    packed = pickle.dumps(screener)
    references_from({"brands": BRANDS[1:]}, tmp_path)
    assert pickle.loads(packed).references.version == screener.references.version
    assert Screener(tmp_path / "index").references.version != screener.references.version
