"""All tables of the casework, for Django; each stands in its module."""

from __future__ import annotations

from countermark_portal.casework.appeals.models import Appeal, CounterNotice
from countermark_portal.casework.cases.models import Case, Deadline
from countermark_portal.casework.correspondence.models import Message
from countermark_portal.casework.decisions.models import Decision
from countermark_portal.casework.enforcement.models import Measure, Order
from countermark_portal.casework.evidence.models import Capture
from countermark_portal.casework.notices.models import Notice, NoticeItem
from countermark_portal.casework.standing.models import SafeConduct, Strike
from countermark_portal.casework.statements.models import DatabaseRecord, Letter

__all__ = [
    "Appeal",
    "Capture",
    "Case",
    "CounterNotice",
    "DatabaseRecord",
    "Deadline",
    "Decision",
    "Letter",
    "Measure",
    "Message",
    "Notice",
    "NoticeItem",
    "Order",
    "SafeConduct",
    "Strike",
]
