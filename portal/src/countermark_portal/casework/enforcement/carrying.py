"""Carrying out orders on a marketplace, and looking whether it shows them done. At least once, under one key.

Three steps, each of which a crash may end: orders are claimed for a while (committed), the marketplace is asked
outside of any transaction, and what came of it is written in another. A second run under the same key changes nothing
on the marketplace; state changes here happen once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from countermark_portal.casework.enforcement.models import Measure, Order
from countermark_portal.casework.enforcement.rules import (
    IN_FORCE,
    MeasureState,
    OrderState,
    next_look,
    shown_done,
)
from countermark_portal.catalogue import ports
from countermark_portal.catalogue.models import Marketplace
from countermark_portal.catalogue.ports import HIDING, MeasureKind, Outcome, Visibility
from countermark_portal.ledger import actions as ledger
from countermark_portal.ledger import rows
from countermark_portal.ledger.actions import Entry
from countermark_portal.parties.permission_map import Permission, permit
from countermark_portal.parties.rules import Actor

LEASE: Final = timedelta(minutes=2)
"""How long a claimed order is left alone by others: longer than a marketplace may take to answer."""
MOST: Final = 1000


def carry_out(*, actor: Actor, now: datetime, cases: Sequence[UUID] | None = None) -> int:
    """Carry out, and look after, the orders that wait (of `cases` only, if given); how many were looked at."""
    permit(actor, Permission.CARRY_OUT)
    orders = _claim(now, cases)
    by_marketplace: dict[Marketplace, list[Order]] = defaultdict(list)
    for order in orders:
        by_marketplace[order.measure.marketplace].append(order)
    for marketplace, some in by_marketplace.items():
        outcomes = _asked(marketplace, some)
        for order in some:
            _note(order, outcomes.get(order.key), now)
        seen = _seen(marketplace, [order for order in some if order.state == OrderState.DONE])
        with transaction.atomic():
            _settle(actor, some, seen, now)
    return len(orders)


def _claim(now: datetime, cases: Sequence[UUID] | None) -> list[Order]:
    with transaction.atomic():
        waiting = Order.objects.select_for_update(skip_locked=True, of=("self",)).filter(
            state__in=[OrderState.ASKED, OrderState.DONE], next_at__lte=now
        )
        if cases is not None:
            waiting = waiting.filter(measure__case__in=cases)
        related = ("measure__marketplace", "measure__listing", "measure__seller", "measure__case__listing")
        orders = list(waiting.select_related(*related).order_by("next_at")[:MOST])
        for order in orders:
            order.next_at, order.attempts = now + LEASE, order.attempts + 1
        rows.save(orders, ["next_at", "attempts"])
    return orders


def _asked(marketplace: Marketplace, orders: Sequence[Order]) -> dict[str, Outcome]:
    """What the marketplace answers to the orders that it was not asked yet, by key."""
    outcomes: dict[str, Outcome] = {}
    for verb in ("apply", "undo"):
        asked = {
            _key(order): _effect(order)
            for order in orders
            if order.verb == verb and order.state == OrderState.ASKED
        }
        if asked:
            port = marketplace.port
            answers = port.apply(asked) if verb == "apply" else port.undo(asked)
            outcomes |= {
                order.key: answers[_key(order)]
                for order in orders
                if order.verb == verb and _key(order) in answers
            }
    return outcomes


def _key(order: Order) -> str:
    """The key of the effect: that of the measure, for undoing names what it undoes."""
    return str(order.measure_id)


def _effect(order: Order) -> ports.Order:
    measure = order.measure
    return ports.Order(
        kind=MeasureKind(measure.kind),
        seller_id=measure.seller.seller_id if measure.seller else "",
        listing_id=measure.listing.listing_id if measure.listing else "",
        reason=measure.case.reference,
        until=measure.until,
    )


def _note(order: Order, outcome: Outcome | None, now: datetime) -> None:
    if outcome is None:
        return
    order.answer = outcome.why[:400]
    if outcome.done:
        order.state, order.done_at = OrderState.DONE, now
    elif outcome.permanent:
        order.state = OrderState.TASK


def _seen(marketplace: Marketplace, orders: Sequence[Order]) -> Mapping[str, Visibility]:
    """What a buyer sees of the listings that these orders are about."""
    named = sorted(
        {order.measure.case.listing.listing_id for order in orders if order.measure.kind in HIDING}
    )
    return marketplace.port.visible(named) if named else {}


def _settle(actor: Actor, orders: Sequence[Order], seen: Mapping[str, Visibility], now: datetime) -> None:
    """Write what came of orders: settled, to be looked at again, or a task for a person."""
    hidden = _hidden_by_others(orders)
    entries: list[Entry] = []
    for order in orders:
        measure, before = order.measure, order.state
        look = seen.get(measure.case.listing.listing_id)
        if look is not None:
            order.seen = {"page": look.page, "search": look.search, "media": look.media}
        still_hidden = measure.case.listing_id in hidden
        kind = MeasureKind(measure.kind)
        if before == OrderState.DONE and shown_done(kind, order.verb, look, still_hidden=still_hidden):
            entries.append(_settled(order, now))
        elif before == OrderState.TASK or now >= order.deadline:
            entries.append(_stuck(order))
        else:
            order.next_at = next_look(now, order.attempts)
    fields = ["state", "next_at", "answer", "seen", "done_at", "settled_at"]
    rows.save(orders, fields)
    rows.save(
        list({order.measure_id: order.measure for order in orders}.values()),
        ["state", "settled_at", "undone_at"],
    )
    ledger.record(actor=actor, now=now, entries=entries)


def _settled(order: Order, now: datetime) -> Entry:
    measure = order.measure
    order.state, order.settled_at = OrderState.SETTLED, now
    if order.verb == "apply":
        if measure.state == MeasureState.ASKED:
            measure.state = MeasureState.SETTLED
        measure.settled_at = now
    else:
        measure.state, measure.undone_at = MeasureState.UNDONE, now
    kind = "measure.settled" if order.verb == "apply" else "measure.undone"
    return Entry(
        kind, measure.case_id, {"measure": str(measure.id), "kind": measure.kind, "seen": order.seen}
    )


def _stuck(order: Order) -> Entry:
    order.state = OrderState.TASK
    if order.verb == "apply" and order.measure.state == MeasureState.ASKED:
        order.measure.state = MeasureState.TASK
    body = {"measure": str(order.measure_id), "verb": order.verb, "answer": order.answer, "seen": order.seen}
    return Entry("measure.stuck", order.measure.case_id, body)


def _hidden_by_others(orders: Sequence[Order]) -> set[UUID]:
    """Listings whose undoing is looked at here and that another measure still hides."""
    undone = [order.measure for order in orders if order.verb == "undo"]
    others = Measure.objects.filter(
        listing__in=[measure.case.listing_id for measure in undone], kind__in=HIDING, state__in=IN_FORCE
    ).exclude(id__in=[measure.id for measure in undone])
    sellers = Measure.objects.filter(
        seller__in=[measure.seller_id for measure in undone if measure.seller_id],
        kind__in=[MeasureKind.SUSPEND, MeasureKind.TERMINATE],
        state__in=IN_FORCE,
    ).exclude(id__in=[measure.id for measure in undone])
    suspended = set(sellers.values_list("seller", flat=True))
    hidden = {measure.listing_id for measure in others if measure.listing_id is not None}
    return hidden | {m.case.listing_id for m in undone if m.seller_id in suspended}
