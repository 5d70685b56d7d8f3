"""Cases as the desk and sellers meet them, made by real notices, triage and work."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.mfa.utils import is_mfa_enabled
from django.test import Client

from countermark_portal import worker
from countermark_portal.casework.appeals import actions as appeals
from countermark_portal.casework.appeals.actions import Given
from countermark_portal.casework.cases.models import Case
from countermark_portal.casework.notices import actions as notices
from countermark_portal.casework.notices.actions import Named, Submission
from countermark_portal.casework.notices.models import Notice, NoticeItem
from countermark_portal.connectors.demo_shop import stock
from countermark_portal.connectors.demo_shop.market import plan
from countermark_portal.ledger import clock
from countermark_portal.parties.contacts import Values
from countermark_portal.parties.models import Person
from countermark_portal.parties.queries import actor_of
from countermark_portal.parties.rules import Actor, Capacity
from countermark_portal.policies.terms import CounterField, Ground
from countermark_portal.registry.models import Right

SAYS = "The parka bears our mark; we never made this model in that colour, and the label is wrong."
REPLICAS = "style-rush-77"


def signed_in(email: str) -> Actor:
    return actor_of(Person.objects.get(email=email))


def browsing(email: str) -> Client:
    """A browser in which somebody has signed in; they have set up the second factor that some roles need."""
    person, client = Person.objects.get(email=email), Client()
    if not is_mfa_enabled(person):
        TOTP.activate(person, generate_totp_secret())
    client.force_login(person)
    return client


def by_link(case: Case) -> Actor:
    return Actor(case.id, capacity=Capacity.SELLER, link=case.id)


def listing_of(seller: str = REPLICAS, *, number: int = 0, says: str = "") -> str:
    """A listing of a seller of the demo shop."""
    offered = [one for one in plan(stock.DEFAULT_SEED).listings if one.seller_id == seller]
    return [one for one in offered if says in one.title + one.description][number].listing_id


def notify(
    listing: str,
    *,
    brand: str = "norrvik",
    reason: str = "TM-CF",
    evidence: str = "indicators",
    now: datetime | None = None,
) -> Case:
    """A notice of the rights holder about a listing, worked off as workers would; the case that came of it."""
    at = now or clock.now()
    submission = Submission(
        notifier_kind="rights_holder",
        reason=reason,
        listings=[Named(marketplace="bazaar", listing_id=listing)],
        explanation=SAYS,
        element="product",
        right=Right.objects.get(brand__slug=brand).id,
        declarations=frozenset({"good_faith", "accurate", "authority", "signature", "guarantee"}),
        evidence=[{"kind": evidence}],
        notifier=Values(name="Signe Dahl", email=f"{brand}@brands.example"),
    )
    [notice] = notices.submit(actor=signed_in(f"{brand}@brands.example"), now=at, submissions=[submission])
    assert isinstance(notice, Notice), notice
    worker.work_off(now=lambda: at)
    case = NoticeItem.objects.get(notice=notice).case
    assert case is not None
    case.refresh_from_db()
    return case


def restricted(number: int = 0, **more: object) -> Case:
    """A replica that the policy took down by itself."""
    return notify(listing_of(says="1:1", number=number), **more)  # type: ignore[arg-type]  # as `notify` takes them


def for_review(number: int = 2) -> Case:
    """A case that waits for a person: for its reason the policy wants a neutral look."""
    return notify(listing_of(number=number), reason="TM-USE", evidence="exact_element")


def answered(case: Case, evidence: Sequence[dict[str, Any]] = ()) -> Case:
    """The seller has answered; the answer went to the rights holder."""
    given = Given(
        ground=Ground.GENUINE_PURCHASED,
        statement="I bought these jackets from the brand's own outlet in Gothenburg and have the invoice.",
        given=frozenset(CounterField),
        evidence=evidence or ({"kind": "invoice", "sha256": "", "audience": "reviewer"},),
    )
    kept = appeals.answer(actor=by_link(case), now=clock.now(), case=case.id, given=given)
    assert not isinstance(kept, tuple), kept
    case.refresh_from_db()
    return case


def appealed(case: Case) -> Case:
    """The seller has appealed."""
    grounds = "The second page of the invoice names the model and the colour."
    appeals.appeal(actor=by_link(case), now=clock.now(), case=case.id, grounds=grounds)
    case.refresh_from_db()
    return case
