"""The listing history: every listing ever seen, by day, as columns on disk, with an index of its words.

Only this package reads and writes a history's files; `folder` draws how they lie.
"""

from countermark.history.folder import History
from countermark.history.segment import MOST_ROWS, Segment
from countermark.history.writer import Added, HistoryWriter

__all__ = ["MOST_ROWS", "Added", "History", "HistoryWriter", "Segment"]
