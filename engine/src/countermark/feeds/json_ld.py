"""Products of schema.org, as JSON-LD writes them, as listings: one for each offer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from countermark.feeds.markup import text_of
from countermark.feeds.rows import Photo, Row

Node = dict[str, Any]

PRODUCTS: Final = frozenset(
    {"Product", "IndividualProduct", "SomeProducts", "ProductModel", "Vehicle", "Car", "Book"}
)
_INSIDE: Final = (
    "@graph",
    "itemListElement",
    "dataFeedElement",
    "item",
    "mainEntity",
    "hasOfferCatalog",
    "itemOffered",
)
"""Where products stand in what is none: lists of items, data feeds, pages, catalogues."""
_PREFIX: Final = re.compile(r"^(?:schema:|https?://(?:www\.)?schema\.org/)")
_COUNTRY: Final = re.compile(r"[A-Z]{2}")
_IDS: Final = ("productID", "identifier", "sku", "@id", "url")
_OFFER_IDS: Final = ("identifier", "sku", "@id", "url")
_GTINS: Final = ("gtin", "gtin13", "gtin14", "gtin12", "gtin8", "isbn")
_ATTRIBUTES: Final = (
    "color",
    "material",
    "pattern",
    "size",
    "model",
    "mpn",
    "award",
    "slogan",
    "keywords",
    "alternateName",
)
_TRADERS: Final = frozenset(
    {"Organization", "Corporation", "OnlineBusiness", "OnlineStore", "LocalBusiness", "Store"}
)


def listings(value: Any) -> Iterator[Row]:
    """The listings in a JSON-LD value, however deep they stand; what is no product is passed over."""
    waiting = [value]
    while waiting:
        node = waiting.pop()
        if isinstance(node, list):
            waiting += reversed(node)
        elif isinstance(node, dict):
            node = _plain_keys(node)
            types = _types(node)
            if "ProductGroup" in types:
                waiting += reversed([_variant(node, part) for part in _many(node.get("hasVariant")) or [{}]])
            elif types & PRODUCTS:
                yield from _product(node)
            elif "Offer" in types and "itemOffered" in node:
                waiting.append(
                    {"@type": "Product", **_first_node(node["itemOffered"]), "offers": node | _NOT_AGAIN}
                )
            else:
                waiting += reversed([node[key] for key in _INSIDE if key in node])


_NOT_AGAIN: Final[Node] = {"itemOffered": None}


def _plain_keys(node: Node) -> Node:
    if not any(":" in key for key in node):
        return node
    return {_PREFIX.sub("", key): value for key, value in node.items()}


def _types(node: Node) -> set[str]:
    return {_PREFIX.sub("", kind) for kind in _many(node.get("@type")) if isinstance(kind, str)}


def _many(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _first_node(value: Any) -> Node:
    return next((_plain_keys(part) for part in _many(value) if isinstance(part, dict)), {})


def _variant(group: Node, variant: Any) -> Node:
    """A variant of a product group with what only the group says."""
    own = _plain_keys(variant) if isinstance(variant, dict) else {}
    return {key: value for key, value in group.items() if key != "hasVariant"} | own | {"@type": "Product"}


def _product(node: Node) -> Iterator[Row]:
    offers = list(_offers(node.get("offers")))
    name = _identity(node, _IDS)
    if len(offers) < 2:
        offer = offers[0] if offers else {}
        yield _row(node, offer, name or _identity(offer, _OFFER_IDS))
        return
    for number, offer in enumerate(offers, 1):
        own = _identity(offer, _OFFER_IDS)
        yield _row(node, offer, own if own and own != name else f"{name}#{number}" if name else None)


def _offers(value: Any) -> Iterator[Node]:
    for part in _many(value):
        if isinstance(part, dict):
            offer = _plain_keys(part)
            if "offers" in offer:
                yield from (_plain_keys(inner) for inner in _many(offer["offers"]) if isinstance(inner, dict))
            else:
                yield offer


def _identity(node: Node, keys: tuple[str, ...]) -> str | None:
    for key in keys:
        found = _text(node[key]) if key in node else None
        if found:
            return found
    return None


def _text(value: Any, levels: int = 4) -> str | None:
    """The text of a value: itself, what it is the value of, or its name; the first of several."""
    if type(value) is str:
        return value.strip() or None
    for part in _many(value) if levels else []:
        if isinstance(part, dict):
            node = _plain_keys(part)
            named = next((node[key] for key in ("@value", "value", "name", "@id") if key in node), None)
            found = _text(named, levels - 1)
        else:
            found = None if isinstance(part, bool) else str(part).strip()
        if found:
            return found
    return None


def _row(node: Node, offer: Node, name: str | None) -> Row:
    seller = _first_node(offer.get("seller", offer.get("offeredBy", node.get("seller"))))
    pricing = (
        offer
        | _first_node(offer.get("priceSpecification"))
        | {key: offer[key] for key in _PRICES if key in offer}
    )
    description = _text(node.get("description"))
    return Row(
        listing_id=name,
        title=_text(node.get("name")) or _text(offer.get("name")),
        seller_id=_identity(seller, ("identifier", "@id", "url", "name")),
        seller_name=_text(seller.get("name")) or _text(offer.get("seller")),
        seller_kind=_kind(_types(seller)),
        description=text_of(description) if description else None,
        brand=_text(node.get("brand")) or _text(node.get("manufacturer")),
        category=_text(node.get("category")),
        condition=_text(offer.get("itemCondition")) or _text(node.get("itemCondition")),
        price=_text(pricing.get("price")) or _text(pricing.get("lowPrice")),
        currency=_text(pricing.get("priceCurrency")),
        quantity=_text(offer.get("inventoryLevel")),
        gtin=_identity(node, _GTINS) or _identity(offer, _GTINS),
        photos=_photos(node.get("image")) or _photos(offer.get("image")),
        territories=_countries(offer.get("eligibleRegion", offer.get("areaServed"))),
        language=_text(node.get("inLanguage")),
        url=_identity(offer, ("url",)) or _identity(node, ("url", "@id")),
        attributes=_attributes(node),
    )


_PRICES: Final = ("price", "priceCurrency")


def _kind(types: set[str]) -> str | None:
    if types & _TRADERS:
        return "trader"
    return "private" if "Person" in types else None


def _photos(value: Any) -> list[str | Photo | None] | None:
    found: list[str | Photo | None] = []
    for part in _many(value):
        node = _plain_keys(part) if isinstance(part, dict) else {"url": part}
        place = _text(node.get("contentUrl", node.get("url", node.get("@id"))))
        if place:
            found.append(place)
    return found or None


def _countries(value: Any) -> list[str] | None:
    codes = [_text(_first_node(part).get("identifier")) or _text(part) for part in _many(value)]
    found = [code for code in codes if code and _COUNTRY.fullmatch(code)]
    return found or None


def _attributes(node: Node) -> dict[str, Any] | None:
    found: dict[str, Any] = {key: text for key in _ATTRIBUTES if key in node and (text := _joined(node[key]))}
    for part in _many(node.get("additionalProperty")):
        given = _first_node(part)
        key, text = _text(given.get("name")), _joined(given.get("value"))
        if key and text:
            found[key] = text
    return found or None


def _joined(value: Any) -> str | None:
    return ", ".join(text for part in _many(value) if (text := _text(part))) or None
