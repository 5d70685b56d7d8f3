"""What showing control and activating a policy do to notices: from the form to the decision."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from countermark_portal import worker
from countermark_portal.casework.decisions.models import Decision
from countermark_portal.casework.notices import actions as notices
from countermark_portal.casework.notices.models import Notice, NoticeItem
from countermark_portal.connectors.demo_shop import stock
from countermark_portal.connectors.demo_shop.market import plan
from countermark_portal.parties.models import Person
from countermark_portal.parties.queries import actor_of
from countermark_portal.policies import actions as policies
from countermark_portal.policies import queries
from countermark_portal.policies.loading import load
from countermark_portal.policies.models import PolicyVersion
from countermark_portal.registry import control
from countermark_portal.registry.models import Right
from flows.test_a_notice_and_back import a_notice, fake, signed_in

NOW = datetime(2026, 10, 5, 9, 0, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("market")


def norrvik() -> Right:
    return Right.objects.get(number="018400101")


def notified(at: datetime = NOW) -> NoticeItem:
    holder = signed_in("norrvik@brands.example")
    [notice] = notices.submit(actor=holder, now=at, submissions=[a_notice(fake(), norrvik())])
    assert isinstance(notice, Notice)
    worker.work_off(now=lambda: at)
    return NoticeItem.objects.get(notice=notice)


def test_nothing_is_restricted_before_control_is_shown_and_everything_after() -> None:
    Right.objects.update(control="", control_at=None, control_until=None)
    item = notified()
    assert item.verdict == "incomplete"
    assert [fix["code"] for fix in item.verdict_facts["fixes"]] == ["control-not-shown"]
    assert not Decision.objects.exists()
    proof = control.bring_mandate(
        actor=signed_in("norrvik@brands.example"),
        now=NOW,
        right=norrvik().id,
        document={"sha256": "0" * 64, "name": "power.pdf"},
        valid_until=date(2026, 12, 31),
    )
    reviewer = actor_of(Person.objects.get(email="reviewer@demo.example"))
    control.check(actor=reviewer, now=NOW, proof=proof.id, agrees=True, record_compared=True)
    assert notified(NOW + timedelta(hours=1)).verdict == "act"
    Decision.objects.get()


def test_a_right_whose_control_has_run_out_restricts_nothing_any_more() -> None:
    Right.objects.update(control_until=date(2026, 10, 4))
    assert notified().verdict == "incomplete"


def test_a_right_that_its_office_ended_restricts_nothing_any_more() -> None:
    Right.objects.update(withdrawn=date(2026, 10, 1))
    assert notified().verdict != "act"
    assert not Decision.objects.filter(outcome="restrict").exists()


def test_decisions_cite_the_policy_in_force_and_what_they_cite_is_kept() -> None:
    first = notified()
    assert first.case is not None
    assert Decision.objects.get().policy == load("eu").id
    assert PolicyVersion.objects.get(id=load("eu").id).proposed_by is None, (
        "came with the program, and is kept"
    )
    text = "extends: eu\nname: eu\ntitle: Another title\n"
    version = policies.propose(actor=signed_in("admin@demo.example"), now=NOW, text=text)
    owner = signed_in("policy@demo.example")
    policies.activate(actor=owner, now=NOW, number=version.id, instead_of=load("eu").id)
    [notice] = notices.submit(
        actor=signed_in("norrvik@brands.example"),
        now=NOW,
        submissions=[a_notice(another_fake(), norrvik())],
    )
    assert isinstance(notice, Notice)
    worker.work_off(now=lambda: NOW)
    case = NoticeItem.objects.get(notice=notice).case
    assert case is not None
    assert case.policy == version.id
    assert queries.policy_by_id(Decision.objects.get(case=first.case).policy) == load("eu")


def another_fake() -> str:
    fakes = [one.listing_id for one in plan(stock.DEFAULT_SEED).of("fake", "norrvik")]
    return next(one for one in fakes if one != fake())
