from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter, defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from countermark.demo import market, market_with_truth
from countermark.demo.columns import TODAY
from countermark.demo.disguises import FAMILIES, NICKNAME, RENDERING
from countermark.demo.kinds import INFRINGING_KINDS, KINDS
from countermark.demo.lexicon import LANGUAGES
from countermark.demo.truth import TRUTH
from countermark.errors import UnusableInput
from countermark.tables import LISTING

if TYPE_CHECKING:
    from .conftest import Market


def test_listings_and_truth_follow_their_schemas_and_every_id_stands_once(simulated: Market) -> None:
    assert simulated.listings.schema.equals(LISTING, check_metadata=True)
    assert simulated.truth.schema.equals(TRUTH, check_metadata=True)
    ids = simulated.listings.column("listing_id").to_pylist()
    assert len(set(ids)) == len(ids) == 30_000
    assert simulated.truth.column("listing_id").to_pylist() == ids


def test_the_same_seed_gives_the_same_market_and_another_seed_another() -> None:
    once = list(market_with_truth(listings=700, seed=3))
    again = list(market_with_truth(listings=700, seed=3))
    other = list(market_with_truth(listings=700, seed=4))
    assert all(a.equals(b) and x.equals(y) for (a, x), (b, y) in zip(once, again, strict=True))
    assert not once[0][0].equals(other[0][0])


def test_a_market_of_ten_million_starts_at_once_because_it_is_drawn_batch_by_batch() -> None:
    assert next(market(listings=10_000_000)).num_rows == 16_384


def test_every_kind_and_every_disguise_and_every_language_occurs(simulated: Market) -> None:
    assert set(simulated.truth.column("kind").to_pylist()) == set(KINDS)
    assert set(simulated.truth.column("disguise").to_pylist()) == {None, RENDERING, NICKNAME, *FAMILIES}
    assert set(simulated.listings.column("language").to_pylist()) == {None, *LANGUAGES}


def test_about_one_in_twenty_infringes_unless_another_share_is_asked_for(simulated: Market) -> None:
    told = Counter(simulated.truth.column("infringing").to_pylist())
    share = told[True] / simulated.truth.num_rows
    assert 0.045 < share < 0.055
    for asked in (0.0, 0.3, 1.0):
        ((_, truth),) = market_with_truth(listings=2000, infringing=asked)
        assert abs(truth.column("infringing").to_pylist().count(True) / 2000 - asked) < 0.05


def test_only_the_kinds_called_infringing_infringe(simulated: Market) -> None:
    for truth in simulated.truth.to_pylist():
        assert truth["infringing"] == (truth["kind"] in INFRINGING_KINDS)
        assert truth["brand_id"] or not truth["infringing"]


def test_texts_are_as_long_as_real_ones_and_no_slot_stays_open(simulated: Market) -> None:
    titles = [row["title"] for row in simulated.rows()]
    told = [row["description"] for row in simulated.rows() if row["description"]]
    assert 60 < sum(map(len, titles)) / len(titles) < 80
    assert 150 < sum(map(len, told)) / len(told) < 190
    assert not any("{" in text or "}" in text or "  " in text for text in told)


def test_a_disguised_mark_does_not_stand_plainly_in_the_title(simulated: Market) -> None:
    for row in simulated.rows(kind="fake_disguised"):
        name = row["truth"]["brand_id"].replace("-", " ")
        # An accent may also be a character of its own behind the last letter.
        assert not re.search(rf"(?<!\w){name}(?![\w\u0300-\u036f])", row["title"].lower()), row["title"]


def test_some_fakes_are_nearly_invisible_and_some_honest_sellers_look_bad(simulated: Market) -> None:
    kinds = Counter(simulated.truth.column("kind").to_pylist())
    fakes = sum(count for kind, count in kinds.items() if kind in INFRINGING_KINDS)
    assert kinds["fake_weak"] > fakes / 20
    assert min(kinds[kind] for kind in ("clearance", "honest_typo", "honest_receipt", "parallel_import")) > 50


def test_an_account_is_the_same_in_all_its_listings_and_its_id_does_not_tell_its_role(
    simulated: Market,
) -> None:
    facts = defaultdict(set)
    for row in simulated.listings.select(["seller_id", "seller_name", "seller_kind"]).to_pylist():
        facts[row["seller_id"]].add((row["seller_name"], row["seller_kind"]))
    assert all(len(told) == 1 for told in facts.values())
    shapes = {"official" if name.endswith("-official") else len(name) for name in facts}
    assert shapes == {10, "official"}


def test_the_accounts_of_a_ring_are_new_share_their_texts_and_sell_many_brands(simulated: Market) -> None:
    rings = defaultdict(list)
    for row in simulated.rows(kind="fake_ring"):
        rings[row["truth"]["ring"]].append(row)
    assert len(rings) >= 2
    for rows in rings.values():
        assert len({row["description"] for row in rows} - {None}) <= 3
        assert len({row["seller_id"] for row in rows}) >= 3
        assert len({row["truth"]["brand_id"] for row in rows}) >= 3
        ages = [TODAY - row["first_seen_at"] for row in rows]
        assert max(ages) < timedelta(days=93)
        assert max(ages) - min(ages) < timedelta(days=11)


def test_what_cannot_be_is_refused_at_once() -> None:
    for wrong in ({"listings": 0}, {"listings": 9, "brands": 0}, {"listings": 9, "infringing": 1.5}):
        with pytest.raises(UnusableInput, match="at least one listing"):
            market(**wrong)


def test_a_market_of_one_brand_and_one_listing_is_a_market() -> None:
    ((listings, truth),) = market_with_truth(listings=1, brands=1)
    assert listings.num_rows == truth.num_rows == 1


def test_the_generator_runs_without_any_part_that_finds_fakes() -> None:
    code = (
        "import sys, countermark.demo as d; next(d.market(listings=50)); d.market_tables()\n"
        "print([m for m in sys.modules if m.startswith('countermark.') and m.split('.')[1] in "
        "{'text', 'matching', 'signals', 'scoring', 'screener', 'batch', 'references'}])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
