"""Shopify's product CSV, its older and its newer template: one listing for each variant that can be bought.

A product stands in several records with one handle. The first has what all its variants share; records
without an option, a price or a stock keeping unit only add pictures.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, Final

from countermark.errors import Rejection
from countermark.feeds.delimited import cut, row_of_cells
from countermark.feeds.lines import numbered, too_long
from countermark.feeds.markup import text_of
from countermark.feeds.records import Record, RecordFeed
from countermark.feeds.rows import Photo, Refusal, Row
from countermark.feeds.source import Blocks

Cells = dict[str, str]

NAMES: Final = {
    "url handle": "handle", "body (html)": "description", "variant sku": "sku", "variant price": "price",
    "variant inventory qty": "quantity", "inventory quantity": "quantity", "variant barcode": "barcode",
    "image src": "image", "product image url": "image", "image position": "position",
    "variant image url": "variant image", "google shopping / condition": "condition",
    "google shopping / google product category": "google category", "google shopping / mpn": "mpn",
    "google shopping / gender": "gender", "google shopping / age group": "age group",
}  # fmt: skip
"""Column titles, in small letters, and what both templates' columns are called here. Others keep theirs."""
MOST_RECORDS: Final = 5000
"""Records of one product that are held: Shopify's own limits are 2,048 variants and 250 pictures."""

_OPTIONS: Final = ("option1", "option2", "option3")
_ALONE: Final = "Default Title"
_SHARED: Final = ("tags", "mpn", "gender", "age group")


def column_name(written: str) -> str:
    """What a column is called here."""
    name = " ".join(written.lower().split())
    return NAMES.get(name, name)


@dataclass(frozen=True)
class Shopify(RecordFeed):
    """A feed in Shopify's product CSV."""

    separator: str
    names: tuple[str, ...]

    def records(self, blocks: Blocks) -> Iterator[Record]:
        """A record for each variant, and for each line that is none."""
        product: list[tuple[int, Cells, int]] = []
        for line, text in self._after_heading(blocks):
            cells = self._cells(line, text)
            if isinstance(cells, Rejection):
                yield Record(line, cells, 0)
                continue
            same = bool(product) and cells.get("handle") == product[0][1].get("handle")
            if product and (not same or len(product) == MOST_RECORDS):
                yield from _variants(product)
                # What all variants share stands in the first record alone.
                product = [(0, _shared(product[0][1]), 0)] if same else []
            product.append((line, cells, len(text or b"")))
        if product:
            yield from _variants(product)

    def _after_heading(self, blocks: Blocks) -> Iterator[tuple[int, bytes | None]]:
        records = cut(numbered(blocks, blanks=True), self.separator)
        next(records, None)
        return records

    def _cells(self, line: int, text: bytes | None) -> Cells | Rejection:
        if text is None:
            return too_long(self.path, line)
        row = row_of_cells(text, self.separator, len(self.names))
        if isinstance(row, Refusal):
            return row.of(self.path, line, text.decode(errors="backslashreplace"))
        # Where a title stands twice, the first column counts.
        return {name: cell for name, cell in reversed(list(zip(self.names, row, strict=True))) if cell}


def _is_variant(cells: Cells) -> bool:
    return any(cells.get(name) for name in ("price", "sku", *(f"{option} value" for option in _OPTIONS)))


def _shared(first: Cells) -> Cells:
    """The first record of a product without what makes it a variant."""
    own = {"price", "sku", "image", *(f"{option} value" for option in _OPTIONS)}
    return {name: cell for name, cell in first.items() if name not in own}


def _variants(product: list[tuple[int, Cells, int]]) -> Iterator[Record]:
    first = product[0][1]
    pictures = _pictures([cells for _, cells, _ in product])
    buyable = [entry for entry in product if _is_variant(entry[1])] or product[:1]
    for line, cells, size in buyable:
        if line:
            yield Record(line, _row(first, cells, pictures), size)


def _row(first: Cells, cells: Cells, pictures: list[str]) -> Row:
    options = {
        first.get(f"{option} name", option): cells[f"{option} value"]
        for option in _OPTIONS
        if cells.get(f"{option} value", _ALONE) != _ALONE
    }
    own = cells.get("variant image")
    photos: list[str | Photo | None] = list(dict.fromkeys([own, *pictures] if own else pictures))
    description = first.get("description")
    extra: dict[str, Any] = {name: first[name] for name in _SHARED if name in first}
    if "sku" in cells:
        extra["sku"] = cells["sku"]
    handle = first.get("handle")
    return Row(
        listing_id="/".join([handle, *options.values()]) if handle else None,
        title=first.get("title"),
        description=text_of(description) if description else None,
        brand=first.get("vendor"),
        category=first.get("product category") or first.get("google category") or first.get("type"),
        condition=cells.get("condition") or first.get("condition"),
        price=cells.get("price"),
        quantity=_stock(cells.get("quantity")),
        gtin=(cells.get("barcode") or "").strip("' ") or None,
        photos=photos or None,
        attributes=options | extra or None,
    )


def _stock(written: str | None) -> str | None:
    """Shopify counts below zero what was sold without being there; no one can buy less than nothing."""
    return "0" if written and written.startswith("-") else written


def _pictures(records: list[Cells]) -> list[str]:
    """The pictures of a product by position; where none is stated, in the order of the file."""
    placed = [
        (int(position) if (position := cells.get("position", "")).isdecimal() else number, cells["image"])
        for number, cells in enumerate(records, 1)
        if "image" in cells
    ]
    return list(dict.fromkeys(image for _, image in sorted(placed, key=itemgetter(0))))
