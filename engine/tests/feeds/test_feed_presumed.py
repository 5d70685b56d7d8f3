"""What counts for listings that do not say it themselves: their marketplace, and the currency of their price."""

from __future__ import annotations

import json
import sys
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from countermark.cli import main
from countermark.commands.sellers import sellers
from countermark.errors import UnusableInput
from countermark.feeds import open_feed
from countermark.listings import Presumed

if TYPE_CHECKING:
    from .conftest import Read, Write

SHOP: Final = Presumed("myshop", "SEK")
SHOPIFY: Final = "Handle,Title,Vendor,Variant Price\nparka,Warm parka,Company 123,42.99\ngift,A gift,,\n"
ROWS: Final[list[dict[str, Any]]] = [
    {"listing_id": "1", "title": "says nothing", "price": "12.50"},
    {"listing_id": "2", "title": "says all", "price": "12.50", "currency": "PLN", "marketplace": "other"},
    {"listing_id": "3", "title": "says it beside the price", "price": "12.50 EUR", "marketplace": ""},
    {"listing_id": "4", "title": "has no price"},
]
EXPECTED: Final = [
    ("1", "myshop", "SEK"), ("2", "other", "PLN"), ("3", "myshop", "EUR"), ("4", "myshop", None),
]  # fmt: skip


def told(rows: list[dict[str, Any]]) -> list[tuple[str, str, str | None]]:
    return [(row["listing_id"], row["marketplace"], row.get("currency")) for row in rows]


def test_a_shops_export_gets_the_shop_and_its_currency(write: Write, read: Read) -> None:
    rows, rejected = read(open_feed(write(SHOPIFY), presumed=SHOP))
    assert rejected == []
    assert told(rows) == [("parka", "myshop", "SEK"), ("gift", "myshop", None)]
    assert rows[0]["price"] == Decimal("42.99")


@pytest.mark.parametrize("form", ["lines", "parquet"])
def test_what_a_listing_states_itself_always_counts(
    write: Write, read: Read, tmp_path: Path, form: str
) -> None:
    if form == "lines":
        path = write("".join(json.dumps(row) + "\n" for row in ROWS))
    else:
        path = tmp_path / "feed.parquet"
        fields = ["listing_id", "title", "price", "currency", "marketplace"]
        pq.write_table(pa.Table.from_pylist([{f: row.get(f) for f in fields} for row in ROWS]), path)
    assert told(read(open_feed(path, presumed=SHOP))[0]) == EXPECTED
    assert told(read(open_feed(path))[0])[0] == ("1", "default", None), "nothing is presumed unless told"


@pytest.mark.parametrize(("marketplace", "currency"), [(" ", "EUR"), ("shop", "EURO"), ("shop", "XXX")])
def test_what_names_no_marketplace_or_currency_is_refused(marketplace: str, currency: str) -> None:
    with pytest.raises(UnusableInput) as refused:
        Presumed(marketplace, currency)
    assert refused.value.mend


REFERENCES: Final = """
brands:
  - id: company-123
    name: Company 123
    words: [Company 123]
    products:
      - {id: parka, title: Company 123 Warm Parka, price: {low: 4000, high: 5000, currency: SEK}}
"""


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Any:
    """Types `countermark …` in a folder with a shop's export and references: exit status, what it says."""
    (tmp_path / "shop.csv").write_text(SHOPIFY.replace("Warm", "Company 123 warm"))
    (tmp_path / "brands").mkdir()
    (tmp_path / "brands" / "references.yaml").write_text(REFERENCES)
    monkeypatch.chdir(tmp_path)

    def type_it(line: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["countermark", *line.split()])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return ended.value.code, said.out + said.err

    return type_it


def test_a_screening_says_what_is_missing_and_finds_more_when_it_is_told(typed: Any, tmp_path: Path) -> None:
    screening = "screen shop.csv --references brands --out found.jsonl --overwrite --workers 1"
    status, said = typed(screening)
    assert status == 0
    assert "price: no currency stated (1 listings)\n  --currency CODE says which" in said
    status, said = typed(f"{screening} --currency sek --marketplace myshop")
    assert status == 0
    assert "left out" not in said
    (found,) = map(json.loads, (tmp_path / "found.jsonl").read_text(encoding="utf-8").splitlines())
    assert (found["marketplace"], found["listing"]["currency"]) == ("myshop", "SEK")
    assert any(signal["name"].startswith("price.") for signal in found["signals"])


def test_a_currency_that_is_none_ends_the_run_before_it_starts(typed: Any, tmp_path: Path) -> None:
    status, said = typed("screen shop.csv --references brands --out found.jsonl --currency euro")
    assert status == 2
    assert "no currency of ISO 4217" in said
    assert "Mend:" in said
    assert not (tmp_path / "found.jsonl").exists()


def test_the_history_and_the_facts_about_sellers_take_the_same_options(typed: Any, tmp_path: Path) -> None:
    assert typed("history add shop.csv --history past --currency sek --marketplace myshop")[0] == 0
    assert typed("history erase --history past --listing parka --marketplace myshop")[1].startswith("1 ")
    (tmp_path / "sold.jsonl").write_text('{"listing_id": "1", "title": "Parka", "seller_id": "anna"}')
    options = ["profile", "sold.jsonl", "--out", "facts", "--marketplace", "myshop", "--currency", "SEK"]
    assert CliRunner().invoke(sellers, options, standalone_mode=False).return_value == 0
    assert pq.read_table(tmp_path / "facts" / "sellers.parquet")["marketplace"].to_pylist() == ["myshop"]
