"""Feeds of listings: files in the formats that marketplaces write, read in chunks, bad rows told apart."""

from countermark.feeds.feed import ROWS, Chunk, Feed, Format, Piece
from countermark.feeds.ids import SeenIds, id_hashes
from countermark.feeds.opening import expand, open_feed

__all__ = ["ROWS", "Chunk", "Feed", "Format", "Piece", "SeenIds", "expand", "id_hashes", "open_feed"]
