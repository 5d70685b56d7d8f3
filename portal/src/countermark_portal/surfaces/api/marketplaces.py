"""Where notices can be sent to, and what is asked of them there."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router, Schema

from countermark_portal.casework.notices import queries
from countermark_portal.ledger import clock
from countermark_portal.surfaces.api.keys import KeyAuth
from countermark_portal.surfaces.api.shapes import FAULTS

router = Router(tags=["marketplaces"])


class ReasonTold(Schema):
    """A reason code, and of which kinds of evidence one of every group is needed."""

    code: str
    title: str
    meaning: str
    evidence: list[list[str]]


class MarketplaceTold(Schema):
    """A marketplace, its policy, and what a notice to it must contain."""

    slug: str
    name: str
    address: str
    policy: str
    reasons: list[ReasonTold]
    explanation_least: int
    declarations: dict[str, list[str]]


@router.get("/marketplaces", response={200: list[MarketplaceTold], **FAULTS}, auth=KeyAuth(None))
def marketplaces(request: HttpRequest) -> list[MarketplaceTold]:
    """The marketplaces, the reasons that their policies know, and what they demand."""
    del request
    on = clock.now().date()
    return [
        MarketplaceTold(
            slug=site.slug,
            name=site.name,
            address=site.address,
            policy=site.policy.id,
            reasons=[
                ReasonTold(
                    code=one.code,
                    title=one.rule.title,
                    meaning=one.rule.meaning,
                    evidence=[[str(kind) for kind in group] for group in one.rule.evidence],
                )
                for one in queries.reasons([site], on)
                if one.is_taken
            ],
            explanation_least=site.policy.notice.explanation_least,
            declarations={
                kind: [str(one) for one in demanded]
                for kind, demanded in site.policy.notice.declarations.items()
            },
        )
        for site in queries.sites()
    ]
