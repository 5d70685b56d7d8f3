"""A worker may die at any step: what it asked for happens once, what it knows is written once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from countermark_portal import worker
from countermark_portal.casework.appeals import actions as appeals
from countermark_portal.casework.appeals import hearing
from countermark_portal.casework.appeals.facts import Outcome
from countermark_portal.casework.cases import actions as cases
from countermark_portal.casework.decisions import desk
from countermark_portal.casework.decisions.rules import Outcome as Decided
from countermark_portal.casework.enforcement import carrying
from countermark_portal.casework.enforcement.models import Measure
from countermark_portal.catalogue.models import Marketplace
from countermark_portal.connectors.demo_shop.models import ShopEffect
from countermark_portal.errors import Forbidden, Stale
from countermark_portal.ledger import clock
from countermark_portal.ledger.models import Event
from countermark_portal.parties.rules import SYSTEM, Actor, Capacity
from surfaces.cases_told import for_review, restricted, signed_in

STEPS = ("_claim", "_asked", "_seen", "_settle")
"""What carrying out an order does, in this order; a worker may die behind each."""


class Killed(BaseException):
    """The worker is gone."""


def dying_behind(step: str, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Let the worker die as soon as a step is done; what is returned lets it live again."""
    whole = getattr(carrying, step)

    def deadly(*arguments: Any, **more: Any) -> None:
        whole(*arguments, **more)
        raise Killed(step)

    monkeypatch.setattr(carrying, step, deadly)
    return lambda: monkeypatch.setattr(carrying, step, whole)


def carry_out_with_a_death(step: str, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    revive = dying_behind(step, monkeypatch)
    with pytest.raises(Killed):
        carrying.carry_out(actor=SYSTEM, now=now)
    revive()
    assert carrying.carry_out(actor=SYSTEM, now=now) == 0, (
        "what a worker has claimed, others leave alone for a while"
    )
    worker.work_off(now=lambda: now + carrying.LEASE + timedelta(seconds=1))


def told(kind: str, case: UUID) -> int:
    return Event.objects.filter(kind=kind, subject=case).count()


@pytest.mark.parametrize("step", STEPS)
def test_a_removal_survives_the_death_of_its_worker(
    step: str, market: Marketplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = clock.now()
    with monkeypatch.context() as holding:
        holding.setattr(carrying, "carry_out", lambda **_: 0)
        case = restricted(now=now)
    carry_out_with_a_death(step, now, monkeypatch)
    measure = Measure.objects.get(case=case, kind="disable")
    assert measure.state == "settled"
    assert ShopEffect.objects.filter(key=str(measure.id)).count() == 1
    assert told("measure.settled", case.id) == 1
    assert market.port.visible([case.listing.listing_id])[case.listing.listing_id].is_gone


@pytest.mark.parametrize("step", STEPS)
def test_a_restoration_survives_it_too(
    step: str, market: Marketplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = clock.now()
    case = restricted(now=now)
    seller = Actor(case.id, capacity=Capacity.SELLER, link=case.id)
    appeal = appeals.appeal(
        actor=seller, now=now, case=case.id, grounds="The invoice names this very jacket."
    )
    hearing.hear(
        actor=signed_in("reviewer@demo.example"),
        now=now,
        appeal=appeal.id,
        outcome=Outcome.REVERSED,
        own_words="The invoice is good.",
    )
    carry_out_with_a_death(step, now, monkeypatch)
    measure = Measure.objects.get(case=case, kind="disable")
    assert measure.state == "undone"
    assert told("measure.undone", case.id) == 1
    assert case.letters.filter(kind="restored").count() == 1
    assert market.port.visible([case.listing.listing_id])[case.listing.listing_id].is_back


def test_of_two_reviewers_one_wins_and_the_other_is_told(market: Marketplace) -> None:
    assert market
    now, case = clock.now(), for_review()
    ada, jonas = signed_in("reviewer@demo.example"), signed_in("second.reviewer@demo.example")
    cases.claim(actor=ada, now=now, case=case.id)
    with pytest.raises(Stale, match="Ada Falk works on"):
        desk.decide(actor=jonas, now=now, case=case.id, outcome=Decided.DISMISS, own_words="")
    desk.decide(
        actor=ada, now=now, case=case.id, outcome=Decided.DISMISS, own_words="The name says what it fits."
    )
    with pytest.raises(Stale, match="is closed"):
        desk.decide(actor=jonas, now=now, case=case.id, outcome=Decided.RESTRICT, own_words="It is a fake.")
    assert case.decisions.count() == 1


def test_who_decided_does_not_hear_the_appeal(market: Marketplace) -> None:
    assert market
    now, case = clock.now(), for_review()
    ada = signed_in("reviewer@demo.example")
    desk.decide(
        actor=ada, now=now, case=case.id, outcome=Decided.RESTRICT, own_words="The label is not theirs."
    )
    seller = Actor(case.id, capacity=Capacity.SELLER, link=case.id)
    appeal = appeals.appeal(actor=seller, now=now, case=case.id, grounds="The label is the one of 2019.")
    with pytest.raises(Forbidden):
        hearing.hear(actor=ada, now=now, appeal=appeal.id, outcome=Outcome.UPHELD, own_words="It is not.")
