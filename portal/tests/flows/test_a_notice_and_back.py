"""Flow b and c: a notice, its decision, the removal, the seller's side, and everything back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from countermark_portal import worker
from countermark_portal.casework.appeals import actions as appeals
from countermark_portal.casework.appeals import hearing
from countermark_portal.casework.appeals.actions import Given
from countermark_portal.casework.appeals.facts import Outcome, Reply
from countermark_portal.casework.appeals.models import Appeal
from countermark_portal.casework.cases.models import Case
from countermark_portal.casework.cases.rules import State
from countermark_portal.casework.enforcement.models import Measure
from countermark_portal.casework.notices import actions as notices
from countermark_portal.casework.notices.actions import Named, Submission
from countermark_portal.casework.notices.models import Notice, NoticeItem
from countermark_portal.casework.statements.models import DatabaseRecord, Letter
from countermark_portal.catalogue.models import Marketplace
from countermark_portal.connectors.demo_shop import stock
from countermark_portal.connectors.demo_shop.market import plan
from countermark_portal.parties.contacts import Values
from countermark_portal.parties.models import Person
from countermark_portal.parties.queries import actor_of
from countermark_portal.parties.rules import Actor, Capacity
from countermark_portal.policies.terms import CounterField, Ground
from countermark_portal.registry.models import Right

NOW = datetime(2026, 10, 5, 9, 0, tzinfo=UTC)


def signed_in(email: str) -> Actor:
    return actor_of(Person.objects.get(email=email))


def opened_by_link(case: Case) -> Actor:
    return Actor(case.id, capacity=Capacity.SELLER, link=case.id)


def work(now: datetime) -> None:
    worker.work_off(now=lambda: now)


def fake() -> str:
    """The id of a listing that openly offers a replica of a Norrvik."""
    fakes = plan(stock.DEFAULT_SEED).of("fake", "norrvik")
    return next(one.listing_id for one in fakes if one.disguise == "openly")


def a_notice(listing: str, right: Right) -> Submission:
    return Submission(
        notifier_kind="rights_holder",
        reason="TM-CF",
        listings=[Named(marketplace="bazaar", listing_id=listing)],
        explanation="The parka bears our mark; we never made this model in that colour, and the label is wrong.",
        element="product",
        right=right.id,
        declarations=frozenset({"good_faith", "accurate", "authority", "signature", "guarantee"}),
        evidence=[{"kind": "indicators"}],
        notifier=Values(name="Signe Dahl", email="norrvik@brands.example"),
    )


def test_a_notice_goes_to_removal_and_an_appeal_brings_everything_back(market: Marketplace) -> None:
    listing = fake()
    right = Right.objects.get(brand__slug="norrvik")
    [notice] = notices.submit(
        actor=signed_in("norrvik@brands.example"), now=NOW, submissions=[a_notice(listing, right)]
    )
    assert isinstance(notice, Notice)
    work(NOW)
    item = NoticeItem.objects.get(notice=notice)
    assert item.verdict == "act", item.verdict_facts
    case = item.case
    assert case is not None
    assert case.state == State.RESTRICTED
    assert market.port.visible([listing])[listing].is_gone
    assert Measure.objects.get(case=case, kind="disable").state == "settled"
    statement = Letter.objects.get(case=case, kind="statement")
    assert statement.sent_at == NOW
    assert DatabaseRecord.objects.filter(decision__case=case).exists()

    later = NOW + timedelta(days=1)
    answered = appeals.answer(
        actor=opened_by_link(case),
        now=later,
        case=case.id,
        given=Given(
            ground=Ground.GENUINE_PURCHASED,
            statement="I bought these jackets from the brand's own outlet in Gothenburg and have the invoice.",
            given=frozenset(CounterField),
            evidence=[{"kind": "invoice", "sha256": "0" * 64, "audience": "reviewer"}],
        ),
    )
    assert not isinstance(answered, tuple), answered
    appeals.reply(
        actor=signed_in("norrvik@brands.example"),
        now=later,
        case=case.id,
        what=Reply.EVIDENCE,
        text="It is a copy.",
    )
    hearing.hear(
        actor=signed_in("reviewer@demo.example"),
        now=later,
        appeal=Appeal.objects.get(case=case, outcome="").id,
        outcome=Outcome.UPHELD,
        own_words="The invoice does not name this model.",
    )
    work(later)
    case.refresh_from_db()
    assert case.state == State.RESTRICTED

    again = later + timedelta(days=2)
    appeal = appeals.appeal(
        actor=opened_by_link(case),
        now=again,
        case=case.id,
        grounds="The second page of the invoice names it.",
    )
    hearing.hear(
        actor=signed_in("second.reviewer@demo.example"),
        now=again,
        appeal=appeal.id,
        outcome=Outcome.REVERSED,
        own_words="Page two names the model and the colour; the outlet confirms the sale.",
        verified_invoice=True,
    )
    work(again)
    case.refresh_from_db()
    assert case.state == State.RESTORED
    assert market.port.visible([listing])[listing].is_back
    assert Letter.objects.get(case=case, kind="restored").sent_at == again
