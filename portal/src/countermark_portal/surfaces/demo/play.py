"""One case played through all sides: who does what on which page, and how far it has come."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse

from countermark_portal.casework.appeals import for_holders
from countermark_portal.casework.appeals.for_holders import Story
from countermark_portal.casework.notices import queries
from countermark_portal.connectors.demo_shop import market, stock
from countermark_portal.parties import links
from countermark_portal.parties.rules import Actor, Capacity
from countermark_portal.policies.terms import Element, Evidence

BRAND: Final = "norrvik@brands.example"
REVIEWER: Final = "reviewer@demo.example"
SECOND: Final = "second.reviewer@demo.example"
ABOUT: Final = "norrvik"
"""The brand whose goods the played case is about."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step: what to do, as whom (nobody: by a link), where, and whether it is done, to be done now, or later."""

    title: str
    what: str
    button: str
    leads_to: str
    email: str = ""
    state: str = "later"


def listing() -> str:
    """A lawful seller's listing of the brand's goods that nobody has complained of yet."""
    wares = market.plan(stock.DEFAULT_SEED)
    numbers = [one.listing_id for truth in ("new", "used") for one in wares.of(truth, ABOUT)]
    busy = queries.busy(numbers)
    return next((number for number in numbers if number not in busy), "")


def draft() -> dict[str, Any]:
    """The notice as the brand of the play writes it: mistaken, and in good faith."""
    return {
        "listings": listing(),
        "reason": "TM-CF",
        "element": Element.PRODUCT.value,
        "explanation": "The price is far below ours and the seller is no dealer of ours. We believe it is a fake.",
        "kind_0": Evidence.INDICATORS.value,
        "says_0": "Price far below the usual one; a seller whom we do not know.",
    }


def found(brand: Actor, since: str, reference: str) -> tuple[Any, Any]:
    """The notice of the play (the one remembered, else the first since it began) and its case, if they are there."""
    notices = queries.visible_to(brand)
    if reference:
        notice = notices.filter(reference=reference).first()
    else:
        notice = notices.filter(submitted_at__gte=since).order_by("submitted_at").first()
    if notice is None:
        return None, None
    return notice, next((item.case for item in queries.items(brand, notice) if item.case is not None), None)


def steps(case: Any, *, has_notice: bool) -> Sequence[Step]:
    """All steps; the first that is not done is to be done now."""
    story = for_holders.story(case) if case is not None else Story(*[False] * 5)
    done = (has_notice, story.restricted, story.answered, story.replied, story.heard, story.restored)
    first = next((place for place, one in enumerate(done) if not one), len(done))
    made = []
    for place, step in enumerate(_steps(case)):
        state = "done" if done[place] else "now" if place == first else "later"
        made.append(Step(step.title, step.what, step.button, step.leads_to, step.email, state))
    return made


def _steps(case: Any) -> Iterator[Step]:
    reference = case.reference if case is not None else ""
    desk = f"/review/case/{reference}/" if reference else "/review/"
    seller = f"/seller/{links.token(Capacity.SELLER, case.id)}/" if case is not None else ""
    yield Step(
        "The brand reports a listing",
        "Norrvik believes that a seller's goods are fakes. The form is filled in: tick the declarations and send it.",
        "Act as Signe Dahl of Norrvik",
        reverse("brand:notify"),
        BRAND,
    )
    yield Step(
        "A reviewer decides",
        "The capture does not show enough for a machine to act, so a person looks. Restrict the listing: you are "
        "mistaken too, and that will be put right.",
        "Act as Ada Falk, reviewer",
        desk,
        REVIEWER,
    )
    yield Step(
        "The seller answers",
        "The goods are genuine, bought from an authorised shop. Open the link of the statement of reasons, as the "
        "seller would on a phone, and answer with “genuine goods, bought with an invoice” and any picture as invoice.",
        "Open the seller's link",
        seller,
    )
    yield from _later_steps(case, reference, desk)


def _later_steps(case: Any, reference: str, desk: str) -> Iterator[Step]:
    yield Step(
        "The brand replies",
        "Norrvik sees that there is an invoice, not what stands in it. Insist, with evidence: choose “I bring "
        "evidence” and say what you bring.",
        "Act as Signe Dahl of Norrvik",
        reverse("brand:reply", args=[reference]) if reference else "",
        BRAND,
    )
    yield Step(
        "Another person hears the appeal",
        "Jonas Brandt had no part in the first decision. Reverse it: the invoice is good.",
        "Act as Jonas Brandt, second reviewer",
        desk,
        SECOND,
    )
    yield Step(
        "The listing is back",
        "The undoing was ordered and is being looked at on the shop. See the listing as buyers see it.",
        "Open the listing in the shop",
        reverse("demo_shop:item", args=[case.listing.listing_id]) if case is not None else "",
    )
