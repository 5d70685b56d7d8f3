"""A good notice, and how tests change it: a replica of a mark whose owner has shown control."""

import dataclasses
import datetime as dt
from typing import Any

from countermark_portal.casework.notices.facts import (
    Listing,
    Notice,
    NoticeFacts,
    Right,
    Seen,
)
from countermark_portal.policies.loading import load
from countermark_portal.policies.terms import (
    Declaration,
    Element,
    Evidence,
    NotifierKind,
    RightKind,
)

NOW = dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)
TODAY = NOW.date()
EU = load("eu")
DECLARED = frozenset({Declaration.GOOD_FAITH, Declaration.ACCURATE})
NORRVIK = Right(
    kind=RightKind.TRADEMARK,
    owner="norrvik",
    office="EM",
    number="018000001",
    territories=frozenset({"EU"}),
    classes=frozenset({25}),
    registered=dt.date(2019, 3, 1),
    expires=dt.date(2029, 3, 1),
    control_until=dt.date(2027, 3, 1),
)
REPLICA = Listing(
    findings=(
        Seen(signal="word_mark", weight=0.8, text="Norrvik in the title"),
        Seen(signal="replica_talk", weight=3.8, text="1:1 quality"),
    ),
    territories=frozenset({"DE"}),
    classes=frozenset({25}),
)
GOOD = NoticeFacts(
    notice=Notice(
        reason="TM-CF",
        notifier=NotifierKind.RIGHTS_HOLDER,
        organisation="norrvik",
        explanation="We never made this jacket: our label is woven, this one is printed.",
        element=Element.PRODUCT,
        declared=DECLARED,
        evidence=frozenset({Evidence.INDICATORS}),
    ),
    right=NORRVIK,
    listing=REPLICA,
)


def but(facts: NoticeFacts = GOOD, /, **changes: Any) -> NoticeFacts:
    """The facts with fields of the notice, right or listing changed, wherever they belong."""
    parts: dict[str, Any] = {}
    for name in ("notice", "right", "listing", "before"):
        part = getattr(facts, name)
        if part is not None:
            fields = {field.name for field in dataclasses.fields(part)}
            own = {key: changes.pop(key) for key in list(changes) if key in fields}
            parts[name] = dataclasses.replace(part, **own)
    return dataclasses.replace(facts, **{**parts, **changes})


def offered(facts: NoticeFacts = GOOD, /, **changes: Any) -> NoticeFacts:
    """The facts with the listing changed."""
    return dataclasses.replace(facts, listing=dataclasses.replace(REPLICA, **changes))


def parallel_import(*first_sold_in: str) -> NoticeFacts:
    return but(
        reason="TM-EXH", first_sold_in=frozenset(first_sold_in), evidence=frozenset({Evidence.FIRST_SALE})
    )


LOOK_ALIKE = but(reason="TM-LOOK", evidence=frozenset({Evidence.COMPARISON}))
