"""Whether a listing surely names a brand, or only what may be another brand's name, or an ordinary word."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from countermark.batch import Batch
from countermark.matching.hits import WAYS
from countermark.matching.ways import Way
from countermark.tables import TEXT_FIELDS

_BRAND_FIELD: Final = TEXT_FIELDS.index("brand")
_DOUBTFUL: Final = np.array(
    [WAYS.index(way) for way in (Way.TYPO, Way.SOUND, Way.DOUBLED, Way.GLUED, Way.TRANSLITERATED)]
)
"""Ways in which other brands' names come near a mark without anybody's doing."""


def surely_named(batch: Batch, rows: NDArray[np.int32], brands: NDArray[np.int32]) -> NDArray[np.bool_]:
    """For each pair of a row and a brand, whether the brand is named by a mark that means nothing else."""
    hits = batch.hits
    vocabulary = batch.references.vocabulary
    sure = vocabulary.brands[hits.terms] >= 0
    sure &= ~np.isin(hits.ways, _DOUBTFUL)
    sure &= ~batch.references.commons(hits.terms) | (hits.segments // max(batch.rows, 1) == _BRAND_FIELD)
    named = hits.take(np.flatnonzero(sure))
    keys = batch.rows_of(named).astype(np.int64) << 32 | vocabulary.brands[named.terms]
    return np.isin(rows.astype(np.int64) << 32 | brands, keys)
