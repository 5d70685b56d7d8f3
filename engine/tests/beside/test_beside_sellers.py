"""Facts about sellers, looked up for whole batches."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermark.beside import Beside
from countermark.errors import UnusableInput
from countermark.sellers.facts import sellers_of
from countermark.tables import SELLERS


def row(seller: str, **facts: Any) -> dict[str, Any]:
    told = {"listings": 10, "brands": 2, "copied_share": 0.0, "risk": 0.5}
    return {"marketplace": "example", "seller_id": seller} | told | facts


def test_a_batch_of_sellers_is_found_at_once(tmp_path: Path) -> None:
    sellers = Beside.of({"sellers": [row("anna", risk=0.1), row("bert", risk=0.2)]}, tmp_path).sellers
    assert sellers is not None
    places = sellers.find(pa.array(["example"] * 4), pa.array(["bert", "nobody", None, "anna"]))
    assert (places >= 0).tolist() == [True, False, False, True]
    assert sellers.risk[places[[0, 3]]].tolist() == pytest.approx([0.2, 0.1])


def test_the_same_id_on_another_marketplace_is_another_seller(tmp_path: Path) -> None:
    rows = [row("anna", risk=0.1), row("anna", marketplace="other", risk=0.9)]
    sellers = Beside.of({"sellers": rows}, tmp_path).sellers
    assert sellers is not None
    places = sellers.find(pa.array(["other", "example", "third"]), pa.array(["anna"] * 3))
    assert sellers.risk[places[:2]].tolist() == pytest.approx([0.9, 0.1])
    assert places[2] == -1


def test_an_empty_table_knows_nobody(tmp_path: Path) -> None:
    sellers = Beside.of({"sellers": []}, tmp_path).sellers
    assert sellers is not None
    assert sellers.find(pa.array(["example"]), pa.array(["anna"])).tolist() == [-1]


def test_facts_that_are_not_known_are_told_apart_from_zero(tmp_path: Path) -> None:
    dated = row("anna", first_seen_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC), private_share=0.0)
    sellers = Beside.of({"sellers": [dated, row("bert")]}, tmp_path).sellers
    assert sellers is not None
    anna, bert = sellers.find(pa.array(["example"] * 2), pa.array(["anna", "bert"]))
    assert sellers.private[anna] == 0
    assert sellers.private[bert] != sellers.private[bert]  # NaN
    assert sellers.first_seen[bert] > sellers.first_seen[anna] == sellers.oldest


def test_the_columns_cannot_be_written_to(tmp_path: Path) -> None:
    sellers = Beside.of({"sellers": [row("anna")]}, tmp_path).sellers
    assert sellers is not None
    with pytest.raises(ValueError, match="read-only"):
        sellers.risk[0] = 1.0


def test_a_seller_who_stands_there_twice_is_told_with_both_places(tmp_path: Path) -> None:
    header = "marketplace,seller_id,listings,brands,copied_share,risk\n"
    (tmp_path / "sellers.csv").write_text(f"{header}m,anna,1,1,0,0\nm,bert,1,1,0,0\nm,anna,1,1,0,0\n")
    with pytest.raises(UnusableInput, match=r"sellers.csv:4: the seller stands in row 2 already"):
        Beside.load(tmp_path)


def test_shares_and_counts_out_of_bounds_are_told(tmp_path: Path) -> None:
    header = "marketplace,seller_id,listings,brands,copied_share,risk\n"
    (tmp_path / "sellers.csv").write_text(f"{header}m,anna,-1,1,0,0\nm,bert,1,1,80,0\nm,cleo,1,1,0,nan\n")
    with pytest.raises(UnusableInput) as caught:
        Beside.load(tmp_path)
    said = str(caught.value)
    assert "sellers.csv:2: `listings` is -1" in said
    assert "sellers.csv:3: `copied_share` is 80" in said
    assert "sellers.csv:4: `risk` is nan" in said


@given(st.lists(st.tuples(st.text(max_size=70), st.text(max_size=200)), unique=True, max_size=30))
def test_every_seller_is_found_under_its_own_names_only(names: list[tuple[str, str]]) -> None:
    rows = [row(seller, marketplace=place, listings=n) for n, (place, seller) in enumerate(names)]
    sellers, twice = sellers_of([pa.Table.from_pylist(rows, schema=SELLERS)])
    assert not twice
    places, ids = (pa.array([name[part] for name in names], pa.string()) for part in (0, 1))
    assert sellers.listings[sellers.find(places, ids)].tolist() == list(range(len(names)))
    assert (sellers.find(ids, places)[[a != b for a, b in names]] < 0).all() or set(names) & {
        (b, a) for a, b in names
    }
