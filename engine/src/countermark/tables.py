"""Arrow schemas of everything that passes the engine's doors: listings, findings, the tables beside the references.

A schema's `version` stands in its metadata. A change of what stands here is a migration and a note in docs/decisions.
Offsets are code points of the original field; money is decimal with an ISO 4217 currency; times are UTC.
"""

from __future__ import annotations

from typing import Final

import pyarrow as pa

LISTING_VERSION: Final = "1"
FINDING_VERSION: Final = "1"

MONEY: Final = pa.decimal128(18, 4)
INSTANT: Final = pa.timestamp("us", tz="UTC")
PHOTO: Final = pa.struct([("url", pa.string()), ("sha256", pa.string()), ("bytes", pa.binary())])
"""A photo of a listing: `url` is a URL or a path; `bytes` may be given instead of something to fetch."""

CONDITIONS: Final = ("new", "used", "refurbished")
SELLER_KINDS: Final = ("trader", "private")
BANDS: Final = ("low", "medium", "high")

LISTING: Final = pa.schema(
    [
        pa.field("listing_id", pa.string(), nullable=False),
        pa.field("title", pa.string(), nullable=False),
        pa.field("marketplace", pa.string(), nullable=False),
        pa.field("seller_id", pa.string()),
        pa.field("seller_name", pa.string()),
        pa.field("seller_kind", pa.string()),
        pa.field("description", pa.string()),
        pa.field("brand", pa.string()),
        pa.field("category", pa.string()),
        pa.field("condition", pa.string()),
        pa.field("price", MONEY),
        pa.field("currency", pa.string()),
        pa.field("quantity", pa.int64()),
        pa.field("gtin", pa.string()),
        pa.field("photos", pa.list_(PHOTO)),
        pa.field("territories", pa.list_(pa.string())),
        pa.field("ships_from", pa.string()),
        pa.field("language", pa.string()),
        pa.field("url", pa.string()),
        pa.field("views", pa.int64()),
        pa.field("sold", pa.int64()),
        pa.field("attributes", pa.map_(pa.string(), pa.string())),
        pa.field("first_seen_at", INSTANT),
        pa.field("updated_at", INSTANT),
    ],
    metadata={"countermark.table": "listing", "countermark.version": LISTING_VERSION},
)

DEFAULT_MARKETPLACE: Final = "default"

TEXT_FIELDS: Final = ("title", "description", "brand", "seller_name", "attributes")
"""The fields whose words are read, in this order everywhere. `attributes` is read value by value, a line each."""

VOLATILE_FIELDS: Final = ("quantity", "views", "sold", "first_seen_at", "updated_at")
"""Fields that change without the offer changing: they are not part of a listing's digest."""

SIGNAL: Final = pa.struct(
    [
        ("name", pa.string()),
        ("weight", pa.float32()),
        ("field", pa.string()),
        ("start", pa.int32()),
        ("end", pa.int32()),
        ("photo", pa.int32()),
        ("box", pa.list_(pa.float32(), 4)),
        ("reference_id", pa.string()),
        ("text", pa.string()),
    ]
)
"""One reason: `name` is the signal and its kind (`disguised_mark.zero_width`), `weight` log-odds, `start`/`end` code
points of the original `field`, `reference_id` what of the references it is about, `text` a sentence for a person."""

FINDING: Final = pa.schema(
    [
        pa.field("marketplace", pa.string(), nullable=False),
        pa.field("listing_id", pa.string(), nullable=False),
        pa.field("listing_digest", pa.string(), nullable=False),
        pa.field("seller_id", pa.string()),
        pa.field("brand_id", pa.string(), nullable=False),
        pa.field("right_ids", pa.list_(pa.string()), nullable=False),
        pa.field("score", pa.float64(), nullable=False),
        pa.field("probability", pa.float32()),
        pa.field("band", pa.string(), nullable=False),
        pa.field("signals", pa.list_(SIGNAL), nullable=False),
        pa.field("listing", pa.struct(list(LISTING)), nullable=False),
        pa.field("scoring_version", pa.string(), nullable=False),
        pa.field("calibration_version", pa.string()),
        pa.field("references_version", pa.string(), nullable=False),
        pa.field("screened_at", INSTANT, nullable=False),
    ],
    metadata={"countermark.table": "finding", "countermark.version": FINDING_VERSION},
)

RATES: Final = pa.schema(
    [
        pa.field("currency", pa.string(), nullable=False),
        pa.field("per_eur", pa.float64(), nullable=False),
        pa.field("date", pa.date32(), nullable=False),
    ]
)
"""How many units of `currency` one euro bought on `date`. The newest row of a currency counts."""

SELLERS: Final = pa.schema(
    [
        pa.field("marketplace", pa.string(), nullable=False),
        pa.field("seller_id", pa.string(), nullable=False),
        pa.field("listings", pa.int64(), nullable=False),
        pa.field("brands", pa.int32(), nullable=False),
        pa.field("first_seen_at", INSTANT),
        pa.field("copied_share", pa.float32(), nullable=False),
        pa.field("median_price_eur", pa.float64()),
        pa.field("private_share", pa.float32()),
        pa.field("risk", pa.float32(), nullable=False),
    ]
)
"""Facts of a seller over a whole feed. `brands` counts registered brands named in its listings; `copied_share` is the
share of its titles and descriptions that another seller listed first; `risk` is 0..1, ordinal."""

KNOWN_WORDS: Final = pa.schema([pa.field("word", pa.string(), nullable=False), pa.field("kind", pa.string())])
"""Other brands (`kind` = `brand`) and words (`word`) that veto a near match."""

CATEGORIES: Final = pa.schema(
    [pa.field("category", pa.string(), nullable=False), pa.field("class", pa.int32(), nullable=False)]
)
"""A marketplace's category and its Nice class; several rows where it covers several classes."""

BESIDE: Final = {"rates": RATES, "sellers": SELLERS, "known_words": KNOWN_WORDS, "categories": CATEGORIES}
"""The optional tables of `--tables DIR`, by file stem (`.parquet`, `.csv` or `.jsonl`)."""
