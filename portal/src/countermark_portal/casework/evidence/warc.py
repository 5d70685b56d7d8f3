"""A marketplace's raw answers as web archives keep them (WARC 1.1), so that others' tools can open them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime

from warcio.warcwriter import WARCWriter

from countermark_portal.catalogue.ports import Media, Offer


def record(offer: Offer, media: Sequence[Media], *, at: datetime) -> bytes:
    """One archive of a listing's raw answer and of its photos, gzipped record by record."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True, warc_version="1.1")
    when = at.strftime("%Y-%m-%dT%H:%M:%SZ")
    parts = [(offer.url or f"listing:{offer.listing_id}", offer.content_type, offer.raw)]
    parts += [(one.url, one.content_type, one.content) for one in media]
    for url, content_type, content in parts:
        # What a connector's call gave is a resource, not an HTTP exchange that we did not see.
        writer.write_record(
            writer.create_warc_record(
                url,
                "resource",
                payload=io.BytesIO(content),
                length=len(content),
                warc_content_type=content_type,
                warc_headers_dict={"WARC-Date": when},
            )
        )
    return out.getvalue()
