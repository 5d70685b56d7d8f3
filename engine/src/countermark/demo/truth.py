"""What the generator knows of each listing: whether it infringes, and how. Only scoring may read it."""

from __future__ import annotations

from typing import Any, Final

import pyarrow as pa

from countermark.demo.arrays import chosen, same
from countermark.demo.draws import Draw
from countermark.demo.kinds import INFRINGING, RECIPES, Mark
from countermark.demo.marks import Written
from countermark.demo.plan import Plan
from countermark.demo.population import MARKETPLACE

_FIELDS: Final[list[Any]] = [
    pa.field("marketplace", pa.string(), nullable=False),
    pa.field("listing_id", pa.string(), nullable=False),
    pa.field("brand_id", pa.string()),
    pa.field("kind", pa.string(), nullable=False),
    pa.field("disguise", pa.string()),
    pa.field("infringing", pa.bool_(), nullable=False),
    pa.field("ring", pa.string()),
]

TRUTH: Final = pa.schema(_FIELDS, metadata={"countermark.table": "demo-truth", "countermark.version": "1"})
"""`brand_id`: the brand that the listing names, imitates or resembles; `disguise`: the family in which an
infringing listing writes the mark; `ring`: the operator behind several accounts."""

_KINDS: Final = [recipe.kind for recipe in RECIPES]


def truth_of(plan: Plan, draw: Draw, marks: Written, ids: pa.Array[Any]) -> pa.RecordBatch:
    """The truth about a batch."""
    rows = len(draw)
    about = (plan.mark[draw.recipe] != Mark.NONE) | (plan.words.template_brand[draw.title] >= 0)
    rings = [f"ring-{ring:05d}" if ring >= 0 else None for ring in draw.ring.tolist()]
    columns = [
        same(MARKETPLACE, rows),
        ids,
        chosen([sheet.id for sheet in plan.goods.sheets], draw.brand, ~about),
        chosen(_KINDS, draw.recipe),
        pa.array(marks.families, pa.string()),
        pa.array(draw.recipe >= len(RECIPES) - len(INFRINGING)),
        pa.array(rings, pa.string()),
    ]
    return pa.RecordBatch.from_arrays(columns, schema=TRUTH)
