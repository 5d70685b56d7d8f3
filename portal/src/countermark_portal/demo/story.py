"""What has happened in the demo before its visitor comes: told through the same actions as everything else.

Time passes as it would: each step says when it happens, and the jobs run at that time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Final

from countermark_portal import worker
from countermark_portal.casework.appeals import actions as appeals
from countermark_portal.casework.appeals import hearing
from countermark_portal.casework.appeals.actions import Given
from countermark_portal.casework.appeals.facts import Outcome, Reply
from countermark_portal.casework.appeals.models import Appeal
from countermark_portal.casework.cases.models import Case
from countermark_portal.casework.decisions import desk
from countermark_portal.casework.decisions.rules import Outcome as Decided
from countermark_portal.casework.notices import actions as notices
from countermark_portal.casework.notices.actions import Named, Submission
from countermark_portal.casework.notices.models import Notice, NoticeItem
from countermark_portal.connectors.demo_shop import stock
from countermark_portal.connectors.demo_shop.market import ListingPlan
from countermark_portal.demo import parties, screening
from countermark_portal.ledger import clock
from countermark_portal.parties.contacts import Values
from countermark_portal.parties.models import Person
from countermark_portal.parties.queries import actor_of
from countermark_portal.parties.rules import PUBLIC, Actor, Capacity
from countermark_portal.policies.terms import CounterField, Declaration, Ground
from countermark_portal.registry.models import Right

_EXPLANATIONS: Final = {
    "TM-CF": "The goods bear our mark, but we never made this model: stitching, label and colour are not ours.",
    "TM-USE": "Our mark stands in the title although the goods are not ours and do not fit ours.",
    "TM-LOOK": "The shape and the emblem copy ours so closely that buyers take it for ours.",
}


def shop() -> None:
    """Put the market on the shelves, and bring everybody together."""
    stock.fill()
    parties.settle(clock.now() - timedelta(days=40))


def cases() -> None:
    """Cases at every stage, unless they are there already."""
    if Notice.objects.exists():
        return
    now = clock.now()
    plan = stock.fill()
    fakes = {slug: list(plan.of("fake", slug)) for slug in parties.BRANDS}
    _restored(fakes["quendrel"][0], "quendrel", now - timedelta(days=21))
    _restricted(fakes["velmora"][0], "velmora", now - timedelta(days=9))
    _upheld(fakes["tarnwick"][0], "tarnwick", now - timedelta(days=6))
    _answered(fakes["velmora"][1], "velmora", now - timedelta(days=2))
    _appealed(fakes["quendrel"][1], "quendrel", now - timedelta(days=3))
    _in_review(fakes["norrvik"][1:3], "norrvik", now - timedelta(hours=5))
    _tip(fakes["tarnwick"][1], now - timedelta(hours=3))
    _incomplete(fakes["norrvik"][3], "norrvik", now - timedelta(hours=2))


STEPS: Final[Sequence[tuple[str, Callable[[], None]]]] = (
    ("Drawing the demo shop and its brands", shop),
    ("Screening the shop with the engine", screening.screen),
    ("Playing the cases of the last weeks", cases),
)


def _officer(slug: str) -> Actor:
    return actor_of(Person.objects.get(email=f"{slug}@brands.example"))


def _desk(who: str) -> Actor:
    return actor_of(Person.objects.get(email=f"{who}@demo.example"))


def _seller(case: Case) -> Actor:
    return Actor(case.id, capacity=Capacity.SELLER, link=case.id)


def _work(now: datetime) -> None:
    worker.work_off(now=lambda: now)


def _notify(
    listings: Sequence[ListingPlan],
    slug: str,
    now: datetime,
    *,
    reason: str = "TM-CF",
    kind: str = "indicators",
) -> list[Case]:
    right = Right.objects.get(brand__slug=slug)
    submission = Submission(
        notifier_kind="rights_holder",
        reason=reason,
        listings=[Named(marketplace="bazaar", listing_id=one.listing_id) for one in listings],
        explanation=_EXPLANATIONS[reason],
        element="product",
        right=right.id,
        declarations=frozenset(Declaration),
        evidence=[{"kind": kind}],
        notifier=Values(name=parties.BRANDS[slug].officer, email=f"{slug}@brands.example"),
    )
    [notice] = notices.submit(actor=_officer(slug), now=now, submissions=[submission])
    assert isinstance(notice, Notice), notice
    _work(now)
    items = NoticeItem.objects.filter(notice=notice, case__isnull=False).select_related("case")
    return [item.case for item in items if item.case is not None]


def _decided(case: Case, now: datetime, own_words: str) -> None:
    """Where the policy left the case to a person, a reviewer restricts it."""
    case.refresh_from_db()
    if case.state == "review":
        desk.decide(
            actor=_desk("reviewer"), now=now, case=case.id, outcome=Decided.RESTRICT, own_words=own_words
        )
        _work(now)
    case.refresh_from_db()
    if case.state == "approval":
        desk.approve(actor=_desk("senior"), now=now, case=case.id, agrees=True)
        _work(now)


def _restricted(one: ListingPlan, slug: str, now: datetime) -> Case:
    [case] = _notify([one], slug, now)
    _decided(case, now + timedelta(hours=2), "The label shown is not one the brand has used.")
    return case


def _answer(case: Case, now: datetime, statement: str) -> None:
    given = Given(
        ground=Ground.GENUINE_PURCHASED,
        statement=statement,
        given=frozenset(CounterField),
        evidence=[{"kind": "invoice", "name": "invoice.pdf", "sha256": "", "audience": "reviewer"}],
    )
    appeals.answer(actor=_seller(case), now=now, case=case.id, given=given)
    _work(now)


def _answered(one: ListingPlan, slug: str, now: datetime) -> None:
    case = _restricted(one, slug, now)
    _answer(
        case,
        now + timedelta(days=1),
        "I bought these from the brand's own outlet and still have the invoice.",
    )


def _upheld(one: ListingPlan, slug: str, now: datetime) -> Case:
    case = _restricted(one, slug, now)
    _answer(
        case, now + timedelta(days=1), "They came in a box with the brand's name, so they must be genuine."
    )
    later = now + timedelta(days=2)
    appeals.reply(
        actor=_officer(slug),
        now=later,
        case=case.id,
        what=Reply.EVIDENCE,
        text="The serial number is not ours.",
    )
    hearing.hear(
        actor=_desk("second.reviewer"),
        now=later,
        appeal=Appeal.objects.get(case=case, outcome="").id,
        outcome=Outcome.UPHELD,
        own_words="A printed box proves nothing about its contents, and the serial number is unknown.",
    )
    _work(later)
    return case


def _appealed(one: ListingPlan, slug: str, now: datetime) -> None:
    case = _restricted(one, slug, now)
    later = now + timedelta(days=2)
    appeals.appeal(
        actor=_seller(case),
        now=later,
        case=case.id,
        grounds="The watch is my grandfather's; I can show the service record of the brand's own workshop.",
    )
    _work(later)


def _restored(one: ListingPlan, slug: str, now: datetime) -> None:
    case = _restricted(one, slug, now)
    later = now + timedelta(days=5)
    opened = appeals.appeal(
        actor=_seller(case),
        now=later,
        case=case.id,
        grounds="The invoice of the authorised dealer names this very piece and its serial number.",
    )
    hearing.hear(
        actor=_desk("second.reviewer"),
        now=later,
        appeal=opened.id,
        outcome=Outcome.REVERSED,
        own_words="The dealer confirms the sale and the serial number.",
        verified_invoice=True,
    )
    _work(later)


def _in_review(some: Sequence[ListingPlan], slug: str, now: datetime) -> None:
    for one in some:
        _notify([one], slug, now, reason="TM-LOOK", kind="comparison")


def _tip(one: ListingPlan, now: datetime) -> None:
    submission = Submission(
        notifier_kind="buyer",
        reason="TM-CF",
        listings=[Named(marketplace="bazaar", listing_id=one.listing_id)],
        explanation="I bought one of these and it broke on the first day; the logo rubs off with a thumb.",
        element="product",
        right_as_stated="Tarnwick",
        declarations=frozenset({Declaration.GOOD_FAITH, Declaration.ACCURATE}),
        notifier=Values(name="A buyer", email="buyer@example.org"),
    )
    notices.submit(actor=PUBLIC, now=now, submissions=[submission])
    _work(now)


def _incomplete(one: ListingPlan, slug: str, now: datetime) -> None:
    submission = Submission(
        notifier_kind="rights_holder",
        reason="TM-CF",
        listings=[Named(marketplace="bazaar", listing_id=one.listing_id)],
        explanation="Fake.",
        notifier=Values(name=parties.BRANDS[slug].officer, email=f"{slug}@brands.example"),
    )
    notices.submit(actor=_officer(slug), now=now, submissions=[submission])
    _work(now)
